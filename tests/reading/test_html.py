"""Web pages become papers: the article without the page around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Paper, Person
from generator.errors import UnreadablePaper
from generator.reading.html.reader import read_html

Read = Callable[[str | bytes], Paper]

HEAD = """<title>Nets | Journal site</title>
<meta name="citation_title" content="Deep &amp; wide nets">
<meta name="citation_author" content="Okoye, Ada"><meta name="citation_author" content="Bob van Dyk">
<meta name="citation_publication_date" content="2021/03/04">
<meta name="citation_journal_title" content="J. Tests"><meta name="citation_doi" content="10.1000/ABC.1">
<meta name="dc.description" content="We train nets.">
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">
<link rel="canonical" href="https://example.org/nets">"""


def page(body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    )


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(markup: str | bytes) -> Paper:
        path = tmp_path / "paper.html"
        path.write_bytes(markup if isinstance(markup, bytes) else markup.encode())
        return read_html(path, id="paper")

    return reader


def texts(paper: Paper) -> list[str]:
    return [s.text for s in paper.sentences]


def test_meta_tags_become_metadata(read: Read) -> None:
    metadata = read(page("<p>Text.</p>", HEAD)).metadata
    assert metadata.title == "Deep & wide nets"
    assert metadata.authors == (Person("Okoye", "Ada"), Person("van Dyk", "Bob"))
    assert (metadata.year, metadata.venue, metadata.doi) == (2021, "J. Tests", "10.1000/abc.1")
    assert (metadata.licence, metadata.url) == ("CC-BY-4.0", "https://example.org/nets")
    assert metadata.abstract == "We train nets."


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<title>Nets | A Site</title>",
            "<h1>Nets for bats</h1><h2>Methods</h2><p>Text.</p>",
            "Nets for bats",
        ),
        ("<title>Nets for bats</title>", "<p>Text.</p>", "Nets for bats"),
        ("<title>A Site</title><meta property='og:title' content='Nets'>", "<p>Text.</p>", "Nets"),
        ("<meta name='citation_title' content='Nets'>", "<h1>Other</h1><p>Text.</p>", "Nets"),
        ("", "<p>Text.</p>", ""),
    ],
)
def test_title_comes_from_the_best_place(read: Read, head: str, body: str, title: str) -> None:
    paper = read(page(body, head))
    assert paper.metadata.title == title
    assert paper.sentences[-1].text == "Text."


def test_page_around_the_article_is_left_out(read: Read) -> None:
    body = (
        "<header><a href='/'>Home</a></header><nav>Menu</nav><aside>Ads</aside>"
        "<article><h1>Title</h1><script>var x</script><style>p{}</style><p>Kept.</p><p hidden>Hidden.</p>"
        "<span aria-hidden='true'>icon</span><div style='display: none'>None</div><noscript>No</noscript>"
        "</article>"
        "<div role='navigation'>Next</div><footer>Imprint</footer>"
    )
    assert texts(read(page(body))) == ["Title", "Kept."]


def test_title_is_front_matter_and_sections_start_at_level_one(read: Read) -> None:
    body = (
        "<h1>Deep &amp; wide nets</h1><p>Ada Okoye</p><h2>Abstract</h2><p>Short.</p>"
        "<h2>2. Materials and Methods</h2><h3>2.1 Bats</h3><p>Caught.</p>"
        "<h2>References</h2><ol><li>One.</li></ol>"
    )
    assert [(s.kind, s.title, s.level) for s in read(page(body, HEAD)).sections] == [
        ("front", "", 1),
        ("abstract", "Abstract", 1),
        ("methods", "2. Materials and Methods", 1),
        ("methods", "2.1 Bats", 2),
        ("references", "References", 1),
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a <i>b</i>c<br>d</p>", [("prose", ["a bc d"])]),
        ("text<p>para<p>next", [("prose", ["text"]), ("prose", ["para"]), ("prose", ["next"])]),
        ("<div>bare <span>in</span> div<p>then p</p>tail</div>",
         [("prose", ["bare in div"]), ("prose", ["then p"]), ("prose", ["tail"])]),
        ("<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>", [("list", ["one", "two", "three"])]),
        ("<dl><dt>seed</dt><dd>42</dd></dl>", [("list", ["seed", "42"])]),
        ("<table><caption>Scores.</caption><tr><th>A<th>B</tr><tr><td colspan=2>w</td><td>c</tr></table>",
         [("caption", ["Scores."]), ("table", ["A | B", "w | | c"])]),
        ("<table><tr><td><p>One cell.</p></td></tr></table>", [("prose", ["One cell."])]),
        ("<figure><img alt='x'><figcaption>Figure 1.</figcaption></figure>", [("caption", ["Figure 1."])]),
        ("<pre><code>seed(1)\n\n  x = 2</code></pre>", [("list", ["seed(1)", "x = 2"])]),
        ("<blockquote>Said so.</blockquote>", [("prose", ["Said so."])]),
        ("<p>Cost 10<sup>-3</sup> m<sup>2</sup> known.<sup><a href='#r1'>1,2</a></sup></p>",
         [("prose", ["Cost 10^-3 m2 known [1,2]."])]),
        ("<p>So <math alttext='x^2'><mi>x</mi></math> and <script type='math/tex'>y_1</script>.</p>",
         [("prose", ["So x^2 and y_1."])]),
        ("<a href='#'><div>block in link</div></a>", [("prose", ["block in link"])]),
    ],
)  # fmt: skip
def test_blocks_have_their_roles(read: Read, markup: str, expected: list[tuple[str, list[str]]]) -> None:
    paper = read(page(markup))
    assert [(p.role, [s.text for s in p.sentences]) for x in paper.sections for p in x.paragraphs] == expected


def test_links_and_element_ids_lead_back_to_the_page(read: Read) -> None:
    body = (
        '<h2 id="s1">Data</h2><p>See <a href="https://github.com/a/b">code</a> and <a href="/x">this</a>.</p>'
        '<p id="p2">At https://osf.io/abc now.</p>'
        '<h2>References</h2><ol id="refs"><li id="r1">One.</li><li>Two.</ol>'
    )
    paper = read(page(body))
    assert [(s.element, s.links) for s in paper.sentences] == [
        ("s1", ("https://github.com/a/b",)),
        ("p2", ("https://osf.io/abc",)),
        ("r1", ()),
        ("refs", ()),
    ]


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        ("<meta charset='iso-8859-1'><p>caf\u00e9</p>".encode("latin-1"), False),
        (b"\xef\xbb\xbf<p>caf\xc3\xa9</p>", False),
        ("<p>caf\u00e9</p>".encode("utf-16"), False),
        ("<p>caf\u00e9</p>".encode(), False),
        ("<meta charset='no-such-thing'><p>caf\u00e9</p>".encode(), False),
        ("<meta charset='utf-8'><p>caf\u00e9</p>".encode("cp1252"), True),
        (
            '<?xml version="1.0" encoding="iso-8859-15"?><html><p>caf\u00e9</p></html>'.encode("iso-8859-15"),
            False,
        ),
    ],
)
def test_encoding_is_found_out(read: Read, data: bytes, warned: bool) -> None:
    paper = read(data)
    assert texts(paper) == ["caf\u00e9"]
    assert bool(paper.warnings) is warned


@pytest.mark.parametrize(
    "data", [b"<html><script>only()</script></html>", b"<!-- nothing -->", b"<p> </p>", b"   "]
)
def test_page_without_text_is_one_sentence(read: Read, data: bytes) -> None:
    with pytest.raises(UnreadablePaper, match=r"paper\.html: holds no"):
        read(data)


@pytest.mark.parametrize("control", ["&#8;", "&#x0B;", "&#xFFFE;", "\uffff", "&#12;"])
def test_control_characters_are_blanks(read: Read, control: str) -> None:
    formula = f'<math alttext="x{control}"><mi>x{control}y</mi></math>'
    paper = read(f"<p>Moths{control}fly to {formula} \\(z{control}\\) lamps.</p>")
    assert paper.sentences[0].text.startswith("Moths fly to x")
    assert paper.sentences[0].text.endswith("lamps.")


def test_deep_nesting_does_no_harm(read: Read) -> None:
    paper = read("<p>before</p>" + "<div>" * 20_000 + "x")
    assert texts(paper)[0] == "before"
    assert paper.warnings == ("nests more than 256 elements: what stands deeper and behind is left out",)


TAGS = (
    "p div span h1 h2 ul li table tr td pre sup a math figure figcaption article main section dl dt dd br b"
)
MARKUP = [f"<{slash}{tag}>" for tag in TAGS.split() for slash in ("", "/")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from(MARKUP) | st.text(max_size=9), max_size=30))
def test_any_markup_makes_a_paper_or_one_sentence(
    outcome: Callable[..., Paper | UnreadablePaper], tmp_path: Path, parts: list[str]
) -> None:
    path = tmp_path / "any.html"
    path.write_bytes("".join(parts).encode("utf-8", "surrogatepass"))
    outcome(read_html, path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_make_a_paper_or_one_sentence(
    outcome: Callable[..., Paper | UnreadablePaper], tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "any.html"
    path.write_bytes(data)
    outcome(read_html, path)
