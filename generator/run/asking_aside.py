"""Work on several questions about a paper at once: some are searched for while others are checked.

It is worth it where a search keeps libraries busy that leave the interpreter to others. Results are those of
one question after the other.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from generator.core import Question, Retrieved
from generator.core.fingerprint import question_hash

__all__ = ["finishing_aside", "searching_ahead"]

_T = TypeVar("_T")


@contextlib.contextmanager
def searching_ahead(
    search: Callable[[Question], Retrieved], questions: Sequence[Question], width: int
) -> Iterator[Callable[[Question], Retrieved]]:
    """Yield ``search`` for these questions, of which ``width`` are searched for at once, in order.

    What has not begun when the block ends is left.
    """
    if width == 1:
        yield search
        return
    with _threads(width) as pool:
        found: dict[str, Future[Retrieved]] = {}
        for question in questions:
            same = question_hash(question)
            if same not in found:
                found[same] = pool.submit(search, question)
        yield lambda question: found[question_hash(question)].result()


@contextlib.contextmanager
def finishing_aside(width: int) -> Iterator[Callable[[Callable[[], _T]], Future[_T]]]:
    """Yield a function that calls its argument in one of ``width`` threads, begun in order.

    With a width of one, it is called at once.
    """
    if width == 1:
        yield _at_once
        return
    with _threads(width) as pool:
        yield lambda work: pool.submit(work)


def _at_once(work: Callable[[], _T]) -> Future[_T]:
    done: Future[_T] = Future()
    done.set_result(work())
    return done


@contextlib.contextmanager
def _threads(width: int) -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(width)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
