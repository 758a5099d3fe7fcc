"""`answerbook zotero`: what goes back into Zotero; papers come from there by `answerbook add`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, Group


@click.group(cls=Group)
def zotero() -> None:
    """Statuses and permalinks of answers, in Zotero."""


@zotero.command()
@click.argument("collection", default="")
@click.option("--write", is_flag=True, help="Write the notes, on zotero.org; without it they are shown.")
@PROJECT
@JSON
def notes(collection: str, write: bool, folder: Path, as_json: bool) -> None:
    """Show, or write, a note for each paper that has an item in Zotero; of COLLECTION alone, if it is named.

    A note holds the statuses of the paper's answers, with links to their pages. Only notes that this command
    wrote, and that nobody has changed, are written anew.
    """
    from generator.commands.add.zotero import library_of
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
