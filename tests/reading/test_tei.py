"""TEI becomes papers, as GROBID, Pub2TEI and journals write it: every word kept, everything in its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Paper, Person
from generator.errors import UnreadablePaper
from generator.reading import paper_ids, read_papers
from generator.reading.tei.reader import read_tei

Read = Callable[..., Paper]
Outcome = Callable[..., Paper | UnreadablePaper]

HEADER = """<teiHeader><fileDesc>
<titleStmt><title level="a" type="main">Moths at lamps</title>
<funder ref="#f"><orgName type="full">Lamp Fund</orgName></funder></titleStmt>
<publicationStmt><publisher>Example Press</publisher><availability status="free">
<licence target="https://creativecommons.org/licenses/by/4.0/"><p>Free for all.</p></licence></availability>
<date type="published" when="2021-03-04">4 March 2021</date></publicationStmt>
<sourceDesc><biblStruct><analytic>
<author role="corresp"><persName><forename type="first">Ada</forename><forename type="middle">B</forename>
<surname>Okoye</surname></persName><email>ada@example.org</email><affiliation key="aff0">
<note type="raw_affiliation"><label>1</label> Institute of Lamps, Nowhere.</note>
<orgName type="institution">Institute of Lamps</orgName></affiliation></author>
<author><persName><forename>Ben</forename><nameLink>van</nameLink><surname>Dijk</surname></persName></author>
<author><affiliation key="aff1"><orgName>Nobody's Institute</orgName></affiliation></author>
<title level="a" type="main">Moths at lamps</title></analytic>
<monogr><title level="j" type="main">Journal of Lamps</title><title level="j" type="abbrev">J Lamp</title>
<imprint><biblScope unit="volume">7</biblScope><date type="published" when="2020-12-31"/></imprint></monogr>
<idno type="MD5">0123456789ABCDEF</idno><idno type="DOI">10.1234/LAMPS.7</idno>
<idno type="arXiv">arXiv:2401.00010v2[q-bio]</idno>
</biblStruct></sourceDesc></fileDesc>
<encodingDesc><appInfo><application ident="GROBID"><desc>A machine learning software.</desc></application>
</appInfo></encodingDesc>
<profileDesc><textClass><keywords><term>moths</term><term>lamps</term></keywords></textClass>
<abstract><div><head>Abstract</head><p>We counted moths.</p></div></abstract></profileDesc></teiHeader>"""


def tei(body: str = "", back: str = "", front: str = "", header: str = HEADER) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TEI xmlns="http://www.tei-c.org/ns/1.0">'
        f"{header}<text><front>{front}</front><body>{body}</body><back>{back}</back></text></TEI>"
    )


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(xml: str) -> Paper:
        path = tmp_path / "paper.tei.xml"
        path.write_text(xml, encoding="utf-8")
        return read_tei(path, id="paper")

    return reader


def sentences(paper: Paper, kind: str = "") -> list[str]:
    return [s.text for x in paper.sections if not kind or x.kind == kind for s in x.sentences]


def shape(paper: Paper) -> list[tuple[str, str, int]]:
    return [(s.kind, s.title, s.level) for s in paper.sections if s.kind != "front"]


def roles(paper: Paper) -> list[tuple[str, list[str]]]:
    return [
        (p.role, [s.text for s in p.sentences])
        for x in paper.sections
        if x.kind not in ("front", "abstract")
        for p in x.paragraphs
    ]


def test_the_header_becomes_metadata(read: Read) -> None:
    metadata = read(tei("<p>Text.</p>")).metadata
    assert metadata.title == "Moths at lamps"
    assert metadata.authors == (Person("Okoye", "Ada B"), Person("van Dijk", "Ben"))
    assert (metadata.year, metadata.venue) == (2020, "Journal of Lamps")
    assert (metadata.doi, metadata.licence) == ("10.1234/lamps.7", "CC-BY-4.0")
    assert metadata.arxiv == "2401.00010"
    assert metadata.abstract == "We counted moths."


def test_the_front_holds_what_a_title_page_shows_and_no_software(read: Read) -> None:
    paper = read(tei("<p>Text.</p>"))
    assert sentences(paper, "front") == [
        "Moths at lamps",
        "Ada B Okoye, Ben van Dijk",
        "Institute of Lamps, Nowhere.",
        "Nobody's Institute",
        "Keywords: moths; lamps",
    ]
    assert "machine learning" not in paper.text
    assert "0123456789" not in paper.text
    assert sentences(paper, "back") == ["Lamp Fund"]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("<author>Ada Okoye</author>", [Person("Okoye", "Ada")]),
        (
            "<author><name>Okoye, Ada</name><affiliation>Nowhere</affiliation></author>",
            [Person("Okoye", "Ada")],
        ),
        ("<author><orgName>The Lamp Group</orgName></author>", [Person("The Lamp Group")]),
        ("<author><surname>Okoye</surname><forename>Ada</forename></author>", [Person("Okoye", "Ada")]),
    ],
)
def test_authors_are_found_where_journals_put_them(read: Read, people: str, expected: list[Person]) -> None:
    header = (
        f"<teiHeader><fileDesc><titleStmt><title>T</title>{people}</titleStmt>"
        "<publicationStmt><p>x</p></publicationStmt><sourceDesc><p>Born digital.</p></sourceDesc>"
        "</fileDesc></teiHeader>"
    )
    assert list(read(tei("<p>Text.</p>", header=header)).metadata.authors) == expected


def test_what_is_available_is_no_method_under_any_head(read: Read) -> None:
    back = """<div type="availability"><div><head>Data</head><p>A.</p></div><div><head>Funding</head><p>B.</p>
    </div></div>"""
    sections = read(tei("<div><head>Results</head><p>C.</p></div>", back)).sections
    assert [(s.kind, s.title) for s in sections][-2:] == [("availability", "Data"), ("back", "Funding")]


def test_divisions_become_sections_with_kinds_by_head_number_and_type(read: Read) -> None:
    body = """<div><p>Before all.</p></div><div><head n="1.">Introduction</head><p>A.</p></div>
    <div><head n="2">Materials and Methods</head><p>B.</p></div><div><head n="2.1">Traps</head><p>C.</p></div>
    <div><head>Results</head><p>D.</p><div><head>Counts</head><p>E.</p></div></div>
    <div type="conclusion"><head>What we make of it</head><p>F.</p></div>"""
    back = """<div type="acknowledgement"><div><head>Thanks</head><p>G.</p></div></div>
    <div type="availability"><div><p>H at https://example.org/data.</p></div></div>
    <div type="funding"><p>I.</p></div><div type="annex"><div><head>More traps</head><p>J.</p></div></div>
    <div type="references"><listBibl><bibl>K 1999.</bibl></listBibl></div>"""
    paper = read(tei(body, back))
    assert shape(paper) == [
        ("abstract", "Abstract", 1),
        ("other", "", 1),
        ("introduction", "1. Introduction", 1),
        ("methods", "2 Materials and Methods", 1),
        ("methods", "2.1 Traps", 2),
        ("results", "Results", 1),
        ("results", "Counts", 2),
        ("discussion", "What we make of it", 1),
        ("back", "Thanks", 1),
        ("availability", "Data availability", 1),
        ("back", "Funding", 1),
        ("other", "More traps", 1),
        ("references", "", 1),
        ("back", "", 1),
    ]
    assert paper.sections[10].sentences


def test_figures_tables_and_formulas(read: Read) -> None:
    body = """<div><head>Results</head><p>As in <ref type="figure" target="#fig_0">Fig. 1</ref>.</p>
    <formula xml:id="formula_0">n = 12 + m<label>(1)</label></formula>
    <figure xml:id="fig_0"><head>Figure 1 .</head><label>1</label><figDesc>Figure 1. Moths by night.</figDesc>
    <graphic url="x.png"/></figure>
    <figure type="table" xml:id="tab_0"><head>Table 1</head><label>1</label><figDesc>Counts.</figDesc>
    <table><row role="head"><cell>Lamp</cell><cell cols="2">Moths</cell></row>
    <row><cell rows="2">sodium</cell><cell>31</cell><cell>7</cell></row>
    <row><cell>32</cell><cell>8</cell></row>
    </table><note>a By two observers.</note></figure></div>"""
    assert roles(read(tei(body)))[:6] == [
        ("prose", ["As in Fig. 1."]),
        ("prose", ["n = 12 + m (1)"]),
        ("caption", ["Figure 1. Moths by night."]),
        ("caption", ["Table 1. Counts."]),
        ("table", ["Lamp | Moths", "sodium | 31 | 7", "| 32 | 8"]),
        ("prose", ["a By two observers."]),
    ]


def test_notes_lists_and_links_stand_apart_from_sentences(read: Read) -> None:
    body = """<div><head>Methods</head><p>The seed was fixed<note place="foot" n="1"><p>It was 1234.</p>
    </note> to one value. See <ref target="https://example.org/code">the code</ref> and
    <ptr target="https://example.org/data"/>.<ref type="bibr" target="#b0">[2]</ref></p>
    <list><item>one lamp</item><item>two lamps<list><item>of sodium</item></list></item></list>
    <note place="foot" n="2" xml:id="foot_1">Lamps were new.</note></div>"""
    paper = read(tei(body))
    assert roles(paper)[:4] == [
        (
            "prose",
            [
                "The seed was fixed to one value.",
                "See the code and https://example.org/data [2].",
            ],
        ),
        ("prose", ["1 It was 1234."]),
        ("list", ["one lamp", "two lamps", "of sodium"]),
        ("prose", ["2 Lamps were new."]),
    ]
    (cited,) = [s for s in paper.sentences if "the code" in s.text]
    assert cited.links == ("https://example.org/code", "https://example.org/data")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<hi rend='superscript'>-3</hi> mol", "10^-3 mol"),
        ("CO<hi rend='sub'>2</hi>", "CO2"),
        ("known.<hi rend='sup'><ref type='bibr' target='#b1'>3</ref></hi>", "known [3]."),
        ("12<hi rend='superscript'>a</hi> and x<hi rend='subscript'>max</hi>", "12^a and x_max"),
        ("5 <g ref='#micro'/>g of <gap reason='illegible'/> salt", "5 \ufffdg of \ufffd salt"),
        ("a <app><lem>moth</lem><rdg>bat</rdg></app> flew", "a moth flew"),
        ("at <formula><graphic url='e.png'/></formula> once", "at [formula \ufffd] once"),
        ("co<lb break='no'/>lour of<lb/>moths", "colour of moths"),
        ("a <choice><sic>mtoh</sic><corr>moth</corr></choice> flew", "a moth flew"),
        ("a <del>bat</del><add>moth</add> flew", "a moth flew"),
        ("<formula notation='TeX'>x_1 \\leq 2</formula>", "x_1 ≤ 2"),
        ("<quote>I flew</quote>, it said", "I flew, it said"),
        ("caf&#233; &amp; lamp", "café & lamp"),
    ],
)
def test_running_text_reads_as_printed(read: Read, markup: str, text: str) -> None:
    assert roles(read(tei(f"<p>{markup}</p>")))[0] == ("prose", [text])


def test_references_are_a_line_each_and_searched_apart(read: Read) -> None:
    back = """<div type="references"><listBibl><head>Works</head>
    <biblStruct xml:id="b0"><analytic><title level="a">Bats at lamps</title><author><persName>
    <forename>Cy</forename><surname>Sample</surname></persName></author><idno type="DOI">10.1234/bats</idno>
    </analytic><monogr><title level="j">J Bats</title><imprint><biblScope unit="volume">3</biblScope>
    <biblScope unit="page" from="1" to="9"/><date type="published" when="1999-02"/></imprint></monogr>
    </biblStruct>
    <biblStruct xml:id="b1"><note type="raw_reference">[2] D. Other. Lamps. 2001.</note></biblStruct>
    <bibl>Third, E. (2003). <title>Wings</title>.</bibl></listBibl></div>"""
    paper = read(tei("<p>Text.</p>", back))
    (section,) = [s for s in paper.sections if s.kind == "references"]
    assert section.title == "Works"
    assert [s.text for s in section.sentences] == [
        "Sample Cy (1999) Bats at lamps. J Bats. 3 1–9. doi:10.1234/bats",
        "[2] D. Other. Lamps. 2001.",
        "Third, E. (2003). Wings.",
    ]
    assert next(section.sentences).links == ("https://doi.org/10.1234/bats",)
    assert next(section.sentences).element == "b0"


COORDS = "2,50,100,200,10;2,50,112,200,10"


@pytest.mark.parametrize(
    ("markup", "places"),
    [
        (f'<p><s coords="{COORDS}">One.</s> <s coords="3,50,60,80,10">Two.</s></p>',
         [(2, (50, 100, 250, 122)), (3, (50, 60, 130, 70))]),
        # A sentence over two columns is shown where it begins; a paragraph over two says only its page.
        ('<p><s coords="2,50,700,200,10;2,300,80,200,10">One and one.</s></p>', [(2, (50, 700, 250, 710))]),
        ('<p coords="2,50,700,200,10;2,300,80,200,10">One. Two.</p>', [(2, None), (2, None)]),
        ('<p coords="2,50,700,200,10;3,50,80,200,10">One. Two.</p>', [(None, None), (None, None)]),
        (f'<p coords="{COORDS}">One. Two.</p>', [(2, (50, 100, 250, 122))] * 2),
        ('<p coords="nonsense">One.</p>', [(None, None)]),
        ('<p coords="1,nan,1,1,1">One.</p>', [(None, None)]),
        ('<p coords="1,1e308,1,1e308,1">One.</p>', [(None, None)]),
        ('<p coords="99999999999,1,1,1,1">One.</p>', [(None, None)]),
        ('<p coords="0,1,1,1,1">One.</p>', [(None, None)]),
        ('<p coords="1,1,1,-5,1">One.</p>', [(None, None)]),
    ],
)  # fmt: skip
def test_coordinates_become_page_and_box(read: Read, markup: str, places: list[object]) -> None:
    paper = read(tei(f"<div><head>Results</head>{markup}</div>"))
    (section,) = [s for s in paper.sections if s.kind == "results"]
    assert [(s.page, s.box) for s in section.sentences] == places


def test_journals_put_abstract_and_statements_in_the_front(read: Read) -> None:
    front = """<titlePage><docTitle><titlePart>Moths at lamps</titlePart></docTitle></titlePage>
    <div type="abstract"><head>Summary</head><p>We counted.</p></div>
    <div type="ack"><p>Thanks to all.</p></div>"""
    header = (
        "<teiHeader><fileDesc><titleStmt><title>Moths at lamps</title></titleStmt></fileDesc></teiHeader>"
    )
    paper = read(tei("<div type='div1'><head>Lamps</head><p>Text.</p></div>", front=front, header=header))
    assert [(s.kind, [x.text for x in s.sentences]) for s in paper.sections] == [
        ("front", ["Moths at lamps"]),
        ("abstract", ["We counted."]),
        ("back", ["Thanks to all."]),
        ("other", ["Text."]),
    ]
    assert paper.metadata.abstract == "We counted."


def test_only_an_abstract_is_read_with_a_warning(read: Read) -> None:
    assert "holds only an abstract" in read(tei()).warnings[0]
    assert read(tei("<p>Text.</p>")).warnings == ()


REFUSED = [
    ("<TEI><teiHeader/></TEI>", "does not hold its text"),
    (f"<teiCorpus>{'<TEI><text><body><p>x</p></body></text></TEI>' * 2}</teiCorpus>", "2 TEI documents"),
    ("<TEI><text><body><p>cut", "not well-formed"),
    ('<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/hostname">]><TEI><text>&x;</text></TEI>', "entities"),
    ("<root/>", "no TEI document"),
    ("\x00\x01", "not well-formed"),
]


@pytest.mark.parametrize(("content", "what"), REFUSED)
def test_what_holds_no_paper_is_refused_in_one_sentence(
    tmp_path: Path, outcome: Outcome, content: str, what: str
) -> None:
    path = tmp_path / "x.tei"
    path.write_text(content)
    error = outcome(read_tei, path)
    assert isinstance(error, UnreadablePaper)
    assert what in error.what


@pytest.mark.parametrize(
    ("name", "start", "format"),
    [
        ("a.xml", "<?xml version='1.0'?><!-- <article> --><TEI xmlns='http://www.tei-c.org/ns/1.0'>", "tei"),
        ("a.tei", "<TEI>", "tei"),
        ("a.tei.xml", "<TEI>", "tei"),
        ("a.xml", "<t:TEI xmlns:t='http://www.tei-c.org/ns/1.0'>", "tei"),
        ("download", "<TEI>", "tei"),
        ("a.pdf", "<TEI>", "tei"),
    ],
)
def test_tei_is_known_by_its_root(tmp_path: Path, name: str, start: str, format: str) -> None:
    path = tmp_path / name
    end = "</t:TEI>" if "<t:" in start else "</TEI>"
    body = "<text><body><p>An article.</p></body></text>"
    if "<t:" in start:
        body = body.replace("<", "<t:").replace("<t:/", "</t:")
    path.write_text(f"{start}{body}{end}")
    ((_, paper),) = read_papers([path])
    assert isinstance(paper, Paper), paper
    assert paper.format == format
    assert sentences(paper) == ["An article."]


def test_the_double_ending_is_no_part_of_the_id(tmp_path: Path) -> None:
    assert list(paper_ids([tmp_path / "smith-2021.tei.xml"]).values()) == ["smith-2021"]


PIECES = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<head n='2.1'>", "</head>", "<list>", "<item>", "</item>",
        "</list>",
         "<table>", "<row>", "<cell cols='9999999' rows='999'>", "</cell>", "</row>", "</table>",
         "<note n='1'>",
         "</note>", "<figure coords='1,2,3,4,5;;'>", "</figure>", "<s coords='2,1,1,1,1'>", "</s>", "&nbsp;",
         "<biblStruct>", "</biblStruct>", "<bibl>", "</bibl>", "<hi rend='sup'>", "</hi>", "7", ".", "lamp ",
         "<ref target='http://['>", "</ref>", "<choice/>", "<formula/>", "<floatingText>", "</floatingText>"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PIECES, st.booleans())
def test_no_markup_breaks_the_reader(tmp_path: Path, outcome: Outcome, body: str, mended: bool) -> None:
    from lxml import etree

    if mended:  # what a lenient parser makes of it is well-formed and reaches the reader
        root = etree.fromstring(f"<body>{body}</body>", etree.XMLParser(recover=True, resolve_entities=False))
        body = "".join(etree.tostring(e, encoding="unicode") for e in root) if root is not None else ""
    path = tmp_path / "x.tei"
    path.write_text(tei(body, back=body, front=body), encoding="utf-8")
    outcome(read_tei, path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 4000))
def test_no_broken_off_file_is_half_read(tmp_path: Path, outcome: Outcome, length: int) -> None:
    path = tmp_path / "x.tei"
    whole = tei("<p>Text.</p>").encode()
    path.write_bytes(whole[: min(length, len(whole) - 2)])
    assert isinstance(outcome(read_tei, path), UnreadablePaper)
