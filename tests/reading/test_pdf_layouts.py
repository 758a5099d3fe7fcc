"""The layouts of journals: each sentence whole, once, in order, and what is no text told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import Sheets, numbers_of, sentence, sentences, texts, wrap

LEFT, RIGHT, COLUMN = 45.0, 307.0, 243.0


def paragraphs(first: int, last: int, each: int = 4) -> list[tuple[float, str, bool]]:
    """Return wrapped lines of paragraphs of ``each`` sentences, for two columns."""
    lines = []
    for start in range(first, last + 1, each):
        lines += wrap(sentences(start, min(start + each - 1, last)), COLUMN, 9, "Times-Roman", indent=10)
    return lines


def two_columns(path: Path, *, order: str = "columns") -> Path:
    """Elsevier, Wiley, IEEE: a wide title and abstract, two columns, heads that differ on odd and even
    pages, a figure at the top of a column, a wide table, a footnote in the first column."""
    sheets = Sheets(path)

    def heads(s: Sheets) -> None:
        if s.page == 1:
            s.line(LEFT, 40, "Ecological Informatics 61 (2021) 101290", 8)
        elif s.page % 2:
            s.line(LEFT, 40, "F. Brandt et al.", 8, "Times-Italic")
            s.line(480, 40, "Ecological Informatics 61", 8, "Times-Italic")
        else:
            s.line(LEFT, 40, "Counting moths at lamps", 8, "Times-Italic")
        s.centred(815, str(s.page + 500), 8)

    sheets.on_page = heads
    sheets.line(LEFT, 90, "Counting moths at lamps with a small network:", 17, "Times-Bold")
    sheets.line(LEFT, 112, "results from northern forests", 17, "Times-Bold")
    sheets.line(LEFT, 140, "Freya Brandt, Oskar Lind*, and Mei Tanaka", 12)
    sheets.line(
        LEFT, 158, "Institute of Night Ecology, University of Nowhere, 12345 Nowhere", 8, "Times-Italic"
    )
    sheets.line(LEFT, 185, "ABSTRACT", 10, "Times-Bold")
    y = sheets.paragraph(LEFT, 200, 505, sentences(1, 6), 9, indent=0)
    sheets.line(LEFT, y + 6, "Keywords: moths, lamps, networks", 9)
    sheets.line(LEFT, 300, "1. Introduction", 10, "Times-Bold")
    rest = sheets.fill(paragraphs(7, 110), LEFT, 316, 730, COLUMN, 9, leading=11)
    sheets.line(LEFT, 770, "* Corresponding author. E-mail: lind@nowhere.example", 7)
    rest = sheets.fill(rest, RIGHT, 300, 790, COLUMN, 9, leading=11)
    sheets.next_page()
    # Page 2: a figure at the top of the second column; the text runs on below it.
    left, rest = rest[:64], rest[64:]
    if order == "rows":
        right, rest = rest[:40], rest[40:]
        for k in range(64):
            sheets.set_lines(left[k : k + 1], LEFT, 70 + 11 * k, COLUMN, 9, "Times-Roman", 11)
            if k >= 24:
                sheets.set_lines(right[k - 24 : k - 23], RIGHT, 70 + 11 * k, COLUMN, 9, "Times-Roman", 11)
    else:
        right, rest = rest[:40], rest[40:]
        draw = [
            lambda: sheets.set_lines(left, LEFT, 70, COLUMN, 9, "Times-Roman", 11),
            lambda: sheets.set_lines(right, RIGHT, 70 + 11 * 24, COLUMN, 9, "Times-Roman", 11),
        ]
        for step in reversed(draw) if order == "right first" else draw:
            step()
    for k, label in enumerate(
        ["Moths per night", "0", "50", "100", "June", "July", "August", "Lamp A", "Lamp B"]
    ):
        sheets.line(RIGHT + 20 + 25 * (k % 5), 90 + 17 * k, label, 7, "Helvetica")
    sheets.line(
        RIGHT, 270, "Fig. 1. Moths counted in each night of the summer at both lamps.", 8, "Helvetica"
    )
    sheets.line(RIGHT, 280, "Bars show one standard deviation.", 8, "Helvetica")
    sheets.next_page()
    # Page 3: a wide table at the top.
    sheets.line(LEFT, 70, "Table 1", 8, "Times-Bold")
    sheets.line(
        LEFT, 81, "Accuracy of the network by species and by kind of lamp, in per cent of all pictures.", 8
    )
    for r, row in enumerate(
        [
            ("Species", "Lamp A", "Lamp B"),
            ("Agrotis puta", "91.2", "88.4"),
            ("Noctua pronuba", "93.0", "90.1"),
        ]
    ):
        for c, cell in enumerate(row):
            sheets.line(LEFT + 170 * c, 98 + 11 * r, cell, 8)
    rest = sheets.fill(rest, LEFT, 150, 790, COLUMN, 9, leading=11)
    rest = sheets.fill(rest, RIGHT, 150, 400, COLUMN, 9, leading=11)
    sheets.line(RIGHT, 430, "References", 10, "Times-Bold")
    y = 446.0
    for n, name in enumerate(("Adams", "Berg", "Chen", "Diaz", "Ek")):
        entry = (
            f"{name}, K., Moth, L.B., {2001 + n}. On lamps and the moths that come to them at night, "
            f"part {n}. J. Lamps {n + 3}, 1-9."
        )
        y = sheets.paragraph(RIGHT, y, COLUMN, entry, 8, indent=0, hanging=10) + 1
    assert not rest
    return sheets.save()


@pytest.fixture(scope="module", params=["columns", "right first", "rows"])
def journal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    path = two_columns(tmp_path_factory.mktemp("pdf") / "journal.pdf", order=request.param)
    return read_pdf(path, id="journal")


def test_two_columns_give_every_sentence_whole_and_in_order(journal: Paper) -> None:
    assert numbers_of(journal) == list(range(1, 111))


def test_two_columns_have_their_sections(journal: Paper) -> None:
    titles = [(s.title, s.kind) for s in journal.sections if s.title and s.kind != "front"]
    assert titles == [
        ("ABSTRACT", "abstract"),
        ("1. Introduction", "introduction"),
        ("References", "references"),
    ]
    assert numbers_of(journal, ["abstract"]) == list(range(1, 7))


def test_running_heads_and_page_numbers_are_furniture(journal: Paper) -> None:
    furniture = texts(journal, kind="furniture")
    text = " ".join(s.text for s in journal.sentences if s.text not in furniture)
    for head in ("Brandt et al.", "Ecological Informatics 61", "501", "502", "503"):
        assert any(head in f for f in furniture), head
        assert head not in text, head


def test_captions_tables_and_labels_stand_apart(journal: Paper) -> None:
    captions = " ".join(texts(journal, role="caption"))
    assert "Fig. 1. Moths counted" in captions
    assert "standard deviation." in captions
    assert "Accuracy of the network by species" in captions
    tables = texts(journal, role="table")
    assert "Agrotis puta | 91.2 | 88.4" in tables
    assert not any("Lamp A" in t for t in texts(journal, role="prose"))


def test_metadata_of_the_first_page(journal: Paper) -> None:
    found = journal.metadata
    assert found.title == "Counting moths at lamps with a small network: results from northern forests"
    assert [str(a) for a in found.authors] == ["Freya Brandt", "Oskar Lind", "Mei Tanaka"]
    assert found.year == 2021
    assert found.venue == "Ecological Informatics"
    assert found.abstract == sentences(1, 6)


def test_references_are_one_entry_a_line(journal: Paper) -> None:
    entries = texts(journal, kind="references")
    assert [e.split(",")[0] for e in entries] == ["Adams", "Berg", "Chen", "Diaz", "Ek"]
    assert all(e.endswith("1-9.") for e in entries)


def test_places_are_on_the_page(journal: Paper) -> None:
    by_number = {s.text: s for s in journal.sentences}
    first, seventh = by_number[sentence(1)], by_number[sentence(7)]
    assert first.page == seventh.page == 1
    assert first.box is not None
    assert seventh.box is not None
    assert first.box[0] == pytest.approx(LEFT, abs=1)
    assert first.box[1] == pytest.approx(193, abs=2)
    assert seventh.box[2] <= RIGHT
    assert by_number[sentence(110)].page == 3


def manuscript(path: Path) -> Path:
    """Return a manuscript as of Word: double-spaced, lines numbered, headings bold in text size."""
    sheets = Sheets(path)
    sheets.on_page = lambda s: s.centred(820, str(s.page), 11)
    body: list[tuple[str, str]] = [
        ("Times-Bold", "Lamps and moths: a manuscript on counting"),
        ("Times-Roman", "Freya Brandt1, Oskar Lind2"),
        ("Times-Roman", "1 Institute of Night Ecology, University of Nowhere"),
        ("Times-Bold", "Abstract"),
        *((("Times-Roman", t)) for _, t, _ in wrap(sentences(1, 6), 450, 12, "Times-Roman")),
        ("Times-Bold", "Introduction"),
        *((("Times-Roman", t)) for _, t, _ in wrap(sentences(7, 20), 450, 12, "Times-Roman")),
        ("Times-Bold", "Materials and methods"),
        *((("Times-Roman", t)) for _, t, _ in wrap(sentences(21, 40), 450, 12, "Times-Roman")),
        ("Times-Bold", "Data availability"),
        ("Times-Roman", sentence(41)[:70]),
    ]
    y = 72.0
    for number, (font, text) in enumerate(body, 1):
        if y > 780:
            sheets.next_page()
            y = 72.0
        shown = str(number)
        sheets.line(60 - 6 * len(shown), y, shown, 9, "Helvetica")
        sheets.line(72, y, text, 12, font)
        y += 24
    return sheets.save()


def test_line_numbers_are_furniture(tmp_path: Path) -> None:
    paper = read_pdf(manuscript(tmp_path / "m.pdf"), id="m")
    assert numbers_of(paper) == list(range(1, 41))
    assert [s.title for s in paper.sections if s.title] == [
        "Abstract", "Introduction", "Materials and methods", "Data availability",
    ]  # fmt: skip
    assert paper.metadata.title == "Lamps and moths: a manuscript on counting"


def test_banners_in_the_margin_are_furniture(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "b.pdf")

    def banner(s: Sheets) -> None:
        s.centred(
            20,
            "bioRxiv preprint doi: https://doi.org/10.1101/2020.01.02.892000; "
            "this version posted January 3, 2020.",
            7,
        )
        s.centred(29, "It is made available under aCC-BY-NC-ND 4.0 International license.", 7)
        s.turned(
            580, 700, "Downloaded from https://onlinelibrary.example by Nowhere University on [03/01/2020]"
        )

    sheets.on_page = banner
    sheets.centred(100, "On the counting of moths at lamps in summer", 16, "Times-Bold")
    y = sheets.paragraph(72, 150, 450, sentences(1, 25), 11)
    sheets.next_page()
    sheets.paragraph(72, 72, 450, sentences(26, 50), 11)
    paper = read_pdf(sheets.save(), id="b")
    assert y < 800
    assert numbers_of(paper) == list(range(1, 51))
    assert not any("Downloaded" in t or "bioRxiv" in t for t in texts(paper, role="prose"))
    assert any("Downloaded from" in t for t in texts(paper, kind="furniture"))
    assert paper.metadata.doi == "10.1101/2020.01.02.892000"
    assert paper.metadata.licence == "CC-BY-NC-ND-4.0"


def test_notes_in_the_margin_are_front_matter(tmp_path: Path) -> None:
    """MDPI and Nature: dates and licence in a narrow column beside the first page's text."""
    sheets = Sheets(tmp_path / "n.pdf")
    sheets.line(36, 80, "A light trap that counts moths by itself", 18, "Times-Bold")
    sheets.line(36, 110, "Freya Brandt 1, Oskar Lind 2", 10, "Times-Bold")
    for k, note in enumerate(
        [
            "Citation: Brandt, F.; Lind, O.",
            "A light trap. Lamps 2021, 2, 3.",
            "Received: 1 May 2020",
            "Published: 6 June 2021",
            "Copyright: © 2021 by the authors.",
            "Licensee: CC BY license",
            "(https://creativecommons.org/",
            "licenses/by/4.0/).",
        ]
    ):
        sheets.line(36, 400 + 10 * k, note, 7)
    y = sheets.paragraph(167, 150, 390, "Abstract: " + sentences(1, 8), 9, indent=0)
    sheets.line(167, y + 12, "1. Introduction", 10, "Times-Bold")
    sheets.paragraph(167, y + 30, 390, sentences(9, 30), 10)
    paper = read_pdf(sheets.save(), id="n")
    assert numbers_of(paper) == list(range(2, 31)) or numbers_of(paper) == list(range(1, 31))
    assert numbers_of(paper, ["introduction"]) == list(range(9, 31))
    assert any("Received: 1 May 2020" in t for t in texts(paper, kind="front"))
    assert paper.metadata.year == 2021
    assert paper.metadata.licence == "CC-BY-4.0"


