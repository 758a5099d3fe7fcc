"""A box within a section ends with its own text: the section around it goes on behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.html.reader import read_html
from generator.reading.jats.reader import read_jats
from generator.reading.tei.reader import read_tei
from tests.reading.jats_articles import article

Sections = list[tuple[str, str, list[str]]]
_ALL = [
    ("results", "Results", ["We saw moths."]),
    ("methods", "Methods of lamps", ["Lamps were LED."]),
    ("results", "Results", ["Then we slept."]),
    ("discussion", "Discussion", ["So it is."]),
]


def sections(paper: Paper) -> Sections:
    return [(x.kind, x.title, [s.text for s in x.sentences]) for x in paper.sections]


def _jats(box: str) -> str:
    return article(
        f"<sec><title>Results</title><p>We saw moths.</p>{box}<p>Then we slept.</p></sec>"
        "<sec><title>Discussion</title><p>So it is.</p></sec>"
    )


@pytest.mark.parametrize(
    "box",
    [
        "<boxed-text><caption><title>Methods of lamps</title></caption><p>Lamps were LED.</p></boxed-text>",
        "<boxed-text><sec><title>Methods of lamps</title><p>Lamps were LED.</p></sec></boxed-text>",
        "<p><boxed-text><title>Methods of lamps</title><p>Lamps were LED.</p></boxed-text></p>",
    ],
)
def test_in_jats(tmp_path: Path, box: str) -> None:
    (tmp_path / "p.xml").write_text(_jats(box), encoding="utf-8")
    assert sections(read_jats(tmp_path / "p.xml", id="p")) == _ALL


def test_a_box_without_a_title_is_a_part_of_the_section(tmp_path: Path) -> None:
    (tmp_path / "p.xml").write_text(
        _jats("<boxed-text><p>Lamps were LED.</p></boxed-text>"), encoding="utf-8"
    )
    [results, _] = sections(read_jats(tmp_path / "p.xml", id="p"))
    assert results == ("results", "Results", ["We saw moths.", "Lamps were LED.", "Then we slept."])


def test_a_box_before_the_first_section(tmp_path: Path) -> None:
    body = "<boxed-text><title>Key points</title><p>Lamps were LED.</p></boxed-text><p>Then we slept.</p>"
    (tmp_path / "p.xml").write_text(article(body), encoding="utf-8")
    assert sections(read_jats(tmp_path / "p.xml", id="p")) == [
        ("other", "Key points", ["Lamps were LED."]),
        ("other", "", ["Then we slept."]),
    ]


@pytest.mark.parametrize("tag", ["div", "aside", "section"])
def test_in_html(tmp_path: Path, tag: str) -> None:
    (tmp_path / "p.html").write_text(
        f"<body><h2>Results</h2><p>We saw moths.</p><{tag} class='boxed-text'><h3>Methods of lamps</h3>"
        f"<p>Lamps were LED.</p></{tag}><p>Then we slept.</p><h2>Discussion</h2><p>So it is.</p></body>",
        encoding="utf-8",
    )
    assert sections(read_html(tmp_path / "p.html", id="p")) == _ALL


def test_in_tei(tmp_path: Path) -> None:
    (tmp_path / "p.tei.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><div><head>Results</head>'
        "<p>We saw moths.</p><floatingText><body><head>Methods of lamps</head><p>Lamps were LED.</p></body>"
        "</floatingText><p>Then we slept.</p></div><div><head>Discussion</head><p>So it is.</p></div></body>"
        "</text></TEI>",
        encoding="utf-8",
    )
    assert sections(read_tei(tmp_path / "p.tei.xml", id="p")) == _ALL
