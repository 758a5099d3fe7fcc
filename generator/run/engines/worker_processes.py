"""Worker processes on this machine.

pebble's pool survives the death of a worker, while those of the standard library break (5 of 24 jobs done in
the test with killed workers). Workers are spawned, not forked: model libraries run threads, which a fork
would copy only in part.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from generator.core.parent import end_with_parent, spawning
from generator.core.visible import log_visibly_in_worker
from generator.run.engines.events import Event, JobFinished, JobMessage, deliver_with, send
from generator.run.engines.mailbox import Mailbox, connect
from generator.run.machine import cores

_POLL_SECONDS = 0.1

# Seconds to wait for the last message of a job that succeeded: it was sent before the job ended.
_MAX_DELIVERY_SECONDS = 10.0

_parent: Any = None  # in a worker: the connection to the parent


def run(work: Callable[[Any], None], jobs: Sequence[Any], *, workers: int) -> Iterator[Event]:
    """Run ``work(job)`` for each job in up to ``workers`` processes; yield events as they come.

    ``work`` and jobs must be picklable; within ``work``, `send(content)` yields a JobMessage here. All
    messages of a job come before its end. Leaving the iterator early stops the workers at once.

    Together the workers run as many threads as there are cores. If each had as many, libraries would wait for
    each other in busy loops: 24 sentences encoded and 10 passages scored on two busy cores took 0.3 s of
    processor time with one thread, 1.9 s with two; the results were identical to the bit.
    """
    from pebble import ProcessExpired, ProcessPool

    if not jobs:
        return
    mailbox = Mailbox()
    workers = max(1, min(workers, len(jobs)))
    pool: Any = ProcessPool(
        max_workers=workers,
        context=spawning(),
        initializer=_prepare,
        initargs=[mailbox.address, mailbox.key, max(1, cores() // workers)],
    )
    finished = False
    try:
        futures: dict[int, Future[None]] = {
            number: pool.schedule(_work, args=[work, number, job]) for number, job in enumerate(jobs)
        }
        silent: set[int] = set()  # jobs that have sent their last message
        while futures:
            # Checked before the messages are read, so that they include all that a job sent before it ended.
            ended = [n for n, future in futures.items() if future.done()]
            yield from _received(mailbox, silent, 0.0 if ended else _POLL_SECONDS)
            for number in ended:
                error = futures.pop(number).exception()
                died = isinstance(error, ProcessExpired)
                deadline = time.monotonic() + _MAX_DELIVERY_SECONDS
                while not died and number not in silent and time.monotonic() < deadline:
                    yield from _received(mailbox, silent, _POLL_SECONDS)
                yield JobFinished(number, error, died=died)
        finished = True
    finally:
        if finished:
            pool.close()
        else:
            pool.stop()
        pool.join()
        mailbox.close()


def _prepare(address: Any, key: bytes, threads: int) -> None:
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))  # before a library is loaded that reads it
    # Ctrl-C reaches the whole group of processes; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    log_visibly_in_worker()
    global _parent
    _parent = connect(address, key)


def _work(work: Callable[[Any], None], number: int, job: Any) -> None:
    deliver_with(lambda content: _parent.send((number, content)))
    try:
        work(job)
    finally:
        send(_Done())


@dataclass(frozen=True, slots=True)
class _Done:
    """The last message of a job, so that the parent knows that all others have arrived."""


def _received(mailbox: Mailbox, silent: set[int], seconds: float) -> Iterator[JobMessage]:
    for number, content in mailbox.receive(seconds):
        if isinstance(content, _Done):
            silent.add(number)
        else:
            yield JobMessage(number, content)
