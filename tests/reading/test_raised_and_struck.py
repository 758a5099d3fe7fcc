"""Superscripts, subscripts and struck words mean the same in every format that marks them up."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.reading.note_numbers import is_note_number
from tests.reading.any_format import FORMATS, read_sentence


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("It rose by log_{10}5 units.", "It rose by log10 5 units."),
        ("We saw 10^{5}3 times.", "We saw 10^5 3 times."),
        ("Here x_{i}y is set.", "Here x_i y is set."),
        ("Here x_{i}^{2} is set.", "Here x_i^2 is set."),
        ("Here x^{2}_{i} is set.", "Here x^2_i is set."),
        ("We saw 10^{-}^{6} of it.", "We saw 10^-6 of it."),
        ("We saw 10^{1}^{2} of it.", "We saw 10^12 of it."),
        ("The error (x - y)^{2} fell.", "The error (x - y)^2 fell."),
        ("The BMI is weight/height^{2} of it.", "The BMI is weight/height^2 of it."),
        ("Effects of Age^{2} and 5 deg^{2} and 3 ft^{2}.", "Effects of Age^2 and 5 deg^2 and 3 ft2."),
        ("We gave 5 mg^{4} of it.", "We gave 5 mg [4] of it."),
        ("A share of 20%^{7} died.", "A share of 20% [7] died."),
        ("Moths rest on lamps^{4} at night.", "Moths rest on lamps [4] at night."),
        ("Moths rest on walls^{5,6}.", "Moths rest on walls [5,6]."),
        ("We lit (as before)^{7} it.", "We lit (as before) [7] it."),
        ("An area of 5 cm^{2} and 3 m^{3}.", "An area of 5 cm2 and 3 m3."),
        ("At 25^{o}C and at 30^{0}C.", "At 25°C and at 30°C."),
        ("At 51°30^{′}N of it.", "At 51°30′N of it."),
        ("The 1^{st} and 2^{nd} night.", "The 1st and 2nd night."),
        ("We fed ^{13}C and Ca^{2+} and H_{2}O_{2}.", "We fed 13C and Ca2+ and H2O2."),
        ("The dose was ~{50} 5 mg.", "The dose was 5 mg."),
        ("The dose was 5 mg~{ a day}.", "The dose was 5 mg."),
        ("The colo~{u}r was red.", "The color was red."),
    ],
)
def test_a_quote_reads_as_the_page_shows(tmp_path: Path, format: str, marked: str, expected: str) -> None:
    if format == "markdown" and ("^{-}^" in marked or "^{1}^" in marked or "~{ " in marked):
        pytest.skip("Markdown has no script right behind another of its kind, and no blank inside the marks")
    paper = read_sentence(format, marked, tmp_path)
    assert expected in [s.text for s in paper.sentences]


def test_where_references_are_links_a_bare_two_is_a_square() -> None:
    assert not is_note_number("moths rest on lamps", "2", linked=True)
    assert is_note_number("moths rest on lamps", "4", linked=True)


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("the end.", "3", True),
        ("as they said”", "3", True),
        ("version 10", "6", False),
        ("", "6", False),
        ("r", "2", False),
        ("R", "12", False),
        ("sp", "3", False),
        ("5 nmol", "2", True),
        ("5 kg/m", "2", False),
        ("a dose of 3 mg/dL", "2", True),
        ("tests of DNA", "12", True),
        ("an area of 3 miles", "2", False),
        ("an area of 3 in", "2", False),
        ("we put it in", "2", False),
        ("we put it in", "7", True),
        ("5 deg", "2", False),
        ("Age", "2", False),
        ("moths rest on lamps", "2", True),
        ("Day number", "2", False),
        ("Day number", "4", True),
        ("phosphorylated Ser", "473", False),
        ("many of them (p < 0.05)", "4", True),
        ("(a + b)", "3", False),
        ("(a + b)", "14", True),
        ("many of them [3]", "4", True),
    ],
)
def test_numbers_of_notes_are_told_from_exponents(text: str, numbers: str, expected: bool) -> None:
    assert is_note_number(text, numbers) is expected
