"""Questions put to a model, several at once; and no more of them once it is away.

A server that is down or slow for an hour would cost every question of a build its time, and leave a failure
in the place of every answer. After a few failures in a row it is asked no more; the answers stay as they are.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from generator.answering import Answerer
from generator.core import Answer, Draft, Question, Retrieved
from generator.core.fingerprint import question_hash
from generator.errors import ModelError, ModelUnavailable

__all__ = ["COOLING", "MAX_FAILURES", "Breaker", "drafts", "without_outages"]

# Failures in a row, each after all the tries of one question, until a process stops asking a model.
MAX_FAILURES = 5
# Seconds until one question is put again, to see whether it is back.
COOLING = 300.0


class Breaker:
    """Whether a process asks a model. clock: seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._last = 0.0
        self._why = ""

    def check(self) -> None:
        """Raise ModelUnavailable, with the last failure, where the model is not to be asked now."""
        if self._failures < MAX_FAILURES:
            return
        if self._clock() - self._last < COOLING:
            raise ModelUnavailable(self._why)
        self._failures = MAX_FAILURES - 1

    def failed(self, error: ModelUnavailable) -> None:
        """Note that the model did not answer."""
        self._failures += 1
        self._last, self._why = self._clock(), str(error)

    def answered(self) -> None:
        """Note that it did."""
        self._failures = 0


def without_outages(made: Iterator[tuple[Answer, Draft | ModelError]], breaker: Breaker) -> Iterator[Answer]:
    """The answers about a paper, but for those that failed because their model was away.

    made: answers with what came of asking. A failure is a question's own, and handed on, where the model
    answers a later one. Raises ModelUnavailable at the end where some are left, and as soon as the breaker
    says that no more is to be asked.
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
    found: Callable[[Question], Retrieved],
    at_once: int,
) -> Iterator[tuple[Question, Retrieved, Draft | ModelError | None]]:
    """Each question with what was found and drafted, in order; None: it says the same as one before."""

    def draft(question: Question, result: Retrieved) -> Draft | ModelError:
        try:
            return answerer.answer(question, result)
        except ModelError as error:
            return error

    seen: set[str] = set()
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        waiting: deque[tuple[Question, Retrieved, Future[Draft | ModelError] | None]] = deque()
        for question in questions:
            same = question_hash(question)
            result = Retrieved() if same in seen else found(question)
            future = None if same in seen else pool.submit(draft, question, result)
            seen.add(same)
            waiting.append((question, result, future))
            while len(waiting) >= at_once:
                first, at_hand, done = waiting.popleft()
                yield first, at_hand, None if done is None else done.result()
        while waiting:
            first, at_hand, done = waiting.popleft()
            yield first, at_hand, None if done is None else done.result()
