"""Views that can be linked: what is chosen stands in the address, and Back returns to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.core import Paper
from generator.site.content import question_paging
from generator.site.content.collection import Collection
from generator.site.views import matrix, script_data
from generator.site.views import paper_lists as listing
from tests.benchmarks.synthetic import synthetic
from tests.browser.conftest import Open
from tests.browser.opening import served
from tests.site.small_collection import build

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAPERS = 70
ROWS = ".ab-matrix tbody tr:visible"
VENUES = ("Annals of Moths", "Bird Letters")
TAGS = ("birds", "moths", "sound")


def described() -> Collection:
    """Return a collection with few venues, with tags, and with answers of every certainty."""

    def filed(number: int, paper: Paper) -> Paper:
        return replace(
            paper,
            metadata=replace(paper.metadata, venue=VENUES[number % 2], tags=(TAGS[number % 3], "all")),
        )

    made = synthetic(PAPERS, contexts=1)
    sure = (0.99, 0.99, 0.8, 0.4)
    return replace(
        made,
        papers=tuple(filed(n, p) for n, p in enumerate(made.papers)),
        answers=tuple(replace(a, probability=sure[n % 4]) for n, a in enumerate(made.answers)),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site, in which lists are cut into parts and the matrix comes in two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matrix, "MAX_ROWS", 20)
        patch.setattr(script_data, "PAPERS_PER_PART", 50)
        patch.setattr("generator.site.pages.rendering.PAPERS_PER_PART", 50)
        patch.setattr(listing, "PAGE_SIZE", 40)
        patch.setattr(question_paging, "PAGE_SIZE", 60)
        return build(described(), tmp_path_factory.mktemp("views"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


def said(page: Page) -> dict[str, str]:
    """Return what the address says."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def names(page: Page) -> list[str]:
    return page.locator(f"{ROWS} th a:not(.ab-pick)").all_inner_texts()


def ready(page: Page) -> None:
    expect(page.locator(".ab-board.ab-live")).to_be_visible()
    expect(page.locator(ROWS).first).to_be_visible()


