"""The matrix of many papers: its rows come from data, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from generator.site.pages import rendering
from generator.site.views import matrix, script_data
from tests.benchmarks.synthetic import synthetic
from tests.browser.conftest import Open, Scheme
from tests.browser.opening import served
from tests.site.small_collection import build

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAPERS = 52
ROWS = ".ab-matrix tbody tr"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of 52 papers whose matrix counts as long, its rows in two parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matrix, "MAX_ROWS", 20)
        for module in (script_data, rendering):
            patch.setattr(module, "PAPERS_PER_PART", 50)
        return build(synthetic(PAPERS, models=2, contexts=1), tmp_path_factory.mktemp("long"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


def test_rows_come_a_page_at_a_time_with_links_to_the_answers(visit: Open) -> None:
    page = visit()
    expect(page.locator(ROWS)).to_have_count(50)
    first = page.locator(ROWS).first
    assert first.locator("td a").count() == 28
    expect(first.locator("th a:not(.ab-pick)")).to_have_attribute("href", "papers/10.1000-made-up.00000.html")
    expect(page.get_by_role("button", name="Previous")).to_be_disabled()
    page.get_by_role("button", name="Next").click()
    expect(page.locator(ROWS)).to_have_count(PAPERS - 50)
    expect(page.locator(".ab-board")).to_contain_text(f"Papers 51 to {PAPERS} of {PAPERS}")
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    link = page.locator(f"{ROWS} td a").first
    href = link.get_attribute("href") or ""
    link.click()
    expect(page).to_have_url(re.compile(re.escape(href)))
    expect(page.locator(f"h3[id='{href.split('#')[1]}']")).to_be_in_viewport()


def test_the_first_view_loads_the_first_part_of_the_rows_and_the_next_page_its_own(visit: Open) -> None:
    def parts() -> list[str]:
        names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        return [name.rpartition("/")[2] for name in names if "/matrix/rows-" in name]

    page = visit()
    expect(page.locator(ROWS)).to_have_count(50)
    assert parts() == ["rows-0.js"]
    page.get_by_role("button", name="Next").click()
    expect(page.locator(ROWS)).to_have_count(PAPERS - 50)
    assert parts() == ["rows-0.js", "rows-1.js"]
    page.reload()  # the address holds the page
    expect(page.locator(".ab-board")).to_contain_text(f"Papers 51 to {PAPERS} of {PAPERS}")
    page.fill(".ab-by-text", "no paper is called this")
    expect(page.locator(ROWS)).to_have_text(["No paper matches."])
    expect(page.locator(".ab-pager")).to_be_hidden()


def test_nothing_moves_while_the_matrix_is_made(visit: Open) -> None:
    page = visit()
    expect(page.locator(ROWS)).to_have_count(50)
    moved = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
                .observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(sum), 500);
        })"""
    )
    assert moved < 0.02


def test_filters_look_at_all_pages(visit: Open) -> None:
    page = visit()
    expect(page.locator(ROWS)).to_have_count(50)
    number = page.locator(".ab-by-status [data-status=missing] .ab-number")
    total = int(number.inner_text())
    page.get_by_role("button", name="Not asked").click()
    assert total > 0
    expect(page.locator(f"{ROWS} td.ab-missing")).to_have_count(total)
    expect(page.locator(".ab-board [role=status].ab-matrix-count")).to_have_text(
        re.compile(rf"^\d+ of {PAPERS} papers$")
    )
    page.get_by_role("button", name="Clear filters").click()
    page.fill(".ab-by-text", page.locator(f"{ROWS} th").nth(30).inner_text())
    expect(page.locator(ROWS)).to_have_count(1)


def test_a_group_shows_its_questions_only(visit: Open) -> None:
    page = visit()
    expect(page.locator(ROWS)).to_have_count(50)
    page.get_by_role("button", name="Availability").click()
    expect(page.locator(ROWS).first.locator("td a")).to_have_count(3)
    expect(page.locator(".ab-columns th[data-id]:visible")).to_have_count(3)
    expect(page.locator(".ab-groups th:visible")).to_have_text("Availability")


def test_sorting_looks_at_all_pages(visit: Open) -> None:
    page = visit()
    expect(page.locator(ROWS)).to_have_count(50)
    page.locator("th[data-key=told] button").click()
    expect(page.locator("th[data-key=told]")).to_have_attribute("aria-sort", "descending")
    told = [int(t) for t in page.locator(f"{ROWS} td.ab-count").all_inner_texts()]
    assert told == sorted(told, reverse=True)
    page.locator("th[data-key=told] button").click()
    expect(page.locator("th[data-key=told]")).to_have_attribute("aria-sort", "ascending")
    least = [int(t) for t in page.locator(f"{ROWS} td.ab-count").all_inner_texts()]
    assert least == sorted(least)
    assert least[0] <= told[-1]


def test_the_keyboard_and_the_card_work_as_in_a_short_one(visit: Open) -> None:
    page = visit()
    expect(page.locator(ROWS)).to_have_count(50)
    assert page.locator(f"{ROWS} a[tabindex='0']").count() == 1
    page.locator(f"{ROWS} th a").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("href", re.compile(r"00001\.html#data-collection$"))
    card = page.get_by_role("tooltip")
    expect(card).to_contain_text("Data collection")
    paper = page.locator(f"{ROWS}:nth-child(2) th a:not(.ab-pick)").inner_text()
    expect(card).to_contain_text(paper)
    expect(card.locator(".ab-card-words")).not_to_be_empty()


def test_without_scripts_the_list_leads_to_every_paper(visit: Open) -> None:
    page = visit(script=False)
    expect(page.locator(".ab-matrix-box")).to_be_hidden()
    page.get_by_role("link", name="All 52 papers as a list").click()
    expect(page.locator(".ab-papers li a")).to_have_count(PAPERS)


def test_it_works_opened_from_a_disk(chromium: Browser, folder: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto((folder / "index.html").as_uri())
    expect(page.locator(ROWS)).to_have_count(50)
    page.locator(f"{ROWS} td.ab-reported a").first.hover()
    expect(page.get_by_role("tooltip").locator(".ab-card-words")).not_to_be_empty()
    context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_no_accessibility_rule_is_broken(visit: Open, width: int, scheme: Scheme) -> None:
    page = visit(width=width, scheme=scheme)
    expect(page.locator(ROWS)).to_have_count(50)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
