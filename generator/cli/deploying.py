"""`answerbook deploy`: put the built site where readers find it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from generator.cli.printing import say
from generator.cli.shared import FILE, PROJECT, Command, as_one

if TYPE_CHECKING:
    from generator.commands.deploy.deployment_changes import Deployment


@dataclass(frozen=True, slots=True)
class _Target:
    """Where the site goes, and whether to show the changes or make them."""

    target: Path | None
    remote: str
    branch: str
    dry_run: bool
    yes: bool


@click.command(cls=Command)
@click.option("--branch", default="gh-pages", show_default=True, help="Branch that the host publishes.")
@click.option("--remote", default="origin", show_default=True, help="Remote of the repository.")
@click.option(
    "--folder",
    "target",
    metavar="DIR",
    type=FILE,
    default=None,
    help="Deploy into this folder, not to a branch; HOST:DIR names one on another machine, reached by rsync.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change and where, then stop.")
@click.option("--yes", is_flag=True, help="Deploy without asking.")
@PROJECT
@as_one(_Target, "target")
def deploy(target: _Target, folder: Path) -> None:
    """Put the built site online: on a branch, or into a folder.

    Shows what would change and where, then asks. Never force-pushes, and refuses a branch with something else
    on it. In a folder, only files that an earlier deployment wrote are replaced or removed.
    """
    from generator.commands.deploy import branch
    from generator.commands.deploy import deployment_changes as changes
    from generator.commands.deploy import folder as folders
    from generator.commands.deploy import host_folder as host
    from generator.commands.named import WITHOUT_ADDRESS
    from generator.project import Project
    from generator.project.project_lock import project_lock

    given = click.get_current_context().get_parameter_source
    if target.target is not None and ParameterSource.COMMANDLINE in (given("branch"), given("remote")):
        raise click.UsageError("--folder deploys to no branch; leave out --branch and --remote")
    project = Project.find(folder)
    with project_lock(project, "answerbook deploy"):
        changes.built_site(project)
        if not project.settings.site_url:
            say(f"Note: `site_url` is not set in {project.settings_file}: {WITHOUT_ADDRESS}.", err=True)
        if target.target is not None and host.names_host(target.target):
            onto_host = host.plan_host(project, target.target)
            if _confirm(onto_host.deployment, target):
                host.copy_to_host(onto_host)
                say("Deployed.")
        elif target.target is not None:
            into = folders.plan_folder(project, target.target)
            if _confirm(into.deployment, target):
                folders.copy_site(into)
                say("Deployed.")
        else:
            onto = branch.plan_branch(project, target.remote, target.branch)
            if _confirm(onto.deployment, target):
                branch.push(onto)
                say("Pushed. It may take a few minutes until the host shows the site.")


def _confirm(deployment: Deployment, target: _Target) -> bool:
    """Show what would change and where; return True to go ahead. Without a terminal, that needs --yes."""
    from generator.commands.deploy.deployment_changes import deployment_text

    say(deployment_text(deployment))
    if not deployment.changes or target.dry_run:
        return False
    if target.yes:
        return True
    if sys.stdin.isatty() and sys.stdout.isatty() and click.confirm("Deploy?"):
        return True
    say("Nothing was deployed; add --yes to deploy.", err=True)
    click.get_current_context().exit(1)
