"""Bands at the side of the pages stand in no sentence; drop caps stand at the head of their word."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.pdf import read_pdf
from generator.reading.pdf.fonts import Font
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.text_lines import build_lines
from tests.reading.pdf_sheets import Sheets, numbers_of, sentences, texts, wrap

LEFT, WIDTH = 80.0, 440.0


def three_pages(path: Path, band) -> Path:
    sheets = Sheets(path)
    sheets.on_page = band
    sheets.line(LEFT, 60, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 100, "Introduction", 11, "Times-Bold")
    lines = wrap(sentences(1, 130), WIDTH, 10, "Times-Roman", indent=10)
    sheets.set_lines(lines[:50], LEFT, 120, WIDTH, 10, "Times-Roman", 12)
    for page in (0, 1):
        sheets.next_page()
        at = 50 + 55 * page
        sheets.set_lines(lines[at : at + 55], LEFT, 72, WIDTH, 10, "Times-Roman", 12)
    return sheets.save()


def names(sheets: Sheets) -> None:
    """Words upright beside the text, on the height of its lines."""
    sheets.line(30, 336, "Nordic", 9)
    sheets.line(30, 348, "Moths", 9)
    sheets.line(528, 408, "Downloaded", 9)


def stacked(sheets: Sheets) -> None:
    """Draw the letters of a name one below the other, close to the text."""
    for k, letter in enumerate("MOTHSWEEKLY"):
        sheets.line(66, 300 + 12 * k, letter, 9)


@pytest.mark.parametrize("band", [names, stacked])
def test_words_of_a_side_band_stand_in_no_sentence(band, tmp_path) -> None:
    paper = read_pdf(three_pages(tmp_path / "paper.pdf", band), id="paper")
    found = numbers_of(paper)
    assert found == list(range(1, len(found) + 1))
    assert len(found) > 90
    prose = " ".join(texts(paper, role="prose"))
    assert not any(word in prose for word in ("Nordic", "Moths", "Downloaded", " M ", " W "))


def test_a_page_number_above_a_note_of_the_first_page_is_furniture(tmp_path) -> None:
    def feet(sheets: Sheets) -> None:
        sheets.centred(790, str(sheets.page + 2269), 9)
        if sheets.page == 1:
            sheets.centred(812, "Proceedings of the meeting of moth counters, a good many pages, in July", 8)

    paper = read_pdf(three_pages(tmp_path / "paper.pdf", feet), id="paper")
    assert not any("227" in t for t in texts(paper, role="prose"))


def with_capital(path: Path, letter: str, text: str, *, deep: int = 3) -> Paper:
    """Return a paragraph that opens with a letter as deep as ``deep`` lines."""
    sheets = Sheets(path)
    sheets.line(LEFT, 60, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 100, "Introduction", 11, "Times-Bold")
    size = 12 * (deep - 1) + 10
    sheets.line(LEFT, 120 + 12 * (deep - 1), letter, 1.32 * size, "Times-Bold")
    shift = 1.0 * size + 4
    beside = wrap(text, WIDTH - shift, 10, "Times-Roman")
    sheets.set_lines(beside[:deep], LEFT + shift, 120, WIDTH - shift, 10, "Times-Roman", 12)
    rest = " ".join(line for _, line, _ in beside[deep:])
    below = wrap(rest + " " + sentences(1, 20), WIDTH, 10, "Times-Roman")
    sheets.set_lines(below, LEFT, 120 + 12 * deep, WIDTH, 10, "Times-Roman", 12)
    return read_pdf(sheets.save(), id="paper")


TAIL = (
    " moths are counted under lamps in the summer, which takes many evenings of those who know them, and"
    " all of whom would rather walk through the woods in the dark or read a book at home than count on."
)


@pytest.mark.parametrize(
    ("letter", "behind", "opens"),
    [("M", "any", "Many moths"), ("T", "HE", "THE moths"), ("A", "ll", "All moths"), ("I", "n", "In moths")],
)
@pytest.mark.parametrize("deep", [2, 3])
def test_a_drop_cap_joins_its_word_and_the_lines_keep_their_order(
    letter, behind, opens, deep, tmp_path
) -> None:
    paper = with_capital(tmp_path / "paper.pdf", letter, behind + TAIL, deep=deep)
    prose = texts(paper, role="prose", kind="introduction")
    assert prose[0] == opens + TAIL.removeprefix(" moths")
    assert numbers_of(paper) == list(range(1, 21))


def test_a_drop_cap_that_is_a_word_stays_one(tmp_path) -> None:
    text = "lamp draws moths, and a lamp that stands alone draws more of them than any lamp in a row does."
    paper = with_capital(tmp_path / "paper.pdf", "A", text + TAIL.replace(" moths", " Moths", 1))
    assert texts(paper, role="prose", kind="introduction")[0] == "A " + text


def test_a_large_letter_of_a_panel_is_no_drop_cap(tmp_path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(LEFT, 60, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 100, "Results", 11, "Times-Bold")
    y = sheets.paragraph(LEFT, 120, WIDTH, sentences(1, 20))
    sheets.line(LEFT, y + 30, "A", 14, "Helvetica-Bold")
    sheets.line(LEFT + 40, y + 33, "moths", 6, "Helvetica")
    sheets.line(LEFT, y + 70, "Figure 1. Moths at each lamp.", 8, "Times-Bold")
    sheets.paragraph(LEFT, y + 100, WIDTH, sentences(21, 40))
    assert numbers_of(read_pdf(sheets.save(), id="paper")) == list(range(1, 41))


def test_the_first_line_of_a_double_spaced_page_is_no_running_head(tmp_path) -> None:
    sheets = Sheets(tmp_path / "manuscript.pdf")
    rest = wrap(sentences(1, 84), 400, 11, "Times-Roman", 12)
    while rest:
        for index, line in enumerate(rest[:29]):
            sheets.set_lines([line], LEFT, 80 + 24 * index, 400, 11, "Times-Roman", 24)
            sheets.line(520, 80 + 24 * index, str(index + 1), 8, "Helvetica")
        rest = rest[29:]
        if rest:
            sheets.next_page()
    assert numbers_of(read_pdf(sheets.save(), id="m")) == list(range(1, 85))


def test_the_first_line_of_a_drop_cap_ends_before_a_box_at_its_side() -> None:
    """By the size of the capital, the gutter would be as narrow as a blank."""
    roman = Font("Times-Roman")
    row = [
        Word("No", 59, 104, 600, 44, roman),
        Word("lamp", 106, 130, 600, 11, roman),
        Word("shone", 133, 165, 600, 11, roman),
        Word("Received", 183, 220, 600, 10, Font("Helvetica")),
        Word("in May", 223, 250, 600, 10, Font("Helvetica")),
    ]
    row[3].starts_line = True
    assert [x.text for x in build_lines(row, 1)] == ["No lamp shone", "Received in May"]


def test_notes_one_below_the_other_stay_apart(tmp_path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(LEFT, 60, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 100, "Introduction", 11, "Times-Bold")
    sheets.set_lines(
        wrap(sentences(1, 30), WIDTH, 10, "Times-Roman", indent=10), LEFT, 120, WIDTH, 10, "Times-Roman", 12
    )
    for number, y, text in (
        (1, 700, "The rules of the count are at http://moths.example/rules/"),
        (2, 710, "The names used here were read as those of lamps."),
    ):
        sheets.line(LEFT + 10, y - 3, str(number), 5)
        sheets.line(LEFT + 13, y, text, 8)
    paper = read_pdf(sheets.save(), id="paper")
    assert "2 The names used here were read as those of lamps." in texts(paper)
    assert "rules/2" not in paper.text


def test_a_closing_bracket_opens_no_paragraph(tmp_path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(LEFT, 60, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 100, "Introduction", 11, "Times-Bold")
    y = sheets.set_lines(
        wrap(sentences(1, 20), WIDTH, 10, "Times-Roman", indent=10), LEFT, 120, WIDTH, 10, "Times-Roman", 12
    )
    sheets.line(LEFT, y, "We show a new way of counting (", 10)
    sheets.line(LEFT + 140, y, "the lamp system and its twin", 10, "Times-Bold")
    sheets.line(LEFT, y + 12, ") that needs a single lamp for all of the moths of a night.", 10)
    paper = read_pdf(sheets.save(), id="paper")
    sentence = (
        "We show a new way of counting (the lamp system and its twin) that needs a single lamp for all of"
    )
    assert f"{sentence} the moths of a night." in paper.text.replace("( ", "(").replace(" )", ")")
