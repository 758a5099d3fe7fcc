"""Pages of answers in a real browser: light and dark, narrow, by keyboard, without scripts, from disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open, Scheme
from tests.site.small_collection import build, small_collection

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def _pages() -> dict[str, str]:
    collection = small_collection()
    superseded, withdrawn = collection.history
    found = {
        a.status: a.id for a in reversed(collection.answers) if a.paper == "hedgerow-birds" and not a.withheld
    }
    return {
        **found,
        "withheld": superseded.by,
        "superseded": superseded.answer.id,
        "withdrawn": withdrawn.answer.id,
    }


PAGES = _pages()
KINDS = sorted(PAGES)


def address(kind: str) -> str:
    return f"a/{PAGES[kind]}/index.html"


def unfolded(page: Page) -> Page:
    for summary in page.locator("summary").all():
        summary.click()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(visit: Open, kind: str, scheme: Scheme) -> None:
    page = unfolded(visit(address(kind), scheme=scheme))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", ["a/index.html", *map(address, KINDS)])
@pytest.mark.parametrize("width", [320, 375])
def test_nothing_scrolls_sideways_on_a_phone(visit: Open, path: str, width: int) -> None:
    page = unfolded(visit(path, width=width))
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("script", [True, False])
def test_a_superseded_page_leads_to_the_answer_that_stands(visit: Open, script: bool) -> None:
    page = visit(address("superseded"), script=script)
    expect(page.get_by_role("note")).to_contain_text("An earlier version")
    page.get_by_role("link", name="Go to the current answer").click()
    page.wait_for_url(f"**/{address('withheld')}")
    expect(page.get_by_role("note")).to_have_count(0)
    expect(page.locator(".answer")).to_contain_text("trained with Adam")


def test_all_of_it_works_without_scripts(visit: Open) -> None:
    page = visit(address("withheld"), script=False)
    expect(page.get_by_text("deployed on AWS")).to_be_hidden()
    page.get_by_text("Withheld: 1 sentence").click()
    expect(page.get_by_text("deployed on AWS")).to_be_visible()
    page.get_by_role("link", name="Evidence 1").first.click()
    expect(page).to_have_url(re.compile(r"#answer\.e1$"))


def test_the_page_leads_to_its_place_on_the_papers_page_and_home(visit: Open) -> None:
    page = visit(address("withheld"))
    page.get_by_role("link", name="Passive acoustic monitoring").click()
    page.wait_for_url("**/papers/hedgerow-birds.html#optimizer")
    page = visit(address("withheld"))
    page.get_by_role("link", name="Answerbook: small studies").click()
    page.wait_for_url("**/index.html")


def test_a_reader_with_a_keyboard_reaches_everything(visit: Open) -> None:
    page = visit(address("withheld"))
    # What a folded block holds is reached when it is open.
    wanted = page.evaluate(
        "document.querySelectorAll('a[href], summary, button').length"
        " - document.querySelectorAll('details a[href]').length"
    )
    reached = set()
    for _ in range(wanted):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert len(reached) == wanted > 10


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_answer_is_copied_with_its_source_by_keyboard_and_says_so(visit: Open) -> None:
    page = visit(address("withheld"))
    expect(page.locator("p[data-done][role=status]")).to_have_text("")
    page.get_by_role("button", name="Copy with source").focus()
    page.keyboard.press("Enter")
    expect(page.locator("p[data-done][role=status]")).to_have_text("Copied.")
    question, answer, quote, *_, source = copied(page).strip().split("\n\n")
    assert question.endswith("train the model?")
    assert answer.startswith("Reported. The network was trained with Adam")
    assert re.fullmatch(r"\[1\] “.*” \(.*p\. \d+.*\)", quote)
    assert re.search(r"\(20\d\d\)", source)
    assert "doi:10.1000/hedgerow-birds" in source
    assert source.endswith(f"/a/{PAGES['withheld']}/")
    assert page.evaluate("document.activeElement.textContent") == "Copy with source"
    page.get_by_role("link", name="Copy link").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("navigator.clipboard.readText().then((text) => /^http.*[/]$/.test(text))")
    assert copied(page).endswith(f"/a/{PAGES['withheld']}/")


def test_without_a_clipboard_what_is_selected_is_copied(visit: Open) -> None:
    page = visit(address("reported"))
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy with source").click()
    expect(page.locator("p[data-done][role=status]")).to_have_text("Copied.")


def test_without_scripts_there_is_a_link_and_no_button_that_does_nothing(visit: Open) -> None:
    page = visit(address("reported"), script=False)
    expect(page.get_by_role("link", name="Permanent link")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_within_another_page_it_shows_the_answer_and_its_quotes_alone(visit: Open, script: bool) -> None:
    page = visit(f"{address('withheld')}#embed", script=script)
    expect(page.locator(".status")).to_be_visible()
    expect(page.locator(".evidence").first).to_be_visible()
    expect(page.get_by_role("link", name="Permanent link" if not script else "Copy link")).to_be_visible()
    for hidden in (".top nav", ".foot", ".cite", ".facts"):
        expect(page.locator(hidden)).to_be_hidden()


def test_the_page_is_styled_when_opened_from_a_disk(chromium: Browser, tmp_path: Path) -> None:
    site = build(small_collection(), tmp_path)
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((site / address("superseded")).as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "704px"
    page.get_by_role("link", name="Go to the current answer").click()
    expect(page.locator(".answer")).to_contain_text("trained with Adam")
    page.get_by_role("button", name="Copy with source").click()
    expect(page.locator("p[data-done][role=status]")).to_have_text("Copied.")
    page.close()
    assert said == []
