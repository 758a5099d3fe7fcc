"""Asking a model several questions at once, and stopping when it is unavailable.

A server that is down or slow for an hour would cost every question of a build its time, and leave a failure
in place of every answer. After a few failures in a row it is not asked again; existing answers are kept.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from generator.answering import Answerer
from generator.core import Answer, Draft, Question, Retrieved
from generator.core.fingerprint import question_hash
from generator.errors import ModelError, ModelUnavailable

__all__ = ["COOLING_SECONDS", "MAX_FAILURES", "CircuitBreaker", "drafts", "without_outages"]

# Failures in a row, each after all attempts for one question, after which a process stops asking a model.
MAX_FAILURES = 5
# Seconds until one question is asked again, to see whether the model is back.
COOLING_SECONDS = 300.0


class CircuitBreaker:
    """Decides whether a process may still ask a model. clock: returns seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._last = 0.0
        self._why = ""

    def check(self) -> None:
        """Raise ModelUnavailable with the last failure if the model may not be asked now."""
        if self._failures < MAX_FAILURES:
            return
        if self._clock() - self._last < COOLING_SECONDS:
            raise ModelUnavailable(self._why)
        self._failures = MAX_FAILURES - 1

    def failed(self, error: ModelUnavailable) -> None:
        """Record that the model did not answer."""
        self._failures += 1
        self._last, self._why = self._clock(), str(error)

    def answered(self) -> None:
        """Record that the model answered."""
        self._failures = 0


def without_outages(
    made: Iterator[tuple[Answer, Draft | ModelError]], breaker: CircuitBreaker
) -> Iterator[Answer]:
    """Yield the answers about a paper, except those that failed because their model was unavailable.

    made: answers with their draft or error. A failure is yielded once the model answers a later question,
    since then the failure is the question's own. Raises ModelUnavailable at the end if failures remain, and
    as soon as the breaker opens.
    """
    held: list[Answer] = []
    for answer, drafted in made:
        if isinstance(drafted, ModelUnavailable):
            held.append(answer)
            breaker.failed(drafted)
            breaker.check()
            continue
        if isinstance(drafted, Draft) and drafted.asked:
            breaker.answered()
            yield from held
            held.clear()
        yield answer
    if held:
        raise ModelUnavailable(held[-1].reason)


def drafts(
    answerer: Answerer,
    questions: Sequence[Question],
    search: Callable[[Question], Retrieved],
    concurrency: int,
    ahead: int = 0,
) -> Iterator[tuple[Question, Retrieved, Draft | ModelError | None]]:
    """Yield each question with its snippets and draft, in order; the draft is None for a duplicate question.

    search: returns the snippets for a question. concurrency: number of questions asked at once. ahead:
    further questions whose prompts are made meanwhile. So a model writes its next reply while the caller
    checks the last one, and a slow reply does not keep others from being asked.
    """

    def draft(question: Question, result: Retrieved) -> Draft | ModelError:
        try:
            return answerer.answer(question, result)
        except ModelError as error:
            return error

    seen: set[str] = set()
    waiting: deque[tuple[Question, Retrieved, Future[Draft | ModelError] | None]] = deque()
    running: set[Future[Draft | ModelError]] = set()
    pool = ThreadPoolExecutor(max_workers=concurrency + ahead)
    try:
        for question in questions:
            same = question_hash(question)
            if same in seen:
                waiting.append((question, Retrieved(), None))
                continue
            seen.add(same)
            result = search(question)
            future = pool.submit(draft, question, result)
            running.add(future)
            waiting.append((question, result, future))
            while waiting:
                running = {f for f in running if not f.done()}
                full = len(running) >= concurrency + ahead
                asked, snippets, done = waiting[0]
                # The model comes first: nothing is handed on while it could have a further question, unless
                # that would hold back what is finished.
                if (done is None or done.done()) and (full or len(waiting) >= concurrency + 2 * ahead):
                    waiting.popleft()
                    yield asked, snippets, None if done is None else done.result()
                elif full:
                    wait(running, return_when=FIRST_COMPLETED)
                else:
                    break
        while waiting:
            asked, snippets, done = waiting.popleft()
            yield asked, snippets, None if done is None else done.result()
    finally:
        # If the caller stops early, what has not been asked yet is not asked.
        pool.shutdown(cancel_futures=True)
