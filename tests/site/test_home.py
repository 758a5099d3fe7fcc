from __future__ import annotations

import dataclasses
import itertools

import pytest

from generator.core import Answer, SupersededAnswer
from generator.core.status import REPORTED_STATUSES
from generator.site.content.answer_changes import latest_days
from generator.site.content.collection import Collection
from generator.site.content.page_links import HOME, Links
from generator.site.content.question_paging import numbered_pages
from generator.site.pages.rendering import _papers, _question
from generator.site.views.home import counts_of, home_view, model_rows
from generator.site.views.news import news_of
from generator.site.views.paper_lists import PAGE_SIZE, paper_lists, paper_ref
from generator.site.views.question_page import page_with, question_views
from generator.site.views.reporting_bars import figures
from tests.benchmarks.synthetic import synthetic
from tests.site.small_collection import ROOT, SET, answer, paper, small_collection

TEMPLATES = ROOT / "site_templates" / "pages"
LIMIT = 120_000  # bytes of a page


@pytest.fixture(scope="module")
def many() -> Collection:
    """Return a few more papers than fit on two pages of a list."""
    return synthetic(2 * PAGE_SIZE + 3, contexts=2)


def test_charts_of_one_paper_and_one_question_say_no_more_than_that() -> None:
    one = dataclasses.replace(SET, questions=SET.questions[:1])
    whole = small_collection()
    answers = tuple(a for a in whole.answers if a.question == one.questions[0].id)
    lone = small_collection(papers=whole.papers[:1], question_sets=(one,), answers=answers, history=())
    by_question, by_paper = home_view(lone).figures
    assert by_question.title == "The paper reports data collection"
    assert by_paper.title == "The paper answers 1 of 1 question"


def test_counts_leave_out_private_papers_and_questions_that_are_not_asked() -> None:
    collection = small_collection()
    stray = dataclasses.replace(collection.answers[0], question="gone")
    counts = counts_of(dataclasses.replace(collection, answers=(*collection.answers, stray)))
    assert (counts.papers, counts.questions, counts.answers, counts.models) == (3, 8, 17, 2)
    assert counts.withheld == 2
    assert counts.stale == 1


def test_models_come_in_their_order_and_those_without_a_card_after_them() -> None:
    collection = small_collection()
    unknown = dataclasses.replace(collection.answers[0], model="another")
    rows = model_rows(dataclasses.replace(collection, answers=(*collection.answers, unknown)))
    assert [row.card.name for row in rows] == ["quotes", "small-135m", "another"]
    assert rows[-1].tally.sentence == "1 reported"


def test_questions_are_ranked_by_how_many_papers_answer_them() -> None:
    by_question, by_paper, by_year = home_view(small_collection()).figures
    assert [m.value for m in by_question.measures] == sorted(
        (m.value for m in by_question.measures), reverse=True
    )
    assert by_question.measures[0].value == "2 of 3"
    assert by_question.title == "Best reported: data collection. Data split is answered by no paper"
    assert [m.value for m in by_paper.measures] == ["7 of 8", "3 of 8", "0 of 8"]
    assert [(m.label, m.value) for m in by_year.measures] == [
        ("2024", "38 %, 1 paper"),
        ("2020", "88 %, 1 paper"),
        ("no year", "0 %, 1 paper"),
    ]


def test_of_many_papers_the_distribution_is_shown_and_adds_up(many: Collection) -> None:
    by_paper = home_view(many).figures[1]
    spans = [tuple(int(n) for n in m.label.split(" to ")) for m in by_paper.measures]
    assert spans[0][0] == 0
    assert spans[-1][-1] == 28
    assert all(before[-1] + 1 == after[0] for before, after in itertools.pairwise(spans))
    assert sum(int(m.value.split(" ")[0]) for m in by_paper.measures) == len(many.public)


def test_charts_of_nothing_are_left_out() -> None:
    assert figures((), ()) == ()


