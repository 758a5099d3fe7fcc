"""A table is its caption, its header row, its rows and its notes, side by side in one section."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import Sheets, numbers_of, sentences, wrap

LEFT, RIGHT, COLUMN = 45.0, 307.0, 243.0
HEADER = ("Model", "Precision of counts", "Recall", "Moths")
ROWS = [("Small network", "0.490", "0.412", "120"), ("Large network", "0.533", "0.498", "141")]
PLACES = (0, 150, 290, 400)


def row(sheets: Sheets, cells: tuple[str, ...], y: float, font: str = "Times-Roman") -> None:
    for place, cell in zip(PLACES, cells, strict=True):
        sheets.line(LEFT + place, y, cell, 9, font)


def columns(sheets: Sheets, first: int, last: int, top: float) -> None:
    lines = wrap(sentences(first, last), COLUMN, 9, "Times-Roman", indent=10)
    half = len(lines) // 2
    sheets.set_lines(lines[:half], LEFT, top, COLUMN, 9, "Times-Roman", 11)
    sheets.set_lines(lines[half:], RIGHT, top, COLUMN, 9, "Times-Roman", 11)


def opened_with_title(path: Path) -> Sheets:
    sheets = Sheets(path)
    sheets.line(LEFT, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 110, "Results", 10, "Times-Bold")
    sheets.paragraph(LEFT, 130, 505, sentences(901, 940), 9)
    sheets.next_page()
    return sheets


def floats(paper: Paper) -> list[tuple[str, list[str]]]:
    return [
        (p.role, [x.text for x in p.sentences])
        for s in paper.sections
        if s.kind != "furniture"
        for p in s.paragraphs
        if p.role in ("caption", "table")
    ]


@pytest.mark.parametrize("below", [False, True])
def test_a_table_over_both_columns_keeps_its_header_row_and_caption(below, tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    caption = "Table 1: Counts of moths by two networks at all of the lamps in the forest of the north."
    sheets.line(LEFT, 240 if below else 160, caption, 9)
    row(sheets, HEADER, 180, "Times-Bold")
    row(sheets, ROWS[0], 194)
    row(sheets, ROWS[1], 208)
    columns(sheets, 1, 40, 290)
    paper = read_pdf(sheets.save(), id="paper")
    assert floats(paper) == [
        ("caption", [caption]),
        ("table", [" | ".join(cells) for cells in (HEADER, *ROWS)]),
    ]
    assert [n for n in numbers_of(paper) if n < 900] == list(range(1, 41))


def test_of_two_tables_with_captions_below_each_has_its_own_rows(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    for k in range(2):
        row(sheets, HEADER, 150 + 90 * k)
        row(sheets, (f"Network {k}", "0.1", "0.2", "3"), 164 + 90 * k)
        row(sheets, (f"Observer {k}", "0.4", "0.5", "6"), 178 + 90 * k)
        caption = (
            f"Table {k + 1}: Counts of moths by networks and by observers at all of the lamps of the north."
        )
        sheets.line(LEFT, 204 + 90 * k, caption, 9)
    columns(sheets, 1, 40, 360)
    paper = read_pdf(sheets.save(), id="paper")
    found = floats(paper)
    assert [role for role, _ in found] == ["caption", "table", "caption", "table"]
    assert [t[0][:8] for role, t in found if role == "caption"] == ["Table 1:", "Table 2:"]
    assert [t[1][:9] for role, t in found if role == "table"] == ["Network 0", "Network 1"]


def test_a_table_in_one_column_takes_no_text_of_the_other(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 150, "Table 1: Counts of moths.", 9)
    for k, cells in enumerate([("Model", "F1", "n"), ("Small", "0.49", "12"), ("Large", "0.53", "14")]):
        for place, cell in zip((0, 90, 160), cells, strict=True):
            sheets.line(LEFT + place, 166 + 11 * k, cell, 9)
    lines = wrap(sentences(1, 50), COLUMN, 9, "Times-Roman", indent=10)
    sheets.set_lines(lines[:40], LEFT, 220, COLUMN, 9, "Times-Roman", 11)
    sheets.set_lines(lines[40:], RIGHT, 133, COLUMN, 9, "Times-Roman", 11)
    paper = read_pdf(sheets.save(), id="paper")
    assert [n for n in numbers_of(paper) if n < 900] == list(range(1, 51))
    assert ("table", ["Model | F1 | n", "Small | 0.49 | 12", "Large | 0.53 | 14"]) in floats(paper)


@pytest.mark.parametrize(
    "note",
    [
        "a Counted by two of us in July.",
        "*Counted by two of us in July.",
        "Note: Counted by two of us in July.",
        "Abbreviations: F1, harmonic mean of both.",
        "NN, neural network; ML, machine learning.",
    ],
)
def test_the_notes_below_a_table_stand_with_it(note, tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 150, "Table 1: Counts of moths.", 9)
    row(sheets, HEADER, 166)
    row(sheets, ROWS[0], 180)
    row(sheets, ROWS[1], 194)
    sheets.line(LEFT, 210, note, 7.5)
    sheets.paragraph(LEFT, 250, 505, sentences(1, 30), 9.5)
    found = floats(read_pdf(sheets.save(), id="paper"))
    assert [role for role, _ in found] == ["caption", "table", "caption"]
    assert found[-1][1] == [note]


def test_a_caption_in_bold_like_the_headings_is_read_to_its_end(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    y = sheets.paragraph(LEFT, 130, 505, sentences(1, 12), 9)
    sheets.line(
        LEFT,
        y + 20,
        "Figure 1: Moths at each of the lamps that were lit in the summer months, by",
        10,
        "Times-Bold",
    )
    sheets.line(LEFT, y + 32, "the height of the lamp and the colour of its light", 10, "Times-Bold")
    sheets.paragraph(LEFT, y + 70, 505, sentences(13, 40), 9)
    paper = read_pdf(sheets.save(), id="paper")
    assert floats(paper)[0][1][0].endswith("months, by the height of the lamp and the colour of its light")
    assert [n for n in numbers_of(paper) if n < 900] == list(range(1, 41))


def test_rows_in_a_font_of_their_own_stay_in_their_table_though_they_look_like_text(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 150, "Table 4A. Counts of moths.", 9, "Helvetica")
    places = (0, 150, 215)
    rows = [("Lamps", "Kind", "Moths"), ("Of the north", "old", "12"), ("Of the south", "new", "14")]
    for k, cells in enumerate(rows):
        for place, cell in zip(places, cells, strict=True):
            sheets.line(LEFT + place, 166 + 11 * k, cell, 9, "Helvetica")
    # One line from edge to edge, whose cells stand close, and a title of rows in another cut.
    sheets.line(LEFT, 199, "Change from the lamps of the old kind to new ones 26 (24)", 9, "Helvetica")
    sheets.line(LEFT, 210, "Outcome", 9, "Helvetica-Bold")
    for place, cell in zip(places, ("Of the west", "old", "16"), strict=True):
        sheets.line(LEFT + place, 221, cell, 9, "Helvetica")
    lines = wrap(sentences(1, 50), COLUMN, 9, "Times-Roman", indent=10)
    sheets.set_lines(lines[:40], LEFT, 260, COLUMN, 9, "Times-Roman", 11)
    sheets.set_lines(lines[40:], RIGHT, 133, COLUMN, 9, "Times-Roman", 11)
    paper = read_pdf(sheets.save(), id="paper")
    found = floats(paper)
    assert [role for role, _ in found] == ["caption", "table"]
    assert len(found[1][1]) == 6
    assert "Outcome" in found[1][1]
    assert [n for n in numbers_of(paper) if n < 900] == list(range(1, 51))


def test_the_same_columns_at_the_top_of_many_pages_are_no_running_head(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    header = ("Model", "P", "R", "F1", "P", "R", "F1")
    for page in range(1, 4):
        # The caption stands below: the header is the topmost line of its page.
        for k, cells in enumerate([header, ("Small", *"123456"), ("Large", *"345678")]):
            for number, cell in enumerate(cells):
                sheets.line(LEFT + 70 * number, 60 + 14 * k, cell, 9)
        caption = (
            f"Table {page}: Counts of moths by two networks at all of the lamps of the north, for years."
        )
        sheets.line(LEFT, 116, caption, 9)
        columns(sheets, 40 * page - 39, 40 * page, 160)
        sheets.next_page()
    sheets.paragraph(LEFT, 60, 505, sentences(941, 950), 9)
    paper = read_pdf(sheets.save(), id="paper")
    tables = [rows for role, rows in floats(paper) if role == "table"]
    assert [rows[0] for rows in tables] == [" | ".join(header)] * 3


def test_notes_in_small_type_below_a_table_need_no_mark(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.line(LEFT, 150, "Table 1: Counts of moths.", 9)
    row(sheets, HEADER, 166)
    row(sheets, ROWS[0], 180)
    row(sheets, ROWS[1], 194)
    note = "All of the moths were counted twice by two of us."
    sheets.line(LEFT, 210, note, 7.5)
    sheets.paragraph(LEFT, 250, 505, sentences(1, 30), 9.5)
    assert floats(read_pdf(sheets.save(), id="paper"))[-1] == ("caption", [note])


def test_a_text_that_goes_on_in_small_type_below_a_table_is_no_note(tmp_path) -> None:
    sheets = opened_with_title(tmp_path / "paper.pdf")
    sheets.paragraph(LEFT, 250, 505, sentences(941, 990), 9)
    sheets.next_page()
    sheets.line(LEFT, 60, "Table 1: Counts of moths.", 9)
    row(sheets, HEADER, 76)
    row(sheets, ROWS[0], 90)
    row(sheets, ROWS[1], 104)
    y = sheets.paragraph(LEFT, 124, 505, sentences(1, 4), 7.5, leading=10)
    sheets.paragraph(LEFT, y, 505, sentences(5, 30), 7.5, leading=10)
    assert [n for n in numbers_of(read_pdf(sheets.save(), id="paper")) if n < 900] == list(range(1, 31))
