"""Significant, and public: what is claimed only where the evidence has it."""

from __future__ import annotations

import pytest

from generator.checking.significance import access_objections, significance_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("evidence", "sentence", "refused"),
    [
        ("Pain was lower, but this was not significant.", "Pain was significantly lower.", True),
        ("Pain was lower (p = 0.31).", "Pain was significantly lower.", True),
        ("Pain was lower, which may be due to chance.", "Pain was significantly lower.", True),
        ("Pain was lower (p = 0.01).", "Pain was significantly lower.", False),
        ("Pain was lower (p < 0.05).", "Pain was significantly lower.", False),
        ("Pain was significantly lower, sleep was not.", "Pain was significantly lower.", False),
        ("Pain did not differ significantly.", "There was no significant difference in pain.", False),
        ("Pain was lower (p = 0.31).", "The significance level was 0.05.", False),
    ],
)
def test_significance(evidence: str, sentence: str, refused: bool) -> None:
    assert bool(objections(significance_objections, sentence, evidence)) == refused


@pytest.mark.parametrize(
    ("evidence", "sentence", "refused"),
    [
        ("The data are available on reasonable request.", "The data are publicly available.", True),
        ("Data can be obtained from the first author.", "The data were deposited in an archive.", True),
        ("The data are publicly available.", "The data are freely available.", False),
        ("The code is public; the data are available on request.", "The code is publicly available.", False),
        ("The data are available on request.", "The data are available on request.", False),
    ],
)
def test_access(evidence: str, sentence: str, refused: bool) -> None:
    assert bool(objections(access_objections, sentence, evidence)) == refused
