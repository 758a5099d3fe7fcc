"""The text of a paper in a real browser: a quote's mark is in view, and its note leads to the answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Scheme
from tests.browser.opening import served
from tests.site.small_collection import build
from tests.site.texts.small_text import text_collection

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

TEXT = "text/2401.00010.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(text_collection(), tmp_path_factory.mktemp("texts"))


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


def opened(chromium: Browser, url: str, *, width: int = 1280, height: int = 500, **more: object) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": height}, **more)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_quote_opens_the_text_at_its_mark_and_the_note_leads_back(
    chromium: Browser, address: str, width: int, script: bool
) -> None:
    page = opened(
        chromium, f"{address}papers/2401.00010.html#metrics", width=width, java_script_enabled=script
    )
    page.locator("#metrics\\.e1").get_by_role("link", name="Read it in the paper").click()
    page.wait_for_url(f"**/{TEXT}#at-*")
    mark = page.locator("mark:target")
    expect(mark).to_have_text("Then moths came.")
    expect(mark).to_be_in_viewport()
    page.get_by_role("link", name="Metrics (Reported)").click()
    page.wait_for_url("**/papers/2401.00010.html#metrics")
    page.context.close()


def test_the_page_of_an_answer_leads_to_the_mark_too(chromium: Browser, address: str) -> None:
    answer = next(a for a in text_collection().answers if (a.paper, a.question) == ("2401.00010", "metrics"))
    page = opened(chromium, f"{address}a/{answer.id}/index.html")
    page.get_by_role("link", name="Read it in the paper").click()
    expect(page.locator("mark:target")).to_have_text("Then moths came.")
    page.context.close()


def test_from_home_the_marked_place_is_two_clicks_away(chromium: Browser, address: str) -> None:
    page = opened(chromium, f"{address}index.html", height=900)
    page.locator("a[href='papers/2401.00010.html#metrics']").first.click()
    page.locator("#metrics\\.e1").get_by_role("link", name="Read it in the paper").click()
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.context.close()


def test_it_is_the_same_when_opened_from_a_disk(chromium: Browser, site: Path) -> None:
    page = opened(chromium, (site / "papers/2401.00010.html").as_uri())
    page.locator("#metrics\\.e1").get_by_role("link", name="Read it in the paper").click()
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(chromium: Browser, address: str, width: int, scheme: Scheme) -> None:
    page = opened(chromium, f"{address}{TEXT}", width=width, color_scheme=scheme)
    for summary in page.locator("summary").all():
        summary.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_notes_stand_beside_the_paragraph_where_there_is_room_and_below_it_where_not(
    chromium: Browser, address: str
) -> None:
    beside = []
    for width in (1280, 390):
        page = opened(chromium, f"{address}{TEXT}", width=width)
        note, text = page.locator("#n-3").bounding_box(), page.locator("mark", has_text="Then").bounding_box()
        assert note is not None
        assert text is not None
        beside.append(note["x"] > text["x"] + text["width"])
        page.context.close()
    assert beside == [True, False]