def test_what_is_merely_new_is_counted_and_what_changed_is_told() -> None:
    collection = small_collection()
    old = next(a for a in collection.answers if a.question == "metrics")
    before = dataclasses.replace(old, status="not_reported", sentences=(), evidence=())
    gone = dataclasses.replace(old, question="no-longer-asked")
    collection = dataclasses.replace(
        collection,
        history=(
            SupersededAnswer(before, "2026-11-24", ("prompt",), old.id),
            SupersededAnswer(gone, "2026-11-25"),
        ),
    )
    news = news_of(collection, latest_days(collection), Links(HOME))
    assert [(n.date, n.sentence) for n in news] == [
        ("2026-11-25", "1 withdrawn"),
        ("2026-11-24", "1 replaced; changed: prompt"),
        ("2026-11-23", "16 new answers"),
    ]
    (withdrawn,), (replaced,), nothing = (n.lines for n in news)
    assert (withdrawn.label, withdrawn.after, withdrawn.href) == (
        "No longer asked",
        None,
        f"a/{gone.id}/index.html",
    )
    assert replaced.before is not None
    assert replaced.after is not None
    assert (replaced.before.key, replaced.after.key) == ("not_reported", "reported")
    assert replaced.href == f"a/{old.id}/index.html"
    assert nothing == ()


def test_the_news_are_at_most_eight_lines() -> None:
    collection = small_collection()
    current = [a for a in collection.answers if a.paper == "hedgerow-birds" and a.status == "reported"]
    assert len(current) == 7
    past = tuple(
        SupersededAnswer(
            dataclasses.replace(a, reason=f"{day}", status="not_reported"), f"2026-12-0{day}", (), a.id
        )
        for a in current
        for day in (1, 2, 3)
    )
    news = news_of(small_collection(history=past), latest_days(small_collection(history=past)), Links(HOME))
    assert [n.date for n in news] == ["2026-12-03", "2026-12-02"]
    assert sum(1 + len(n.lines) for n in news) == 8


def test_every_paper_stands_once_on_the_pages_of_the_list(many: Collection) -> None:
    listed = list(paper_lists(many))
    assert [(page.page, len(page.papers)) for page in listed] == [
        ("papers/index.md", PAGE_SIZE),
        ("papers/list/2.md", PAGE_SIZE),
        ("papers/list/3.md", 3),
    ]
    assert sorted(p.id for page in listed for p in page.papers) == sorted(p.id for p in many.public)
    assert [t.href for t in listed[1].turns] == ["../index.html", "2.html", "3.html"]
    assert [t.here for t in listed[1].turns] == [False, True, False]
    assert listed[1].papers[0].href.startswith("../10.1000")


def test_a_short_list_has_no_pages_to_turn() -> None:
    (listed,) = paper_lists(small_collection())
    assert listed.turns == ()


def test_a_papers_answer_is_on_the_page_that_links_to_it_name(many: Collection) -> None:
    question = many.questions[0]
    for shown in question_views(many, many.question_sets[0], question):
        for row in shown.answers:
            assert page_with(many, question.id, row.anchor) == shown.page


def test_over_all_pages_of_a_question_what_is_reported_comes_first(many: Collection) -> None:
    views = list(question_views(many, many.question_sets[0], many.questions[0]))
    assert [v.page for v in views] == [
        "questions/data-collection.md",
        *(f"questions/data-collection/{n}.md" for n in range(2, len(views) + 1)),
    ]
    order = ["reported", "partly_reported", "not_reported", "failed", "missing"]
    places = [order.index(row.look.key) for v in views for row in v.answers]
    assert places == sorted(places)
    assert {len(v.turns) for v in views} == {len(views)}


def test_pages_of_a_question_hold_about_50_answers_that_tell_or_100_that_do_not(
    many: Collection,
) -> None:
    for name in ("data-collection", "energy-use"):
        question = many.question_sets[0].find(name)
        assert question is not None
        *full, last = question_views(many, many.question_sets[0], question)
        weighs = [
            sum(2 if row.look.key in REPORTED_STATUSES else 1 for row in v.answers) for v in (*full, last)
        ]
        assert all(70 <= n <= 160 for n in weighs[:-1])
        assert 0 < weighs[-1] <= 160


