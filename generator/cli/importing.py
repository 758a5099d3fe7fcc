"""`answerbook import`: answers that were made elsewhere, into a project's ledger."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say, warn
from generator.cli.shared import FILE, INCOMPLETE, PROJECT, Bars, Group


@click.group("import", cls=Group)
def import_() -> None:
    """Take over answers that were made elsewhere, and check them."""


@import_.command()
@click.argument("source", metavar="DIR", type=FILE)
@PROJECT
@click.option("--model", default=None, help="The model, where neither folders nor rows name it.")
@click.option(
    "--contexts", default=None, type=FILE, help="What the answers were made from, JSON Lines or CSV."
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: by cores]")
def transcripts(
    source: Path, folder: Path, model: str | None, contexts: Path | None, jobs: int | None
) -> None:
    """Import answers from DIR: saved replies or prompts of models, or a JSON Lines or CSV file.

    Contexts become snippets, each sentence is checked against them, and the answer gets a status.
    """
    from generator.checking.judges.decision import contains_information
    from generator.commands.importing import Transcripts, import_transcripts
    from generator.project import Project
    from generator.project.lock import project_lock

    project = Project.find(folder)
    with project_lock(project, "an import"), Bars() as bars:
        report = import_transcripts(
            Transcripts(source, model, contexts), project, bars, decide=contains_information, jobs=jobs
        )
    for problem in report.unread:
        warn(problem)
    say(report.summary())
    if report.unread:
        click.get_current_context().exit(INCOMPLETE)
