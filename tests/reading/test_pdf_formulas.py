"""Built formulas are read in one line, or named where their order is not sure; drawn signs are kept."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from generator.reading.pdf import read_pdf
from generator.reading.pdf.built import FORMULA, in_one_line, is_built
from generator.reading.pdf.fonts import Font
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.text_lines import TextLine, build_lines
from generator.reading.pdf.underscores import join_at_underscores
from tests.reading.pdf_sheets import Sheets, raw_pdf, sentences, shown, stream, texts, wrap

FONT = Font("Times-Roman")

# Text, left edge, baseline, size; a letter is half as wide as high.
Placed = tuple[str, float, float, float]
Bar = tuple[float, float, float, float]


def line(*words: Placed) -> TextLine:
    made = [Word(t, x, x + 0.5 * size * len(t), y, size, FONT) for t, x, y, size in words]
    for before, word in pairwise(made):
        word.glued = word.x0 - before.x1 < 1
    return TextLine(made, 1)


RATE = line(("rate", 100, 100, 10), ("=", 125, 100, 10))
OVER = line(("m", 150, 93, 10), ("+", 160, 93, 10), ("n", 170, 93, 10))
UNDER = line(("k", 160, 107, 10))
BAR: Bar = (148, 97, 178, 97.4)
SUM = line(("S", 100, 100, 10), ("=", 110, 100, 10), ("∑", 125, 100, 10), ("x", 140, 100, 10))
FROM, TO = line(("i=1", 121, 112, 7)), line(("n", 126, 88, 7))
ROOT = line(
    ("d", 100, 100, 10), ("=", 110, 100, 10), ("√", 125, 100, 10), ("x", 130, 100, 10), ("+", 140, 100, 10)
)
REST = line(("y", 150, 100, 10), ("+", 160, 100, 10), ("z", 170, 100, 10))


@pytest.mark.parametrize(
    ("lines", "rules", "expected"),
    [
        ([RATE, OVER, UNDER], [BAR], "rate = (m + n)/k"),
        ([RATE, OVER, UNDER, line(("+", 185, 100, 10), ("q", 195, 100, 10))], [BAR], "rate = (m + n)/k + q"),
        ([RATE, OVER, UNDER], [], FORMULA),
        ([RATE, OVER, line(("k", 160, 107, 10)), line(("j", 160, 118, 10))], [BAR], FORMULA),
        ([SUM, FROM, TO], [], "S = ∑_(i=1)^n x"),
        ([SUM, line(("i", 126, 112, 7))], [], "S = ∑_i x"),
        ([ROOT, REST], [(130, 91, 155, 91.4)], "d = √(x + y) + z"),
        ([line(("r", 100, 100, 10), ("=", 110, 100, 10), ("⎧", 120, 96, 10)), UNDER], [], FORMULA),
    ],
)  # fmt: skip
def test_a_built_formula_in_one_line(lines: list[TextLine], rules: list[Bar], expected: str) -> None:
    assert is_built(lines, rules)
    number = line(("(4)", 400, 100, 10))
    assert in_one_line(lines, number, rules).text == f"{expected} (4)"
    assert in_one_line(lines, None, rules).text == expected


@pytest.mark.parametrize(
    "lines",
    [
        [RATE],
        [RATE, line(("rate", 100, 114, 10), ("=", 125, 114, 10), ("2", 135, 114, 10))],
        [line(("x", 100, 100, 10), ("2", 105, 96, 7), ("=", 112, 100, 10), ("4", 120, 100, 10))],
    ],
)
def test_rows_are_not_built(lines: list[TextLine]) -> None:
    assert not is_built(lines, [])


def test_a_fraction_stands_in_its_sentence(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(72, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(72, 130, "Methods", 12, "Times-Bold")
    y = sheets.paragraph(72, 150, 450, f"{sentences(1, 9)} The rate of a lamp is given by") + 12
    sheets.line(240, y - 7, "moths")
    sheets.line(200, y, "rate  =")
    sheets.line(240, y + 7, "n + k")
    sheets.canvas.rect(239, sheets.height - y + 2.2, 28, 0.4, stroke=0, fill=1)
    sheets.line(500, y, "(1)")
    y = sheets.paragraph(72, y + 30, 450, "where n is the number of nights that we saw.", indent=0)
    sheets.paragraph(72, y, 450, sentences(10, 20))
    found = texts(read_pdf(sheets.save(), id="paper"), role="prose")
    expected = (
        "The rate of a lamp is given by rate = moths/(n + k) (1) where n is the number of nights that we saw."
    )
    assert expected in found


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ((113.6, 100.4, 116.6, 100.8), ["func_", "rate"]),
        ((113.6, 95.0, 116.6, 95.4), ["func", "rate"]),  # a minus, or what strikes a word out
        ((90.0, 101.5, 150.0, 101.9), ["func", "rate"]),  # an underline
        ((120.0, 100.4, 123.0, 100.8), ["func", "rate"]),  # below a letter
    ],
)
def test_an_underscore_may_be_drawn_as_a_rule(rule: Bar, expected: list[str]) -> None:
    words = [Word("func", 93, 113, 100, 10, FONT), Word("rate", 117, 137, 100, 10, FONT)]
    join_at_underscores(words, [rule])
    assert [w.text for w in words] == expected
    assert words[1].glued == (expected[0] == "func_")


def test_limits_one_above_the_other_belong_to_their_sum() -> None:
    words = [
        Word("a", 100, 105, 100, 10, FONT),
        Word("∑", 108, 118, 100, 10, FONT),
        Word("N", 118, 124, 95, 7, FONT),
        Word("i=1", 118, 129, 103, 7, FONT),
        Word("w", 131, 136, 100, 10, FONT),
    ]
    words[2].glued = True
    words[3].starts_line = words[4].starts_line = True
    (only,) = build_lines(words, 1)
    assert only.text == "a ∑^N_i=1 w"


def test_a_sum_that_hangs_below_its_place_stands_on_its_line(tmp_path: Path) -> None:
    """As in Computer Modern's font of large signs, whose glyphs begin at their top."""
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange"
        " <00> <FF> endcodespacerange 1 beginbfchar <50> <2211> endbfchar endcmap end end"
    )
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -1000 1000 0] /FontMatrix [.001 0 0 .001 0 0]"
        " /FirstChar 80 /LastChar 80 /Widths [1000] /Resources << >> /ToUnicode 12 0 R"
        " /CharProcs << /a 11 0 R >> /Encoding << /Type /Encoding /Differences [80 /a] >> >>"
    )
    glyph = stream("1000 0 0 -1000 1000 0 d1 0 -1000 1000 1000 re f")
    fill = shown([t for _, t, _ in wrap(sentences(1, 12), 450, 10, "Times-Roman", justify=False)], y=740)
    drawn = (
        "BT /F1 10 Tf 1 0 0 1 72 300 Tm (We take the ) Tj ET BT /F9 10 Tf 1 0 0 1 125 307.5 Tm (P) Tj ET"
        " BT /F1 10 Tf 1 0 0 1 138 300 Tm (of all moths.) Tj ET"
    )
    path = raw_pdf(
        tmp_path / "p.pdf", f"{fill} {drawn}", fonts="/F9 10 0 R",
        objects={10: font, 11: glyph, 12: stream(table)},
    )  # fmt: skip
    assert "We take the ∑ of all moths." in read_pdf(path, id="p").text
