"""The Quality page in a real browser: readable at every width, in both schemes, without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from generator.evaluation.scorecard import scorecard
from tests.browser.conftest import Open, Scheme
from tests.browser.opening import served
from tests.site.small_collection import build, small_collection

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def quality_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page stands: the small collection with its scorecard."""
    folder = tmp_path_factory.mktemp("quality")
    collection = small_collection()
    names = [m.name for m in collection.models]
    quality = scorecard(collection.answers, collection.questions, models=names).to_json()
    build(collection, folder, quality)
    with served(folder / "site") as address:
        yield f"{address}quality.html"


@pytest.fixture
def opened(chromium: Browser, quality_page: str) -> Iterator[Open]:
    contexts = []

    def _open(*, width: int = 1280, scheme: Scheme = "light", script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(quality_page)
        return page

    yield _open
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 768, 1440])
def test_no_accessibility_rule_is_broken_and_nothing_scrolls_sideways(
    opened: Open, width: int, scheme: Scheme
) -> None:
    page = opened(width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [375, 1440])
def test_bars_are_as_long_as_their_shares_on_a_phone_too(opened: Open, width: int) -> None:
    page = opened(width=width, script=False)
    drawing = page.locator("#sentences + section svg.ab-chart").last
    whole = drawing.bounding_box()
    first = drawing.locator("rect").first.bounding_box()
    assert whole is not None
    assert first is not None
    assert whole["width"] > 150
    words = drawing.get_attribute("aria-label") or ""
    share = float(words.split("supported (")[1].split(" %")[0]) / 100
    assert first["width"] / whole["width"] == pytest.approx(share, abs=0.03)


def test_the_table_behind_a_chart_opens_without_scripts(opened: Open) -> None:
    page = opened(script=False)
    fold = page.locator("#questions + section details")
    expect(fold.locator("table")).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator("table")).to_be_visible()


def test_colours_follow_the_scheme(opened: Open) -> None:
    def fill(scheme: Scheme) -> str:
        rect = opened(scheme=scheme).locator("rect.ab-part-supported").last
        return str(rect.evaluate("e => getComputedStyle(e).fill"))

    assert fill("light") != fill("dark")
