"""Which answers say nearly the same: the same whether found at once or little by little."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core import Question
from generator.site.similar.shared_words import (
    MAX_NEIGHBOURS,
    MIN_SIMILARITY,
    AnswerStems,
    Neighbour,
    answer_stems,
    nearest,
    question_stems,
)

SEEDS = Question("random-seeds", "Which random seeds were set?", "Training")


def told(**texts: str) -> dict[str, AnswerStems]:
    return {paper: answer_stems(paper, text, question_stems(SEEDS)) for paper, text in texts.items()}


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("Seeds were fixed to 1, 2 and 3 for NumPy.", "Seeds were fixed to 1, 2 and 3 for NumPy.", 100),
        # Case, order, endings and small words do not count, nor do words of the question.
        ("We fixed 1, 2, 3 for NumPy", "numpy was fixed with the seeds 3, 2 and 1", 100),
        ("PyTorch, NumPy, Python and CUDA", "PyTorch, NumPy, Python and TensorFlow", 60),
        ("PyTorch, NumPy, Python and CUDA", "PyTorch, NumPy, Keras and TensorFlow", None),
        ("Random seeds were set.", "Random seeds were set.", None),  # nothing beside the question
        ("", "", None),
    ],
)
def test_likeness_is_the_share_of_words_that_both_have(one: str, other: str, percent: int | None) -> None:
    found = nearest(told(a=one, b=other))
    expected = {} if percent is None else {p: (Neighbour(100 - percent, o),) for p, o in ("ab", "ba")}
    assert found == expected


def by_hand(answers: dict[str, AnswerStems]) -> dict[str, tuple[Neighbour, ...]]:
    found = {}
    for paper, one in answers.items():
        near = []
        for other, two in answers.items():
            both, either = (one.bits & two.bits).bit_count(), (one.bits | two.bits).bit_count()
            if other != paper and both and 100 * both >= MIN_SIMILARITY * either:
                near.append(Neighbour(100 - 100 * both // either, other))
        if near:
            found[paper] = tuple(sorted(near)[:MAX_NEIGHBOURS])
    return found


def made(chance: random.Random, papers: int) -> dict[str, AnswerStems]:
    """Answers out of few words, so that many are alike and some the same."""
    answers = {}
    for number in range(papers):
        bits = sum(1 << n for n in chance.sample(range(12), k=chance.randrange(4, 9)))
        answers[f"paper-{number:03}"] = AnswerStems(f"{bits:x}", 0 if chance.random() < 0.05 else bits)
    return answers


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 60))
def test_the_nearest_are_those_of_a_plain_comparison_and_stay_so_when_answers_change(
    seed: int, papers: int
) -> None:
    chance = random.Random(seed)
    before = made(chance, papers)
    near = nearest(before)
    assert near == by_hand(before)
    after = {p: a for p, a in before.items() if chance.random() > 0.1}
    after |= {p: a for p, a in made(chance, papers + 3).items() if chance.random() < 0.15 or p not in before}
    assert nearest(after, before, near) == nearest(after) == by_hand(after)


def test_thousands_of_equal_answers_are_compared_as_one() -> None:
    same = {f"p{n:05}": AnswerStems("x", 0b111111) for n in range(20_000)}
    found = nearest(same)
    assert len(found) == 20_000
    assert [n.paper for n in found["p00002"]] == ["p00000", "p00001", "p00003", "p00004", "p00005"]
