"""Months, ordinals and powers of ten; and causes."""

from __future__ import annotations

import pytest

from generator.checking.causes import cause_objections
from generator.checking.closed import closed_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("They met in March 2017.", "They met in June 2017."),
        ("We met in May 2017.", "We met in June 2017."),
        ("The third layer was kept.", "The second layer was kept."),
        ("It holds 3 thousand words.", "It holds 3 million words."),
        ("Thousands of scans of thousands of lakes.", "Hundreds of scans of thousands of lakes."),
        ("They met on Monday.", "They met on Friday."),
    ],
)
def test_another_member_of_the_class_is_refused(sentence: str, evidence: str) -> None:
    assert objections(closed_objections, sentence, evidence)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("They met in March.", "They met in March 2017 and in June."),
        ("They met in June 2017.", "They met in Jun 2017 and May 2018."),
        ("The first layer was kept.", "The initial layer and the second were kept."),
        ("About 3 thousand words.", "About 3,000 words of a million."),
        ("It may help in June.", "It helps in June."),
    ],
)
def test_the_same_or_another_way_of_saying_it_is_not(sentence: str, evidence: str) -> None:
    assert objections(closed_objections, sentence, evidence) == []


@pytest.mark.parametrize(
    ("sentence", "evidence", "refused"),
    [
        ("Warmth caused algae.", "Warmth was associated with algae.", True),
        ("Income led to cars.", "Income correlated with cars.", True),
        ("Warmth was linked to algae.", "Warmth was associated with algae.", False),
        ("Warmth caused algae.", "Warmth led to algae.", False),
        (
            "Warmth caused the algae, which were related to age.",
            "Warmth caused the algae, which were related to age.",
            False,
        ),
    ],
)
def test_what_occurs_together_is_no_cause(sentence: str, evidence: str, refused: bool) -> None:
    assert bool(objections(cause_objections, sentence, evidence)) is refused
