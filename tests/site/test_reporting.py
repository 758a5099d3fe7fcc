"""Where errors are reported: the project's own form, or an issue; nothing that is filled in moves it."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qs, urlsplit

import pytest

from generator.site.content.reporting import ErrorReport, report_form, report_link
from tests.site.hostile import TOKENS

REPORT = ErrorReport(
    answer="0123456789abcdef",
    model="small-135m",
    question="random-seeds",
    question_text="How was randomness handled & why?",
    paper="Counting moths in the dark (10.1000/moths)",
    link="https://example.org/a/0123456789abcdef/",
)
GITHUB = "https://github.com/lab/answers/issues/new?title={title}&body={body}"


@pytest.mark.parametrize(
    ("report_url", "repository", "expected"),
    [
        ("", "https://github.com/lab/answers", GITHUB),
        ("", "https://www.github.com/lab/answers.git/", GITHUB),
        (
            "",
            "https://codeberg.org/lab/answers",
            "https://codeberg.org/lab/answers/issues/new?title={title}&body={body}",
        ),
        (
            "",
            "https://gitlab.com/lab/sub/answers",
            "https://gitlab.com/lab/sub/answers/-/issues/new"
            "?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}",
        ),
        ("", "https://example.org/lab/answers", ""),
        ("", "https://github.com/lab", ""),
        ("", "https://github.com.evil.example/lab/answers", ""),
        ("", "", ""),
        ("https://example.org/wrong?t={title}#{body}", "https://github.com/lab/answers", None),
        ("https://example.org/wrong?b={body}", "", None),
        # Refused: other schemes, nothing to fill in, something to fill in where it decides the target.
        ("javascript:alert({body})", "", ""),
        ("https://example.org/wrong", "", ""),
        ("https://{title}.example.org/?b={body}", "", ""),
        ("https://example.org/{title}?b={body}", "", ""),
        ("https://example.org/?b={body}" + "x" * 1000, "", ""),
    ],
)
def test_where_to_report(report_url: str, repository: str, expected: str | None) -> None:
    assert report_form(report_url, repository) == (report_url if expected is None else expected)


def test_a_report_names_the_answer_and_leaves_room_for_the_correction() -> None:
    link = urlsplit(report_link(GITHUB, REPORT))
    values = parse_qs(link.query)
    assert (link.netloc, link.path, set(values)) == (
        "github.com",
        "/lab/answers/issues/new",
        {"title", "body"},
    )
    assert "random-seeds" in values["title"][0]
    (body,) = values["body"]
    assert all(part in body for part in dataclasses.astuple(REPORT))
    assert body.rstrip().endswith("?")


def test_without_a_form_there_is_no_link() -> None:
    assert report_link("", REPORT) == ""


@pytest.mark.parametrize(
    "token", [*TOKENS, "{title}", "{body}", "&title=x#", "\u202e", "é" * 5000, "x" * 9000]
)
def test_hostile_text_neither_moves_the_target_nor_grows_the_link(token: str) -> None:
    hostile = ErrorReport(*(f"{token}{value}{token}" for value in dataclasses.astuple(REPORT)))
    link = report_link(GITHUB, hostile)
    parts = urlsplit(link)
    assert len(link) <= 1900
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "github.com", "/lab/answers/issues/new")
    assert parts.fragment == ""
    assert set(parse_qs(parts.query)) <= {"title", "body"}
    assert not set(link) & set("<>\"'` {}")
