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

_SHARD = "Answer part I of N of the papers; make no site. `auto`: the part of this task of a Slurm array."


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
    trusted: bool
    recompute: bool

    def options(self, project: Project, bars: Bars) -> BuildOptions:
        """Return what the build is to do. Raises AnswerbookError for names that mean nothing."""
        from generator.build import BuildOptions
        from generator.commands.build import chosen, cluster_of
        from generator.run.selection import Shard

        if self.frozen:
            return BuildOptions.frozen(strict=self.strict, jobs=self.jobs, trusted=self.trusted)
        return BuildOptions(
            strict=self.strict,
            jobs=self.jobs,
            cluster=cluster_of(project, trusted=self.trusted) if self.engine == "ray" else None,
            trusted=self.trusted,
            selection=chosen(project, only=self.only, limit=self.limit),
            agreed=None if self.recompute else bars.agreed,
            shard=None if self.shard is None else Shard.parse(self.shard),
        )


@click.command(cls=Command)
@click.option(
    "--frozen", is_flag=True, help="Compute nothing; fail if answers are missing, stale or orphaned."
)
@click.option(
    "--strict", is_flag=True, help="Fail at a paper that cannot be read, a warning, or an orphaned answer."
)
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
@click.option("--shard", default=None, metavar="I/N", help=_SHARD)
@TRUST
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
        say(
            f"Shard {options.shard}: no site is made of a part; publish when all are done, "
            "those of other folders joined by `answerbook merge`."
        )
    show_build(report)


@click.command(cls=Command)
@click.option(
    "--strict",
    is_flag=True,
    help="Fail if an answer is stale, missing, failed or orphaned, or at a warning.",
)
@click.option("-j", "--jobs", default=1, type=click.IntRange(min=1), help="Processes that read papers.")
@TRUST
@PROJECT
def publish(strict: bool, jobs: int, trusted: bool, folder: Path) -> None:
    """Write pages and site from the ledger alone: no model, no network, and nothing is computed.

    Stale answers are shown with a mark, missing ones as not asked. Without any paper nothing is published.
    """
    from generator.build import BuildOptions
    from generator.build import build as run
    from generator.project import Project

    with Bars() as bars:
        options = BuildOptions.publishing(strict=strict, jobs=jobs, trusted=trusted)
        report = run(Project.find(folder), options, bars)
    show_build(report)
