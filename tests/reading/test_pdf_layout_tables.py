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
