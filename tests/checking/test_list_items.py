"""Each item of a list, and each clause, must stand in the evidence."""

from __future__ import annotations

import pytest

from generator.checking.aligned import statements
from generator.checking.list_items import list_items, list_objections
from generator.checking.parsed import parse
from generator.checking.portions import portion_objections
from tests.checking.beside import pair


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "Age was told from tooth wear, bone fusion and growth lines.",
            ["tooth wear", "bone fusion", "growth lines"],
        ),
        ("Moths and bats were seen.", ["moths", "bats"]),
        ("In Ghana, 2,400 in number, they sang.", []),
        ("They were cropped and then scaled.", []),
    ],
)
def test_the_items_of_a_list(sentence: str, found: list[str]) -> None:
    statement = statements(parse(sentence))[0]
    assert [" ".join(statement.tokens[i].text for i in run) for run in list_items(statement)] == found


@pytest.mark.parametrize(
    ("sentence", "evidence", "item"),
    [
        ("Age was told from wear, carbon and lines.", "Age was told from wear, fusion and lines.", "carbon"),
        ("Whale helmets, season and place mattered.", "Whale posture, season and place mattered.", "helmets"),
    ],
)
def test_an_item_that_stands_nowhere_is_refused(sentence: str, evidence: str, item: str) -> None:
    beside = pair(sentence, evidence)
    assert f"“{item}”" in next(list_objections(beside, [beside]))


@pytest.mark.parametrize(
    "sentence", ["Age was told from wear and lines.", "Age was told from lines, wear and fusion."]
)
def test_a_part_of_a_list_in_any_order_is_not(sentence: str) -> None:
    beside = pair(sentence, "Age was told from wear, fusion and lines.")
    assert list(list_objections(beside, [beside])) == []


EVIDENCE = "Dropout was used after the second layer of the network, which kept errors of the test set low."


def test_a_clause_of_which_nothing_stands_there_is_refused() -> None:
    added = "Dropout was used after the second layer, which calms unstable gradients of deep recurrence."
    (reason,) = portion_objections([pair(added, EVIDENCE)])
    assert reason == "“calms unstable gradients of deep recurrence” does not stand in the evidence"


@pytest.mark.parametrize("sentence", [EVIDENCE, "Dropout was used, which kept errors of the test set low."])
def test_clauses_that_stand_there_are_not(sentence: str) -> None:
    assert list(portion_objections([pair(sentence, EVIDENCE)])) == []
