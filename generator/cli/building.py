"""`answerbook build` and `publish`: the main job, with and without models."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.printing import say
from generator.cli.shared import PROJECT, TRUST, Bars, Command, as_one, show_build

if TYPE_CHECKING:
    from generator.build import BuildOptions
    from generator.project import Project

_SHARD = "Answer part I of N of the papers, and build no site. `auto`: the part of this Slurm array task."


@dataclass(frozen=True, slots=True)
class _BuildArguments:
    """The options of `answerbook build` as typed."""

    frozen: bool
    strict: bool
    jobs: int | None
    engine: str
    limit: int | None
    only: tuple[str, ...]
    shard: str | None
    trusted: bool
    recompute: bool

    def options(self, project: Project, bars: Bars) -> BuildOptions:
        """Return the options of the build. Raises AnswerbookError for unknown papers and questions."""
        from generator.build import BuildOptions
        from generator.commands.build_command import build_selection, cluster_of
        from generator.run.selection import Shard

        if self.frozen:
            return BuildOptions.frozen(strict=self.strict, jobs=self.jobs, trusted=self.trusted)
        return BuildOptions(
            strict=self.strict,
            jobs=self.jobs,
            cluster=cluster_of(project, trusted=self.trusted) if self.engine == "ray" else None,
            trusted=self.trusted,
            selection=build_selection(project, only=self.only, limit=self.limit),
            confirm=None if self.recompute else bars.agreed,
            shard=None if self.shard is None else Shard.parse(self.shard),
        )


@click.command(cls=Command)
@click.option(
    "--only", multiple=True, metavar="PAPER/QUESTION", help="Compute only this answer; may be repeated."
)
@click.option("--limit", type=click.IntRange(min=0), help="Compute at most this many answers.")
@click.option(
    "--recompute",
    is_flag=True,
    help="Recompute stale answers without asking. Without this option, you are asked first; if there is no "
    "terminal, stale answers stay as they are.",
)
@click.option(
    "--frozen", is_flag=True, help="Compute nothing; fail if an answer is missing, stale or orphaned."
)
@click.option("--strict", is_flag=True, help="Fail on an unreadable paper, a warning, or an orphaned answer.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: by cores and memory]"
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where to compute: on this machine, or on the Ray cluster in the settings.",
)
@click.option("--shard", default=None, metavar="I/N", help=_SHARD)
@PROJECT
@TRUST
@as_one(_BuildArguments, "arguments")
def build(arguments: _BuildArguments, folder: Path) -> None:
    """Answer open questions, then build the site."""
    from generator.build import build as run
    from generator.project import Project

    if arguments.frozen and (arguments.limit is not None or arguments.only):
        raise click.UsageError("--frozen computes nothing; leave out --limit and --only")
    project = Project.find(folder)
    with Bars() as bars:
        options = arguments.options(project, bars)
        report = run(project, options, bars)
    if options.shard is not None:
        say(
            f"Shard {options.shard}: no site is built from one part. When all parts are done, join those in "
            "other folders with `answerbook merge`, then run `answerbook publish`."
        )
    show_build(report)


@click.command(cls=Command)
@click.option(
    "--strict",
    is_flag=True,
    help="Fail on a warning, or if an answer is stale, missing, failed or orphaned.",
)
@click.option("-j", "--jobs", default=1, type=click.IntRange(min=1), help="Processes that read papers.")
@PROJECT
@TRUST
def publish(strict: bool, jobs: int, trusted: bool, folder: Path) -> None:
    """Build the site from the ledger, without computing answers.

    Needs neither a model nor a network. Stale answers are marked, and missing ones are shown as not asked.
    Nothing is published if the project has no papers.
    """
    from generator.build import BuildOptions
    from generator.build import build as run
    from generator.project import Project

    with Bars() as bars:
        options = BuildOptions.publishing(strict=strict, jobs=jobs, trusted=trusted)
        report = run(Project.find(folder), options, bars)
    show_build(report)
