"""Worker processes that start at once: forked from a process that has imported the libraries of models.

To import them takes a spawned worker five seconds; most tests that compute answers wait for nothing else.
The workers are processes all the same, made anew for each build, and get all that they know by pickling, as
spawned ones do. What is particular to spawning is tested in `tests/run/engines` and by commands that run as a
child.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess

from generator.core.parent import import_safely
from generator.run.engines import worker_processes as local

# Imported once for all workers; where one is not installed, it is passed over.
LIBRARIES = ["sentence_transformers", "faiss", "bm25s", "generator.run.jobs"]


class Worker(ForkServerProcess):
    """Has the environment of the process that starts it; that which it is forked from has another."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._environment = dict(os.environ)

    def run(self) -> None:
        os.environ.clear()
        os.environ.update(self._environment)
        super().run()


class Forking(ForkServerContext):
    """In the place of the context that spawns."""

    Process = Worker  # type: ignore[assignment]


def forking() -> Forking:
    """Return a context whose workers are forked from one process, which is started at once."""
    import_safely()
    context = Forking()
    context.set_forkserver_preload(LIBRARIES)
    # torch counts the threads that it may use when it is imported.
    forkserver.ensure_running()
    return context


@contextmanager
def quick_workers() -> Iterator[None]:
    """Let builds of this process fork their workers."""
    if not sys.platform.startswith("linux"):
        yield
        return
    spawning = local.spawning
    vars(local)["spawning"] = cache(forking)
    try:
        yield
    finally:
        vars(local)["spawning"] = spawning
