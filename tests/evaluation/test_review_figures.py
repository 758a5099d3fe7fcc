from __future__ import annotations

import dataclasses

from generator.core import Review
from generator.evaluation.markdown_report import markdown
from generator.evaluation.review_figures import judged_and_lapsed, readable_figures, review_figures
from tests.evaluation.cases import made, review

TOLD = made("p1", "seeds", "quotes", "reported", said=["The seed was 7."])
SAME = dataclasses.replace(TOLD, model="small")  # another model, the same content: the same id
UNTOLD = made("p2", "seeds", "quotes", "not_reported")
PARTLY = made("p1", "hardware", "small", "partly_reported", said=["A GPU was used."])
ANSWERS = (TOLD, SAME, UNTOLD, PARTLY)


def test_people_who_confirm_agree_and_people_who_correct_say_what_is_true() -> None:
    found = review_figures(
        ANSWERS,
        [
            review(TOLD, "confirmed"),
            review(UNTOLD, "corrected", status="reported"),
            review(PARTLY, "corrected", status="partly_reported"),
        ],
    )
    assert (found["n"], found["reviews"], found["accuracy"]) == (3, 3, 0.6667)
    # People: reported, reported, partly. Ours: reported, not reported, partly. Chance is 1/3.
    assert found["kappa"] == 0.5
    assert found["balanced_accuracy"] == 0.75
    assert found["confusion"]["reported"] == {"not_reported": 1, "partly_reported": 0, "reported": 1}
    assert found["verdicts"] == {"confirmed": 1, "corrected": 2, "disputed": 0}


def test_a_dispute_without_a_status_is_counted_but_measures_nothing() -> None:
    found = review_figures(ANSWERS, [review(TOLD, "disputed")])
    assert (found["n"], found["reviews"], found["kappa"], found["accuracy"]) == (0, 1, None, None)
    assert set(found["undefined"]) == {"kappa", "accuracy", "balanced_accuracy"}
    assert found["people"] == {"Ada": {"confirmed": 0, "corrected": 0, "disputed": 1}}


def test_an_answer_that_two_models_gave_counts_once_in_all_and_once_for_each() -> None:
    found = review_figures(ANSWERS, [review(TOLD, "confirmed")])
    assert found["n"] == 1
    assert {name: row["n"] for name, row in found["per_model"].items()} == {"quotes": 1, "small": 1}


def test_figures_by_question_have_their_number() -> None:
    found = review_figures(
        ANSWERS, [review(TOLD, "confirmed"), review(PARTLY, "corrected", status="reported")]
    )
    rows = {q: (row["n"], row["accuracy"]) for q, row in found["per_question"].items()}
    assert rows == {"hardware": (1, 0.0), "seeds": (1, 1.0)}


def test_a_review_of_an_answer_that_is_gone_lapses_visibly_and_does_not_count() -> None:
    gone = review(TOLD, "confirmed", id="feedfeedfeedfeed")
    elsewhere = dataclasses.replace(review(TOLD, "confirmed"), question="hardware")
    found = review_figures(ANSWERS, [gone, elsewhere])
    assert (found["n"], found["reviews"], found["people"]) == (0, 0, {})
    assert [(r["answer"], r["why"]) for r in found["lapsed"]] == [
        (TOLD.id, "the answer with this id is of p1 / seeds"),
        ("feedfeedfeedfeed", "no answer has this id any longer"),
    ]


def test_two_people_who_disagree_are_both_raters_and_their_agreement_is_told() -> None:
    reviews = [
        review(TOLD, "confirmed", "Ada"),
        review(TOLD, "corrected", "Ben", status="not_reported"),
        review(UNTOLD, "confirmed", "Ada"),
        review(UNTOLD, "confirmed", "Ben"),
    ]
    found = review_figures(ANSWERS, reviews)
    assert (found["n"], found["accuracy"]) == (4, 0.75)
    (pair,) = found["pairs"]
    assert (pair["people"], pair["n"], pair["share"], pair["kappa"]) == (["Ada", "Ben"], 2, 0.5, 0.0)


def test_how_far_people_agree_with_each_other_counts_disputes_without_a_status() -> None:
    reviews = [
        review(TOLD, "confirmed", "Ada"),
        review(TOLD, "disputed", "Ben"),
        review(UNTOLD, "confirmed", "Ada"),
        review(UNTOLD, "confirmed", "Ben"),
        review(UNTOLD, "corrected", "Cleo", status="reported"),
        review(PARTLY, "confirmed", "Ada"),
    ]
    found = review_figures(ANSWERS, reviews)["among_people"]
    # Of UNTOLD one of three pairs agrees, on the status as on whether it is right; of TOLD none does.
    assert (found["status"]["n"], found["status"]["share"]) == (1, 0.3333)
    assert (found["right"]["n"], found["right"]["share"]) == (2, 0.1667)
    assert found["status"]["kappa"] == -0.5
    # Chance of equal labels: 3 of 5 found right, 2 of 5 wrong.
    assert found["right"]["kappa"] == round((1 / 6 - 0.52) / 0.48, 4)
    assert "| whether the answer is right | 2 | 0.167 |" in markdown(
        "Reviews", readable_figures(review_figures(ANSWERS, reviews))
    )


def test_people_alone_have_no_agreement_with_each_other() -> None:
    found = review_figures(ANSWERS, [review(TOLD, "confirmed", "Ada")])["among_people"]
    assert (found["status"]["n"], found["right"]["kappa"]) == (0, None)
    assert found["right"]["undefined"]["share"] == "nothing was reviewed by two people"


def test_people_who_reviewed_nothing_in_common_have_no_agreement() -> None:
    found = review_figures(ANSWERS, [review(TOLD, "confirmed", "Ada"), review(UNTOLD, "confirmed", "Ben")])
    (pair,) = found["pairs"]
    assert (pair["n"], pair["share"], pair["kappa"]) == (0, None, None)
    assert set(pair["undefined"]) == {"share", "kappa"}


def test_of_several_reviews_of_one_question_by_one_person_the_latest_stands_for_them() -> None:
    other = made("p1", "seeds", "third", "not_reported")
    reviews: list[Review] = [
        review(other, "confirmed", "Ada", day=2),
        review(TOLD, "confirmed", "Ada", day=9),
        review(TOLD, "confirmed", "Ben", day=3),
    ]
    (pair,) = review_figures((*ANSWERS, other), reviews)["pairs"]
    assert (pair["n"], pair["share"]) == (1, 1.0)


def test_no_reviews_give_no_figures() -> None:
    found = review_figures(ANSWERS, [])
    assert (found["n"], found["kappa"], found["per_question"], found["pairs"]) == (0, None, {}, [])
    assert judged_and_lapsed((), ()) == ([], [])


def test_the_report_names_pairs_and_lapsed_reviews_and_tells_each_reason_once() -> None:
    reviews = [
        review(TOLD, "confirmed", "Ada"),
        review(TOLD, "confirmed", "Ben"),
        review(TOLD, "confirmed", "Cleo", id="feedfeedfeedfeed"),
    ]
    shown = markdown("Reviews", readable_figures(review_figures(ANSWERS, reviews)))
    assert "| Ada and Ben | 1 | 1 | – |" in shown
    assert "p1 / seeds, feedfeedfeedfeed, by Cleo on 2026-11-01: no answer has this id" in shown
    assert shown.count("all labels are the same") == 1
    assert "{" not in shown
