"""The options of a build, and what its phases share: project, settings, ledger, report."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from generator.core.cluster_settings import Cluster
from generator.ledger import Ledger
from generator.project import Project
from generator.project.project_lock import project_lock
from generator.project.template_folders import merge_templates
from generator.run.build_report import BuildReport, Progress
from generator.run.config import RunConfig
from generator.run.due import Confirm
from generator.run.input_state import InputState, input_state
from generator.run.jobs import max_workers
from generator.run.selection import Selection, Shard
from generator.site import refuse_code

__all__ = ["DEFAULTS", "BuildContext", "BuildOptions", "started"]


@dataclass(frozen=True)
class BuildOptions:
    """The options of a build.

    compute: compute answers that are not fresh; if False, the ledger is not written. complete: if nothing is
    computed, raise MissingAnswers unless every answer is fresh (``--frozen``). query_servers: ask servers
    which model they run; if False, their recorded answers count as fresh. strict: raise for the first paper
    that cannot be read and for every warning; if nothing is computed, also for answers that are not fresh.
    Both ``complete`` and ``strict`` refuse orphaned answers, see `generator.run.refusals`. jobs: worker
    processes; None for as many as cores and memory allow. cluster: where to compute answers instead of on
    this machine. trusted: allow code that comes with the project to build the site. selection: the answers to
    compute, if not all that are not fresh; others are shown as they are. confirm: asked before a model
    recomputes existing answers, unless something is selected; None allows it. shard: the part of the papers
    to read and answer; no site is made of a part. command: name of the command in the project's lock.
    """

    compute: bool = True
    complete: bool = False
    query_servers: bool = True
    strict: bool = False
    jobs: int | None = None
    cluster: Cluster | None = None
    trusted: bool = False
    selection: Selection = field(default_factory=Selection)
    confirm: Confirm | None = None
    shard: Shard | None = None
    command: str = "a build"

    @classmethod
    def frozen(cls, *, strict: bool = False, jobs: int | None = None, trusted: bool = False) -> BuildOptions:
        """Return the options of `answerbook build --frozen`: every answer must exist and be fresh.

        No server is queried: parts that only a server knows count as unchanged.
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


COLUMNS_FILE = "answers.sqlite"  # in the folder of caches
DEFAULTS = BuildOptions()


@dataclass
class BuildContext:
    """A running build.

    inputs: what it reads, as names, sizes and times of files. jobs: number of worker processes.
    logged_warnings: warnings logged during the build; those of the report are separate. past_warnings:
    warnings of the report about things that are over, which stop no build.
    """

    project: Project
    options: BuildOptions
    config: RunConfig
    ledger: Ledger
    inputs: InputState
    jobs: int
    report: BuildReport
    on_progress: Progress
    logged_warnings: list[str] = field(default_factory=list)
    past_warnings: list[str] = field(default_factory=list)
    confirmed: bool | None = None  # the person's decision on recomputing answers; None: not asked


class _Listener(logging.Handler):
    """Collects what is logged as a warning, for builds that stop at one."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Yield a list that collects the warnings that our code logs in the block."""
    listener, log = _Listener(), logging.getLogger("generator")
    log.addHandler(listener)
    try:
        yield listener.messages
    finally:
        log.removeHandler(listener)


@contextmanager
def started(project: Project, options: BuildOptions, on_progress: Progress) -> Iterator[BuildContext]:
    """Lock ``project`` for the block, and yield what the build works on. Raises AnswerbookError.

    When the block ends, the peak memory is written to the report.
    """
    report = BuildReport()
    if options.shard is None and not options.trusted:
        # Checked first: otherwise the site would be refused after hours of work.
        refuse_code(project.root)
    past: list[str] = []
    shard = options.shard
    part = None if shard is None else (shard.number, shard.of)
    with _listening() as logged, project_lock(project, options.command, past.append, part):
        report.warnings += past
        with report.timed("gather"):
            config = RunConfig.of(project)
            if shard is None:
                merge_templates(project)
            files = project.paper_files()
            report.left_out = files.left_out
            ledger = Ledger(project.answers_dir, project.cache_dir / COLUMNS_FILE)
            if options.compute:
                ledger.settle_all(*([] if shard is None else [shard.holds]))
            inputs = input_state(project, config, query_servers=options.query_servers)
            jobs = options.jobs or max_workers(config.specs, len(files.papers), config.cache)
        with contextlib.closing(ledger):
            yield BuildContext(
                project, options, config, ledger, inputs, jobs, report, on_progress, logged, past
            )
    report.peak_memory = _peak_memory()


def _peak_memory() -> int:
    """Return the peak memory of this process or one of its workers, in bytes; 0 if unknown."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    largest = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return largest if sys.platform == "darwin" else largest * 1024
