"""`python -m generator` is `answerbook`."""

from generator.cli import main

main(prog_name="answerbook")
