"""The matrix with all rows in the page, and the lists that filter and sort."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Scheme

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

ROWS = ".ab-matrix tbody tr:visible"
NAMES = f"{ROWS} th a:not(.ab-pick)"


def names(page: Page) -> list[str]:
    return page.locator(NAMES).all_inner_texts()


def cell(page: Page, paper: str, question: str) -> str:
    return f".ab-matrix tbody a[href='papers/{paper}.html#{question}']"


def test_papers_are_filtered_by_words_in_any_order_and_without_accents(visit: Open) -> None:
    page = visit()
    page.fill(".ab-by-text", "dark moths")
    expect(page.locator(ROWS)).to_have_count(1)
    assert names(page) == ["Hvidsten & Ndiaye 2024"]
    expect(page.locator(".ab-board [role=status]")).to_have_text("1 of 3 papers")
    page.fill(".ab-by-text", "nothing of the kind")
    expect(page.locator(".ab-board [role=status]")).to_have_text("0 of 3 papers")
    page.click(".ab-reset")
    expect(page.locator(ROWS)).to_have_count(3)
    expect(page.locator(".ab-by-text")).to_be_focused()
    expect(page.locator(".ab-reset")).to_be_hidden()


def test_a_status_leaves_papers_that_have_it_and_dims_the_rest(visit: Open) -> None:
    page = visit()
    page.get_by_role("button", name=re.compile("Partly reported")).click()
    expect(page.locator(ROWS)).to_have_count(1)
    dim = page.locator(cell(page, "hedgerow-birds", "optimizer"))
    plain = page.locator(cell(page, "hedgerow-birds", "random-seeds"))
    assert dim.evaluate("e => getComputedStyle(e).opacity") == "0.22"
    assert plain.evaluate("e => getComputedStyle(e).opacity") == "1"


def test_a_group_shows_its_questions_only_and_the_counts_follow(visit: Open) -> None:
    page = visit()
    reported = page.locator(".ab-by-status [data-status=reported] .ab-number")
    expect(reported).to_have_text("9")
    page.get_by_role("button", name="Training", exact=True).click()
    shown = page.locator(".ab-columns th[data-id]:visible")
    assert [h.get_attribute("data-id") for h in shown.all()] == ["optimizer", "hardware", "random-seeds"]
    assert page.locator(".ab-matrix tbody tr").first.locator("td:visible a").count() == 3
    expect(reported).to_have_text("3")
    page.get_by_role("button", name="All 8 questions").click()
    assert page.locator(".ab-columns th[data-id]:visible").count() == 8


def test_years_bound_the_papers(visit: Open) -> None:
    page = visit()
    page.get_by_label("From year").select_option("2024")
    expect(page.locator(ROWS)).to_have_count(1)
    assert names(page) == ["Hvidsten & Ndiaye 2024"]
    page.get_by_label("From year").select_option("")
    page.get_by_label("To year").select_option("2020")
    expect(page.locator(ROWS)).to_have_count(1)
    assert names(page) == ["Marchetti et al. 2020"]


@pytest.mark.parametrize(
    ("column", "first", "then"),
    [
        ("Paper", "Hvidsten & Ndiaye 2024", "untitled-notes"),
        ("Year", "Hvidsten & Ndiaye 2024", "untitled-notes"),
        ("Answered", "Marchetti et al. 2020", "untitled-notes"),
    ],
)
def test_a_head_sorts_and_says_so_and_sorts_the_other_way_round(
    visit: Open, column: str, first: str, then: str
) -> None:
    page = visit()
    head = page.locator("th[data-key]", has_text=column)
    button = head.get_by_role("button")
    expect(head).not_to_have_attribute("aria-sort", re.compile("."))
    top = page.locator(NAMES).first
    button.click()
    expect(top).to_have_text(first)
    one = head.get_attribute("aria-sort")
    assert one in ("ascending", "descending")
    button.click()
    expect(top).to_have_text(then)
    other = head.get_attribute("aria-sort")
    assert {one, other} == {"ascending", "descending"}
    assert page.locator("th[aria-sort]").count() == 1


def test_one_cell_is_in_the_order_of_the_tab_key_and_arrows_go_to_the_others(visit: Open) -> None:
    page = visit()
    assert page.locator(".ab-matrix tbody a[tabindex='0']").count() == 1
    page.locator(".ab-matrix tbody th a").first.focus()
    focused = page.locator(":focus")
    for key, href in (
        ("ArrowRight", "papers/hedgerow-birds.html#data-collection"),
        ("ArrowDown", "papers/2401.00010.html#data-collection"),
        ("End", "papers/2401.00010.html#code-link"),
        ("Home", "papers/2401.00010.html"),
        ("Control+End", "papers/untitled-notes.html#code-link"),
        ("ArrowDown", "papers/untitled-notes.html#code-link"),
        ("ArrowLeft", "papers/untitled-notes.html#metrics"),
        ("Control+Home", "papers/hedgerow-birds.html"),
    ):
        page.keyboard.press(key)
        expect(focused).to_have_attribute("href", href)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    assert not page.evaluate("!!document.activeElement.closest('.ab-matrix tbody')")
    page.keyboard.press("Shift+Tab")
    expect(focused).to_have_attribute("href", "papers/hedgerow-birds.html#data-collection")
    page.keyboard.press("Enter")
    expect(page.locator("h3#data-collection")).to_be_in_viewport()


def test_arrows_pass_over_what_is_filtered_away(visit: Open) -> None:
    page = visit()
    page.get_by_role("button", name="Training", exact=True).click()
    page.locator(".ab-matrix tbody th a").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_attribute("href", "papers/hedgerow-birds.html#optimizer")


def test_a_card_tells_what_a_cell_holds_stays_under_the_pointer_and_goes_with_esc(visit: Open) -> None:
    page = visit()
    at = page.locator(cell(page, "hedgerow-birds", "random-seeds"))
    at.hover()
    card = page.get_by_role("tooltip")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Random seeds")
    expect(card).to_contain_text("partly reported · 1 of 2 models disagrees")
    expect(card).to_contain_text("Marchetti et al. 2020")
    expect(card).to_contain_text("The random seed was fixed to 42 for the data split.")
    expect(card).to_contain_text("How was randomness handled")
    expect(at).to_have_attribute("aria-describedby", card.get_attribute("id") or "-")
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    at.hover()
    expect(card).to_be_visible()
    page.mouse.move(2, 2)
    expect(card).to_be_hidden()


def test_the_card_comes_with_the_keyboard_too(visit: Open) -> None:
    page = visit()
    page.locator(".ab-by-group button").last.focus()
    while not page.evaluate("!!document.activeElement.closest('.ab-matrix tbody')"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tooltip")).to_contain_text("Recordings were made between April and July 2019")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("tooltip")).to_contain_text("Hvidsten & Ndiaye 2024")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_be_hidden()
    assert page.evaluate("!!document.activeElement.closest('.ab-matrix tbody td')")


def test_the_cell_that_has_the_focus_is_not_hidden_by_head_or_first_column(visit: Open) -> None:
    page = visit(width=375)
    page.get_by_role("button", name="All 8 questions").click()
    page.locator(".ab-matrix tbody th a").first.focus()
    page.keyboard.press("End")
    for _ in range(7):
        page.keyboard.press("ArrowLeft")
    edge = page.locator(".ab-matrix tbody th").first.bounding_box()
    at = page.locator(":focus").bounding_box()
    assert edge is not None
    assert at is not None
    assert at["x"] >= edge["x"] + edge["width"] - 1


def test_a_phone_shows_one_group_at_a_time_without_sideways_scrolling(visit: Open) -> None:
    page = visit(width=375)
    expect(page.locator(".ab-by-group button[aria-pressed=true]")).to_have_text("Data")
    box = page.locator(".ab-matrix-box")
    assert box.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    expect(page.locator(".ab-columns")).to_be_in_viewport()
    expect(page.get_by_label("Sort by")).to_be_hidden()
    page.get_by_role("button", name="Filter and sort").click()
    page.get_by_label("Sort by").select_option("told:1")
    expect(page.locator(NAMES).first).to_have_text("untitled-notes")


def test_without_scripts_all_cells_are_there_and_no_dead_controls(visit: Open) -> None:
    page = visit(script=False)
    assert page.locator(".ab-matrix tbody td a").count() == 24
    expect(page.locator(".ab-tools")).to_be_hidden()
    expect(page.locator(".ab-by-group")).to_be_hidden()
    expect(page.locator(".ab-by-status")).to_be_visible()
    page.locator(".ab-matrix tbody td a").first.click()
    expect(page.locator("h3#data-collection")).to_be_in_viewport()


def test_signs_differ_by_shape_and_all_are_drawn(visit: Open) -> None:
    page = visit()
    masks = {
        page.locator(f".ab-matrix td.ab-{status} a").first.evaluate(
            "e => getComputedStyle(e, '::before').maskImage"
        )
        for status in ("reported", "partly-reported", "not-reported", "failed", "missing")
    }
    assert len(masks) == 5
    assert all(mask.startswith("url(") for mask in masks)


def test_the_answers_to_a_question_are_filtered_by_status_year_and_words(visit: Open) -> None:
    page = visit("questions/random-seeds.html")
    rows = page.locator(":is(.ab-row, .ab-names > li):visible")
    expect(rows).to_have_count(3)
    chips = page.locator(".ab-chips.ab-by-status")
    chips.get_by_role("button", name="Not reported").click()
    expect(rows).to_have_count(1)
    expect(page.locator(".ab-sortable [role=status]")).to_have_text("1 of 3 papers")
    chips.get_by_role("button", name="Partly reported").click()
    expect(rows).to_have_count(2)
    page.locator(".ab-by-year").select_option("2020")
    expect(rows).to_have_count(1)
    page.fill(".ab-by-text", "nowhere said")
    expect(rows).to_have_count(0)


def test_how_a_question_is_asked_unfolds(visit: Open) -> None:
    page = visit("questions/random-seeds.html")
    expect(page.get_by_text("Searched for")).to_be_hidden()
    page.get_by_text("How this question is asked").click()
    expect(page.get_by_text("Searched for")).to_be_visible()


def test_the_list_of_papers_is_sorted(visit: Open) -> None:
    page = visit("papers/index.html")
    first = page.locator(".ab-papers li a").first
    expect(first).to_have_text("Counting moths in the dark")
    page.get_by_role("button", name="completeness").click()
    expect(first).to_have_text(re.compile("^Passive acoustic"))
    page.get_by_role("button", name="year").click()
    expect(first).to_have_text("Counting moths in the dark")
    expect(page.get_by_role("button", name="year")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_no_accessibility_rule_is_broken_while_filters_and_card_are_in_use(
    visit: Open, width: int, scheme: Scheme
) -> None:
    page = visit(width=width, scheme=scheme)
    page.get_by_role("button", name=re.compile("^Reported")).click()
    page.locator(".ab-matrix tbody tr:visible td:visible a").first.focus()
    page.locator("th[data-key=told] button").click()
    page.locator(".ab-matrix tbody tr:visible td:visible a").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["questions/random-seeds.html", "papers/index.html", "questions/index.html"])
def test_no_accessibility_rule_is_broken_on_lists(visit: Open, path: str, scheme: Scheme) -> None:
    page = visit(path, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
