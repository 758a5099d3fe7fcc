from __future__ import annotations

from urllib.parse import unquote

import pytest

from generator.site.content.page_links import (
    Links,
    anchor,
    arxiv_link,
    at_place,
    doi_link,
    linked,
    source_file,
    text_directive,
)
from tests.site.small_collection import paper


@pytest.mark.parametrize(
    ("here", "there", "name", "expected"),
    [
        ("index.md", "papers/a.md", "seeds", "papers/a.html#seeds"),
        ("index.md", "index.md", "", "index.html"),
        ("papers/a.md", "index.md", "", "../index.html"),
        ("papers/a.md", "papers/b.md", "", "b.html"),
        ("papers/a.md", "papers/a.md", "", "a.html"),
        ("papers/a.md", "papers/a.md", "seeds", "#seeds"),
        ("papers/a.md", "questions/q.md", "a", "../questions/q.html#a"),
        ("papers/index.md", "papers/2401.00010.md", "", "2401.00010.html"),
        ("questions/index.md", "papers/index.md", "", "../papers/index.html"),
    ],
)
def test_links_between_pages(here: str, there: str, name: str, expected: str) -> None:
    assert Links(here).to(there, name) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("sources/a b.pdf", "../sources/a%20b.pdf"),
        ("10.1000/ABC(1)<x>", "https://doi.org/10.1000/ABC(1)%3Cx%3E"),
        ("https://example.org/x", "https://example.org/x"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("//evil.example/x.pdf", ""),
        ("/etc/passwd", ""),
        ("../../secret.pdf", ""),
        ("file:///x.pdf", ""),
    ],
)
def test_links_to_sources(link: str, expected: str) -> None:
    assert Links("papers/a.md").to_source(link) == expected


@pytest.mark.parametrize(
    ("source", "page", "expected"),
    [
        ("a.pdf", 4, "a.pdf#page=4"),
        ("a.pdf", None, "a.pdf"),
        ("https://example.org/a.PDF?x=1", 4, "https://example.org/a.PDF?x=1#page=4"),
        ("https://example.org/a", None, "https://example.org/a#:~:text=The%20seed%20was%2042."),
        ("a.html", None, "a.html#:~:text=The%20seed%20was%2042."),
        ("a.xml.txt", None, "a.xml.txt#:~:text=The%20seed%20was%2042."),
        ("https://example.org/a.xml", None, "https://example.org/a.xml"),
        ("https://example.org/a#part", 4, "https://example.org/a#part"),
        ("", 4, ""),
    ],
)
def test_a_source_opens_at_the_place(source: str, page: int | None, expected: str) -> None:
    assert at_place(source, page, "The seed was 42.") == expected


def test_a_text_directive_escapes_what_has_a_meaning_in_it() -> None:
    words = "one-off, a & b"
    assert text_directive(words) == "one%2Doff%2C%20a%20%26%20b"
    start, end = text_directive(" ".join(f"w{n}" for n in range(40))).split(",")
    assert unquote(start) == "w0 w1 w2 w3 w4 w5"
    assert unquote(end) == "w34 w35 w36 w37 w38 w39"
    assert text_directive(" \n ") == ""


@pytest.mark.parametrize("doi", ["", "10.1/x", "javascript:x", "10.1000", "10.1000/a b"])
def test_what_is_no_doi_makes_no_link(doi: str) -> None:
    assert doi_link(doi) == ""


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("2401.00010v2", True),
        ("hep-th/9901001", True),
        ("math.GT/0309136", True),
        ("", False),
        ("2401.1", False),
    ],
)
def test_arxiv_links_are_made_from_ids_only(name: str, known: bool) -> None:
    assert arxiv_link(name) == (f"https://arxiv.org/abs/{name}" if known else "")


@pytest.mark.parametrize("name", ["", "A", "a b", "a{b}", 'a"b', "ä", "-a"])
def test_anchors_are_plain(name: str) -> None:
    with pytest.raises(ValueError, match="anchor"):
        anchor(name)


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("See https://example.org/a. Then go.", ["https://example.org/a"]),
        (
            "(https://example.org/a), https://example.org/b",
            ["https://example.org/a", "https://example.org/b"],
        ),
        ("javascript:alert(1) and https://u@evil.example", []),
        ("", []),
    ],
)
def test_running_text_keeps_its_words_and_gets_its_links(text: str, addresses: list[str]) -> None:
    pieces = linked(text)
    assert [p.href for p in pieces if p.href] == addresses
    assert "".join(p.text.strip() + p.after for p in pieces).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x.PDF", "sources/a.pdf"),
        ("x.html", "sources/a.html.txt"),
        ("x.xml", "sources/a.xml.txt"),
        ("x.md", "sources/a.md.txt"),
        ("x.txt", "sources/a.txt"),
        ("x", "sources/a.txt"),
        ("x.p\u00e4/..", "sources/a.txt"),
    ],
)
def test_copies_of_papers_are_nothing_that_a_browser_runs(name: str, expected: str) -> None:
    source = paper("a", "T", (), None)
    object.__setattr__(source, "source", name)
    assert source_file(source) == expected
