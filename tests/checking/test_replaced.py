"""A sentence that is its evidence but for a few words: which of them make another statement."""

from __future__ import annotations

import pytest

from generator.checking.replaced import replaced_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The images were kept with their labels.", "The images were kept without their labels."),
        ("The known parts of the old images were lost.", "The unknown parts of the old images were lost."),
        ("The images were not kept in the box.", "The images were kept in the box."),
        ("The model provides a list of papers.", "The model fails to provide a list of papers."),
        ("It turns the supply from 5 V into 12 V.", "It turns the supply from 12 V into 5 V."),
    ],
)
def test_turned_denied_or_moved(sentence: str, evidence: str) -> None:
    assert objections(replaced_objections, sentence, evidence)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The images were not kept.", "No images were kept."),
        ("The skulls were not complete.", "The skulls were incomplete."),
        ("Not all images are kept.", "Only some images are kept."),
        ("The pictures were kept in the box.", "The images were kept in the box."),
        ("In the box the images were kept.", "The images were kept in the box."),
        ("Moths and bats were kept in the box.", "Bats and moths were kept in the box."),
    ],
)
def test_said_otherwise(sentence: str, evidence: str) -> None:
    assert objections(replaced_objections, sentence, evidence) == []
