"""What assistive technology is told: headings in order, controls by name, statuses in words; also enlarged.

Papers in scripts that run from right to left are part of it: a quote says which way it runs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open, Scheme
from tests.browser.opening import served
from tests.site.small_collection import build, small_collection

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

BIRDS = small_collection().papers[0]
ANSWER = next(a for a in small_collection().answers if (a.paper, a.question) == (BIRDS.id, "optimizer"))
HOME, PAPER, OWN = "index.html", f"papers/{BIRDS.id}.html", f"a/{ANSWER.id}/index.html"
GLOSSARY, QUESTION = "questions/glossary/index.html", "questions/random-seeds.html"
PAGES = (HOME, PAPER, OWN)
STATUSES = r"(Reported|Partly reported|Not reported|Does not apply|Failed|Not asked)"
CONTROL = re.compile(r"^\s*- '?(link|button|checkbox|combobox|searchbox|textbox)\b(?: \"([^\"]*)\")?", re.M)


def tree(page: Page) -> str:
    return page.locator("body").aria_snapshot()


@pytest.mark.parametrize("path", [*PAGES, GLOSSARY])
def test_headings_go_down_by_one_level_from_the_one_title(visit: Open, path: str) -> None:
    levels = [int(n) for n in re.findall(r"heading .*?\[level=(\d)\]", tree(visit(path)))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels


@pytest.mark.parametrize("path", [*PAGES, GLOSSARY])
def test_every_control_has_a_name(visit: Open, path: str) -> None:
    page = visit(path)
    found = CONTROL.findall(tree(page))
    assert len(found) > 5
    # A link without a name of its own has named contents, which follow it in the tree.
    assert [role for role, name in found if role not in ("link",) and not name] == []
    nameless = page.locator("a[href]:visible").evaluate_all(
        "all => all.filter(a => !(a.getAttribute('aria-label') || a.title || a.textContent.trim()))"
        ".map(a => a.outerHTML)"
    )
    assert nameless == []


@pytest.mark.parametrize("path", [*PAGES, QUESTION])
def test_targets_are_large_enough_on_a_wide_screen_too(visit: Open, path: str) -> None:
    page = visit(path, width=1350)
    page.wait_for_load_state("load")
    result = Axe().run(page, options={"runOnly": ["target-size"]})
    assert result.violations_count == 0, result.generate_report()


def test_statuses_are_said_in_words(visit: Open) -> None:
    page = visit(PAPER)
    names = page.get_by_role("heading", level=3)
    assert names.count() > 4
    for name in names.all():
        expect(name).to_have_accessible_name(re.compile(rf"— {STATUSES}"))
    page = visit(HOME)
    for cell in page.locator(".ab-matrix tbody td a").all()[:16]:
        expect(cell).to_have_accessible_name(re.compile(rf": {STATUSES}", re.I))
    expect(visit(OWN).get_by_role("region", name="Answer")).to_contain_text(re.compile(STATUSES))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PAGES, GLOSSARY, QUESTION])
def test_narrow_or_enlarged_twice_nothing_is_lost(
    chromium: Browser, address: str, path: str, scheme: Scheme
) -> None:
    # 640 device pixels at a zoom of 200 % are 320 pixels of the page, which WCAG 1.4.10 asks for.
    context = chromium.new_context(
        viewport={"width": 320, "height": 512}, device_scale_factor=2, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(address + path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # Text alone made twice as large (WCAG 1.4.4) keeps to a page of 640 pixels.
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    context.close()


def test_the_glossary_explains_statuses_and_is_one_click_away(visit: Open) -> None:
    page = visit(OWN)
    page.get_by_role("link", name="Glossary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Glossary"))
    for word in ("Reported", "Likely", "Evidence", "Lapsed", "Permanent link"):
        expect(page.get_by_role("term").filter(has_text=re.compile(f"^{word}$"))).to_have_count(1)
    page.goto(page.url.replace(GLOSSARY, HOME))
    expect(page.get_by_role("link", name="Glossary")).to_have_attribute("href", GLOSSARY)


# From right to left -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def from_right(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a site with a paper in Arabic."""
    words = "تم تدريب الشبكة باستخدام آدم."
    arabic = replace(BIRDS, metadata=replace(BIRDS.metadata, language="ar", title="مراقبة الطيور بالصوت"))
    collection = small_collection()
    answers = []
    for answer in collection.answers:
        if answer.id == ANSWER.id:
            (first, *_) = answer.evidence
            focus = ((first.place.start, first.place.start + len(words)),)
            evidence = (replace(first, text=words, focus=focus, marks=()),)
            sentences = (replace(answer.sentences[0], text=words, evidence=(0,)),)
            answer = replace(answer, evidence=evidence, sentences=sentences)
        answers.append(answer)
    collection = replace(
        collection, papers=(arabic, *collection.papers[1:]), answers=tuple(answers), history=(), stale={}
    )
    with served(build(collection, tmp_path_factory.mktemp("right"))) as address:
        yield address


def test_an_arabic_quote_runs_from_right_to_left_with_its_bar_at_its_beginning(
    chromium: Browser, from_right: str
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{from_right}{PAPER}")
    quote = page.locator("#optimizer + .ab-item blockquote").first
    expect(quote).to_contain_text("آدم")
    expect(quote).to_have_attribute("lang", "ar")
    expect(quote).to_have_css("direction", "rtl")
    bars = quote.evaluate("e => [getComputedStyle(e).borderRightWidth, getComputedStyle(e).borderLeftWidth]")
    assert float(bars[0].removesuffix("px")) > 0
    assert bars[1] == "0px"
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_css("unicode-bidi", "plaintext")
    for path in (HOME, PAPER, "questions/optimizer.html"):
        for width in (375, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(from_right + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()
