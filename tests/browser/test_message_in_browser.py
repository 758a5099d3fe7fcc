"""A paper asked 42 questions, in a browser and printed: its length, its contents, its lists that open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from generator.core import AnswerSentence, Review
from generator.core.status import REPORTED_STATUSES
from generator.site import Collection
from tests.browser.conftest import Open, Scheme
from tests.browser.opening import served
from tests.site.long_paper import PAPER, long_collection, passages
from tests.site.small_collection import QUOTES, SMALL, build

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGE = f"papers/{PAPER}.html"
SILENT = "ml-instructions"  # a question that the paper does not answer
MARKED = ".md-nav--secondary a.md-nav__link--active"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(build(long_collection(), tmp_path_factory.mktemp("long"))) as address:
        yield address


def with_others_and_reviews() -> Collection:
    """Return the long paper with answers of a second model, which quotes other passages, and with reviews."""
    collection = long_collection()
    others, reviews = [], []
    for number, answer in enumerate(collection.answers):
        told = answer.status in REPORTED_STATUSES
        evidence = passages(collection.papers[0], (number + 1) % len(collection.answers)) if told else ()
        drafted = tuple(AnswerSentence(e.text, "supported", evidence=(n,)) for n, e in enumerate(evidence))
        other = replace(answer, model=SMALL.name, sentences=drafted, evidence=evidence, provenance={})
        others.append(replace(other, status="partly_reported") if told and number % 3 == 0 else other)
        if told:
            note = "Read in the section on methods, and in its table."
            given = (PAPER, answer.question, answer.id, "confirmed", "Ida Ferrante", date(2026, 12, 1))
            reviews.append(Review(*given, note=note))
    return replace(
        collection,
        answers=(*collection.answers, *others),
        models=(QUOTES, SMALL),
        reviews=tuple(reviews),
    )


def height(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


def printed(page: Page) -> tuple[int, str]:
    """Return the number of pages on A4, and all their text without blanks."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    return len(document), "".join(text.split())


@pytest.mark.parametrize(("width", "screen", "most"), [(1440, 900, 7), (390, 844, 12)])
def test_a_paper_with_42_questions_is_read_in_a_few_screens(
    visit: Open, width: int, screen: int, most: int
) -> None:
    page = visit(PAGE, width=width)
    assert page.locator(".ab-item").count() == 42
    assert height(page) <= most * screen
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_message_stands_on_the_first_screen_and_leads_to_every_question(visit: Open) -> None:
    page = visit(PAGE, width=1440)
    expect(page.locator(".ab-message").first).to_be_in_viewport()
    links = page.locator(".ab-message a[href^='#']")
    expect(links).to_have_count(42)
    links.get_by_text("separation", exact=True).click()
    expect(page.locator("h3#ml-separation")).to_be_in_viewport()


def test_a_link_to_a_question_without_an_answer_opens_its_line(visit: Open) -> None:
    page = visit(f"{PAGE}#{SILENT}")
    item = page.locator(f"summary:has(h3#{SILENT}) + .ab-item")
    expect(item).to_be_visible()
    expect(page.locator(f"h3#{SILENT}")).to_be_in_viewport()
    expect(item.locator(".ab-looked")).to_contain_text("Searched: 21 passages")
    other = page.locator(".ab-line:not([open])").first
    expect(other.locator(".ab-item")).to_be_hidden()


def test_without_scripts_the_link_leads_to_the_line_which_opens(visit: Open) -> None:
    page = visit(f"{PAGE}#{SILENT}", script=False)
    expect(page.locator(f"h3#{SILENT}")).to_be_in_viewport()
    page.locator(f"summary:has(h3#{SILENT})").click()
    expect(page.locator(f"summary:has(h3#{SILENT}) + .ab-item .ab-looked")).to_be_visible()


def test_the_contents_mark_what_was_followed(visit: Open) -> None:
    page = visit(PAGE, width=1440)
    entries = page.locator(".md-nav--secondary a.md-nav__link").all()
    assert len(entries) > 25
    for entry in entries:
        href = entry.get_attribute("href") or ""
        page.evaluate("hash => { location.hash = hash }", href)
        expect(page.locator(MARKED).last).to_have_attribute("href", href)


