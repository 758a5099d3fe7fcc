"""`answerbook init` and `serve`: a new project, and the site of one on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import say
from generator.cli.shared import FILE, PROJECT, Command


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=FILE)
@click.option("--title", default=None, help="Title of the site.")
def init(folder: Path, title: str | None) -> None:
    """Make a new project in DIR: settings, questions, templates, and a workflow that publishes it."""
    from generator.commands.init import create_project

    files = create_project(folder, title)
    say(f"Made a project of {len(files)} files in {folder}.")
    say(
        f"Next, in {folder}: `answerbook add` papers by DOI, PMCID or arXiv id, or put files into "
        f"{folder / 'content' / 'papers'}; then run `answerbook build`."
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
