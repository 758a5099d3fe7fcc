"""Worker processes on this machine.

pebble's pool survives the death of a worker, where those of the standard library break (5 of 24
jobs done in the test with killed workers). Workers are spawned, not forked: model libraries run
threads, which a fork would copy half.
"""

from __future__ import annotations

import multiprocessing
import queue
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

_SECONDS_BETWEEN_LOOKS = 0.1

_outbox: Any = None  # in a worker: the queue to the parent


@dataclass(frozen=True, slots=True)
class Message:
    """What a job sent with `send` while it ran."""

    job: int
    content: Any


@dataclass(frozen=True, slots=True)
class Ended:
    """A job's end. error: None where it went well; else the exception that it raised, or why its worker died."""

    job: int
    error: BaseException | None = None
    died: bool = False


Event = Message | Ended


def run(work: Callable[[Any], None], jobs: Sequence[Any], *, workers: int) -> Iterator[Event]:
    """Run ``work(job)`` for each job in up to ``workers`` processes; yield events as they come.

    ``work`` and jobs must be picklable; within ``work``, `send(content)` yields a Message here.
    All messages of a job come before its end. Leaving the iterator early stops the workers at once.
    """
    from pebble import ProcessExpired, ProcessPool

    context = multiprocessing.get_context("spawn")
    inbox = context.Queue()
    pool = ProcessPool(
        max_workers=max(1, min(workers, len(jobs))),
        context=context,
        initializer=_prepare,
        initargs=[inbox],
    )
    finished = False
    try:
        futures: dict[int, Future[None]] = {
            number: pool.schedule(_work, args=[work, number, job]) for number, job in enumerate(jobs)
        }
        while futures:
            yield from _received(inbox, wait=_SECONDS_BETWEEN_LOOKS)
            for number in [n for n, future in futures.items() if future.done()]:
                future = futures.pop(number)
                yield from _received(inbox, wait=0.0)
                error = future.exception()
                yield Ended(number, error, died=isinstance(error, ProcessExpired))
        finished = True
    finally:
        if finished:
            pool.close()
        else:
            pool.stop()
        pool.join()
        inbox.close()
        inbox.cancel_join_thread()


def send(content: Any) -> None:
    """Within a job: hand ``content`` to the parent process."""
    if _outbox is not None:
        _outbox.put((_current, content))


_current = -1


def _prepare(outbox: Any) -> None:
    global _outbox
    _outbox = outbox
    # Ctrl-C reaches the whole group of processes; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(work: Callable[[Any], None], number: int, job: Any) -> None:
    global _current
    _current = number
    work(job)
    # The queue's own thread sends; what a job said must be on its way before the job is done.
    _outbox.put((number, _Done()))


@dataclass(frozen=True, slots=True)
class _Done:
    """The last message of a job, so that the parent can tell that all others have come."""


def _received(inbox: Any, *, wait: float) -> Iterator[Message]:
    while True:
        try:
            number, content = inbox.get(timeout=wait) if wait else inbox.get_nowait()
        except queue.Empty:
            return
        wait = 0.0
        if not isinstance(content, _Done):
            yield Message(number, content)
