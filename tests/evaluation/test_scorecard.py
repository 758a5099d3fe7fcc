from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from generator.core import Answer
from generator.evaluation.reason_kinds import KINDS
from generator.evaluation.scorecard import VERSION, BuildFacts, ModelUsage, scorecard
from tests.evaluation.cases import QUESTIONS, made, review

NUMBER = "the number 8 does not stand in the evidence"
NAME = "“AWS” is not named in the evidence"

ANSWERS = (
    made("p1", "seeds", "quotes", "reported", said=["The seed was 7.", "It was fixed."]),
    made("p2", "seeds", "quotes", "not_reported"),
    made("p1", "hardware", "quotes", "not_reported"),
    made(
        "p1",
        "seeds",
        "small",
        "partly_reported",
        said=["A seed was set."],
        withheld=[NUMBER, NAME],
        measured={"seconds": 2.0, "prompt_tokens": 900, "new_tokens": 100},
    ),
    made("p2", "seeds", "small", "not_reported", withheld=[NAME]),
    made("p1", "hardware", "small", "failed"),
    made("p1", "of-another-set", "small", "reported", said=["No matter."]),
)


def card(answers: tuple[Answer, ...] = ANSWERS, **more: Any) -> dict[str, Any]:
    return scorecard(answers, QUESTIONS, models=["quotes"], **more).to_json()


