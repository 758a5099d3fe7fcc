"""The Data page in a browser: every file is there to be had, and the page is for everybody."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Open, Scheme

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


# In two halves: Chromium refuses an eleventh download of one page within a second.
@pytest.mark.parametrize("numbers", [range(9), range(9, 19)])
def test_every_file_can_be_downloaded_and_is_as_large_as_the_page_says(visit: Open, numbers: range) -> None:
    page = visit("data.html")
    rows = page.locator(".ab-files > li")
    assert rows.count() == 19
    for number in numbers:
        row = rows.nth(number)
        link = row.locator("a[download]")
        with page.expect_download() as waiting:
            link.click()
        file = waiting.value.path()
        name = waiting.value.suggested_filename
        data = file.read_bytes()
        assert data or name in ("notices.jsonl", "reviews.jsonl"), (
            name
        )  # nothing was noticed or reviewed here
        if name.endswith((".json", ".jsonld")):
            json.loads(data)
        if "<id>" not in link.inner_text() and len(data) < 1000:
            assert row.locator(".ab-size").inner_text().endswith(f"{len(data)} B")


def test_the_data_page_is_reached_from_every_page_and_works_without_scripts(visit: Open) -> None:
    page = visit("papers/hedgerow-birds.html", script=False)
    page.get_by_role("link", name="Data", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"data\.html$"))
    expect(page.locator(".ab-files a")).to_have_count(19)


@pytest.mark.parametrize("width", [375, 768, 1440])
def test_the_data_page_fits_the_screen(visit: Open, width: int) -> None:
    page = visit("data.html", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_data_page(visit: Open, scheme: Scheme) -> None:
    page = visit("data.html", scheme=scheme)
    found = Axe().run(page)
    assert [v["id"] for v in found.response["violations"]] == []
