"""`answerbook notices`: look for retractions, corrections and newer versions of the papers."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say, warn
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, Bars, Command, as_one
from generator.commands.named import NoticeOptions


@click.command(cls=Command)
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(["crossref", "arxiv"]),
    help="Query only this service; may be repeated.",
)
@click.option(
    "--retraction-watch",
    default="",
    metavar="PLACE",
    help="Also search the data of Retraction Watch: a CSV file, or its address.",
)
@click.option("--offline", is_flag=True, help="Query no service; search only --retraction-watch.")
@click.option("--with-private", is_flag=True, help="Include private papers.")
@click.option("--dry-run", is_flag=True, help="Show what is new, and write nothing.")
@PROJECT
@JSON
@as_one(NoticeOptions, "options")
def notices(options: NoticeOptions, folder: Path, as_json: bool) -> None:
    """Look for retractions, corrections and newer versions.

    Queries Crossref and arXiv about the papers, and adds new notices to content/notices.yml, which every
    build reads. This is the only command that looks for notices.
    """
    from generator.commands.notices import look_for_notices, search_json, search_text
    from generator.fetching import Client, Services
    from generator.project import Project
    from generator.project.project_lock import project_lock

    if options.offline and not options.retraction_watch:
        raise click.UsageError("--offline leaves nothing to search; add --retraction-watch FILE")
    if options.offline and (options.sources or options.retraction_watch.startswith(("http://", "https://"))):
        raise click.UsageError("--offline only works with a file; leave out --source and name a file")
    project = Project.find(folder)
    client = Client(Services.from_environment(), contact=project.settings.fetching.contact)
    try:
        with project_lock(project, "answerbook notices"), Bars() as bars:
            search = look_for_notices(project, options, client, bars)
    finally:
        client.close()
    if as_json:
        print_json(search_json(search))
    else:
        say(search_text(search))
    for sentence in search.failed:
        warn(sentence)
    if search.failed:
        click.get_current_context().exit(INCOMPLETE)
