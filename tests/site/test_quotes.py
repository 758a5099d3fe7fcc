from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator.core import Answer, Place, SearchedPassage, Snippet
from generator.core.table_sentences import TableRow
from generator.site.content.echoes import echo_in
from generator.site.content.encoding import Markdown
from generator.site.content.quote_length import cutter
from generator.site.texts.text_places import QuoteSource
from generator.site.views.quotes import closest, page_range, parts_of, place_of, quotes_of, sections_searched
from tests.site.small_collection import paper, snippet

PAPER = paper("a", "T", (), 2020)


@pytest.mark.parametrize(
    ("text", "start", "focus", "expected"),
    [
        ("One. Two. Three.", 100, ((105, 109),), [("One. ", False), ("Two.", True), (" Three.", False)]),
        ("One. Two.", 100, ((100, 104), (105, 109)), [("One. Two.", True)]),
        ("One. Two.", 100, ((105, 999),), [("One. ", False), ("Two.", True)]),
        ("One. Two.", 100, ((0, 50),), [("One. Two.", True)]),
        ("One. Two.", 100, (), [("One. Two.", True)]),
        ("One. Two. Six.", 0, ((10, 14), (0, 4)), [("One.", True), (" Two. ", False), ("Six.", True)]),
    ],
)
def test_the_answering_words_are_told_from_their_neighbours(
    text: str, start: int, focus: tuple[tuple[int, int], ...], expected: list[tuple[str, bool]]
) -> None:
    found = Snippet(text, Place(start, start + len(text)), focus=focus)
    assert [(p.text, p.focus) for p in parts_of(found)] == expected


def test_offsets_say_nothing_of_a_text_that_is_no_slice_of_the_paper() -> None:
    found = Snippet("Joined text.", Place(0, 40), focus=((3, 6),))
    assert [(p.text, p.focus) for p in parts_of(found)] == [("Joined text.", True)]


def test_neighbours_that_another_quote_shows_are_not_shown_again() -> None:
    starts = ("The network was", "It was trained", "The random seed")
    first, second, third = (snippet(PAPER, words) for words in starts)
    shown = quotes_of({1: first, 2: second, 3: third}, Markdown("q"), QuoteSource(""))
    texts = [[(p.text.strip()[:8], p.focus) for p in quote.parts] for quote in shown]
    assert texts == [
        [("The netw", True)],  # its neighbour is the next quote
        [("It was t", True)],  # and so are both of this one's
        [("The rand", True), ("All othe", False)],
    ]


def test_neighbours_that_no_quote_shows_stay() -> None:
    first, last = snippet(PAPER, "The study"), snippet(PAPER, "Two ornithologists")
    shown = quotes_of({1: first, 2: last}, Markdown("q"), QuoteSource(""))
    assert [len(quote.parts) for quote in shown] == [2, 3]
    # One neighbour between two quotes is shown with the first of them.
    third = snippet(PAPER, "Recordings were")
    shown = quotes_of({1: third, 2: last}, Markdown("q"), QuoteSource(""))
    assert [[p.focus for p in quote.parts] for quote in shown] == [[False, True, False], [True, False]]


def test_a_passage_that_the_page_shows_already_is_named_and_not_shown_again() -> None:
    first, second = snippet(PAPER, "The random seed"), snippet(PAPER, "All code")
    above = {(first.text, first.place.start): Markdown("q.e4")}
    shown = quotes_of({1: second, 2: first}, Markdown("q.m2"), QuoteSource("a.pdf"), above)
    assert [(q.number, q.anchor, q.repeats, bool(q.parts)) for q in shown] == [
        (1, "q.m2.e1", False, True),
        (2, "q.e4", True, False),
    ]
    assert (shown[1].place, shown[1].href) == ("2.3 Training, p. 5", "")


def test_a_quote_knows_whether_it_has_neighbours() -> None:
    alone, among = snippet(PAPER, "All code", near=False), snippet(PAPER, "The random seed")
    shown = quotes_of({1: alone, 2: among}, Markdown("q"), QuoteSource(""))
    assert [q.context for q in shown] == [False, True]


def test_a_quote_names_its_place_and_opens_the_source_there() -> None:
    found = snippet(PAPER, "The random seed", links=("https://example.org/x", "javascript:alert(1)", "x"))
    (quote,) = quotes_of({2: found}, Markdown("q"), QuoteSource("../a.pdf"))
    assert (quote.number, quote.anchor) == (2, "q.e2")
    assert (quote.place, quote.href) == ("2.3 Training, p. 5", "../a.pdf#page=5")
    assert [(link.text, link.href) for link in quote.links] == [
        ("https://example.org/x", "https://example.org/x"),
        ("javascript:alert(1)", ""),
        ("x", ""),
    ]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(0, 1, "Methods", "methods", 3), "Methods, p. 3"),
        (Place(0, 1, "Methods.", "methods"), "Methods"),
        (Place(0, 1, "", "availability"), "Availability"),
        (Place(0, 1, "", "other", 3), "p. 3"),
        (Place(0, 1), ""),
    ],
)
def test_places_in_words(place: Place, expected: str) -> None:
    assert place_of(place) == expected


