"""`answerbook release`: freeze the answers under a name."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.shared import FILE, PROJECT, Bars, Command


@click.command(cls=Command)
@click.argument("tag")
@click.option("--out", type=FILE, help="Folder for the archive.  [default: build/releases]")
@click.option("--strict", is_flag=True, help="Refuse if an answer is missing, failed or stale.")
@PROJECT
def release(tag: str, out: Path | None, strict: bool, folder: Path) -> None:
    """Freeze the answers in a named archive with checksums.

    Writes the archive of release TAG, a record of it in the project, and files that say how to cite it. Needs
    no model. Refuses if `answerbook verify` finds a problem, or if TAG was already released with other
    contents. If answers are not computed, failed or stale, says how many.
    """
    from generator.commands.release.make_release import release as make_release
    from generator.commands.release.make_release import released_text
    from generator.project import Project

    with Bars() as bars:
        made = make_release(Project.find(folder), tag, out, bars, strict=strict)
    say(released_text(made))
