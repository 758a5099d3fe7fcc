from __future__ import annotations

import html
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import meta

from generator.site.content.encoding import clean
from generator.site.pages.page_front_matter import front_matter
from tests.site.hostile import TOKENS

hostile = st.lists(st.sampled_from(TOKENS) | st.text(max_size=8), max_size=5).map("".join)


@given(hostile, hostile)
def test_what_mkdocs_reads_is_what_was_written(venue: str, name: str) -> None:
    written = front_matter({"venue": venue, "jsonld": {"name": name, "author": [{"name": name}]}})
    body, read = meta.get_data(f"{written}\n# Title\n")
    expected = clean(name)
    assert read == {"venue": clean(venue), "jsonld": {"name": expected, "author": [{"name": expected}]}}
    assert body.strip() == "# Title"


@pytest.mark.parametrize(
    "value", ["2401.00010", "yes", "0123", "12:30", "null", "~", "[a]", "- x", "é 🐦", ""]
)
def test_text_stays_text(value: str) -> None:
    read = yaml.safe_load(str(front_matter({"title": value})).strip("-\n"))
    assert read == {"title": value}


@given(hostile)
def test_titles_are_escaped_because_the_theme_prints_them_as_they_are(title: str) -> None:
    _, read = meta.get_data(str(front_matter({"title": title, "description": title})) + "\n")
    for value in read.values():
        assert html.unescape(value) == clean(title)
        assert not re.search(r"[<>\"']", value)


@pytest.mark.parametrize("key", ["Title", "a b", "hide:", "", "x\n---"])
def test_keys_are_plain_words(key: str) -> None:
    with pytest.raises(ValueError, match="front matter"):
        front_matter({key: "x"})
