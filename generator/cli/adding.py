"""`answerbook add`: add papers to a project, by id or from this machine."""

from __future__ import annotations

from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, Bars, Command, as_one
from generator.commands.named import AddOptions

if TYPE_CHECKING:
    from generator.project import Project


@click.command(cls=Command)
@click.argument("names", metavar="WHAT...", nargs=-1, required=True)
@PROJECT
@click.option(
    "--format",
    "prefer",
    type=click.Choice(["jats", "latex", "html", "pdf"]),
    help="Prefer this format.  [default: the first of these that is available]",
)
@click.option("--replace", is_flag=True, help="Fetch papers again that the project already has.")
@click.option(
    "--watch",
    type=click.IntRange(10, 86400),
    metavar="SECONDS",
    help="Check a Zotero collection for new papers every so many seconds, until Ctrl-C.",
)
@click.option(
    "-j",
    "--jobs",
    default=4,
    show_default=True,
    type=click.IntRange(1, 16),
    help="Papers to fetch at a time.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be added and from where; write nothing.")
@JSON
@as_one(AddOptions, "options")
def add(names: tuple[str, ...], folder: Path, options: AddOptions, watch: int | None, as_json: bool) -> None:
    """Add papers by DOI, PMCID, PMID, arXiv id, address or file.

    WHAT can also be a list of ids, a table with a column of them (.csv), a bibliography (.bib, .ris, .json)
    with or without its files, or a folder of papers. Use zotero:COLLECTION for a Zotero collection, by name
    or key; `zotero:` alone lists the collections. Each paper becomes a file in content/papers, with a sidecar
    file that records where it came from.
    """
    from generator.commands.add import add as add_papers
    from generator.commands.add.zotero_papers import is_listing, is_zotero
    from generator.project import Project

    project = Project.find(folder)
    if watch is not None and (as_json or options.dry_run or not any(map(is_zotero, names))):
        raise click.UsageError("--watch needs a Zotero collection; leave out --json and --dry-run")
    if is_listing(names):
        return _list_collections(project, names[0], as_json)
    if watch is not None:
        return _watch(project, names, options, watch)
    with Bars() as bars:
        report = add_papers(project, names, options, bars)
    if as_json:
        print_json(report.plain())
    else:
        say(report.text())
    if not report.complete:
        click.get_current_context().exit(INCOMPLETE)


def _list_collections(project: Project, name: str, as_json: bool) -> None:
    from generator.commands.add.zotero_papers import collections_json, collections_text, library_of

    library = library_of(project, name)
    collections = library.collections()
    if as_json:
        print_json(collections_json(collections))
    else:
        say(collections_text(library, collections))


def _watch(project: Project, names: tuple[str, ...], options: AddOptions, seconds: int) -> None:
    from generator.commands.add.watching import rounds

    printed: set[str] = set()
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
                if not printed:
                    say(f"{report.text()}\nChecking for new papers every {seconds} s; press Ctrl-C to stop.")
                    complete = report.complete
                elif new := [line for line in report.lines() if line not in printed]:
                    say("\n".join(new))
                printed.update(report.lines(), [""])
    except KeyboardInterrupt:
        if not waiting:
            raise
        say("\nStopped checking for new papers.", err=True)
    if not complete:
        click.get_current_context().exit(INCOMPLETE)
