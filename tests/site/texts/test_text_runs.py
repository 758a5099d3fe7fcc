from __future__ import annotations

from generator.site.content.page_links import Links
from generator.site.texts.marking import QuoteMark, marks_in
from generator.site.texts.text_runs import TextRun, TextRuns
from tests.site.texts.small_text import text_collection

MOTHS = text_collection()
SHOWN = MOTHS.texts["2401.00010"]
PAPER = SHOWN.paper


def mark(number: int, words: str) -> QuoteMark:
    start = PAPER.text.index(words)
    return QuoteMark(number, start, start + len(words), ())


def told(runs: tuple[TextRun, ...]) -> str:
    """Return runs as they are read: [marked], numbers of marks that end."""
    return "".join(
        f"{f'[{r.text}]' if r.marked else r.text}{''.join(f'^{m.number}' for m in r.ended)}{r.gap}"
        for r in runs
    )


def stretch(first: str, last: str) -> tuple[int, int]:
    return PAPER.text.index(first), PAPER.text.index(last) + len(last)


def test_runs_are_cut_where_marks_begin_and_end_and_links_stand() -> None:
    runs = TextRuns(PAPER, marks_in(MOTHS, SHOWN, Links("text/2401.00010.md")))
    found = runs.of(*stretch("Moths were", "an archive."))
    assert told(found) == (
        "Moths were counted on 12 nights. [Seeds were fixed to 42.]^1 "
        "[The code is at https://example.org/moths (see there).]^2 "
        "Data are in an archive. example.org/archive/7"
    )
    linked = [(p.text, p.href, r.added) for r in found for p in r.pieces if p.href]
    assert linked == [
        ("https://example.org/moths", "https://example.org/moths", False),
        ("example.org/archive/7", "https://example.org/archive/7", True),
    ]
    assert [[m.number for m in r.marks] for r in found if r.marks] == [[1], [2]]


def test_marks_that_overlap_each_begin_and_end_where_they_do() -> None:
    runs = TextRuns(PAPER, (mark(1, "were counted on 12"), mark(2, "on 12 nights.")))
    found = runs.of(*stretch("Moths were", "nights."))
    assert told(found) == "Moths [were counted] [on 12]^1 [nights.]^2"
    assert [[m.number for m in r.marks] for r in found] == [[], [1], [2], []]


def test_a_mark_over_two_paragraphs_begins_in_the_first_and_ends_in_the_second() -> None:
    start, end = stretch("in an archive.", "First, a lamp")
    runs = TextRuns(PAPER, (QuoteMark(1, start, end, ()),))
    assert told(runs.of(*stretch("Data are", "an archive."))).startswith("Data are [in an archive.]")
    assert told(runs.of(*stretch("First,", "was lit."))) == "[First, a lamp]^1 was lit."


def test_a_mark_that_no_stretch_shows_is_left() -> None:
    runs = TextRuns(PAPER, (mark(1, "Moths were"), mark(2, "Then moths came.")))
    runs.of(*stretch("Moths were", "nights."))
    assert [m.number for m in runs.left] == [2]
