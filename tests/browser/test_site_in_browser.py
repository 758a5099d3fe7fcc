from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Open, Scheme

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGES = (
    "",
    "papers/hedgerow-birds.html",
    "papers/untitled-notes.html",
    "papers/index.html",
    "questions/index.html",
    "questions/random-seeds.html",
    "quality.html",
    "data.html",
    "about.html",
    "guide.html",
)


@pytest.mark.parametrize(
    ("query", "first", "then"),
    [
        ("random seeds", "/questions/random-seeds.html", "/papers/hedgerow-birds.html"),
        ("Adam learning rate", "/papers/hedgerow-birds.html", "/papers/2401.00010.html"),
        ("Marchetti", "/papers/hedgerow-birds.html", None),
        ("10.1000/hedgerow-birds", "/papers/hedgerow-birds.html", None),
        ("moths", "/papers/2401.00010.html", None),
    ],
)
def test_the_search_finds_questions_answers_and_papers(
    visit: Open, query: str, first: str, then: str | None
) -> None:
    page = visit()
    page.locator(".md-search__input").first.click()
    # Pasted, as one does with a DOI: half a word that ends in a hyphen is no query to the theme's search,
    # which says so on the console.
    page.keyboard.insert_text(query)
    page.keyboard.press("End")  # the theme looks at the field when a key is let go, as after Ctrl+V
    found = page.locator(".md-search-result__item > .md-search-result__link, .md-search-result__item > a")
    # The list is made anew at every key: wait until it is the one for the whole query.
    expect(found.first).to_have_attribute("href", re.compile(re.escape(first)))
    if then:
        others = page.locator(f".md-search-result__item a[href*='{then}']")
        expect(others.first).to_be_attached()


def test_a_search_result_names_the_question_with_its_status_and_opens_the_answer(visit: Open) -> None:
    page = visit()
    page.locator(".md-search__input").first.click()
    page.keyboard.type("Adam epochs")
    result = page.locator(".md-search-result__link", has_text="Optimizer — Reported").first
    expect(result).to_be_visible()
    result.click()
    expect(page.locator("h3#optimizer")).to_be_in_viewport()


def test_a_deep_link_opens_at_its_question(visit: Open) -> None:
    page = visit("papers/hedgerow-birds.html#random-seeds")
    expect(page.locator("h3#random-seeds")).to_be_in_viewport()
    expect(page.locator("h3#data-collection")).not_to_be_in_viewport()


def test_a_link_into_a_folded_block_opens_it(visit: Open) -> None:
    page = visit("papers/hedgerow-birds.html#optimizer.e2")
    quote = page.locator("[id='optimizer.e2']")
    expect(quote).to_be_visible()
    expect(quote).to_be_in_viewport()


def test_a_number_after_a_sentence_leads_to_its_quote(visit: Open) -> None:
    page = visit("papers/hedgerow-birds.html")
    page.locator("#optimizer + .ab-item .ab-cites a").click()
    expect(page).to_have_url(re.compile(r"#optimizer\.e1$"))
    expect(page.locator("[id='optimizer.e1']")).to_be_in_viewport()


def test_a_cell_of_the_matrix_is_reached_and_left_by_keyboard(visit: Open) -> None:
    page = visit()
    page.locator(".ab-matrix tbody th a").first.focus()
    page.keyboard.press("ArrowRight")
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("href", "papers/hedgerow-birds.html#data-collection")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_attribute("href", "papers/2401.00010.html#annotation")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("h3#data-collection")).to_be_in_viewport()


def test_the_matrix_comes_within_a_few_tabs_of_the_page_content(visit: Open) -> None:
    page = visit()
    page.locator("article h1").click()
    for _ in range(22):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.ab-scroll')"):
            return
    pytest.fail("the matrix was not reached")


def test_tables_that_scroll_on_a_phone_are_reached_by_the_keyboard(visit: Open) -> None:
    page = visit("guide.html", width=375)
    page.wait_for_load_state("load")
    boxes = page.locator(".md-typeset__scrollwrap")
    scrolling = [box for box in boxes.all() if box.evaluate("b => b.scrollWidth > b.clientWidth")]
    assert scrolling
    for box in scrolling:
        expect(box).to_have_attribute("tabindex", "0")
    assert Axe().run(page).violations_count == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_accessibility_rule_is_broken(visit: Open, path: str, scheme: Scheme) -> None:
    page = visit(path, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("width", [375, 768, 1440])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(visit: Open, path: str, width: int) -> None:
    page = visit(path, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_matrix_scrolls_in_its_own_box_and_keeps_its_papers_in_sight(visit: Open) -> None:
    page = visit(width=375)
    page.get_by_role("button", name="All 8 questions").click()
    box = page.locator(".ab-scroll").first
    page.locator(".ab-matrix tbody th a").first.scroll_into_view_if_needed()
    box.evaluate("e => e.scrollLeft = 1000")
    assert box.evaluate("e => e.scrollLeft") > 0
    expect(page.locator(".ab-matrix tbody th a").first).to_be_in_viewport(ratio=0.9)


def test_without_scripts_everything_but_the_search_is_there(visit: Open) -> None:
    page = visit("papers/hedgerow-birds.html#optimizer", script=False)
    expect(page.locator("h3#optimizer")).to_be_in_viewport()
    page.locator("#optimizer + .ab-item .ab-withheld > summary").click()
    expect(page.locator("#optimizer + .ab-item .ab-withheld s")).to_be_visible()


def test_dark_and_light_follow_the_reader(visit: Open) -> None:
    def background(scheme: Scheme) -> str:
        return str(visit("", scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor"))

    assert background("light") != background("dark")
