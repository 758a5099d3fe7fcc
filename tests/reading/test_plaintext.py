"""Plain text becomes papers: headings told from lines, wrapped lines joined."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Paper
from generator.errors import UnreadablePaper
from generator.reading.plain.plain_text import read_text

Read = Callable[[str | bytes], Paper]

PAPER = """A STUDY OF BATS AND NETS

Ada Okoye and Bob van Dyk

ABSTRACT
We study many things in a long para-
graph that is hard-wrapped at about sixty charac-
ters a line, with state-of-
the-art nets. It is good. The state-of-the-art is high.

1. Introduction

Bats matter. See www.example.org/x.

2 Methods
---------

2.1 Data

We used:
- seeds 1, 2 and 3
- ten runs
  of the program

Model      Acc     F1
CNN        0.9     0.8
SVM        0.7     0.6

Data availability
All at github.com/a/b.

REFERENCES

[1] Smith A. Title of
    the paper. 2020.
[2] Jones B. Other.
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(text: str | bytes) -> Paper:
        path = tmp_path / "paper.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_text(path, id="paper")

    return reader


def test_a_paper_in_plain_text_has_sections_and_blocks(read: Read) -> None:
    paper = read(PAPER)
    assert paper.metadata.title == "A STUDY OF BATS AND NETS"
    assert [(s.kind, s.title, s.level) for s in paper.sections] == [
        ("front", "", 1),
        ("abstract", "ABSTRACT", 1),
        ("introduction", "1. Introduction", 1),
        ("methods", "2 Methods", 1),
        ("methods", "2.1 Data", 2),
        ("availability", "Data availability", 1),
        ("references", "REFERENCES", 1),
    ]
    assert paper.sections[1].paragraphs[0].sentences[0].text == (
        "We study many things in a long paragraph that is hard-wrapped at about sixty characters a line, "
        "with state-of-the-art nets."
    )
    assert [(p.role, [s.text for s in p.sentences]) for p in paper.sections[4].paragraphs] == [
        ("prose", ["We used:"]),
        ("list", ["- seeds 1, 2 and 3", "- ten runs of the program"]),
        ("table", ["Model | Acc | F1", "CNN | 0.9 | 0.8", "SVM | 0.7 | 0.6"]),
    ]
    assert [s.text for s in paper.sections[-1].sentences] == [
        "[1] Smith A. Title of the paper. 2020.",
        "[2] Jones B. Other.",
    ]
    assert [s.links for s in paper.sentences if s.links] == [
        ("http://www.example.org/x",),
        ("https://github.com/a/b",),
    ]


@pytest.mark.parametrize(
    ("lines", "title", "level"),
    [
        ("3.2.1 Image data\n\nText here.", "3.2.1 Image data", 3),
        ("IV. RESULTS\n\nText here.", "IV. RESULTS", 1),
        ("Results:\n\nText here.", "Results", 1),
        ("Conclusion\nText here follows at once.", "Conclusion", 1),
        ("Outlook\n=======\nText here.", "Outlook", 1),
        ("## Results ##\n\nText here.", "Results", 2),
    ],
)
def test_headings(read: Read, lines: str, title: str, level: int) -> None:
    paper = read(f"Introduction\n\nFirst words.\n\n{lines}\n")
    assert (paper.sections[-1].title, paper.sections[-1].level) == (title, level)


@pytest.mark.parametrize(
    "lines",
    [
        "1. this is an item in lower case, not a heading\n\nText.",
        "12 bats were caught.\n\nText.",
        "A short line without a full stop\n\nText.",
        "Results were good and we say so in a line that is too long to be the heading of a section\n\nText.",
        "Data      Value\nx         1\ny         2",
    ],
)
def test_lines_that_are_no_headings(read: Read, lines: str) -> None:
    paper = read(f"Introduction\n\nFirst words.\n\n{lines}\n")
    assert [s.title for s in paper.sections] == ["Introduction"]


def test_headings_stand_inside_runs_of_lines(read: Read) -> None:
    paper = read(
        "1. Introduction\nMoths fly to lamps. We pre-\nsent a study.\n2. Materials and methods\n2.1."
        " Study site\n"
        "The site is dark.\nTable 1\nMoths by lamp.\nLamp      Moths    Nights\nLED       198      14\n"
        "Data availability\nAll is open.\nReferences\n[1] Smith S. Lamps.\n[2] Lee B."
        " More\nlamps.\nAppendix A\n\nSeed 7.\n"
    )
    assert [(s.kind, s.title) for s in paper.sections] == [
        ("introduction", "1. Introduction"),
        ("methods", "2. Materials and methods"),
        ("methods", "2.1. Study site"),
        ("availability", "Data availability"),
        ("references", "References"),
    ]
    roles = [(p.role, [s.text for s in p.sentences]) for p in paper.sections[2].paragraphs]
    assert roles[1:] == [
        ("caption", ["Table 1 Moths by lamp."]),
        ("table", ["Lamp | Moths | Nights", "LED | 198 | 14"]),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "We follow the\nMethods\nsection of the paper.",
        "Steps are:\n1. Apples fall\n2. Pears fall",
        "The methods – which are good – were used.",
        "Model: a small one was used.",
    ],
)
def test_lines_inside_a_run_that_are_no_headings(read: Read, lines: str) -> None:
    assert [s.title for s in read(f"Introduction\n\nFirst words.\n\n{lines}\n").sections] == ["Introduction"]


