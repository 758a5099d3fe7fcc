"""Raised and lowered characters keep their meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.reading.pdf import read_pdf
from generator.reading.pdf.fonts import Font
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.scripts import text_with_scripts
from generator.reading.pdf.text_lines import build_lines
from tests.reading.pdf_sheets import raw_pdf, sentences, shown, stream, wrap

ROMAN = Font("Times-Roman")


def words(marked: str) -> list[Word]:
    """Words of ``on^{raised}_{lowered}``: what is raised or lowered touches what stands before it."""
    made: list[Word] = []
    x = 50.0
    for token in marked.split(" "):
        x += 3
        for index, part in enumerate(re.finditer(r"\^\{([^}]+)\}|_\{([^}]+)\}|([^\^_]+)", token)):
            raised, lowered, plain = part.groups()
            text = raised or lowered or plain
            size, y = (10.0, 100.0) if plain else (7.0, 96.4 if raised else 101.5)
            word = Word(text, x, x + 0.5 * size * len(text), y, size, ROMAN)
            word.glued = index > 0
            made.append(word)
            x = word.x1
    return made


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("plated 10^{5} cells", "plated 10^5 cells"),
        ("of 2.1 × 10^{−6} per day", "of 2.1 × 10^−6 per day"),
        ("1×10^{7} cells", "1×10^7 cells"),
        ("In 10^{4} cells", "In 10^4 cells"),
        ("version 10^{19} of it", "version 10 [19] of it"),
        ("the ICD-10^{4} code", "the ICD-10 [4] code"),
        ("in 2010^{3} we", "in 2010 [3] we"),
        ("each of 12 wells^{3} and", "each of 12 wells [3] and"),
        ("shown.^{3,4} Then", "shown [3,4]. Then"),
        ("shown^{3–5}.", "shown [3–5]."),
        ("et al.^{3} found", "et al. [3] found"),
        ("5%^{3} of it", "5% [3] of it"),
        ("(see the figure)^{2} and", "(see the figure) [2] and"),
        ("(a + b)^{2} and", "(a + b)^2 and"),
        ("x^{2} and R^{2} and χ^{2}", "x^2 and R^2 and χ^2"),
        ("30 m^{2} of it", "30 m^2 of it"),
        ("5 s^{−1} at", "5 s^−1 at"),
        ("e^{−x} at", "e^−x at"),
        ("CO_{2} and H_{2}O", "CO2 and H2O"),
        ("x_{i} and T_{max} and p_{0.05}", "x_i and T_max and p_0.05"),
        ("log_{2}8 is", "log2 8 is"),
        ("Ca^{2+} and Na^{+} and SO_{4}^{2−} are", "Ca^2+ and Na^+ and SO4^2− are"),
        ("^{13}C was", "13C was"),
        ("^{1}Department of", "1 Department of"),
        ("Lane^{a} and", "Lane^a and"),
        ("Lane^{1,2*} and", "Lane [1,2]* and"),
        ("Lane* and", "Lane* and"),
        ("the 5^{th} day", "the 5th day"),
        ("at 20^{◦}C or", "at 20°C or"),
        ("δ^{13}C of (^{1}H and", "δ13C of (1H and"),
        ("^{99m}Tc was", "99mTc was"),
        ("the 2^{3}S_{1} state", "the 2^3S1 state"),
        ("PM_{2.5} was", "PM2.5 was"),
        ("patients in^{3} and", "patients in [3] and"),
        ("of vitamin D^{5} was", "of vitamin D [5] was"),
        ("km^{2} of it", "km^2 of it"),
        ("Lamp^{®} and", "Lamp® and"),
        ("no scripts at all", "no scripts at all"),
        ("^{2}SPECTER: a", "2 SPECTER: a"),
        ("have 2^{2} = 4 states", "have 2^2 = 4 states"),
        ("of version 2^{2} we", "of version 2 [2] we"),
        ("the h^{⊤}_{i} of", "the h^⊤_i of"),
        ("the lamps^{.14} The", "the lamps [14]. The"),
        ("the lamps^{14,15.} The", "the lamps [14,15]. The"),
        ("x^{.5} of", "x^.5 of"),
        ("in 18% (92mg/dL)^{7} of", "in 18% (92mg/dL) [7] of"),
        ("of lamps (n = 5)^{3} and", "of lamps (n = 5) [3] and"),
        ("p = (2.5 + 3)^{2} and", "p = (2.5 + 3)^2 and"),
        ("the 1^{0} ano", "the 1° ano"),
        ("turned by 90^{o} at", "turned by 90° at"),
        ("is 10^{0} here", "is 10^0 here"),
    ],
)
def test_raised_and_lowered_characters(marked: str, text: str) -> None:
    found, starts = text_with_scripts(words(marked))
    assert found == text
    # A place in the text is known for every word, and all are in it.
    made = words(marked)
    assert len(starts) == len(made)
    for word, start in zip(made, starts, strict=True):
        assert found[start : start + 1] in (*word.text[:2], "°")  # a stop may be moved behind the number


def test_a_line_of_small_type_is_not_raised() -> None:
    small = [Word(t, 50 + 20 * k, 68 + 20 * k, 100, 7, ROMAN) for k, t in enumerate(["all", "of", "it"])]
    assert text_with_scripts(small)[0] == "all of it"


def test_a_small_capital_is_no_script() -> None:
    first, rest = Word("T", 50, 56, 100, 10, ROMAN), Word("OWARDS", 56, 80, 100, 7, ROMAN)
    rest.glued = True
    assert text_with_scripts([first, rest])[0] == "TOWARDS"


def test_raised_digits_of_a_file_are_never_digits_of_the_number(tmp_path: Path) -> None:
    fill = shown([t for _, t, _ in wrap(sentences(1, 12), 450, 10, "Times-Roman", justify=False)], y=740)
    line = (
        "BT 1 0 0 1 72 300 Tm /F1 10 Tf (We plated 10) Tj 4 Ts /F1 7 Tf (5) Tj 0 Ts /F1 10 Tf"
        " ( cells of strain 3) Tj -2 Ts /F1 7 Tf (b) Tj 0 Ts /F1 10 Tf ( with version 10) Tj 4 Ts /F1 7 Tf"
        " (19) Tj 0 Ts /F1 10 Tf ( of the lamp.) Tj ET"
    )
    paper = read_pdf(raw_pdf(tmp_path / "p.pdf", f"{fill} {line}"), id="p")
    assert "We plated 10^5 cells of strain 3_b with version 10 [19] of the lamp." in paper.text


def test_a_figure_raised_by_its_glyph_is_no_digit_of_the_number(tmp_path: Path) -> None:
    """The file sets it on the line like the others: only its drawing stands higher."""
    low, high = (
        stream(f"500 0 50 {b} 450 {t} d1 50 {b} 400 {t - b} re f") for b, t in ((0, 650), (300, 680))
    )
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange"
        " <00> <FF> endcodespacerange 4 beginbfchar <30> <0030> <31> <0031> <32> <0032> <33> <0032> endbfchar"
        " endcmap end end"
    )
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 48"
        f" /LastChar 51 /Widths [{'500 ' * 4}] /Resources << >> /ToUnicode 13 0 R"
        " /CharProcs << /a 11 0 R /b 11 0 R /c 11 0 R /d 12 0 R >>"
        " /Encoding << /Type /Encoding /Differences [48 /a /b /c /d] >> >>"
    )
    fill = shown([t for _, t, _ in wrap(sentences(1, 12), 450, 10, "Times-Roman", justify=False)], y=740)
    line = (
        "BT 1 0 0 1 72 300 Tm /F1 10 Tf (We plated ) Tj /F2 10 Tf (103) Tj /F1 10 Tf ( cells of ) Tj"
        " /F2 10 Tf (102) Tj /F1 10 Tf ( lamps.) Tj ET"
    )
    objects = {10: font, 11: low, 12: high, 13: stream(table)}
    paper = read_pdf(
        raw_pdf(tmp_path / "p.pdf", f"{fill} {line}", fonts="/F2 10 0 R", objects=objects), id="p"
    )
    assert "We plated 10^2 cells of 102 lamps." in paper.text


def test_a_figure_over_another_is_a_fraction() -> None:
    made = [
        Word("=", 100, 106, 100, 10, ROMAN),
        Word("1", 108, 111, 96, 6, ROMAN),
        Word("2", 108, 111, 104, 6, ROMAN),
        Word("k", 112, 117, 100, 10, ROMAN),
    ]
    made[2].glued = made[3].glued = True
    found, starts = text_with_scripts(made)
    assert found == "= 1/2 k"
    assert [found[at] for at in starts] == ["=", "1", "2", "k"]


@pytest.mark.parametrize(
    ("x0", "expected"), [(131, "lamp* [2]."), (160, "lamp* .")], ids=["in the gap", "elsewhere"]
)
def test_a_mark_that_is_drawn_late_stands_in_its_gap(x0: float, expected: str) -> None:
    row = [
        Word("lamp*", 100, 130, 100, 10, ROMAN),
        Word(".", 135, 137, 100, 10, ROMAN),
        Word("below", 100, 130, 112, 10, ROMAN),
        Word("2", x0, x0 + 3.5, 96.5, 7, ROMAN),
    ]
    row[2].starts_line = row[3].starts_line = True
    lines = build_lines(row, 1)
    assert lines[0].text == expected
