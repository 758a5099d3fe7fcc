"""Closed classes told in phrases, and pairs that hang on a small word."""

from __future__ import annotations

import pytest

from generator.checking import TermWeights, support


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The questionnaire was completed on paper.", "The questionnaire was completed online."),
        ("The questionnaire was completed online and by post.", "The questionnaire was completed online."),
        ("Two raters scored the images together.", "Two raters scored the images independently."),
        ("The children were tested in groups.", "The children were tested alone."),
        ("The mice were kept in bright cages.", "The mice were kept in dark cages."),
        ("The lamps were switched on at night.", "The lamps were switched off at night."),
        ("The hearing of the bats was narrow.", "The hearing of the bats was broad."),
        ("Most patients had severe symptoms.", "Most patients had mild symptoms."),
    ],
)
def test_another_member_is_refused(sentence: str, evidence: str) -> None:
    assert not support(sentence, evidence, TermWeights.of([evidence])).supported


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The questionnaire was filled in online.", "The questionnaire was completed online."),
        ("The lamps were switched off at night.", "The lamps were turned off at night."),
        ("Severe and mild cases were included.", "Mild and severe cases were included."),
        ("It was completed by post.", "It was completed online or by post."),
    ],
)
def test_the_same_member_in_other_words_is_kept(sentence: str, evidence: str) -> None:
    assert support(sentence, evidence, TermWeights.of([evidence])).supported