def test_names_before_their_text_open_sections(read: Read) -> None:
    paper = read(
        "Title: Moths\nAuthors: Ada Okoye, Bob van Dyk\nDOI: 10.1000/abc\n\nAbstract: We"
        " counted.\n\nMethods: We saw.\n\n"
        "Data availability: All is open.\n"
    )
    assert (paper.metadata.title, paper.metadata.doi, len(paper.metadata.authors)) == (
        "Moths",
        "10.1000/abc",
        2,
    )
    assert [(s.kind, s.title) for s in paper.sections if s.title] == [
        ("abstract", "Abstract"),
        ("methods", "Methods"),
        ("availability", "Data availability"),
    ]


def test_a_structured_abstract_stays_one_section(read: Read) -> None:
    paper = read("Abstract\n\nBackground: Moths fly.\n\nMethods: We saw.\n\n1. Introduction\n\nText.\n")
    assert [s.title for s in paper.sections] == ["Abstract", "1. Introduction"]


def test_spaced_out_headings_and_lines_of_the_journal(read: Read) -> None:
    paper = read(
        "Small Things 4 (2021) 10–19\n\nContents lists available at SmallDirect\n\nA B S T R A C"
        " T\n\nKeywords:\nmoths\n\n"
        "We counted moths at street lamps in May.\n\n1. Introduction\n\nText.\n"
    )
    assert paper.metadata.title == ""
    kinds = {s.text: x.kind for x in paper.sections for s in x.sentences}
    assert kinds["We counted moths at street lamps in May."] == "abstract"
    assert "availability" not in kinds.values()


@pytest.mark.parametrize(
    ("lines", "link"),
    [
        ("At https://doi.org/10.5281/zenodo.\n7654321. So.", "https://doi.org/10.5281/zenodo.7654321"),
        ("At https://example.org/a/\nb.html now.", "https://example.org/a/b.html"),
        ("At https://example.org/a-\nb now.", "https://example.org/a-b"),
        ("At https://\nexample.org/a now.", "https://example.org/a"),
        ("At https://example.org/a.\nThe rest.", "https://example.org/a"),
        ("At https://example.org/a.\n2 bats came.", "https://example.org/a"),
        ("At https://example.org/a\nand/or there.", "https://example.org/a"),
    ],
)
def test_links_that_a_line_end_cuts(read: Read, lines: str, link: str) -> None:
    assert read(f"Methods\n\n{lines}\n").sentences[0].links == (link,)


def test_text_without_any_heading_is_no_front_matter(read: Read) -> None:
    assert [s.kind for s in read("We caught bats.\nWe let them go.\n").sections] == ["other"]


@pytest.mark.parametrize(
    ("data", "text", "warned"),
    [
        ("Café au lait.".encode(), "Café au lait.", False),
        ("Café au lait.".encode("utf-8-sig"), "Café au lait.", False),
        ("Café au lait.".encode("utf-16"), "Café au lait.", False),
        ("Cafe au lait, plain.".encode("utf-16-le"), "Cafe au lait, plain.", False),
        ("Cafe au lait, plain.".encode("utf-16-be"), "Cafe au lait, plain.", False),
        ("Café “au lait”.".encode("cp1252"), "Café “au lait”.", True),
        (b"one\r\ntwo\rthree", "one two three", False),
        (b"form\x0cfeed", "form", False),
    ],
)
def test_encoding_is_found_out(read: Read, data: bytes, text: str, warned: bool) -> None:
    paper = read(data)
    assert paper.sentences[0].text == text
    assert bool(paper.warnings) is warned


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (bytes(range(256)) * 20, "binary"),
        (b"\x7fELF\x02\x01\x01" + b"\x00\x01\x02" * 200, "binary"),
        (b"\xef\xbb\xbfcaf\xe9", "marked as utf-8"),
        (b" \n\n \t\n", "holds no text"),
        (b"----\n====\n", "holds no text"),
    ],
)
def test_what_is_no_text_is_one_sentence(read: Read, data: bytes, says: str) -> None:
    with pytest.raises(UnreadablePaper, match=says):
        read(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=300)
    | st.text(st.sampled_from("aB1. -\n\t|=#[](),é"), max_size=300).map(str.encode)
)
def test_any_bytes_make_a_paper_or_one_sentence(
    outcome: Callable[..., Paper | UnreadablePaper], tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes(data)
    outcome(read_text, path)
