"""A count belongs to what is counted."""

from __future__ import annotations

import pytest

from generator.checking.counted import counted_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("They surveyed 240 doctors in hospitals.", "They surveyed 240 nurses in hospitals."),
        ("Training of the network took 30 steps.", "The network was trained for 30 epochs."),
        ("The set of leaves holds 1,200 videos.", "The set holds 1,200 images of leaves."),
        ("Moths were counted at twelve plots.", "Moths were counted at twelve stations."),
    ],
)
def test_another_noun_is_refused(sentence: str, evidence: str) -> None:
    assert objections(counted_objections, sentence, evidence)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("They surveyed 240 hospital nurses.", "They surveyed 240 nurses in hospitals."),
        ("The set of leaves holds 1,200 photos.", "The set holds 1,200 images of leaves."),
        ("In all, 240 people were surveyed in hospitals.", "They surveyed 240 nurses in hospitals."),
        ("They asked 240 nurses and 30 doctors.", "They asked 30 doctors and 240 nurses."),
        ("The pond was 3 m deep.", "The pond was 3 m deep."),
    ],
)
def test_the_same_thing_or_a_general_noun_is_not(sentence: str, evidence: str) -> None:
    assert objections(counted_objections, sentence, evidence) == []
