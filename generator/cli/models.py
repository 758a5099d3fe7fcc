"""`answerbook models`: convert model files."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.shared import FILE, CommandGroup


@click.group(cls=CommandGroup)
def models() -> None:
    """Convert model files for other engines."""


@models.command()
@click.argument("file")
@click.option("--into", default=".", type=FILE, help="Folder for the new file.  [default: here]")
def convert(file: str, into: Path) -> None:
    """Convert a LLaMA model in GGUF format for ctransformers.

    FILE may be packaged:smollm2-135m. The new file is kept only if it gives the same answers as llama.cpp
    does with FILE.
    """
    from generator.answering.models.ggml.converting import conversion
    from generator.answering.models.model_files import model_file

    source = model_file(file)
    made, trial = conversion(source, into)
    if trial is None:
        say(f"{source} needs no conversion: ctransformers can read it as it is.")
        return
    say(
        f"Wrote {made} ({made.stat().st_size / 1e6:,.0f} MB). "
        f"{trial.agreeing} of {trial.compared} tokens agree with llama.cpp."
    )
    say(f"Next: add a model with `kind: ctransformers` and `file: {made}` to content/answerbook.yml.")
