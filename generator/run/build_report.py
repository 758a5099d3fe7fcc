"""What a build did, and how it reports its progress."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generator.core import Answer
from generator.core.time_left import Pace
from generator.errors import UnreadablePaper
from generator.run.usage import BuildUsage
from generator.site import WriteReport

__all__ = ["BuildReport", "Progress", "silent"]

log = logging.getLogger(__name__)


class Progress(Protocol):
    """A callback that gets a phase, the steps done, the total number of steps, and the current item.

    pace: estimates the remaining time; None if all steps take equally long.
    """

    def __call__(
        self, phase: str, done: int, total: int, item: str = "", pace: Pace | None = None
    ) -> None: ...


def silent(phase: str, done: int, total: int, item: str = "", pace: Pace | None = None) -> None:
    """Ignore progress."""


@dataclass
class BuildReport:
    """What a build did. seconds: by phase, in order. computed, reused, imported: numbers of answers."""

    papers: int = 0
    absent: int = 0  # of those: without a file, so that their pages are made of what the ledger keeps
    private: int = 0  # papers with a file that are not shown, unless the settings include them
    unreadable: tuple[UnreadablePaper, ...] = ()
    masked: frozenset[str] = frozenset()  # the unreadable files that no log may name
    left_out: tuple[str, ...] = ()  # a sentence for each file in the folder of papers that is not read
    notes: tuple[str, ...] = ()  # of readers (hidden text, pages without text) and about bibliographies
    computed: int = 0
    reused: int = 0
    renewed: int = 0  # of those: checked again, or brought back from the history, without a model
    imported: int = 0
    stale: Counter[str] = field(default_factory=Counter)  # shown as such, by the first part that changed
    missing: int = 0  # not asked yet
    orphaned: Counter[str] = field(default_factory=Counter)  # in the ledger, by what is missing
    usage: BuildUsage = field(default_factory=BuildUsage)
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)  # (model, status)
    sentences: Counter[str] = field(default_factory=Counter)  # drafted, by model
    withheld: Counter[str] = field(default_factory=Counter)  # of those, by model
    pages: WriteReport | None = None
    answer_pages: WriteReport | None = None
    site: Path | None = None
    warnings: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    unchanged: bool = False  # nothing has changed since the last build, and nothing was done
    peak_memory: int = 0  # bytes, of the largest process; 0 if the platform does not report it

    @contextmanager
    def timed(self, phase: str) -> Iterator[None]:
        """Add the time of a block to ``phase``."""
        log.info("%s", phase)
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[phase] = self.seconds.get(phase, 0.0) + time.perf_counter() - started

    def count(self, answers: Sequence[Answer]) -> None:
        """Count statuses and sentences of the answers that the site shows."""
        for made in answers:
            self.statuses[made.model, made.status] += 1
            self.sentences[made.model] += made.facts.sentences
            self.withheld[made.model] += made.facts.withheld
