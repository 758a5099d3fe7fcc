"""Which paper a PDF is: DOI, title, authors and year are its own, whatever else its pages name."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.paper import Metadata, Paper
from generator.reading.pdf.front import name_summaries, opens_text
from generator.reading.pdf.identity.author_names import persons
from generator.reading.pdf.identity.dois import dois_in
from generator.reading.pdf.identity.embedded import xmp_entries
from generator.reading.pdf.identity.years import year_of
from generator.reading.pdf.page_words import Font, Word
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.reader import read_pdf
from generator.reading.pdf.text_lines import TextLine
from tests.reading.pdf_sheets import Sheets, sentences

TITLE = "Slow lamps and quiet moths in northern towns"


def body(s: Sheets, y: float = 330, *, references: tuple[str, ...] = ()) -> None:
    """Draw an abstract, an introduction and a list of references on the current page."""
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
    """Draw a title at the top and one author."""
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
    raised(
        s,
        72,
        104,
        [("Anna Lane", "1,2*"), (", Bruno Best", "2"), (" and Clara M. Hickel", "3")],
        10,
        "Helvetica",
    )
    s.line(72, 122, "1 Institute of Plants, University of North, Town", 7, "Helvetica-Oblique")
    s.line(72, 132, "2 Department of Light, College of South, Town", 7, "Helvetica-Oblique")


def letters_raised(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18)
    raised(
        s,
        72,
        104,
        [("Anna Lane", "a,b"), (", Bruno Best", "b,*"), (", Clara van Hickel", "c")],
        12,
        "Times-Roman",
    )
    for n, text in enumerate(
        ("a Institute of Plants, Town", "b Department of Light, Town", "c Museum of Moths, Town")
    ):
        s.line(72, 122 + 10 * n, text, 7, "Times-Italic")


def letters_glued(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18)
    s.line(72, 104, "Anna Lanea, Bruno Bestb, Clara Hickelb, Dora Whitec", 12)
    for n, text in enumerate(
        ("a Institute of Plants, Town", "b Department of Light, Town", "c Museum of Moths, Town")
    ):
        s.line(72, 122 + 10 * n, text, 7)


def with_orcids(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18)
    s.line(72, 104, "Anna Lane 0000-0001-2345-6789, Bruno Best 0000-0002-2345-6781", 11)


def with_where_they_work(s: Sheets) -> None:
    s.line(72, 80, TITLE, 18)
    s.line(72, 104, "Anna Lane, University of North, Town", 11)
    s.line(72, 118, "Bruno Best, Institute of Lamps, Village", 11)


def columns(s: Sheets) -> None:
    s.centred(80, TITLE, 17, "Times-Bold")
    for row, people in enumerate(
        (("Anna Lane", "Bruno Best", "Clara Hickel"), ("Dora White", "Emil Stone", "Fay Brook"))
    ):
        for column, who in enumerate(people):
            x, y = 72 + 170 * column, 110 + 60 * row
            s.line(x, y, who, 12)
            s.line(x, y + 12, "Institute of Moths", 10)
            s.line(x, y + 24, "North Haven, Country", 10)
            s.line(x, y + 36, "someone@moths.example", 10)


def columns_in_one_type(s: Sheets) -> None:
    s.centred(80, TITLE, 17, "Times-Bold")
    for x, who, town in (
        (100, "Anna Lane", "North Haven, Oldland"),
        (350, "Bruno Best", "Port South, Newland"),
    ):
        for n, text in enumerate((who, "Computation Group", "Lakeside Works", town)):
            s.line(x, 110 + 13 * n, text, 11, "Times-Bold")


def stacked(s: Sheets) -> None:
    s.centred(80, TITLE, 17, "Times-Bold")
    y = 110
    for who, where in (
        ("Anna Lane, Bruno Best", "Duskville University"),
        ("Clara Hickel", "Institute of Dawn"),
    ):
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
            ["Anna Lane", "Bruno Best", "Clara Hickel", "Dora White", "Emil Stone", "Fay Brook",
             "Gustav Holm", "Hedda Berg", "Ivo de la Cruz"],
        ),
        (broken_between_names, ["Anna Lane", "Bruno Best", "Clara A. Hickel", "Dora White", "Emil Stone"]),
        (above_the_title, ["Anna Lane", "Bruno Best", "Clara Hickel"]),
        (in_capitals, ["ANNA LANE", "BRUNO BEST"]),
        (ampersand_and_group, ["Anna Lane", "Bruno Best", "Night Lamp Study Group"]),
        (editors_beside, ["Anna Lane", "Bruno Best"]),
        (second_title, ["Anna Lane", "Bruno Best"]),
        (with_orcids, ["Anna Lane", "Bruno Best"]),
        (with_where_they_work, ["Anna Lane", "Bruno Best"]),
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
        ("Carla De Marco, J. W. Van Orden", ["De Marco", "Van Orden"]),
        ("Gerben A. van Kleef, Liesbeth C. de Wreede", ["van Kleef", "de Wreede"]),
        ("Tarik El Aarba, Nguyen Van An", ["El Aarba", "An"]),
        ("De Lane, Anna Di", ["Lane", "Di"]),
    ],
)
def test_particles_belong_to_the_family_name(text: str, expected: list[str]) -> None:
    assert [x.family for x in persons(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Lane1,2*, Bruno Best†, and Clara Hickel", ["Anna Lane", "Bruno Best", "Clara Hickel"]),
        ("Lane, Anna; Best, Bruno B.", ["Anna Lane", "Bruno B. Best"]),
        ("Ana Ruiz y Luis Pardo", ["Ana Ruiz", "Luis Pardo"]),
        (
            "Isaac G. Councill, Larry Page, Ed Church-Law",
            ["Isaac G. Councill", "Larry Page", "Ed Church-Law"],
        ),
        ("JJ Lane, Joseph deBeer, Li E", ["JJ Lane", "Joseph deBeer", "Li E"]),
        ("Jean-Luc d'Arc, A.-B. Öberg, Renée Çelik", ["Jean-Luc d'Arc", "A.-B. Öberg", "Renée Çelik"]),
        ("Anna Lane, Member, IEEE, and Bruno Best, Fellow, IEEE", ["Anna Lane", "Bruno Best"]),
        ("Anna LaneID1, Bruno BestiD2", ["Anna Lane", "Bruno Best"]),
        ("Anna Lane (0000-0002-1825-0097), Bruno Best", ["Anna Lane", "Bruno Best"]),
        ("1st Anna Lane, 2nd Bruno Best", ["Anna Lane", "Bruno Best"]),
        ("Dr. Anna Lane, Prof. Bruno Best", ["Anna Lane", "Bruno Best"]),
        ("Lane A., Best B., Hickel C. M.", ["A. Lane", "B. Best", "C. M. Hickel"]),
        ("LANE Anna, BEST Bruno", ["Anna LANE", "Bruno BEST"]),
    ],
)
def test_names_are_parted_and_freed_of_marks(text: str, expected: list[str]) -> None:
    assert [str(x) for x in persons(text)] == expected


# --- the DOI -----------------------------------------------------------------------------------


def at_the_foot(s: Sheets) -> None:
    plain(s)
    body(s)
    s.line(72, 810, "Lamp Reports | https://doi.org/10.1000/lamp.2021.77", 8)


def labelled(s: Sheets) -> None:
    plain(s)
    s.line(72, 122, "doi: 10.1000/lamp.2021.77", 8)
    body(s)


def in_the_citation(s: Sheets) -> None:
    plain(s)
    s.line(
        72, 130, "How to cite this article: Lane A (2021) Slow lamps and quiet moths in northern towns.", 8
    )
    s.line(72, 140, "Lamp Reports 7: 12-20. https://doi.org/10.1000/lamp.2021.77", 8)
    body(s)


def cut_at_the_end_of_a_line(s: Sheets) -> None:
    plain(s)
    s.line(72, 130, "Citation: Lane A (2021) Slow lamps. Lamp Reports 7: 12. https://doi.org/10.1000/", 8)
    s.line(72, 140, "lamp.2021.77", 8)
    body(s)


def with_others_around(s: Sheets) -> None:
    plain(s)
    s.line(72, 122, "https://doi.org/10.1000/lamp.2021.77", 8)
    s.line(72, 132, "Data are available at https://doi.org/10.5061/dryad.abc12", 8)
    s.line(72, 142, "Comment on: Best B (2019), https://doi.org/10.1000/other.2019.1", 8)
    body(s, references=("Best, B. (2019). Moths. Journal, 3, 1-9. https://doi.org/10.1000/other.2019.1",))


def of_a_figure_only(s: Sheets) -> None:
    plain(s)
    body(s)
    s.line(72, 640, "Fig 1. Moths at lamps.", 9, "Times-Bold")
    s.line(72, 652, "https://doi.org/10.1371/journal.pone.0000001.g001", 8)


def of_references_only(s: Sheets) -> None:
    plain(s)
    body(
        s,
        references=(
            "Best, B. (2010). Lamps in winter. Journal of Light, 3(2), 11-19. https://doi.org/10.1000/light.2010.11",
            "Cold, C. (2012). Rooms. Journal of Cold, 4(1), 1-9. doi:10.1000/cold.2012.1",
        ),
    )


def in_a_sentence(s: Sheets) -> None:
    plain(s)
    body(s)
    s.line(
        72,
        620,
        "Moths were counted before (Best 2019, https://doi.org/10.1000/other.2019.1), and lamps too.",
        10,
    )


def of_data_only(s: Sheets) -> None:
    plain(s)
    s.line(72, 122, "The code is archived at https://doi.org/10.5281/zenodo.123456", 8)
    body(s)


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (at_the_foot, "10.1000/lamp.2021.77"),
        (labelled, "10.1000/lamp.2021.77"),
        (in_the_citation, "10.1000/lamp.2021.77"),
        (cut_at_the_end_of_a_line, "10.1000/lamp.2021.77"),
        (with_others_around, "10.1000/lamp.2021.77"),
        (of_a_figure_only, ""),
        (of_references_only, ""),
        (in_a_sentence, ""),
        (of_data_only, ""),
    ],
)
def test_the_doi_is_the_papers_own(tmp_path: Path, draw: Callable[[Sheets], None], expected: str) -> None:
    assert found(tmp_path, draw).doi == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://doi.org/10.1371/journal.pone.0000001.g001", "doi:10.1371/journal.pone.0000001.t002",
        "https://doi.org/10.7717/peerj.123/fig-1", "10.7717/peerj.123/table-2", "10.7717/peerj.123/supp-3",
        "https://doi.org/10.7554/eLife.12345.002", "10.1371/journal.pone.0000001.s003", "10.1021/abc.s001",
        "https://doi.org/10.5061/dryad.abc12", "10.6084/m9.figshare.123", "10.17605/OSF.IO/ABCDE",
        "10.7910/DVN/ABCDEF", "https://doi.org/10.1000/", "10.1000/ab",
    ],
)  # fmt: skip
def test_a_doi_of_a_part_of_data_or_cut_is_no_papers(text: str) -> None:
    assert dois_in(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DOI: 10.1016/S0140-6736(20)30183-5.", "10.1016/s0140-6736(20)30183-5"),
        ("(https://doi.org/10.1000/abc-1)", "10.1000/abc-1"),
        ("http://dx.doi.org/10.1590/2236-8906-111/2020", "10.1590/2236-8906-111/2020"),
        (
            "doi:10.1002/(SICI)1097-0258(19980815)17:15<1661::AID>3.0.CO;2-2",
            "10.1002/(sici)1097-0258(19980815)17:15",
        ),
        ("10.1000/lamp.e1234", "10.1000/lamp.e1234"),
    ],
)
def test_a_doi_ends_where_its_sentence_goes_on(text: str, expected: str) -> None:
    assert dois_in(text) == [expected]


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description>'
    "<prism:doi>10.1000/Lamp.2021.77</prism:doi>"
    "<dc:creator><rdf:Seq><rdf:li>Anna Lane</rdf:li><rdf:li>Bruno Best</rdf:li></rdf:Seq></dc:creator>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def test_a_damaged_packet_ends_where_the_next_one_begins(tmp_path: Path) -> None:
    damaged = XMP.replace("</x:xmpmeta>", "").replace("2021.77", "1999.1")
    picture = "<x:xmpmeta><dc:format>image/png</dc:format></x:xmpmeta>"
    path = tmp_path / "packets.pdf"
    path.write_text(damaged + picture + XMP + damaged, encoding="utf-8")
    assert xmp_entries(path) == {"prism:doi": "10.1000/lamp.2021.77", "dc:creator": "Anna Lane; Bruno Best"}


@pytest.mark.parametrize("packed", [False, True])
def test_the_packet_of_the_file_gives_doi_and_authors_that_the_page_shows(
    tmp_path: Path, packed: bool
) -> None:
    def page(s: Sheets) -> None:
        s.line(72, 80, TITLE, 18, "Times-Bold")
        body(s)
        s.line(72, 800, "Correspondence: Anna Lane, Bruno Best", 8)

    paper_of(tmp_path, page)
    path = tmp_path / "paper.pdf"
    data = zlib.compress(XMP.encode()) if packed else XMP.encode()
    head = b"<< /Type /Metadata /Subtype /XML%s /Length %d >>" % (
        b" /Filter /FlateDecode" if packed else b"",
        len(data),
    )
    path.write_bytes(
        path.read_bytes() + b"\n99 0 obj\n" + head + b"\nstream\n" + data + b"\nendstream\nendobj\n%%EOF\n"
    )
    meta = read_pdf(path, id="p").metadata
    assert (meta.doi, names(meta)) == ("10.1000/lamp.2021.77", ["Anna Lane", "Bruno Best"])


# --- the year ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Lamp Reports 2021, 12, 343"], 2021),
        (["J Lamp Stud 2020;11(4):770-789"], 2020),
        (["LAMP REPORTS | (2019) 9:14259"], 2019),
        (["Lane et al. Lamp Reports 2014, 14:1"], 2014),
        (["Hoehn 49: e1112020, 4 tab., 3 fig., 2022"], 2022),
        (["Received: 5 May 2019", "Accepted: 17 September 2019", "Published online: 3 January 2020"], 2020),
        (["Received 12 July 2021; Accepted 4 November 2022"], 2022),
        (["Proceedings of the 5th Workshop on Lamps, pages 9-16, Town, July 2006."], 2006),
        (["36th Conference on Lamps (LAMPS 2022).", "arXiv:2201.00001v6 [cs.CL] 10 Jan 2023"], 2022),
        (["To appear in LAMPS 2006"], 2006),
        (["arXiv:2301.00002v1 [cs.CL] 5 Aug 2024"], 2024),
        (["hep-th/9412269 09 Dec 94"], 1994),
        (["© 2018 The Authors"], 2018),
        (
            ["Downloaded from https://lamps.example on 24 July 2025", "Lamp Rep. B (2002) 269, 1307-1312"],
            2002,
        ),
        (["Printed in 2024", "Typeset on 3 May 2024"], None),
        ([], None),
    ],
)
def test_the_year_that_the_lines_give(lines: list[str], expected: int | None) -> None:
    assert year_of([], lines, [], {}) == expected


@pytest.mark.parametrize(
    ("created", "references", "expected"),
    [
        ("D:20190801", ["Best, B. (2018). Lamps."], 2019),
        ("D:20190801", [], 2019),
        ("D:20020611", ["Best, B. (1990). Lamps.", "Cold, C. 1988."], None),  # a scan made later
        ("D:20140611", ["Best, B. (2019). Lamps."], None),  # the file is older than what it cites
        ("", ["Best, B. (2018). Lamps."], None),
    ],
)
def test_the_files_date_counts_where_the_works_cited_fit_it(
    created: str, references: list[str], expected: int | None
) -> None:
    assert year_of([], [], references, {"CreationDate": created}) == expected


# --- titles and covers -------------------------------------------------------------------------


def small_capitals(s: Sheets) -> None:
    x = 72.0
    for text, size in (
        ("T", 17),
        ("OWARDS ", 13.6),
        ("IN ", 13.6),
        ("L", 17),
        ("AMPS AND ", 13.6),
        ("M", 17),
        ("OTHS", 13.6),
    ):
        from reportlab.pdfbase.pdfmetrics import stringWidth

        s.line(x, 80, text, size)
        x += stringWidth(text, "Times-Roman", size)
    s.line(72, 104, "Anna Lane", 11)


def kicker(s: Sheets) -> None:
    s.line(72, 50, "RESEARCH ARTICLE Open Access", 12, "Helvetica-Bold")
    s.line(72, 80, "Slow lamps and quiet moths", 18, "Helvetica-Bold")
    s.line(72, 101, "in northern towns", 18, "Helvetica-Bold")
    s.line(72, 124, "Anna Lane", 11)


def hyphens(s: Sheets) -> None:
    s.line(72, 80, "Slow lamps and quiet moths of the Pan-", 18, "Times-Bold")
    s.line(72, 101, "Northern towns", 18, "Times-Bold")
    s.line(72, 124, "Anna Lane", 11)


def box_beside(s: Sheets) -> None:
    s.line(48, 80, "Slow lamps and", 18, "Helvetica-Bold")
    s.line(48, 100, "quiet moths in", 18, "Helvetica-Bold")
    for n, text in enumerate(
        ("Lamp Science", "2020, Vol. 31(10) 12-35", "© The Author(s) 2020", "lamps.example/PS")
    ):
        s.line(440, 70 + 9 * n, text, 7, "Times-Roman")
    s.line(48, 120, "northern towns", 18, "Helvetica-Bold")
    s.line(48, 148, "Anna Lane", 11)


def journal_in_larger_type(s: Sheets) -> None:
    s.line(72, 60, "Northern Journal of Lamps and Light", 20, "Helvetica")
    s.line(72, 90, TITLE, 16, "Times-Bold")
    s.line(72, 110, "Anna Lane", 11)


def one_word(s: Sheets) -> None:
    s.line(72, 60, "Moths", 20, "Helvetica")
    s.line(72, 84, "Anna Lane and Bruno Best", 11)


def its_own_hyphen(s: Sheets) -> None:
    s.line(72, 80, "Slow lamps and self-", 16, "Times-Bold")
    s.line(72, 98, "supervised moths of northern towns", 16, "Times-Bold")
    s.line(72, 120, "Anna Lane", 11)


def two_sizes(s: Sheets) -> None:
    s.centred(80, "Slow lamps:", 17, "Times-Bold")
    s.centred(100, "quiet moths in northern", 15.5, "Times-Bold")
    s.centred(120, "towns, counted by ear", 16.2, "Times-Bold")
    s.centred(144, "Anna Lane and Bruno Best", 14, "Times-Bold")


def kicker_in_its_size(s: Sheets) -> None:
    s.line(72, 60, "Research Article", 18, "Helvetica-Bold")
    s.line(72, 82, TITLE, 18, "Helvetica-Bold")
    s.line(72, 110, "Anna Lane", 11)


@pytest.mark.parametrize(
    ("draw", "info", "expected"),
    [
        (journal_in_larger_type, "", TITLE),
        (one_word, "", "Moths"),
        (its_own_hyphen, "", "Slow lamps and self-supervised moths of northern towns"),
        (two_sizes, "", "Slow lamps: quiet moths in northern towns, counted by ear"),
        (kicker_in_its_size, "", TITLE),
        (small_capitals, "", "TOWARDS IN LAMPS AND MOTHS"),
        (kicker, "", TITLE),
        (kicker, "Slow lamps and quiet moths in northern tow", TITLE),
        (kicker, "Lamp Reports", TITLE),
        (kicker, "paper.dvi", TITLE),
        (hyphens, "", "Slow lamps and quiet moths of the Pan-Northern towns"),
        (box_beside, "Slow lamps and quiet moths in northern towns", TITLE),
        (box_beside, "", TITLE),
    ],
)
def test_the_title_is_whole(tmp_path: Path, draw: Callable[[Sheets], None], info: str, expected: str) -> None:
    def page(s: Sheets) -> None:
        draw(s)
        body(s)

    assert found(tmp_path, page, title=info).title == expected


COVERS = {
    "archive": ["HAL Id: hal-01234567", "https://hal.example/hal-01234567", "Submitted on 3 May 2017",
                "HAL is a multi-disciplinary open access archive for the deposit of papers"],
    "shelf": ["Author(s): Anna Lane", "Source: Lamp Reports, Vol. 7", "Stable URL: https://www.jstor.org/stable/1",
              "JSTOR is a not-for-profit service that helps scholars", "Accessed: 24-07-2025 10:00 UTC"],
    "network": ["See discussions, stats, and author profiles for this publication at: https://net.example/1",
                "Article in Lamp Reports - January 2018", "CITATIONS 12 READS 340"],
    "university": ["This is the author's accepted manuscript of an article published in Lamp Reports",
                   "Citation for published version: Lane, A 2016, 'Slow lamps'", "General rights",
                   "Take down policy", "University of North Research Repository, deposited 2019"],
    "publisher": ["Lamp Reports", "ISSN: (Print) (Online) Journal homepage: https://lamps.example/1",
                  "Submit your article to this journal", "Article views: 1360", "View related articles"],
}  # fmt: skip


def test_a_citation_on_the_cover_gives_year_and_doi(tmp_path: Path) -> None:
    cover = [
        "This is a repository copy of the paper below.", "Institutional Repository of the North", "Article:",
        f"Lane, A. and Best, B. (2017) {TITLE}.", "Lamp Reports, 3 (2). pp. 1-10.",
        "https://doi.org/10.1234/lamps.2017.3",
    ]  # fmt: skip

    def draw(s: Sheets) -> None:
        for n, text in enumerate(cover):
            s.line(72, 150 + 14 * n, text, 10, "Helvetica")
        s.next_page()
        s.line(72, 80, TITLE, 18, "Times-Bold")
        s.line(72, 104, "Anna Lane, Bruno Best", 11)
        body(s)

    data = paper_of(tmp_path, draw).metadata
    assert (data.title, data.year, data.doi) == (TITLE, 2017, "10.1234/lamps.2017.3")
    assert names(data) == ["Anna Lane", "Bruno Best"]


@pytest.mark.parametrize("kind", COVERS)
def test_a_cover_is_not_the_paper(tmp_path: Path, kind: str) -> None:
    def draw(s: Sheets) -> None:
        s.line(72, 60, "The Great Northern Repository", 24, "Helvetica-Bold")
        s.line(72, 120, TITLE, 16, "Helvetica-Bold")
        for n, text in enumerate(COVERS[kind]):
            s.line(72, 150 + 14 * n, text, 10, "Helvetica")
        s.next_page()
        s.line(72, 80, TITLE, 18, "Times-Bold")
        s.line(72, 104, "Anna Lane, Bruno Best", 11)
        s.line(72, 120, "Lamp Reports 2015, 12, 343", 8)
        body(s)

    paper = paper_of(tmp_path, draw)
    assert paper.metadata.title == TITLE
    assert names(paper.metadata) == ["Anna Lane", "Bruno Best"]
    assert paper.metadata.year == 2015
    cover = [s for x in paper.sections if x.kind != "furniture" for s in x.sentences if s.page == 1]
    assert cover == []


def test_a_correction_bound_before_its_article_is_not_the_paper(tmp_path: Path) -> None:
    def draw(s: Sheets) -> None:
        s.line(72, 80, f"Corrigendum: {TITLE}", 18, "Times-Bold")
        s.line(72, 110, "DOI: 10.1000/lamp.2022.99", 8)
        _prose(s, 150, 20, 24)
        s.next_page()
        s.line(72, 80, TITLE, 18, "Times-Bold")
        s.line(72, 104, "Anna Lane", 11)
        s.line(72, 122, "DOI: 10.1000/lamp.2021.77", 8)
        body(s)

    meta = found(tmp_path, draw)
    assert (meta.title, meta.doi) == (TITLE, "10.1000/lamp.2021.77")


STRUCTURED = {"Background": (1, 3), "Methods and findings": (4, 6), "Conclusions": (7, 8)}


@pytest.mark.parametrize("titled", [False, True])
def test_a_structured_abstract_is_whole(tmp_path: Path, titled: bool) -> None:
    def draw(s: Sheets) -> None:
        plain(s)
        y = 140.0
        if titled:
            s.line(72, y, "Abstract", 14, "Helvetica-Bold")
            y += 18
        for label, (first, last) in STRUCTURED.items():
            if titled:
                s.line(72, y, label, 11, "Helvetica-Bold")
                y = _prose(s, y + 14, first, last) + 10
            else:
                s.line(72, y, f"{label.upper()} Here we begin with the next part of this short summary.", 10)
                y = _prose(s, y + 12, first, last) + 10
        s.line(72, y + 10, "Introduction", 14, "Helvetica-Bold")
        _prose(s, y + 30, 9, 20)

    abstract = found(tmp_path, draw).abstract
    assert [f"Sentence {n} says" in abstract for n in range(1, 21)] == [True] * 8 + [False] * 12


def test_an_abstract_ends_before_its_keywords(tmp_path: Path) -> None:
    def draw(s: Sheets) -> None:
        plain(s)
        s.line(
            72, 140, "Abstract: Sentence 1 says that moths rest. Sentence 2 says that lamps do not, and", 10
        )
        s.line(72, 152, "that towns are dark at night. Keywords: moth; lamp; town", 10)
        s.line(72, 190, "1 Introduction", 12, "Times-Bold")
        _prose(s, 210, 7, 30)

    assert found(tmp_path, draw).abstract == (
        "Sentence 1 says that moths rest. "
        "Sentence 2 says that lamps do not, and that towns are dark at night."
    )


def test_a_title_page_of_a_manuscript_is_no_cover(tmp_path: Path) -> None:
    def draw(s: Sheets) -> None:
        s.centred(100, TITLE, 16, "Times-Bold")
        s.centred(130, "Anna Lane, Bruno Best", 12)
        s.centred(160, "Author's accepted manuscript", 10)
        s.next_page()
        body(s, 80)

    paper = paper_of(tmp_path, draw)
    assert (paper.metadata.title, names(paper.metadata)) == (TITLE, ["Anna Lane", "Bruno Best"])


# --- more publishers' pages --------------------------------------------------------------------


def gaps_for_commas(s: Sheets) -> None:
    s.centred(80, TITLE, 14.3, "Times-Bold")
    raised(
        s,
        110,
        106,
        [("Anna Lane", "*1"), ("     Bruno Best", "*1"), ("     Clara Hickel", "2")],
        12,
        "Times-Bold",
    )
    s.centred(120, "Dora White", 12, "Times-Bold")
    s.centred(136, "Duskville Labs      University of North", 12)
    s.centred(150, "{lane,best}@moths.example", 11, "Courier")


def initials(s: Sheets) -> None:
    s.centred(80, TITLE, 12, "Times-Bold")
    raised(
        s, 180, 104, [("A. Lane,", "1"), (" B. C. Best,", "1,2"), (" and C. Hickel", "2")], 10, "Times-Roman"
    )
    s.centred(120, "1Department of Lamps, Duskville University, Duskville 12345, Oldland", 9, "Times-Italic")
    s.centred(134, "(Dated: July 16, 2024)", 9)


def affiliations_in_brackets(s: Sheets) -> None:
    s.centred(80, TITLE, 17, "Times-Bold")
    s.centred(106, "Anna Lane (Duskville University), Bruno Best (Institute of Dawn)", 11)


def blocks_in_one_type(s: Sheets) -> None:
    s.centred(80, TITLE, 17, "Times-Bold")
    for n, who in enumerate(("Anna Lane", "Bruno Best", "Clara Hickel")):
        s.centred(106 + 48 * n, who, 11)
        s.centred(119 + 48 * n, "Duskville Works", 11)
        s.centred(132 + 48 * n, f"{who.split()[0].lower()}@works.example", 11)


def in_the_type_of_the_title(s: Sheets) -> None:
    s.centred(80, TITLE, 14, "Times-Bold")
    s.centred(108, "Anna Lane and Bruno Best", 14, "Times-Bold")
    s.centred(126, "Duskville University", 12)


def under_a_banner(s: Sheets) -> None:
    s.line(72, 50, "Lamp Reports 12 (2020) 101285", 8)
    s.line(200, 70, "Contents lists available at LampDirect", 9)
    s.line(220, 90, "Lamp Reports of the North", 15)
    s.line(72, 130, TITLE, 14)
    s.line(72, 156, "Anna Lane a, Bruno Best b,*", 11)
    s.line(72, 172, "a Department of Light, Town", 7, "Times-Italic")


def of_a_manuscript(s: Sheets) -> None:
    s.line(72, 40, "SLOW LAMPS", 10)
    s.centred(120, TITLE, 12, "Times-Bold")
    s.centred(180, "Anna Lane and Bruno Best", 12)
    s.centred(200, "Duskville University", 12)
    s.centred(220, "Author Note", 12)
    s.line(100, 240, "Anna Lane", 12)
    s.line(100, 260, "Bruno Best", 12)


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (gaps_for_commas, ["Anna Lane", "Bruno Best", "Clara Hickel", "Dora White"]),
        (initials, ["A. Lane", "B. C. Best", "C. Hickel"]),
        (affiliations_in_brackets, ["Anna Lane", "Bruno Best"]),
        (blocks_in_one_type, ["Anna Lane", "Bruno Best", "Clara Hickel"]),
        (in_the_type_of_the_title, ["Anna Lane", "Bruno Best"]),
        (under_a_banner, ["Anna Lane", "Bruno Best"]),
        (of_a_manuscript, ["Anna Lane", "Bruno Best"]),
    ],
)
def test_title_and_authors_of_a_layout(
    tmp_path: Path, draw: Callable[[Sheets], None], expected: list[str]
) -> None:
    def page(s: Sheets) -> None:
        draw(s)
        body(s)

    meta = found(tmp_path, page)
    assert (meta.title, names(meta)) == (TITLE, expected)


@pytest.mark.parametrize(
    "unit", [" ", "A. ", "Aa-", "(a", "10.1000/", "cite ", "MD ", "\x1f", "al-", "2020 "]
)
def test_long_lines_take_no_long_time(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    started = time.perf_counter()
    persons(text)
    dois_in(text)
    year_of([text], [text], [text], {})
    assert time.perf_counter() - started < 3


def test_an_abstract_that_runs_in_right_below_the_places_of_work_begins_with_its_name(tmp_path: Path) -> None:
    def page(s: Sheets) -> None:
        s.line(72, 80, TITLE, 18, "Times-Bold")
        s.line(72, 104, "Anna Lane and Bruno Best", 11)
        s.line(72, 122, "University of North, Town, and Institute of Lamps, Village", 9)
        s.line(72, 133, "Abstract.", 9, "Times-Bold")
        s.line(110, 133, "Lamps draw moths from all of the forests around a town, and nobody", 9)
        s.line(72, 144, "counted them before. We counted all the moths of a year at ten lamps of a town.", 9)
        s.line(72, 180, "1 Introduction", 12, "Times-Bold")
        _prose(s, 198, 1, 14)

    assert found(tmp_path, page).abstract.startswith("Lamps draw moths")


@pytest.mark.parametrize(
    ("text", "opens"),
    [("C. Raviglione", False), ("V. Okoye", False), ("2. Lamps", True), ("I. THE LAMPS", True)],
)
def test_initials_number_no_section(text: str, opens: bool) -> None:
    assert opens_text(text) is opens


def test_a_numbered_summary_behind_the_abstract_is_no_abstract() -> None:
    pieces = []
    for number, text in enumerate(["ABSTRACT", "1 SUMMARY", "7 Summary"]):
        word = Word(text, 50, 120, 100 + 30 * number, 10, Font("Times-Bold", bold=True))
        pieces.append(ParagraphBuilder([TextLine([word], 1)], 50, 300, role="heading"))
    name_summaries(pieces)
    assert [p.kind for p in pieces] == [None, "introduction", "discussion"]
