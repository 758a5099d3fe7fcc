"""Titles told from text and cells by their type, and what they say of the parts below them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import Sheets, numbers_of, sentence, sentences, texts

LEFT, RIGHT, COLUMN, WIDE = 45.0, 307.0, 243.0, 505.0
BOLD, SLANTED = "Times-Bold", "Times-Italic"


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    made = Sheets(tmp_path / "paper.pdf")
    made.line(LEFT, 60, "Counting moths at lamps with a small network", 17, BOLD)
    made.line(LEFT, 82, "Freya Brandt and Oskar Lind", 12)
    return made


def read(sheets: Sheets) -> Paper:
    return read_pdf(sheets.save(), id="paper")


def titles(paper: Paper) -> list[tuple[str, int, str]]:
    return [(s.title, s.level, s.kind) for s in paper.sections if s.title]


def test_the_title_of_the_paper_is_a_sentence_with_its_place(sheets: Sheets) -> None:
    """What it says, such as "a randomised trial", answers questions, and is quoted from there."""
    sheets.paragraph(LEFT, 130, WIDE, sentences(1, 20))
    paper = read(sheets)
    assert paper.metadata.title == "Counting moths at lamps with a small network"
    (title,) = [s for s in paper.sentences if s.text == paper.metadata.title]
    assert (title.page, paper.sections[0].kind) == (1, "front")
    assert title.box is not None
    assert title.box[1] < 60 < title.box[3] + 5
    assert numbers_of(paper) == list(range(1, 21))


def test_a_title_of_four_lines_in_the_type_of_known_ones_is_a_title(sheets: Sheets) -> None:
    sheets.line(LEFT, 110, "Methods", 13, "Helvetica")
    y = sheets.paragraph(LEFT, 130, COLUMN, sentences(1, 12))
    lines = [
        "Counts of the moths at lamps",
        "of the north with a trap that",
        "was built for it (the trap",
        "of the north)",
    ]
    sheets.set_lines([(0, x, False) for x in lines], LEFT, y + 30, COLUMN, 13, "Helvetica", 14)
    sheets.paragraph(LEFT, y + 92, COLUMN, sentences(13, 24))
    sheets.line(RIGHT, 110, "Results", 13, "Helvetica")
    sheets.paragraph(RIGHT, 130, COLUMN, sentences(25, 50))
    paper = read(sheets)
    assert " ".join(lines) in [title for title, *_ in titles(paper)]
    assert numbers_of(paper) == list(range(1, 51))


def test_a_title_may_say_how_many_it_speaks_of(sheets: Sheets) -> None:
    sheets.line(LEFT, 110, "Results", 12, BOLD)
    y = sheets.paragraph(LEFT, 130, WIDE, sentences(1, 8))
    sheets.line(LEFT, y + 24, "Moths that came to no lamp (n = 375)", 11, BOLD)
    y = sheets.paragraph(LEFT, y + 40, WIDE, sentences(9, 14))
    sheets.line(LEFT, y + 24, "p = 0.75", 11, BOLD)
    sheets.paragraph(LEFT, y + 40, WIDE, sentences(15, 30))
    found = [title for title, *_ in titles(read(sheets))]
    assert "Moths that came to no lamp (n = 375)" in found
    assert "p = 0.75" not in found


def test_titles_that_look_alike_but_for_their_font_stand_below_the_top_ones(sheets: Sheets) -> None:
    y = 110.0
    for number, (title, font) in enumerate(
        [
            ("Introduction", "Helvetica-Bold"),
            ("Methods", "Helvetica-Bold"),
            ("Lamps and nights", "Courier-Bold"),
            ("Results", "Helvetica-Bold"),
            ("Moths of the north", "Courier-Bold"),
        ]
    ):
        sheets.line(LEFT, y, title, 12, font)
        y = 24 + sheets.paragraph(LEFT, y + 18, WIDE, sentences(6 * number + 1, 6 * number + 6))
    assert titles(read(sheets)) == [
        ("Introduction", 1, "introduction"),
        ("Methods", 1, "methods"),
        ("Lamps and nights", 2, "methods"),
        ("Results", 1, "results"),
        ("Moths of the north", 2, "results"),
    ]


def test_statements_in_small_type_at_the_end_have_their_slanted_titles(sheets: Sheets) -> None:
    sheets.line(LEFT, 110, "Discussion", 12, BOLD)
    y = sheets.paragraph(LEFT, 130, WIDE, sentences(1, 20))
    sheets.line(LEFT, y + 24, "Transparency", 12, BOLD)
    sheets.line(LEFT, y + 40, "Editor: Ida Holm", 9)
    y += 51
    parts = [
        ("Author Contributions", "A. Lind set the lamps and counted all of the moths that came to them."),
        ("Declaration of Conflicting Interests", "The authors declared that they own none of the lamps."),
        ("Funding", "The lamps were paid for by the fund of the forest of the north."),
    ]
    for title, said in parts:
        sheets.line(LEFT, y, title, 9, SLANTED)
        y = sheets.paragraph(LEFT + 12, y + 11, WIDE - 12, said, 9, indent=0, leading=11)
    paper = read(sheets)
    for title, said in parts:
        assert (title, 2, "back") in titles(paper)
        section = next(s for s in paper.sections if s.title == title)
        assert [x.text for x in section.sentences] == [said]


def test_what_one_author_did_is_no_section_of_its_own(sheets: Sheets) -> None:
    sheets.line(LEFT, 110, "Discussion", 12, BOLD)
    y = sheets.paragraph(LEFT, 130, WIDE, sentences(1, 20))
    sheets.line(LEFT, y + 24, "Author Contributions", 12, BOLD)
    sheets.line(LEFT, y + 42, "Oskar Lind:", 10, BOLD)
    sheets.line(LEFT + 62, y + 42, "Set the lamps, counted the moths and wrote the first draft of the text.")
    paper = read(sheets)
    assert "Oskar Lind:" not in [title for title, *_ in titles(paper)]
    assert texts(paper, kind="back") == [
        "Oskar Lind: Set the lamps, counted the moths and wrote the first draft of the text."
    ]


def test_the_parts_of_an_abstract_in_small_type_are_no_notes(sheets: Sheets) -> None:
    y = 120.0
    sheets.line(LEFT, y, "ABSTRACT", 8, "Helvetica")
    said = {
        "Background:": f"{sentence(1)} {sentence(2)}",
        "Results:": f"{sentence(3)} {sentence(4)} {sentence(5)}",
        "Conclusions:": sentence(6),
    }
    for label, text in said.items():
        sheets.line(LEFT + 20, y + 14, label, 9, BOLD)
        sheets.paragraph(LEFT + 20, y + 14, WIDE - 20, text, 9, indent=62, leading=11)
        y += 46
    sheets.line(LEFT, y + 30, "Introduction", 12, BOLD)
    sheets.paragraph(LEFT, y + 48, WIDE, sentences(7, 40), 11)
    paper = read(sheets)
    assert numbers_of(paper, ["abstract"]) == [1, 2, 3, 4, 5, 6]
    assert numbers_of(paper, ["front"]) == []


def test_a_bold_title_that_runs_in_parts_what_stands_above_it(sheets: Sheets) -> None:
    sheets.line(LEFT, 110, "Abstract", 12, BOLD)
    y = sheets.paragraph(LEFT, 128, COLUMN, f"{sentence(1)} {sentence(2)}", indent=0, justify=False)
    # The line above fills its column, as it may by chance: nothing but the type shows the new part.
    sheets.set_lines([(0, "The lamps of the north were lit on all of them.", True)], LEFT, y, COLUMN, 10,
                     "Times-Roman", 12)  # fmt: skip
    sheets.line(LEFT, y + 12, "Results:", 10, BOLD)
    sheets.paragraph(LEFT, y + 12, COLUMN, f"{sentence(3)} {sentence(4)}", indent=40)
    sheets.line(RIGHT, 110, "Introduction", 12, BOLD)
    sheets.paragraph(RIGHT, 128, COLUMN, sentences(5, 20))
    paper = read(sheets)
    assert ("Results:", "abstract") in [(title, kind) for title, _, kind in titles(paper)]
    section = next(s for s in paper.sections if s.title == "Results:")
    assert [x.text for x in section.sentences] == [sentence(3), sentence(4)]


def test_there_are_no_gaps_between_the_levels_of_titles(sheets: Sheets) -> None:
    y = 110.0
    for number, (title, size, font) in enumerate(
        [
            ("1 Introduction", 14, BOLD),
            ("2 Methods", 14, BOLD),
            ("Lamps of the north", 10, BOLD),
            ("3 Results", 14, BOLD),
            ("3.1 Moths of the north", 12, BOLD),
            ("Owls of the north", 10, BOLD),
        ]
    ):
        sheets.line(LEFT, y, title, size, font)
        y = 24 + sheets.paragraph(LEFT, y + 18, WIDE, sentences(5 * number + 1, 5 * number + 5))
    assert [(t, n) for t, n, _ in titles(read(sheets))] == [
        ("1 Introduction", 1),
        ("2 Methods", 1),
        ("Lamps of the north", 2),
        ("3 Results", 1),
        ("3.1 Moths of the north", 2),
        ("Owls of the north", 3),
    ]
