""" "Not reported" is never said alone: pages show which passages and sections were searched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from generator.site.answer_pages import write_answer_pages
from tests.site.small_collection import ROOT, build, small_collection

SECTIONS = "Searched: 4 passages in 3 sections"
COLLECTION = small_collection()
NOT_REPORTED = [
    a for a in COLLECTION.answers if (a.paper, a.model, a.status) == ("2401.00010", "quotes", "not_reported")
]


@pytest.fixture(scope="module")
def paper_page(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    folder = tmp_path_factory.mktemp("searched")
    build(COLLECTION, folder)
    return html.parse(str(folder / "site/papers/2401.00010.html")).getroot()


def test_the_collection_has_answers_that_found_nothing() -> None:
    assert {a.question for a in NOT_REPORTED} == {"hardware", "random-seeds", "code-link"}


def test_the_page_of_a_paper_names_the_sections_searched(paper_page: html.HtmlElement) -> None:
    for answer in NOT_REPORTED:
        (found,) = paper_page.xpath(
            "//*[@id=$question]/following::p[contains(@class, 'ab-looked')][1]", question=answer.question
        )
        text = " ".join(found.text_content().split())
        assert text.startswith(SECTIONS)
        for passage in answer.searched:
            assert passage.place.section in text


def test_the_page_of_an_answer_names_the_sections_searched(tmp_path: Path) -> None:
    write_answer_pages(COLLECTION, tmp_path, templates=ROOT / "site_templates" / "answers")
    for answer in NOT_REPORTED:
        page = html.parse(str(tmp_path / "a" / answer.id / "index.html")).getroot()
        (summary,) = page.xpath("//summary[starts-with(normalize-space(), 'Searched:')]")
        assert " ".join(summary.text_content().split()) == SECTIONS
        listed = " ".join(summary.getparent().text_content().split())
        assert all(passage.place.section in listed for passage in answer.searched)


def test_an_answer_that_is_reported_needs_no_such_list(tmp_path: Path) -> None:
    write_answer_pages(COLLECTION, tmp_path, templates=ROOT / "site_templates" / "answers")
    (answer,) = [a for a in COLLECTION.answers if a.question == "annotation" and a.paper == "hedgerow-birds"]
    text = (tmp_path / "a" / answer.id / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"Searched:", text)
