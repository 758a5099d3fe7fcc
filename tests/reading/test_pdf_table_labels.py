"""Labels over several lines are one cell of their row, and notes next to a table no cells of its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import Sheets, sentences

LEFT, TOP = 45.0, 180.0
COLUMNS = (0, 170, 240)


def opened(path: Path) -> Sheets:
    sheets = Sheets(path)
    sheets.line(LEFT, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 110, "Results", 10, "Times-Bold")
    sheets.line(LEFT, 150, "Table 1: Counts of moths.", 9)
    head(sheets, TOP)
    return sheets


def head(sheets: Sheets, y: float) -> None:
    for place, cell in zip(COLUMNS, ("Lamp", "Moths", "Bats"), strict=True):
        sheets.line(LEFT + place, y, cell, 9, "Times-Bold")


def row(sheets: Sheets, label: list[str], values: tuple[str, ...], y: float, middle: float) -> float:
    """Draw a label, and values below its first line by ``middle``; return the y of the next row."""
    for number, line in enumerate(label):
        sheets.line(LEFT, y + 11 * number, line, 9)
    for place, value in zip(COLUMNS[1:], values, strict=True):
        sheets.line(LEFT + place, y + middle, value, 9)
    return y + 11 * len(label) + 7


def rule(sheets: Sheets, y: float) -> None:
    sheets.canvas.setLineWidth(0.5)
    sheets.canvas.line(LEFT, sheets.height - y, LEFT + 280, sheets.height - y)


def closed(sheets: Sheets, y: float) -> Paper:
    sheets.paragraph(LEFT, y + 40, 505, sentences(1, 30), 9.5)
    return read_pdf(sheets.save(), id="paper")


def paragraphs(paper: Paper, role: str) -> list[list[str]]:
    return [[x.text for x in p.sentences] for s in paper.sections for p in s.paragraphs if p.role == role]


LABELS = [["Lamps of sodium", "in the north"], ["Lamps that were", "20 m from the sea", "in May"], ["Old"]]
VALUES = [("12", "4"), ("22", "5"), ("31", "6")]
WHOLE = [
    "Lamp | Moths | Bats",
    "Lamps of sodium in the north | 12 | 4",
    "Lamps that were 20 m from the sea in May | 22 | 5",
    "Old | 31 | 6",
]


@pytest.mark.parametrize("centred", [True, False], ids=["in the middle", "at the top"])
def test_a_label_between_two_rules_is_one_cell(tmp_path: Path, centred: bool) -> None:
    sheets = opened(tmp_path / "paper.pdf")
    y = TOP + 16
    rule(sheets, TOP + 4)
    for label, values in zip(LABELS, VALUES, strict=True):
        y = row(sheets, label, values, y, 5.5 * (len(label) - 1) if centred else 0)
        rule(sheets, y - 11)
    assert paragraphs(closed(sheets, y), "table")[0] == WHOLE


def test_values_at_half_the_height_of_two_lines_are_no_row_of_their_own(tmp_path: Path) -> None:
    sheets = opened(tmp_path / "paper.pdf")
    y = row(sheets, LABELS[0], VALUES[0], TOP + 16, 5.5)
    y = row(sheets, ["Lamps in the", "town"], VALUES[1], y, 5.5)
    y = row(sheets, ["Old"], VALUES[2], y, 0)
    assert paragraphs(closed(sheets, y), "table")[0] == [
        *WHOLE[:2],
        "Lamps in the town | 22 | 5",
        WHOLE[3],
    ]


def test_rows_of_a_group_between_two_rules_stay_rows(tmp_path: Path) -> None:
    sheets = opened(tmp_path / "paper.pdf")
    y = TOP + 16
    rule(sheets, TOP + 4)
    for group in ("In the town", "In the forest", "At the sea"):
        sheets.line(LEFT, y, group, 9)
        for number, (label, values) in enumerate(zip(("Old", "New"), VALUES, strict=False), 1):
            row(sheets, [label], values, y + 11 * number, 0)
        y += 40
        rule(sheets, y - 11)
    rows = paragraphs(closed(sheets, y), "table")[0]
    assert rows[1:4] == ["In the town", "Old | 12 | 4", "New | 22 | 5"]
    assert len(rows) == 10


NOTES = [
    "Abbreviation: W, watts.",
    "a Moths of all kinds,",
    "counted in all nights,",
    "and bats.",
    "b In May.",
]


def test_notes_next_to_a_table_are_notes(tmp_path: Path) -> None:
    sheets = opened(tmp_path / "paper.pdf")
    for number in range(8):
        row(sheets, [f"Lamp {number}"], (f"{number}2", f"{number}"), TOP + 14 * (number + 1), 0)
    y = TOP + 19
    for number, line in enumerate(NOTES):
        y += 12.5 if line[1] == " " else 9.5
        sheets.line(LEFT + 300 + (4 if 1 < number < 4 else 0), y, line, 8, "Helvetica")
    paper = closed(sheets, TOP + 130)
    rows = paragraphs(paper, "table")[0]
    assert rows == ["Lamp | Moths | Bats", *(f"Lamp {n} | {n}2 | {n}" for n in range(8))]
    assert paragraphs(paper, "caption")[1:] == [
        ["Abbreviation: W, watts."],
        ["a Moths of all kinds, counted in all nights, and bats."],
        ["b In May."],
    ]


def test_a_last_column_of_words_is_no_note(tmp_path: Path) -> None:
    sheets = opened(tmp_path / "paper.pdf")
    sheets.line(LEFT + 300, TOP, "Note on lamps", 9, "Times-Bold")
    for number in range(8):
        y = TOP + 14 * (number + 1)
        row(sheets, [f"Lamp {number}"], (f"{number}2", f"{number}"), y, 0)
        sheets.line(LEFT + 300, y, "stood in the forest", 9)
    rows = paragraphs(closed(sheets, TOP + 130), "table")[0]
    assert rows[0] == "Lamp | Moths | Bats | Note on lamps"
    assert rows[1:] == [f"Lamp {n} | {n}2 | {n} | stood in the forest" for n in range(8)]
