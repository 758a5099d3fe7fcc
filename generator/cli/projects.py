"""`answerbook init` and `serve`: create a project, and show its site on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.shared import FILE, PROJECT, STOPPED, Command


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=FILE)
@click.option("--title", default=None, help="Title of the site.")
@click.option(
    "--gitlab/--github",
    default=None,
    help="Host that publishes the site.  [default: by the repository's remote, else GitHub]",
)
@click.option("--slurm", is_flag=True, help="Add jobs for Slurm; also to an existing project.")
def init(folder: Path, title: str | None, gitlab: bool | None, slurm: bool) -> None:
    """Create a project: settings, questions, publishing workflow.

    DIR may be an existing repository: its files are kept, and ours are written beside them.
    """
    from generator.commands.init import add_slurm, create_project, is_project
    from generator.core.counting import pluralize

    if slurm and is_project(folder):
        if title is not None or gitlab is not None:
            raise click.UsageError(
                f"{folder} is already a project, to which --slurm adds jobs only; leave out the other options"
            )
        for file in add_slurm(folder):
            say(f"Wrote {file}.")
        say("Next: check these files, then run `bash slurm/submit.sh` in the project, on the cluster.")
        return
    made = create_project(folder, title, gitlab=gitlab, slurm=slurm)
    where = folder.absolute()
    say(f"Created a project with {pluralize(len(made.files), 'file')}: {where}")
    for file in made.extended:
        say(f"Added lines to {file.absolute()}")
    for note in made.notes:
        say(f"Note: {note}.", err=True)
    go = "" if folder.resolve() == Path.cwd().resolve() else f"cd {folder} && "
    say(
        "Next: add papers with `answerbook add` by DOI, PMCID or arXiv id, or put files into "
        f"{where / 'content' / 'papers'}; then run: {go}answerbook build"
    )


@click.command(cls=Command)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to serve on."
)
@click.option(
    "--models", is_flag=True, help="Show no site; keep encoder and scorer ready for your other commands."
)
@PROJECT
def serve(port: int, models: bool, folder: Path) -> None:
    """Show the last built site at http://127.0.0.1:8000/.

    With --models, encoder and scorer stay in memory until you press Ctrl-C, so that `ask`, `try`, `find` and
    `build` start at once in another terminal. Those commands give the same results without it.
    """
    from generator.commands.serve import serve_folder, serve_models
    from generator.project import Project

    try:
        if models:
            # In no project, the models are those of a new one, which `answerbook ask` uses too.
            project = None if folder == Path() and not _in_project() else Project.find(folder)
            serve_models(project, lambda names: say(f"Ready: {names} (press Ctrl-C to stop)."))
        else:
            site = Project.find(folder).site_dir
            serve_folder(site, port, lambda address: say(f"The site is at {address} (press Ctrl-C to stop)."))
    except KeyboardInterrupt:  # nothing was going on that could be continued
        if models:
            # At once: Python would stop threads that are within torch in a way that aborts the process.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(STOPPED)
        click.get_current_context().exit(STOPPED)


def _in_project() -> bool:
    from generator.project import SETTINGS_FILE

    here = Path.cwd()
    return any((folder / SETTINGS_FILE).is_file() for folder in (here, *here.parents))
