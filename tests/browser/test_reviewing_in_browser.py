"""The way from an answer to a review of it, and the page of numbers, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from generator.project.review_files import load_reviews_of
from tests.browser.conftest import Open, Scheme
from tests.browser.opening import served
from tests.site.small_collection import build
from tests.site.test_numbers import answer, with_shares

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

NUMBERS, REVIEWING = "questions/numbers/index.html", "papers/reviewing/index.html"
FORM = f"{REVIEWING}?review={answer().id}&hedgerow-birds&metrics"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(build(with_shares(), tmp_path_factory.mktemp("reviewing"))) as address:
        yield address


def test_a_file_made_on_the_site_is_a_review_of_the_answer_that_it_was_made_for(
    visit: Open, tmp_path: Path
) -> None:
    page = visit(f"papers/hedgerow-birds.html#{answer().question}")
    page.locator(f"[data-answer='{answer().id}']").get_by_role("link", name="Review").click()
    page.get_by_role("link", name="As a file").click()
    which = page.locator(".ab-review-which")
    expect(which.get_by_role("link", name="Marchetti et al. 2020")).to_have_attribute(
        "href", "../hedgerow-birds.html#metrics"
    )
    asked = next(q for q in with_shares().questions if q.id == "metrics")
    expect(which.get_by_role("link", name=asked.text)).to_have_attribute("href", re.compile("metrics"))
    expect(which.get_by_role("link", name="The answer")).to_have_attribute("href", re.compile(answer().id))
    expect(which).not_to_contain_text(answer().id)
    button = page.get_by_role("button", name="Download the file")
    expect(button).to_be_disabled()
    page.get_by_label("Verdict").select_option("corrected")
    page.get_by_label("Your name").fill("Ada “Countess” O'Example: #1")
    expect(page.get_by_role("status").filter(has_text="Copy the words")).to_be_visible()
    page.get_by_label("Correct status").select_option("partly_reported")
    page.get_by_label("Quote copied from the paper").fill('F1 was 0.91: "so"\n and more')
    page.get_by_label("Note").fill("- see p. 8")
    with page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename == f"hedgerow-birds.{answer().id[:8]}.yml"
    file = tmp_path / "sent.yml"
    file.write_bytes(waiting.value.path().read_bytes())
    (found,) = load_reviews_of(file)
    assert (found.paper, found.question, found.answer) == ("hedgerow-birds", "metrics", answer().id)
    assert (found.verdict, found.status) == ("corrected", "partly_reported")
    assert (found.name, found.note) == ("Ada “Countess” O'Example: #1", "- see p. 8")
    assert found.quotes == ('F1 was 0.91: "so" and more',)
    link = page.get_by_role("link", name="Propose it in the repository").get_attribute("href") or ""
    assert urlsplit(link).path == "/lab/answers/new/main/content/reviews"
    assert parse_qs(urlsplit(link).query)["value"] == [file.read_text(encoding="utf-8")]


def test_without_an_answer_there_is_no_form_and_the_list_leads_to_answers(visit: Open) -> None:
    page = visit(f"{REVIEWING}?review=javascript:alert(1)&../x&y")
    expect(page.locator(".ab-waiting a").first).to_be_visible()
    expect(page.locator(".ab-review-form")).to_be_hidden()
    expect(page.get_by_text("Propose it in the repository")).not_to_have_attribute("href", "")


def test_without_scripts_the_links_of_an_answer_propose_a_review_all_the_same(visit: Open) -> None:
    page = visit(f"a/{answer().id}/index.html", script=False)
    links = page.locator("#review a")
    assert [links.nth(n).inner_text() for n in range(3)] == ["Confirm", "Correct", "Dispute"]
    assert "github.com/lab/answers/new/main/content/reviews?filename=" in (
        links.first.get_attribute("href") or ""
    )
    page.goto(page.url.split("a/")[0] + REVIEWING)
    expect(page.locator(".ab-review-form")).to_be_hidden()
    expect(page.locator(".ab-waiting").first.locator("a")).to_have_count(1)


def test_numbers_are_one_click_from_home_and_the_next_answer_to_review_two(visit: Open) -> None:
    page = visit("index.html")
    page.get_by_role("link", name="Numbers corrected for wrong statuses").click()
    expect(page.locator("h1")).to_contain_text("Numbers")
    page.get_by_role("link", name="1 more drawn answer").click()
    page.locator(".ab-waiting").first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Review this answer")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("path", [NUMBERS, FORM, "questions/random-seeds.html"])
def test_the_pages_fit_the_screen(visit: Open, path: str, width: int) -> None:
    page = visit(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [NUMBERS, FORM, f"a/{answer().id}/index.html"])
def test_axe_finds_nothing(visit: Open, path: str, scheme: Scheme) -> None:
    page = visit(path, scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    if path == FORM:
        page.get_by_label("Verdict").select_option("corrected")
        page.get_by_label("Your name").fill("Ada")
    found = Axe().run(page)
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found.response["violations"]] == []
