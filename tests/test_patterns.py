"""No regular expression takes time that grows faster than the text: strangers write what they search."""

from __future__ import annotations

import re

import pytest

from tests.patterns import Found, growing, patterns

# Tried on texts that the code has cut to a few characters before.
SHORT = {
    "generator.checking.named_things._SENTENCE_START": "twelve characters before a name",
}
EVERY = patterns()


def test_patterns_are_found() -> None:
    places = {found.where for found in EVERY}
    assert len(EVERY) > 800
    assert {"generator.core.sentences._CANDIDATE", "generator.reading.web_addresses._WRITTEN"} <= places
    assert SHORT.keys() <= places


@pytest.mark.parametrize("found", EVERY, ids=lambda found: found.where)
def test_time_grows_with_the_text(found: Found) -> None:
    if found.where in SHORT:
        assert growing(found) is not None, "no reason any more to leave it out"
    else:
        assert growing(found) is None


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        (r"(a+)+$", False),
        (r"(?:a|a)*b", True),
        (r"\s+$", False),
        (r"\s*\[\d\]", False),
        (r"\([^()]*\d[^()]*x", True),
        (r"<a[^>]*>", False),
        (r"0*\.?0*%", True),
        (r"x.*y.*z", False),
        (rb"(?:\W?\d?\s?https://\S+,?\s*)+", True),
    ],
)
def test_what_backtracks_is_seen(pattern: str | bytes, anchored: bool) -> None:
    assert growing(Found("here", re.compile(pattern), anchored)) is not None


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        (r"a+b", True),
        (r"(?<!\s)\s+$", False),
        (r"(?:(?<!\s)\s+)?\[\d\]", False),
        (r"<a[^<>]*>", False),
        (r"0*(?:\.0*)?%", True),
        (r"x.{0,100}y", False),
    ],
)
def test_what_does_not_is_let_through(pattern: str, anchored: bool) -> None:
    assert growing(Found("here", re.compile(pattern), anchored)) is None
