"""Both, or one or the other."""

from __future__ import annotations

import pytest

from generator.checking.joins import join_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence", "refused"),
    [
        ("Both the leaf and the stem were cut.", "Either the leaf or the stem was cut.", True),
        ("It feeds on both seeds and fruits.", "It feeds on seeds or fruits.", True),
        ("It feeds on either seeds or fruits.", "It feeds on seeds and fruits.", True),
        ("The dose was given to both eyes.", "The dose was given to either eye.", True),
        ("It feeds on either seeds or fruits.", "It feeds on seeds or fruits.", False),
        ("It feeds on both seeds and fruits.", "It feeds on seeds and fruits.", False),
        ("It feeds on both seeds and fruits.", "It feeds on seeds, fruits, or both.", False),
        ("It feeds on seeds and fruits.", "It feeds on seeds or fruits.", False),
    ],
)
def test_both_and_either(sentence: str, evidence: str, refused: bool) -> None:
    assert bool(objections(join_objections, sentence, evidence)) is refused
