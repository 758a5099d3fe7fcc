"""Layouts that cost words or sentences where their kind is not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.pdf import read_pdf
from generator.reading.pdf.line_numbers import strip_line_numbers
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.references import split_entries
from generator.reading.pdf.text_lines import TextLine
from tests.reading.pdf_sheets import WORDS, Sheets, numbers_of, sentence, sentences, texts, wrap
from tests.reading.test_pdf_scripts import ROMAN

LEFT, RIGHT, COLUMN = 45.0, 307.0, 243.0
ROWS = 60  # lines of a column
Lines = list[tuple[float, str, bool]]


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    made = Sheets(tmp_path / "paper.pdf")
    made.line(LEFT, 60, "Counting moths at lamps with a small network", 17, "Times-Bold")
    made.line(LEFT, 82, "Freya Brandt and Oskar Lind", 12)
    made.line(LEFT, 110, "Introduction", 12, "Times-Bold")
    return made


def read(sheets: Sheets) -> Paper:
    return read_pdf(sheets.save(), id="paper")


def columns(sheets: Sheets, lines: Lines, top: float = 60, rows: int = ROWS) -> None:
    """Set lines in the two columns of a page."""
    for at, x in ((0, LEFT), (rows, RIGHT)):
        sheets.set_lines(lines[at : at + rows], x, top, COLUMN, 10, "Times-Roman", 12)


def lines_of(text: str, **options: float) -> Lines:
    return wrap(text, COLUMN, 10, "Times-Roman", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("title", ["Further Experiments", "Appendix B. Lamps", "8 Proof of the Bound"])
def test_a_title_of_two_words_behind_the_references_opens_a_section(sheets: Sheets, title: str) -> None:
    columns(sheets, lines_of(sentences(1, 60)), 126, 50)
    sheets.next_page()
    sheets.line(LEFT, 60, "References", 12, "Times-Bold")
    entries = [
        f"[{n}] Brandt F, Lind O. Moths at lamp {n}. J Moths. {1990 + n};{n}:1-9." for n in range(1, 13)
    ]
    sheets.set_lines(
        [x for e in entries for x in lines_of(e, hanging=8)], LEFT, 76, COLUMN, 10, "Times-Roman", 12
    )
    sheets.line(RIGHT, 60, title, 12, "Times-Bold")
    sheets.paragraph(RIGHT, 76, COLUMN, sentences(61, 70))
    paper = read(sheets)
    assert len(texts(paper, kind="references")) == 12
    assert [s.title for s in paper.sections if s.title][-1] == title
    assert set(numbers_of(paper, ["other", "results"])) >= set(range(61, 71))


def test_a_label_far_above_its_caption_on_the_first_page_stands_in_no_sentence(sheets: Sheets) -> None:
    lines = lines_of(sentences(1, 30))
    sheets.set_lines(lines[:30], LEFT, 126, COLUMN, 10, "Times-Roman", 12)
    sheets.line(LEFT + 60, 520, "moths of each night", 10)
    sheets.line(LEFT, 660, "Figure 1. Moths at each of the lamps.", 9)
    sheets.set_lines(lines[30:], RIGHT, 126, COLUMN, 10, "Times-Roman", 12)
    assert numbers_of(read(sheets)) == list(range(1, 31))


def test_two_sentences_a_wide_blank_apart_above_a_figure_are_text(sheets: Sheets) -> None:
    y = sheets.paragraph(LEFT, 126, COLUMN, sentences(1, 8))
    sheets.line(LEFT, y, "and lamps shone.", 10)
    sheets.line(LEFT + 80, y, "We then counted all the moths that", 10)
    sheets.line(LEFT + 60, y + 40, "moths of each night", 10)
    sheets.line(LEFT, y + 160, "Figure 1. Moths at each of the lamps.", 9)
    sheets.paragraph(RIGHT, 126, COLUMN, f"came. {sentences(9, 40)}", indent=0)
    assert "We then counted all the moths that came." in texts(read(sheets), role="prose")


def test_a_column_of_two_lines_beside_a_full_one_is_no_note_in_the_margin(sheets: Sheets) -> None:
    lines = lines_of(sentences(1, 200))
    columns(sheets, lines, 126, 50)
    sheets.next_page()
    columns(sheets, lines[100:219])
    sheets.next_page()
    sheets.line(LEFT, 60, "Discussion", 12, "Times-Bold")
    lines = lines_of(sentences(201, 260))[: ROWS + 2]
    columns(sheets, lines, 76)
    begun = [n for n in range(201, 261) if f"{n}" in " ".join(x[1] for x in lines)]
    assert numbers_of(read(sheets), ["discussion"]) == begun[:-1]


@pytest.mark.parametrize(
    "line", ["All pictures were downloaded from an archive", "It was an accepted manuscript, and we"]
)
def test_a_line_of_the_text_at_the_edge_of_its_page_is_no_banner(sheets: Sheets, line: str) -> None:
    columns(sheets, lines_of(sentences(1, 60)), 126, 50)
    sheets.next_page()
    lines = lines_of(sentences(61, 140), justify=False)
    columns(sheets, [*lines[: ROWS - 2], (0.0, "Here it ended.", False), (0.0, line, False), *lines[ROWS:]])
    paper = read(sheets)
    assert any(text.startswith(line) for text in texts(paper, role="prose"))


def test_the_address_of_a_work_cited_at_the_foot_of_a_page_belongs_to_its_entry(sheets: Sheets) -> None:
    columns(sheets, lines_of(sentences(1, 60)), 126, 50)
    entries: Lines = []
    for n in range(1, 81):
        names = f"{WORDS[n % 27].title()} F, {WORDS[n % 23].title()} O."
        said = f"[{n}] {names} Moths. J {WORDS[n % 29]}. {1940 + n}."
        entries += [(0.0, said, False), (8.0, f"https://doi.org/10.1234/lamps.{n * 7919:07}", False)]
    for first in (0, 120):
        sheets.next_page()
        sheets.line(LEFT, 60, "References" if not first else "", 12, "Times-Bold")
        columns(sheets, entries[first : first + 120], 76)
    found = texts(read(sheets), kind="references")
    assert len(found) == 80
    assert all("lamps." in text for text in found)


def numbered(places: list[float], at_right: bool) -> list[Word]:
    """Return the words of lines, one at each height, with their numbers at one side, set to the left."""
    words = []
    for n, y in enumerate(places, 93):
        x = 520.0 if at_right else 40.0
        words += [Word(w, 72 + 40 * k, 105 + 40 * k, y, 10, ROMAN) for k, w in enumerate(["lamps"] * 10)]
        words.append(Word(str(n), x, x + 5 * len(str(n)), y, 8, ROMAN))
    return words


@pytest.mark.parametrize("at_right", [True, False])
def test_the_numbers_of_lines_grow_wider_behind_99(at_right: bool) -> None:
    words = numbered([100 + 15 * n for n in range(10)], at_right)
    assert [w.text for w in strip_line_numbers([words])[0]] == [str(n) for n in range(93, 103)]
    assert {w.text for w in words} == {"lamps"}


def test_a_line_that_begins_with_a_doi_has_no_number_of_a_reference() -> None:
    said = [("[7] Brandt F.", "10.1234/lamps"), ("[8] Lind O.", "11.2 of it"), ("[9] Best B.", "2003.")]
    said = [(a.replace("[", "").replace("]", "."), b) for a, b in said]
    lines = [
        TextLine([Word(w, 50, 90, 20 * n + 10 * k, 9, ROMAN)], 1)
        for n, entry in enumerate(said)
        for k, w in enumerate(entry)
    ]
    assert [len(entry) for entry in split_entries(lines)] == [2, 2, 2]


def test_a_gap_in_the_numbers_of_references_joins_none_of_the_rest() -> None:
    numbers = [*range(1, 6), *range(11, 15)]
    lines = [
        TextLine([Word(w, 50, 90, 20 * n + 10 * k, 9, ROMAN)], 1)
        for n in numbers
        for k, w in enumerate([f"[{n}] Brandt F.", "Moths. 2001."])
    ]
    assert [len(entry) for entry in split_entries(lines)] == [2] * len(numbers)


def test_a_watermark_across_the_page_stands_in_no_sentence(sheets: Sheets) -> None:
    sheets.canvas.saveState()
    sheets.canvas.translate(120, 300)
    sheets.canvas.rotate(45)
    sheets.canvas.setFont("Helvetica", 60)
    sheets.canvas.setFillGray(0.85)
    sheets.canvas.drawString(0, 0, "DRAFT OF MAY")
    sheets.canvas.restoreState()
    columns(sheets, lines_of(sentences(1, 60)), 126, 50)
    found = numbers_of(read(sheets))
    assert found == list(range(1, max(found) + 1))
    assert max(found) >= 45


def test_numbered_rows_of_a_table_are_no_numbered_lines() -> None:
    words = []
    for n in range(1, 40):
        row = ["Lamp", str(n), f"{7 * n}", f"0.{n:02}", "12.5"]
        words += [Word(w, 72 + 30 * k, 90 + 30 * k, 100 + 15 * n, 9, ROMAN) for k, w in enumerate(row)]
    assert strip_line_numbers([words]) == [[]]


def test_a_short_title_with_a_long_number_is_a_title(sheets: Sheets) -> None:
    y = sheets.paragraph(LEFT, 126, COLUMN, sentences(1, 12))
    sheets.line(LEFT, y + 12, "2.1.1 Soil", 10, "Times-Bold")
    y = sheets.paragraph(LEFT, y + 28, COLUMN, sentences(13, 24))
    assert "2.1.1 Soil" in [s.title for s in read(sheets).sections]


def test_a_table_of_long_cells_belongs_to_the_caption_below_it(sheets: Sheets) -> None:
    y = sheets.paragraph(LEFT, 126, COLUMN, sentences(1, 8))
    y += 20
    for n in range(21, 27):
        sheets.line(LEFT, y, f"Lamp {n}", 8)
        sheets.line(LEFT + 200, y, f"{n} nights", 8)
        y = sheets.paragraph(LEFT + 60, y, 90, sentence(n), 8, indent=0, justify=False) + 4
    sheets.line(LEFT, y + 10, "Table 1. What was done at each of the lamps.", 9)
    sheets.paragraph(RIGHT, 126, COLUMN, sentences(27, 60))
    paper = read(sheets)
    cells = " ".join(texts(paper, role="table"))
    assert all(sentence(n) in cells for n in range(21, 27))
    assert not any(f"Sentence {n} " in t for n in range(21, 27) for t in texts(paper, role="prose"))
