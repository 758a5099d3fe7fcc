from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.core import AnswerSentence, Consensus
from generator.errors import SiteError
from generator.site.answer_pages import write_answer_pages
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown
from generator.site.content.page_links import HOME, Links
from generator.site.content.page_links import QUESTIONS as QUESTIONS_PAGE
from generator.site.content.status_styles import tally
from generator.site.content.wording import author_list, label, short_names
from generator.site.texts.text_places import QuoteSource
from generator.site.views.answer_view import PagePlace, answer_view, asked_question
from generator.site.views.gist import gist_of
from generator.site.views.home import dates_made, home_view
from generator.site.views.matrix import matrices
from generator.site.views.paper_lists import paper_ref
from generator.site.views.paper_page import paper_view
from generator.site.views.question_page import question_views
from generator.site.views.votes import agreement, dissent, votes
from tests.site.small_collection import (
    QUESTIONS,
    ROOT,
    SET,
    SMALL,
    answer,
    paper,
    quoted,
    small_collection,
    snippet,
    write,
)

PAPER = paper("a", "T", (("Ada", "Lovelace"),), 1843)


def test_the_first_model_in_order_of_preference_is_shown_unless_it_failed() -> None:
    collection = small_collection()
    birds = collection.papers[0]
    assert [a.model for a in collection.answers_to(birds.id, "random-seeds")] == ["quotes", SMALL.name]
    failed = answer(birds, "random-seeds", "quotes", "failed", reason="x")
    others = tuple(a for a in collection.answers if (a.question, a.model) != ("random-seeds", "quotes"))
    collection = small_collection(answers=(*others, failed))
    assert [a.model for a in collection.answers_to(birds.id, "random-seeds")] == [SMALL.name, "quotes"]
    assert collection.status(birds.id, "random-seeds") == "reported"
    assert collection.status(birds.id, "no-such-question") is None


def test_sentences_cite_the_numbers_of_their_quotes_and_withheld_ones_stay_apart() -> None:
    evidence = (snippet(PAPER, "It was"), snippet(PAPER, "The random"), snippet(PAPER, "All code"))
    made = answer(
        PAPER,
        "optimizer",
        "m",
        "partly_reported",
        (
            AnswerSentence("Rests on two.", "supported", evidence=(2, 0, 9)),
            AnswerSentence("Invented.", "unsupported", "No such thing.", evidence=(1,)),
        ),
        evidence,
    )
    shown = answer_view(small_collection(), PAPER, made, PagePlace(Markdown("q"), QuoteSource("")))
    assert [(c.number, c.href) for c in shown.sentences[0].cites] == [(3, "#q.e3"), (1, "#q.e1")]
    assert [q.number for q in shown.quotes] == [1, 3]
    assert [(s.text, s.reason) for s in shown.withheld] == [("Invented.", "No such thing.")]
    assert [q.number for q in shown.withheld_quotes] == [2]
    assert not shown.verbatim


def test_the_quote_that_answers_best_comes_first_and_the_others_keep_their_order() -> None:
    scores = {"The study": 0.3, "Each device": 0.9, "It was": 0.6, "All code": 0.9}
    evidence = tuple(dataclasses.replace(snippet(PAPER, w), score=s) for w, s in scores.items())
    said = tuple(
        AnswerSentence(PAPER.text[slice(*e.focus[0])], "supported", evidence=(n,))
        for n, e in enumerate(evidence)
    )
    in_own_words = answer(PAPER, "hardware", "m", "reported", said, evidence)
    place = PagePlace(Markdown("q"), QuoteSource(""))
    assert [q.number for q in answer_view(small_collection(), PAPER, in_own_words, place).quotes] == [
        2,
        1,
        3,
        4,
    ]
    # Numbers that a text cites are in order.
    written = dataclasses.replace(said[0], text="Claims of a model.")
    by_model = dataclasses.replace(in_own_words, sentences=(written, *said[1:]))
    assert [q.number for q in answer_view(small_collection(), PAPER, by_model, place).quotes] == [1, 2, 3, 4]


def test_quotes_that_follow_each_other_are_read_as_one_in_the_order_of_the_paper() -> None:
    # The second and third follow each other; the best of them comes first in the record.
    scores = {"The random": 0.9, "It was": 0.8, "The network": 0.7, "Two ornithologists": 0.1}
    evidence = tuple(dataclasses.replace(snippet(PAPER, w), score=s) for w, s in scores.items())
    said = tuple(
        AnswerSentence(PAPER.text[slice(*e.focus[0])], "supported", evidence=(n,))
        for n, e in enumerate(evidence)
    )
    made = answer(PAPER, "random-seeds", "m", "reported", said, evidence)
    shown = answer_view(small_collection(), PAPER, made, PagePlace(Markdown("q"), QuoteSource("")))
    first, second = shown.quotes
    assert (first.number, first.anchor) == (1, "q.e1")
    assert [part.text.split()[:2] for part in first.parts if part.focus] == [
        ["The", "network"],
        ["It", "was"],
        ["The", "random"],
    ]
    assert (second.number, second.parts[1].text.startswith("Two ornithologists")) == (4, True)
    # The list of a question shows the same words, without signs of omission between them.
    gist = gist_of(small_collection(papers=(PAPER,)), PAPER, made, Links(QUESTIONS_PAGE))
    assert gist.passage.startswith("The network was")
    assert "…" not in gist.passage[:150]
    assert gist.more == 1
    # A text that cites its quotes by number keeps them apart.
    by_model = dataclasses.replace(made, sentences=(dataclasses.replace(said[0], text="Claims."), *said[1:]))
    apart = answer_view(small_collection(), PAPER, by_model, PagePlace(Markdown("q"), QuoteSource("")))
    assert [q.number for q in apart.quotes] == [1, 2, 3, 4]


