"""`answerbook notices`: retractions, corrections and newer versions of the papers."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say, warn
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, Bars, Command, as_one
from generator.commands.named import NoticesWanted


@click.command(cls=Command)
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(["crossref", "arxiv"]),
    help="Ask only this one; may be repeated.",
)
@click.option(
    "--retraction-watch",
    default="",
    metavar="PLACE",
    help="Also look through the data of Retraction Watch: a CSV file, or its address.",
)
@click.option("--offline", is_flag=True, help="Ask no service; only look through --retraction-watch.")
@click.option("--with-private", is_flag=True, help="Also ask about private papers.")
@click.option("--dry-run", is_flag=True, help="Show what is new, and write nothing.")
@PROJECT
@JSON
@as_one(NoticesWanted, "wish")
def notices(wish: NoticesWanted, folder: Path, as_json: bool) -> None:
    """Ask for retractions, corrections and newer versions of the papers, and write them down.

    What is new goes to content/notices.yml, which every build reads; no other command asks.
    """
    from generator.commands.notices import looked, search_json, search_text
    from generator.fetching import Client, Services
    from generator.project import Project
    from generator.project.lock import project_lock

    if wish.offline and not wish.retraction_watch:
        raise click.UsageError("--offline leaves nothing to look through; add --retraction-watch FILE")
    if wish.offline and (wish.sources or wish.retraction_watch.startswith(("http://", "https://"))):
        raise click.UsageError("--offline goes with a file alone; leave --source out, and name a file")
    project = Project.find(folder)
    client = Client(Services.from_environment(), contact=project.settings.fetching.contact)
    try:
        with project_lock(project, "answerbook notices"), Bars() as bars:
            found = looked(project, wish, client, bars)
    finally:
        client.close()
    if as_json:
        print_json(search_json(found))
    else:
        say(search_text(found))
    for sentence in found.failed:
        warn(sentence)
    if found.failed:
        click.get_current_context().exit(INCOMPLETE)
