"""Locating quotes in PDF files and drawing pictures of them, in reading processes with limits."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

from generator.core.spots import LocatedQuote, SentenceBox
from generator.errors import UnreadablePaper
from generator.reading.dispatch import ReadingLimits
from generator.reading.processes import TASKS_PER_PROCESS, Allowance, Pending, schedule, shared_pool
from generator.reading.reading_processes import result_or_error

__all__ = ["PICTURES_VERSION", "locate_quotes_in_pdfs"]

# Raised by hand when pictures are drawn differently; pictures in the cache are then drawn again.
PICTURES_VERSION = 1
# A task of so many quotes takes about 5 s, so that neither its time nor its bytes come near the limits.
_QUOTES_PER_TASK = 60

Quotes = Sequence[Sequence[SentenceBox]]


def locate_quotes_in_pdfs(
    quotes_of: Mapping[Path, Quotes], *, draw: bool, limits: ReadingLimits | None = None, jobs: int = 1
) -> Generator[tuple[Path, list[LocatedQuote | UnreadablePaper]], None, None]:
    """Yield each PDF with its located quotes, in the order given; an error for a quote whose task failed.

    quotes_of: for each file, its quotes, each a list of sentences. draw: make pictures too. jobs: number of
    reading processes; none is started if there are no quotes.
    """
    limits = limits or ReadingLimits()
    allowance = Allowance(limits.seconds, limits.patience, limits.memory_megabytes)
    pending: deque[tuple[Path, list[tuple[int, Pending]]]] = deque()
    task_count = 0
    try:
        for path, quotes in quotes_of.items():
            parts = [quotes[n : n + _QUOTES_PER_TASK] for n in range(0, len(quotes), _QUOTES_PER_TASK)]
            tasks = [
                (len(part), schedule(shared_pool(jobs), path, allowance, _see, str(path), part, draw))
                for part in parts
            ]
            pending.append((path, tasks))
            task_count += len(tasks)
            while task_count > TASKS_PER_PROCESS * jobs:
                task_count -= len(pending[0][1])
                yield _next_result(pending)
        while pending:
            yield _next_result(pending)
    finally:
        for _, tasks in pending:
            for _, task in tasks:
                task.cancel()


def _next_result(
    pending: deque[tuple[Path, list[tuple[int, Pending]]]],
) -> tuple[Path, list[LocatedQuote | UnreadablePaper]]:
    path, tasks = pending[0]
    located: list[LocatedQuote | UnreadablePaper] = []
    for count, task in tasks:
        result = task.wait()
        located += [result] * count if isinstance(result, UnreadablePaper) else result
    pending.popleft()  # only now: if the wait is interrupted, these tasks are cancelled with the others
    return path, located


def _see(path: str, quotes: Quotes, draw: bool) -> list[LocatedQuote] | UnreadablePaper:
    from generator.reading.pdf.quote_pictures import locate_quotes

    return result_or_error(path, lambda: locate_quotes(path, quotes, draw=draw))
