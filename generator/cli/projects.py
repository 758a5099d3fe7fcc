"""`answerbook init` and `serve`: a new project, and the site of one on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.shared import FILE, PROJECT, Command


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=FILE)
@click.option("--title", default=None, help="Title of the site.")
@click.option(
    "--gitlab/--github",
    default=None,
    help="Which host publishes it.  [default: the remote of the repository, else GitHub]",
)
@click.option("--slurm", is_flag=True, help="Add jobs for Slurm; to a project that is there, these alone.")
def init(folder: Path, title: str | None, gitlab: bool | None, slurm: bool) -> None:
    """Make a new project in DIR: settings, questions, and a workflow that publishes it.

    DIR may be a repository that is there already: its files are kept.
    """
    from generator.commands.init import add_slurm, create_project, is_project
    from generator.core.counting import counted

    if slurm and is_project(folder):
        if title is not None or gitlab is not None:
            raise click.UsageError(f"{folder} is a project already; --slurm adds its jobs alone")
        for file in add_slurm(folder):
            say(f"Wrote {file}.")
        say("Next: look through them, then run `bash slurm/submit.sh` there, on the cluster.")
        return
    made = create_project(folder, title, gitlab=gitlab, slurm=slurm)
    where = folder.absolute()
    say(f"Made a project of {counted(len(made.files), 'file')}: {where}")
    for file in made.extended:
        say(f"Added lines to {file.absolute()}")
    for note in made.notes:
        say(f"Note: {note}.", err=True)
    go = "" if folder.resolve() == Path.cwd().resolve() else f"cd {folder} && "
    say(
        "Next: `answerbook add` papers by DOI, PMCID or arXiv id, or put files into "
        f"{where / 'content' / 'papers'}; then run: {go}answerbook build"
    )


@click.command(cls=Command)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to serve on."
)
@PROJECT
def serve(port: int, folder: Path) -> None:
    """Show the site that was last built, at http://127.0.0.1:8000/."""
    from generator.commands.serve import serve_folder
    from generator.project import Project

    site = Project.find(folder).site_dir
    serve_folder(site, port, lambda address: say(f"The site is at {address} (Ctrl-C stops)."))
