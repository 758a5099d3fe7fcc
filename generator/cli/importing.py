"""`answerbook import`: bring answers of other systems into a project's ledger."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say, warn
from generator.cli.shared import FILE, INCOMPLETE, PROJECT, Bars, CommandGroup


@click.group("import", cls=CommandGroup)
def import_() -> None:
    """Import and check answers that another system produced."""


@import_.command()
@click.argument("source", metavar="DIR", type=FILE)
@click.option("--model", default=None, help="Name of the model, if neither folders nor rows give it.")
@click.option("--contexts", default=None, type=FILE, help="Contexts of the answers, JSON Lines or CSV.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: by cores]")
@PROJECT
def transcripts(
    source: Path, folder: Path, model: str | None, contexts: Path | None, jobs: int | None
) -> None:
    """Import saved replies of models, or a table of answers.

    DIR is a folder of saved replies or prompts, or a JSON Lines or CSV file. Contexts become snippets, each
    sentence of an answer is checked against them, and the answer gets a status.
    """
    from generator.checking.judges.decision import contains_information
    from generator.commands.importing import Transcripts, import_transcripts
    from generator.project import Project
    from generator.project.project_lock import project_lock

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
