"""Coverage: how much of a sentence, by weight, stands in the evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checking import TermWeights

PAPER = TermWeights.of(["The model was trained on images.", "The model was tested.", "Moths were counted."])


@pytest.mark.parametrize(
    ("sentence", "evidence", "coverage"),
    [
        ("The model was trained.", "We trained a model.", 1.0),
        ("The of and", "nothing", 1.0),
        ("Moths", "", 0.0),
        ("convolutional neural network", "a CNN", 1.0),
        ("CNN", "a convolutional neural network", 1.0),
        ("acoustic", "acoustically", 1.0),
        ("hierarchical", "hierarchy", 0.8),
        ("photos", "pictures", 1.0),
        ("The data set was split.", "We divided the data set.", 1.0),
        ("two", "2", 1.0),  # numbers written as words are left to the rule on numbers
    ],
)
def test_coverage(sentence: str, evidence: str, coverage: float) -> None:
    assert PAPER.coverage(sentence, evidence) == pytest.approx(coverage)


def test_rare_words_count_more() -> None:
    assert PAPER.coverage("moths model", "moths") > 0.5 > PAPER.coverage("moths model", "model")
    assert PAPER.weight("unheard") > PAPER.weight("moth") > PAPER.weight("model") > 0


@given(st.text(max_size=60), st.text(max_size=60))
def test_coverage_is_a_share_and_whole_in_itself(sentence: str, evidence: str) -> None:
    assert 0 <= PAPER.coverage(sentence, evidence) <= 1
    assert PAPER.coverage(sentence, sentence) == pytest.approx(1)


def test_words_of_reporting_count_little() -> None:
    assert PAPER.coverage("The authors presented moths.", "moths") > PAPER.coverage(
        "Students fed moths.", "moths"
    )


def test_few_texts_do_not_make_an_unseen_word_so_very_rare() -> None:
    assert 1 < PAPER.weight("unheard") / PAPER.weight("moth") < 1.3
