"""JATS articles become papers: every word kept, none glued, everything in its place."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Paper
from generator.errors import UnreadablePaper
from generator.reading.jats.reader import read_jats
from tests.reading.jats_articles import FRONT, Read, article, reader, sentences, shape

Outcome = Callable[..., Paper | UnreadablePaper]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return reader(tmp_path)


def test_front_matter_and_statements_stand_where_they_are_printed(read: Read) -> None:
    paper = read(article("<sec><title>Results</title><p>Good.</p></sec>", front=FRONT))
    assert shape(paper) == [
        ("front", "", 1),
        ("abstract", "Methods", 1),
        ("front", "", 1),  # keywords
        ("results", "Results", 1),
        ("back", "", 1),
        ("availability", "Data Availability", 1),
    ]
    assert "University of Editors" not in paper.text
    assert "Keywords: bats; nets" in sentences(paper)
    available = paper.sections[-1].paragraphs[0].sentences[0]
    assert (available.links, available.element) == (("https://zenodo.org/record/1",), "da")


def test_a_displayed_formula_that_is_a_picture_is_named(read: Read) -> None:
    body = (
        "<sec><p>It obeys</p><disp-formula><label>(1)</label><graphic/></disp-formula><p>for all.</p></sec>"
    )
    assert sentences(read(article(body)))[-3:] == ["It obeys", "[formula \ufffd] (1)", "for all."]


CITED = '<xref ref-type="bibr" rid="r">%d</xref>'
ONE_NTH = "<mml:mfrac><mml:mn>1</mml:mn><mml:mi>n</mml:mi></mml:mfrac>"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a <italic>b</italic>c <bold>d</bold>, e", "a bc d, e"),
        ("one<break/>two", "one two"),
        ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
        ("10<styled-content style-type='superscript'>5</styled-content> m", "10^5 m"),
        ("x<styled-content style='vertical-align: sub'>i</styled-content> m", "x_i m"),
        ("x<styled-content style-type='subscript'>i</styled-content> m", "x_i m"),
        ("was <styled-content style='text-decoration: line-through'>9</styled-content> 5 m", "was 5 m"),
        ("10<sup>−3</sup> m<sup>2</sup> x<sup>T</sup> 5<sup>th</sup>", "10^−3 m2 x^T 5th"),
        ("CO<sub>2</sub> x<sub>i</sub> T<sub>max</sub>", "CO2 x_i T_max"),
        ('known [<xref ref-type="bibr" rid="r1">12</xref>].', "known [12]."),
        (f"known.<sup>{CITED % 3},{CITED % 4}</sup> So", "known [3,4]. So"),
        ('known<xref ref-type="bibr" rid="r1"><sup>3</sup></xref>.', "known [3]."),
        ('known<xref ref-type="bibr" rid="r1"><sup>3</sup></xref><sup>,</sup>'
         '<xref ref-type="bibr" rid="r2"><sup>4</sup></xref>. So', "known [3,4]. So"),
        ('known.<xref ref-type="bibr" rid="r1"><sup>3</sup></xref><sup>–</sup>'
         '<xref ref-type="bibr" rid="r2"><sup>5</sup></xref> So', "known [3–5]. So"),
        ('at <inline-formula><inline-graphic/></inline-formula>(i) and <inline-graphic/>m',
         "at [formula \ufffd](i) and \ufffdm"),
        ('at <inline-formula><inline-graphic/><mml:math><mml:mi>x</mml:mi></mml:math></inline-formula>.',
         "at x."),
        ('a<disp-formula><label>(2)</label><graphic/></disp-formula>b', "a [formula \ufffd] (2) b"),
        ("one <private-char><inline-graphic/></private-char>g", "one \ufffdg"),
        ("see <fig id='f1'><label>Figure 1</label></fig>this", "see this"),
        ("a&#160;b&#8201;c", "a b c"),
        ("before <!-- comment -->after <?pi x?>end", "before after end"),
        (f"x <inline-formula><mml:math>{ONE_NTH}</mml:math></inline-formula>.", "x 1/n."),
        ("<named-content content-type='x'>kept</named-content> words", "kept words"),
    ],
)  # fmt: skip
def test_inline_markup_neither_loses_nor_glues_words(read: Read, markup: str, text: str) -> None:
    paper = read(article(f"<p>{markup}</p>"))
    assert " ".join(s.text for s in paper.sections[0].paragraphs[0].sentences) == text


def test_nested_sections_keep_level_and_kind(read: Read) -> None:
    body = (
        '<sec id="s1" sec-type="materials|methods"><title>How it was done</title>'
        '<sec><label>1.1</label><title>Bats</title><p id="p1">We caught bats.</p></sec></sec>'
        '<sec sec-type="conclusions"><title>Closing words</title><p>Done.</p></sec>'
    )
    paper = read(article(body))
    assert shape(paper) == [
        ("methods", "How it was done", 1),
        ("methods", "1.1 Bats", 2),
        ("discussion", "Closing words", 1),
    ]
    assert paper.sentences[0].element == "p1"


def test_body_without_sections_is_no_front_matter(read: Read) -> None:
    paper = read(article("<p>First.</p><sec><p>Second.</p></sec>", front=FRONT))
    assert [s.kind for s in paper.sections if "First." in [x.text for x in s.sentences]] == ["other"]
    assert [s.kind for s in paper.sections if "Second." in [x.text for x in s.sentences]] == ["other"]


def test_table_is_rows_with_cells_in_their_columns(read: Read) -> None:
    table = (
        '<table-wrap id="t1"><label>Table 1</label><caption><title>Scores</title><p>By model.</p></caption>'
        "<table><thead><tr><th></th><th colspan='2'>Accuracy</th><th>F1</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>CNN</td><td>0.9</td><td>0.8</td><td>0.7</td></tr>"
        "<tr><td>0.6</td><td>0.5</td><td>0.4</td></tr>"
        "<tr><td colspan='999999999999'>wide</td></tr><tr><td/><td/></tr></tbody></table>"
        "<table-wrap-foot><fn><p>Means of 5 runs.</p></fn></table-wrap-foot></table-wrap>"
    )
    (section,) = read(article(f"<sec><title>Results</title>{table}</sec>")).sections
    assert [p.role for p in section.paragraphs] == ["caption", "table", "caption"]
    caption, rows, foot = ([s.text for s in p.sentences] for p in section.paragraphs)
    assert " ".join(caption) == "Table 1. Scores. By model."
    assert rows == ["| Accuracy | | F1", "CNN | 0.9 | 0.8 | 0.7", "| 0.6 | 0.5 | 0.4", "wide"]
    assert foot == ["Means of 5 runs."]
    assert {s.element for s in section.sentences} == {"t1"}


def test_list_items_are_lines_and_long_ones_paragraphs(read: Read) -> None:
    items = "<list><list-item><p>seeds 1 to 5<list><list-item><p>fixed</p></list-item></list></p></list-item>"
    short = read(article(f"<p>We used: {items}<list-item><p>one GPU</p></list-item></list> and more.</p>"))
    assert [(p.role, [s.text for s in p.sentences]) for p in short.sections[0].paragraphs] == [
        ("prose", ["We used:"]),
        ("list", ["seeds 1 to 5", "fixed", "one GPU"]),
        ("prose", ["and more."]),
    ]
    long = "A sentence that goes on. " * 20
    paper = read(
        article(f"<list><list-item><p>{long}</p></list-item><list-item><p>Short.</p></list-item></list>")
    )
    assert [p.role for p in paper.sections[0].paragraphs] == ["prose", "prose"]
    assert len(paper.sentences) == 21


def test_figures_and_notes_come_after_their_paragraph(read: Read) -> None:
    body = (
        "<p>Before<fn id='n1'><label>1</label><p>A note.</p></fn> and after "
        "<fig id='f1'><label>Figure 1.</label><caption><p>A bat.</p></caption></fig>the figure.</p>"
    )
    paragraphs = read(article(body)).sections[0].paragraphs
    assert [(p.role, " ".join(s.text for s in p.sentences)) for p in paragraphs] == [
        ("prose", "Before and after the figure."),
        ("prose", "1 A note."),
        ("caption", "Figure 1. A bat."),
    ]


def test_boxes_supplements_quotes_and_code_are_kept(read: Read) -> None:
    body = (
        "<sec><title>Results</title>"
        "<boxed-text><caption><title>Box 1</title></caption><p>In the box.</p></boxed-text>"
        "<disp-quote><p>Quoted.</p></disp-quote><code>x = 1\n\ny = 2</code></sec>"
        "<sec sec-type='supplementary-material'><title>More</title><supplementary-material id='s1' "
        "xlink:href='https://example.org/s1.csv'><label>S1</label><caption><p>Raw data.</p></caption>"
        "</supplementary-material></sec>"
    )
    paper = read(article(body))
    assert sentences(paper) == ["In the box.", "Quoted.", "x = 1", "y = 2", "S1.", "Raw data."]
    assert ("results", "Box 1", 2) in shape(paper)
    assert paper.sections[-1].kind == "availability"
    assert paper.sentences[-1].links == ("https://example.org/s1.csv",)


def test_links_belong_to_the_sentence_that_shows_them(read: Read) -> None:
    body = (
        "<p>First sentence here. Our code is <ext-link xlink:href='https://github.com/a/b'>here</ext-link>. "
        "Data are at https://osf.io/xyz (see also <ext-link ext-link-type='doi' "
        "xlink:href='10.5061/dryad.1'>Dryad</ext-link>). <uri>www.example.org</uri> is old. "
        "<ext-link xlink:href='relative/x'>No</ext-link> link.</p>"
    )
    links = [s.links for s in read(article(body)).sentences]
    assert links[0] == ()
    assert links[1] == ("https://github.com/a/b",)
    assert [x for found in links[2:] for x in found] == [
        "https://osf.io/xyz",
        "https://doi.org/10.5061/dryad.1",
        "http://www.example.org",
    ]


def test_every_sentence_leads_back_to_its_nearest_element(read: Read) -> None:
    body = (
        "<sec id='s1'><title>Results</title><p id='p1'>The first sentence is here. The second one is "
        "<disp-formula id='e1'>E = 4</disp-formula> in it. The third has none.</p><p>It has no id.</p>"
        "<list id='l1'><list-item id='i1'><p>one</p></list-item><list-item id='i2'><p>two</p></list-item>"
        "<list-item><p>three</p></list-item></list></sec>"
    )
    elements = [s.element for s in read(article(body)).sentences]
    assert elements == ["p1", "p1", "p1", "s1", "i1", "i2", "l1"]


def test_references_stand_apart_one_a_line(read: Read) -> None:
    back = (
        "<ack><title>Thanks</title><p>To bats.</p></ack>"
        "<sec sec-type='data-availability'><title>Where things are</title><p>On request.</p></sec>"
        "<ref-list><title>Literature</title>"
        "<ref id='r1'><label>1</label><mixed-citation>Okoye A. <source>Bats</source>. 2020. "
        "<pub-id pub-id-type='doi'>10.1000/xyz</pub-id></mixed-citation></ref>"
        "<ref id='r2'><element-citation><person-group>"
        "<name><surname>Ray</surname><given-names>B</given-names></name>"
        "<name><surname>Lee</surname><given-names>C</given-names></name></person-group><year>2019</year>"
        "<article-title>Nets</article-title><source>J Nets</source><volume>3</volume><issue>2</issue>"
        "<fpage>10</fpage><lpage>20</lpage></element-citation></ref></ref-list>"
    )
    paper = read(article("<sec><title>Methods</title><p>Text.</p></sec>", back))
    assert shape(paper)[1:] == [
        ("back", "Thanks", 1),
        ("availability", "Where things are", 1),
        ("references", "Literature", 1),
    ]
    first, second = paper.sections[-1].paragraphs[0].sentences
    assert first.text == "1. Okoye A. Bats. 2020. 10.1000/xyz"
    assert (first.element, first.links) == ("r1", ("https://doi.org/10.1000/xyz",))
    assert second.text == "Ray B, Lee C (2019) Nets. J Nets 3(2): 10–20."
    assert second.element == "r2"


def test_peer_review_in_the_same_file_is_left_out(read: Read) -> None:
    xml = article("<p>The paper.</p>").replace(
        "</article>",
        "<sub-article article-type='reviewer-report'><body><p>Reject.</p></body></sub-article>"
        "<response><body><p>We disagree.</p></body></response></article>",
    )
    assert sentences(read(xml)) == ["The paper."]


@pytest.mark.parametrize(
    "xml",
    [
        '<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/"><front/><body><p>Text.</p></body></article>',
        '<j:article xmlns:j="http://example.org/jats"><j:front/><j:body><j:p>Text.</j:p></j:body></j:article>',
        '<!DOCTYPE article PUBLIC "-//NLM//DTD Journal Publishing DTD v2.3 20070202//EN" "jp.dtd">'
        "<article><front/><body><p>Te&#120;t.</p></body></article>",
        "<pmc-articleset><article><front/><body><p>Text.</p></body></article></pmc-articleset>",
    ],
)
def test_namespaces_doctypes_and_wrappers_do_not_matter(read: Read, xml: str) -> None:
    assert sentences(read(xml)) == ["Text."]


def test_character_names_of_the_dtd_become_characters(read: Read) -> None:
    head = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "JATS-archivearticle1.dtd">'
    paper = read(article("<p>M&uuml;ller&nbsp;said &alpha; &unheardof; so.</p>", head=head))
    assert sentences(paper) == ["Müller said α &unheardof; so."]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE article [<!ENTITY x SYSTEM "file://SECRET">]>',
        '<!DOCTYPE article [<!ENTITY x "y">]>',
        '<!DOCTYPE article [<!ENTITY % x SYSTEM "file://SECRET"> %x;]>',
        f'<!DOCTYPE article [<!ENTITY l0 "ha">{LAUGHS}]>',
    ],
    ids=["external", "internal", "parameter", "billion-laughs"],
)
@pytest.mark.parametrize("use", ["<p>&x;&l9;</p>", '<p id="&x;&l9;">Text.</p>', "<p>Text.</p>"])
def test_entities_of_a_files_own_are_refused_and_nothing_is_read(
    read: Read, tmp_path: Path, head: str, use: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    started = time.perf_counter()
    with pytest.raises(UnreadablePaper) as error:
        read(article(use, head=head.replace("SECRET", str(secret))))
    assert time.perf_counter() - started < 2
    assert "TOP SECRET" not in str(error.value)
    assert str(error.value).count("\n") == 0


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        (b"<article><body><p>cut o", "not well-formed XML"),
        (b"", "not well-formed XML"),
        (b"<TEI><text/></TEI>", "its root is <TEI>"),
        (b"<article><front/><body/></article>", "without any text"),
        (b"<article/>", "not a JATS article"),
        (b"<article><article-metadata/><body><p>Text.</p></body></article>", "no <front>"),
        (b"<set><article><front/></article><article><front/></article></set>", "holds 2 articles"),
        (b'<?xml version="1.0" encoding="utf-8"?><article><body><p>caf\xe9</p></body></article>', "XML"),
    ],
)
def test_what_is_no_article_is_one_sentence(read: Read, xml: bytes, says: str) -> None:
    with pytest.raises(UnreadablePaper, match=says) as error:
        read(xml)
    assert "paper.xml" in str(error.value)
    assert "\n" not in str(error.value)


ELEMENTS = """
    p sec title label list list-item fig caption table-wrap table tr td sup sub xref italic fn boxed-text
    supplementary-material ref-list ref mixed-citation element-citation name surname disp-formula
    alternatives ack app fn-group code break def-list def-item term def ext-link disp-quote
    table-wrap-foot media graphic related-object name-alternatives caption speech attrib unknown