def nature(path: Path, *, headed: bool) -> Path:
    """Return a paper with a bold abstract, run-in titles, and references without a heading."""
    sheets = Sheets(path)
    sheets.on_page = lambda s: s.line(
        72, 815, f"Lamp Reports | (2020) 9:14 | https://doi.org/10.1000/s41 {s.page}", 7
    )
    sheets.line(72, 100, "Small networks count moths at lamps", 22, "Helvetica-Bold")
    sheets.line(72, 125, "Freya Brandt1, Oskar Lind2 & Mei Tanaka1", 10, "Helvetica-Bold")
    y = sheets.paragraph(72, 160, 450, sentences(1, 5), 9, "Helvetica-Bold", indent=0)
    y = sheets.paragraph(72, y + 10, 450, sentences(6, 15), 10)
    sheets.line(72, y + 20, "Results", 12, "Helvetica-Bold")
    sheets.line(72, y + 36, "Counting at lamps.", 10, "Times-Bold")
    sheets.line(168, y + 36, "We counted moths in every night of that long summer.", 10)
    sheets.paragraph(72, y + 48, 450, sentences(16, 24), 10, indent=0)
    sheets.next_page()
    y = sheets.paragraph(72, 72, 450, sentences(25, 40), 10)
    if headed:
        sheets.line(72, y + 20, "Literature Cited", 12, "Helvetica-Bold")
    y += 40
    for n in range(1, 13):
        y = sheets.paragraph(
            72,
            y,
            450,
            f"{n}. Adams, K. & Berg, L. On lamps and the many moths that come to them, "
            f"part {n}. J. Lamps {n}, 11-{n + 20} ({1990 + n}).",
            8,
            indent=0,
            hanging=14,
        )
    return sheets.save()


