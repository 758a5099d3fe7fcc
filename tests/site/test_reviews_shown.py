"""What people say of answers: beside the answer, never in its place, and lapsed once that has changed."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import html
from referencing import Registry, Resource

from generator.core import Answer, Review
from generator.site import Collection
from generator.site.answer_pages import write_answer_pages
from generator.site.content.page_links import Links
from generator.site.exports.data_files import write_exports
from generator.site.exports.json_schema import SCHEMA
from generator.site.pages.page_keys import paper_key
from generator.site.views.review_view import lapsed_reviews, mark_of
from generator.site.views.script_data import REVIEWED, ROWS_PART, data_scripts
from tests.site.small_collection import ROOT, SMALL, build, small_collection

BASE = small_collection()
_KNOWN = Registry().with_resource("urn:answers", Resource.from_contents(SCHEMA))
REVIEW_LINE = Draft202012Validator({"$ref": "urn:answers#/$defs/review"}, registry=_KNOWN)


def one(question: str, model: str = "quotes", paper: str = "hedgerow-birds") -> Answer:
    return next(a for a in BASE.answers if (a.paper, a.question, a.model) == (paper, question, model))


def review(answer: Answer, name: str = "Ada Example", /, **changes: Any) -> Review:
    made = Review(answer.paper, answer.question, answer.id, "confirmed", name, date(2026, 11, 20))
    return dataclasses.replace(made, **changes)


CONFIRMED = review(one("metrics"))
CORRECTED = review(
    one("random-seeds"),
    "Ben Sample",
    verdict="corrected",
    status="not_reported",
    text="",
    note="Only of the split.",
)
WORDED = review(
    one("hardware"),
    verdict="corrected",
    status="partly_reported",
    text="One GPU; the processor is not told.",
)
DISPUTED = review(one("code-link"), verdict="disputed")
AGREED = review(one("annotation"))
SPLIT = review(one("annotation"), "Ben Sample", verdict="disputed", status="partly_reported")
LAPSED = review(BASE.history[0].answer, note="Of the answer before.")
UNKNOWN = review(one("optimizer", SMALL.name), "Cleo", answer="f" * 16)
OTHER = review(one("random-seeds", SMALL.name), "Cleo", verdict="disputed")
SECRET = review(one("metrics", paper="secret"), "Zoe Secret", note="hush")
REVIEWS = (CONFIRMED, CORRECTED, WORDED, DISPUTED, AGREED, SPLIT, LAPSED, UNKNOWN, OTHER, SECRET)


def with_reviews(*reviews: Review, **changes: Any) -> Collection:
    return small_collection(reviews=reviews or REVIEWS, **changes)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(with_reviews(), tmp_path_factory.mktemp("reviewed"))


def parsed(site: Path, path: str) -> Any:
    return html.document_fromstring((site / path).read_bytes())


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def item(site: Path, answer: Answer) -> Any:
    tree = parsed(site, f"papers/{answer.paper}.html")
    (found,) = tree.xpath(f"//div[@data-answer='{answer.id}']")
    return found


def asides(site: Path, answer: Answer) -> list[str]:
    return [words(a) for a in item(site, answer).xpath(".//aside[contains(@class, 'ab-reviews')]")]


def test_a_verdict_stands_beside_the_answer_with_name_and_date(site: Path) -> None:
    assert asides(site, one("metrics")) == ["Ada Example, 20 Nov 2026"]
    assert asides(site, one("code-link")) == ["Disputed by Ada Example, 20 Nov 2026"]
    assert asides(site, one("random-seeds")) == [
        "Corrected by Ben Sample, 20 Nov 2026; in the paper: Not reported. Note: Only of the split."
    ]


def test_a_confirmed_answer_takes_no_more_room_than_another_and_a_disputed_one_says_so(site: Path) -> None:
    def folded(answer: Answer) -> list[str]:
        (fold,) = item(site, answer).xpath(".//details[contains(@class, 'ab-origin')]")
        return [words(fold.find("summary")), *map(words, fold.xpath("./aside"))]

    assert folded(one("metrics")) == ["Confirmed by Ada Example", "Ada Example, 20 Nov 2026"]
    for question in ("code-link", "random-seeds", "annotation"):
        assert folded(one(question)) == ["Answered by quotes"]
        assert item(site, one(question)).xpath("./aside[contains(@class, 'ab-reviews')]")


def test_the_first_page_says_how_many_answers_people_have_checked(site: Path) -> None:
    assert "Reviewers have checked 5 answers against the paper." in words(parsed(site, "index.html"))


def test_a_correction_stands_beside_the_answer_and_not_in_its_place(site: Path) -> None:
    shown = item(site, one("hardware"))
    assert asides(site, one("hardware")) == [
        "Corrected by Ada Example, 20 Nov 2026; in the paper: Partly reported "
        "Correction by Ada Example: One GPU; the processor is not told."
    ]
    assert "one RTX 2080 Ti" in words(shown.xpath(".//ol")[0])
    tree = parsed(site, "papers/hedgerow-birds.html")
    assert "Reported" in words(tree.xpath("//h3[@id='hardware']")[0])


@pytest.mark.parametrize(("question", "first"), [("hardware", True), ("code-link", True), ("metrics", False)])
def test_who_corrects_or_disputes_is_heard_before_the_answer(site: Path, question: str, first: bool) -> None:
    page = parsed(site, f"a/{one(question).id}/index.html")
    order = [s.get("class") or s.get("aria-label") for s in page.xpath("//main//section")]
    assert (order.index("reviews") < order.index("Answer")) is first
    quotes = item(site, one(question)).xpath("./ol | ./aside")
    assert [part.tag for part in quotes][:1] == (["aside"] if first else ["ol"])


def test_people_who_disagree_both_stand_there_and_the_page_says_so(site: Path) -> None:
    (shown,) = asides(site, one("annotation"))
    assert shown.startswith("2 reviewers disagree about this answer. Confirmed by Ada Example")
    assert "Disputed by Ben Sample, 20 Nov 2026; in the paper: Partly reported" in shown


def test_a_review_of_an_earlier_answer_has_lapsed_and_leads_to_it(site: Path) -> None:
    now = one("optimizer", SMALL.name)
    (shown,) = asides(site, now)
    assert "Lapsed. Ada Example reviewed an earlier answer (Confirmed, 20 Nov 2026)." in shown
    assert "Lapsed. Cleo reviewed an answer that is not recorded here (Confirmed, 20 Nov 2026)." in shown
    assert "Of the answer before" not in shown
    links = item(site, now).xpath(".//aside[contains(@class, 'ab-reviews-lapsed')]//a/@href")
    assert links == [f"../a/{LAPSED.answer}/index.html"]
    earlier = parsed(site, f"a/{LAPSED.answer}/index.html")
    (stands,) = earlier.xpath("//section[@class='reviews']")
    assert words(stands) == "Confirmed by Ada Example, 20 Nov 2026 Note: Of the answer before."
    assert not parsed(site, f"a/{now.id}/index.html").xpath("//section[@class='reviews']")


def test_a_review_of_another_models_answer_stands_with_that_one(site: Path) -> None:
    shown = item(site, one("random-seeds"))
    assert "Cleo" in words(shown.xpath(".//div[@class='ab-other']")[0])
    own = parsed(site, f"a/{OTHER.answer}/index.html").xpath("//section[@class='reviews']")
    assert words(own[0]) == "Disputed by Cleo, 20 Nov 2026"


def test_an_answers_own_page_shows_a_correction(site: Path) -> None:
    (section,) = parsed(site, f"a/{WORDED.answer}/index.html").xpath("//section[@class='reviews']")
    assert "in the paper: Partly reported" in words(section)
    assert "Correction by Ada Example: One GPU; the processor is not told." in words(section)


def test_home_profile_and_question_pages_tell_reviewed_answers_by_sign_and_words(site: Path) -> None:
    home = parsed(site, "index.html")
    labels = {
        a.get("href").split("#")[1]: (a.get("aria-label"), a.getparent().get("class"))
        for a in home.xpath("//td/a[starts-with(@href, 'papers/hedgerow-birds.html#')]")
    }
    assert labels["metrics"][0] == "Metrics: Reported, sure, reviewed: confirmed by Ada Example"
    assert "ab-people-confirmed" in labels["metrics"][1]
    assert labels["hardware"][0].endswith("reviewed: corrected by Ada Example")
    assert labels["code-link"][0].endswith("reviewed: disputed by Ada Example")
    assert labels["annotation"][0].endswith("reviewed: reviewers disagree: Ada Example and Ben Sample")
    assert "ab-people-split" in labels["annotation"][1]
    assert "(1 of 2 models disagrees), reviewed: corrected" in labels["random-seeds"][0]
    assert "review" not in labels["optimizer"][0]
    assert "Reviewed: confirmed, corrected" in words(home.xpath("//p[contains(@class, 'ab-matrix-note')]")[0])
    profile = parsed(site, "papers/hedgerow-birds.html").xpath(
        "//nav[@class='ab-profile']//a[@href='#metrics']"
    )[0]
    assert "Metrics: Reported, sure, reviewed: confirmed" in words(profile)
    row = parsed(site, "questions/metrics.html").xpath("//li[@id='hedgerow-birds']")[0]
    assert "Reviewed: confirmed by Ada Example" in words(row)


def test_without_reviews_no_page_speaks_of_people_who_checked(tmp_path: Path) -> None:
    plain = build(small_collection(), tmp_path)
    for path in ("index.html", "papers/hedgerow-birds.html", "questions/metrics.html"):
        assert not re.search(r"[Rr]eviewed: |>reviewed<", (plain / path).read_text(encoding="utf-8"))


def test_rows_are_handed_over_with_what_people_say() -> None:
    text = dict(data_scripts(with_reviews()))[f"{ROWS_PART}0.js"]
    rows = json.loads(text.split("=", 2)[-1].removesuffix(";\n"))["papers"]
    assert rows[0][7] == " s  xxcd"
    assert rows[0][8] == " u  uusu"  # what a person confirms is sure, what one finds wrong is not
    assert [len(row) for row in rows] == [9, 6, 5]
    assert set(REVIEWED) == {"confirmed", "corrected", "disputed", "split"}


@pytest.mark.parametrize(
    ("reviews", "sign"),
    [
        ((), None),
        ((AGREED,), "confirmed"),
        ((AGREED, dataclasses.replace(AGREED, name="Cleo")), "confirmed"),
        ((SPLIT,), "disputed"),
        ((SPLIT, dataclasses.replace(SPLIT, name="Cleo", verdict="corrected", text="x")), "corrected"),
        ((SPLIT, dataclasses.replace(SPLIT, name="Cleo", status="not_reported")), "split"),
        ((AGREED, SPLIT), "split"),
        ((LAPSED,), None),
        ((dataclasses.replace(AGREED, question="metrics"),), None),
    ],
)
def test_a_sign_sums_up_the_reviews_of_the_answer_shown(
    reviews: tuple[Review, ...], sign: str | None
) -> None:
    collection = small_collection(reviews=reviews)
    found = mark_of(collection, "hedgerow-birds", "annotation")
    assert (found and found.key) == sign


def test_a_private_papers_reviews_are_nowhere(site: Path) -> None:
    collection = with_reviews()
    assert collection.reviews_of("secret", "metrics") == ()
    assert not lapsed_reviews(collection, "secret", "metrics", Links("x.md"))
    for file in (*site.rglob("*"), *(site.parent / "docs").rglob("*"), *(site.parent / "answers").rglob("*")):
        if file.is_file():
            assert b"Zoe Secret" not in file.read_bytes(), file


def test_reviews_are_part_of_the_data(tmp_path: Path) -> None:
    write_exports(with_reviews(site_url="https://example.org/x/"), tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "data/answers.jsonl").read_text().splitlines()]
    (hardware,) = [r for r in lines if r["id"] == WORDED.answer]
    assert hardware["reviews"] == [
        {
            "verdict": "corrected",
            "name": "Ada Example",
            "date": "2026-11-20",
            "status": "partly_reported",
            "text": "One GPU; the processor is not told.",
            "note": "",
            "quotes": [],
        }
    ]
    assert "One GPU" not in hardware["answer"]
    assert "confirmed by Ada Example, 2026-11-20; disputed by Ben Sample, 2026-11-20" in (
        tmp_path / "data/answers.csv"
    ).read_text(encoding="utf-8")
    reviews = [json.loads(line) for line in (tmp_path / "data/reviews.jsonl").read_text().splitlines()]
    for line in (*lines, *reviews):
        validator = REVIEW_LINE if "standing" in line else Draft202012Validator(SCHEMA)
        validator.validate(line)
    assert len(reviews) == len(REVIEWS) - 1
    stood = {r["answer"]: (r["standing"], r["url"]) for r in reviews}
    assert stood[LAPSED.answer] == ("lapsed", f"https://example.org/x/a/{LAPSED.answer}/")
    assert stood[UNKNOWN.answer] == ("unknown", None)
    assert stood[CONFIRMED.answer][0] == "current"


def test_a_new_review_changes_the_pages_of_its_paper_and_its_answer_only(tmp_path: Path) -> None:
    templates = ROOT / "site_templates" / "answers"
    write_answer_pages(small_collection(), tmp_path, templates=templates)
    report = write_answer_pages(with_reviews(CONFIRMED), tmp_path, templates=templates)
    assert report.written == 1
    versions = {p.id: "v" for p in BASE.public}
    before, after = (small_collection(reviews=r, versions=versions) for r in ((), (CONFIRMED,)))
    keys = [(paper_key(before, p, "c"), paper_key(after, p, "c")) for p in BASE.public]
    assert [one != other for one, other in keys] == [True, False, False]
