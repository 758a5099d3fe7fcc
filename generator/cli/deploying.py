"""`answerbook deploy`: the built site to where readers find it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.printing import say
from generator.cli.shared import FILE, PROJECT, Command, as_one

if TYPE_CHECKING:
    from generator.commands.deploy.changes import Deployment


@dataclass(frozen=True, slots=True)
class _Target:
    """Where the site goes, and whether it does."""

    target: Path | None
    remote: str
    branch: str
    dry_run: bool
    yes: bool


@click.command(cls=Command)
@click.option("--folder", "target", type=FILE, default=None, help="Into this folder, and to no branch.")
@click.option("--remote", default="origin", show_default=True, help="Remote of the repository.")
@click.option("--branch", default="gh-pages", show_default=True, help="Branch that the host shows.")
@click.option("--dry-run", is_flag=True, help="Show what would change where, and stop.")
@click.option("--yes", is_flag=True, help="Deploy without asking.")
@PROJECT
@as_one(_Target, "wanted")
def deploy(wanted: _Target, folder: Path) -> None:
    """Put the built site where readers find it: on a branch of the repository, or into a folder.

    Shows what would change and where, then asks. Nothing is pushed by force, and of a folder only what an
    earlier deployment wrote is removed.
    """
    from generator.commands.deploy import branch, changes
    from generator.commands.deploy import folder as folders
    from generator.project import Project
    from generator.project.lock import project_lock

    project = Project.find(folder)
    with project_lock(project, "answerbook deploy"):
        changes.built_site(project)
        if wanted.target is not None:
            into = folders.planned(project, wanted.target)
            if _goes(into.deployment, wanted):
                folders.copy_site(into)
                say("Deployed.")
        else:
            onto = branch.planned(project, wanted.remote, wanted.branch)
            if _goes(onto.deployment, wanted):
                branch.push(onto)
                say("Pushed. A host may take some minutes to show it.")


def _goes(found: Deployment, wanted: _Target) -> bool:
    """Show what would change where; whether to go on. Where nobody can be asked, that takes --yes."""
    from generator.commands.deploy.changes import deployment_text

    say(deployment_text(found))
    if not found.changes or wanted.dry_run:
        return False
    if wanted.yes:
        return True
    if sys.stdin.isatty() and sys.stdout.isatty() and click.confirm("Deploy this?"):
        return True
    say("Nothing was deployed; add --yes to do it.", err=True)
    click.get_current_context().exit(1)