"""
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=12).map(
    lambda text: text.replace("&", "and").replace("<", "").replace(">", "")
)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, parts, tail: f"<{name}>{''.join(parts)}</{name}>{tail}",
        st.sampled_from(ELEMENTS.split()),
        st.lists(inner, max_size=3),
        TEXT,
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(st.recursive(TEXT, nested, max_leaves=12), max_size=4).map("".join))
def test_any_nesting_of_elements_makes_a_paper_or_one_sentence(
    outcome: Outcome, tmp_path: Path, body: str
) -> None:
    path = tmp_path / "any.xml"
    path.write_text(article(body, back=body), encoding="utf-8")
    result = outcome(read_jats, path)
    assert isinstance(result, Paper) or re.search("without any text|well-formed", result.what)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=200)
    | st.text(max_size=100).map(lambda t: f"<article><body>{t}".encode("utf8", "replace"))
)
def test_any_bytes_make_a_paper_or_one_sentence(outcome: Outcome, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.xml"
    path.write_bytes(data)
    outcome(read_jats, path)


def test_real_articles_are_whole(shared_data: Path) -> None:
    """References and tables of published articles, counted in their markup, are all there."""
    paths = sorted((shared_data / "papers" / "jats").glob("*.xml"))
    assert paths
    for path in paths:
        paper, markup = read_jats(path, id="x"), path.read_text(encoding="utf-8")
        listed = [s for section in paper.sections if section.kind == "references" for s in section.sentences]
        tables = [p for section in paper.sections for p in section.paragraphs if p.role == "table"]
        assert len(listed) == len(re.findall(r"<ref[ >]", markup)), path.name
        assert len(tables) == len(re.findall(r"<table[ >]", markup)), path.name
        metadata = paper.metadata
        assert metadata.title
        assert metadata.authors
        assert metadata.year
        assert metadata.doi.startswith("10.1371/journal.")
        assert metadata.licence.startswith("CC-BY")


def test_no_word_of_a_real_article_is_lost(shared_data: Path) -> None:
    """Every word of six letters or more in the body's paragraphs stands in the text, as often as there."""
    from collections import Counter

    from lxml import etree

    for path in sorted((shared_data / "papers" / "jats").glob("*.xml")):
        paper = read_jats(path, id="x")
        body = etree.parse(path).find("body")
        for formula in body.iter("inline-formula", "disp-formula"):
            formula.clear(keep_tail=True)
        paragraphs = [p for p in body.iter("p") if not any(a.tag == "p" for a in p.iterancestors())]
        wanted = Counter(w for p in paragraphs for w in re.findall(r"[a-z]{6,}", "".join(p.itertext())))
        found = Counter(re.findall(r"[a-z]{6,}", paper.text))
        assert not {w: (n, found[w]) for w, n in wanted.items() if found[w] < n}, path.name