@pytest.mark.parametrize("headed", [True, False])
def test_references_and_abstract_are_found_without_their_headings(tmp_path: Path, headed: bool) -> None:
    paper = read_pdf(nature(tmp_path / "nature.pdf", headed=headed), id="nature")
    entries = texts(paper, kind="references")
    assert [e.split(".")[0] for e in entries] == [str(n) for n in range(1, 13)]
    assert numbers_of(paper, ["abstract"]) == list(range(1, 6))
    assert numbers_of(paper, ["introduction"]) == list(range(6, 16))
    assert numbers_of(paper, ["results"]) == list(range(16, 41))
    assert "Counting at lamps." in [s.title for s in paper.sections]
    assert paper.metadata.title == "Small networks count moths at lamps"
    assert paper.metadata.venue == "Lamp Reports"


def test_floats_and_footnotes_cut_no_sentence(tmp_path: Path) -> None:
    """One column: a table in the middle of a paragraph, a footnote, and text that goes on overleaf."""
    sheets = Sheets(tmp_path / "f.pdf")
    sheets.on_page = lambda s: s.centred(825, f"{s.page} of 2", 8)
    sheets.centred(80, "A paper with a table in the midst of its text", 15, "Times-Bold")
    lines = wrap(sentences(1, 60), 450, 10, "Times-Roman")
    rest = sheets.fill(lines, 72, 130, 400, 450)
    sheets.line(72, 430, "Table 1. Counts of moths at the two lamps in summer.", 9, "Helvetica")
    for r, row in enumerate([("Lamp", "June", "July"), ("A", "12", "1,034"), ("B", "7", "905")]):
        for c, cell in enumerate(row):
            sheets.line(90 + 120 * c, 448 + 12 * r, cell, 9, "Helvetica")
    rest = sheets.fill(rest, 72, 510, 740, 450)
    sheets.line(72, 775, "1 The lamps were bought in a shop, and the moths came by themselves.", 7)
    sheets.next_page()
    rest = sheets.fill(rest, 72, 72, 780, 450)
    assert not rest
    paper = read_pdf(sheets.save(), id="f")
    assert numbers_of(paper) == list(range(1, 61))
    assert "A | 12 | 1,034" in texts(paper, role="table")
    assert any("bought in a shop" in t for t in texts(paper))
    assert not any("of 2" in t for t in texts(paper, role="prose"))


