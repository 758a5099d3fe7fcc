"""`answerbook templates`: the templates of the site, and a project's own copies of them."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.shared import PROJECT, CommandGroup


@click.group(cls=CommandGroup)
def templates() -> None:
    """List, copy and clean up templates of the site."""


@templates.command("list")
@PROJECT
def list_templates(folder: Path) -> None:
    """List all templates, and which of them this project changes."""
    from generator.commands.templates import list_text
    from generator.project import Project

    say(list_text(Project.find(folder)))


@templates.command("copy")
@click.argument("name")
@PROJECT
def copy_template(name: str, folder: Path) -> None:
    """Copy a template into the project, to change it there.

    Example: answerbook templates copy parts/quote.md.j2
    """
    from generator.project import Project
    from generator.project.template_folders import copy_template as copy

    say(f"Copied to {copy(Project.find(folder), name)}; edit it, then run `answerbook build`.")


@templates.command("prune")
@click.option("--yes", is_flag=True, help="Delete the copies. Without this option, they are only listed.")
@PROJECT
def prune_templates(yes: bool, folder: Path) -> None:
    """Delete copies that were never changed.

    Lists them first; --yes deletes them, so that the originals are used again.
    """
    from generator.commands.templates import prune_templates as prune
    from generator.commands.templates import pruned_text
    from generator.project import Project

    say(pruned_text(prune(Project.find(folder), really=yes), really=yes))