def model(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(m for m in data["models"] if m["model"] == name)


def test_models_come_in_their_order_and_those_without_a_place_by_name() -> None:
    answers = (*ANSWERS, made("p1", "seeds", "another", "reported", said=["x y z."]))
    assert [m["model"] for m in card(answers)["models"]] == ["quotes", "another", "small"]


def test_statuses_are_counted_and_answers_to_other_questions_left_out() -> None:
    found = model(card(), "small")["answers"]
    assert found == {
        "n": 3,
        "reported": 0,
        "partly_reported": 1,
        "not_reported": 1,
        "not_applicable": 0,
        "failed": 1,
        "failed_share": 0.3333,
        "undefined": {},
    }


def test_questions_that_do_not_apply_are_no_abstentions_and_no_part_of_a_question_s_share() -> None:
    data = card((*ANSWERS, made("p9", "seeds", "small", "not_applicable")))
    assert model(data, "small")["claims"] == model(card(), "small")["claims"]
    told = {row["question"]: row["told"] for row in data["questions"]}
    assert told == {row["question"]: row["told"] for row in card()["questions"]}


def test_an_answer_abstains_when_it_claims_nothing_and_not_when_all_its_claims_are_withheld() -> None:
    data = card()
    assert model(data, "quotes")["claims"]["abstained"] == 2
    assert model(data, "quotes")["claims"]["abstained_share"] == 0.6667
    small = model(data, "small")["claims"]
    assert (small["n"], small["abstained"], small["all_withheld"]) == (2, 0, 1)


def test_withheld_sentences_are_counted_by_kind_of_reason() -> None:
    found = model(card(), "small")["sentences"]
    assert (found["n"], found["supported"], found["withheld"]) == (4, 1, 3)
    assert found["withheld_by"] == [
        {"kind": "number", "count": 1, "share": 0.25},
        {"kind": "name", "count": 2, "share": 0.5},
    ]
    assert sum(r["count"] for r in found["withheld_by"]) == found["withheld"]


def test_evidence_is_counted_over_answers_that_have_some() -> None:
    found = model(card(), "quotes")["evidence"]
    assert (found["n"], found["passages"], found["per_answer"]) == (1, 2, 2.0)
    assert found["characters_per_answer"] == len("The seed was 7.It was fixed.")


def test_cost_is_that_of_measured_answers_with_their_number() -> None:
    found = model(card(), "small")["cost"]
    assert (found["n"], found["seconds"], found["tokens"]) == (1, 2.0, 1000)
    assert (found["prompt_tokens"], found["new_tokens"]) == (900, 100)
    assert (found["tokens_per_second"], found["seconds_per_answer"]) == (500.0, 2.0)


def test_cost_falls_back_on_the_effort_of_the_build() -> None:
    found = model(card(facts=BuildFacts(usage={"quotes": ModelUsage(4, 0.5, 0)})), "quotes")["cost"]
    assert (found["n"], found["seconds"], found["seconds_per_answer"]) == (4, 0.5, 0.125)
    assert found["tokens_per_second"] is None
    assert set(found["undefined"]) == {"prompt_tokens", "new_tokens", "tokens_per_second"}


@pytest.mark.parametrize("odd", ["12", True, math.nan, math.inf, -1, None, [3]])
def test_measures_that_are_no_numbers_do_not_count(odd: object) -> None:
    answers = (made("p1", "seeds", "small", "not_reported", measured={"seconds": odd, "new_tokens": odd}),)
    assert model(card(answers), "small")["cost"]["n"] == 0


def test_models_agree_by_pair_in_all_and_by_question_and_failures_do_not_count() -> None:
    data = card()
    (pair,) = data["agreement"]["pairs"]
    assert (pair["models"], pair["n"], pair["share"]) == (["quotes", "small"], 2, 0.5)
    assert data["agreement"]["all"]["n"] == 2
    seeds, hardware = data["questions"]
    assert (seeds["agreement"]["n"], seeds["agreement"]["share"]) == (2, 0.5)
    assert (hardware["agreement"]["n"], hardware["agreement"]["kappa"]) == (0, None)
    assert [(t["told"], t["n"], t["share"]) for t in seeds["told"]] == [(1, 2, 0.5), (1, 2, 0.5)]
    assert [(t["told"], t["n"], t["share"]) for t in hardware["told"]] == [(0, 1, 0.0), (0, 0, None)]


def test_what_the_answers_were_made_with_is_told_but_not_what_differs_from_paper_to_paper() -> None:
    assert model(card(), "small")["made_with"] == {"model": ["hash of small"], "answerbook": ["0.1.0"]}


def test_gold_figures_are_taken_over_by_model_and_what_is_missing_is_undefined() -> None:
    figures = {"questions": 112, "any": 0.93, "recall": math.nan, "status_kappa": None, "seconds": 1.0}
    gold = {"small": figures, "quotes": {**figures, "any": 0.5}, "unknown": figures, "none": {}}
    data = card(facts=BuildFacts(gold=gold))
    first, found = data["gold"]["models"]
    assert (first["model"], first["any"], found["model"]) == ("quotes", 0.5, "small")
    assert (found["questions"], found["any"], found["recall"], found["status_kappa"]) == (
        112,
        0.93,
        None,
        None,
    )
    assert {"recall", "status_kappa"} <= set(found["undefined"])
    assert "any" not in found["undefined"]
    assert "seconds" not in found
    assert (data["gold"]["n"], data["gold"]["why"]) == (112, "")


def test_a_project_without_gold_says_so() -> None:
    assert card()["gold"] == {"n": 0, "models": [], "why": "this project has no gold to measure by"}


def test_reviews_are_held_against_the_answers() -> None:
    data = card(reviews=[review(ANSWERS[0], "confirmed"), review(ANSWERS[0], "disputed", id="0" * 16)])
    assert (data["reviews"]["n"], data["reviews"]["accuracy"]) == (1, 1.0)
    assert [r["answer"] for r in data["reviews"]["lapsed"]] == ["0" * 16]


def figures(value: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        yield path, value
        for key, inner in value.items():
            yield from figures(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from figures(inner, path)


@pytest.mark.parametrize("answers", [(), ANSWERS, ANSWERS[:3], ANSWERS[5:6]], ids=str)
def test_no_figure_is_without_its_number_and_none_is_null_without_a_reason(
    answers: tuple[Answer, ...],
) -> None:
    data = card(answers)
    assert (data["format"], data["version"]) == ("answerbook-quality", VERSION)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    checked = 0
    for path, part in figures(data):
        null = {k for k, v in part.items() if v is None}
        if "undefined" in part:
            assert null == set(part["undefined"]), path
            assert all(part["undefined"].values()), path
            assert isinstance(part.get("n", part.get("questions")), int), path
            checked += 1
        else:
            assert not null, path
    assert checked >= 5


def test_the_order_in_which_answers_come_changes_nothing() -> None:
    shuffled = list(ANSWERS)
    random.Random(3).shuffle(shuffled)
    assert json.dumps(card(tuple(shuffled))) == json.dumps(card())


def test_kinds_of_reasons_come_with_their_words() -> None:
    assert card()["kinds_of_reasons"] == KINDS
