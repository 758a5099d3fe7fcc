"""Numbers that a careful writer retells, and those that are simply others."""

from __future__ import annotations

import pytest

from generator.checking.parsed import parse
from generator.checking.restated_numbers import is_sum, restates


@pytest.mark.parametrize(
    ("sentence", "evidence", "same"),
    [
        ("about 13,300 birds", "13,319 birds", True),
        ("13,300 birds", "13,319 birds", False),
        ("about 14,300 birds", "13,319 birds", False),
        ("about 13,318 birds", "13,319 birds", False),  # a slip, and no round number
        ("about 0 birds", "13,319 birds", False),
        ("more than 13,000 birds", "13,319 birds", True),
        ("more than 13,400 birds", "13,319 birds", False),
        ("nearly 70 birds", "69 birds", True),
        ("nearly 68 birds", "69 birds", False),
        ("one hour", "60 minutes", True),
        ("half an hour", "30 min", True),
        ("50 µm", "0.05 mm", True),
        ("50 µm", "0.05 m", False),
        ("one year", "12 months", True),
        ("half of them", "50% of them", True),
        ("half of them", "50 of them", False),
        ("two thirds of them", "67% of them", True),
        ("0.5", "50%", True),
    ],
)
def test_a_number_stands_for_another(sentence: str, evidence: str, same: bool) -> None:
    claim, piece = parse(sentence), parse(evidence)
    assert restates(claim.numbers[0], claim, piece.numbers[0], piece) is same


@pytest.mark.parametrize(
    ("sentence", "evidence", "added"),
    [
        ("In total, 221 took part.", ["112 had yoga and 109 had none."], True),
        ("Altogether 25 left.", ["11 left at once.", "14 left later."], True),
        ("There were 221 who took part.", ["112 had yoga and 109 had none."], False),
        ("In total, 222 took part.", ["112 had yoga and 109 had none."], False),
    ],
)
def test_a_total_is_added_up_where_it_is_called_one(sentence: str, evidence: list[str], added: bool) -> None:
    claim = parse(sentence)
    assert is_sum(claim.numbers[0], claim, [parse(text) for text in evidence]) is added
