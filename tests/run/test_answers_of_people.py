"""Corrections by people become answers of their own: checked, recorded, shown first, never silently lost."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.build import BuildOptions, build
from generator.core import Answer, Paper, Question, Review
from generator.core.answer import PEOPLE
from generator.ledger import Ledger
from generator.project import Project
from generator.project.review_files import load_reviews_of, review_text
from generator.run.answers_of_people import answers_from_reviews
from tests.conftest import paper_of

SEEDS = Question("random-seeds", "Which random seeds were set?", "Training", aliases=("cq24",))
QUESTIONS = dict.fromkeys(("random-seeds", "cq24"), SEEDS)
METHODS = (
    "We grew moss for two weeks. Seeds were fixed to 1 and 2 (see https://example.org/run). "
    "Nothing else was fixed."
)


@pytest.fixture(scope="module")
def paper() -> Paper:
    return paper_of(("Methods", METHODS), ("Results", "It grew."), id="moss")


def review(**changes: Any) -> Review:
    made = Review("moss", "random-seeds", "a" * 24, "corrected", "Ada Example", date(2026, 11, 20))
    return dataclasses.replace(made, **changes)


EARLIER, LATER = date(2026, 11, 1), date(2026, 11, 21)
TOLD = review(status="reported", quotes=("Seeds were  fixed\nto 1 and 2",), note="Methods.")


def test_a_correction_with_words_of_the_paper_is_an_answer_in_whole_sentences(paper: Paper) -> None:
    answers, faults = answers_from_reviews(paper, QUESTIONS, [TOLD])
    answer = answers["random-seeds"]
    assert not faults
    assert (answer.model, answer.status, answer.by_people, answer.maker) == (
        PEOPLE,
        "reported",
        True,
        "Ada Example",
    )
    assert " ".join(answer.text.split()) == "Seeds were fixed to 1 and 2 (see https://example.org/run)."
    (shown,) = answer.evidence
    assert [" ".join(paper.text[a:b].split()) for a, b in shown.marks] == ["Seeds were fixed to 1 and 2"]
    assert "We grew moss" in shown.text
    assert shown.place.section == "Methods"
    assert Answer.from_json(answer.to_json()) == answer


def test_quotes_stand_in_the_order_in_which_they_are_given(paper: Paper) -> None:
    told = dataclasses.replace(TOLD, quotes=("Nothing else was fixed.", "We grew moss for two weeks."))
    answers, _ = answers_from_reviews(paper, QUESTIONS, [told])
    assert [s.text for s in answers["random-seeds"].sentences] == list(told.quotes)


@pytest.mark.parametrize("quote", ["Seeds were fixed to 1 and 3", "seeds were fixed", "the the"])
def test_words_that_the_paper_does_not_say_give_no_answer_but_a_sentence(paper: Paper, quote: str) -> None:
    answers, faults = answers_from_reviews(paper, QUESTIONS, [dataclasses.replace(TOLD, quotes=(quote,))])
    assert not answers
    assert faults["random-seeds"] == (
        f"random-seeds: the paper does not say {quote!r}; copy its exact words, best as whole sentences"
    )


@pytest.mark.parametrize(("status", "reason"), [("not_reported", "nothing"), ("not_applicable", "not apply")])
def test_that_a_paper_has_no_words_for_it_needs_none(paper: Paper, status: Any, reason: str) -> None:
    answers, _ = answers_from_reviews(paper, QUESTIONS, [review(status=status)])
    answer = answers["random-seeds"]
    assert (answer.status, answer.sentences) == (status, ())
    assert reason in answer.reason
    noted, _ = answers_from_reviews(paper, QUESTIONS, [review(status=status, note="Read twice.")])
    assert noted["random-seeds"].reason == "Read twice."
    assert noted["random-seeds"].id == answer.id


@pytest.mark.parametrize(
    ("others", "held"),
    [
        ([], "reported"),
        ([review(name="Ben", verdict="confirmed", status=None)], None),
        ([review(name="Ben", verdict="disputed", status="not_reported")], None),
        ([review(name="Ben", verdict="disputed", status=None)], "reported"),
        ([review(name="Ben", status="reported", text="In words of mine.")], "reported"),
        # Of another answer: the later of the two is what is held of the paper now.
        ([review(name="Ben", answer="b" * 24, status="not_reported", date=LATER)], "not_reported"),
        ([review(name="Ben", answer="b" * 24, status="not_reported", date=EARLIER)], "reported"),
    ],
)
def test_where_people_disagree_about_an_answer_none_of_them_stands_in_its_place(
    paper: Paper, others: list[Review], held: str | None
) -> None:
    answers, _ = answers_from_reviews(paper, QUESTIONS, [TOLD, *others])
    assert (answers["random-seeds"].status if answers else None) == held


def test_a_verdict_in_words_of_its_own_is_no_answer(paper: Paper) -> None:
    worded = review(status="reported", text="One and two.")
    assert answers_from_reviews(paper, QUESTIONS, [worded, review(verdict="disputed", name="Ben")]) == (
        {},
        {},
    )


def test_a_question_that_was_called_otherwise_is_known(paper: Paper) -> None:
    assert list(answers_from_reviews(paper, QUESTIONS, [dataclasses.replace(TOLD, question="cq24")])[0]) == [
        "random-seeds"
    ]
    assert answers_from_reviews(paper, {}, [TOLD]) == ({}, {})


def test_quotes_of_a_review_are_read_back_as_written(tmp_path: Path) -> None:
    told = dataclasses.replace(TOLD, quotes=('Say "no": 5 % # of', "- a: b"))
    file = tmp_path / "moss.yml"
    file.write_text(review_text(told) + "\n", encoding="utf-8")
    assert load_reviews_of(file) == (told,)


def corrected(root: Path, *quotes: str) -> tuple[Project, Answer]:
    """Return a project in which an answer was corrected, and that answer."""
    before = Ledger(root / "content/answers").read("beetles", "quotes")["hardware"]
    made = review(paper="beetles", question="hardware", answer=before.id, status="reported", quotes=quotes)
    folder = root / "content/reviews"
    folder.mkdir(exist_ok=True)
    (folder / "beetles.yml").write_text(review_text(made) + "\n", encoding="utf-8")
    return Project.find(root), before


def test_an_answer_by_a_person_is_recorded_shown_first_and_kept_when_it_goes(built_folder: Path) -> None:
    project, before = corrected(built_folder, "with a digital camera")
    assert before.status == "not_reported"
    report = build(project, BuildOptions(jobs=1))
    assert (report.computed, report.warnings) == (0, [])
    ledger = Ledger(built_folder / "content/answers")
    answer = ledger.read("beetles", PEOPLE)["hardware"]
    lines = (built_folder / "content/answers/beetles/people.jsonl").read_bytes()

    page = html.parse(str(built_folder / "build/site/papers/beetles.html")).getroot()
    (shown,) = page.xpath(f"//div[@data-answer='{answer.id}']")
    text = " ".join(shown.text_content().split())
    assert "with a digital camera" in text
    assert "Corrected by Ada Example, 20 Nov 2026; in the paper: Reported" in text
    assert "Answered by Ada Example" in text
    assert "The model disagrees." in text
    assert (built_folder / f"build/site/a/{before.id}/index.html").is_file()
    own = html.parse(str(built_folder / f"build/site/a/{answer.id}/index.html")).getroot()
    assert "Ada Example (reviewers)" in " ".join(own.text_content().split())
    data = json.loads((built_folder / "build/site/data/questions/hardware.json").read_text(encoding="utf-8"))
    (row,) = [a for a in data["papers"] if a["paper"] == "beetles"]
    assert (row["id"], row["band"], [v["model"] for v in row["votes"]]) == (answer.id, "sure", ["quotes"])

    build(Project.find(built_folder), BuildOptions(jobs=1))
    assert (built_folder / "content/answers/beetles/people.jsonl").read_bytes() == lines
    assert build(Project.find(built_folder), BuildOptions.frozen(jobs=1)).warnings == []

    (built_folder / "content/reviews/beetles.yml").unlink()
    build(Project.find(built_folder), BuildOptions(jobs=1))
    assert not ledger.read("beetles", PEOPLE)
    assert answer.id in [entry.answer.id for entry in ledger.history("beetles")]
    gone = (built_folder / f"build/site/a/{answer.id}/index.html").read_text(encoding="utf-8")
    assert "Withdrawn." in gone


def test_a_correction_that_is_wrong_or_not_recorded_yet_is_told(built_folder: Path) -> None:
    project, _ = corrected(built_folder, "on a GPU of the institute")
    report = build(project, BuildOptions(jobs=1))
    assert report.warnings == [
        "reviews/beetles.yml: hardware: the paper does not say 'on a GPU of the institute'; copy its exact "
        "words, best as whole sentences"
    ]
    assert not Ledger(built_folder / "content/answers").read("beetles", PEOPLE)
    project, _ = corrected(built_folder, "with a digital camera")
    told = build(project, BuildOptions.publishing()).warnings
    assert told == ["1 correction by people not recorded yet; run `answerbook build`"]
