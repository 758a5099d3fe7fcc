"""Terms of a class that exclude each other, and statistics that the evidence does not name."""

from __future__ import annotations

import pytest

from generator.checking.contrasts import contrast_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence", "refused"),
    [
        ("The main analysis was per protocol.", "The main analysis was by intention to treat.", True),
        ("The main analysis was by intention-to-treat.", "The main analysis was intention to treat.", False),
        (
            "Both the per-protocol and the intention-to-treat analysis favoured rest.",
            "The intention-to-treat analysis favoured rest.",
            False,
        ),
        ("A one-sided test was used.", "A two-sided test was used.", True),
        (
            "Patients with in-hospital falls were seen.",
            "Patients with out-of-hospital falls were seen.",
            True,
        ),
        ("Mean weight was 12 g (standard error 3).", "Mean weight was 12 g (SD 3).", True),
        ("Mean weight was 12 g (SE 3).", "Mean weight was 12 g (standard error 3).", False),
        ("The odds ratio was 1.8.", "The hazard ratio was 1.8.", True),
        ("The odds ratio was 1.8.", "The OR was 1.8.", False),
        ("The median age of the students was 20.", "The students were 20 years old on average.", True),
        ("Flasks were kept at 10 °F.", "Flasks were kept at 10 °C.", True),
        ("Weight was a secondary outcome.", "Weight was the primary outcome.", True),
        ("The interviews were held by telephone.", "The interviews were held in person.", True),
        ("Ten patients per arm are planned.", "Ten patients in total are planned.", True),
    ],
)
def test_one_term_of_a_class_is_not_another(sentence: str, evidence: str, refused: bool) -> None:
    assert bool(objections(contrast_objections, sentence, evidence)) is refused
