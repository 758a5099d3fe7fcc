"""Which paper a PDF is: DOI, title, authors and year are its own, whatever else its pages name."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.paper import Metadata, Paper
from generator.reading.pdf.identity.dois import dois_in
from generator.reading.pdf.identity.names import persons
from generator.reading.pdf.identity.years import year_of
from generator.reading.pdf.reader import read_pdf
from tests.reading.pdf_sheets import Sheets, sentences

TITLE = "Slow lamps and quiet moths in northern towns"


def body(s: Sheets, y: float = 330, *, references: tuple[str, ...] = ()) -> None:
    """An abstract, an introduction, and a list of references on the page under way."""
    s.line(72, y, "Abstract", 12, "Times-Bold")
    y = _prose(s, y + 16, 1, 6)
    s.line(72, y + 20, "1 Introduction", 12, "Times-Bold")
    y = _prose(s, y + 38, 7, 14)
    if references:
        s.line(72, y + 24, "References", 12, "Times-Bold")
        for number, text in enumerate(references):
            s.line(72, y + 40 + 11 * number, text, 9)


def _prose(s: Sheets, y: float, first: int, last: int) -> float:
    words, line = sentences(first, last).split(), ""
    for word in [*words, ""]:
        if word and len(line) + len(word) < 90:
            line = f"{line} {word}".strip()
            continue
        s.line(72, y, line, 10)
        line, y = word, y + 12
    return y


def paper_of(path: Path, draw: Callable[[Sheets], None], **info: str) -> Paper:
    s = Sheets(path / "paper.pdf")
    for key, value in info.items():
        getattr(s.canvas, f"set{key.capitalize()}")(value)
    draw(s)
    return read_pdf(s.save(), id="p")


def found(path: Path, draw: Callable[[Sheets], None], **info: str) -> Metadata:
    return paper_of(path, draw, **info).metadata


def names(meta: Metadata) -> list[str]:
    return [str(a) for a in meta.authors]


def plain(s: Sheets) -> None:
    """A title on top and one author."""
    s.line(72, 80, TITLE, 18, "Times-Bold")
    s.line(72, 104, "Anna Lane", 11)


# --- authors -----------------------------------------------------------------------------------


def raised(s: Sheets, x: float, y: float, pieces: list[tuple[str, str]], size: float, font: str) -> None:
    """Names with raised marks behind them."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    for text, mark in pieces:
        s.line(x, y, text, size, font)
        x += stringWidth(text, font, size)
        s.line(x, y - 0.35 * size, mark, 0.62 * size, font)
        x += stringWidth(mark, font, 0.62 * size)


def digits_raised(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18, "Helvetica")
    raised(s, 72, 104, [("Anna Lane", "1,2*"), (", Bruno Best", "2"), (" and Clara M. Hickel", "3")], 10, "Helvetica")
    s.line(72, 122, "1 Institute of Plants, University of North, Town", 7, "Helvetica-Oblique")
    s.line(72, 132, "2 Department of Light, College of South, Town", 7, "Helvetica-Oblique")


def letters_raised(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18)
    raised(s, 72, 104, [("Anna Lane", "a,b"), (", Bruno Best", "b,*"), (", Clara van Hickel", "c")], 12, "Times-Roman")
    for n, text in enumerate(("a Institute of Plants, Town", "b Department of Light, Town", "c Museum of Moths, Town")):
        s.line(72, 122 + 10 * n, text, 7, "Times-Italic")


def letters_glued(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18)
    s.line(72, 104, "Anna Lanea, Bruno Bestb, Clara Hickelb, Dora Whitec", 12)
    for n, text in enumerate(("a Institute of Plants, Town", "b Department of Light, Town", "c Museum of Moths, Town")):
        s.line(72, 122 + 10 * n, text, 7)


def columns(s: Sheets) -> None:
    s.centred(80, TITLE, 17, "Times-Bold")
    for row, people in enumerate((("Anna Lane", "Bruno Best", "Clara Hickel"), ("Dora White", "Emil Stone", "Fay Brook"))):
        for column, who in enumerate(people):
            x, y = 72 + 170 * column, 110 + 60 * row
            s.line(x, y, who, 12)
            s.line(x, y + 12, "Institute of Moths", 10)
            s.line(x, y + 24, "North Haven, Country", 10)
            s.line(x, y + 36, "someone@moths.example", 10)