def test_an_answer_in_the_papers_own_words_is_known_as_such() -> None:
    made = quoted(PAPER, "hardware", "It was")
    assert answer_view(small_collection(), PAPER, made, PagePlace(Markdown("q"), QuoteSource(""))).verbatim
    changed = dataclasses.replace(made.sentences[0], text="It was trained.")
    reworded = dataclasses.replace(made, sentences=(made.sentences[0], changed))
    assert not answer_view(
        small_collection(), PAPER, reworded, PagePlace(Markdown("q"), QuoteSource(""))
    ).verbatim


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((), ""),
        (("reported",), ""),
        (("reported", "failed"), ""),
        (("reported", "reported"), "Both models agree."),
        (("not_reported",) * 3, "All 3 models agree."),
        (("reported", "not_reported", "failed"), "1 of 2 models disagrees."),
        (
            ("reported", "not_reported", "reported", "partly_reported"),
            "2 of 4 models disagree.",
        ),
    ],
)
def test_agreement_in_words(statuses: tuple[str, ...], expected: str) -> None:
    assert agreement(tuple(answer(PAPER, "q", f"m{n}", s) for n, s in enumerate(statuses))) == expected


def test_who_says_what_begins_with_what_is_shown_and_ends_with_failures() -> None:
    statuses = ("failed", "reported", "not_reported", "reported")
    found = votes(tuple(answer(PAPER, "q", f"m{n}", s) for n, s in enumerate(statuses)))
    assert [(v.look.key, v.models) for v in found] == [
        ("reported", "m1, m3"),
        ("not_reported", "m2"),
        ("failed", "m0"),
    ]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((), ""),
        (("reported", "reported", "failed"), ""),
        (("reported", "not_reported"), "1 of 2 models disagrees"),
        (("not_reported", "reported", "not_reported", "reported"), "2 of 4 models disagree"),
    ],
)
def test_dissent_in_words(statuses: tuple[str, ...], expected: str) -> None:
    assert dissent(tuple(answer(PAPER, "q", f"m{n}", s) for n, s in enumerate(statuses))) == expected


def test_the_answer_that_the_consensus_names_is_shown_first() -> None:
    collection = small_collection()
    birds = collection.papers[0]
    key = (birds.id, "random-seeds")
    votes = (("quotes", "partly_reported"), (SMALL.name, "reported"))
    vote = Consensus(*key, "reported", votes, SMALL.name, 0.5)  # type: ignore[arg-type]
    collection = dataclasses.replace(collection, consensus={key: vote})
    assert [a.model for a in collection.answers_to(*key)] == [SMALL.name, "quotes"]
    assert collection.status(*key) == "reported"
    (matrix,) = matrices(collection, (paper_ref(collection, birds, Links(HOME)),))
    cell = next(c for c in matrix.rows[0].cells if c.label == "Random seeds")
    assert (cell.look.key, cell.dissent) == ("reported", "1 of 2 models disagrees")
    shown = next(question_views(collection, SET, QUESTIONS[5])).answers[0]
    assert (shown.look.key, shown.dissent) == ("reported", "1 of 2 models disagrees")


def test_a_paper_of_which_only_excerpts_are_at_hand_says_so() -> None:
    collection = small_collection()
    birds = collection.papers[0]
    assert paper_view(collection, birds).passages == 0
    pieces = dataclasses.replace(birds, format="passages")
    assert paper_view(collection, pieces).passages == len(birds.sections)


def test_a_question_without_an_answer_is_shown_as_not_asked() -> None:
    shown = asked_question(small_collection(answers=()), PAPER, QUESTIONS[0], Links("papers/a.md"))
    assert (shown.look.key, shown.answer, shown.searchable) == ("missing", None, False)


def test_a_questions_page_lists_what_is_reported_first() -> None:
    collection = small_collection()
    rows = next(question_views(collection, SET, QUESTIONS[5])).answers
    assert [(r.anchor, r.look.key) for r in rows] == [
        ("hedgerow-birds", "partly_reported"),
        ("2401.00010", "not_reported"),
        ("untitled-notes", "missing"),
    ]


