"""`answerbook questions`: list question sets, show what they ask, and add one to a project."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import JSON, NETWORK, PROJECT, CommandGroup


@click.group(cls=CommandGroup)
def questions() -> None:
    """List, show and add question sets."""


@questions.command("list")
@PROJECT
@JSON
def list_(folder: Path, as_json: bool) -> None:
    """List the question sets with size, purpose and source.

    Also shows what the accuracy of a set was measured on, and whether the project uses it.
    """
    from generator.commands.questions import available_sets, list_json, list_text, project_around

    known = available_sets(project_around(folder))
    if as_json:
        print_json(list_json(known))
    else:
        say(list_text(known))


@questions.command()
@click.argument("name")
@click.option("--yaml", "as_file", is_flag=True, help="Print the file of the set as it is.")
@PROJECT
def show(name: str, as_file: bool, folder: Path) -> None:
    """Show the questions of a set with their sources."""
    from generator.commands.questions import project_around, set_named, show_text

    known = set_named(name, project_around(folder))
    say(known.file.read_text(encoding="utf-8").rstrip() if as_file else show_text(known))


@questions.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and stop.")
@click.option("--no-calibration", is_flag=True, help="Run no model; show what there is to do, not how long.")
@PROJECT
@NETWORK
def add(name: str, dry_run: bool, no_calibration: bool, network: bool, folder: Path) -> None:
    """Add a set to the project, and show what it will cost.

    Copies the file of the set NAME to content/questions, where you can edit it, and adds NAME to
    question_sets in the settings. An existing file is never overwritten.
    """
    from generator.commands.questions import add as add_set
    from generator.commands.questions import added_text
    from generator.project import Project

    project = Project.find(folder)
    done = add_set(project, name, dry_run=dry_run, calibrate=not no_calibration, network=network)
    say(added_text(done, dry_run=dry_run))
