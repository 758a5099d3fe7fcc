"""What a sentence denies, and which words have an opposite."""

from __future__ import annotations

import pytest

from generator.checking.polarity import denies, directional_words, negations
from generator.core.vocabulary import stem


@pytest.mark.parametrize(
    "text",
    [
        "We did not augment the images.",
        "We didn't augment them.",
        "We didn’t augment them.",
        "No images were augmented.",
        "It was trained without augmentation.",
        "The model cannot be run.",
        "The data are unavailable.",
        "The survey failed to find any.",
        "Neither was used.",
    ],
)
def test_it_denies(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize(
    "text",
    [
        "We augmented the images.",
        "Notable results",
        "It was used not only here but also there.",
        "Fig. No. 3",
        "",
    ],
)
def test_it_does_not(text: str) -> None:
    assert not denies(text)


def test_a_denial_reaches_to_the_end_of_its_clause() -> None:
    (negation,) = negations("We did not augment the images, but we cropped them.")
    assert stem("augment") in negation.reach
    assert stem("cropped") not in negation.reach


@pytest.mark.parametrize(
    ("word", "opposite"),
    [
        ("increased", "decreased"),
        ("higher", "lower"),
        ("best", "worst"),
        ("before", "after"),
        ("supervised", "unsupervised"),
        ("labelled", "unlabelled"),
        ("unlabelled", "labelled"),
        ("publicly", "privately"),
        ("linear", "nonlinear"),
    ],
)
def test_words_know_their_opposites(word: str, opposite: str) -> None:
    (found,) = directional_words(word)
    assert stem(opposite) in found.opposite


@pytest.mark.parametrize(
    ("text", "mild"), [("not seen", False), ("except for one", True), ("rather than it", True)]
)
def test_setting_apart_is_a_mild_denial(text: str, mild: bool) -> None:
    assert negations(text)[0].mild == mild
