"""From answers, draws and reviews to shares: what counts, and what must not."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from generator.core import Answer, Question, QuestionSet, Review
from generator.core.answer import PEOPLE
from generator.core.draw import Draw, drawn_order
from generator.core.share import ReportedShare
from generator.core.status import Status
from generator.run.reporting_shares import answer_by_models, with_shares
from generator.site import Collection
from tests.site.small_collection import QUOTES, SMALL, paper, small_collection

SEEDS = Question("random-seeds", "Which seeds?", "Training")
CODE = Question("code-link", "Where is the code?", "Training")
SET = QuestionSet("two", "Two", "", "", (SEEDS, CODE))
SEED = "5eed5eed5eed5eed"
PAPERS = tuple(
    paper(f"p{n}", f"Paper {n}", (("Ada", f"Name{n}"),), 2020 + n % 2, venue="Venue") for n in range(20)
)
ORDER = drawn_order(SEED, [p.id for p in PAPERS])


def answer(name: str, status: Status, question: str = SEEDS.id, model: str = "quotes") -> Answer:
    return Answer(name, question, model, status, provenance={"kind": "quotes"})


def called(name: str) -> Status:
    """Every second paper of the order is called reported."""
    return "reported" if ORDER.index(name) % 2 == 0 else "not_reported"


ANSWERS = tuple(answer(p.id, called(p.id), q.id) for p in PAPERS for q in SET.questions)


def review(name: str, question: str = SEEDS.id, /, **changes: object) -> Review:
    said = next(a for a in ANSWERS if (a.paper, a.question) == (name, question))
    found = Review(name, question, said.id, "confirmed", "Ada", date(2026, 11, 30))
    return dataclasses.replace(found, **changes)  # type: ignore[arg-type]


def collection(
    answers: Sequence[Answer] = ANSWERS, reviews: Sequence[Review] = (), **more: object
) -> Collection:
    return small_collection(
        question_sets=(SET,),
        papers=PAPERS,
        answers=tuple(answers),
        reviews=tuple(reviews),
        models=(QUOTES, SMALL),
        history=(),
        **{"stale": {}, "consensus": {}, **more},
    )


def shares(
    made: Collection, size: int = 0, gold: Mapping[tuple[str, str], bool] | None = None
) -> dict[tuple[str, str, str], ReportedShare]:
    draws = [Draw(SEEDS.id, SEED, date(2026, 11, 30), ORDER[:size])] if size else []
    return {(s.question, s.by, s.value): s for s in with_shares(made, draws, gold or {}).shares}


def test_reviews_of_drawn_papers_correct_the_count() -> None:
    reviews = [review(name) for name in ORDER[:10]]
    reviews[1] = review(ORDER[1], verdict="corrected", status="reported", text="Set to 1.")
    found = shares(collection(reviews=reviews), 10)[SEEDS.id, "", ""]
    assert (found.method, found.papers, found.reported, found.reviewed) == ("reviews", 20, 10, 10)
    assert found.interval is not None
    # 6 of 10 reviewed report; of the 5 others called reported all do, of the 5 called not reported one.
    assert found.interval.share == pytest.approx((6 + 5 + 1) / 20)
    assert found.interval.lower < found.interval.share < found.interval.upper


def test_reviews_of_papers_that_people_picked_do_not_enter() -> None:
    picked = [
        review(name, verdict="corrected", status="not_reported")
        for name in ORDER[10:]
        if called(name) == "reported"
    ]
    drawn = [review(name) for name in ORDER[:10]]
    with_picked = shares(collection(reviews=[*drawn, *picked]), 10)[SEEDS.id, "", ""]
    assert with_picked == shares(collection(reviews=drawn), 10)[SEEDS.id, "", ""]
    without_draw = shares(collection(reviews=[*drawn, *picked]))[SEEDS.id, "", ""]
    assert (without_draw.method, without_draw.reviewed) == ("record", 0)


def test_what_people_correct_does_not_hide_that_the_model_erred() -> None:
    """The answers that people gave are shown first; the count that is corrected is that of the models."""
    wrong = ORDER[0]
    given = Answer(wrong, SEEDS.id, PEOPLE, "not_reported", provenance={"kind": "people", "by": "Ada"})
    reviews = [review(name) for name in ORDER[1:10]]
    reviews.append(review(wrong, verdict="corrected", status="not_reported"))
    made = collection([*ANSWERS, given], reviews)
    assert made.status(wrong, SEEDS.id) == "not_reported"
    assert answer_by_models(made, wrong, SEEDS.id) == next(a for a in ANSWERS if a.paper == wrong)
    found = shares(made, 10)[SEEDS.id, "", ""]
    assert found.reported == 10
    assert found.interval is not None
    assert found.interval.share == pytest.approx((4 + 5 * 4 / 5) / 20)


def test_a_review_does_not_choose_which_models_answer_counts() -> None:
    others = [answer(p.id, "reported", model=SMALL.name) for p in PAPERS]
    silent = ORDER[1]
    theirs = next(a for a in others if a.paper == silent)
    confirmed = review(silent, answer=theirs.id)
    made = collection([*ANSWERS, *others], [confirmed])
    assert made.answers_to(silent, SEEDS.id)[0].model == SMALL.name
    assert answer_by_models(made, silent, SEEDS.id).model == "quotes"  # type: ignore[union-attr]


def test_who_passes_over_a_paper_ends_the_sample() -> None:
    reviews = [review(name) for name in ORDER[:12] if name != ORDER[8]]
    found = with_shares(
        collection(reviews=reviews), [Draw(SEEDS.id, SEED, date(2026, 11, 30), ORDER[:12])], {}
    )
    share = next(s for s in found.shares if s.question == SEEDS.id and not s.by)
    assert share.reviewed == 8
    assert found.due == {SEEDS.id: (ORDER[8],)}


@pytest.mark.parametrize(
    "undecided",
    [
        {"verdict": "disputed"},
        {"verdict": "corrected", "status": "not_reported", "name": "Ben"},  # Ada confirmed it
    ],
)
def test_a_paper_on_which_nobody_says_what_is_true_is_undecided(undecided: dict[str, object]) -> None:
    reviews = [review(name) for name in ORDER[:9] if name != ORDER[0] or "name" in undecided]
    reviews.append(review(ORDER[0], **undecided))
    found = with_shares(
        collection(reviews=reviews), [Draw(SEEDS.id, SEED, date(2026, 11, 30), ORDER[:9])], {}
    )
    assert found.due == {SEEDS.id: (ORDER[0],)}


def test_what_was_found_in_a_paper_stays_true_when_its_answer_changes() -> None:
    now = [answer(a.paper, "partly_reported", a.question) if a.paper == ORDER[1] else a for a in ANSWERS]
    reviews = [review(name, verdict="corrected", status="not_reported") for name in ORDER[:8]]
    found = shares(collection(now, reviews), 8)[SEEDS.id, "", ""]
    assert (found.reviewed, found.reported) == (8, 11)


def test_what_does_not_apply_or_failed_is_counted_apart() -> None:
    changed = {ORDER[0]: "not_applicable", ORDER[2]: "failed"}
    now = [answer(a.paper, changed.get(a.paper, a.status), a.question) for a in ANSWERS]  # type: ignore[arg-type]
    found = shares(collection(now))[SEEDS.id, "", ""]
    assert (found.papers, found.reported, found.not_applicable) == (18, 8, 1)


def test_gold_of_the_project_goes_before_the_record_and_nothing_is_claimed_of_other_models() -> None:
    gold = {(name, SEEDS.id): called(name) == "reported" for name in ORDER}
    assert shares(collection(), gold=gold)[SEEDS.id, "", ""].method == "gold"
    assert shares(collection())[SEEDS.id, "", ""].method == "record"
    llm = [dataclasses.replace(a, model=SMALL.name, provenance={"kind": "llama"}) for a in ANSWERS]
    found = shares(collection(llm))[SEEDS.id, "", ""]
    assert (found.method, found.interval, found.more) == ("none", None, None)
    assert found.called == 0.5


def test_years_are_told_apart_and_a_venue_that_all_share_is_not() -> None:
    found = shares(collection(reviews=[review(name) for name in ORDER]), 20)
    assert {(by, value) for _, by, value in found if by} == {("year", "2020"), ("year", "2021")}
    of_year = found[SEEDS.id, "year", "2020"]
    assert (of_year.papers, of_year.reviewed) == (10, 10)


def test_a_group_takes_the_same_share_of_each_questions_sample() -> None:
    reviews = [review(name, q.id) for q in SET.questions for name in ORDER[:16]]
    draws = [
        Draw(SEEDS.id, SEED, date(2026, 11, 30), ORDER[:16]),
        Draw(CODE.id, SEED, date(2026, 11, 30), ORDER[:6]),
    ]
    found = with_shares(collection(reviews=reviews), draws, {})
    group = next(s for s in found.shares if not s.question)
    assert (group.papers, group.reported, group.reviewed, group.method) == (40, 20, 12, "reviews")
