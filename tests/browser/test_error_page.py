"""The page for addresses that are not there: it helps wherever the site stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.opening import served
from tests.site.small_collection import build, small_collection

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(small_collection(), tmp_path_factory.mktemp("lost"))


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def is_styled(page: Page) -> None:
    expect(page.locator(".md-header")).to_have_css("position", "sticky")


@pytest.mark.parametrize(
    "lost", ["site/nowhere.html", "site/papers/old/deep/er.html", "site/a/0123/index.html"]
)
def test_in_a_folder_of_its_host_and_at_any_depth_its_links_and_its_search_work(
    site: Path, page: Page, lost: str
) -> None:
    with served(site.parent) as address:
        answer = (site / "404.html").read_bytes()
        page.route(
            f"{address}{lost}", lambda route: route.fulfill(status=404, content_type="text/html", body=answer)
        )
        page.goto(address + lost)
        is_styled(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
        expect(page.get_by_role("main")).to_contain_text("The address of an answer never vanishes")
        assert Axe().run(page).violations_count == 0
        page.locator(".md-search__input").first.click()
        page.keyboard.type("Adam epochs")
        expect(page.locator(".md-search-result__link").first).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_role("main").get_by_role("link", name="All papers", exact=True).click()
        expect(page).to_have_url(f"{address}site/papers/index.html")


def test_opened_from_a_disk_its_links_work(site: Path, page: Page) -> None:
    page.goto((site / "404.html").as_uri())
    is_styled(page)
    page.get_by_role("main").get_by_role("link", name="All questions").click()
    expect(page).to_have_url((site / "questions" / "index.html").as_uri())
