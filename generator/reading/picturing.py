"""Quotes found again in their PDF and drawn, file by file, in processes with the limits of reading."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

from generator.core.spots import Seen, Spot
from generator.errors import UnreadablePaper
from generator.reading.dispatch import Limits
from generator.reading.processes import Allowance, Pending, kept_pool, scheduled
from generator.reading.sandbox import contained

__all__ = ["PICTURES", "see_quotes"]

# Raised by hand when pictures are drawn otherwise: those that are kept are then drawn anew.
PICTURES = 1
# Quotes of one task: about 5 s, so that neither its time nor its bytes come near the limits.
_TOGETHER = 60

Quotes = Sequence[Sequence[Spot]]


def see_quotes(
    wanted: Mapping[Path, Quotes], *, draw: bool, limits: Limits | None = None, jobs: int = 1
) -> Generator[tuple[Path, list[Seen | UnreadablePaper]], None, None]:
    """Each PDF with where its quotes are seen, in the order given; an error for those that a limit ended.

    wanted: by file, its quotes, each as its sentences. draw: with pictures. jobs: processes; none is started
    where nothing is wanted.
    """
    limits = limits or Limits()
    allowance = Allowance(limits.seconds, limits.patience, limits.memory_megabytes)
    ahead: deque[tuple[Path, list[tuple[int, Pending]]]] = deque()
    under_way = 0
    try:
        for path, quotes in wanted.items():
            parts = [quotes[n : n + _TOGETHER] for n in range(0, len(quotes), _TOGETHER)]
            tasks = [
                (len(part), scheduled(kept_pool(jobs), path, allowance, _see, str(path), part, draw))
                for part in parts
            ]
            ahead.append((path, tasks))
            under_way += len(tasks)
            while under_way > 4 * jobs:
                under_way -= len(ahead[0][1])
                yield _resolved(ahead)
        while ahead:
            yield _resolved(ahead)
    finally:
        for _, tasks in ahead:
            for _, pending in tasks:
                pending.cancel()


def _resolved(
    ahead: deque[tuple[Path, list[tuple[int, Pending]]]],
) -> tuple[Path, list[Seen | UnreadablePaper]]:
    path, tasks = ahead[0]
    found: list[Seen | UnreadablePaper] = []
    for count, pending in tasks:
        result = pending.wait()
        found += [result] * count if isinstance(result, UnreadablePaper) else result
    ahead.popleft()  # only now: where the wait was broken off, it is given up with the others
    return path, found


def _see(path: str, quotes: Quotes, draw: bool) -> list[Seen] | UnreadablePaper:
    from generator.reading.pdf.pictures import see

    return contained(path, lambda: see(path, quotes, draw=draw))