def test_all_that_is_chosen_on_the_matrix_is_in_the_address_and_comes_back_from_it(visit: Open) -> None:
    page = visit()
    ready(page)
    expect(page.locator(".ab-view")).to_be_hidden()
    page.get_by_label("Venue").select_option("Bird Letters")
    page.get_by_label("Tag").select_option("moths")
    page.get_by_label("Certainty").select_option("likely")
    page.get_by_label("From year").select_option("2011")
    page.get_by_role("button", name=re.compile("^Reported")).click()
    page.get_by_role("button", name="Training", exact=True).click()
    page.locator("th[data-key=year] button").click()
    expect(page.locator(".ab-by-status [data-status=reported] button")).to_have_attribute(
        "aria-pressed", "true"
    )
    wanted = {
        "venue": "Bird Letters",
        "tag": "moths",
        "sure": "likely",
        "from": "2011",
        "status": "reported",
        "group": "Training",
        "sort": "-year",
    }
    page.wait_for_function("new URLSearchParams(location.search).get('sort')")
    assert said(page) == wanted
    shown = names(page)
    assert 0 < len(shown) < PAPERS
    count = page.locator(".ab-matrix-count").inner_text()

    again = visit(urlsplit(page.url).path.lstrip("/") + "?" + urlsplit(page.url).query)
    ready(again)
    expect(again.locator(".ab-matrix-count")).to_have_text(count)
    assert names(again) == shown
    assert said(again) == wanted
    expect(again.get_by_label("Venue")).to_have_value("Bird Letters")
    expect(again.get_by_role("button", name="Training", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(again.locator("th[data-key=year]")).to_have_attribute("aria-sort", "descending")
    again.get_by_role("button", name="Clear filters").click()
    expect(again.locator(".ab-matrix-count")).to_have_text("")
    assert set(said(again)) == {"group", "sort"}


def test_the_link_to_a_view_can_be_copied(visit: Open) -> None:
    page = visit("?tag=moths")
    ready(page)
    page.get_by_role("link", name="Copy link to this view").click()
    expect(page.locator(".ab-view")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_certainty_and_status_are_asked_of_the_same_cell(visit: Open) -> None:
    page = visit("?sure=unsure&status=partly-reported")
    ready(page)
    shown = page.locator(ROWS)
    both = page.locator(f"{ROWS}:has(td.ab-partly-reported.ab-band-unsure)")
    assert shown.count() == both.count() > 0
    dim = page.locator(f"{ROWS} td.ab-partly-reported.ab-band-sure a").first
    assert dim.evaluate("e => getComputedStyle(e).opacity") == "0.22"


def test_back_returns_to_the_view_and_to_the_place(visit: Open) -> None:
    page = visit("?tag=birds&page=1", width=700)
    ready(page)
    page.get_by_label("Filter papers").evaluate("e => e.blur()")
    page.evaluate("document.querySelector('.ab-matrix-box').scrollTo(150, 300); scrollTo(0, 240)")
    page.wait_for_function("document.querySelector('.ab-matrix-box').scrollTop === 300 && scrollY === 240")
    page.evaluate("document.querySelector('.ab-matrix tbody td a').click()")
    page.wait_for_url("**/papers/**")
    page.go_back()
    ready(page)
    assert said(page) == {"tag": "birds"}
    page.wait_for_function("scrollY === 240")
    page.wait_for_function("document.querySelector('.ab-matrix-box').scrollTop === 300")
    assert page.evaluate("document.querySelector('.ab-matrix-box').scrollLeft") == 150


def test_a_page_of_the_matrix_has_an_address(visit: Open) -> None:
    page = visit()
    ready(page)
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".ab-pager")).to_contain_text(f"Papers 51 to {PAPERS} of {PAPERS}")
    assert said(page) == {"page": "2"}
    again = visit("?page=2")
    expect(again.locator(".ab-pager")).to_contain_text(f"Papers 51 to {PAPERS} of {PAPERS}")
    assert names(again) == names(page)


def test_the_rest_of_the_rows_is_loaded_when_it_is_asked_for(visit: Open) -> None:
    page = visit()
    ready(page)

    def loaded() -> list[str]:
        entries = "performance.getEntriesByType('resource').map(e => e.name)"
        return re.findall(r"rows-\d+", " ".join(page.evaluate(entries)))

    expect(page.locator(".ab-by-status [data-status=reported] .ab-number")).not_to_be_empty()
    before = page.locator(".ab-by-status .ab-number").all_inner_texts()
    assert loaded() == ["rows-0"]
    page.locator("th[data-key=name] button").click()
    expect(page.locator("th[data-key=name]")).to_have_attribute("aria-sort", "ascending")
    page.wait_for_function("window.answerbookRows[1]")
    page.wait_for_function("document.querySelector('.ab-pager').textContent.includes('of 70')")
    assert loaded() == ["rows-0", "rows-1"]
    page.get_by_label("Filter papers").fill("a")
    page.get_by_label("Filter papers").fill("")
    expect(page.locator(".ab-matrix-count")).to_have_text("")
    assert page.locator(".ab-by-status .ab-number").all_inner_texts() == before


@pytest.mark.parametrize("path", ["papers/index.html", "questions/optimizer.html"])
def test_a_list_keeps_its_filters_in_the_address_and_hands_them_to_its_next_part(
    visit: Open, path: str
) -> None:
    page = visit(path)
    expect(page.locator(".ab-sortable.ab-live")).to_be_visible()
    page.get_by_label("Venue").select_option("Bird Letters")
    page.get_by_label("Tag").select_option("sound")
    expect(page.locator(".ab-matrix-count")).to_have_text(re.compile(r"^\d+ of \d+ papers$"))
    page.wait_for_function("new URLSearchParams(location.search).get('tag')")
    assert said(page) == {"venue": "Bird Letters", "tag": "sound"}
    shown = page.locator(".ab-sortable li[data-year]:visible")
    count = shown.count()
    again = visit(f"{path}?{urlsplit(page.url).query}")
    expect(again.locator(".ab-sortable li[data-year]:visible")).to_have_count(count)
    again.locator(".ab-turns a").first.click()
    again.wait_for_url(re.compile(r"/2\.html"))
    assert said(again) == {"venue": "Bird Letters", "tag": "sound"}


def test_the_order_of_the_list_of_papers_has_an_address(visit: Open) -> None:
    page = visit("papers/index.html?sort=told")
    expect(page.get_by_role("button", name="completeness")).to_have_attribute("aria-pressed", "true")
    told = page.locator(".ab-papers > li").evaluate_all("all => all.map(e => Number(e.dataset.told))")
    assert told == sorted(told, reverse=True)


def test_further_answers_are_shown_below_with_links_that_lead_where_they_should(visit: Open) -> None:
    page = visit("questions/optimizer.html")
    rows = page.locator(".ab-sortable li[data-year]")
    before = rows.count()
    page.get_by_role("button", name="Show more").click()
    page.wait_for_function(f"document.querySelectorAll('.ab-sortable li[data-year]').length > {before}")
    last = rows.last.locator("a").first
    expect(last).to_have_attribute("href", re.compile(r"/papers/[^/]+\.html#optimizer$"))
    assert len(set(rows.evaluate_all("all => all.map(e => e.id)"))) == rows.count()


def test_without_scripts_the_parts_of_a_list_are_pages(visit: Open) -> None:
    page = visit("questions/optimizer.html", script=False)
    page.locator(".ab-turns").first.get_by_role("link", name="2").click()
    expect(page).to_have_url(re.compile(r"questions/optimizer/2\.html$"))
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)


def test_views_work_from_a_disk(chromium: Browser, folder: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto((folder / "index.html").as_uri() + "?tag=moths")
    ready(page)
    expect(page.locator(".ab-matrix-count")).to_have_text(re.compile(rf"^\d+ of {PAPERS} papers$"))
    page.get_by_label("Venue").select_option("Bird Letters")
    page.wait_for_function("new URLSearchParams(location.search).get('venue')")
    assert said(page) == {"tag": "moths", "venue": "Bird Letters"}
    page.goto((folder / "questions/optimizer.html").as_uri())
    expect(page.locator(".ab-sortable.ab-live")).to_be_visible()
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)
    context.close()
    assert complaints == []
