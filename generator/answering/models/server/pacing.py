"""How many requests a server is sent at once: as many as make it faster.

Servers that batch, such as vLLM, write dozens of replies in little more time than one; others write one after
the other, and let the rest wait. Few say how many they take, so it is found out, as TCP finds out what a line
carries (RFC 5681): the number doubles as long as that gives more tokens a second, and is halved for good when
the server refuses or is late.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

# Requests at the same time in the beginning: as many as llama-server and Ollama take by themselves.
FIRST = 4
# A server is sent more as long as twice the requests give so many times the tokens a second. One that batches
# gives 1.3 and more until it is full, one that is full gives 1.
_MIN_GAIN = 1.1
# Replies wait for other users of a server, too; so it must disappoint so many times in a row.
_MAX_DISAPPOINTMENTS = 2


class Pace:
    """Admits requests to a server. Several threads may use it.

    fixed: the number of requests at the same time; 0 to find it out, up to ``most``. clock: returns seconds.
    """

    def __init__(self, fixed: int, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._most = clock, most
        self._fixed, self._grows = bool(fixed), not fixed
        self._limit = fixed or min(FIRST, most)
        self._changed = threading.Condition()
        self._under_way = 0
        self._reduced = float("-inf")  # when the server last refused
        self._speed = 0.0  # tokens a second with half as many requests
        self._disappointments = 0
        self._replies, self._tokens, self._seconds = 0, 0, 0.0

    @property
    def limit(self) -> int:
        """The number of requests that are admitted at the same time now."""
        return self._limit

    @contextlib.contextmanager
    def request(self) -> Iterator[int]:
        """Wait until a further request may be sent; yield how many are under way, with this one."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way < self._limit)
            self._under_way += 1
            together = self._under_way
        try:
            yield together
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def replied(self, together: int, tokens: int, seconds: float) -> None:
        """Learn from a reply of so many tokens, which took so long beside others.

        What ``together`` requests get is their number times what one of them gets (Little's law). So a time
        without requests, between two papers, does not count against the server.
        """
        with self._changed:
            if not self._grows or 4 * together < 3 * self._limit:
                return
            self._replies += 1
            self._tokens += max(1, tokens)
            self._seconds += seconds
            if self._replies <= self._limit // 2:
                return
            speed = self._limit * self._tokens / max(self._seconds, 1e-9)
            self._replies, self._tokens, self._seconds = 0, 0, 0.0
            if speed >= _MIN_GAIN * self._speed:
                self._speed, self._disappointments = speed, 0
                self._set_limit(2 * self._limit)
                return
            self._disappointments += 1
            if self._disappointments == _MAX_DISAPPOINTMENTS:
                self._grows = False
                self._set_limit(self._limit // 2)

    def refused(self, sent: float) -> None:
        """Learn that the server refused a request, or was late: that many at once are too many.

        sent: when it was sent. What was sent before the last reduction says nothing about that.
        """
        with self._changed:
            if not self._fixed and sent > self._reduced:
                self._reduced, self._grows = self._clock(), False
                self._set_limit(self._limit // 2)

    def _set_limit(self, limit: int) -> None:
        self._limit = max(1, min(limit, self._most))
        self._grows = self._grows and self._limit < self._most
        self._changed.notify_all()
