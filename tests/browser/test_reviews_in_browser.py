"""What people say of answers, in a browser: signs, words, width, and the rules of accessibility."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from generator.site.views import matrix
from tests.browser.conftest import Open, Scheme
from tests.browser.opening import served
from tests.site.small_collection import build
from tests.site.test_reviews_shown import WORDED, with_reviews

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGES = (
    "index.html",
    "papers/hedgerow-birds.html",
    "questions/annotation.html",
    f"a/{WORDED.answer}/index.html",
)


@pytest.fixture(scope="module", params=["in the page", "from data"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the site of the small collection with reviews, its matrix in the page or from data."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "from data":
            patch.setattr(matrix, "MAX_ROWS", 2)
        site = build(with_reviews(), tmp_path_factory.mktemp("reviewed"))
    with served(site) as address:
        yield address


def test_the_card_of_a_cell_says_what_people_found(visit: Open) -> None:
    page = visit("index.html")
    for question, words in (
        ("metrics", "Metrics reported · sure · reviewed: confirmed"),
        ("annotation", "reviewed: reviewers disagree"),
        ("random-seeds", "reviewed: corrected"),
    ):
        link = page.locator(f".ab-matrix tbody a[href='papers/hedgerow-birds.html#{question}']")
        assert words.split(" · ")[-1] in (link.get_attribute("aria-label") or "")
        sign = link.evaluate("e => getComputedStyle(e, '::after').webkitMaskImage || ''")
        assert sign.startswith("url(")
        link.hover()
        expect(page.locator(".ab-card-status")).to_contain_text(words)


def test_the_table_of_contents_keeps_the_signs_of_statuses(visit: Open) -> None:
    page = visit("papers/hedgerow-birds.html")
    signs = page.locator(".md-nav--secondary .ab-sign")
    # What is not sure stands in a list that opens, and not among the contents.
    expect(signs).to_have_count(3)
    assert all((s.get_attribute("class") or "").startswith("ab-sign ab-") for s in signs.all())


def test_what_is_said_of_another_models_answer_opens_with_it(visit: Open) -> None:
    page = visit("papers/hedgerow-birds.html#random-seeds")
    review = page.locator(".ab-other .ab-review")
    expect(review).to_be_hidden()
    page.locator("details.ab-others", has=review).locator("> summary").click()
    expect(review).to_be_visible()
    expect(review).to_have_text("Disputed by Cleo, 20 Nov 2026")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("path", PAGES)
def test_pages_with_reviews_fit_and_keep_the_rules(
    visit: Open, path: str, width: int, scheme: Scheme
) -> None:
    page = visit(path, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page).response["violations"]
    assert [(v["id"], n["html"][:150]) for v in found for n in v["nodes"]] == []
