"""The page of papers that answer a question alike, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from generator.site.similar.similarity_cache import add_similar
from tests.browser.conftest import Open, Scheme
from tests.browser.opening import served
from tests.site.small_collection import build
from tests.site.test_similar import ALMOST, OTHER, PRECISION, alike

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGE = "questions/metrics/similar.html"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the site of four papers, two of which say the same of their metrics, and one nearly so."""
    folder = tmp_path_factory.mktemp("similar")
    collection = add_similar(alike(PRECISION, OTHER, ALMOST, PRECISION), folder / "cache")
    with served(build(collection, folder)) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Open, width: int, scheme: Scheme) -> None:
    page = visit(PAGE, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_it_is_reached_from_the_question_and_leads_to_the_answers_without_scripts(visit: Open) -> None:
    page = visit("questions/metrics.html", script=False)
    page.locator("a[href='metrics/similar.html']").click()
    expect(page).to_have_url(re.compile(rf"{re.escape(PAGE)}$"))
    page.locator("a[href$='papers/paper-3.html#metrics']").first.click()
    expect(page).to_have_url(re.compile(r"papers/paper-3\.html#metrics$"))
    expect(page.locator("h3#metrics")).to_be_visible()
