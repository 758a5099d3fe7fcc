"""Who does what to whom, and which of two stands where."""

from __future__ import annotations

import pytest

from generator.checking.sides import exchange_objections, side_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The network outperformed the transformer.", "The transformer outperformed the network."),
        ("Lakes are larger than ponds.", "Ponds are larger than lakes."),
        ("Iron was higher in ponds than in lakes.", "Iron was higher in lakes than in ponds."),
        ("It was trained on bats and tested on moths.", "It was trained on moths and tested on bats."),
        ("Moths eat bats.", "Bats eats moths."),
    ],
)
def test_sides_that_changed_are_refused(sentence: str, evidence: str) -> None:
    assert objections(side_objections, sentence, evidence) or objections(
        exchange_objections, sentence, evidence
    )


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The network was outperformed by the transformer.", "The transformer outperformed the network."),
        ("The network was worse than the transformer.", "The transformer was better than the network."),
        ("Two linguists assigned the labels.", "Labels were assigned by two linguists."),
        ("In 2014 we sampled lakes.", "We sampled lakes in 2014."),
        ("It was tested on bats and trained on moths.", "It was trained on moths and tested on bats."),
        ("Depth correlated with age.", "Age correlated with depth."),
        ("Bats, moths and flies were seen.", "Flies, moths and bats were seen."),
        ("Forests had higher iron than peat.", "Iron was higher in forests than in peat."),
    ],
)
def test_other_orders_are_not(sentence: str, evidence: str) -> None:
    assert objections(side_objections, sentence, evidence) == []
    assert objections(exchange_objections, sentence, evidence) == []


def test_numbers_of_a_list_change_places_with_their_nouns() -> None:
    evidence = "The loss was 0.7 and 0.2 for the top and the back."
    assert objections(exchange_objections, "The loss was 0.2 and 0.7 for the top and the back.", evidence)
    assert not objections(exchange_objections, evidence, evidence)