def test_private_papers_count_nowhere() -> None:
    home = home_view(small_collection())
    assert (home.counts.papers, home.counts.answers) == (3, 17)
    assert [row.paper.id for row in home.matrices[0].rows] == [
        "hedgerow-birds",
        "2401.00010",
        "untitled-notes",
    ]


def test_tallies_add_up_to_the_whole_bar() -> None:
    found = tally(["reported", None, "not_reported", "reported", "partly_reported", "failed"])
    assert found.total == 6
    assert found.answered == 3
    assert sum(s.width for s in found.shares) == pytest.approx(100, abs=0.05)
    assert found.sentence == "2 reported, 1 partly reported, 1 not reported, 1 failed, 1 not asked"
    assert tally([]).sentence == "no answers yet"


@pytest.mark.parametrize(
    ("authors", "year", "expected"),
    [
        ((), None, ("T", False)),
        ((), 2020, ("T", False)),
        ((("Ada", "Lovelace"),), 1843, ("Lovelace 1843", True)),
        ((("Ada", "Lovelace"), ("", "WHO")), None, ("Lovelace & WHO", True)),
        ((("A", "One"), ("B", "Two"), ("C", "Three")), 2020, ("One et al. 2020", True)),
    ],
)
def test_short_names(
    authors: tuple[tuple[str, str], ...], year: int | None, expected: tuple[str, bool]
) -> None:
    assert short_names([paper("a", "T", authors, year)]) == {"a": expected}


def test_papers_that_would_bear_the_same_name_go_by_their_titles() -> None:
    one, two = paper("a", "First", (("A", "One"),), 2020), paper("b", "", (("B", "One"),), 2020)
    other = paper("c", "Third", (("A", "One"),), 2021)
    assert short_names([one, two, other]) == {
        "a": ("First", False),
        "b": ("b", False),
        "c": ("One 2021", True),
    }


def test_long_lists_of_authors_are_cut() -> None:
    many = paper("a", "T", tuple(("A", f"N{n}") for n in range(30)), 2020)
    assert author_list(many.metadata).endswith("A N10 and 19 more")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("random-seeds", "Random seeds"),
        ("gpu-hours", "GPU hours"),
        ("doi", "DOI"),
        ("data_link", "Data link"),
    ],
)
def test_labels_from_ids(name: str, expected: str) -> None:
    assert label(name) == expected


def test_when_answers_were_made() -> None:
    made = quoted(PAPER, "hardware", "It was")
    later = dataclasses.replace(made, question="x", provenance={"made": "2026-12-01T10:00:00"})
    assert dates_made(small_collection(answers=(made, later))) == "23 Nov 2026 to 1 Dec 2026"
    assert dates_made(small_collection(answers=(made,))) == "23 Nov 2026"
    assert dates_made(small_collection(answers=())) == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"papers": (paper("Index", "T", (), None),)},
        {"papers": (paper("index", "T", (), None),)},
        {"papers": (paper("../x", "T", (), None),)},
        {"papers": (PAPER, PAPER)},
        {"question_sets": (SET, SET)},
        {
            "question_sets": (
                dataclasses.replace(SET, questions=(dataclasses.replace(QUESTIONS[0], id="a.b"),)),
            )
        },
        {"files": {"../x.pdf": None}},
        {"files": {"/x.pdf": None}},
        {"files": {"sources/x.html": None}},
        {"files": {"sources/x.MD": None}},
    ],
)
def test_what_cannot_name_a_page_or_a_file_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(SiteError):
        small_collection(**changes)


def test_an_empty_collection_is_one_too() -> None:
    empty = Collection("T", "", "", "", (), (), (), (), (), {}, {}, datetime.now(UTC), "0")
    assert home_view(empty).tally.total == 0


def test_pages_say_of_a_quote_that_a_sign_of_it_could_not_be_read(tmp_path: Path) -> None:
    birds = small_collection().papers[0]
    made = quoted(birds, "hardware", "It was")
    (found,) = made.evidence
    marked = dataclasses.replace(found, text=found.text.replace("60 epochs", "6\ufffd epochs"))
    said = dataclasses.replace(made.sentences[0], text=made.sentences[0].text.replace("60", "6\ufffd"))
    unread = dataclasses.replace(made, evidence=(marked,), sentences=(said,))
    for one, says in ((made, False), (unread, True)):
        collection = small_collection(answers=(one,), history=())
        assert (
            answer_view(collection, birds, one, PagePlace(Markdown("q"), QuoteSource(""))).verbatim
            is not says
        )
        docs, folder = tmp_path / f"docs-{says}", tmp_path / f"answers-{says}"
        write(collection, docs)
        write_answer_pages(collection, folder, templates=ROOT / "site_templates" / "answers")
        pages = (docs / "papers" / "hedgerow-birds.md", folder / "a" / one.id / "index.html")
        for page in pages:
            assert ("This is not word for word what the page shows" in page.read_text("utf-8")) is says
