"""The policy in a browser: it stops nothing of the site, on any kind of page, served or from a disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open, Scheme
from tests.site.small_collection import build, small_collection

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGES = (
    "index.html",
    "papers/index.html",
    "papers/hedgerow-birds.html",
    "papers/untitled-notes.html",
    "questions/index.html",
    "questions/random-seeds.html",
    "quality.html",
    "data.html",
    "about.html",
    "guide.html",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the small collection, to be opened from the disk."""
    return build(small_collection(), tmp_path_factory.mktemp("disk"))


@pytest.fixture
def on_disk(chromium: Browser, folder: Path) -> Iterator[Open]:
    """Open pages from the disk; fail if one complains or asks for what is not there."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: str = "index.html", *, scheme: Scheme = "light", script: bool = True) -> Page:
        context = chromium.new_context(color_scheme=scheme, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(f"{m.type}: {m.text}") if m.type != "log" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "requestfailed",
            lambda request: (
                None
                if request.failure == "net::ERR_ABORTED"  # the page was left before the file had come
                else complaints.append(f"failed: {request.url} ({request.failure})")
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((folder.as_uri(), "data:", "blob:", "about:"))
                else complaints.append(f"asks elsewhere: {request.url}")
            ),
        )
        page.goto(f"{folder.as_uri()}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def test_every_page_works_from_a_disk_with_its_styles_and_scripts(on_disk: Open, folder: Path) -> None:
    for path in PAGES:
        if not (folder / path).is_file():
            continue
        page = on_disk(path)
        page.wait_for_load_state("load")
        expect(page.locator("html")).to_have_class("js-focus-visible js")  # the theme's program ran
        assert page.evaluate("typeof __md_get") == "function", path  # its inline scripts too
        assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"


def test_links_lead_from_page_to_page_on_a_disk(on_disk: Open) -> None:
    page = on_disk()
    page.locator("a[href^='papers/hedgerow-birds.html']").first.click()
    expect(page.locator("article h1")).to_contain_text("hedgerow birds")
    page.locator("a[href^='../questions/']").first.click()
    expect(page).to_have_url(re.compile("/questions/"))
    page.locator(".md-tabs__link", has_text="Papers").click()
    expect(page.locator("article h1")).to_contain_text("Papers")
    page.locator(".md-header__button.md-logo").first.click()
    expect(page).to_have_url(re.compile("/site/index.html$"))


def test_an_answers_own_page_opens_from_a_disk(on_disk: Open, folder: Path) -> None:
    first = sorted(p for p in (folder / "a").iterdir() if p.is_dir())[0]
    page = on_disk(f"a/{first.name}/index.html")
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != '"Times New Roman"'


def test_a_link_to_a_question_opens_there_on_a_disk_without_scripts(on_disk: Open) -> None:
    page = on_disk("papers/hedgerow-birds.html#random-seeds", script=False)
    expect(page.locator("h3#random-seeds")).to_be_in_viewport()


@pytest.mark.parametrize(
    "markup",
    [
        "<script>window.ran = true</script>",
        "<img src=x.png onerror='window.ran = true'>",
        "<a href='javascript:window.ran = true' id='bad'>x</a>",
        "<iframe srcdoc='<script>parent.ran = true</script>'></iframe>",
        "<script src='https://evil.example/x.js'></script>",
        "<form action='https://evil.example/' id='bad'><button>x</button></form>",
    ],
)
def test_what_slips_through_all_else_does_not_run(
    chromium: Browser, folder: Path, tmp_path: Path, markup: str
) -> None:
    """A page with markup that neither the encoder nor the inspection would let pass, under its policy."""
    text = (folder / "papers" / "hedgerow-birds.html").read_text(encoding="utf-8")
    (folder / "papers" / "attacked.html").write_text(text.replace("<h1", f"{markup}<h1", 1), encoding="utf-8")
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.goto(f"{(folder / 'papers' / 'attacked.html').as_uri()}")
    if page.locator("#bad").count():
        page.evaluate("document.querySelector('#bad button, #bad').click()")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.url.startswith("file:")
    assert not [url for url in asked if "evil" in url]
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_served_page_says_nothing_on_the_console(visit: Open, path: str) -> None:
    page = visit(path)
    page.wait_for_load_state("load")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