@pytest.mark.parametrize(
    ("pages", "expected"),
    [([], ""), ([3], "p. 3"), ([5, 3, 4, 3], "pp. 3–5"), ([1, 2, 9], "pp. 1–2, 9")],
)
def test_page_ranges(pages: list[int], expected: str) -> None:
    assert page_range(pages) == expected


def test_where_we_looked_goes_through_the_paper_section_by_section() -> None:
    searched = tuple(
        SearchedPassage("x", Place(at, at + 1, title, "methods", page), 0.1)
        for at, title, page in ((50, "B", 4), (10, "A", 2), (60, "B", 5), (70, "", None))
    )
    assert [(s.section, s.pages, s.passages) for s in sections_searched(searched)] == [
        ("A", "p. 2", 1),
        ("B", "pp. 4–5", 2),
        ("Methods", "", 1),
    ]


def test_the_nearest_passages_are_those_whose_words_were_kept() -> None:
    good, better = snippet(PAPER, "The study", near=False), snippet(PAPER, "Each device", near=False)
    searched = (
        SearchedPassage(good.id, good.place, 0.2, good.text),
        SearchedPassage(better.id, better.place, 0.9, better.text),
        SearchedPassage("not kept", snippet(PAPER, "All code", near=False).place, 0.99),
        SearchedPassage("imported", Place(0, 0), 0.1, "Text that no paper holds."),
    )
    found = closest(searched, "q", QuoteSource(""))
    assert [q.parts[0].text for q in found] == [better.text, good.text, "Text that no paper holds."]
    assert [q.anchor for q in found] == ["q.s1", "q.s2", "q.s3"]


def test_a_quote_says_that_a_sign_of_it_could_not_be_read() -> None:
    texts = {1: "It was \ufffd1.24 there.", 2: "It was 1.24 there."}
    found = quotes_of(
        {n: Snippet(t, Place(0, len(t))) for n, t in texts.items()}, Markdown("q"), QuoteSource("")
    )
    assert [quote.unreadable for quote in found] == [True, False]


def test_a_row_of_a_table_is_shown_with_what_heads_it() -> None:
    row = TableRow("Table 2. Scores.", (("Model", "A"), ("F1", "0.490")))
    (quote,) = quotes_of({1: Snippet("A | 0.490", Place(0, 9), row=row)}, Markdown("q"), QuoteSource(""))
    assert quote.row == row
    assert [part.text for part in quote.parts] == ["A | 0.490"]


def test_a_row_survives_the_ledger_and_an_answer_without_one_is_still_read() -> None:
    row = TableRow("Table 2. Scores.", (("Model", "A"), ("F1", "0.490")))
    found = Snippet("A | 0.490", Place(0, 9), row=row)
    answer = Answer("p", "q", "m", "reported", evidence=(found, Snippet("Words.", Place(20, 26))))
    data = json.loads(json.dumps(answer.to_json()))
    assert "row" not in data["evidence"][1]
    assert Answer.from_json(data) == answer
    # What a page shows beside a quote is part of what the answer's id names.
    bare = replace(answer, evidence=tuple(replace(e, row=None) for e in answer.evidence))
    assert bare.id != answer.id


@pytest.mark.parametrize(("length", "kept"), [(100, True), (40, False)])
def test_what_stands_beside_a_row_counts_as_quoted(length: int, kept: bool) -> None:
    row = TableRow("Table 2. Scores.", (("Model", "A"), ("F1", "0.490")))
    found = Snippet("A | 0.490", Place(0, 9), row=row)
    answer = Answer("p", "q", "m", "reported", evidence=(found,))
    (shown,) = cutter(echo_in("A | 0.490"), length)(answer).evidence
    assert (shown.text, shown.row) == ("A | 0.490", row if kept else None)


def test_marks_part_a_sentence_into_words_that_answer_and_others() -> None:
    text = "We asked 240 people, of whom 212 replied."
    snippet = Snippet(text, Place(10, 10 + len(text)), focus=((10, 10 + len(text)),), marks=((31, 51),))
    (part,) = parts_of(snippet)
    assert [(run.text, run.marked) for run in part.runs] == [
        ("We asked 240 people,", False),
        ("of whom 212 replied.", True),
    ]


def test_without_marks_all_of_a_sentence_is_marked() -> None:
    (part,) = parts_of(Snippet("Two words.", Place(0, 10), focus=((0, 10),)))
    assert [(run.text, run.marked) for run in part.runs] == [("Two words.", True)]
