"""A table set sideways next to upright text is a table; labels and banners in that direction are not."""

from __future__ import annotations

from pathlib import Path

from generator.core import Paper
from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import Sheets, numbers_of, sentences, texts

LEFT, WIDTH, TABLE, FOOT = 45.0, 240.0, 340.0, 760.0
HEADER = ("Lamp", "Moths seen", "Bats heard", "Nights")
ROWS = [HEADER, *((f"Lamp {k}", f"{k}2", f"{k}", "7") for k in range(15))]


def paper(path: Path, opening: str) -> Paper:
    """Return a paper with text on the left of its second page, and turned words on the right."""
    sheets = Sheets(path)
    sheets.line(LEFT, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(LEFT, 110, "Results", 10, "Times-Bold")
    sheets.paragraph(LEFT, 130, 505, sentences(1, 30), 9.5)
    sheets.next_page()
    sheets.paragraph(LEFT, 80, WIDTH, sentences(31, 55), 9.5)
    sheets.turned(TABLE, FOOT, opening)
    for number, row in enumerate(ROWS, 1):
        for place, cell in enumerate(row):
            sheets.turned(TABLE + 14 * number, FOOT - 120 * place, cell)
    sheets.next_page()
    sheets.line(LEFT, 70, "References", 10, "Times-Bold")
    for number in range(1, 9):
        sheets.line(LEFT, 90 + 14 * number, f"{number}. Lind O. Moths at lamps. J Moths 2019; 4: 5-9.", 9)
    return read_pdf(sheets.save(), id="paper")


def test_a_table_set_sideways_is_a_table_on_its_page(tmp_path: Path) -> None:
    found = paper(tmp_path / "paper.pdf", "Table 1. Moths and bats at each of the lamps in the forest.")
    section = next(s for s in found.sections if s.title == "Results")
    caption, table = section.paragraphs[-2:]
    assert caption.sentences[0].text == "Table 1. Moths and bats at each of the lamps in the forest."
    assert [x.text for x in table.sentences] == [" | ".join(row) for row in ROWS]
    assert table.header.columns == HEADER
    # Its places are those on the page as shown: the first cell of a row is a narrow upright box.
    page, box = table.sentences[1].page, table.sentences[1].box
    assert page == 2
    assert box is not None
    left, top, right, bottom = box
    assert TABLE + 14 < left < right < TABLE + 42
    assert bottom - top > 1.5 * (right - left)
    assert abs(bottom - FOOT) < 2
    assert numbers_of(found) == list(range(1, 56))


def test_words_set_sideways_without_a_caption_are_furniture(tmp_path: Path) -> None:
    found = paper(tmp_path / "paper.pdf", "Downloaded from the library of moths at lamps in the forest.")
    assert any("Downloaded" in text for text in texts(found, kind="furniture"))
    assert not any("Downloaded" in text for text in texts(found, kind="results"))
    assert numbers_of(found) == list(range(1, 56))
