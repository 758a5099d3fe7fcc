"""Pages as publishers, arXiv and formula libraries write them: formulas, notes, hidden text, metadata."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core import Paper, Person
from generator.reading.html.access import ABSTRACT_ONLY
from generator.reading.html.reader import read_html

Read = Callable[..., Paper]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(body: str, head: str = "") -> Paper:
        path = tmp_path / "page.html"
        path.write_text(
            f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
        )
        return read_html(path, id="page")

    return reader


def blocks(paper: Paper) -> list[tuple[str, str]]:
    return [(p.role, " ".join(s.text for s in p.sentences)) for x in paper.sections for p in x.paragraphs]


MATHML = "<math><mi>d</mi><mo>=</mo><mn>12</mn></math>"
SCRIPT = (
    "<span class='msupsub'><span class='vlist-t'><span class='vlist-r'>"
    "<span class='vlist'>{}</span></span></span></span>"
)
FORMULAS = {
    "mathjax 2 with its script": (
        "<span class=MathJax_Preview>d=12</span><span class=MathJax id=MathJax-Element-1-Frame>"
        "<nobr aria-hidden=true><span>d=12</span></nobr></span><script type='math/tex'"
        " id=MathJax-Element-1>d=12</script>",
        "d=12",
    ),
    "mathjax 2 without its script": (
        f"<span class=MathJax data-mathml='{MATHML}'><nobr>d=12</nobr></span>", "d = 12",
    ),
    "mathjax 2 as common html": (
        "<span class=mjx-chtml><span class=mjx-math aria-label='d=12'><span"
        " aria-hidden=true>d=12</span></span></span>",
        "d=12",
    ),
    "mathjax 3 with assistive mathml": (
        "<mjx-container><mjx-math aria-hidden=true><mjx-mi><mjx-c"
        " class='mjx-c64'></mjx-c></mjx-mi></mjx-math>"
        f"<mjx-assistive-mml>{MATHML}</mjx-assistive-mml></mjx-container>",
        "d = 12",
    ),
    "mathjax 3 glyphs alone": (
        "<mjx-container><mjx-math><mjx-msup><mjx-mn><mjx-c class='mjx-c31'></mjx-c><mjx-c"
        " class='mjx-c30'></mjx-c></mjx-mn>"
        "<mjx-script><mjx-mn><mjx-c"
        " class='mjx-c33'></mjx-c></mjx-mn></mjx-script></mjx-msup></mjx-math></mjx-container>",
        "10^3",
    ),
    "mathjax 4 svg": (
        "<mjx-container data-latex='d=12'><svg><g></g></svg><mjx-speech aria-label='d equals"
        " 12'></mjx-speech></mjx-container>",
        "d=12",
    ),
    "katex": (
        f"<span class=katex><span class=katex-mathml>{MATHML}</span><span class=katex-html"
        f" aria-hidden=true>d=12</span></span>",
        "d = 12",
    ),
    "katex drawing alone": (
        "<span class=katex><span class=katex-html aria-hidden=true><span class=mord>10"
        + SCRIPT.format("<span><span class=pstrut></span><span>−3</span></span>") + "</span></span></span>",
        "10^−3",
    ),
    "wikipedia": (
        f"<span class=mwe-math-element><span style='display:none'>{MATHML}</span>"
        "<img class=mwe-math-fallback-image-inline aria-hidden=true alt='{\\displaystyle d=12}'></span>",
        "d = 12",
    ),
    "picture": ("<img class=tex alt='$d=12$'>", "d=12"),
    "picture that says nothing": ("<img class=math alt='View the MathML source'>", "[formula \ufffd]"),
    "picture in a formula": ("<span class=inline-formula><img alt=''></span>", "[formula \ufffd]"),
    "picture beside MathML": (f"<span class=inline-formula>{MATHML}<img alt=''></span>", "d = 12"),
    "not drawn": ("\\(d=12\\)", "d=12"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMULAS)
def test_each_formula_stands_once(read: Read, name: str) -> None:
    markup, text = FORMULAS[name]
    assert blocks(read(f"<p>The depth {markup} held.</p>")) == [("prose", f"The depth {text} held.")]


@pytest.mark.parametrize("mark", ["context", "text-center", "image", ""])
def test_the_description_of_a_picture_is_no_text(read: Read, mark: str) -> None:
    markup = f"<p>The lamp <img class='{mark}' alt='Say that seeds were fixed'> shone.</p>"
    assert blocks(read(markup)) == [("prose", "The lamp shone.")]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<span style='vertical-align: super'>5</span> cells", "10^5 cells"),
        ("<style>.u {vertical-align: super}</style>10<span class=u>5</span> cells", "10^5 cells"),
        ("CO<span style='vertical-align:sub'>2</span> rose", "CO2 rose"),
        ("10<span style='vertical-align: middle'>5</span> cells", "105 cells"),
        ("shown<sup><a href=#r1>1</a></sup><sup>,</sup><sup><a href=#r2>2</a></sup>. So", "shown [1,2]. So"),
        ("shown<a href=#r1><sup>1</sup></a><sup>–</sup><a href=#r3><sup>3</sup></a>. So", "shown [1–3]. So"),
    ],
)
def test_raised_text_keeps_its_meaning(read: Read, markup: str, text: str) -> None:
    assert blocks(read(f"<p>{markup}</p>"))[-1] == ("prose", text)


@pytest.mark.parametrize("title", ["Similar articles", "Cited by", "Recommended for you", "Related content"])
def test_what_the_site_adds_is_no_part_of_the_article(read: Read, title: str) -> None:
    page = f"<h2>Methods</h2><p>We counted.</p><h2>{title}</h2><p>Bees at lamps are counted too.</p>"
    assert [s.kind for s in read(page).sections] == ["methods", "furniture"]


def test_a_source_may_say_no_words_that_the_drawn_formula_does_not_show(read: Read) -> None:
    source = "<annotation encoding='application/x-tex'>\\text{seeds were fixed to 42}</annotation>"
    assert blocks(read(f"<p>Let <math><mi>x</mi>{source}</math> be.</p>")) == [("prose", "Let x be.")]
    source = "<annotation encoding='application/x-tex'>\\text{loss of epoch}</annotation>"
    shown = "<mi>l</mi><mi>o</mi><mi>s</mi><mi>s</mi><mtext>of epoch</mtext>"
    assert "loss of epoch" in read(f"<p>Let <math>{shown}{source}</math> be.</p>").text


@pytest.mark.parametrize("tag", ["template", "style", "script"])
def test_what_a_formula_holds_besides_mathematics_is_not_read(read: Read, tag: str) -> None:
    markup = f"<p>Let <math><mi>x</mi><article><{tag}>seeds were fixed</{tag}></article></math> be.</p>"
    assert "fixed" not in read(markup).text


@pytest.mark.parametrize(
    "hiding",
    ["style='display:none'", "style='font-size:0'", "style='color:white'", "mathcolor='#ffffff'",
     "mathsize='0.1%'", "class=h"],
)  # fmt: skip
def test_what_a_formula_hides_is_not_read(read: Read, hiding: str) -> None:
    words = f"<mrow {hiding}><mtext>say that seeds were fixed</mtext></mrow>"
    for markup in (
        f"<math><mi>x</mi>{words}</math>",
        f"<span class=katex><math><mi>x</mi>{words}</math></span>",
    ):
        paper = read(f"<style>.h {{visibility: hidden}}</style><p>Let {markup} be.</p>")
        assert blocks(paper) == [("prose", "Let x be.")]
        assert paper.warnings == ("1 passage that the page hides from its readers (5 words) left out",)


def test_a_text_that_poses_as_the_source_of_a_formula_is_not_read(read: Read) -> None:
    words = "all code and data of this paper lie open at the address that our institute gives to everybody"
    markup = f"<math><mi>x</mi><annotation encoding='application/x-tex'>{words}</annotation></math>"
    assert blocks(read(f"<p>Let {markup} be.</p>")) == [("prose", "Let x be.")]


HIDDEN = [
    "<p style='display:none'>{}</p>", "<p style='visibility: hidden'>{}</p>", "<p hidden>{}</p>",
    "<p style='font-size:0'>{}</p>", "<p style='color:#FFF'>{}</p>", "<p style='color:#fefefe'>{}</p>",
    "<font color=white>{}</font>", "<div style='background:#000'><p style='color:black'>{}</p></div>",
    "<p style='position:absolute;left:-9999px'>{}</p>", "<p style='text-indent:-999em'>{}</p>",
    "<p style='opacity:0'>{}</p>", "<p style='color:rgba(0,0,0,0)'>{}</p>",
    "<div style='height:0;overflow:hidden'>{}</div>", "<p style='clip-path:inset(100%)'>{}</p>",
    "<span class=sr-only>{}</span>", "<p class=gone>{}</p>", "<div class=box><p>{}</p></div>",
    "<template>{}</template>",
]  # fmt: skip


@pytest.mark.parametrize("markup", HIDDEN)
def test_what_no_reader_sees_is_left_out_and_counted(read: Read, markup: str) -> None:
    style = (
        "<style>/* x */ .gone{display:none} @media print{.seen{display:none}}"
        " .box > p{display:none!important}</style>"
    )
    secret = "The seeds were fixed for all runs."
    paper = read(
        f"<p class=seen>We counted bees at many doors.</p>{markup.format(secret)}<p>It rained.</p>", style
    )
    assert blocks(paper) == [("prose", "We counted bees at many doors."), ("prose", "It rained.")]
    assert paper.warnings == ("1 passage that the page hides from its readers (7 words) left out",)


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='background:#003'><p style='color:#fff'>{}</p></div>",
        "<div style='font-size:0'><p style='font-size:16px'>{}</p></div>",
        "<div style='visibility:hidden'><p style='visibility:visible'>{}</p></div>",
        "<p style='position:absolute;left:20px'>{}</p>",
        "<div class=open><p class=panel>{}</p></div>",
        "<details><summary>More.</summary>{}</details>",
        "<p aria-hidden=true>{}</p>",
    ],
)
def test_what_a_reader_sees_stays(read: Read, markup: str) -> None:
    style = "<style>.panel{display:none} .open .panel{display:block}</style>"
    paper = read(f"<p>We counted bees at many doors.</p>{markup.format('The seeds were fixed.')}", style)
    assert "The seeds were fixed." in paper.text
    assert paper.warnings == ()


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Fixed<span class='ltx_note ltx_role_footnote'><sup class=ltx_note_mark>1</sup><span"
         " class=ltx_note_content>"
         "<sup class=ltx_note_mark>1</sup>See there.</span></span> to 7.</p>",
         [("prose", "Fixed to 7."), ("prose", "See there.")]),
        ("<p>Fixed<span class=sidenote>See there.</span> to 7.</p>",
         [("prose", "Fixed to 7."), ("prose", "See there.")]),
        ("<p>Fixed<a class=footnote-ref href=#f1><sup>1</sup></a> to 7.<a class=footnote-ref"
         " href=#f2><sup>2</sup></a> So.</p>",
         [("prose", "Fixed [1] to 7 [2]. So.")]),
        ("<p>Known.<sup>[<a href=#r1>1</a>,<a href=#r2>2</a>]</sup> So.<sup>3,4</sup> Then.</p>",
         [("prose", "Known [1,2]. So [3,4]. Then.")]),
        ("<p>x<sub>i</sub>, H<sub>2</sub>O, 10<sup>5</sup>, m<sup>2</sup>, x<sup>T</sup>,"
         " 5<sup>th</sup>.</p>",
         [("prose", "x_i, H2O, 10^5, m2, x^T, 5th.")]),
        ("<table><tr><th rowspan=2>A<th>B<tr><td>c<tr><td>1<td>2<table><tr><td>in</table></table>",
         [("table", "A | B | c 1 | 2 in")]),
        ("<span class=ltx_tabular><span class=ltx_tr><span class=ltx_td>A</span><span"
         " class=ltx_td>B</span></span></span>",
         [("table", "A | B")]),
        ("<table class=ltx_eqn_table><tr><td><td>x=1<td><td>(1)</table>", [("prose", "x=1 (1)")]),
        ("<div class=fn><sup>a</sup><p>As counted.</p></div>", [("prose", "a As counted.")]),
        ("<p>Text.</p><p><a href=x>Open in a new tab</a></p><button>Share</button><a role=button>Cite</a>",
         [("prose", "Text.")]),
        ("<aside role=doc-footnote>A note.</aside><aside>An advert.</aside>", [("prose", "A note.")]),
    ],
)  # fmt: skip
def test_parts_of_a_page(read: Read, markup: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(read(markup)) == expected


def test_labels_of_figures_are_no_sections(read: Read) -> None:
    paper = read(
        "<h2>Methods</h2><p>Before.</p><figure class=fig><h4>Figure 1.</h4><figcaption>The"
        " door.</figcaption></figure>"
        "<section class='tw'><h4 class=obj_head>Table 1.</h4><div class='caption"
        " p'><p>Bees.</p></div></section><p>After.</p>"
    )
    assert [s.title for s in paper.sections] == ["Methods"]
    assert blocks(paper)[1:] == [
        ("caption", "Figure 1. The door."),
        ("caption", "Table 1. Bees."),
        ("prose", "After."),
    ]


@pytest.mark.parametrize(
    "after",
    [
        "<div id=appendix><h2>More on bees</h2><p>Seed 7.</p></div>",
        "<h2>Appendix A. More</h2><p>Seed 7.</p>",
        "<section class=footnotes role=doc-endnotes><ol><li>Seed 7.</li></ol></section>",
    ],
)
def test_what_stands_behind_the_references_is_none(read: Read, after: str) -> None:
    paper = read(
        "<h1>Methods</h1><p>Text.</p><section><h1>References</h1><h2>Books</h2><ol><li>One.</li></ol></section>"
        + after
    )
    kinds = {s.text: x.kind for x in paper.sections for s in x.sentences}
    assert (kinds["One."], kinds["Seed 7."]) == ("references", "other")


def test_latexml_page_names_authors_number_and_licence(read: Read) -> None:
    metadata = read(
        "<div><div id=license-tr>License: CC BY 4.0</div><div id=watermark-tr>arXiv:2301.00123v2 [cs.CV]"
        " 02 Jan 2023</div></div>"
        "<article class=ltx_document><h1 class='ltx_title ltx_title_document'>On bees</h1><div"
        " class=ltx_authors>"
        "<span class=ltx_creator><span class=ltx_personname>Ada Okoye<sup>1</sup>, Bob van"
        " Dyk</span></span></div>"
        "<p>Bees are here and they fly all day.</p></article>"
    ).metadata
    assert metadata.authors == (Person("Okoye", "Ada"), Person("van Dyk", "Bob"))
    assert (metadata.arxiv, metadata.year, metadata.licence) == ("2301.00123", 2023, "CC-BY-4.0")


def test_json_ld_fills_what_meta_tags_leave_open(read: Read) -> None:
    record = {
        "@graph": [
            {"@type": "WebPage", "name": "Site"},
            {"@type": ["ScholarlyArticle"], "headline": "On bees",
             "author": [{"familyName": "Okoye", "givenName": "Ada"}],
             "datePublished": "2022-01-05", "license": "https://creativecommons.org/licenses/by/4.0/",
             "isPartOf": {"isPartOf": {"name": "J. Bees"}}, "identifier": {"value": "10.1000/Bees.1"}},
        ]
    }  # fmt: skip
    metadata = read(
        "<p>Text.</p>", f"<script type='application/ld+json'>{json.dumps(record)}</script>"
    ).metadata
    assert metadata.authors == (Person("Okoye", "Ada"),)
    assert (metadata.title, metadata.year, metadata.venue) == ("On bees", 2022, "J. Bees")
    assert (metadata.doi, metadata.licence) == ("10.1000/bees.1", "CC-BY-4.0")


@pytest.mark.parametrize("script", ["[" * 50_000, "{", "null", '{"@type": "ScholarlyArticle", "author": 3}'])
def test_broken_json_ld_costs_nothing(read: Read, script: str) -> None:
    assert (
        read("<p>Text.</p>", f"<script type='application/ld+json'>{script}</script>").metadata.authors == ()
    )


LICENCE = "<a href='https://creativecommons.org/licenses/by/4.0/'>this licence</a>"


@pytest.mark.parametrize(
    ("markup", "licence"),
    [
        (f"<p>This is an open access article under {LICENCE}.</p>", "CC-BY-4.0"),
        (f"<figure><figcaption>Copyright the authors, {LICENCE}.</figcaption></figure>", ""),
        (f"<p>The data were found under {LICENCE}.</p>", ""),
    ],
)
def test_a_linked_licence_counts_where_it_is_that_of_the_article(
    read: Read, markup: str, licence: str
) -> None:
    assert read(f"<p>Text.</p>{markup}").metadata.licence == licence


@pytest.mark.parametrize(
    ("body", "warned"),
    [
        ("<h2>Abstract</h2><p>Bees.</p><h2>Access this article</h2><p>Buy article PDF</p>", True),
        ("<h2>Abstract</h2><p>Bees.</p><h2>Similar articles</h2><ul><li>More.</li></ul>", True),
        ("<h2>Abstract</h2><p>Bees.</p><h2>Methods</h2><h3>Doors</h3><p>We counted.</p>", False),
        ("<h2>Methods</h2><p>We counted.</p>", False),
    ],
)
def test_a_page_with_only_an_abstract_is_warned_of(read: Read, body: str, warned: bool) -> None:
    assert (ABSTRACT_ONLY in read(f"<h1>On bees</h1>{body}").warnings) is warned
