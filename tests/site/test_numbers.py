"""Shares and answers that wait for a review, as pages and as data."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from jsonschema import Draft202012Validator
from lxml import html
from referencing import Registry, Resource

from generator.core import Answer, Review
from generator.core.review import VERDICTS
from generator.core.share import Interval, ReportedShare
from generator.project.review_files import load_reviews_of
from generator.site import Collection
from generator.site.content.reviewing import Reviewing, entry
from generator.site.exports.json_schema import SCHEMA
from generator.site.views.home import home_view
from generator.site.views.script_data import all_columns
from generator.site.views.share_estimates import estimate_line, numbers_view
from generator.site.views.waiting import waiting_view
from tests.site.small_collection import SET, build, small_collection

BY_REVIEWS = ReportedShare(
    "random-seeds", "Training", 40, 18, 2, 10, "reviews", Interval(0.5, 0.31, 0.69), more=26
)
BY_RECORD = ReportedShare("hardware", "Training", 40, 20, 0, 0, "record", Interval(0.4, 0.05, 0.9), more=8)
NOTHING = ReportedShare("metrics", "Evaluation", 40, 30, 0, 0, "none", None)
KNOWN = ReportedShare("code-link", "Availability", 3, 1, 0, 3, "reviews", Interval(1 / 3, 1 / 3, 1 / 3))
OF_2020 = dataclasses.replace(BY_REVIEWS, by="year", value="2020", papers=8, reviewed=2)
GROUP = ReportedShare("", "Training", 80, 38, 2, 12, "reviews", Interval(0.45, 0.3, 0.6))
SHARES = (GROUP, BY_REVIEWS, OF_2020, BY_RECORD, NOTHING, KNOWN)
GITHUB = "https://github.com/lab/answers"
_KNOWN = Registry().with_resource("urn:answers", Resource.from_contents(SCHEMA))
LINE = Draft202012Validator({"$ref": "urn:answers#/$defs/share"}, registry=_KNOWN)


def with_shares(**changes: Any) -> Collection:
    due = {"random-seeds": ("hedgerow-birds",)}
    return small_collection(**{"shares": SHARES, "due": due, "repository": GITHUB, **changes})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(with_shares(), tmp_path_factory.mktemp("numbers"))


def parsed(site: Path, path: str) -> Any:
    return html.document_fromstring((site / path).read_bytes()).xpath("//article")[0]


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_each_question_stands_there_with_its_interval_and_what_it_rests_on(site: Path) -> None:
    page = parsed(site, "questions/numbers/index.html")
    items = page.xpath("//ul[@class='ab-plot']/li")
    lines = [" ".join(words(part) for part in item.xpath("./span")) for item in items]
    assert lines == [
        "Random seeds 50 % (31 to 69)",
        "Hardware 40 % (5 to 90)",
        "Metrics 30 of 40 marked as reported",
        "Code link 33 % (all reviewed)",
    ]
    rows = [[words(cell) for cell in row.xpath("./*")] for row in page.xpath("//table")[0].xpath(".//tr")]
    assert rows[1] == ["Random seeds", "40", "18", "2", "50 % (31 to 69 %)", "random sample (n = 10)", "26"]
    assert "All 2 questions together: 45 % (95 % interval: 30 to 60 %) of 80 answers." in words(page)
    assert "is not a random sample" in words(page)
    assert page.xpath("//summary[text()='By year']")


def test_a_drawing_tells_the_same_to_those_who_do_not_see_it(site: Path) -> None:
    page = parsed(site, "questions/numbers/index.html")
    labels = page.xpath("//ul[@class='ab-plot']//svg/@aria-label")
    assert labels[0] == "Random seeds: 50 % (95 % interval: 31 to 69 %); 18 of 40 marked as reported"


def test_methods_that_do_not_occur_are_not_explained(site: Path) -> None:
    named = [words(dt) for dt in parsed(site, "questions/numbers/index.html").xpath("//dl/dt")]
    assert named == ["Random sample", "Earlier measurement", "No estimate"]


def test_the_page_of_a_question_tells_the_estimate_and_how_many_reviews_would_halve_it(site: Path) -> None:
    text = words(parsed(site, "questions/random-seeds.html"))
    assert (
        "Corrected for wrong statuses: 50 % (95 % interval: 31 to 69 %) of 40 papers report it, at least in "
        "part, based on 10 reviews of a random sample. 26 more reviews of answers drawn at random would "
        "halve the interval." in text
    )
    collection = with_shares()
    assert "based on an earlier measurement. 8 reviews of answers" in estimate_line(collection, "hardware")
    assert estimate_line(collection, "code-link") == (
        "All 3 papers were reviewed: 33 % report it, at least in part."
    )
    assert estimate_line(collection, "metrics") == estimate_line(collection, "optimizer") == ""


def test_charts_draw_the_interval_below_a_bar_and_tell_it_in_words(site: Path) -> None:
    (bar,) = parsed(site, "questions/random-seeds.html").xpath(
        ".//*[contains(@class, 'ab-question-glance')]/*[@role]"
    )
    (line,) = bar.xpath("./*[@class = 'ab-bounds']")
    assert (line.get("x1"), line.get("x2")) == ("31.00%", "69.00%")
    assert bar.get("aria-label").endswith("Estimate: 50 % (95 % interval: 31 to 69 %)")
    drawn = parsed(site, "index.html").xpath(".//*[@class = 'ab-bounds']")
    # Of the four questions with a share, one has no estimate, and of one all papers were reviewed.
    assert {(line.get("x1"), line.get("x2")) for line in drawn} == {("31.00%", "69.00%"), ("5.00%", "90.00%")}
    assert "interval" not in words(parsed(site, "questions/metrics.html"))


def test_the_chart_builder_is_handed_the_estimates_in_the_order_of_the_data(site: Path) -> None:
    counts = json.loads((site / "matrix" / "counts.js").read_text().partition("=")[2].rstrip(";\n"))
    asked = [q.id for q in all_columns(with_shares())]
    (whole,) = counts["all"]
    told = {question: found for question, found in zip(asked, whole[3], strict=True) if found}
    assert told == {
        "random-seeds": [500, 310, 690],
        "hardware": [400, 50, 900],
        "code-link": [333, 333, 333],
    }
    of_years = {year: rest for year, _, _, *rest in counts["year"]}
    assert [found for found in of_years["2020"][0] if found] == [[500, 310, 690]]
    assert of_years["2024"] == []


def test_shares_are_a_table_and_lines_of_data_with_the_same_keys(site: Path) -> None:
    with (site / "data/shares.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [json.loads(line) for line in (site / "data/shares.jsonl").read_text("utf-8").splitlines()]
    for line in lines:
        LINE.validate(line)
    assert [list(row) for row in rows] == [list(line) for line in lines]
    assert [(r["question"], r["by"], r["share"], r["lower"], r["upper"], r["method"]) for r in rows[1:5]] == [
        ("random-seeds", "", "0.5", "0.31", "0.69", "reviews"),
        ("random-seeds", "year", "0.5", "0.31", "0.69", "reviews"),
        ("hardware", "", "0.4", "0.05", "0.9", "record"),
        ("metrics", "", "", "", "", "none"),
    ]
    assert lines[1] | {"reviewed": 10, "more": 26, "papers": 40, "called": 18} == lines[1]


def test_without_shares_there_is_no_page_of_them(tmp_path: Path) -> None:
    collection = with_shares(shares=(), due={})
    assert numbers_view(collection) is None
    built = build(collection, tmp_path)
    assert not (built / "questions/numbers").exists()
    assert not (built / "data/shares.csv").exists()
    assert (built / "papers/reviewing/index.html").is_file()


def test_answers_wait_for_a_review_unsure_ones_first() -> None:
    sure = {"metrics": 0.97, "hardware": 0.6, "data-collection": 0.8}
    base = with_shares()
    answers = tuple(
        dataclasses.replace(a, probability=sure.get(a.question)) if a.model == "quotes" else a
        for a in base.answers
    )
    shown = waiting_view(dataclasses.replace(base, answers=answers))
    bands = [row.sureness.words if row.sureness else "" for row in shown.first]
    assert list(dict.fromkeys(bands)) == ["unsure", "", "likely", "sure"]
    assert shown.total == len(shown.first)
    assert [(row.question, row.paper) for row in shown.drawn] == [("Random seeds", "Marchetti et al. 2020")]
    assert all(row.href.endswith("#review") for row in (*shown.drawn, *shown.first))


def test_an_answer_that_somebody_reviewed_waits_no_more() -> None:
    base = with_shares()
    before = waiting_view(base)
    shown = base.answers_to("hedgerow-birds", "metrics")[0]
    given = Review(shown.paper, shown.question, shown.id, "disputed", "Ada", date(2026, 11, 30))
    after = waiting_view(dataclasses.replace(base, reviews=(given,)))
    assert after.total == before.total - 1


def answer() -> Answer:
    return small_collection().answers_to("hedgerow-birds", "metrics")[0]


def proposed(collection: Collection) -> dict[str, str]:
    return {p.words: p.href for p in Reviewing.of(collection).proposals(answer())}


def test_on_github_a_review_is_a_new_file_in_the_folder_of_reviews() -> None:
    found = proposed(with_shares(review_branch="release/2026"))
    assert list(found) == ["Confirm", "Correct", "Dispute"]
    link = urlsplit(found["Confirm"])
    assert (link.netloc, link.path) == ("github.com", "/lab/answers/new/release/2026/content/reviews")
    query = parse_qs(link.query)
    assert query["filename"] == [f"hedgerow-birds.{answer().id[:8]}.yml"]
    assert query["value"] == [entry(answer(), "confirmed")]


@pytest.mark.parametrize("repository", ["https://gitlab.com/lab/answers", "https://codeberg.org/lab/answers"])
def test_elsewhere_it_is_an_issue_that_holds_the_same_lines(repository: str) -> None:
    link = proposed(with_shares(repository=repository))["Dispute"]
    (body,) = (v[0] for k, v in parse_qs(urlsplit(link).query).items() if k in ("body", "issue[description]"))
    assert body == f"```yaml\n{entry(answer(), 'disputed')}```\n"


def test_without_a_place_for_proposals_there_is_still_the_file(tmp_path: Path) -> None:
    collection = with_shares(repository="https://example.org/lab/answers")
    assert proposed(collection) == {}
    built = build(collection, tmp_path)
    page = html.document_fromstring((built / f"a/{answer().id}/index.html").read_bytes())
    assert page.xpath("//section[@id='review']//a/text()") == ["Confirm, correct or dispute"]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_an_entry_is_a_review_once_it_is_filled_in(verdict: Any, tmp_path: Path) -> None:
    text = entry(answer(), verdict).replace("name:", "name: Ada").replace("date:", "date: 2026-11-30")
    file = tmp_path / "any-name.yml"
    file.write_text(text.replace("status:", "status: not_reported"))
    (found,) = load_reviews_of(file)
    assert (found.paper, found.answer, found.verdict) == ("hedgerow-birds", answer().id, verdict)


def test_the_page_of_an_answer_that_stands_has_the_links_and_an_earlier_one_has_not(site: Path) -> None:
    page = html.document_fromstring((site / f"a/{answer().id}/index.html").read_bytes())
    links = page.xpath("//section[@id='review']//a/@href")
    assert len(links) == 4
    assert links[-1] == f"../../papers/reviewing/index.html?review={answer().id}&hedgerow-birds&metrics"
    earlier = small_collection().history[0].answer.id
    former = html.document_fromstring((site / f"a/{earlier}/index.html").read_bytes())
    assert not former.xpath("//section[@id='review']")
    paper = html.document_fromstring((site / "papers/hedgerow-birds.html").read_bytes())
    assert f"../a/{answer().id}/index.html#review" in paper.xpath("//a[text()='Review']/@href")


def test_pages_of_answers_change_with_the_place_where_reviews_are_proposed(tmp_path: Path) -> None:
    def written(branch: str) -> str:
        site = build(with_shares(review_branch=branch), tmp_path)
        return (site / f"a/{answer().id}/index.html").read_text("utf-8")

    assert "/new/main/" in written("main")
    assert "/new/trunk/" in written("trunk")


def linked(confirmed: int) -> Iterator[Review]:
    """Reviews of the answers that are links."""
    base = small_collection()
    told = [a for a in base.answers if a.question == "code-link" and a.status == "reported"]
    for one in told[:confirmed]:
        yield Review(one.paper, one.question, one.id, "confirmed", "Ada", date(2026, 11, 30))


def test_links_that_nobody_confirmed_head_no_chart() -> None:
    kinds = [dataclasses.replace(q, kind="link") if q.id == "code-link" else q for q in SET.questions]
    alone = [q for q in kinds if q.id in ("code-link", "data-split")]
    sets = (dataclasses.replace(SET, questions=tuple(alone)),)
    title = home_view(with_shares(question_sets=sets, due={})).figures[0].title
    assert "Best reported" not in title
    given = tuple(linked(9))
    assert given
    title = home_view(with_shares(question_sets=sets, due={}, reviews=given)).figures[0].title
    assert "Best reported: code link" in title
