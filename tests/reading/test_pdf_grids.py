"""Cells of a table on a page stand in columns; what heads them is known, or nothing is said of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Paragraph
from generator.core.table_sentences import rows_of
from generator.reading.pdf import read_pdf
from generator.reading.pdf.grids import grid_block
from tests.reading.pdf_sheets import Sheets, sentences

LEFT, TOP, STEP = 45.0, 166.0, 14.0
Rows = list[dict[float, str]]


def read(path: Path, rows: Rows, bold: int = 0, step: float = STEP) -> tuple[Paragraph, list[str]]:
    """Return the table that a page sets with each cell at its place, and its rows in words."""
    sheets = Sheets(path)
    sheets.line(LEFT, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 110, "Results", 10, "Times-Bold")
    sheets.line(LEFT, 150, "Table 1: Counts of moths.", 9)
    for number, row in enumerate(rows):
        for place, cell in row.items():
            font = "Times-Bold" if number < bold else "Times-Roman"
            sheets.line(LEFT + place, TOP + step * number, cell, 9, font)
    sheets.paragraph(LEFT, TOP + step * len(rows) + 40, 505, sentences(1, 30), 9.5)
    paper = read_pdf(sheets.save(), id="paper")
    section, number = next(
        (s, n) for s in paper.sections for n, p in enumerate(s.paragraphs) if p.role == "table"
    )
    for sentence in section.paragraphs[number].sentences:
        assert paper.text[sentence.start : sentence.end] == sentence.text
    said = [row.in_words if row else "" for row in rows_of(section, number)]
    return section.paragraphs[number], said


def test_a_cell_stands_under_its_heading_though_others_are_empty(tmp_path: Path) -> None:
    rows: Rows = [
        {0: "Lamp", 100: "Moths", 200: "Bats", 300: "Nights"},
        {0: "Sodium", 100: "12", 200: "4", 300: "3"},
        {0: "LED", 200: "7", 300: "5"},
        {0: "Mercury", 100: "31", 300: "6"},
    ]
    table, said = read(tmp_path / "paper.pdf", rows)
    assert table.sentences[2].text == "LED | | 7 | 5"
    assert said == [
        "",
        "Lamp: Sodium; Moths: 12; Bats: 4; Nights: 3",
        "Lamp: LED; Bats: 7; Nights: 5",
        "Lamp: Mercury; Moths: 31; Nights: 6",
    ]


def test_the_words_of_a_wide_heading_make_no_empty_column(tmp_path: Path) -> None:
    rows: Rows = [
        {0: "Lamp", 70: "Weight", 101: "(mg)", 140: "p"},
        *({0: f"Lamp {n}", 70: f"{n}.5", 140: f"0.0{n}"} for n in range(1, 9)),
    ]
    table, _ = read(tmp_path / "paper.pdf", rows)
    assert table.sentences[2].text == "Lamp 2 | 2.5 | 0.02"


def test_a_heading_over_several_columns_stands_at_each(tmp_path: Path) -> None:
    rows: Rows = [
        {126: "Moths", 326: "Bats"},
        {0: "Lamp", 100: "caught", 160: "seen", 300: "caught", 360: "seen"},
        {0: "Sodium", 100: "12", 160: "14", 300: "3", 360: "4"},
        {0: "LED", 100: "22", 160: "24", 300: "5", 360: "6"},
    ]
    table, said = read(tmp_path / "paper.pdf", rows)
    assert table.header.columns == ("Lamp", "Moths caught", "Moths seen", "Bats caught", "Bats seen")
    assert said[3] == "Lamp: LED; Moths caught: 22; Moths seen: 24; Bats caught: 5; Bats seen: 6"


def test_a_heading_over_several_narrow_columns_joins_none_of_them(tmp_path: Path) -> None:
    rows: Rows = [{100: "North", 131: "w. South"}, {0: "Lamp", 100: "P", 130: "P", 150: "R"}]
    rows += [{0: f"Lamp {n}", 100: f".{n}1", 130: f".{n}2", 150: f".{n}3"} for n in range(1, 7)]
    table, _ = read(tmp_path / "paper.pdf", rows)
    assert table.sentences[2].text == "Lamp 1 | .11 | .12 | .13"


def test_one_heading_over_some_columns_is_no_title_of_rows(tmp_path: Path) -> None:
    rows: Rows = [
        {226: "Moths"},
        {0: "Lamp", 100: "Nights", 200: "caught", 260: "seen"},
        {0: "Sodium", 100: "3", 200: "12", 260: "14"},
        {0: "LED", 100: "4", 200: "22", 260: "24"},
    ]
    table, said = read(tmp_path / "paper.pdf", rows)
    assert table.sentences[0].text == "| | Moths"
    assert said[2] == "Lamp: Sodium; Nights: 3; Moths caught: 12; Moths seen: 14"


def test_a_heading_of_two_lines_is_one(tmp_path: Path) -> None:
    rows: Rows = [
        {100: "Moths", 200: "Recogni-"},
        {0: "Lamp", 100: "caught", 200: "tion"},
        {0: "Sodium", 100: "12", 200: "0.4"},
        {0: "LED", 100: "22", 200: "0.5"},
    ]
    table, _ = read(tmp_path / "paper.pdf", rows, step=10.5)
    assert table.header.columns[:2] == ("Lamp", "Moths caught")


def test_a_cell_of_several_lines_is_one(tmp_path: Path) -> None:
    rows: Rows = [
        {0: "Lamp", 100: "What was seen at it", 300: "Moths"},
        {0: "Sodium", 100: "Most of them came late and", 300: "12"},
        {100: "left before the morning"},
        {0: "LED", 100: "Few came", 300: "22"},
    ]
    table, said = read(tmp_path / "paper.pdf", rows)
    assert [s.text for s in table.sentences][1] == (
        "Sodium | Most of them came late and left before the morning | 12"
    )
    assert said[2] == "Lamp: LED; What was seen at it: Few came; Moths: 22"


def test_the_title_of_a_group_of_rows_stands_with_each_of_them(tmp_path: Path) -> None:
    rows: Rows = [
        {0: "Lamp", 100: "Moths", 200: "Bats"},
        {0: "Summer"},
        {0: "Sodium", 100: "12", 200: "4"},
        {0: "LED", 100: "22", 200: "5"},
        {0: "Winter"},
        {0: "Sodium", 100: "1", 200: "0"},
    ]
    _, said = read(tmp_path / "paper.pdf", rows)
    assert said[2] == "Summer; Lamp: Sodium; Moths: 12; Bats: 4"
    assert said[5] == "Winter; Lamp: Sodium; Moths: 1; Bats: 0"


def test_in_a_table_of_words_bold_type_heads_the_columns(tmp_path: Path) -> None:
    rows: Rows = [
        {0: "Lamp", 100: "Colour", 200: "Maker"},
        {0: "Sodium", 100: "yellow", 200: "unknown"},
        {0: "LED", 100: "white", 200: "unknown"},
    ]
    assert read(tmp_path / "bold.pdf", rows, bold=1)[1][1] == "Lamp: Sodium; Colour: yellow; Maker: unknown"
    assert not read(tmp_path / "plain.pdf", rows)[0].header


@pytest.mark.parametrize(
    "rows",
    [
        # Two columns are headed alike: nobody can say which one a number is from.
        [
            {0: "Lamp", 100: "Moths", 200: "Moths"},
            {0: "Sodium", 100: "12", 200: "4"},
            {0: "LED", 100: "22", 200: "5"},
        ],
        # Two columns of numbers stand so close that they are one.
        [
            {0: "Lamp", 100: "Moths and bats", 200: "Nights"},
            {0: "Sodium", 100: "12 14", 200: "4"},
            {0: "LED", 100: "224 24", 200: "5"},
        ],
        [{0: "Sodium", 100: "12", 200: "4"}, {0: "LED", 100: "22", 200: "5"}],
    ],
)
def test_where_it_cannot_be_told_what_heads_a_column_nothing_is_said(rows: Rows, tmp_path: Path) -> None:
    table, said = read(tmp_path / "paper.pdf", rows)
    assert not table.header
    assert said == [""] * len(rows)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.dictionaries(
            st.integers(0, 40).map(lambda n: 10.0 * n),
            st.sampled_from(["12", "0.5", "Moths", "Bats at lamps", "–", "1 234", "(n = 7)"]),
            min_size=1,
            max_size=5,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_cells_are_read(rows: Rows, tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(LEFT, 110, "Results", 10, "Times-Bold")
    sheets.line(LEFT, 150, "Table 1: Counts of moths.", 9)
    for number, row in enumerate(rows):
        for place, cell in row.items():
            sheets.line(LEFT + place, TOP + STEP * number, cell, 9)
    sheets.paragraph(LEFT, TOP + STEP * len(rows) + 40, 505, sentences(1, 30), 9.5)
    paper = read_pdf(sheets.save(), id="paper")
    for section in paper.sections:
        for number, paragraph in enumerate(section.paragraphs):
            if paragraph.role == "table":
                assert len(rows_of(section, number)) == len(paragraph.sentences)
                assert paragraph.header.rows < max(2, len(paragraph.sentences))


def test_no_lines_make_no_table() -> None:
    assert grid_block([], Counter(), lambda page, box: box) is None
