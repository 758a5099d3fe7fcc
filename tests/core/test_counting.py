"""Numbers as the commands and the pages say them."""

from __future__ import annotations

import pytest

from generator.core.counting import pluralize


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("paper",), "0 papers"),
        (1, ("paper",), "1 paper"),
        (1204, ("answer",), "1,204 answers"),
        (1, ("reply", "replies"), "1 reply"),
        (2, ("reply", "replies"), "2 replies"),
        (1, ("answer is", "answers are"), "1 answer is"),
    ],
)
def test_a_number_agrees_with_its_noun(number: int, words: tuple[str, ...], said: str) -> None:
    assert pluralize(number, *words) == said
