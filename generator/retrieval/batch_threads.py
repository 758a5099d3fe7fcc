"""Batches for a network, worked on side by side.

The last digits of a matrix product depend on how many threads share it. Here each operation has one thread:
results are the same on a machine with more cores, and in a worker process that may use only one of them.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

__all__ = ["side_by_side", "threads"]

_B = TypeVar("_B")


def side_by_side(work: Callable[[_B], None], batches: Sequence[_B]) -> None:
    """Call ``work`` with each batch, in as many threads as torch may use, with one for each operation."""
    import torch

    count = threads()

    def alone(batch: _B) -> None:
        if count > 1:  # that of a thread, and for some libraries that of the process
            torch.set_num_threads(1)
        with torch.inference_mode():
            work(batch)

    if count == 1:
        for batch in batches:
            alone(batch)
        return
    with _everywhere.one_thread(count) as pool:
        for _ in pool.map(alone, batches):
            pass


@cache
def threads() -> int:
    """Return how many threads torch may use in this process, and so how many batches run side by side."""
    import torch

    return torch.get_num_threads()


class _Threads:
    """The threads in which batches run. While none does, torch shares an operation among all, as before."""

    def __init__(self) -> None:
        self._lock, self._users = threading.Lock(), 0
        self._pool: ThreadPoolExecutor | None = None

    @contextlib.contextmanager
    def one_thread(self, count: int) -> Iterator[ThreadPoolExecutor]:
        """Yield the threads, each of which has torch use one; after the block, it may use ``count`` again."""
        import torch

        with self._lock:
            self._pool = self._pool or ThreadPoolExecutor(count, thread_name_prefix="batches")
            self._users += 1
        try:
            yield self._pool
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:  # not in this thread, whose own number never changed
                    self._pool.submit(torch.set_num_threads, count).result()


_everywhere = _Threads()
