"""The box of a title page with dates and keywords beside the abstract is read column by column."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import Sheets, numbers_of, sentences, wrap

INFO = [
    "Article history:", "Received 3 May 2020", "Received in revised form 4 June 2020", "Accepted 7 July 2020",
    "Keywords:", "Moths", "Lamps", "Night", "Counting",
]  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "info", "leading"),
    [
        (("A R T I C L E  I N F O", "A B S T R A C T"), INFO, 9.0),
        (("ARTICLE INFO", "ABSTRACT"), INFO[4:], 10.2),
        (("Article info", "Abstract"), INFO[:6], 12.0),
        (("Keywords:", "Abstract"), INFO[5:], 9.0),
    ],
)
def test_dates_and_keywords_beside_the_abstract(
    tmp_path: Path, heads: tuple[str, str], info: list[str], leading: float
) -> None:
    s = Sheets(tmp_path / "box.pdf")
    s.line(50, 80, "Moths at lamps with a box of keywords", 16, "Times-Bold")
    s.line(50, 105, "Ada Example, Ben Sample", 11)
    s.line(50, 150, heads[0], 8)
    s.line(220, 150, heads[1], 8)
    for index, text in enumerate(info):
        s.line(50, 170 + leading * index, text, 7)
    y = s.paragraph(220, 170, 325, sentences(1, 8), 8.5)
    s.line(50, y + 30, "1. Introduction", 10, "Times-Bold")
    left = s.fill(
        wrap(sentences(9, 60), 240, 9.5, "Times-Roman", 12), 50, y + 50, 780, 240, 9.5, leading=11.5
    )
    s.fill(left, 305, y + 30, 780, 240, 9.5, leading=11.5)
    paper = read_pdf(s.save(), id="box")
    whole = numbers_of(paper)
    assert whole == sorted(whole)
    assert whole[:40] == list(range(1, 41))
    assert paper.metadata.abstract == sentences(1, 8)
    assert [x.kind for x in paper.sections if any("Sentence 9 " in z.text for z in x.sentences)] == [
        "introduction"
    ]
