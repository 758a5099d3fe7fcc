"""Reading processes: started once, forked from a light one, each task with limits of its own.

What is read comes from strangers. A task that takes too much time or memory, crashes its process, or would
bring back more than a paper holds costs its own file and no other.
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

__all__ = ["Allowance", "Pending", "done_apart", "kept_pool", "new_pool", "scheduled", "too_much_memory"]

log = logging.getLogger(__name__)

# What the system sends a process that has used up its processor time, and which ends it; 0 on Windows.
_CLOCK: int = getattr(signal, "SIGPROF", 0)

# Imported once by the process from which the others are forked.
_LOADED_BEFORE = ("pebble", "generator.reading.sandbox")

# Bytes of a paper on its way here. A book of a thousand pages takes 4 MB; in memory a paper takes about four
# times as much (measured, tests/benchmarks/hostile.py), so that no file makes this process grow by more.
_MAX_SIZE = 50_000_000

_kept: dict[tuple[int, int], ProcessPool] = {}


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one task may take. seconds: of processor time. patience: times as much wall time ends it too.

    megabytes: address space, where the platform can limit it (not on Windows or macOS).
    """

    seconds: float
    patience: float
    megabytes: int


_USUAL = Allowance(seconds=60, patience=10, megabytes=2048)


@dataclass(frozen=True, slots=True)
class Pending:
    """A result on its way. cancel: give it up; the process that works on it ends."""

    wait: Callable[[], Any]
    cancel: Callable[[], object] = bool


def new_pool(jobs: int) -> ProcessPool:
    """Start ``jobs`` reading processes, which the caller closes or stops."""
    from pebble import ProcessPool

    return ProcessPool(max_workers=jobs, initializer=_begin, context=forking(_LOADED_BEFORE))


def kept_pool(jobs: int) -> ProcessPool:
    """Return ``jobs`` reading processes, started where there are none yet; they end with this process."""
    for key, pool in list(_kept.items()):
        if key[0] != os.getpid() or not pool.active:  # of the process that this was forked from, or broken
            del _kept[key]
    mine = os.getpid(), jobs
    if mine not in _kept:
        _kept[mine] = new_pool(jobs)
        # A process that multiprocessing started waits at its end for those that it started itself.
        Finalize(None, _end, (_kept[mine],), exitpriority=10)
    return _kept[mine]


def _end(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()


def scheduled(
    pool: ProcessPool, path: Path, allowance: Allowance, task: Callable[..., Any], *given: Any
) -> Pending:
    """Have ``task(*given)`` done in a reading process; where a limit ends it, that is the result."""
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired

    wall = allowance.seconds * allowance.patience if _CLOCK else allowance.seconds
    try:
        future = pool.schedule(_within, args=(allowance, str(path), task, *given), timeout=wall)
    except RuntimeError:  # the pool broke since the last task
        return Pending(lambda: _unstarted(path))

    def wait() -> Any:
        try:
            data: bytes | UnreadablePaper = future.result()
        except TimeoutError:
            return _too_long(path, wall)
        except BrokenProcessPool:
            return _unstarted(path)
        except ProcessExpired as error:
            if _CLOCK and error.exitcode == -_CLOCK:
                return _too_long(path, allowance.seconds)
            return UnreadablePaper(
                f"made its reading process stop (exit code {error.exitcode})",
                path,
                "save it anew from a viewer, or give another format of the paper",
            )
        return data if isinstance(data, UnreadablePaper) else pickle.loads(data)

    return Pending(wait, future.cancel)


def done_apart(path: Path, task: Callable[..., Any], *given: Any) -> Any:
    """Return ``task(*given)``, done in a reading process with usual limits, or UnreadablePaper."""
    return scheduled(kept_pool(1), path, _USUAL, task, *given).wait()


def _too_long(path: Path, seconds: float) -> UnreadablePaper:
    return UnreadablePaper(
        f"took more than {seconds:g} s to read", path, "save it anew from a viewer, or raise the limit"
    )


def _unstarted(path: Path) -> UnreadablePaper:
    return UnreadablePaper(
        "could not be read, for no reading process could be started",
        path,
        "in a script of your own, call from below `if __name__ == '__main__':`",
    )


def _within(
    allowance: Allowance, path: str, task: Callable[..., Any], *given: Any
) -> bytes | UnreadablePaper:
    """Do ``task`` in a reading process; the system ends the process after so much processor time."""
    _limit_memory(allowance.megabytes)
    if not _CLOCK:  # Windows
        return _packed(path, task, *given)
    signal.setitimer(signal.ITIMER_PROF, allowance.seconds)
    try:
        return _packed(path, task, *given)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _packed(path: str, task: Callable[..., Any], *given: Any) -> bytes | UnreadablePaper:
    """Return the result of ``task`` as bytes that are known to be few enough before they are sent."""
    try:
        result = task(*given)
        if isinstance(result, UnreadablePaper):
            return result
        data = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return too_much_memory(path)
    if len(data) <= _MAX_SIZE:
        return data
    size, most = len(data) / 1e6, _MAX_SIZE / 1e6
    what = f"holds more text and links than a paper does ({size:.0f} MB as read; the most is {most:.0f} MB)"
    return UnreadablePaper(what, path, "give the article alone")


def too_much_memory(path: str) -> UnreadablePaper:
    """What is said of a file that needs more memory than its process has."""
    what = "needs more memory than a paper may take"
    return UnreadablePaper(what, path, "save it anew from a viewer, or raise the limit")


def _begin() -> None:
    """Set up a reading process: no core dumps, and Ctrl-C left to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    log_visibly_in_worker()
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_memory(megabytes: int) -> None:
    """Limit this process's address space until the next task."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * 1_000_000
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    except (ValueError, OSError) as error:  # macOS refuses; the limit of time still holds
        log.debug("no limit of memory on this platform: %s", error)
