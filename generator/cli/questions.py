"""`answerbook questions`: the question sets that there are, what they ask, and one more for a project."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import JSON, NETWORK, PROJECT, Group


@click.group(cls=Group)
def questions() -> None:
    """List, show and add question sets: those that come with Answerbook, and a project's own."""


@questions.command("list")
@PROJECT
@JSON
def list_(folder: Path, as_json: bool) -> None:
    """List the question sets: size, purpose, source, on what they were measured, whether they are asked."""
    from generator.commands.questions import known_sets, list_json, list_text, project_around

    known = known_sets(project_around(folder))
    if as_json:
        print_json(list_json(known))
    else:
        say(list_text(known))


@questions.command()
@click.argument("name")
@click.option("--yaml", "as_file", is_flag=True, help="Print the file as it is.")
@PROJECT
def show(name: str, as_file: bool, folder: Path) -> None:
    """Print the questions of the set NAME, group by group, with their sources."""
    from generator.commands.questions import project_around, set_named, show_text

    known = set_named(name, project_around(folder))
    say(known.file.read_text(encoding="utf-8").rstrip() if as_file else show_text(known))


@questions.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and stop.")
@click.option("--no-calibration", is_flag=True, help="Ask no model; say what is to be done, not how long.")
@NETWORK
@PROJECT
def add(name: str, dry_run: bool, no_calibration: bool, network: bool, folder: Path) -> None:
    """Put the set NAME into the project, and say to which papers it is put and what that costs.

    Its file goes to content/questions, where it can be changed, its name among the question_sets of the
    settings. A file that is there already is never written over.
    """
    from generator.commands.questions import add as added
    from generator.commands.questions import added_text
    from generator.project import Project

    project = Project.find(folder)
    done = added(project, name, dry_run=dry_run, calibrate=not no_calibration, network=network)
    say(added_text(done, dry_run=dry_run))
