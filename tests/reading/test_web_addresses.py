"""Links that a text writes out, and targets of markup that a reader can follow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.compose import BlockLink
from generator.reading.web_addresses import all_links, target, written_links


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("See https://github.com/a/b.", ["https://github.com/a/b"]),
        ("(http://x.org/a_(b)).", ["http://x.org/a_(b)"]),
        ("“https://x.org/a”, [https://x.org/b]; <https://x.org/c>", [f"https://x.org/{c}" for c in "abc"]),
        ("at www.example.org/x,", ["http://www.example.org/x"]),
        (
            "at github.com/a/b and zenodo.org/record/1",
            ["https://github.com/a/b", "https://zenodo.org/record/1"],
        ),
        ("doi:10.1000/xyz.", ["https://doi.org/10.1000/xyz"]),
        ("https://doi.org/10.1000/xyz", ["https://doi.org/10.1000/xyz"]),
        ("FTP://x.org/data", ["FTP://x.org/data"]),
        ("and/or 3/4, e.g. a.com or mygithub.community/x", []),
        ("version 10.1234 of 2020", []),
        ("https:// and www. alone", []),
    ],
)
def test_written_links(text: str, urls: list[str]) -> None:
    assert [link.url for link in written_links(text)] == urls


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://x.org/a b", "https://x.org/ab"),
        (" http://x.org ", "http://x.org"),
        ("//x.org/a", "https://x.org/a"),
        ("www.x.org", "http://www.x.org"),
        ("10.1000/ABC", "https://doi.org/10.1000/ABC"),
        ("info:doi/10.1000/abc", "https://doi.org/10.1000/abc"),
        ("doi:10.1000/abc", "https://doi.org/10.1000/abc"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("mailto:a@b.c", None),
        ("relative/path", None),
        ("#anchor", None),
        ("https://", None),
        ("", None),
        (None, None),
    ],
)
def test_only_what_a_reader_can_follow_is_a_target(href: str | None, url: str | None) -> None:
    assert target(href) == url


def test_a_marked_link_is_not_found_a_second_time_in_its_words() -> None:
    text = "See https://x.org/long and https://y.org now."
    marked = BlockLink(4, 22, "https://x.org/long/whole")
    assert [link.url for link in all_links(text, [marked])] == ["https://x.org/long/whole", "https://y.org"]


@given(st.text("htps:/w.10doi(x) []com,;github", max_size=60))
def test_links_lie_within_the_text_and_in_order(text: str) -> None:
    end = 0
    for link in written_links(text):
        assert end <= link.start < link.end <= len(text)
        assert target(link.url) is not None
        end = link.end


@pytest.mark.parametrize("text", ["http://x.org/a " * 20_000, "http://x.org/" + ")" * 200_000])
def test_many_links_and_long_ones_cost_little(text: str) -> None:
    began = time.process_time()
    links = all_links(text, [BlockLink(0, 12, "https://y.org")])
    assert {link.url for link in links} <= {"https://y.org", "http://x.org/a"}
    assert len(links) == text.count("http")
    assert time.process_time() - began < 3
