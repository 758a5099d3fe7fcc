"""How gold claims are dealt out so that none is judged by a model that has seen its question."""

from __future__ import annotations

import pytest

from generator.commands.evaluate.attribution import AttributionCase, parts
from generator.evaluation.gold_attributions import GoldAttribution

# Two claims to each question, thirty questions in each data set; one question is asked in both.
CASES = [
    AttributionCase(GoldAttribution(question, claim, ("r",), True, source=source), {})
    for source in ("one", "other")
    for question in ("what is common to both", *(f"{source} {i}" for i in range(29)))
    for claim in ("a", "b")
]


@pytest.mark.parametrize("division", [0, 1, 2])
def test_every_claim_is_in_one_part_with_all_claims_to_its_question(division: int) -> None:
    found = parts(CASES, division)
    assert len(found) == 10
    assert sorted(i for part in found for i in part) == list(range(len(CASES)))
    asked = [{CASES[i].gold.question for i in part} for part in found]
    assert sum(map(len, asked)) == len(set().union(*asked))


@pytest.mark.parametrize("division", [0, 1])
def test_each_data_set_is_spread_over_all_parts(division: int) -> None:
    for part in parts(CASES, division):
        assert {CASES[i].gold.source for i in part} == {"one", "other"}


def test_divisions_differ_and_come_out_the_same_again() -> None:
    assert parts(CASES, 1) == parts(CASES, 1)
    assert parts(CASES) != parts(CASES, 1) != parts(CASES, 2)
