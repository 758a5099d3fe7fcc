"""What stands behind a number, and which quantities are one."""

from __future__ import annotations

import pytest

from generator.checking.parsed import parse
from generator.checking.quantities import Unit, unit_objections, unit_of
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("30 m deep", ["length"]),
        ("5 mg/mL of it", ["mass/volume"]),
        ("5 mg mL-1 of it", ["mass/volume"]),
        ("from 2.4 to 18.7 mg/L", ["mass/volume", "mass/volume"]),
        ("at 10, 20 and 30 °C", ["celsius"] * 3),
        ("310 K", ["kelvin"]),
        ("a 12-week course", ["time"]),
        ("20% of them", ["percent"]),
        ("3.2 percentage points", ["points"]),
        ("45 ± 3 years", ["time", "time"]),
        ("30 participants", [None]),
        ("(n = 112) and", [None]),
    ],
)
def test_a_number_has_the_unit_behind_it_or_behind_its_list(text: str, kinds: list[str | None]) -> None:
    piece = parse(text)
    units = [unit_of(n, piece) for n in piece.numbers if not n.is_alternative]
    assert [u.kind if u else None for u in units] == kinds


def test_units_of_one_kind_have_sizes() -> None:
    piece = parse("2 km and 5 mm")
    assert [unit_of(n, piece) for n in piece.numbers] == [Unit("length", 1e3), Unit("length", 1e-3)]


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Nets hung 30 km deep.", "Nets hung 30 m deep."),
        ("It was kept at 37 K.", "It was kept at 37 °C."),
        ("They got 5 mg/mL.", "They got 5 µg/mL."),
        ("It lasted 7 minutes.", "It lasted 7 hours."),
        ("We weighed 30 kg.", "We weighed 30 fish."),
    ],
)
def test_the_same_number_with_another_unit_is_refused(sentence: str, evidence: str) -> None:
    assert objections(unit_objections, sentence, evidence)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Nets hung 30 metres deep.", "Nets hung 30 m deep."),
        ("It was sampled at 10 and 20 m.", "It was sampled at 10 m and 20 m."),
        ("It took one hour.", "It took 60 minutes, and 1 day to dry."),
        ("The depth was 30 m.", "Depth (m): 30 in spring."),
        ("We weighed 30 fish.", "We weighed 30 fish."),
    ],
)
def test_the_same_quantity_is_not(sentence: str, evidence: str) -> None:
    assert objections(unit_objections, sentence, evidence) == []
