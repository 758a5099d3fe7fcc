"""Lists of references are found, and read to their end, in the columns that they have."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import Sheets, numbers_of, sentences, texts, wrap

LEFT, RIGHT, COLUMN = 45.0, 307.0, 243.0


def entry(number: int) -> str:
    year = 1990 + number
    return f"{number}. Brandt F, Lind O. Moths at lamp {number} in the north. J Moths. {year};{number}:1-9."


def back_matter(path: Path, count: int, *, first: str = "References") -> Path:
    """Two columns of text, below them references in ``count`` columns of small type."""
    sheets = Sheets(path)
    sheets.line(LEFT, 60, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 100, "Introduction", 11, "Times-Bold")
    lines = wrap(sentences(1, 60), COLUMN, 10, "Times-Roman", indent=10)
    sheets.set_lines(lines[:54], LEFT, 120, COLUMN, 10, "Times-Roman", 12)
    sheets.set_lines(lines[54:100], RIGHT, 120, COLUMN, 10, "Times-Roman", 12)
    sheets.line(RIGHT, 700, "Acknowledgements", 11, "Times-Bold")
    sheets.line(RIGHT, 714, "We thank all who lit the lamps.", 10)
    sheets.next_page()
    rest = lines[100:]
    sheets.set_lines(rest[:10], LEFT, 70, COLUMN, 10, "Times-Roman", 12)
    sheets.set_lines(rest[10:], RIGHT, 70, COLUMN, 10, "Times-Roman", 12)
    sheets.line(RIGHT, 300, "Supplementary material", 11, "Times-Bold")
    sheets.paragraph(RIGHT, 316, COLUMN, sentences(61, 66), 10)
    sheets.paragraph(LEFT, 300, COLUMN, sentences(67, 72), 10)
    width = (505 - 14 * (count - 1)) / count
    places = [LEFT + k * (width + 14) for k in range(count)]
    sheets.line(LEFT, 540, first, 9, "Times-Bold")
    if first != "References":
        sheets.line(LEFT, 552, "Accepted in May by the editors of the journal.", 7.5)
        sheets.line(LEFT, 566, "References", 9, "Times-Bold")
    entries = [line for n in range(1, 31) for line in wrap(entry(n), width, 7.5, "Times-Roman", hanging=8)]
    each = -(-len(entries) // count)
    for k, x in enumerate(places):
        top = 580 if k == 0 else 542
        sheets.set_lines(entries[k * each : (k + 1) * each], x, top, width, 7.5, "Times-Roman", 8)
    return sheets.save()


def entries_of(paper: Paper) -> list[str]:
    return texts(paper, kind="references")


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("first", ["References", "Article information"])
def test_references_at_the_foot_of_a_page_are_read_behind_its_text_and_to_their_end(
    count, first, tmp_path
) -> None:
    paper = read_pdf(back_matter(tmp_path / "paper.pdf", count, first=first), id="paper")
    assert [t.split(".")[0] for t in entries_of(paper)] == [str(n) for n in range(1, 31)]
    assert entries_of(paper)[-1].endswith("2020;30:1-9.")
    assert not any("Moths at lamp" in t for t in texts(paper, role="prose"))
    assert set(numbers_of(paper)) >= set(range(61, 73))


def test_columns_of_hanging_references_beside_text_are_those_of_the_paper(tmp_path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(LEFT, 60, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 100, "Introduction", 11, "Times-Bold")
    lines = wrap(sentences(1, 200), COLUMN, 10, "Times-Roman", indent=10)
    sheets.set_lines(lines[:54], LEFT, 120, COLUMN, 10, "Times-Roman", 12)
    sheets.set_lines(lines[54:108], RIGHT, 120, COLUMN, 10, "Times-Roman", 12)
    for page in (0, 1):
        sheets.next_page()
        at = 108 + 120 * page
        sheets.set_lines(lines[at : at + 60], LEFT, 70, COLUMN, 10, "Times-Roman", 12)
        if not page:
            sheets.set_lines(lines[at + 60 : at + 120], RIGHT, 70, COLUMN, 10, "Times-Roman", 12)
    sheets.line(RIGHT, 70, "References", 12, "Times-Bold")
    listed = []
    for n in range(1, 20):
        text = f"Freya Brandt and Oskar Lind {n}. {1990 + n}. Moths at lamps of the north, a count of"
        text += " all of them. In Moths, pages 1-9."
        listed += wrap(text, COLUMN, 10, "Times-Roman", hanging=14)
    sheets.set_lines(listed, RIGHT, 91, COLUMN, 10, "Times-Roman", 12)
    sheets.line(LEFT, 800, "2 The code stands at a long address of the net, https://example.org/a/b", 8)
    paper = read_pdf(sheets.save(), id="paper")
    assert len(entries_of(paper)) == 19
    assert not any("Sentence" in t for t in entries_of(paper))


def test_an_appendix_behind_the_references_is_text(tmp_path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(LEFT, 60, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 100, "Introduction", 11, "Times-Bold")
    y = sheets.paragraph(LEFT, 120, 505, sentences(1, 20))
    sheets.line(LEFT, y + 20, "References", 11, "Times-Bold")
    y += 36
    for n in range(1, 9):
        y = sheets.paragraph(LEFT, y, 505, entry(n), 9, indent=0, hanging=12)
    sheets.line(LEFT, y + 20, "Appendix A", 11, "Times-Bold")
    sheets.paragraph(LEFT, y + 40, 505, sentences(21, 30))
    paper = read_pdf(sheets.save(), id="paper")
    assert len(entries_of(paper)) == 8
    assert numbers_of(paper) == list(range(1, 31))
