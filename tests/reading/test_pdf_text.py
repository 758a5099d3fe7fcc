"""Hyphens, addresses and gaps at the ends of lines; captions and titles told from text."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from reportlab.lib.colors import black

from generator.reading.pdf import read_pdf
from generator.reading.pdf.captions import begins_caption
from generator.reading.pdf.page_words import Font, Word
from generator.reading.pdf.paragraph_text import keeps_hyphen, running_text, vocabulary
from generator.reading.pdf.paragraphs import split_column
from generator.reading.pdf.section_titles import is_canonical
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import TextLine, build_lines
from tests.reading.pdf_sheets import Sheets, sentences, texts

ROMAN, BOLD = Font("Times-Roman"), Font("Times-Bold", bold=True)


def line(text: str, y: float = 100, x: float = 50, font: Font = ROMAN, size: float = 10) -> TextLine:
    """Return a line whose letters are half as wide as the type is high."""
    words = []
    for piece in text.split(" "):
        words.append(Word(piece, x, x + 0.5 * size * len(piece), y, size, font))
        x += 0.5 * size * (len(piece) + 0.6)
    return TextLine(words, 1)


@pytest.mark.parametrize(
    ("head", "tail", "known", "kept"),
    [
        ("multi", "tude", "", False),
        ("learn", "ing", "learning", False),
        ("large", "scale", "", True),
        ("state-of-the", "art", "", True),
        ("CNN", "based", "", True),
        ("step", "1", "", True),
        ("Villanueva", "Rivera", "", True),
        ("co", "operate", "co-operate co-operate", True),
        ("data", "set", "dataset", False),
        ("test", "ing", "test-ing testing testing", False),
        ("INTRO", "DUCTION", "", False),
        ("PM", "WCPV", "", True),
        ("AutoScholar", "Query", "autoscholarquery autoscholarquery autoscholarquery", False),
        ("Kaplan", "Meier", "", True),
        ("per", "time", "per-time", True),
        ("self-inter", "ested", "", False),
        ("post-pan", "demic", "pandemic", False),
        ("self-inter", "group", "group", True),
        ("high", "resolution", "", True),
        ("high", "er", "", False),
        ("highly", "excited", "excited", True),
        ("poly", "mers", "mers", False),
        ("highly", "zzzed", "", False),
    ],
)
def test_a_hyphen_stays_where_the_word_has_one(head: str, tail: str, known: str, kept: bool) -> None:
    assert keeps_hyphen(head, tail, Counter(known.split())) is kept


def test_the_halves_of_a_broken_word_are_no_words() -> None:
    beside = [line("fect words of the other column", 101, x=400), line("fect job each", 112)]
    words = vocabulary([line("it does a per-", 100), *beside])
    assert (words["per"], words["fect"]) == (0, 1)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the acces\ufffe", "sible data", "the accessible data"),
        (
            "see https://doi.org/",
            "10.5281/zenodo.1 for data",
            "see https://doi.org/10.5281/zenodo.1 for data",
        ),
        (
            "at https://github.com/lamp-\ufffe"[:-1],
            "moths/net today",
            "at https://github.com/lamp-moths/net today",
        ),
        ("doi: 10.1038/s41598-\ufffe"[:-1], "019-50795-9.", "doi: 10.1038/s41598-019-50795-9."),
        ("at https://example.org/data.", "We then stopped.", "at https://example.org/data. We then stopped."),
        ("pages 203–", "216 of it", "pages 203–216 of it"),
        ("presence/", "absence of moths", "presence/absence of moths"),
        ("a dash –", "and more", "a dash – and more"),
        ("no hyphen", "here", "no hyphen here"),
        ("in pre-", "and post-test", "in pre- and post-test"),
        ("the lamps here—", "or there", "the lamps here—or there"),
        ("the lamps here", "—or there", "the lamps here—or there"),
    ],
)
def test_lines_are_joined(first: str, second: str, joined: str) -> None:
    lines = [line(first, 100), line(second, 112)]
    text, spans, _ = running_text(lines, Counter(), lambda page, box: box)
    assert text == joined
    assert [text[s.start : s.end].strip("-") for s in spans][1] == second


def test_addresses_written_over_two_lines_are_one_link() -> None:
    lines = [line("Data: https://doi.org/", 100), line("10.5281/zenodo.42.", 112)]
    _, _, links = running_text(lines, Counter(), lambda page, box: box)
    assert [x.url for x in links] == ["https://doi.org/10.5281/zenodo.42"]


BODY = BodyStyle(10, "Times-Roman", False, (10.0,))


@pytest.mark.parametrize(
    ("text", "font", "size", "caption"),
    [
        ("Figure 1. Map of the lamps", ROMAN, 10, True),
        ("Fig. 2 Map of the lamps", ROMAN, 8, True),
        ("Fig. 2 Map of the lamps", BOLD, 10, True),
        ("FIGURE 3 Map of the lamps", BOLD, 10, True),
        ("Table 1", ROMAN, 10, True),
        ("TABLE IV", ROMAN, 8, True),
        ("Supplementary Figure S2: lamps", ROMAN, 10, True),
        ("Figure 1 shows the map", ROMAN, 10, False),
        ("Figure 1 shows the map", ROMAN, 8, False),
        ("Table 2 and Table 3 list lamps", ROMAN, 10, False),
        ("Figures and tables are fine", ROMAN, 10, False),
        ("Tablets 2. are not tables", BOLD, 10, False),
    ],
)
def test_captions_are_told_from_text(text: str, font: Font, size: float, caption: bool) -> None:
    assert begins_caption(line(text, font=font, size=size), BODY) is caption


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("1 | INTRODUCTION", True),
        ("2. Materials and Methods", True), ("IV. Results", True),
        ("References", True),
        ("Data availability statement", True),
        ("The introduction of lamps", False), ("Results of lamp A", False),
    ],
)  # fmt: skip
def test_well_known_titles(title: str, known: bool) -> None:
    assert is_canonical(title) is known


def test_wide_gaps_part_columns_and_blanks_do_not() -> None:
    words = [
        Word(t, x, x + w, 100, 10, ROMAN)
        for t, x, w in [("left", 50, 20), ("text", 74, 20), ("right", 130, 25)]
    ]
    assert [x.text for x in build_lines(words, 1)] == ["left text", "right"]


def test_raised_marks_stay_with_their_word() -> None:
    words = [
        Word("seen", 50, 70, 100, 10, ROMAN),
        Word("1,2", 70.2, 78, 96.5, 6, ROMAN),
        Word(".", 78.2, 80, 100, 10, ROMAN),
    ]
    for word in words[1:]:
        word.starts_line = True
    assert [x.text for x in build_lines(words, 1)] == ["seen [1,2]."]


def test_links_belong_to_the_sentence_that_shows_them(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "l.pdf")
    sheets.centred(80, "A paper about lamps and about links", 16, "Times-Bold")
    sheets.line(
        72,
        120,
        "The code is here. The data are at Zenodo, and moths are at lamps. " + "So are we, all of us.",
    )
    sheets.canvas.linkURL("https://zenodo.org/record/7", (208, 842 - 123, 240, 842 - 110))
    sheets.paragraph(72, 150, 450, sentences(1, 20))
    paper = read_pdf(sheets.save(), id="l")
    linked = {s.text: s.links for s in paper.sentences if s.links}
    assert linked == {"The data are at Zenodo, and moths are at lamps.": ("https://zenodo.org/record/7",)}


def test_boxes_and_places_beyond_all_bounds_cost_nothing(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    for number in range(30):
        sheets.line(72, 80 + 16 * number, f"Moths {number} fly to many slow lamps.")
    sheets.canvas.linkURL("https://x.org", (0, 0, 3e9, 4e9))
    far = "q 1e38 0 0 1e38 0 0 cm 1e38 -1e38 1e38 1e38 0 0 cm BT /F2 12 Tf 1 0 0 1 1e38 1e38 Tm (Nowhere) Tj"
    sheets.canvas._code.append(f"{far} ET Q")
    sheets.canvas.save()
    began = time.process_time()
    paper = read_pdf(tmp_path / "paper.pdf", id="paper")
    assert [s.links for s in paper.sentences] == [("https://x.org",)] * 30
    assert "Nowhere" not in paper.text
    assert time.process_time() - began < 5


def test_a_page_set_sideways_is_read_and_its_boxes_lie_on_the_page_as_shown(tmp_path: Path) -> None:
    """A landscape page without /Rotate: all text runs up the page."""
    sheets = Sheets(tmp_path / "t.pdf")
    canvas = sheets.canvas
    canvas.setFillColor(black)
    canvas.saveState()
    canvas.translate(595, 0)
    canvas.rotate(90)
    canvas.setFont("Times-Roman", 10)
    rows = sentences(1, 20).split(". ")
    for k, row in enumerate(rows):
        canvas.drawString(72, 595 - 72 - 14 * k, row.rstrip(".") + ".")
    canvas.restoreState()
    paper = read_pdf(sheets.save(), id="t")
    found = [t for t in texts(paper) if t.startswith("Sentence")]
    assert len(found) == 20
    first = next(s for s in paper.sentences if s.text.startswith("Sentence 1 "))
    assert first.box is not None
    left, top, right, bottom = first.box
    assert right - left < 15 < bottom - top
    assert left == pytest.approx(72 - 8, abs=2)
    assert bottom == pytest.approx(842 - 72, abs=2)


@pytest.mark.parametrize(
    ("titles", "opening", "parted"),
    [
        (["Author details"], "1Department of Moths, Town", 1),
        (["Scanning the moths and selecting the", "lamps"], "In order to tell", 2),
        (["Scanning the moths and selecting the", "lamps"], "in order to tell", 0),
        (["Scanning the moths and selecting", "all of the best lamps,"], "In order to tell", 0),
    ],
)
def test_a_title_in_a_font_that_tells_nothing_ends_where_the_font_does(
    titles: list[str], opening: str, parted: int
) -> None:
    text, title = Font("AdvTT86d47313"), Font("AdvTT99c4c969")
    lines = [line(x, 100 + 12 * n, font=title) for n, x in enumerate(titles)]
    below = line(opening, 100 + 12 * len(titles), font=text)
    if opening[0].isdigit():
        first = below.words[0]
        raised = Word("1", first.x0, first.x0 + 3, first.y - 3, 6, text)
        below = TextLine(
            [raised, Word(first.text[1:], first.x0 + 3, first.x1, first.y, 10, text), *below.words[1:]], 1
        )
    pieces = split_column([*lines, below, line("it takes many more lamps", below.y + 12, font=text)], 50, 260)
    assert (len(pieces[0].lines) if len(pieces) > 1 else 0) == parted


@pytest.mark.parametrize("title", ["Author details", "Resumo", "MÉTODOS", "Discussão", "Zusammenfassung"])
def test_titles_of_other_languages_are_well_known_too(title: str) -> None:
    assert is_canonical(title)
