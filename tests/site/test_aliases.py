"""A question that took over from others: their answers, links and reviews lead to it."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from generator.core import Answer, AnswerSentence, Review, SupersededAnswer
from generator.site import Collection
from generator.site.content.answer_changes import latest_changes
from generator.site.content.page_links import Links, paper_page
from generator.site.content.versions import versions
from generator.site.views.review_view import lapsed_reviews
from tests.site.small_collection import SET, build, small_collection

BIRDS = "hedgerow-birds"
SAID = (AnswerSentence("https://example.org/lab/hedgerow-birds", "supported"),)
OLD = Answer(BIRDS, "code-address", "quotes", "reported", sentences=SAID, provenance={"made": "2026-01-02"})
STRAY = dataclasses.replace(OLD, question="code-colour")
REVIEW = Review(BIRDS, "code-address", OLD.id, "confirmed", "Ada Example", date(2026, 2, 3))


def merged() -> Collection:
    """Return the small collection with one question merged into another, its answer in the ledger."""
    collection = small_collection()
    asked = tuple(
        dataclasses.replace(q, aliases=("code-address", "cq10")) if q.id == "code-link" else q
        for q in SET.questions
    )
    return dataclasses.replace(
        collection,
        question_sets=(dataclasses.replace(SET, questions=asked),),
        history=(SupersededAnswer(OLD, ""), SupersededAnswer(STRAY, "")),
        reviews=(REVIEW,),
    )


def test_an_answer_under_an_old_name_gave_way_to_that_of_the_new_one() -> None:
    collection = merged()
    today = next(a for a in collection.answers_to(BIRDS, "code-link") if a.model == "quotes")
    found = {v.id: v for paper, of_paper in versions(collection) if paper.id == BIRDS for v in of_paper}
    assert (found[OLD.id].state, found[OLD.id].successor) == ("superseded", today.id)
    # A name that no question bears leads nowhere.
    assert (found[STRAY.id].state, found[STRAY.id].successor) == ("withdrawn", "")
    kinds = {c.kind for c in latest_changes(collection, 50) if c.answer.id == OLD.id}
    assert "withdrawn" not in kinds


def test_reviews_of_answers_under_an_old_name_have_lapsed_under_the_new_one() -> None:
    (lapsed,) = lapsed_reviews(merged(), BIRDS, "code-link", Links(paper_page(BIRDS)))
    assert lapsed.href.endswith(f"a/{OLD.id}/index.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(merged(), tmp_path_factory.mktemp("merged"))


def test_links_from_before_lead_to_the_answer_of_today(site: Path) -> None:
    page = lxml.html.parse(str(site / f"papers/{BIRDS}.html")).getroot()
    assert page.xpath("//*[@id='cq10']") == []  # a number of another source was never an address
    (old,) = page.xpath("//*[@id='code-address']")
    assert "What is the link to the code?" in " ".join(old.getparent().text_content().split())
    own = lxml.html.parse(str(site / f"a/{OLD.id}/index.html")).getroot()
    assert "An earlier version." in own.text_content()
    assert own.xpath("//p[@class='crumbs']/a/@href") == ["../../questions/code-link.html"]
    assert "Confirmed" in own.text_content()
