"""`answerbook models`: what is done to model files."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.shared import FILE, Group


@click.group(cls=Group)
def models() -> None:
    """Make model files ready."""


@models.command()
@click.argument("file")
@click.option("--into", default=".", type=FILE, help="Folder for the new file.  [default: here]")
def convert(file: str, into: Path) -> None:
    """Rewrite FILE, a GGUF file of the LLaMA architecture, so that ctransformers can run it.

    FILE may be packaged:smollm2-135m. The new file must answer as llama.cpp does with FILE; where it does
    not, there is none.
    """
    from generator.answering.models.files import model_file
    from generator.answering.models.ggml.converting import conversion

    source = model_file(file)
    made, trial = conversion(source, into)
    if trial is None:
        say(f"{source} needs no conversion: ctransformers reads it as it is.")
        return
    say(
        f"Wrote {made} ({made.stat().st_size / 1e6:,.0f} MB). "
        f"{trial.agreeing} of {trial.compared} tokens are llama.cpp's."
    )
    say(f"Next: in content/answerbook.yml, a model with `kind: ctransformers` and `file: {made}`.")
