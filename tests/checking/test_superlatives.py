"""The most, where the evidence says more, or one of the most."""

from __future__ import annotations

import pytest

from generator.checking.superlatives import superlative_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence", "refused"),
    [
        ("Yields were highest in the treated plots.", "Yields were higher in the treated plots.", True),
        ("It is the most common moth.", "It is one of the most common moths.", True),
        ("Drought is the most important cause.", "Drought is an important cause.", True),
        ("We suggest that drought has the most weight.", "We suggest that drought has weight.", True),
        ("This is the best way to count moths.", "This is a good way to count moths.", True),
        ("It is one of the most common moths.", "It is one of the most common moths.", False),
        ("Yields were highest in May.", "Yields were highest in May.", False),
        ("Yields were highest in the plots.", "Yields were higher in the plots than in all others.", False),
        ("At least 5 moths were seen there.", "Five or more moths were seen there.", False),
    ],
)
def test_the_most_is_more_than_more(sentence: str, evidence: str, refused: bool) -> None:
    assert bool(objections(superlative_objections, sentence, evidence)) is refused
