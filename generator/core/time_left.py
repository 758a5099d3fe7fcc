"""Time left for some work, estimated from its speed so far."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Pace"]


class Pace:
    """The speed of work whose steps come in portions, such as the answers about a paper.

    The first portion is not used for the estimate: most of its time went into starting the models.

    >>> clock = iter([20.0, 26.0])  # seconds: when the first and the second portion were done
    >>> pace = Pace(lambda: next(clock))
    >>> pace.finished(10), pace.left(12, 40)
    (None, None)
    >>> pace.finished(20), pace.left(20, 40)
    (None, 12.0)
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: tuple[float, int] | None = None
        self._last: tuple[float, int] | None = None

    def finished(self, done: int) -> None:
        """Note that a portion is finished, and that ``done`` steps are finished in total."""
        now = self._clock(), done
        if self._first is None:
            self._first = now
        elif done > self._first[1]:
            self._last = now

    def left(self, done: int, total: int) -> float | None:
        """Return the seconds that the rest will take; None until a second portion is finished."""
        if self._first is None or self._last is None:
            return None
        (began, before), (at, after) = self._first, self._last
        return (at - began) / (after - before) * max(0, total - done)
