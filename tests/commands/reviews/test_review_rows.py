"""What reviewers fill in: each fault a sentence with its line, and the ways in which people write."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.commands.reviews.exporting import answer_rows, review_cells
from generator.commands.reviews.review_rows import ReviewableAnswers, reviews_of_rows
from generator.commands.reviews.sheet import NEEDED, SheetRow, read_sheet, sheet
from generator.core import Question, Review
from generator.core.review import VERDICTS, Verdict
from generator.errors import InvalidFile
from tests.conftest import paper_of
from tests.evaluation.cases import made

TOLD = made("beetles", "seeds", "quotes", "reported", said=["The seed was 7."])
WAS = made("beetles", "seeds", "quotes", "not_reported")
KNOWN = {"beetles": ReviewableAnswers({TOLD.id: TOLD}, {WAS.id: WAS}), "trees": ReviewableAnswers()}
FILLED = {
    "paper": "beetles",
    "question": "seeds",
    "answer_id": TOLD.id,
    "verdict": "confirmed",
    "name": "Ada",
    "date": "2026-11-23",
}


def line(number: int = 2, **cells: str) -> SheetRow:
    return SheetRow(number, {**dict.fromkeys(NEEDED, ""), **FILLED, **cells})


def reviews(*lines: SheetRow) -> tuple[Review, ...]:
    found, _ = reviews_of_rows(lines, "r.csv", KNOWN, KNOWN.__getitem__)
    return tuple(review for _, review in found)


CONFIRMED = Review("beetles", "seeds", TOLD.id, "confirmed", "Ada", datetime.date(2026, 11, 23))


@pytest.mark.parametrize(
    ("cells", "changes"),
    [
        ({}, {}),
        ({"verdict": "Confirmed", "note": "p. 3"}, {"note": "p. 3"}),
        ({"status_held": "reported"}, {}),  # what the answer says itself
        ({"answer_id": WAS.id}, {"answer": WAS.id}),  # an answer that gave way
        ({"verdict": "disputed"}, {"verdict": "disputed"}),
        (
            {"verdict": "corrected", "status_held": "Partly reported", "text": "One seed."},
            {"verdict": "corrected", "status": "partly_reported", "text": "One seed."},
        ),
        (
            {"verdict": "corrected", "status_held": "reported", "quotes": "The seed was 7. || It was one."},
            {"verdict": "corrected", "status": "reported", "quotes": ("The seed was 7.", "It was one.")},
        ),
        (
            {"verdict": "CORRECTED", "status_held": "not-reported"},
            {"verdict": "corrected", "status": "not_reported"},
        ),
        (
            {"verdict": "corrected", "status_held": "Does not apply"},
            {"verdict": "corrected", "status": "not_applicable"},
        ),
    ],
)
def test_a_row_becomes_a_review(cells: dict[str, str], changes: dict[str, object]) -> None:
    assert reviews(line(**cells)) == (dataclasses.replace(CONFIRMED, **changes),)  # type: ignore[arg-type]


def test_rows_with_a_name_and_a_date_alone_say_nothing() -> None:
    rows = [line(verdict=""), line(3, verdict="", name="", date=""), line(4)]
    found, silent = reviews_of_rows(rows, "r.csv", KNOWN, KNOWN.__getitem__)
    assert (found, silent) == (((4, CONFIRMED),), 2)


def test_the_same_row_twice_is_one_review() -> None:
    assert reviews(line(), line(3)) == (CONFIRMED,)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"paper": "beetle"}, "paper: no answers about 'beetle'; did you mean 'beetles'?"),
        ({"paper": "../beetles"}, "paper: no answers about '../beetles';"),
        ({"paper": ""}, "paper: empty; copy it from a new export"),
        (
            {"answer_id": "1.23457E+15"},
            "answer_id: '1.23457E+15' is not the id of an answer; copy it from a new export",
        ),
        ({"answer_id": "f" * 16}, f"answer_id: no answer about beetles has ever had the id {'f' * 16};"),
        ({"paper": "trees"}, f"answer_id: no answer about trees has ever had the id {TOLD.id};"),
        ({"question": "hardware"}, f"question: the answer {TOLD.id} belongs to seeds, not to hardware;"),
        ({"verdict": "agree"}, "verdict: 'agree' is not a verdict; write confirmed, corrected or disputed"),
        ({"verdict": "", "note": "p. 3"}, "verdict: empty; write confirmed, corrected or disputed"),
        ({"name": ""}, "name: empty; write who reviewed the answer"),
        ({"date": ""}, "date: empty; write it like 2026-11-23"),
        ({"date": "23.11.2026"}, "date: '23.11.2026' is not a date; write it like 2026-11-23"),
        ({"date": "2026-13-01"}, "date: '2026-13-01' is not a date;"),
        ({"date": "20261123"}, "date: '20261123' is not a date;"),
        ({"status_held": "failed"}, "status_held: 'failed' is no status; write one of reported,"),
        ({"status_held": "not_reported"}, "status_held: not the status of the answer;"),
        ({"text": "One."}, "text: only for corrections; move it to note, or write the verdict corrected"),
        ({"verdict": "disputed", "text": "One."}, "text: only for corrections;"),
        ({"verdict": "corrected"}, "status_held: empty, but a correction needs the right status;"),
        ({"quotes": "The seed was 7."}, "quotes: only for corrections; clear the cell, or write the verdict"),
        (
            {"verdict": "corrected", "status_held": "not_reported", "quotes": "The seed was 7."},
            "quotes: not allowed with status_held not_reported",
        ),
        (
            {"verdict": "corrected", "status_held": "reported"},
            "text: empty, but a correction needs the right answer;",
        ),
    ],
)
def test_a_fault_is_a_sentence_with_its_line(cells: dict[str, str], fault: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        reviews(line(), line(7, name="Ben", **cells) if "name" not in cells else line(7, **cells))
    (found,) = caught.value.problems
    assert str(found).startswith(f"r.csv:7: {fault}")


def test_all_faults_of_all_rows_come_at_once() -> None:
    with pytest.raises(InvalidFile) as caught:
        reviews(line(verdict="x", date="x", name=""), line(5), line(6, verdict="disputed"))
    assert [p.line for p in caught.value.problems] == [2, 2, 2, 6]
    assert caught.value.problems[-1].message.startswith("Ada has already reviewed this answer on line 5")


WORDS = st.text(st.characters(codec="utf-8"), max_size=30).map(lambda t: " ".join(t.split()))


@given(
    st.lists(
        st.tuples(st.sampled_from(VERDICTS), WORDS.filter(bool), st.dates(), WORDS.filter(bool), WORDS),
        max_size=4,
        unique_by=lambda row: row[1],
    ),
    st.sampled_from(",;\t"),
)
def test_any_review_comes_back_from_the_sheet_that_it_went_out_with(
    rows: list[tuple[Verdict, str, datetime.date, str, str]], separator: str
) -> None:
    given_ = tuple(
        dataclasses.replace(
            CONFIRMED,
            verdict=verdict,
            name=name,
            date=day,
            status="partly_reported" if verdict == "corrected" else None,
            text=text if verdict == "corrected" else "",
            note=note,
        )
        for verdict, name, day, text, note in rows
    )
    about = {"paper": "beetles", "question": "seeds", "answer_id": TOLD.id, "answer_text": "=1"}
    data = sheet((about | review_cells(review) for review in given_), separator)
    assert reviews(*read_sheet(data, "r.csv")) == given_


def test_models_that_say_the_same_share_a_row_and_each_further_review_has_its_own() -> None:
    paper = paper_of(("Methods", "The seed was 7."), id="beetles")
    same = dataclasses.replace(TOLD, model="small")
    other = dataclasses.replace(WAS, model="third")
    key = ("beetles", "seeds", TOLD.id)
    ben = dataclasses.replace(CONFIRMED, name="Ben", verdict="disputed")
    made_rows = list(
        answer_rows(
            paper,
            [Question("seeds", "Which seeds?", "Training")],
            [other, TOLD, same],
            ["third", "quotes", "small"],
            {key: [CONFIRMED, ben]},
        )
    )
    assert [(r["models"], r["shown"], r.get("name", "")) for r in made_rows] == [
        ("quotes, small", "yes", "Ada"),
        ("quotes, small", "yes", "Ben"),
        ("third", "no", ""),
    ]
    assert made_rows[0]["quote"] == "The seed was 7."
