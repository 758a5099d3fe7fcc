"""What a build is asked to do, and what its phases share: project, settings, ledger, report."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from generator.core.cluster import Cluster
from generator.ledger import Ledger
from generator.project import Project
from generator.project.lock import project_lock
from generator.project.templates import lay_out
from generator.run.config import RunConfig
from generator.run.due import Agreed
from generator.run.inputs import InputState, input_state
from generator.run.jobs import max_workers
from generator.run.report import BuildReport, Progress
from generator.run.selection import Selection, Shard
from generator.site import refuse_code

__all__ = ["DEFAULTS", "BuildContext", "BuildOptions", "started"]


@dataclass(frozen=True)
class BuildOptions:
    """What a build does, and how.

    compute: answer what is not fresh; otherwise the ledger is not written. complete: where nothing is
    computed, raise MissingAnswers unless every answer is fresh (``--frozen``). query_servers: ask servers
    which model they run; otherwise what they answered counts as fresh. strict: raise at the first paper that
    cannot be read, and at every warning; where nothing is computed, also at answers that are not fresh. Both
    ``complete`` and ``strict`` refuse answers that belong to nothing, see `generator.run.refusals`. jobs:
    worker processes; None takes as many as cores and memory allow. cluster: where answers are computed
    instead of on this machine. trusted: code that comes with the project may build the site. selection: what
    is computed, if not all that is not fresh; the rest is shown as it is. agreed: asked before a model makes
    answers anew that are there, where nothing is selected; None: it may. shard: the part of the papers that
    is read and answered; no site is made of a part. command: what the project's lock names.
    """

    compute: bool = True
    complete: bool = False
    query_servers: bool = True
    strict: bool = False
    jobs: int | None = None
    cluster: Cluster | None = None
    trusted: bool = False
    selection: Selection = field(default_factory=Selection)
    agreed: Agreed | None = None
    shard: Shard | None = None
    command: str = "a build"

    @classmethod
    def frozen(cls, *, strict: bool = False, jobs: int | None = None, trusted: bool = False) -> BuildOptions:
        """Return the options of `answerbook build --frozen`: every answer must be there, and fresh.

        No server is asked: what only it could tell is unknown, and makes nothing stale.
        """
        return cls(
            compute=False, complete=True, query_servers=False, strict=strict, jobs=jobs, trusted=trusted
        )

    @classmethod
    def publishing(cls, *, strict: bool = False, jobs: int | None = 1, trusted: bool = False) -> BuildOptions:
        """Return the options of `answerbook publish`: the site of the ledger as it is, without a network."""
        return cls(
            compute=False,
            query_servers=False,
            strict=strict,
            jobs=jobs,
            trusted=trusted,
            command="answerbook publish",
        )


DEFAULTS = BuildOptions()


@dataclass
class BuildContext:
    """A build at work. inputs: what it reads, as names, sizes and times of files. jobs: worker processes.

    heard: warnings that were logged meanwhile; those of the report are others. over: those of the report that
    tell of what is over, and stop no build.
    """

    project: Project
    options: BuildOptions
    config: RunConfig
    ledger: Ledger
    inputs: InputState
    jobs: int
    report: BuildReport
    on_progress: Progress
    heard: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    agreed: bool | None = None  # what a person said of answers that a model must make anew; None: not asked


class _Listener(logging.Handler):
    """Keeps what is logged as a warning, for builds that stop at one."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Give the warnings that our code logs in the block, as they come."""
    listener, log = _Listener(), logging.getLogger("generator")
    log.addHandler(listener)
    try:
        yield listener.heard
    finally:
        log.removeHandler(listener)


@contextmanager
def started(project: Project, options: BuildOptions, on_progress: Progress) -> Iterator[BuildContext]:
    """Lock ``project`` for the block, and gather what the build will work on. Raises AnswerbookError.

    When the block ends, the report says how much memory was needed.
    """
    report = BuildReport()
    if options.shard is None and not options.trusted:
        # Before hours of work, at whose end the site would be refused.
        refuse_code(project.root)
    over: list[str] = []
    shard = options.shard
    part = None if shard is None else (shard.number, shard.of)
    with _listening() as heard, project_lock(project, options.command, over.append, part):
        report.warnings += over
        with report.timed("gather"):
            config = RunConfig.of(project)
            if shard is None:
                lay_out(project)
            files = project.paper_files()
            report.left_out = files.left_out
            ledger = Ledger(project.answers_dir)
            if options.compute:
                ledger.settle_all(*([] if shard is None else [shard.holds]))
            inputs = input_state(project, config, query_servers=options.query_servers)
            jobs = options.jobs or max_workers(config.specs, len(files.papers), config.cache)
        yield BuildContext(project, options, config, ledger, inputs, jobs, report, on_progress, heard, over)
    report.peak_memory = _peak_memory()


def _peak_memory() -> int:
    """Return the most memory that this process or one of its workers has held, in bytes; 0 if unknown."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    largest = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return largest if sys.platform == "darwin" else largest * 1024