def test_ieee_titles_and_bracketed_references(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "i.pdf")
    sheets.centred(90, "Counting Moths at Lamps With a Small Network", 20)
    sheets.centred(120, "Freya Brandt and Oskar Lind", 11)
    lines = wrap("Abstract-" + sentences(1, 5), COLUMN, 9, "Times-Bold", indent=10)
    sheets.set_lines(lines, LEFT, 160, COLUMN, 9, "Times-Bold", 10.5)
    y = 160 + 10.5 * len(lines) + 14
    sheets.line(LEFT + 75, y, "I. INTRODUCTION", 10)
    rest = sheets.fill(wrap(sentences(6, 50), COLUMN, 10, "Times-Roman", 10), LEFT, y + 16, 790, COLUMN)
    rest = sheets.fill(rest, RIGHT, 160, 560, COLUMN)
    sheets.line(RIGHT + 85, 600, "REFERENCES", 10)
    y = 616.0
    for n in range(1, 7):
        y = sheets.paragraph(
            RIGHT,
            y,
            COLUMN,
            f'[{n}] K. Adams and L. Berg, "On lamps and moths, part {n}," '
            f"J. Lamps, vol. {n}, pp. 1-9, {1999 + n}.",
            8,
            indent=0,
            hanging=16,
        )
    paper = read_pdf(sheets.save(), id="i")
    assert numbers_of(paper, ["introduction"]) == list(range(6, _first_left(rest)))
    assert len(texts(paper, kind="references")) == 6
    assert ("I. INTRODUCTION", 1) in [(s.title, s.level) for s in paper.sections]
    assert numbers_of(paper, ["abstract"])[-4:] == [2, 3, 4, 5]


def _first_left(rest: list[tuple[float, str, bool]]) -> int:
    """Return the first sentence that did not fit whole: that before the first one in the rest."""
    text = " ".join(text for _, text, _ in rest)
    found = re.search(r"Sentence (\d+) says", text)
    assert found is not None
    return int(found[1]) - (not text.startswith("Sentence"))


def test_headers_of_tables_on_a_few_pages_are_no_running_heads(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "tables.pdf")
    for page in range(1, 9):
        top = 72.0
        if page in (5, 6):
            for row in ["Method Score Error", "Ours 12.5 0.3", "Theirs 11.2 0.4"]:
                for column, cell in enumerate(row.split()):
                    sheets.line(72 + 90 * column, top, cell)
                top += 12
            sheets.line(72, top + 10, f"Table {page}: Scores.", size=9)
            top += 40
        sheets.paragraph(72, top, 450, sentences(20 * page, 20 * page + 15))
        sheets.next_page()
    paper = read_pdf(sheets.save(), id="tables")
    assert not [t for t in texts(paper, kind="furniture") if "Method" in t]
    assert sum("Method" in s.text for s in paper.sentences) == 2
