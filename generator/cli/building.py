"""`answerbook build` and `publish`: the main job, with and without models."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.shared import PROJECT, Bars, Command, as_one, show_build

if TYPE_CHECKING:
    from generator.build import BuildOptions
    from generator.project import Project


@dataclass(frozen=True, slots=True)
class _Words:
    """The options of `answerbook build`, as typed."""

    frozen: bool
    strict: bool
    jobs: int | None
    engine: str
    limit: int | None
    only: tuple[str, ...]
    shard: str | None
    recompute: bool

    def options(self, project: Project, bars: Bars) -> BuildOptions:
        """Return what the build is to do. Raises AnswerbookError for names that mean nothing."""
        from generator.build import BuildOptions
        from generator.commands.build import chosen
        from generator.run.selection import Shard

        if self.frozen:
            return BuildOptions.frozen(strict=self.strict, jobs=self.jobs)
        return BuildOptions(
            strict=self.strict,
            jobs=self.jobs,
            cluster=project.settings.cluster.cluster if self.engine == "ray" else None,
            selection=chosen(project, only=self.only, limit=self.limit),
            agreed=None if self.recompute else bars.agreed,
            shard=None if self.shard is None else Shard.parse(self.shard),
        )


@click.command(cls=Command)
@click.option("--frozen", is_flag=True, help="Compute nothing; fail if answers are missing or stale.")
@click.option("--strict", is_flag=True, help="Stop at the first paper that cannot be read, or warning.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: by cores and memory]"
)
@PROJECT
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where answers are computed: on this machine, or on the Ray cluster of the settings.",
)
@click.option("--limit", type=click.IntRange(min=0), help="Compute at most so many answers.")
@click.option(
    "--only", multiple=True, metavar="PAPER/QUESTION", help="Compute only this answer; may be repeated."
)
@click.option("--shard", default=None, metavar="I/N", help="Answer part I of N of the papers; make no site.")
@click.option(
    "--recompute",
    is_flag=True,
    help="Make stale answers anew without asking. Without it, a terminal is asked first, and nobody else is: "
    "they stay as they are.",
)
@as_one(_Words, "words")
def build(words: _Words, folder: Path) -> None:
    """Answer what is not answered yet, write the pages, and build the site."""
    from generator.build import build as run
    from generator.project import Project

    if words.frozen and (words.limit is not None or words.only):
        raise click.UsageError("--frozen computes nothing; leave --limit and --only out")
    project = Project.find(folder)
    with Bars() as bars:
        options = words.options(project, bars)
        report = run(project, options, bars)
    if options.shard is not None:
        click.echo(
            f"Shard {options.shard}: no site is made of a part; "
            "join all with `answerbook merge`, then publish."
        )
    show_build(report)


@click.command(cls=Command)
@click.option(
    "--strict", is_flag=True, help="Fail if an answer is stale, missing or failed, or at a warning."
)
@click.option("-j", "--jobs", default=1, type=click.IntRange(min=1), help="Processes that read papers.")
@PROJECT
def publish(strict: bool, jobs: int, folder: Path) -> None:
    """Write pages and site from the ledger alone: no model, no network, and nothing is computed.

    Stale answers are shown with a mark, missing ones as not asked.
    """
    from generator.build import BuildOptions
    from generator.build import build as run
    from generator.project import Project

    with Bars() as bars:
        report = run(Project.find(folder), BuildOptions.publishing(strict=strict, jobs=jobs), bars)
    show_build(report)
