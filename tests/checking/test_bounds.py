"""Bounds, signs, steps and ranges: the same number, and another statement."""

from __future__ import annotations

import pytest

from generator.checking.bounds import bound_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("evidence", "sentence", "says"),
    [
        ("Singers were at least 18 years old.", "Singers were at most 18 years old.", "bounds 18"),
        ("Singers of 18 years or older took part.", "Singers of 18 years or younger took part.", "bounds 18"),
        (
            "The trend was clear (p < 0.05) in all lakes.",
            "The trend was clear (p > 0.05) in all lakes.",
            "bounds",
        ),
        (
            "The trend was clear (p < 0.05) in all lakes.",
            "The trend was clear (p = 0.05) in all lakes.",
            "leaves out",
        ),
        ("The slope was -0.45 in the dry plots.", "The slope was 0.45 in the dry plots.", "another sign"),
        ("The slope was 0.45 in the dry plots.", "The slope was -0.45 in the dry plots.", "another sign"),
        (
            "Yield increased by 20 tonnes in wet years.",
            "Yield increased to 20 tonnes in wet years.",
            "“by 20”",
        ),
        ("Pupils read for 5 to 10 minutes a day.", "Pupils read for 10 minutes a day.", "one end of a range"),
        ("Depth varied between 3 and 9 m.", "The depth was 9 m.", "one end of a range"),
        (
            "Copper and lead came to 12 and 31 mg, respectively.",
            "Copper and lead came to 31 and 12 mg, respectively.",
            "in another order",
        ),
    ],
)
def test_a_number_that_is_told_otherwise_is_named(evidence: str, sentence: str, says: str) -> None:
    found = objections(bound_objections, sentence, evidence)
    assert found
    assert says in found[0]


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        ("Singers were at least 18 years old.", "Singers were 18 or older."),
        ("Singers under 18 were excluded.", "All singers were at least 18 years old."),
        ("The change was -0.45 kg.", "Weight decreased by 0.45 kg."),
        ("Pupils read for 5 to 10 minutes a day.", "Pupils read for up to 10 minutes a day."),
        ("Pupils read for 5 to 10 minutes a day.", "Pupils read for 5-10 minutes a day."),
        ("The survey ran from 2014 to 2016.", "The survey began in 2014."),
        ("Copper and lead came to 12 and 31 mg.", "Lead and copper came to 31 and 12 mg."),
        ("Yield rose from 10 to 20 tonnes.", "Yield rose from 10 to 20 tonnes in all."),
    ],
)
def test_the_same_told_in_another_way_is_let_be(evidence: str, sentence: str) -> None:
    assert objections(bound_objections, sentence, evidence) == []
