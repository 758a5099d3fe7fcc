"""Two things told in two clauses, and sentences that mix them."""

from __future__ import annotations

import pytest

from generator.checking.mixed_clauses import apart_objections
from tests.checking.beside import objections

RELEASED = "The weights are released under an open licence, but the court records cannot be passed on."
SPLIT = "The tagger was trained on 900 poems and tested on 300 letters."


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (RELEASED, "The court records are released under an open licence."),
        ("Precision rose by 4 points, whereas recall was unchanged.", "Recall rose by 4 points."),
        (
            "Parents gave written consent; oral consent of children was enough.",
            "Children gave written consent.",
        ),
        (SPLIT, "The tagger was tested on 900 poems."),
        ("Wards rather than patients were drawn by lot.", "Patients were drawn by lot."),
        (
            "The drug abolished growth at 39 degrees but had no effect at 30 degrees.",
            "The drug abolished growth at 30 degrees.",
        ),
    ],
)
def test_what_mixes_two_clauses_is_refused(evidence: str, sentence: str) -> None:
    assert objections(apart_objections, sentence, evidence)


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (RELEASED, "The weights are released under an open licence."),
        (RELEASED, "The court records cannot be passed on."),
        (RELEASED, "The weights are released, but not the court records."),
        ("The scans are available; the code is not.", "The code is not available."),
        (
            "Training took 7 hours, although it ran on a single graphics card.",
            "Training ran on a graphics card.",
        ),
        (SPLIT, "The tagger was tested on 300 letters."),
        ("Wards rather than patients were drawn by lot.", "Wards were drawn by lot."),
        ("Wards rather than patients were drawn by lot.", "Patients were not drawn by lot."),
    ],
)
def test_one_clause_or_both_in_their_order_are_let_be(evidence: str, sentence: str) -> None:
    assert objections(apart_objections, sentence, evidence) == []
