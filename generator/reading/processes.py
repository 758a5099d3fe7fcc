"""Reading processes: started once, forked from a small process, with limits on each task.

Files come from strangers. A task that takes too much time or memory, crashes its process, or returns more
data than a paper has makes its own file unreadable, and no other.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.core.parent import end_with_parent, forking
from generator.core.visible import log_visibly_in_worker
from generator.errors import UnreadablePaper

if TYPE_CHECKING:
    from pebble import ProcessPool

__all__ = [
    "TASKS_PER_PROCESS",
    "Allowance",
    "Pending",
    "new_pool",
    "run_apart",
    "schedule",
    "shared_pool",
    "start_ahead",
    "too_much_memory",
]

log = logging.getLogger(__name__)

# The signal that ends a process after its processor time is used up; 0 on Windows, which has none.
_CPU_TIME_SIGNAL: int = getattr(signal, "SIGPROF", 0)

# Modules that are imported once, by the process from which the others are forked.
_PRELOADED = ("pebble", "generator.reading.reading_processes")

# Largest pickled result. A book of a thousand pages takes 4 MB. In memory a paper takes about four times as
# much (measured, tests/benchmarks/hostile.py), so one file makes this process grow by 200 MB at most.
_MAX_RESULT_BYTES = 50_000_000
# Tasks in the queue for each process: enough to keep it busy, not so many that finished results pile up.
TASKS_PER_PROCESS = 4

_shared: dict[tuple[int, int], ProcessPool] = {}  # by process id and number of jobs


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of one task.

    seconds: processor time. patience: the task also ends after ``patience * seconds`` of wall time.
    megabytes: address space (not limited on Windows and macOS).
    """

    seconds: float
    patience: float
    megabytes: int


_DEFAULT_ALLOWANCE = Allowance(seconds=60, patience=10, megabytes=2048)


@dataclass(frozen=True, slots=True)
class Pending:
    """A result that is being computed. wait: return it. cancel: stop the process that works on it."""

    wait: Callable[[], Any]
    cancel: Callable[[], object] = bool


def new_pool(jobs: int) -> ProcessPool:
    """Start ``jobs`` reading processes; the caller must stop them."""
    from pebble import ProcessPool

    return ProcessPool(max_workers=jobs, initializer=_set_up_process, context=forking(_PRELOADED))


def start_ahead() -> None:
    """Start the process from which reading processes are forked, before there is a file to read.

    It imports the readers while this process imports something else.
    """
    if forking(_PRELOADED).get_start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()


def shared_pool(jobs: int) -> ProcessPool:
    """Return the shared pool of ``jobs`` reading processes, which end with this process.

    It is started on first use.
    """
    for key, pool in list(_shared.items()):
        if key[0] != os.getpid() or not pool.active:  # a pool of the parent process, or a broken one
            del _shared[key]
    own = os.getpid(), jobs
    if own not in _shared:
        _shared[own] = new_pool(jobs)
        # A process started by multiprocessing waits at its end for its own children, so they must stop first.
        Finalize(None, _stop_pool, (_shared[own],), exitpriority=10)
    return _shared[own]


def _stop_pool(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()


def schedule(
    pool: ProcessPool, path: Path, allowance: Allowance, task: Callable[..., Any], *args: Any
) -> Pending:
    """Schedule ``task(*args)`` in a reading process.

    If a limit ends it, the result is an UnreadablePaper about the file ``path``.
    """
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired

    wall = allowance.seconds * allowance.patience if _CPU_TIME_SIGNAL else allowance.seconds
    try:
        future = pool.schedule(_run_limited, args=(allowance, str(path), task, *args), timeout=wall)
    except RuntimeError:  # the pool broke after the last task
        return Pending(lambda: _not_started(path))

    def wait() -> Any:
        try:
            data: bytes | UnreadablePaper = future.result()
        except TimeoutError:
            return _too_long(path, wall)
        except BrokenProcessPool:
            return _not_started(path)
        except ProcessExpired as error:
            if _CPU_TIME_SIGNAL and error.exitcode == -_CPU_TIME_SIGNAL:
                return _too_long(path, allowance.seconds)
            return UnreadablePaper(
                f"made its reading process stop (exit code {error.exitcode})",
                path,
                "save it again from a viewer, or give another format of the paper",
            )
        return data if isinstance(data, UnreadablePaper) else pickle.loads(data)

    return Pending(wait, future.cancel)


def run_apart(path: Path, task: Callable[..., Any], *args: Any) -> Any:
    """Return the result of ``task(*args)``, run in a reading process with default limits.

    If a limit ends the task, that is an UnreadablePaper.
    """
    return schedule(shared_pool(1), path, _DEFAULT_ALLOWANCE, task, *args).wait()


def _too_long(path: Path, seconds: float) -> UnreadablePaper:
    return UnreadablePaper(
        f"took more than {seconds:g} s to read", path, "save it again from a viewer, or raise the limit"
    )


def _not_started(path: Path) -> UnreadablePaper:
    return UnreadablePaper(
        "could not be read because no reading process could be started",
        path,
        "in your own script, call it under `if __name__ == '__main__':`",
    )


def _run_limited(
    allowance: Allowance, path: str, task: Callable[..., Any], *args: Any
) -> bytes | UnreadablePaper:
    """Run ``task`` in this reading process, which a signal ends after ``allowance.seconds``."""
    _limit_memory(allowance.megabytes)
    if not _CPU_TIME_SIGNAL:  # Windows
        return _run_pickled(path, task, *args)
    signal.setitimer(signal.ITIMER_PROF, allowance.seconds)
    try:
        return _run_pickled(path, task, *args)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _run_pickled(path: str, task: Callable[..., Any], *args: Any) -> bytes | UnreadablePaper:
    """Return the result of ``task`` pickled, or an UnreadablePaper if it would be too large to send."""
    try:
        result = task(*args)
        if isinstance(result, UnreadablePaper):
            return result
        data = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return too_much_memory(path)
    if len(data) <= _MAX_RESULT_BYTES:
        return data
    size, limit = len(data) / 1e6, _MAX_RESULT_BYTES / 1e6
    what = f"holds more text and links than a paper does ({size:.0f} MB once read; limit: {limit:.0f} MB)"
    return UnreadablePaper(what, path, "give the article alone")


def too_much_memory(path: str) -> UnreadablePaper:
    """Return the error for a file that needs more memory than its process may use."""
    what = "needs more memory than a paper may take"
    return UnreadablePaper(what, path, "save it again from a viewer, or raise the limit")


def _set_up_process() -> None:
    """Set up a reading process: no core dumps, and Ctrl-C is left to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    log_visibly_in_worker()
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_memory(megabytes: int) -> None:
    """Limit the address space of this process until the next task."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard_limit = resource.getrlimit(resource.RLIMIT_AS)
    limit = megabytes * 1_000_000
    if hard_limit != resource.RLIM_INFINITY:
        limit = min(limit, hard_limit)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard_limit))
    except (ValueError, OSError) as error:  # macOS refuses; the time limit still applies
        log.debug("no limit of memory on this platform: %s", error)
