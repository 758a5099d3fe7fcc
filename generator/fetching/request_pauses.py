"""How fast we may ask: a pause between two requests to a service, whichever thread sends them."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping

__all__ = ["RequestPace"]

_MAX_PAUSE = 60.0  # seconds: no header can make us wait longer between two requests


class RequestPace:
    """Paces requests. clock, sleep: replaced only in tests. Several threads may use it at once."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._next: dict[str, float] = {}
        self._asked_gaps: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait_for_turn(self, bucket: str, gap: float) -> None:
        """Wait until a request may be sent: ``gap`` seconds after the previous one in this bucket."""
        with self._lock:
            now = self._clock()
            at = max(now, self._next.get(bucket, now))
            self._next[bucket] = at + max(gap, self._asked_gaps.get(bucket, 0.0))
        if at > now:
            self._sleep(at - now)

    def pause(self, bucket: str, seconds: float) -> None:
        """Make all requests of this bucket wait, because its server is overloaded."""
        with self._lock:
            self._next[bucket] = max(self._next.get(bucket, 0.0), self._clock() + seconds)

    def heed(self, bucket: str, headers: Mapping[str, str]) -> None:
        """Obey the headers of a reply: the rate that they allow, and the pause that they ask for.

        ``x-rate-limit-limit: 50`` with ``x-rate-limit-interval: 1s`` allows 50 requests a second. ``backoff:
        10`` asks for a pause of ten seconds.
        """
        limit = _number(headers.get("x-rate-limit-limit", ""))
        interval = _number(headers.get("x-rate-limit-interval", "").rstrip("s "))
        if limit and interval:
            with self._lock:
                self._asked_gaps[bucket] = min(interval / limit, _MAX_PAUSE)
        if backoff := _number(headers.get("backoff", "")):
            self.pause(bucket, min(backoff, _MAX_PAUSE))


def _number(text: str) -> float:
    """Return the text as a positive number, or 0."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0
