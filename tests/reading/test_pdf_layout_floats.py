"""Figures that text runs around, tables over two columns, captions, and the edges of pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import Sheets, numbers_of, sentences, texts

LEFT, RIGHT, COLUMN, WIDTH = 45.0, 307.0, 243.0, 505.0


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    made = Sheets(tmp_path / "paper.pdf")
    made.line(LEFT, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    made.line(LEFT, 92, "Freya Brandt and Oskar Lind", 12)
    made.line(LEFT, 120, "Methods", 12, "Times-Bold")
    return made


def read(sheets: Sheets) -> Paper:
    return read_pdf(sheets.save(), id="paper")


@pytest.mark.parametrize("side", ["left", "right"])
def test_text_that_runs_around_a_figure_is_text(sheets: Sheets, side: str) -> None:
    text_x, float_x = (LEFT, 340.0) if side == "right" else (270.0, LEFT)
    y = sheets.paragraph(LEFT, 140, WIDTH, sentences(1, 6), indent=0)
    narrow = sheets.paragraph(text_x, y, 280, sentences(7, 20), indent=0)
    for row, label in enumerate(["100", "80", "60", "40"]):
        sheets.line(float_x, y + 10 + 20 * row, label)
        sheets.line(float_x + 60, y + 14 + 20 * row, f"{7 * row + 3}")
    words = (
        "Figure 2: Moths at the lamps of the north, for each night of the year and all of the species seen."
    )
    sheets.paragraph(float_x, y + 92, 205, words, indent=0)
    sheets.paragraph(LEFT, narrow, WIDTH, sentences(21, 40), indent=0)
    paper = read(sheets)
    assert numbers_of(paper) == list(range(1, 41))
    assert words in texts(paper, role="caption")
    assert not any("Sentence" in t for t in texts(paper, role="table"))


def test_rows_that_run_over_both_columns_stay_in_their_table(sheets: Sheets) -> None:
    ends = [
        sheets.paragraph(x, 140, COLUMN, sentences(a, b), 9) for x, a, b in ((LEFT, 1, 14), (RIGHT, 15, 28))
    ]
    y = max(ends) + 20
    sheets.line(LEFT, y, "Table 1. Moths of the lamps in the north.", 8, "Times-Bold")
    rows = [
        ("Lamp", "All", "July", "p"),
        ("First", "39.2", "42.6", "0.004"),
        ("Second", "60.8", "57.4", "0.1"),
    ]
    for number, row in enumerate(rows):
        for x, cell in zip((LEFT, 200, 340, 480), row, strict=True):
            sheets.line(x, y + 14 + 11 * number, cell, 8)
    sheets.line(LEFT, y + 47, "Third", 8)
    sheets.line(200, y + 47, "60.1 (12.1, 18.2-88.1) 61.2 (12.6, 18.2-88.1) 58.6 (11.1, 25.4-87.3) 0.001", 8)
    sheets.line(LEFT, y + 60, "a Counted by two of us in July, at every lamp.", 8)
    sheets.line(
        LEFT, y + 70, "b Counted by all of us, at the lamps that were lit in the second half of the year.", 8
    )
    paper = read(sheets)
    assert any(t.startswith("Third | 60.1") for t in texts(paper, role="table"))
    assert any(t.startswith("b Counted") for t in texts(paper, role="caption"))
    assert not any("Counted" in t for t in texts(paper, role="prose"))


def test_a_caption_needs_no_stop_behind_its_number(sheets: Sheets) -> None:
    y = sheets.paragraph(LEFT, 140, WIDTH, sentences(1, 12)) + 20
    for number, row in enumerate([("North", "41", "38"), ("South", "37", "12"), ("West", "12", "9")]):
        for x, cell in zip((LEFT, 200, 340), row, strict=True):
            sheets.line(x, y + 12 * number, cell)
    sheets.centred(y + 44, "Table 1 Sizes of the sets")
    sheets.paragraph(LEFT, y + 70, WIDTH, sentences(13, 20))
    paper = read(sheets)
    assert "Table 1 Sizes of the sets" in texts(paper, role="caption")
    assert "North | 41 | 38" in texts(paper, role="table")


def test_a_sentence_in_the_text_begins_no_caption(sheets: Sheets) -> None:
    y = sheets.paragraph(LEFT, 140, WIDTH, sentences(1, 12))
    sheets.paragraph(LEFT, y, WIDTH, f"Table 1 shows the moths. {sentences(13, 20)}")
    assert "Table 1 shows the moths." in texts(read(sheets), role="prose")


def test_the_number_of_the_first_page_may_stand_at_the_other_edge(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(LEFT, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 120, "Methods", 12, "Times-Bold")
    sheets.paragraph(LEFT, 140, COLUMN, sentences(1, 24), 9)
    sheets.paragraph(RIGHT, 140, COLUMN, sentences(25, 48), 9)
    sheets.line(290, 800, "1307", 9)
    sheets.line(LEFT, 790, "Received 9 July; accepted 1 August", 9)
    for page in range(3):
        sheets.next_page()
        sheets.line(LEFT, 40, f"{1308 + page} F. Brandt and O. Lind", 9)
        first = 49 + 40 * page
        sheets.paragraph(LEFT, 80, WIDTH, sentences(first, first + 39), 9)
    paper = read(sheets)
    assert numbers_of(paper) == list(range(1, 169))
    assert not any("1307" in t for t in texts(paper, role="prose"))


def test_the_last_words_of_a_sentence_are_no_running_head(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(LEFT, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.paragraph(LEFT, 120, WIDTH, sentences(1, 20), 9)
    for page in range(4):
        sheets.next_page()
        sheets.line(LEFT, 40, "Counting moths at lamps", 9)
        sheets.line(500, 40, str(page + 2), 9)
        first = 21 + 20 * page
        sheets.paragraph(LEFT, 80, WIDTH, sentences(first, first + 19), 9)
    sheets.paragraph(LEFT, 300, WIDTH, "The lamps were counted by two of us, who wrote the", 9, justify=False)
    sheets.next_page()
    sheets.line(LEFT, 40.5, "manuscript and approved the final version.", 9)
    sheets.line(LEFT, 80, "Acknowledgements", 12, "Times-Bold")
    sheets.paragraph(LEFT, 98, WIDTH, sentences(101, 110), 9)
    assert "manuscript and approved the final version." in " ".join(texts(read(sheets), role="prose"))


@pytest.mark.parametrize(
    "caption",
    [
        "Tabela 2. Mariposas em cada uma das lâmpadas",
        "Quadro 2. Mariposas em cada uma das lâmpadas",
        "Tabelle 2: Falter an jeder der Lampen",
        "Tableau 2. Papillons de nuit de chaque lampe",
        "Table. Moths at each of the lamps",
    ],
)
def test_captions_in_other_languages(sheets: Sheets, caption: str) -> None:
    y = sheets.paragraph(LEFT, 140, WIDTH, sentences(1, 12)) + 20
    sheets.line(LEFT, y, caption, 9, "Times-Bold")
    for number, row in enumerate([("North", "41", "38"), ("South", "37", "12"), ("West", "12", "9")]):
        for x, cell in zip((LEFT, 200, 340), row, strict=True):
            sheets.line(x, y + 14 + 11 * number, cell, 9)
    sheets.paragraph(LEFT, y + 80, WIDTH, sentences(13, 20))
    paper = read(sheets)
    assert " ".join(texts(paper, role="caption")) == caption
    assert texts(paper, role="table") == ["North | 41 | 38", "South | 37 | 12", "West | 12 | 9"]
    assert numbers_of(paper) == list(range(1, 21))


def two_columns(sheets: Sheets) -> float:
    ends = [
        sheets.paragraph(x, 140, COLUMN, sentences(a, b), 9) for x, a, b in ((LEFT, 1, 20), (RIGHT, 21, 40))
    ]
    return max(ends) + 24


def test_a_title_among_the_rows_of_a_table_stays_in_it(sheets: Sheets) -> None:
    y = two_columns(sheets)
    sheets.line(LEFT, y, "Table 1. Moths of the lamps in the north.", 9, "Times-Bold")
    rows = [("First", "41", "38"), ("Second", "37", "12"), ("Moths that two of us saw in July (n = 90)",)]
    rows += [("Third", "12", "9"), ("Fourth", "7", "3")]
    for number, row in enumerate(rows):
        for x, cell in zip((LEFT, 150, 230), row, strict=False):
            sheets.line(x, y + 13 + 11 * number, cell, 9)
    paper = read(sheets)
    assert texts(paper, role="table") == [" | ".join(row) for row in rows]


def test_cells_of_many_words_stay_in_their_table(sheets: Sheets) -> None:
    y = two_columns(sheets)
    sheets.line(LEFT, y, "Table 1. When the lamps were put out.", 9, "Times-Bold")
    rows = [
        ("Lamp", "First group", "Second group"),
        ("Time", "24 h", "10 h"),
        ("Number", "Three or more moths at a", "One or more moths at each of the"),
        ("", "lamp in ten minutes", "lamps in five minutes or more"),
        ("Rain", "And if it rained that night", "And if it rained or there was any wind"),
    ]
    for number, row in enumerate(rows):
        for x, cell in zip((LEFT, 160, 370), row, strict=True):
            sheets.line(x, y + 13 + 11 * number, cell, 9)
    paper = read(sheets)
    number = (
        "Number | Three or more moths at a lamp in ten minutes | One or more moths at each of the lamps in"
    )
    whole = [" | ".join(row) for row in rows]
    assert texts(paper, role="table") == [*whole[:2], f"{number} five minutes or more", whole[4]]
    assert numbers_of(paper) == list(range(1, 41))


def test_two_tables_side_by_side_stay_apart(sheets: Sheets) -> None:
    y = two_columns(sheets)
    for number, x in ((1, LEFT), (2, RIGHT)):
        sheets.line(x, y + 50, f"Table {number}. Moths of the lamps in the north.", 9, "Times-Bold")
        for row in range(3):
            for k in range(3):
                sheets.line(x + 80 * k, y + 11 * row, f"{number}{row}{k}.5", 9)
    found = texts(read(sheets), role="table")
    assert "100.5 | 101.5 | 102.5" in found
    assert "200.5 | 201.5 | 202.5" in found


def test_cells_that_hold_sentences_stay_in_their_table(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(200, 70, "Counting moths at lamps", 17, "Times-Bold")
    sheets.line(200, 120, "Methods", 12, "Times-Bold")
    y = sheets.paragraph(200, 140, 350, sentences(1, 12)) + 20
    sheets.line(200, y, "Table 1. What was done with each of the lamps.", 8, "Times-Bold")
    cells = [
        (
            "North",
            "The lamps were lit at eight and put out when the last of us had gone home, or at the latest at",
        ),
        (
            "South",
            "The lamps were lit at nine, and nobody put them out before the end of the night, save for rain",
        ),
    ]
    for number, (name, words) in enumerate(cells):
        top = y + 14 + 30 * number
        sheets.line(200, top, name, 8)
        sheets.line(240, top, words, 8)
        sheets.line(
            240,
            top + 9.5,
            "and for wind, which nobody of us had thought of before the moths had been counted at all",
            8,
        )
    sheets.paragraph(200, y + 100, 350, sentences(13, 20))
    sheets.next_page()
    sheets.paragraph(200, 80, 350, sentences(21, 26), 8)  # so that some of the text is as small
    paper = read(sheets)
    assert numbers_of(paper) == list(range(1, 27))
    assert [t.split(" | ")[0] for t in texts(paper, role="table")] == [
        "North",
        "| and for wind, which nobody of us had thought of before the moths had been counted at all",
        "South",
        "| and for wind, which nobody of us had thought of before the moths had been counted at all",
    ]