def columns_in_one_type(s: Sheets) -> None:
    s.centred(80, TITLE, 17, "Times-Bold")
    for x, who, town in ((100, "Anna Lane", "North Haven, Oldland"), (350, "Bruno Best", "Port South, Newland")):
        for n, text in enumerate((who, "Computation Group", "Lakeside Works", town)):
            s.line(x, 110 + 13 * n, text, 11, "Times-Bold")


def stacked(s: Sheets) -> None:
    s.centred(80, TITLE, 17, "Times-Bold")
    y = 110
    for who, where in (("Anna Lane, Bruno Best", "Duskville University"), ("Clara Hickel", "Institute of Dawn")):
        s.line(72, y, who, 11, "Times-Bold")
        s.line(72, y + 12, where, 10, "Times-Italic")
        y += 34


def degrees(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18, "Helvetica-Bold")
    s.line(72, 104, "Anna Lane, MD, PhD; Bruno Best, ScD; Clara M Hickel, MD, MPH", 8, "Helvetica")


def bars(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18, "Helvetica-Bold")
    s.line(72, 108, "Anna J. Lane | Bruno Best | Clara O'Hickel |", 12, "Helvetica-Bold")
    s.line(72, 124, "Dora E. White", 12, "Helvetica-Bold")


def wrapped_in_a_name(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18, "Helvetica-Bold")
    s.line(72, 104, "Anna Lane, Bruno Best, Clara Hickel, Dora White, Emil Stone, Fay Brook, Gustav", 11)
    s.line(72, 118, "Holm, Hedda Berg and Ivo de la Cruz", 11)


def broken_between_names(s: Sheets) -> None:
    s.centred(80, TITLE, 17, "Times-Bold")
    s.centred(108, "Anna Lane, Bruno Best, Clara A. Hickel", 12)
    s.centred(122, "Dora White, Emil Stone", 12)


def above_the_title(s: Sheets) -> None:
    s.line(72, 40, "J. Lamp Stud. 2019; 12(3): 40-52", 8)
    s.line(72, 80, "Anna Lane*, Bruno Best and Clara Hickel", 12, "Helvetica")
    s.line(72, 104, TITLE, 18, "Helvetica-Bold")


def in_capitals(s: Sheets) -> None:
    s.centred(80, TITLE, 17, "Times-Bold")
    s.centred(108, "By ANNA LANE AND BRUNO BEST", 11)


def ampersand_and_group(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18, "Helvetica-Bold")
    s.line(72, 104, "Anna Lane, Bruno Best & the Night Lamp Study Group", 11, "Helvetica")


def editors_beside(s: Sheets) -> None:
    s.line(200, 80, "Slow lamps and quiet moths", 18, "Helvetica-Bold")
    s.line(200, 100, "in northern towns", 18, "Helvetica-Bold")
    s.line(200, 128, "Anna Lane, Bruno Best", 11, "Helvetica")
    for n, text in enumerate(("EDITED BY", "Clara Hickel,", "Dora White", "REVIEWED BY", "Emil Stone")):
        s.line(50, 110 + 10 * n, text, 7, "Helvetica")


