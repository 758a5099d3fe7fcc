"""Word for word means from the beginning to the end of a sentence of the evidence."""

from __future__ import annotations

import pytest

from generator.checking.parsed import parse
from generator.checking.verbatim import is_verbatim


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("It was 3.5 mm", "However, it was 3.5 mm [12]."),
        ("Lakes froze.", "Lakes froze (Smith et al. 2010)."),
        ("Ab c. De f.", "Xy z. Ab c. De f. Gh."),
        ("Semi-arid lakes were dry.", "semiarid lakes\nwere dry"),
        ("Lakes were dry.", "(2) Lakes were dry."),
    ],
)
def test_whole_sentences_are(sentence: str, evidence: str) -> None:
    assert is_verbatim(parse(sentence), parse(evidence))


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Images were kept.", "No images were kept."),
        ("The lakes froze.", "It is not true that the lakes froze."),
        ("The lakes froze.", "The lakes froze if it was cold."),
        ("It was 35 mm.", "It was 3.5 mm."),
        ("It was 1.24.", "It was -1.24."),
        ("Lakes froze (from 2012).", "Lakes froze (from 2010)."),
        ("Lakes froze (Smith 2011).", "Lakes froze (Smith 2010)."),
        (".", "."),
    ],
)
def test_pieces_and_other_numbers_are_not(sentence: str, evidence: str) -> None:
    assert not is_verbatim(parse(sentence), parse(evidence))
