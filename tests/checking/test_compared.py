"""Comparisons whose sides have changed places."""

from __future__ import annotations

import pytest

from generator.checking.compared import comparison_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence", "refused"),
    [
        ("Barley was taller than rye and wheat.", "Rye and wheat were taller than barley.", True),
        ("Barley was shorter than rye and wheat.", "Rye and wheat were taller than barley.", False),
        ("Rye was taller than barley.", "Rye and wheat were taller than barley in both years.", False),
        ("Plain roofs leak more than green ones.", "Compared to plain roofs, green roofs leak more.", True),
        ("Green roofs leak more than plain roofs.", "Compared to plain roofs, green roofs leak more.", False),
        ("Owls call more often than bats at dusk.", "Owls call equally often as bats at dusk.", True),
        ("Mass was given in ounces rather than grams.", "Mass was given in grams rather than ounces.", True),
        ("Mass was given in grams rather than ounces.", "Mass was given in grams rather than ounces.", False),
        ("We studied the effect of algae on light.", "We studied the effect of light on algae.", True),
        ("We studied the effect of light on algae.", "We studied the effect of light on algae.", False),
    ],
)
def test_sides_of_a_comparison_stay_where_they_are(sentence: str, evidence: str, refused: bool) -> None:
    assert bool(objections(comparison_objections, sentence, evidence)) is refused
