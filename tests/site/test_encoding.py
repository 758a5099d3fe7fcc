from __future__ import annotations

import html
import re
import string
import unicodedata

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html

from generator.site.content.encoding import Markdown, clean, encode, shortened, web_link
from tests.site.hostile import TOKENS

# More than the site's own configuration turns on: people add extensions.
EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "meta",
    "sane_lists",
    "smarty",
    "tables",
    "toc",
    "wikilinks",
    "pymdownx.arithmatex",
    "pymdownx.betterem",
    "pymdownx.blocks.admonition",
    "pymdownx.blocks.details",
    "pymdownx.blocks.html",
    "pymdownx.caret",
    "pymdownx.critic",
    "pymdownx.details",
    "pymdownx.escapeall",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.mark",
    "pymdownx.progressbar",
    "pymdownx.smartsymbols",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
]
CONTEXTS = (
    "{}",
    "Before {} after.",
    "- item {}",
    "> {}",
    "# {}",
    "### {} {{ #anchor }}",
    "| a | b |\n| --- | --- |\n| {} | {} |",
    "!!! note\n    {}",
    '<div class="x">\n<p title="{}">{}</p>\n</div>',
)

hostile = st.lists(st.sampled_from(TOKENS) | st.text(max_size=6), min_size=1, max_size=6).map(
    lambda parts: "word" + "".join(parts)
)


def skeleton(source: str) -> list[tuple[str, tuple[str, ...]]]:
    """Tags and attribute names of what Markdown makes of a text."""
    rendered = markdown.Markdown(extensions=EXTENSIONS).convert(source)
    tree = lxml_html.fragment_fromstring(rendered, create_parent="main")
    return [(str(e.tag), tuple(sorted(e.attrib))) for e in tree.iter()]


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_hostile_token_changes_what_markdown_makes_of_a_page(context: str) -> None:
    harmless = skeleton(context.format("word", "word"))
    for token in TOKENS:
        for text in (f"word{token}", f"{token}word{token}", f"{token} {token} word"):
            shown = encode(text)
            assert skeleton(context.format(shown, shown)) == harmless, repr(text)


@given(hostile, st.sampled_from(CONTEXTS))
def test_no_mixture_of_hostile_tokens_changes_a_page(text: str, context: str) -> None:
    shown = encode(text)
    assert skeleton(context.format(shown, shown)) == skeleton(context.format("word", "word"))


@given(st.text())
@example("a\u0000b\ufefffi ́e")
def test_encoding_shows_the_clean_text_and_no_punctuation_of_its_own(text: str) -> None:
    shown = encode(text)
    assert html.unescape(shown) == clean(text)
    assert not set(re.sub(r"&#\d+;", "", shown)) & set(string.punctuation)
    assert "\n" not in shown


@given(st.text())
def test_clean_text_is_one_visible_normal_line_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb\u2066c", "abc"),
        ("zero\u200bwidth\u200d\ufeff", "zerowidth"),
        ("line\u2028and\u2029paragraph\x85end", "line and paragraph end"),
        ("nul\x00bell\x07", "nulbell"),
        ("e\u0301", "é"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\U000e0041\U000e0042tags", "tags"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("  many \t\n blanks ", "many blanks"),
        ("π ≈ 3.14 – naïve", "π ≈ 3.14 – naïve"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_only_text_typed_as_markdown_passes_as_it_is() -> None:
    assert encode(Markdown("**bold**")) == "**bold**"
    assert encode("**bold**") == "&#42;&#42;bold&#42;&#42;"
    assert encode(Markdown("a") + "<b>") == "a&#60;b&#62;"  # joined text is no longer of that type
    assert encode(0.5) == "0.5"
    for value in (None, ["a"], {"a": 1}, True):
        with pytest.raises(TypeError):
            encode(value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("http://example.org:8080/ä b", "http://example.org:8080/%C3%A4%20b"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://doi.org/10.1000/(x)<1>", "https://doi.org/10.1000/(x)%3C1%3E"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("JAVASCRIPT://example.org/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("//example.org/x", ""),
        ("https://good.example@evil.example/", ""),
        ("https:\\\\evil.example", ""),
        ("https:///nowhere", ""),
        ("https://[::1", ""),
        ("mailto:a@example.org", ""),
        ("example.org", ""),
        ("", ""),
    ],
)
def test_links_that_may_be_followed(url: str, expected: str) -> None:
    assert web_link(url) == expected


@given(st.text())
def test_a_link_that_may_be_followed_cannot_leave_its_attribute(url: str) -> None:
    for link in (web_link(url), web_link(f"https://example.org/{url}")):
        assert not link or re.fullmatch(r"https?://[^\s<>\"\\^`{|}]+", link)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [("short", 10, "short"), ("one two three", 9, "one two…"), ("x" * 30, 10, "x" * 9 + "…")],
)
def test_shortened(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected
