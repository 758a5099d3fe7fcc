"""A model is never kept waiting: for the check of a reply, for the next prompt, or for a slow reply."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from generator.answering import ModelSpec
from generator.answering.answerers import Kind
from generator.core import Draft, Question, Retrieved
from generator.errors import ModelError
from generator.run.asking import drafts


def questions(count: int) -> list[Question]:
    return [Question(f"q{n}", f"What is number {n}?", "group") for n in range(count)]


class Gated:
    """An answerer with ``slots`` for replies, that notes when it was asked what. reply: what it does."""

    name = "gated"

    def __init__(self, slots: int, reply: Callable[[str], None] = lambda question: None) -> None:
        self._slots, self._reply = threading.BoundedSemaphore(slots), reply
        self.begun: list[str] = []
        self.at_once = self.most = 0
        self._lock = threading.Lock()

    def answer(self, question: Question, found: Retrieved) -> Draft:
        with self._slots:
            with self._lock:
                self.begun.append(question.id)
                self.at_once += 1
                self.most = max(self.most, self.at_once)
            try:
                self._reply(question.id)
            finally:
                with self._lock:
                    self.at_once -= 1
        return Draft(question.id, ())


def nothing(question: Question) -> Retrieved:
    return Retrieved()


def asked(
    answerer: Gated, put: list[Question], concurrency: int = 1, ahead: int = 0
) -> Iterator[tuple[str, str]]:
    for question, _, draft in drafts(answerer, put, nothing, concurrency, ahead):  # type: ignore[arg-type]
        yield question.id, draft.raw if isinstance(draft, Draft) else repr(draft)


@pytest.mark.parametrize(("concurrency", "ahead"), [(1, 0), (1, 1), (3, 1), (8, 0)])
def test_drafts_come_in_the_order_of_the_questions(concurrency: int, ahead: int) -> None:
    slow_first = Gated(concurrency, lambda question: time.sleep(0.05 if question == "q0" else 0))
    put = questions(6)
    put.append(Question("again", put[2].text, "group"))
    got = list(asked(slow_first, put, concurrency, ahead))
    assert [question for question, _ in got] == [*(q.id for q in put[:6]), "again"]
    assert got[-1] == ("again", "None")  # it says the same as another, and is not asked
    assert [draft for _, draft in got[:6]] == [q.id for q in put[:6]]
    assert slow_first.most <= concurrency


def test_the_next_reply_is_written_while_the_last_one_is_checked() -> None:
    reached = threading.Event()
    model = Gated(1, lambda question: reached.set() if question == "q1" else None)
    for question, _ in asked(model, questions(2), ahead=1):
        if question == "q0":
            assert reached.wait(5)  # for ever, if it were only asked once this one is checked


def test_without_looking_ahead_a_question_is_asked_when_the_one_before_is_done() -> None:
    model = Gated(1)
    for number, _ in enumerate(asked(model, questions(4)), start=1):
        assert len(model.begun) == number


def test_a_slow_reply_does_not_keep_others_from_being_asked() -> None:
    others = threading.Event()
    model = Gated(2, lambda question: others.set() if question == "q5" else _wait(others, question))
    assert [question for question, _ in asked(model, questions(6), 2)] == [f"q{n}" for n in range(6)]


def _wait(others: threading.Event, question: str) -> None:
    if question == "q0":
        assert others.wait(5), "the last question was never asked beside the first"


def test_a_question_that_fails_is_no_reason_to_ask_no_other() -> None:
    def fail(question: str) -> None:
        if question == "q1":
            raise ModelError("it crashed")

    got = dict(asked(Gated(1, fail), questions(3), ahead=1))
    assert got == {"q0": "q0", "q1": "ModelError('it crashed')", "q2": "q2"}


def test_what_waits_when_the_caller_stops_is_not_asked() -> None:
    begun, go = threading.Event(), threading.Event()

    def hold(question: str) -> None:
        if question == "q1":
            begun.set()
            go.wait(5)

    model = Gated(1, hold)
    made = asked(model, questions(9), ahead=1)
    next(made)
    assert begun.wait(5)
    threading.Timer(0.05, go.set).start()
    made.close()
    assert set(model.begun) <= {"q0", "q1", "q2"}  # the last of them was ready, and could not be called back


@pytest.mark.parametrize(
    ("kind", "ahead"), [("quotes", 0), ("plugin", 0), ("llama", 1), ("ctransformers", 1), ("server", 1)]
)
def test_only_models_outside_of_the_workers_process_are_asked_ahead(kind: Kind, ahead: int) -> None:
    assert ModelSpec("m", kind).ahead == ahead
