"""The page of a paper with every kind of answer, four models and a place to report errors, in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from generator.core import Answer, AnswerSentence
from tests.browser.conftest import Open, Scheme
from tests.browser.opening import served
from tests.site.small_collection import (
    QUESTIONS,
    answer,
    build,
    small_collection,
    snippet,
)

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGE = "papers/hedgerow-birds.html"
WIDTHS = (375, 768, 1440)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site with that page is served; ends with a slash."""
    collection = small_collection()
    birds = collection.papers[0]
    starts = ("Recordings were", "Two ornithologists", "It was trained", "The random seed")
    more: list[Answer] = []
    for question in QUESTIONS:
        passages = tuple(snippet(birds, start) for start in starts)
        claims = tuple(
            AnswerSentence(f"Claim {n} on {question.id} rests on it.", "supported", evidence=(n - 1,))
            for n in range(1, 5)
        )
        more.append(answer(birds, question.id, "large-8b", "reported", claims, passages))
    site = build(
        small_collection(answers=(*collection.answers, *more), repository="https://github.com/lab/answers"),
        tmp_path_factory.mktemp("paper-page"),
    )
    with served(site) as address:
        yield address


def of(page: Page, question: str) -> Locator:
    return page.locator(f":is(h3#{question}, summary:has(h3#{question})) + .ab-item")


def number_of(page: Page, question: str) -> Locator:
    return of(page, question).locator("> .ab-answer .ab-cites a").first


def copied(page: Page, words: str = "") -> str:
    """Wait until the clipboard holds ``words``, and return them."""
    for _ in range(200):
        text = str(page.evaluate("navigator.clipboard.readText()"))
        if words in text:
            break
        page.wait_for_timeout(50)
    return text


# Quotes at their numbers ---------------------------------------------------------------------------


def test_a_number_under_the_pointer_shows_its_quote_until_the_pointer_has_left_both(visit: Open) -> None:
    page = visit(PAGE)
    number, card = number_of(page, "optimizer"), page.locator(".ab-pop")
    number.hover()
    expect(card).to_contain_text("It was trained for 60 epochs with Adam")
    expect(card).to_contain_text("2.3 Training, p. 5")
    expect(number).to_have_attribute("aria-describedby", "ab-pop")
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.locator("#optimizer").hover()
    expect(card).to_have_count(0)
    expect(number).not_to_have_attribute("aria-describedby", "ab-pop")


def test_the_card_stays_in_the_window(visit: Open) -> None:
    for width in (375, 1440):
        page = visit(f"{PAGE}#optimizer", width=width)
        for number in of(page, "annotation").locator("> .ab-answer .ab-cites a").all():
            number.hover()
            box = page.locator(".ab-pop").bounding_box()
            assert box is not None
            assert 0 <= box["x"] <= width - box["width"]