def test_a_changed_answer_moves_few_papers_to_another_page_of_a_question() -> None:
    order = [(f"paper-{n}", 2 if n < 300 else 1) for n in range(500)]
    before, kept = numbered_pages(order), []
    for n in range(0, 500, 10):
        paper, takes = order[n]
        rest = [*order[:n], *order[n + 1 :]]
        moved = [*rest, (paper, 1)] if takes == 2 else [(paper, 2), *rest]
        after = numbered_pages(moved)
        pages = [
            tuple(p for p, at in found.items() if at == page)
            for found in (before, after)
            for page in range(1, max(found.values()) + 1)
        ]
        kept.append(len(pages) - len(set(pages)))
    # Of ten pages, those where the paper was and is are new, and seldom one beside them.
    assert max(before.values()) == 10
    assert sorted(kept)[len(kept) // 2] == 8
    assert sum(kept) / len(kept) > 7


def test_a_question_is_shown_with_how_it_is_asked_and_how_the_models_answer_it() -> None:
    (shown,) = question_views(small_collection(), SET, SET.questions[5])
    assert shown.asking.kind == "text"
    assert [(m.label, m.value) for m in shown.models] == [("quotes", "1 of 2"), ("small-135m", "1 of 2")]
    assert shown.agreement == "All models agree on 1 of the 2 papers."
    assert [(m.label, m.value) for m in shown.by_year] == [("2024", "0 of 1"), ("2020", "1 of 1")]
    (single,) = question_views(small_collection(), SET, SET.questions[0])
    assert single.models == ()
    assert single.agreement == ""


def test_an_answer_in_the_papers_own_words_is_shown_once() -> None:
    (shown,) = question_views(small_collection(), SET, SET.questions[0])
    first = shown.answers[0]
    assert first.gist.passage.startswith("Recordings were made between April and July 2019")
    assert first.gist.text == ""
    assert first.gist.place == "2.1 Study sites & recordings, p. 3"


def test_long_answers_are_cut_so_that_a_page_of_many_papers_stays_small() -> None:
    source = paper("p", "T", (), 2020)
    long = Answer(**{**vars(answer(source, "random-seeds", "m", "not_reported")), "reason": "x. " * 9})
    (shown,) = question_views(small_collection(papers=(source,), answers=(long,)), SET, SET.questions[5])
    assert shown.answers[0].reason.startswith("x. x.")
    told = synthetic(1, contexts=2)
    for question in told.questions:
        (view,) = question_views(told, told.question_sets[0], question)
        assert len(view.answers[0].gist.text) <= 320
        assert len(view.answers[0].gist.passage) <= 260


def lists(collection: Collection) -> dict[str, str]:
    """Return the pages of the list of papers and of two questions."""
    questions = collection.question_sets[0]
    found = dict(_papers(collection, TEMPLATES))
    for question in (questions.questions[0], questions.find("random-seeds")):
        assert question is not None
        for shown in question_views(collection, questions, question):
            found[shown.page] = _question(collection, question, shown, TEMPLATES)
    return found


def test_no_list_is_heavier_than_120_kb(many: Collection) -> None:
    heavy = {path: len(text.encode()) for path, text in lists(many).items() if len(text.encode()) > LIMIT}
    assert heavy == {}


def test_pages_of_lists_after_the_first_are_not_searched(many: Collection) -> None:
    heads = {path: text.split("---")[1] for path, text in lists(many).items()}
    assert 'search: {"exclude": true}' in heads["papers/list/2.md"]
    assert 'search: {"exclude": true}' in heads["questions/random-seeds/2.md"]
    assert 'search: {"boost": 2}' in heads["questions/random-seeds.md"]


def test_a_paper_is_named_and_counted_once_for_the_home_page() -> None:
    collection = small_collection()
    ref = paper_ref(collection, collection.papers[0], Links(HOME))
    assert (ref.citation, ref.tally.answered, ref.href) == (
        "Marchetti et al. 2020",
        7,
        "papers/hedgerow-birds.html",
    )
