"""How fast one may ask: a pause between two requests to a service, whichever thread sends them."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping

__all__ = ["Pace"]

_SLOWEST = 60.0  # seconds: no header makes us wait longer between two requests


class Pace:
    """Gives turns. clock, sleep: of the machine, but in tests. Several threads may ask at once."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._next: dict[str, float] = {}
        self._told: dict[str, float] = {}
        self._lock = threading.Lock()

    def turn(self, bucket: str, gap: float) -> None:
        """Wait until a request may be sent: ``gap`` seconds after the last one of this bucket."""
        with self._lock:
            now = self._clock()
            at = max(now, self._next.get(bucket, now))
            self._next[bucket] = at + max(gap, self._told.get(bucket, 0.0))
        if at > now:
            self._sleep(at - now)

    def rest(self, bucket: str, seconds: float) -> None:
        """Have all requests of this bucket wait so long: its server said that it is too much."""
        with self._lock:
            self._next[bucket] = max(self._next.get(bucket, 0.0), self._clock() + seconds)

    def told(self, bucket: str, headers: Mapping[str, str]) -> None:
        """Heed what a reply asks for: at most ``x-rate-limit-limit: 50`` in ``x-rate-limit-interval: 1s``, or
        that nothing is sent for ``backoff: 10`` seconds."""
        limit = _number(headers.get("x-rate-limit-limit", ""))
        interval = _number(headers.get("x-rate-limit-interval", "").rstrip("s "))
        if limit and interval:
            with self._lock:
                self._told[bucket] = min(interval / limit, _SLOWEST)
        if pause := _number(headers.get("backoff", "")):
            self.rest(bucket, min(pause, _SLOWEST))


def _number(text: str) -> float:
    """Return a number above 0, else 0."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0
