"""Words that answer, marked within a long sentence."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from generator.core import Place, Snippet
from generator.retrieval import ScoredText, answering_words
from generator.retrieval.clause_marks import clauses

LONG = (
    "The survey was sent out in May by the office of the county, whereas 212 of the 240 people whom we had "
    "asked replied within two weeks, which is more than in the year before."
)


class Words:
    """Scores a passage by whether it holds a word."""

    name = "words"

    def __init__(self, word: str) -> None:
        self.word = word

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        return np.array([3.0 if self.word in p.text else -3.0 for p in passages])


def marked(text: str, word: str, start: int = 100) -> list[str]:
    index: Any = SimpleNamespace(scorer=Words(word))
    snippet = Snippet(text, Place(start, start + len(text)))
    return [text[a - start : b - start] for a, b in answering_words(index, "How many replied?", snippet)]


def test_the_clauses_that_answer_are_marked_and_no_others() -> None:
    assert marked(LONG, "212") == [
        "whereas 212 of the 240 people whom we had asked replied within two weeks,"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Of 240 people, 212 replied.",  # read at a glance
        "We asked 240 people in all the villages of the county of Examplia about their beetles in May.",
    ],
)
def test_short_sentences_and_single_clauses_stay_whole(text: str) -> None:
    assert marked(text, "240") == []


def test_nothing_is_marked_without_a_scorer() -> None:
    index: Any = SimpleNamespace(scorer=None)
    assert answering_words(index, "How many?", Snippet(LONG, Place(0, len(LONG)))) == ()


def test_where_all_clauses_answer_alike_none_is_marked() -> None:
    assert marked(LONG, "") == []


@pytest.mark.parametrize(
    "text",
    [
        "We used seeds 1, 2, 3, 4 and 5 for all of the ten models that we trained in this study of ours.",
        "The rate (which had been set, for all of the models, by hand in advance) was 0.001 in all of them.",
    ],
)
def test_lists_and_brackets_are_not_parted(text: str) -> None:
    assert list(clauses(text)) == [(0, len(text))]
