"""A server is sent as many requests as make it faster, and no more."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator

import pytest

from generator.answering.generating import Generated
from generator.answering.models.server.model import ServerModel
from generator.answering.models.server.options import MAX_CONCURRENCY, ServerOptions
from generator.answering.models.server.pacing import FIRST, Pace
from generator.core import Place, Question, Retrieved, Snippet
from generator.run.asking import drafts
from tests.answering.batching_server import Batching, BatchingServer
from tests.answering.faulty_server import FaultyServer, Step, chat

# Seconds of a step, and what a reply adds, about as a model of 8 billion parameters has them on one GPU.
BASE, EACH = 0.012, 0.0001


def lengths(count: int) -> list[int]:
    draw = random.Random(5)
    return [draw.randrange(20, 120) for _ in range(count)]


def served(law: Batching, pace: Pace, papers: list[list[int]], *, side_by_side: int) -> float:
    """Seconds until all replies are there, if so many papers are asked about at the same time."""
    todo = [list(paper) for paper in papers]
    active: list[list[int]] = []
    sent: dict[int, tuple[contextlib.AbstractContextManager[int], int, int, float]] = {}
    name = 0
    while todo or active or sent:
        while todo and len(active) < side_by_side:
            active.append(todo.pop(0))
        for paper in active:
            while paper and len(sent) < pace.limit:
                admitted = pace.request()
                name += 1
                sent[name] = admitted, admitted.__enter__(), paper[-1], law.now
                law.waiting.append((name, paper.pop()))
        active = [paper for paper in active if paper]
        for done in law.step():
            admitted, together, tokens, since = sent.pop(done)
            pace.replied(together, tokens, law.now - since)
            admitted.__exit__(None, None, None)
    return law.now


@pytest.mark.parametrize("slots", [16, 64, 256])
def test_a_server_that_batches_is_kept_at_the_speed_of_a_batch(slots: int) -> None:
    most = min(slots, MAX_CONCURRENCY)
    papers = [lengths(28) for _ in range(200)]
    law = Batching(BASE, EACH, slots)
    pace = Pace(0, MAX_CONCURRENCY, clock=lambda: law.now)
    took = served(law, pace, papers, side_by_side=8)
    batch = Batching(BASE, EACH, most).seconds([n for paper in papers for n in paper])
    assert batch / took > 0.95
    assert pace.limit >= most


@pytest.mark.parametrize(("slots", "each"), [(1, 0.0), (4, 0.0), (16, BASE * 9)])
def test_a_server_that_gains_nothing_is_sent_little(slots: int, each: float) -> None:
    law = Batching(BASE, each, slots)
    pace = Pace(0, MAX_CONCURRENCY, clock=lambda: law.now)
    served(law, pace, [lengths(28) for _ in range(20)], side_by_side=4)
    assert pace.limit <= 2 * FIRST


def test_a_number_that_is_fixed_stays() -> None:
    law = Batching(BASE, EACH, 64)
    pace = Pace(3, MAX_CONCURRENCY, clock=lambda: law.now)
    served(law, pace, [lengths(28)], side_by_side=1)
    pace.refused(law.now + 1)
    assert pace.limit == 3


def test_a_refusal_halves_the_number_once_and_for_good() -> None:
    now = [1.0]
    pace = Pace(0, 64, clock=lambda: now[0])
    for _ in range(3):  # all three were sent before anything was known
        pace.refused(sent=1.0)
    assert pace.limit == FIRST // 2
    now[0] = 2.0
    for _ in range(50):
        pace.replied(2, 100, 0.1)
    assert pace.limit == FIRST // 2
    pace.refused(sent=1.5)
    pace.refused(sent=2.5)
    assert pace.limit == 1


def test_a_server_that_refuses_some_is_sent_fewer_and_answers_all() -> None:
    busy = Step({"error": "busy"}, 429)
    with FaultyServer(busy, busy, Step(chat("Yes."))) as at:
        model = ServerModel(ServerOptions(url=at.url, wait=0.01))
        assert list(asked(model, 12)) == ["Yes."] * 12
        assert model.concurrency < FIRST
        model.close()


def test_a_server_that_batches_gets_more_at_once_than_in_the_beginning() -> None:
    with BatchingServer(Batching(0.02, 0.0, 64), lambda text: 20) as at:
        model = ServerModel(ServerOptions(url=at.url))
        assert len(list(asked(model, 56))) == 56
        model.close()
    assert at.most > 2 * FIRST


def asked(model: ServerModel, count: int) -> Iterator[str]:
    text = "The seed was 7 in all runs of the experiment."
    found = Retrieved((Snippet(text, Place(0, len(text)), 0.9),), 0.9)
    put = [Question(f"q{n}", f"What is number {n}?", "group") for n in range(count)]
    answerer = Generated(model, name="m", budget=3600)
    for _, _, draft in drafts(answerer, put, lambda question: found, MAX_CONCURRENCY, 1):
        yield getattr(draft, "raw", repr(draft))
