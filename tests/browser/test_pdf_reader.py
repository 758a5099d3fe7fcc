"""From the home page to the marked place in the PDF: pictures, and the page that opens it at its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from generator.reading import read_paper
from tests.browser.conftest import Open, Scheme
from tests.browser.opening import served
from tests.published_sites import Site, answered, passage
from tests.reading.pdf_sheets import Sheets, sentence, sentences, wrap

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

READER = "papers/lamps/reader.html"
ASKED = {"random-seeds": 4, "optimizer": 30, "hardware": 62}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of one paper: two pages of two columns, an answer in each of three columns."""
    site = Site(tmp_path_factory.mktemp("reader") / "project", copy_papers="true")
    sheets = Sheets(site.papers / "lamps.pdf")
    sheets.centred(60, "A study of lamps", 16, "Times-Bold")
    rest = wrap(sentences(1, 90), 230, 10, "Times-Roman", 12)
    for _ in range(2):
        for x in (55.0, 310.0):
            rest = sheets.fill(rest, x, 90, 700, 230)
        sheets.next_page()
    sheets.save()
    site.sidecar("lamps", "licence: CC-BY-4.0\n")
    paper = read_paper(site.papers / "lamps.pdf")
    site.ledger.record(
        [answered(paper, q, [sentence(n)], [passage(paper, sentence(n))]) for q, n in ASKED.items()]
    )
    return site.publish()


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with served(built) as address:
        yield address


def ready(page: Page) -> Page:
    expect(page.locator("body.ready")).to_be_attached()
    expect(page.locator(".page canvas").first).to_be_attached()
    return page


def in_view(page: Page, element: Locator) -> bool:
    """Whether an element stands within the part of the PDF that can be seen."""
    box, room = element.bounding_box(), page.locator(".pages").bounding_box()
    assert box is not None
    assert room is not None
    return (
        room["y"] <= box["y"]
        and box["y"] + box["height"] <= room["y"] + room["height"]
        and box["x"] < room["x"] + room["width"]
    )


def expect_in_view(page: Page, element: Locator) -> None:
    for _ in range(300):
        if element.count() and in_view(page, element):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the mark is out of sight")


def ink_under(page: Page, mark: Locator) -> bool:
    """Whether the drawn page has letters where a mark lies."""
    return bool(
        mark.evaluate(
            """mark => {
              const canvas = mark.parentElement.querySelector("canvas");
              if (!canvas) return false;
              const share = canvas.width / mark.parentElement.clientWidth;
              const [x, y, w, h] = [mark.offsetLeft, mark.offsetTop, mark.offsetWidth, mark.offsetHeight];
              const cut = [x, y, w, h].map(n => Math.max(1, Math.round(n * share)));
              const data = canvas.getContext("2d").getImageData(...cut).data;
              let dark = 0;
              for (let n = 0; n < data.length; n += 4) if (data[n + 3] && data[n] < 100) dark++;
              return dark > data.length / 4 / 50;
            }"""
        )
    )


def test_two_clicks_lead_from_the_home_page_to_the_marked_place(visit: Open) -> None:
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("a[href='papers/lamps.html#optimizer']").first.click()
    item = page.locator("h3#optimizer + .ab-item")
    expect(item).to_be_visible()
    assert not [url for url in asked if "/pictures/" in url]  # not before somebody wants to see it
    item.locator(".ab-seen > summary").click()
    picture = item.locator(".ab-seen img")
    expect(picture).to_be_visible()
    page.wait_for_function("image => image.naturalWidth > 0", arg=picture.element_handle())
    assert [url for url in asked if "/pictures/" in url]


def test_two_clicks_lead_from_the_home_page_to_the_quote_in_the_pdf(visit: Open) -> None:
    page = visit()
    page.locator("a[href='papers/lamps.html#hardware']").first.click()
    page.locator("h3#hardware + .ab-item").get_by_role("link", name="Read it in the paper").click()
    ready(page)
    assert re.search(r"/papers/lamps/reader\.html#q[0-9a-f]{8}$", page.url)
    mark = page.locator(".mark.now").first
    expect_in_view(page, mark)
    page.wait_for_function(
        "() => document.querySelector('.mark.now').parentElement.querySelector('canvas') !== null"
    )
    for _ in range(100):
        if ink_under(page, mark):
            break
        page.wait_for_timeout(100)
    assert ink_under(page, mark)
    expect(page.locator(".quotes [aria-current]")).to_contain_text(sentence(62)[:40])


def test_steps_lead_through_all_quotes_and_each_to_its_answer(visit: Open) -> None:
    page = ready(visit(READER))
    status = page.get_by_role("status")
    expect(status).to_have_text("3 quotes")
    on, back = (
        page.get_by_role("button", name="Next quote"),
        page.get_by_role("button", name="Previous quote"),
    )
    for number, words in enumerate(ASKED.values(), start=1):
        on.click()
        expect(status).to_contain_text(f"Quote {number} of 3")
        expect(page.locator(".quotes [aria-current]")).to_contain_text(sentence(words)[:40])
        expect_in_view(page, page.locator(".mark.now").first)
    expect(on).to_be_disabled()
    back.click()
    expect(status).to_contain_text("Quote 2 of 3")
    page.locator(".quotes li:has([aria-current]) .answers a").click()
    expect(page.locator("h1")).to_contain_text("Which optimiser was used?")
    assert "/a/" in page.url


