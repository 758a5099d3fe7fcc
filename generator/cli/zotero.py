"""`answerbook zotero`: write notes about answers into Zotero; `answerbook add` takes papers from there."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, CommandGroup


@click.group(cls=CommandGroup)
def zotero() -> None:
    """Write notes about answers into Zotero."""


@zotero.command()
@click.argument("collection", default="")
@click.option(
    "--write", is_flag=True, help="Write the notes on zotero.org. Without this option, they are only shown."
)
@PROJECT
@JSON
def notes(collection: str, write: bool, folder: Path, as_json: bool) -> None:
    """Show or write a note for each paper that is in Zotero.

    With COLLECTION, only papers in that collection. A note lists the statuses of the paper's answers, with
    links to their pages. Only notes that this command wrote and nobody has changed are overwritten.
    """
    from generator.commands.add.zotero_papers import library_of
    from generator.commands.zotero_notes import write_notes
    from generator.project import Project

    project = Project.find(folder)
    library = library_of(project, "zotero-web:" if write else "zotero:")
    report = write_notes(project, library, collection, write=write)
    if as_json:
        print_json(report.plain())
    else:
        say(report.text())
    if not report.complete:
        click.get_current_context().exit(INCOMPLETE)
