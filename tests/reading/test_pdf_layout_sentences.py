"""Sentences stay whole across columns, pages, boxes, figures, notes and formulas."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import Sheets, numbers_of, sentences, texts, wrap

LEFT, RIGHT, COLUMN = 45.0, 307.0, 243.0
Lines = list[tuple[float, str, bool]]


def opened_with_title(path: Path) -> Sheets:
    sheets = Sheets(path)
    sheets.line(LEFT, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 92, "Freya Brandt and Oskar Lind", 12)
    return sheets


def cut_text(first: int, last: int, most: int) -> tuple[Lines, Lines]:
    """Cut wrapped lines in two within a sentence, at line ``most`` or a little before it."""
    lines = wrap(sentences(first, last), COLUMN, 9, "Times-Roman", indent=10)
    at = next(k for k in range(most, 0, -1) if not lines[k - 1][1].endswith(".") and lines[k][1][0].islower())
    return lines[:at], lines[at:]


def column(sheets: Sheets, lines: Lines, x: float, y: float) -> float:
    return sheets.set_lines(lines, x, y, COLUMN, 9, "Times-Roman", 11)


def read(sheets: Sheets) -> Paper:
    return read_pdf(sheets.save(), id="paper")


def box(sheets: Sheets) -> None:
    sheets.line(RIGHT + 8, 310, "Key points", 9.5, "Helvetica-Bold")
    sheets.paragraph(
        RIGHT + 8, 324, 225, "Question Do lamps draw moths? They do, in each month.", 7.5, "Helvetica"
    )
    sheets.paragraph(
        RIGHT + 8, 350, 225, "Meaning Lamps should be few and dim in the north.", 7.5, "Helvetica"
    )


def figure(sheets: Sheets) -> None:
    for k in range(4):
        sheets.line(RIGHT + 20 + 40 * k, 320, f"{10 * k}", 7, "Helvetica")
    sheets.line(RIGHT, 345, "Figure 1. Moths at each lamp.", 8, "Times-Bold")
    sheets.line(RIGHT, 357, "doi:10.1234/journal.pnow.0000001.g001", 8)


def table(sheets: Sheets) -> None:
    sheets.line(RIGHT, 310, "Table 1. Moths at each lamp.", 8, "Times-Bold")
    for k, row in enumerate([("Lamp", "Moths"), ("First", "41"), ("Second", "37"), ("Third", "12")]):
        sheets.line(RIGHT, 324 + 11 * k, row[0], 8)
        sheets.line(RIGHT + 120, 324 + 11 * k, row[1], 8)
    sheets.line(RIGHT, 372, "a Counted by two of us in July.", 7)


@pytest.mark.parametrize("between", [box, figure, table])
def test_a_sentence_goes_on_behind_what_stands_at_the_head_of_the_next_column(between, tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 290, "Introduction", 11, "Times-Bold")
    head, tail = cut_text(1, 30, 40)
    column(sheets, head, LEFT, 310)
    between(sheets)
    rest = tail + wrap(sentences(31, 40), COLUMN, 9, "Times-Roman", indent=10)
    column(sheets, rest, RIGHT, 400)
    paper = read(sheets)
    assert numbers_of(paper) == list(range(1, 41))
    assert not any("Key points" in t or "journal" in t for t in texts(paper, role="prose"))


def test_the_title_of_a_box_opens_no_section(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 290, "Introduction", 11, "Times-Bold")
    head, tail = cut_text(1, 30, 40)
    column(sheets, head, LEFT, 310)
    box(sheets)
    column(sheets, tail, RIGHT, 400)
    paper = read(sheets)
    assert "Key points" not in [s.title for s in paper.sections]
    assert "Key points" in texts(paper, role="caption")


def test_a_sentence_goes_on_over_the_page_behind_a_footnote_and_a_figure(tmp_path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(LEFT, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 110, "Introduction", 11, "Times-Bold")
    lines = wrap(sentences(1, 60), 500, 10, "Times-Roman", indent=10)
    at = next(k for k in range(45, 0, -1) if lines[k][1][0].islower() and not lines[k - 1][1].endswith("."))
    sheets.set_lines(lines[:at], LEFT, 130, 500, 10, "Times-Roman", 12)
    sheets.line(LEFT, 780, "1 The lamps were bought in a shop nearby.", 7)
    sheets.next_page()
    sheets.line(LEFT + 100, 100, "moths", 7, "Helvetica")
    sheets.line(LEFT, 140, "Figure 1. Moths at each lamp.", 9, "Times-Bold")
    sheets.line(LEFT, 154, "Full-size DOI: 10.1234/peerj.4321/fig-1", 8)
    sheets.set_lines(lines[at:], LEFT, 190, 500, 10, "Times-Roman", 12)
    paper = read(sheets)
    assert numbers_of(paper) == list(range(1, 61))
    assert "Full-size DOI: 10.1234/peerj.4321/fig-1" in texts(paper, role="caption")


def test_the_address_of_a_figure_at_the_foot_of_a_page_stands_with_its_caption(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 130, "Methods", 11, "Times-Bold")
    sheets.paragraph(LEFT, 150, 500, sentences(1, 8))
    sheets.line(LEFT + 60, 600, "moths", 7, "Helvetica")
    sheets.line(LEFT, 700, "Fig 1. Moths at each lamp.", 9, "Times-Bold")
    sheets.line(LEFT, 790, "https://doi.org/10.1234/journal.pnow.0000001.g001", 8)
    sheets.next_page()
    sheets.paragraph(LEFT, 70, 500, sentences(9, 30))
    paper = read(sheets)
    methods = next(s for s in paper.sections if s.title == "Methods")
    captions = [x.text for p in methods.paragraphs if p.role == "caption" for x in p.sentences]
    assert captions[-1] == "https://doi.org/10.1234/journal.pnow.0000001.g001"


def test_text_below_the_next_heading_is_never_joined_to_an_open_paragraph(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 290, "Introduction", 11, "Times-Bold")
    head, _ = cut_text(1, 30, 40)
    column(sheets, head, LEFT, 310)
    sheets.line(RIGHT, 300, "Results", 11, "Times-Bold")
    column(sheets, wrap("many lamps were lit. " + sentences(31, 40), COLUMN, 9, "Times-Roman"), RIGHT, 316)
    paper = read(sheets)
    results = next(s for s in paper.sections if s.title == "Results")
    assert next(results.sentences).text == "many lamps were lit."


def test_a_formula_stays_in_the_sentence_that_it_cuts(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 130, "Methods", 11, "Times-Bold")
    y = sheets.paragraph(LEFT, 150, 500, sentences(1, 8) + " The share of moths at a lamp is given by")
    sheets.line(LEFT + 200, y + 8, "M / N", 10, "Helvetica")
    y = sheets.paragraph(LEFT, y + 28, 500, "where the second letter stands for all moths.", indent=0)
    sheets.paragraph(LEFT, y, 500, sentences(9, 30))
    paper = read(sheets)
    whole = "The share of moths at a lamp is given by M / N where the second letter stands for all moths."
    assert whole in texts(paper)


def test_labels_that_no_caption_takes_along_are_no_prose(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 130, "Results", 11, "Times-Bold")
    y = sheets.paragraph(LEFT, 150, 500, sentences(1, 8))
    for k, words in enumerate(["Lamp first", "Lamp second", "Moths counted", "Share"]):
        sheets.line(LEFT + 60 + 100 * (k % 2), y + 30 + 40 * (k // 2), words, 6.5, "Helvetica")
    sheets.paragraph(LEFT, y + 120, 500, sentences(9, 40))
    paper = read(sheets)
    assert numbers_of(paper) == list(range(1, 41))
    assert all(t.startswith("Sentence") for t in texts(paper, role="prose", kind="results"))


def test_a_part_of_the_text_in_small_type_is_no_footnote(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 290, "Methods", 11, "Times-Bold")
    y = column(sheets, wrap(sentences(1, 8), COLUMN, 9, "Times-Roman", indent=10), LEFT, 310)
    small = wrap(sentences(9, 30), COLUMN, 8, "Times-Roman", indent=10)
    at = next(k for k in range(30, 0, -1) if small[k][1][0].islower() and not small[k - 1][1].endswith("."))
    sheets.set_lines(small[:at], LEFT, y + 10, COLUMN, 8, "Times-Roman", 10)
    sheets.set_lines(small[at:], RIGHT, 310, COLUMN, 8, "Times-Roman", 10)
    column(sheets, wrap(sentences(31, 44), COLUMN, 9, "Times-Roman", indent=10), RIGHT, 520)
    assert numbers_of(read(sheets)) == list(range(1, 45))


def test_a_well_known_title_in_its_own_type_needs_no_white_below(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 130, "Results", 11, "Times-Bold")
    y = sheets.paragraph(LEFT, 150, 500, sentences(1, 30))
    sheets.line(LEFT, y + 6, "Competing interests", 8, "Helvetica")
    sheets.line(LEFT, y + 15, "The authors declare that they have none.", 8)
    paper = read(sheets)
    assert ("back", "Competing interests") in [(s.kind, s.title) for s in paper.sections]


def test_a_sentence_goes_on_behind_a_figure_of_code_in_the_next_column(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 130, "Introduction", 11, "Times-Bold")
    head, tail = cut_text(1, 54, 40)
    column(sheets, head, LEFT, 150)
    code = ["for each lamp in lamps {", "n = count(lamp)", "if n > most {", "most = n", "}", "}"]
    sheets.set_lines([(0, t, False) for t in code], RIGHT, 140, COLUMN, 7.5, "Courier", 9)
    column(sheets, tail, RIGHT, 240)
    assert numbers_of(read(sheets)) == list(range(1, 55))


@pytest.mark.parametrize(("end", "start"), [("on nov.", "29 by"), ("in vol.", "3 of"), ("with no.", "7 of")])
def test_a_number_goes_on_behind_an_abbreviation_at_the_foot_of_a_column(end, start, tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 130, "Introduction", 11, "Times-Bold")
    y = column(sheets, wrap(sentences(1, 12), COLUMN, 9, "Times-Roman"), LEFT, 150)
    sheets.set_lines([(0, f"The moths of all of the lamps were counted {end}", True)], LEFT, y, COLUMN, 9,
                     "Times-Roman", 11)  # fmt: skip
    column(sheets, wrap(f"{start} both of us. {sentences(13, 30)}", COLUMN, 9, "Times-Roman"), RIGHT, 150)
    assert f"The moths of all of the lamps were counted {end} {start} both of us." in texts(read(sheets))
