"""Word documents become papers: what a reader sees with all changes accepted, and nothing else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Paper, Person
from generator.errors import UnreadablePaper
from generator.reading import ReadingLimits, read_papers
from generator.reading.docx.reader import read_docx
from tests.reading import word
from tests.reading.seen import roles, shape, text
from tests.reading.word import bold, par, run, table, write_docx

OLE = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="{}"/>'
Read = Callable[..., Paper]
Outcome = Callable[..., Paper | UnreadablePaper]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(body: str, **parts: str) -> Paper:
        return read_docx(write_docx(tmp_path / "paper.docx", body, **parts), id="paper")

    return reader


@pytest.mark.parametrize("look", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'])
def test_what_a_formula_hides_is_not_read(read: Read, look: str) -> None:
    hidden = f"<m:r><w:rPr>{look}</w:rPr><m:t>all seeds were fixed</m:t></m:r>"
    paper = read(par(f"{run('Let ')}<m:oMath><m:r><m:t>x</m:t></m:r>{hidden}</m:oMath>{run(' be.')}"))
    assert paper.sentences[-1].text == "Let x be."
    assert paper.warnings[0].startswith("4 words that no reader sees")


@pytest.mark.parametrize(("show", "text"), [('<m:show m:val="0"/>', "Let x be."), ("", "Let xy be.")])
def test_a_phantom_is_not_read(read: Read, show: str, text: str) -> None:
    phantom = f"<m:phant><m:phantPr>{show}</m:phantPr><m:e><m:r><m:t>y</m:t></m:r></m:e></m:phant>"
    formula = f"<m:oMath><m:r><m:t>x</m:t></m:r>{phantom}</m:oMath>"
    assert read(par(f"{run('Let ')}{formula}{run(' be.')}")).sentences[-1].text == text


def test_headings_by_style_in_any_language_of_word(read: Read) -> None:
    paper = read(
        par("Moths at lamps", "Titel")
        + par("Ada Okoye")
        + par("Abstract", "berschrift1")
        + par("We counted.")
        + par("Methods", "berschrift1")
        + par("Two lamps.")
        + par("Traps", "berschrift2")
        + par("Nets.")
        + par("Data availability", "Mine")
        + par("None.")
    )
    assert shape(paper) == [
        ("front", "", 1),
        ("abstract", "Abstract", 1),
        ("methods", "Methods", 1),
        ("methods", "Traps", 2),
        ("availability", "Data availability", 2),
    ]
    assert (paper.metadata.title, paper.metadata.abstract) == ("Moths at lamps", "We counted.")


def test_headings_by_look_where_no_style_marks_them(read: Read) -> None:
    title = par(run("Moths at lamps of Nowhere", '<w:b/><w:sz w:val="36"/>'))
    paper = read(
        title
        + par("Ada Okoye")
        + bold("1. Introduction")
        + par("Moths fly.")
        + bold("2. Lamps and nets")
        + par("Two.")
        + bold("2.1 Nets")
        + par(run("Nets. ", "<w:b/>") + run("They were new."))
        + par("REFERENCES")
        + par("Okoye A. 1999. Bats.")
        + par("Sample B. 2001. Lamps.")
    )
    assert shape(paper) == [
        ("front", "", 1),
        ("introduction", "1. Introduction", 1),
        ("other", "2. Lamps and nets", 1),
        ("other", "2.1 Nets", 2),
        ("references", "REFERENCES", 1),
    ]
    assert paper.metadata.title == "Moths at lamps of Nowhere"
    assert roles(paper)[-2:] == [("list", ["Okoye A. 1999. Bats."]), ("list", ["Sample B. 2001. Lamps."])]


def test_bold_words_are_no_headings_where_styles_mark_them(read: Read) -> None:
    paper = read(par("Methods", "berschrift1") + bold("Very important") + par("Text."))
    assert shape(paper) == [("methods", "Methods", 1)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("It ") + f"<w:ins>{run('never ')}</w:ins>" + run("flew."), "It never flew."),
        (run("It ") + f"<w:del><w:r><w:delText>never </w:delText></w:r></w:del>{run('flew.')}", "It flew."),
        (f"<w:moveFrom>{run('Old. ')}</w:moveFrom>{run('New.')}", "New."),
        (f"<w:moveTo>{run('Moved.')}</w:moveTo>", "Moved."),
        (f"<w:del><w:ins>{run('Gone. ')}</w:ins></w:del>{run('Here.')}", "Here."),
    ],
)
def test_changes_are_read_as_accepted_and_named(read: Read, content: str, expected: str) -> None:
    paper = read(par(content))
    assert text(paper) == expected
    assert any("tracked changes" in warning for warning in paper.warnings)


def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next(read: Read) -> None:
    paper = read(par(run("One and "), properties="<w:rPr><w:del/></w:rPr>") + par("the same sentence."))
    assert text(paper) == "One and the same sentence."


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ("<w:vanish/>", False),
        ('<w:vanish w:val="0"/>', True),
        ('<w:color w:val="FFFFFF"/>', False),
        ('<w:color w:val="FEFEFE"/>', False),
        ('<w:color w:val="FF0000"/>', True),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>', True),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', True),
        ('<w:sz w:val="2"/>', False),
        ('<w:sz w:val="12"/>', True),
        ('<w:rStyle w:val="Unseen"/>', False),
        ('<w:color w:val="112233"/><w:shd w:val="clear" w:fill="112233"/>', False),
        ('<w:highlight w:val="black"/>', False),
        ('<w:highlight w:val="yellow"/>', True),
        ('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>', False),
        ('<w:w w:val="1"/>', False),
        ('<w:w w:val="90"/>', True),
        (
            '<w:textFill xmlns:w="http://schemas.microsoft.com/office/word/2010/wordml"><w:noFill/></w:textFill>',
            False,
        ),
    ],
)
def test_what_nobody_sees_is_left_out_and_counted(read: Read, look: str, shown: bool) -> None:
    paper = read(par(run("Seen. ") + run("All data are open.", look)))
    assert ("All data" in paper.text) == shown
    assert any(warning.startswith("4 words that no reader sees") for warning in paper.warnings) != shown


DRAWING, DRAWN = "<w:p><w:r><w:drawing>", "</w:drawing></w:r></w:p>"


@pytest.mark.parametrize(
    "hidden",
    [
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{secret}</w:tc>"
        "<w:tc><w:p/></w:tc></w:tr></w:tbl>",
        '<w:p><w:pPr><w:framePr w:x="-20000" w:y="1"/></w:pPr><w:r><w:t>All data are open.</w:t></w:r></w:p>',
        f'{DRAWING}<docPr hidden="1"/><w:txbxContent>{{secret}}</w:txbxContent>{DRAWN}',
        f'{DRAWING}<extent cx="0" cy="9"/><w:txbxContent>{{secret}}</w:txbxContent>{DRAWN}',
        '<w:p><w:r><w:pict><v:shape style="visibility:hidden"><w:txbxContent>{secret}</w:txbxContent>'
        "</v:shape></w:pict></w:r></w:p>",
    ],
)
def test_rows_frames_and_drawings_that_nobody_sees_are_left_out(read: Read, hidden: str) -> None:
    secret, seen = par("All data are open."), par("Moths")
    paper = read(par("Seen.") + hidden.replace("{secret}", secret).replace("{}", seen))
    assert "All data" not in paper.text
    assert any(warning.startswith("4 words that no reader sees") for warning in paper.warnings)


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ("<spPr><solidFill><srgbClr val='112233'/></solidFill></spPr>", True),
        ("<spPr><solidFill><schemeClr val='accent1'/></solidFill></spPr>", True),
        ("<spPr><solidFill><srgbClr val='FFFFFF'/></solidFill></spPr>", False),
        ("<spPr><noFill/></spPr>", False),
        ("<style><fillRef idx='1'/></style>", True),
        ("", False),
    ],
)
def test_white_words_in_a_box_are_seen_where_it_is_painted(read: Read, look: str, shown: bool) -> None:
    white = par(run("All data are open.", '<w:color w:val="FFFFFF"/>'))
    box = f"<w:drawing><wsp>{look}<txbx><w:txbxContent>{white}</w:txbxContent></txbx></wsp></w:drawing>"
    paper = read(par("Seen.") + f"<w:p><w:r>{box}</w:r></w:p>")
    assert ("All data" in paper.text) == shown


def test_white_words_in_a_painted_table_are_seen(read: Read) -> None:
    white = par(run("Lamp", '<w:color w:val="FFFFFF"/>'))
    painted = '<w:tcPr><w:shd w:val="clear" w:fill="112233"/></w:tcPr>'
    plain = read(par("Text.") + table([white, par("Moths")]))
    dark = read(par("Text.") + table([painted + white, par("Moths")]))
    styled = read(par("Text.") + table([white, par("Moths")], style="Dark"))
    assert "Lamp" not in plain.text
    assert "Lamp | Moths" in dark.text
    assert "Lamp | Moths" in styled.text


def test_tables_by_row_with_merged_cells(read: Read) -> None:
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    top, under = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    grid = table(
        [par("Lamp"), wide + par("Moths")],
        [top + par("sodium"), par("31"), par("7")],
        [under + par(""), par("32"), par("8") + par("two lines")],
    )
    assert roles(read(par("Table 1. Counts by lamp.") + grid)) == [
        ("caption", ["Table 1. Counts by lamp."]),
        ("table", ["Lamp | Moths", "sodium | 31 | 7", "| 32 | 8 two lines"]),
    ]
    framed = read(table([par("Data availability", "berschrift1") + par("None.")]))
    assert shape(framed) == [("availability", "Data availability", 1)]


NOTE = (
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> It was 1234.</w:t></w:r></w:p>'
    "</w:footnote>"
)


def test_notes_stand_apart_and_comments_are_out(read: Read) -> None:
    body = par(
        run("The seed was fixed")
        + '<w:r><w:footnoteReference w:id="1"/></w:r><w:commentRangeStart w:id="0"/>'
        + run(" by us")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        + '<w:r><w:endnoteReference w:id="1"/></w:r>'
        + run(".")
    )
    paper = read(
        body,
        footnotes=f'<w:footnote w:type="separator" w:id="-1">{par("-")}</w:footnote>{NOTE}',
        endnotes=NOTE.replace("footnote", "endnote").replace("1234", "5678"),
        comments=f'<w:comment w:id="0">{par("Really?")}</w:comment>',
    )
    assert roles(paper) == [
        ("prose", ["The seed was fixed by us."]),
        ("prose", ["1 It was 1234."]),
        ("prose", ["1 It was 5678."]),
    ]


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        + mark.format("separate")
        + result
        + mark.format("end")
    )


@pytest.mark.parametrize(
    ("content", "expected", "links"),
    [
        (f'<w:hyperlink r:id="L1">{run("our code")}</w:hyperlink>', "our code", ("https://example.org/a",)),
        (field(' HYPERLINK "https://example.org/b" ', run("the data")), "the data", ("https://example.org/b",)),
        (f'<w:fldSimple w:instr=" HYPERLINK &quot;https://example.org/c&quot;">{run("here")}</w:fldSimple>',
         "here", ("https://example.org/c",)),
        (run("known") + field("ADDIN EN.CITE", run("3,4", '<w:vertAlign w:val="superscript"/>')) + run("."),
         "known [3,4].", ()),
        (run("At lamps.") + run("12", '<w:vertAlign w:val="superscript"/>'), "At lamps [12].", ()),
        (run("10") + run("-3", '<w:vertAlign w:val="superscript"/>') + run(" m"), "10^-3 m", ()),
        (run("5 m") + run("2", '<w:vertAlign w:val="superscript"/>'), "5 m2", ()),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "CO2", ()),
        (run("a") + "<w:r><w:tab/></w:r>" + run("b"), "a b", ()),
        (run("p = ") + '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "p = α", ()),
        (run("done ") + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "done ✓", ()),
        (run("see ") + '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "see \ufffd", ()),
        (run("5 ") + run("m", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + run("g"), "5 μg", ()),
        (run("5 ") + run("\uf06d", '<w:rFonts w:ascii="Symbol"/>') + run("g"), "5 μg", ()),
        (run("5 ") + run("\uf06d") + run("g"), "5 \ufffdg", ()),
        (run("10") + run("5", '<w:position w:val="10"/><w:sz w:val="14"/>'), "10^5", ()),
        (run("12") + run("a", '<w:vertAlign w:val="superscript"/>'), "12^a", ()),
        (run("x") + run("max", '<w:vertAlign w:val="subscript"/>'), "x_max", ()),
        (run("at ") + f"<w:r><w:object>{OLE.format('Equation.DSMT4')}</w:object></w:r>" + run("."),
         "at [formula \ufffd].", ()),
        (run("at ") + f"<w:r><w:object>{OLE.format('Excel.Sheet.12')}</w:object></w:r>" + run("dawn."),
         "at dawn.", ()),
        ("<w:r><mc:AlternateContent><mc:Choice><w:t>once</w:t></mc:Choice><mc:Fallback><w:t>twice</w:t>"
         "</mc:Fallback></mc:AlternateContent></w:r>", "once", ()),
    ],
)  # fmt: skip
def test_running_text_reads_as_printed(
    read: Read, content: str, expected: str, links: tuple[str, ...]
) -> None:
    paper = read(par(content), links="L1=https://example.org/a")
    assert text(paper) == expected
    assert paper.sentences[0].links == links


def token(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (f"<m:sSup><m:e>{token('x')}</m:e><m:sup>{token('2')}</m:sup></m:sSup>{token('=4')}", "x^2 = 4"),
        (f"<m:f><m:num>{token('a+1')}</m:num><m:den>{token('b')}</m:den></m:f>", "(a + 1)/b"),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{token('n')}</m:e></m:rad>", "√n"),
        (f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{token("i")}</m:sub>'
         f"<m:sup>{token('n')}</m:sup><m:e>{token('x')}</m:e></m:nary>", "∑_i^n x"),
        (f"<m:d><m:e>{token('0.5')}</m:e></m:d>", "(0.5)"),
        (f"<m:sSubSup><m:e>{token('x')}</m:e><m:sub>{token('i')}</m:sub><m:sup>{token('2')}</m:sup></m:sSubSup>",
         "x_i^2"),
    ],
)  # fmt: skip
def test_equations_are_readable(read: Read, formula: str, expected: str) -> None:
    assert text(read(par(run("Let ") + f"<m:oMath>{formula}</m:oMath>"))) == f"Let {expected}"


def test_lists_captions_boxes_and_contents(read: Read) -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{par('Boxed.')}</w:txbxContent></v:textbox></w:pict></w:r>"
    contents = par(field('TOC \\o "1-3"', run("Methods 3")))
    paper = read(
        contents
        + par("Methods 3", "Toc1")
        + par("Methods", "berschrift1")
        + par("one lamp", "Liste")
        + par("two lamps", "Liste")
        + par(run("Text.") + box)
        + par("Moths by night.", "Beschriftung")
    )
    assert roles(paper) == [
        ("list", ["one lamp", "two lamps"]),
        ("prose", ["Text."]),
        ("prose", ["Boxed."]),
        ("caption", ["Moths by night."]),
    ]


@pytest.mark.parametrize(
    ("core", "title", "authors"),
    [
        ("<dc:title>Moths at lamps of Nowhere</dc:title><dc:creator>Ada Okoye</dc:creator>",
         "Moths at lamps of Nowhere", (Person("Okoye", "Ada"),)),
        ("<dc:title>Moths at lamps of Nowhere</dc:title><dc:creator>Office User</dc:creator>",
         "Moths at lamps of Nowhere", ()),
        ("<dc:title>Microsoft Word - moths v2.docx</dc:title><dc:creator>Ada Okoye</dc:creator>", "", ()),
        ("<dc:title>Template</dc:title>", "", ()),
    ],
)  # fmt: skip
def test_properties_count_only_with_a_real_title(
    read: Read, core: str, title: str, authors: tuple[Person, ...]
) -> None:
    body = par("Moths at lamps of Nowhere") + par("Written with Ada Okoye.") + par("A paragraph of the text.")
    paper = read(body, core=core)
    assert (paper.metadata.title, paper.metadata.authors) == (title, authors)


def rewritten(content: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/document.xml", content)

    return make


ENTITY = (
    '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d><body><p><r><t>&x;</t></r></p></body></d>'
)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda p: p.write_bytes(b"PK\x03\x04" + bytes(99)), "not a complete Word document|zip archive"),
        (rewritten("<w:document"), "not well-formed"),
        (rewritten(ENTITY), "entities"),
        (rewritten("<document/>"), "without a body"),
        (rewritten("<document><body/></document>"), "without any text"),
        (rewritten(f"<document><body>{'<p>' * 5000}</body></document>"), "not well-formed"),
        (rewritten("<document><body>" + " " * 60_000_000 + "</body></document>"), "more than 50 MB"),
        (
            lambda p: p.write_bytes(write_docx(p, par("Text.")).read_bytes()[:-40]),
            "not a complete Word document",
        ),
        (lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(99)), "old format"),
    ],
)
def test_what_holds_no_paper_is_refused_in_one_sentence(
    tmp_path: Path, make: Callable[[Path], None], what: str
) -> None:
    path = tmp_path / "x.docx"
    make(path)
    ((_, error),) = read_papers([path], limits=ReadingLimits(seconds=30))
    assert isinstance(error, UnreadablePaper)
    assert re.search(what, error.what), error.what
    assert "report it" not in str(error)


def test_a_picture_of_any_size_is_never_unpacked(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "x.docx", par("Text."))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(200_000_000))
    ((_, paper),) = read_papers([path], limits=ReadingLimits(memory_megabytes=1000))
    assert isinstance(paper, Paper), paper
    assert text(paper) == "Text."


def test_word_is_known_by_its_content(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "x.pdf", par("Text."))
    ((_, paper),) = read_papers([path])
    assert isinstance(paper, Paper), paper
    assert paper.format == "docx"


PIECES = st.lists(
    st.sampled_from(
        ["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>lamp 7. ", "</w:t>", "<w:tbl>", "<w:tr>", "<w:tc>",
         "</w:tbl>",
         '<w:tcPr><w:gridSpan w:val="99999"/><w:vMerge/></w:tcPr>', '<w:fldChar w:fldCharType="begin"/>',
         '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>', "<w:instrText>TOC",
         '<w:instrText>HYPERLINK "x"</w:instrText>', '<w:pPr><w:pStyle w:val="berschrift1"/></w:pPr>',
         "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>',
         '<w:footnoteReference w:id="1"/>', "<w:txbxContent>", "<mc:AlternateContent>", "<m:oMath><m:f>",
         "<m:nary/>",
         "<w:sdt>", "<w:ruby/>", "<w:altChunk/>", '<w:pPr><w:outlineLvl w:val="x"/></w:pPr>', "<w:sym/>"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PIECES)
def test_no_markup_breaks_the_reader(tmp_path: Path, outcome: Outcome, body: str) -> None:
    from lxml import etree

    root = etree.fromstring(f"<b {word.NAMES}>{body}</b>", etree.XMLParser(recover=True))
    mended = "".join(etree.tostring(e, encoding="unicode") for e in root)
    path = write_docx(tmp_path / "x.docx", par("Text.") + mended, footnotes=NOTE)
    outcome(read_docx, path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_is_half_read(tmp_path: Path, outcome: Outcome, data: st.DataObject) -> None:
    path = write_docx(tmp_path / "x.docx", par("Text.") + par("Last words."))
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = bytearray(whole)
    broken[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(broken) if data.draw(st.booleans()) else whole[:at])
    result = outcome(read_docx, path)
    assert isinstance(result, UnreadablePaper) or "Last words." in result.text or "Text." in result.text


_RAISED = '<w:vertAlign w:val="superscript"/>'
_ABSTRACT = par("Abstract", "berschrift1") + par("We counted moths with Carl Bright. They came.")


@pytest.mark.parametrize(
    ("front", "authors", "doi"),
    [
        (par(run("Ada Okoye") + run("1,2", _RAISED) + run(", Ben van Dijk") + run("2,*", _RAISED))
         + par("1 Institute of Lamps, Nowhere") + par("Ann Arbor, Michigan")
         + par("https://doi.org/10.1234/lamps.77"),
         (Person("Okoye", "Ada"), Person("van Dijk", "Ben")), "10.1234/lamps.77"),
        (par("Ada Okoye") + par("Institute of Lamps, Oslo") + par("Ben van Dijk")
         + par("Data: https://doi.org/10.5281/zenodo.123"),
         (Person("Okoye", "Ada"), Person("van Dijk", "Ben")), ""),
        (par("DOI: 10.1234/a.5 and DOI: 10.1234/b.6") + par("Okoye, A.; van Dijk, B."),
         (Person("Okoye", "A."), Person("van Dijk", "B.")), ""),
        (par("Running head: Sodium Lamps") + par("The Lamp Study Group"),
         (Person("Lamp Study Group"),), ""),
        (par("We met Ada Okoye at the lamp. She saw ten moths there."), (), ""),
    ],
)  # fmt: skip
def test_who_wrote_it_stands_on_the_first_page(
    read: Read, front: str, authors: tuple[Person, ...], doi: str
) -> None:
    metadata = read(par("Moths at sodium lamps", "Titel") + front + _ABSTRACT).metadata
    assert (metadata.title, metadata.authors, metadata.doi) == ("Moths at sodium lamps", authors, doi)


def _large(words: str) -> str:
    return par(run(words, '<w:sz w:val="36"/>'))


@pytest.mark.parametrize(
    ("front", "title"),
    [
        (_large("Moths at sodium lamps") + _large("in the towns of Nowhere"),
         "Moths at sodium lamps in the towns of Nowhere"),
        (par("Research article") + par("Received 5 May 2020") + par("Manuscript 17") + par("Open access")
         + _large("Moths at sodium lamps"), "Moths at sodium lamps"),
        (par("Moths at sodium lamps", "berschrift1"), "Moths at sodium lamps"),
        (par("Moths", "berschrift1"), ""),
    ],
)  # fmt: skip
def test_the_title_by_its_look_or_its_place(read: Read, front: str, title: str) -> None:
    paper = read(
        front + par("Ada Okoye") + _ABSTRACT + par("Methods", "berschrift1") + par("Nets were used.")
    )
    assert paper.metadata.title == title
    assert paper.metadata.authors == (Person("Okoye", "Ada"),)
