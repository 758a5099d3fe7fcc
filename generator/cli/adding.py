"""`answerbook add`: papers into a project, by id or from this machine."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, Bars, Command, as_one
from generator.commands.named import Adding


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
@JSON
@as_one(Adding, "options")
def add(names: tuple[str, ...], folder: Path, options: Adding, as_json: bool) -> None:
    """Add papers to the project: WHAT is a DOI, PMCID, PMID, arXiv id or an address.

    Or a file of ids (one a line), a bibliography (.bib, .ris, .json), a paper on this machine, or a folder of
    them. Each becomes a file in content/papers, with a sidecar that says where it came from.
    """
    from generator.commands.add import add as added
    from generator.project import Project

    with Bars() as bars:
        report = added(Project.find(folder), names, options, bars)
    if as_json:
        print_json(report.plain())
    else:
        say(report.text())
    if not report.complete:
        click.get_current_context().exit(INCOMPLETE)
