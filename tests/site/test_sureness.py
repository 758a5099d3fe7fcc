"""How sure answers are, what does not apply, and parts of questions: on pages, in counts and in the data."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from jsonschema import Draft202012Validator

from generator.core import Answer, Bands, Gate, PartOfQuestion, PartStatus, Review
from generator.core.status import Status
from generator.site import Collection
from generator.site.content.status_styles import tally
from generator.site.exports.data_files import write_exports
from generator.site.exports.json_schema import SCHEMA
from generator.site.views.home import home_view
from generator.site.views.script_data import ROWS_PART, data_scripts
from generator.site.views.sureness import parts_line, percent, sureness_of
from tests.site.small_collection import SET, build, small_collection
from tests.site.test_reviews_shown import review

BIRDS = "hedgerow-birds"
CLOSED = "It is asked where “annotation” is reported; here: not reported."
PARTS = (
    PartOfQuestion("way", "how the data were obtained"),
    PartOfQuestion("place", "where they were obtained"),
)
# Question -> probability; those without are as in ledgers from before.
PROBABILITIES = {"data-collection": 0.97, "hardware": 0.81, "random-seeds": 0.55, "code-link": 0.03}


def banded() -> Collection:
    """Return the small collection with probabilities for one model, parts, and a closed gate."""
    collection = small_collection()
    more: dict[str, dict[str, Any]] = {
        "data-collection": {"parts": PARTS},
        "metrics": {"applies_to": (Gate(tags=("network",)), Gate("annotation", ("reported",)))},
    }
    asked = tuple(dataclasses.replace(q, **more.get(q.id, {})) for q in SET.questions)
    answers = []
    for answer in collection.answers:
        if answer.model == "quotes":
            answer = dataclasses.replace(answer, probability=PROBABILITIES.get(answer.question))
            if (answer.paper, answer.question) == (BIRDS, "data-collection"):
                answer = _partial(answer)
            if (answer.paper, answer.question) == (BIRDS, "metrics"):
                answer = _shut(answer)
        answers.append(answer)
    return dataclasses.replace(
        collection,
        answers=tuple(answers),
        question_sets=(dataclasses.replace(SET, questions=asked),),
        stale={},
    )


def _partial(answer: Answer) -> Answer:
    return dataclasses.replace(
        answer,
        status="partly_reported",
        reason="The passages found answer only part of the question.",
        parts=(PartStatus("way", True, 0.97), PartStatus("place", False, 0.1)),
    )


def _shut(answer: Answer) -> Answer:
    return Answer(answer.paper, answer.question, answer.model, "not_applicable", CLOSED)


def shown(collection: Collection, question: str, paper: str = BIRDS) -> Answer:
    return collection.answers_to(paper, question)[0]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(banded(), tmp_path_factory.mktemp("banded"))


def text_of(site: Path, path: str) -> str:
    return " ".join(lxml.html.parse(str(site / path)).getroot().text_content().split())


def test_counts_rest_on_what_is_sure_and_say_what_they_leave_out() -> None:
    found = tally(["reported", "not_sure", "not_applicable", "not_reported", None, "not_sure"])
    assert (found.answered, found.total, found.asked) == (1, 3, 6)
    assert found.left_out == "Left out of the count: 2 not sure, 1 does not apply (50 % of 6)."
    assert sum(share.width for share in found.shares) == pytest.approx(100, abs=0.1)
    assert [share.width for share in found.shares if share.look.key in ("not_sure", "not_applicable")] == [
        0,
        0,
    ]
    assert tally(["reported", None]).left_out == ""
    assert (tally(["not_sure"]).of_total, found.of_total) == ("–", "1 of 3")


def test_a_paper_s_count_is_that_of_its_sure_answers() -> None:
    collection = banded()
    assert [collection.counted_at(BIRDS, q) for q in ("data-collection", "hardware", "random-seeds")] == [
        "partly_reported",
        "not_sure",
        "not_sure",
    ]
    # Reported with a probability of 3 %: the answer contradicts what was estimated.
    assert collection.band(shown(collection, "code-link")) == "unsure"
    assert collection.counted_at(BIRDS, "metrics") == "not_applicable"
    row = next(r for r in home_view(collection).matrices[0].rows if r.paper.id == BIRDS)
    before = next(r for r in home_view(small_collection()).matrices[0].rows if r.paper.id == BIRDS)
    assert (before.answered, row.answered) == (7, 3)
    assert (row.paper.tally.answered, row.paper.tally.total, row.paper.tally.asked) == (3, 4, 8)


def test_a_question_is_said_to_be_answered_by_no_paper_only_where_that_is_sure() -> None:
    collection = small_collection()
    assert "Data split is answered by no paper" in home_view(collection).figures[0].title
    # Neither is a statement on what the paper reports: it may, after all.
    doubtful = Answer(BIRDS, "data-split", "quotes", "not_reported", probability=0.4)
    more = dataclasses.replace(collection, answers=(*collection.answers, doubtful))
    assert "answered by no paper" not in home_view(more).figures[0].title
    assert re.fullmatch(
        r"Half of the papers answer \d+ or more of \d+ questions, counting sure answers only",
        home_view(more).figures[1].title,
    )
    # Nor is a question of which nothing is sure the one least often answered.
    nothing = tuple(dataclasses.replace(a, probability=0.5) for a in collection.answers)
    asked = (dataclasses.replace(SET, questions=SET.questions[:1]),)
    unsure = dataclasses.replace(
        collection, answers=nothing, question_sets=asked, papers=collection.papers[:2]
    )
    assert home_view(unsure).figures[0].title == "No answer is sure enough to be counted"


@pytest.mark.parametrize(
    ("verdict", "status", "band"),
    [
        ("confirmed", None, "sure"),
        ("corrected", "reported", "sure"),  # the words were corrected, not the status
        ("corrected", "not_reported", "unsure"),
        ("corrected", "not_applicable", "unsure"),
        ("disputed", None, "unsure"),
    ],
)
def test_what_a_person_checked_is_as_sure_as_the_person_finds_it(
    verdict: str, status: Status | None, band: str
) -> None:
    collection = banded()
    answer = shown(collection, "hardware")
    given = review(answer, verdict=verdict, status=status, text="One GPU." if status == "reported" else "")
    reviewed = dataclasses.replace(collection, reviews=(given,))
    assert reviewed.band(answer) == band
    sure = sureness_of(reviewed, answer)
    assert sure is not None
    assert "reviewer" in sure.sentence
    # Of another answer, it says nothing.
    other: Review = dataclasses.replace(given, answer="0" * 16)
    assert dataclasses.replace(collection, reviews=(other,)).band(answer) == "likely"


def test_a_correction_that_leaves_the_status_is_not_told_as_approval() -> None:
    collection = banded()
    found = shown(collection, "hardware")
    given = review(found, verdict="corrected", status=found.status, text="One GPU.")
    sure = sureness_of(dataclasses.replace(collection, reviews=(given,)), found)
    assert sure is not None
    assert f"{sure.label}: {sure.sentence}" == (
        "Sure: a reviewer who corrected this answer found the same status."
    )


def test_a_calibration_may_draw_other_bounds() -> None:
    collection = dataclasses.replace(banded(), bands=Bands(sure=0.8, likely=0.6))
    assert collection.band(shown(collection, "hardware")) == "sure"


@pytest.mark.parametrize(
    ("probability", "words"), [(0.9949, "99 %"), (0.9999, "over 99 %"), (0.0, "under 1 %"), (0.55, "55 %")]
)
def test_no_probability_is_told_as_certainty(probability: float, words: str) -> None:
    assert percent(probability) == words


def test_an_answer_says_which_parts_are_there_and_which_are_missing() -> None:
    collection = banded()
    answer = shown(collection, "data-collection")
    assert parts_line(collection, answer) == (
        "Reported: how the data were obtained. Not reported: where they were obtained."
    )
    both = dataclasses.replace(answer, parts=(PartStatus("way", True), PartStatus("place", True)))
    assert parts_line(collection, both) == "Reported: how the data were obtained; where they were obtained."
    # A part that the question has no more is named as it was.
    gone = dataclasses.replace(answer, parts=(PartStatus("date-of-survey", False),))
    assert parts_line(collection, gone) == "Not reported: date of survey."
    assert parts_line(collection, shown(collection, "hardware")) == ""


def test_pages_tell_the_band_by_sign_and_by_words(site: Path) -> None:
    home = lxml.html.parse(str(site / "index.html")).getroot()
    cells = {
        a.get("href").split("#")[1]: (a.get("aria-label"), a.getparent().get("class"))
        for a in home.xpath(f"//td/a[starts-with(@href, 'papers/{BIRDS}.html#')]")
    }
    assert cells["data-collection"][0] == "Data collection: Partly reported, sure"
    assert cells["hardware"][0].startswith("Hardware: Reported, likely")
    assert "ab-band-likely" in cells["hardware"][1]
    assert "ab-band-unsure" in cells["random-seeds"][1]
    assert cells["metrics"] == ("Metrics: Does not apply", "ab-not-applicable ab-first")
    assert "ab-band" not in cells["annotation"][1]  # no probability, no band
    assert "“Answered” counts sure answers only." in text_of(site, "index.html")
    assert re.search(r"Left out of the count: \d+ not sure, 1 does not apply", text_of(site, "index.html"))
    page = text_of(site, f"papers/{BIRDS}.html")
    assert "3 of 4 questions are answered in this paper" in page
    assert "Likely: the probability that the paper reports this is 81 %." in page
    assert "Reported: how the data were obtained. Not reported: where they were obtained." in page
    assert "answer only part of the question" not in page
    assert CLOSED in page
    assert "unsure" in text_of(site, "questions/random-seeds.html")
    assert "Does not apply" in text_of(site, "questions/metrics.html")
    assert "Asked only in papers tagged network, and where “Annotation” is reported." in text_of(
        site, "questions/metrics.html"
    )
    assert "the main one first: how the data were obtained; where they were obtained." in text_of(
        site, "questions/data-collection.html"
    )


def test_an_answer_s_own_page_tells_its_band_and_parts(site: Path) -> None:
    collection = banded()
    page = text_of(site, f"a/{shown(collection, 'data-collection').id}/index.html")
    assert "Sure: the probability that the paper reports this is 97 %." in page
    assert "Not reported: where they were obtained." in page
    assert "Does not apply" in text_of(site, f"a/{shown(collection, 'metrics').id}/index.html")


def test_the_data_hold_probability_band_and_parts(tmp_path: Path) -> None:
    collection = banded()
    write_exports(collection, tmp_path)
    lines = (tmp_path / "data/answers.jsonl").read_text(encoding="utf-8").splitlines()
    records = {(r["paper"], r["question"], r["model"]): r for r in map(json.loads, lines)}
    for record in records.values():
        Draft202012Validator(SCHEMA).validate(record)
    told = records[BIRDS, "data-collection", "quotes"]
    assert (told["probability"], told["band"]) == (0.97, "sure")
    assert told["parts"][1] == {
        "id": "place",
        "text": "where they were obtained",
        "reported": False,
        "probability": 0.1,
    }
    closed = records[BIRDS, "metrics", "quotes"]
    assert (closed["status"], closed["probability"], closed["band"], closed["parts"]) == (
        "not_applicable",
        None,
        None,
        [],
    )
    rows = list(csv.DictReader(io.StringIO((tmp_path / "data/answers.csv").read_text(encoding="utf-8-sig"))))
    row = next(r for r in rows if (r["paper"], r["question"]) == (BIRDS, "data-collection"))
    assert (row["probability"], row["band"]) == ("0.9700", "sure")
    assert row["parts"] == "way: reported; place: not reported"
    question = json.loads((tmp_path / "data/questions/data-collection.json").read_text(encoding="utf-8"))
    assert question["question"]["parts"] == [{"id": p.id, "text": p.text} for p in PARTS]
    assert {p["paper"]: p["band"] for p in question["papers"]}[BIRDS] == "sure"


def test_rows_are_handed_over_with_bands_and_what_does_not_apply() -> None:
    collection = banded()
    text = dict(data_scripts(collection))[f"{ROWS_PART}0.js"]
    rows = json.loads(text.split("=", 2)[-1].removesuffix(";\n"))["papers"]
    order = [q.id for q in collection.questions]
    codes, _, _, people, bands = rows[0][4:]
    assert codes[order.index("metrics")] == "a"
    assert people == ""
    told = [bands.ljust(len(order))[order.index(q)] for q in (*PROBABILITIES, "annotation")]
    assert "".join(told) == "sluu "
    assert [len(row) for row in rows[2:]] == [5]  # what is empty is left out
