"""`answerbook add`: papers into a project, by id or from this machine."""

from __future__ import annotations

from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, Bars, Command, as_one
from generator.commands.named import Adding

if TYPE_CHECKING:
    from generator.project import Project


@click.command(cls=Command)
@click.argument("names", metavar="WHAT...", nargs=-1, required=True)
@PROJECT
@click.option(
    "--format",
    "prefer",
    type=click.Choice(["jats", "latex", "html", "pdf"]),
    help="Prefer this format.  [default: the first of these that can be had]",
)
@click.option(
    "-j", "--jobs", default=4, show_default=True, type=click.IntRange(1, 16), help="Papers fetched at once."
)
@click.option("--replace", is_flag=True, help="Fetch papers that are here already anew, and say what goes.")
@click.option("--dry-run", is_flag=True, help="Say what would come from where; fetch no text, write nothing.")
@click.option(
    "--watch",
    type=click.IntRange(10, 86400),
    metavar="SECONDS",
    help="Look every so many seconds for what is new in a collection of Zotero, until Ctrl-C.",
)
@JSON
@as_one(Adding, "options")
def add(names: tuple[str, ...], folder: Path, options: Adding, watch: int | None, as_json: bool) -> None:
    """Add papers to the project: WHAT is a DOI, PMCID, PMID, arXiv id or an address.

    Or a file of ids (one a line), a bibliography (.bib, .ris, .json), a paper on this machine, or a folder of
    them. Or zotero:COLLECTION, a collection of Zotero by name or key; zotero: alone lists them. Each becomes
    a file in content/papers, with a sidecar that says where it came from.
    """
    from generator.commands.add import add as added
    from generator.commands.add.zotero import is_listing, is_zotero
    from generator.project import Project

    project = Project.find(folder)
    if watch is not None and (as_json or options.dry_run or not any(map(is_zotero, names))):
        raise click.UsageError("--watch goes with a collection of Zotero, without --json and --dry-run")
    if is_listing(names):
        return _collections(project, names[0], as_json)
    if watch is not None:
        return _watched(project, names, options, watch)
    with Bars() as bars:
        report = added(project, names, options, bars)
    if as_json:
        print_json(report.plain())
    else:
        say(report.text())
    if not report.complete:
        click.get_current_context().exit(INCOMPLETE)


def _collections(project: Project, name: str, as_json: bool) -> None:
    from generator.commands.add.zotero import collections_json, collections_text, library_of

    asked = library_of(project, name)
    found = asked.collections()
    if as_json:
        print_json(collections_json(found))
    else:
        say(collections_text(asked, found))


def _watched(project: Project, names: tuple[str, ...], options: Adding, seconds: int) -> None:
    from generator.commands.add.watching import rounds

    said: set[str] = set()
    complete = True
    waiting = False

    def wait() -> None:
        nonlocal waiting
        waiting = True
        sleep(seconds)
        waiting = False

    try:
        with Bars() as bars:
            for report in rounds(project, names, options, bars, wait):
                if not said:
                    say(f"{report.text()}\nNow looking every {seconds} s for what is new; Ctrl-C ends.")
                    complete = report.complete
                elif new := [line for line in report.lines() if line not in said]:
                    say("\n".join(new))
                said.update(report.lines(), [""])
    except KeyboardInterrupt:
        if not waiting:
            raise
        say("\nNo longer looking for what is new.", err=True)
    if not complete:
        click.get_current_context().exit(INCOMPLETE)