def test_the_keyboard_opens_the_card_goes_into_it_and_closes_it(visit: Open) -> None:
    page = visit(PAGE)
    number, card = number_of(page, "optimizer"), page.locator(".ab-pop")
    # From the place before it, as a reader comes.
    page.locator("h3#optimizer .headerlink").focus()
    page.keyboard.press("Tab")
    expect(number).to_be_focused()
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card.locator("a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(number).to_be_focused()
    page.keyboard.press("Tab")
    expect(number).not_to_be_focused()


def test_escape_dismisses_the_card_under_the_pointer(visit: Open) -> None:
    page = visit(PAGE)
    number, card = number_of(page, "optimizer"), page.locator(".ab-pop")
    number.hover()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.locator("#optimizer").hover()
    number.hover()
    expect(card).to_be_visible()


def test_a_tap_shows_the_quote_and_a_second_one_goes_to_it(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}{PAGE}")
    number, card = number_of(page, "optimizer"), page.locator(".ab-pop")
    number.tap()
    expect(card).to_contain_text("Adam")
    assert "#" not in page.url
    page.locator("#optimizer").tap()
    expect(card).to_have_count(0)
    number.tap()
    number.tap()
    expect(page).to_have_url(re.compile(r"#optimizer\.e1$"))
    expect(card).to_have_count(0)
    context.close()


def test_without_scripts_a_number_is_a_link_to_its_quote(visit: Open) -> None:
    page = visit(PAGE, script=False)
    number_of(page, "optimizer").click()
    expect(page.locator("[id='optimizer.e1']")).to_be_in_viewport()


# Quotes in place -----------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_a_quote_opens_in_place_with_its_neighbours(visit: Open, script: bool) -> None:
    page = visit(PAGE, script=script)
    quote = page.locator("[id='hardware.e1']")
    expect(quote.locator("mark")).to_be_visible()
    expect(quote.locator(".ab-near").first).to_be_hidden()
    quote.locator("summary").click()
    expect(quote.locator(".ab-near").first).to_be_visible()
    quote.locator("summary").click()
    expect(quote.locator(".ab-near").first).to_be_hidden()


def test_a_linked_quote_shows_its_neighbours(visit: Open) -> None:
    page = visit(f"{PAGE}#hardware.e1")
    expect(page.locator("[id='hardware.e1'] .ab-near").first).to_be_visible()


def test_a_quote_opens_the_source_at_its_page(visit: Open) -> None:
    page = visit(PAGE)
    link = page.locator("[id='hardware.e1'] .ab-place a")
    expect(link).to_have_attribute("href", re.compile(r"sources/hedgerow-birds\.pdf#page=5$"))


def test_the_other_models_answers_unfold_below_who_says_what(visit: Open) -> None:
    page = visit(PAGE)
    others = of(page, "random-seeds").locator(".ab-others")
    expect(others.locator("summary").first).to_have_text("2 of 3 models disagree.")
    expect(others.locator(".ab-vote").first).to_have_text("Partly reported")
    expect(others.locator(".ab-other").first).to_be_hidden()
    others.locator("> summary").click()
    expect(others.locator(".ab-other")).to_have_count(2)
    expect(others.locator(".ab-other").first).to_contain_text("The seed was fixed to 42")
    # A passage that stands further up is shown from there.
    others.locator(".ab-cites a").first.hover()
    expect(page.locator(".ab-pop")).to_contain_text("The random seed was fixed to 42")


# What can be done with an answer -------------------------------------------------------------------


def test_the_link_that_is_copied_is_that_of_the_answers_own_page(visit: Open, address: str) -> None:
    page = visit(PAGE)
    link = of(page, "hardware").locator("a.ab-copy-link")
    link.click()
    expect(link).to_have_text("Copied")
    identifier = of(page, "hardware").get_attribute("data-answer")
    assert copied(page) == f"{address}a/{identifier}/"
    assert page.url == f"{address}{PAGE}"
    expect(link).to_have_text("Copy link")
    page.goto(copied(page))
    expect(page.locator("main")).to_contain_text("RTX 2080 Ti")


def test_without_scripts_the_link_leads_to_the_answers_own_page(visit: Open) -> None:
    page = visit(PAGE, script=False)
    of(page, "hardware").locator("a.ab-copy-link").click()
    expect(page).to_have_url(re.compile(r"/a/[0-9a-f]{24}/index\.html$"))


def test_an_answer_is_copied_as_markdown(visit: Open, address: str) -> None:
    page = visit(PAGE)
    item = of(page, "optimizer")
    item.get_by_role("button", name="Cite").click()
    item.get_by_role("button", name="Copy Markdown").click()
    identifier = item.get_attribute("data-answer")
    assert copied(page, "Answered by small-135m") == "\n\n".join(
        [
            "**Which optimization algorithm was used to train the model?** Reported",
            "The network was trained with Adam at a learning rate of 3e-4 for 60 epochs. [1]",
            "> [1] “It was trained for 60 epochs with Adam (learning rate 3e-4, batch size 32) on one "
            "RTX 2080 Ti.” (2.3 Training, p. 5)",
            "Paper: Passive acoustic monitoring of hedgerow birds with convolutional networks: a comparison "
            "of transfer learning strategies under scarce labels. Ada Marchetti, J. R. O’Neill, Lin Wei, "
            "Sofía García-Núñez. Journal of Field Recording 2020. doi:10.1000/hedgerow-birds",
            f"Answered by small-135m: <{address}a/{identifier}/>\n",
        ]
    )


def test_hostile_words_are_copied_as_words(visit: Open) -> None:
    page = visit(PAGE)
    item = of(page, "metrics")
    item.locator("mark").first.evaluate("m => m.textContent = '*a* [b](c) <d> `e` _f_ |'")
    item.get_by_role("button", name="Cite").click()
    item.get_by_role("button", name="Copy Markdown").click()
    text = copied(page, "Stale.")
    assert r"\*a\* \[b\](c) \<d\> \`e\` \_f\_ \|" in text
    assert "Stale. Changed since this answer was made: prompt and model." in text


def test_an_answer_is_cited_in_three_forms(visit: Open, address: str) -> None:
    page = visit(PAGE)
    item = of(page, "hardware")
    identifier = item.get_attribute("data-answer")
    cite = item.get_by_role("button", name="Cite")
    cite.click()
    expect(cite).to_have_attribute("aria-expanded", "true")
    item.get_by_role("button", name="Copy BibTeX").click()
    text = copied(page, f"@misc{{answer-{identifier},")
    assert text.startswith(f"@misc{{answer-{identifier},")
    assert "On which hardware was the model trained, for example which {GPU}?" in text
    assert f"{address}a/{identifier}/" in text
    assert "zq" not in text
    item.get_by_role("button", name="Copy RIS").click()
    asked = "TI  - On which hardware was the model trained, for example which GPU?"
    assert asked in copied(page, asked)
    with page.expect_download() as waiting:
        item.get_by_role("link", name="Download CSL-JSON").click()
    file = waiting.value
    assert file.suggested_filename == f"{identifier}.json"
    (record,) = json.loads(Path(file.path()).read_text(encoding="utf-8"))
    assert record["URL"] == f"{address}a/{identifier}/"
    page.keyboard.press("Escape")
    expect(page.locator(".ab-menu")).to_have_count(0)
    expect(cite).to_be_focused()


def test_the_menu_of_citations_works_by_keyboard_and_gives_way(visit: Open) -> None:
    page = visit(PAGE)
    cite = of(page, "hardware").get_by_role("button", name="Cite")
    cite.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy BibTeX")).to_be_focused()
    for _ in range(7):
        page.keyboard.press("Tab")
    expect(page.locator(".ab-menu")).to_have_count(0)


def test_a_wrong_answer_is_reported_at_the_repository(visit: Open) -> None:
    page = visit(PAGE)
    link = of(page, "hardware").get_by_role("link", name="Report an error")
    href = link.get_attribute("href") or ""
    assert href.startswith("https://github.com/lab/answers/issues/new?title=Wrong%20answer")
    assert (of(page, "hardware").get_attribute("data-answer") or "?") in href


# Looks and reach ------------------------------------------------------------------------------------


def test_the_contents_stay_beside_the_text_and_carry_the_statuses(visit: Open) -> None:
    page = visit(PAGE, width=1440)
    entry = page.locator(".md-nav--secondary a[href='#random-seeds']")
    expect(entry).to_have_text(re.compile("Random seeds"))
    expect(entry.locator(".ab-sign")).to_have_class(re.compile("ab-partly-reported"))
    page.locator("#metrics").scroll_into_view_if_needed()
    expect(page.locator(".md-nav--secondary")).to_be_in_viewport()


def test_the_profile_leads_to_each_question(visit: Open) -> None:
    page = visit(PAGE, width=1440)
    tiles = page.locator(".ab-profile li > a")
    expect(tiles).to_have_count(len(QUESTIONS))
    for tile in tiles.all():
        box = tile.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 24
    tiles.last.click()
    expect(page.locator("h3#code-link")).to_be_in_viewport()


@pytest.mark.parametrize("width", [375, 768])
def test_where_there_is_no_room_for_the_profile_the_message_leads_to_each_question(
    visit: Open, width: int
) -> None:
    page = visit(PAGE, width=width)
    expect(page.locator(".ab-profile")).to_be_hidden()
    links = page.locator(".ab-message a[href^='#']")
    expect(links).to_have_count(len(QUESTIONS))
    links.get_by_text("data collection").click()
    expect(page.locator("h3#data-collection")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_accessibility_rule_is_broken_with_all_open(visit: Open, scheme: Scheme, width: int) -> None:
    page = visit(PAGE, scheme=scheme, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    of(page, "hardware").get_by_role("button", name="Cite").click()
    number_of(page, "optimizer").hover()
    expect(page.locator(".ab-pop")).to_be_visible()
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_shows_answers_and_no_buttons(visit: Open) -> None:
    page = visit(PAGE)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")  # as the theme does
    page.emulate_media(media="print")
    expect(page.locator("[id='hardware.e1'] mark")).to_be_visible()
    expect(page.locator(".ab-withheld s").first).to_be_visible()
    for what in (".ab-actions", ".ab-more", ".ab-near", ".ab-origin p", ".ab-profile", ".ab-looked"):
        for shown in page.locator(what).all():
            expect(shown).to_be_hidden()


def test_a_phone_folds_question_and_actions_behind_a_button(visit: Open) -> None:
    page = visit(PAGE, width=390)
    item = of(page, "hardware")
    expect(item.get_by_text("Copy link")).to_be_hidden()
    height = item.bounding_box()["height"]  # type: ignore[index]
    button = item.locator("> .ab-act")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(item.get_by_text("Copy link")).to_be_visible()
    assert item.bounding_box()["height"] > height  # type: ignore[index]
    wide = visit(PAGE)
    expect(of(wide, "hardware").locator("> .ab-act")).to_be_hidden()
    bare = visit(PAGE, width=390, script=False)
    expect(of(bare, "hardware").get_by_text("Copy link")).to_be_visible()
