"""`answerbook release`: freezes the answers under a name."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.shared import FILE, PROJECT, Bars, Command


@click.command(cls=Command)
@click.argument("tag")
@click.option("--out", type=FILE, help="Folder for the archive.  [default: build/releases]")
@PROJECT
def release(tag: str, out: Path | None, folder: Path) -> None:
    """Freeze the answers as release TAG: an archive with checksums, its record, and how to cite it.

    Needs no model. Refused where `answerbook verify` finds a problem, and for a tag of other contents.
    """
    from generator.commands.release.making import release as released
    from generator.commands.release.making import released_text
    from generator.project import Project

    with Bars() as bars:
        made = released(Project.find(folder), tag, out, bars)
    say(released_text(made))