def test_the_contents_mark_where_each_cell_of_the_matrix_leads(visit: Open) -> None:
    page = visit(width=1440)
    cells = page.locator(f".ab-matrix tbody td a[href^='{PAGE}#']")
    names = [
        href.partition("#")[2] for href in cells.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    ]
    assert len(names) == 42
    page.goto(page.url.replace("index.html", "") + PAGE)
    entries = page.locator(".md-nav--secondary a.md-nav__link").evaluate_all(
        "all => all.map(a => a.hash.slice(1))"
    )
    places = page.locator("article [id]").evaluate_all("all => all.map(e => e.id)")
    headings = [place for place in places if place in entries]
    folded = set(names) - set(entries)
    assert len(folded) > 5
    for name in names:
        before = places[: places.index(name) + 1]
        own = [heading for heading in headings if heading in before][-1]
        page.evaluate("hash => { location.hash = hash }", f"#{name}")
        expect(page.locator(MARKED).last, name).to_have_attribute("href", f"#{own}")


def test_a_phone_keeps_the_contents_at_hand(visit: Open) -> None:
    page = visit(PAGE, width=390)
    page.mouse.wheel(0, 3000)
    contents = page.locator(".ab-contents")
    contents.locator("summary").click()
    link = contents.locator("a[href='#ml-outcome']")
    expect(link).to_be_in_viewport()
    link.click()
    expect(page.locator("h3#ml-outcome")).to_be_in_viewport()
    expect(contents.locator("nav")).to_be_hidden()
    box, bar = page.locator("h3#ml-outcome").bounding_box(), contents.bounding_box()
    assert box is not None
    assert bar is not None
    assert box["y"] >= bar["y"] + bar["height"]


def test_contents_stand_once_where_there_is_room_beside_the_page(visit: Open) -> None:
    page = visit(PAGE, width=1440)
    expect(page.locator(".ab-contents")).to_be_hidden()


def test_a_paper_is_printed_on_six_pages_at_most_with_all_its_quotes(visit: Open) -> None:
    page = visit(PAGE)
    quotes = page.locator(".ab-item .ab-evidence mark").all_text_contents()
    assert len(quotes) > 40
    pages, text = printed(page)
    assert pages <= 6
    for quote in quotes:
        assert "".join(quote.split()) in text
    assert "Searched:" not in text
    assert "Answerversion" not in text
    # What the paper does not report stands there by name.
    assert "MLinstructions" in text


def test_with_answers_of_several_models_and_reviews_a_paper_is_printed_on_six_pages(
    chromium: Browser, tmp_path: Path
) -> None:
    with served(build(with_others_and_reviews(), tmp_path)) as address:
        page = chromium.new_page()
        page.goto(f"{address}{PAGE}", wait_until="networkidle")
        quotes = page.locator(".ab-item .ab-evidence:not(.ab-other *) mark").all_text_contents()
        assert page.locator(".ab-other mark").count() > 20
        assert len(quotes) > 40
        pages, text = printed(page)
        page.close()
    assert pages <= 6
    for quote in quotes:
        assert "".join(quote.split()) in text
    # What the reviewer found, and how the models voted.
    assert "IdaFerrante,1Dec2026" in text
    assert "1of2modelsdisagrees." in text
    assert "Readitinthepaper" not in text


def test_the_matrix_is_printed_to_its_last_column(visit: Open) -> None:
    page = visit("")
    page.emulate_media(media="print")
    table = page.locator(".ab-matrix")
    last = table.locator(".ab-columns th").last
    edge = page.evaluate("document.documentElement.clientWidth")
    assert last.evaluate("e => e.getBoundingClientRect().right") <= edge + 1
    label = "".join((last.text_content() or "?").split())
    assert label in printed(page)[1] or label[::-1] in printed(page)[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 820, 1440])
def test_no_accessibility_rule_is_broken(visit: Open, scheme: Scheme, width: int) -> None:
    page = visit(PAGE, scheme=scheme, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