def test_back_returns_to_the_quote(visit: Open) -> None:
    page = ready(visit(READER))
    page.get_by_role("button", name="Next quote").click()
    page.get_by_role("button", name="Next quote").click()
    page.locator(".quotes li:has([aria-current]) .answers a").click()
    page.go_back()
    ready(page)
    expect(page.get_by_role("status")).to_contain_text("Quote 2 of 3")


def test_the_address_may_name_an_answer(visit: Open, built: Path) -> None:
    found = re.findall(r'<a id="([0-9a-f]+)"', (built / READER).read_text(encoding="utf-8"))
    assert len(found) == 3
    page = ready(visit(f"{READER}#{found[2]}"))
    expect(page.get_by_role("status")).to_contain_text("Quote 3 of 3, page 2")


def test_the_keyboard_alone_goes_from_quote_to_quote(visit: Open) -> None:
    page = ready(visit(READER))
    page.locator(".quotes .goto").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Quote 1 of 3")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status")).to_contain_text("Quote 2 of 3")
    expect(page.locator(".quotes .goto[aria-current]")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("status")).to_contain_text("Quote 1 of 3")
    expect_in_view(page, page.locator(".mark.now").first)


def test_a_mark_on_the_page_chooses_its_quote(visit: Open) -> None:
    page = ready(visit(READER))
    page.locator(".mark").first.click()
    expect(page.get_by_role("status")).to_contain_text("Quote 1 of 3")


def test_the_words_of_a_page_can_be_selected_and_are_read_out(visit: Open) -> None:
    page = ready(visit(READER))
    expect(page.locator(".page .words").first).to_contain_text("A study of lamps")


def test_larger_and_smaller_keep_the_marks_on_their_words(visit: Open) -> None:
    page = ready(visit(READER))
    page.get_by_role("button", name="Next quote").click()
    before = page.locator(".page").first.bounding_box()
    page.get_by_role("button", name="Larger").click()
    after = page.locator(".page").first.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"]
    mark = page.locator(".mark.now").first
    for _ in range(100):
        if ink_under(page, mark):
            break
        page.wait_for_timeout(100)
    assert ink_under(page, mark)


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_reaches_over_the_edge_and_the_quote_is_in_view(visit: Open, width: int) -> None:
    page = ready(visit(READER, width=width))
    page.get_by_role("button", name="Next quote").click()
    expect_in_view(page, page.locator(".mark.now").first)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    mark = page.locator(".mark.now").first.bounding_box()
    assert mark is not None
    assert mark["height"] > 8  # large enough to be read, on a phone too


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(visit: Open, width: int, scheme: Scheme) -> None:
    page = ready(visit(READER, width=width, scheme=scheme))
    page.get_by_role("button", name="Next quote").click()
    expect(page.locator(".page .words").first).to_contain_text("A study of lamps")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_page_with_open_pictures(visit: Open, scheme: Scheme) -> None:
    page = visit("papers/lamps.html", scheme=scheme)
    for summary in page.locator(".ab-seen > summary").all():
        summary.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_without_scripts_it_is_a_list_of_the_quotes_with_their_pictures(visit: Open) -> None:
    page = visit(READER, script=False)
    expect(page.locator(".quotes li")).to_have_count(3)
    expect(page.locator(".quotes img").first).to_be_visible()
    assert str(page.locator(".goto").last.get_attribute("href")).endswith("sources/lamps.pdf#page=2")


def test_from_a_disk_it_is_that_list_too_and_pictures_are_shown(chromium: Browser, built: Path) -> None:
    page = chromium.new_page()
    page.goto((built / READER).as_uri())
    picture = page.locator(".quotes img").first
    expect(picture).to_be_visible()
    page.wait_for_function("image => image.naturalWidth > 0", arg=picture.element_handle())
    expect(page.locator("body.ready")).to_have_count(0)
    page.goto(f"{(built / 'papers/lamps.html').as_uri()}#optimizer")
    item = page.locator("h3#optimizer + .ab-item")
    item.locator(".ab-seen > summary").click()
    page.wait_for_function(
        "image => image.naturalWidth > 0", arg=item.locator(".ab-seen img").element_handle()
    )
    page.close()


def test_the_page_of_an_answer_shows_the_place_at_once(visit: Open, built: Path) -> None:
    ids = re.findall(r'<a id="([0-9a-f]+)"', (built / READER).read_text(encoding="utf-8"))
    page = visit(f"a/{ids[0]}/index.html", script=False)
    picture = page.locator(".evidence img")
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("alt", "Page 1, the quote marked")
    link = str(page.locator(".evidence a.seen").get_attribute("href"))
    assert re.fullmatch(r"\.\./\.\./papers/lamps/reader\.html#q[0-9a-f]{8}", link)


def test_a_pdf_that_is_gone_leaves_the_list(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.route("**/sources/*.pdf", lambda route: route.fulfill(status=404))
    warned: list[str] = []
    page.on("console", lambda message: warned.append(message.text) if message.type == "warning" else None)
    page.goto(f"{address}{READER}")
    expect(page.locator(".quotes img").first).to_be_visible()
    for _ in range(300):
        if warned:
            break
        page.wait_for_timeout(100)
    assert any("The PDF cannot be shown here" in text for text in warned)
    expect(page.locator("body.ready")).to_have_count(0)
    page.close()