def second_title(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18, "Helvetica-Bold")
    s.line(72, 102, "Lampadas lentas - an analysis of the National Night Survey", 13, "Helvetica-BoldOblique")
    s.line(72, 124, "Anna Lane, Bruno Best", 9, "Helvetica")


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (digits_raised, ["Anna Lane", "Bruno Best", "Clara M. Hickel"]),
        (letters_raised, ["Anna Lane", "Bruno Best", "Clara van Hickel"]),
        (letters_glued, ["Anna Lane", "Bruno Best", "Clara Hickel", "Dora White"]),
        (columns, ["Anna Lane", "Bruno Best", "Clara Hickel", "Dora White", "Emil Stone", "Fay Brook"]),
        (columns_in_one_type, ["Anna Lane", "Bruno Best"]),
        (stacked, ["Anna Lane", "Bruno Best", "Clara Hickel"]),
        (degrees, ["Anna Lane", "Bruno Best", "Clara M Hickel"]),
        (bars, ["Anna J. Lane", "Bruno Best", "Clara O'Hickel", "Dora E. White"]),
        (
            wrapped_in_a_name,
            ["Anna Lane", "Bruno Best", "Clara Hickel", "Dora White", "Emil Stone", "Fay Brook", "Gustav Holm",
             "Hedda Berg", "Ivo de la Cruz"],
        ),
        (broken_between_names, ["Anna Lane", "Bruno Best", "Clara A. Hickel", "Dora White", "Emil Stone"]),
        (above_the_title, ["Anna Lane", "Bruno Best", "Clara Hickel"]),
        (in_capitals, ["ANNA LANE", "BRUNO BEST"]),
        (ampersand_and_group, ["Anna Lane", "Bruno Best", "Night Lamp Study Group"]),
        (editors_beside, ["Anna Lane", "Bruno Best"]),
        (second_title, ["Anna Lane", "Bruno Best"]),
    ],
)  # fmt: skip
def test_authors_of_a_layout(tmp_path: Path, draw: Callable[[Sheets], None], expected: list[str]) -> None:
    def page(s: Sheets) -> None:
        draw(s)
        body(s)

    assert names(found(tmp_path, page)) == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Anna Lane", ["Anna Lane", "Bruno Best"]),  # the file knows the first alone
        ("Anna Lane; Bruno Best", ["Anna Lane", "Bruno Best"]),
        ("Lamp Publishing Association", ["Anna Lane", "Bruno Best"]),
        ("Zeno Stranger, Yara Nobody, Xenia None", ["Anna Lane", "Bruno Best"]),
        ("Microsoft Word", ["Anna Lane", "Bruno Best"]),
    ],
)
def test_the_page_names_the_authors_before_the_file_does(
    tmp_path: Path, named: str, expected: list[str]
) -> None:
    def page(s: Sheets) -> None:
        s.line(72, 80, TITLE, 18, "Times-Bold")
        s.line(72, 104, "Anna Lane, Bruno Best", 11)
        body(s)

    assert names(found(tmp_path, page, author=named)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Karlsruhe, Germany", "Department of Light", "Date: 3 May 2020", "Original Research Article",
        "National Health Survey", "Received 3 May, accepted 4 June", "The Lamp Association", "Study Design",
        "University of North, Town", "Open Access", "www.lamps.example",
    ],
)  # fmt: skip
def test_other_words_are_no_persons(text: str) -> None:
    assert persons(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Lane1,2*, Bruno Best†, and Clara Hickel", ["Anna Lane", "Bruno Best", "Clara Hickel"]),
        ("Lane, Anna; Best, Bruno B.", ["Anna Lane", "Bruno B. Best"]),
        ("Ana Ruiz y Luis Pardo", ["Ana Ruiz", "Luis Pardo"]),
        ("Isaac G. Councill, Larry Page, Ed Church-Law", ["Isaac G. Councill", "Larry Page", "Ed Church-Law"]),
        ("JJ Lane, Joseph deBeer, Li E", ["JJ Lane", "Joseph deBeer", "Li E"]),
        ("Jean-Luc d'Arc, A.-B. Öberg, Renée Çelik", ["Jean-Luc d'Arc", "A.-B. Öberg", "Renée Çelik"]),
        ("Anna Lane, Member, IEEE, and Bruno Best, Fellow, IEEE", ["Anna Lane", "Bruno Best"]),
        ("Anna LaneID1, Bruno BestiD2", ["Anna Lane", "Bruno Best"]),
        ("Anna Lane (0000-0002-1825-0097), Bruno Best", ["Anna Lane", "Bruno Best"]),
        ("1st Anna Lane, 2nd Bruno Best", ["Anna Lane", "Bruno Best"]),
        ("Dr. Anna Lane, Prof. Bruno Best", ["Anna Lane", "Bruno Best"]),
    ],
)
def test_names_are_parted_and_freed_of_marks(text: str, expected: list[str]) -> None:
    assert [str(x) for x in persons(text)] == expected
