"""Statements are told by their titles where no markup makes headings of these, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.reading.announced import announced_kind, statement_kind
from generator.reading.html.reader import read_html
from generator.reading.latex.reader import read_latex
from generator.reading.markdown.reader import read_markdown
from generator.reading.plain.plain_text import read_text

READERS = {"html": read_html, "md": read_markdown, "tex": read_latex, "txt": read_text}
COUNTS = "All counts of moths are at the Archive under number 77."


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Data availability", "availability"),
        ("Funding.", "back"),
        ("Competing interests:", "back"),
        ("Abbreviations", None),  # stand below every table
        ("Supplementary Figure 3", None),
        ("Participants", None),
        ("Results", None),
        ("Data availability of all of the counts in it", None),
    ],
)
def test_titles_of_statements(title: str, kind: str | None) -> None:
    assert statement_kind(title) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Data availability. All is there.", "availability"),
        ("Funding: The Fund paid.", "back"),
        ("Conflict of interest – none.", "back"),
        ("Funding was short. We went home.", None),
        ("funding: The Fund paid.", None),
        ("Moths fly. They fly to lamps.", None),
        ("Data availability.", None),
    ],
)
def test_paragraphs_that_begin_with_the_title_of_a_statement(text: str, kind: str | None) -> None:
    assert announced_kind(text) == kind


def page(inside: str) -> str:
    return (
        "<html><body><article><h1>Moths at lamps</h1><h2>Discussion</h2><p>Moths fly to lamps at night, and "
        f"nobody knows why they do.</p>{inside}</article></body></html>"
    )


def paper(inside: str) -> str:
    return f"# Moths\n\n## Discussion\n\nMoths fly to lamps.\n\n{inside}\n"


def source(inside: str) -> str:
    return (
        "\\documentclass{article}\\title{Moths}\\begin{document}\\maketitle\n"
        "\\section{Discussion} Moths fly.\n\n"
        f"{inside}\n\\end{{document}}"
    )


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("html", page(f"<p><strong>Data availability.</strong> {COUNTS}</p>")),
        ("html", page(f"<p><b>Data availability</b></p><p>{COUNTS}</p>")),
        ("html", page(f"<details><summary>Data availability</summary><p>{COUNTS}</p></details>")),
        ("html", page(f"<aside><h3>Data availability</h3><p>{COUNTS}</p></aside>")),
        ("html", page(f"<footer><h2>Data availability</h2><p>{COUNTS}</p></footer>")),
        ("md", paper(f"**Data availability.** {COUNTS}")),
        ("md", paper(f"**Data availability**\n\n{COUNTS}")),
        ("tex", source(f"\\textbf{{Data availability:}} {COUNTS}")),
        ("tex", source(f"\\paragraph{{Data availability}} {COUNTS}")),
        ("tex", source(f"\\bmhead{{Data availability}} {COUNTS}")),
        ("tex", source(f"\\dataavailability{{{COUNTS}}}")),
        ("tex", source(f"\\begin{{dataavailability}}{COUNTS}\\end{{dataavailability}}")),
        ("txt", f"Moths\n\nDiscussion\n\nMoths fly to lamps.\n\nData availability: {COUNTS}\n"),
    ],
)
def test_where_the_data_are_is_read_as_such(ending: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / f"paper.{ending}"
    path.write_text(text, encoding="utf-8")
    found = READERS[ending](path, id="paper")
    told = " ".join(
        s.text for section in found.sections if section.kind == "availability" for s in section.sentences
    )
    assert COUNTS in told
    assert not any(
        "Moths fly" in s.text for x in found.sections if x.kind == "availability" for s in x.sentences
    )


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("html", page("<p><strong>Moths.</strong> They fly to lamps of all kinds.</p>")),
        ("html", page("<p><strong>Moths</strong></p><p>They fly to lamps of all kinds.</p>")),
        ("html", page("<aside><h3>Read more</h3><p>Ten facts about owls.</p></aside>")),
        ("md", paper("**Moths.** They fly to lamps of all kinds.")),
        ("md", paper("**Moths**\n\nThey fly to lamps of all kinds.")),
        ("tex", source("\\textbf{Moths.} They fly to lamps of all kinds.")),
    ],
)
def test_other_words_in_bold_part_nothing(ending: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / f"paper.{ending}"
    path.write_text(text, encoding="utf-8")
    found = READERS[ending](path, id="paper")
    assert {s.title for s in found.sections} - {"", "Discussion"} == set()
    assert "owls" not in found.text


def test_after_a_statement_that_runs_in_the_section_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "paper.md"
    path.write_text(paper(f"**Data availability.** {COUNTS}\n\nOwls fly as well."), encoding="utf-8")
    kinds = {s.text: x.kind for x in read_markdown(path, id="paper").sections for s in x.sentences}
    assert (kinds[COUNTS], kinds["Owls fly as well."]) == ("availability", "discussion")
