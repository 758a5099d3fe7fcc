"""`answerbook templates`: the templates of the site, and a project's own in their place."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.shared import PROJECT, Group


@click.group(cls=Group)
def templates() -> None:
    """List the templates of the site, copy one to change it, delete copies that changed nothing."""


@templates.command("list")
@PROJECT
def list_templates(folder: Path) -> None:
    """List all templates, and which of them this project has itself."""
    from generator.commands.templates import list_text
    from generator.project import Project

    say(list_text(Project.find(folder)))


@templates.command("copy")
@click.argument("name")
@PROJECT
def copy_template(name: str, folder: Path) -> None:
    """Copy the template NAME into the project, to be changed there: `copy parts/quote.md.j2`."""
    from generator.project import Project
    from generator.project.templates import copy_template as copy

    say(f"Copied to {copy(Project.find(folder), name)}; change it and build.")


@templates.command("prune")
@click.option("--yes", is_flag=True, help="Delete them; without it, they are only shown.")
@PROJECT
def prune_templates(yes: bool, folder: Path) -> None:
    """Show copies that nobody changed, so that the originals may take their place; --yes deletes them."""
    from generator.commands.templates import prune_templates as prune
    from generator.commands.templates import pruned_text
    from generator.project import Project

    say(pruned_text(prune(Project.find(folder), really=yes), really=yes))
