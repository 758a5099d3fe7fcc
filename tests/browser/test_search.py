"""The search dialog, with both engines, served and opened from a disk."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from generator.site.search import pagefind
from tests.browser.conftest import Scheme
from tests.browser.opening import served
from tests.site.small_collection import build, small_collection

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

IN_PARTS = "pagefind in parts"
ENGINES = ("builtin", "pagefind", IN_PARTS)
BEST = ".md-search-result__list [data-ab-best]"
META = ".md-search-result__meta"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Engine -> a site of the small collection that is searched with it."""

    @functools.lru_cache(maxsize=3)
    def built(engine: str) -> Path:
        if engine != "builtin" and importlib.util.find_spec("pagefind_bin") is None:
            pytest.skip("Pagefind is not installed: pip install 'answerbook[search]'")
        folder = tmp_path_factory.mktemp(engine.replace(" ", "-"))
        with pytest.MonkeyPatch.context() as patch:
            if engine == IN_PARTS:
                patch.setattr(pagefind, "_PAPERS_PER_PART", 1)
            return build(small_collection(search=engine.partition(" ")[0]), folder)

    return built


class Visitor:
    """Opens pages with the dialog closed; keeps what they asked for and complained of."""

    def __init__(self, browser: Browser, sites: Callable[[str], Path]) -> None:
        self.browser = browser
        self.sites = sites
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.closing: list[Callable[[], object]] = []

    def __call__(
        self,
        engine: str,
        path: str = "about.html",
        *,
        width: int = 1280,
        scheme: Scheme = "light",
        disk: bool = False,
    ) -> Page:
        base = f"{self.sites(engine).as_uri()}/" if disk else self._serve(self.sites(engine))
        context = self.browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.closing.append(context.close)
        page = context.new_page()
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url.removeprefix(base)))
        page.goto(f"{base}{path}")
        page.wait_for_load_state("load")
        return page

    def _serve(self, folder: Path) -> str:
        stack = contextlib.ExitStack()
        self.closing.append(stack.close)
        return stack.enter_context(served(folder))


@pytest.fixture
def visitor(chromium: Browser, sites: Callable[[str], Path]) -> Iterator[Visitor]:
    visitor = Visitor(chromium, sites)
    yield visitor
    # The browser leaves before the server does, or what it still asks for fails and is complained of.
    for close in reversed(visitor.closing):
        close()
    assert visitor.complaints == []


def search(page: Page, query: str) -> None:
    """Ask, and wait until the results are those of the question."""
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill(query)
    page.locator(f".md-search-result__list[data-ab-for={json.dumps(query, ensure_ascii=False)}]").wait_for(
        state="attached"
    )


# Query, and the page or anchor that must come first.
FIRST = [
    ("seed", "questions/random-seeds.html"),
    ("seeds", "questions/random-seeds.html"),
    ("Random seeds", "questions/random-seeds.html"),
    ("GPU", "questions/hardware.html"),
    ("metrics", "questions/metrics.html"),
    ("cq24", "questions/random-seeds.html"),
    ("10.1000/hedgerow-birds", "papers/hedgerow-birds.html"),
    ("doi:10.1000/hedgerow-birds", "papers/hedgerow-birds.html"),
    ("https://doi.org/10.1000/hedgerow-birds", "papers/hedgerow-birds.html"),
    ("2401.00010", "papers/2401.00010.html"),
    ("Marchetti", "papers/hedgerow-birds.html"),
    ("garcia", "papers/hedgerow-birds.html"),
    ("García-Núñez", "papers/hedgerow-birds.html"),
    ("Hvidsten", "papers/2401.00010.html"),
    ("counting moths", "papers/2401.00010.html"),
    ("ornithologists", "papers/hedgerow-birds.html#annotation"),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_query_leads_to_the_right_place_first(visitor: Visitor, engine: str) -> None:
    page = visitor(engine)
    found = {}
    for query, _ in FIRST:
        search(page, query)
        best = page.locator(BEST)
        found[query] = (
            re.sub(r"^.*?//[^/]+/", "", best.first.get_attribute("href") or "") if best.count() else None
        )
    assert found == dict(FIRST)


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_loaded_before_the_dialog_is_opened(visitor: Visitor, engine: str) -> None:
    page = visitor(engine)
    page.wait_for_timeout(300)
    before = [url for url in visitor.asked if "search/" in url or "pagefind/" in url or "worker" in url]
    assert before == []
    search(page, "seed")
    assert [url for url in visitor.asked if url.startswith("search/" if engine == "builtin" else "pagefind/")]
    if engine == "pagefind":
        assert not [url for url in visitor.asked if "search_index" in url]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_result_tells_paper_question_and_status_and_leads_to_the_answer(
    visitor: Visitor, engine: str
) -> None:
    page = visitor(engine)
    search(page, "Adam epochs")
    group = page.locator(".md-search-result__item", has_text="Passive acoustic").first
    expect(group.locator(".ab-found-page")).to_contain_text("Marchetti et al. 2020")
    answer = group.locator(".md-search-result__link", has_text="Optimizer — Reported")
    expect(answer.locator("mark").first).to_be_visible()
    expect(answer.locator("svg.ab-symbol use")).to_have_attribute("href", "#ab-reported")
    answer.click()
    expect(page).to_have_url(re.compile(r"papers/hedgerow-birds\.html#optimizer$"))
    expect(page.locator("h3#optimizer")).to_be_in_viewport()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_keyboard_opens_walks_and_closes(visitor: Visitor, engine: str) -> None:
    page = visitor(engine)
    field = page.locator(".md-search__input")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("hardware", delay=20)
    expect(page.locator(BEST).first).to_have_attribute("href", re.compile(r"questions/hardware\.html$"))
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__link").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    expect(field).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"questions/hardware\.html$"))


@pytest.mark.parametrize("engine", ENGINES)
def test_leaving_the_dialog_by_tab_closes_it_and_its_filters_do_not(visitor: Visitor, engine: str) -> None:
    page = visitor(engine)
    search(page, "counting moths")
    page.locator("select[name=status]").focus()
    expect(page.locator("#__search")).to_be_checked()
    page.locator(".md-tabs__link").first.focus()
    expect(page.locator("#__search")).not_to_be_checked()


@pytest.mark.parametrize("engine", ENGINES)
def test_results_are_narrowed_by_status_question_and_year(visitor: Visitor, engine: str) -> None:
    page = visitor(engine)
    search(page, "seed")
    answers = page.locator(".ab-found-answer .ab-status")
    page.locator("select[name=status]").select_option("not_reported")
    expect(answers).to_have_text(["Not reported"])
    expect(page.locator(".ab-found-page")).to_contain_text(["Counting moths in the dark"])
    page.locator("select[name=status]").select_option("")
    page.locator("select[name=question]").select_option("optimizer")
    expect(page.locator(".md-search-result__link[href*=random-seeds]")).to_have_count(0)
    page.locator("select[name=question]").select_option("")
    page.locator("select[name=year]").select_option("2020")
    expect(page.locator(".ab-found-page")).to_contain_text(["Passive acoustic monitoring"])


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_not_there_is_said_and_announced(visitor: Visitor, engine: str) -> None:
    page = visitor(engine)
    search(page, "xylophone")
    expect(page.locator(META)).to_have_text("Nothing found")
    expect(page.locator(META)).to_have_attribute("role", "status")
    page.locator(".md-search__form button[type=reset]").click()
    expect(page.locator(META)).to_have_text("Type to search papers, questions and answers")


def test_evidence_is_found_after_answers_by_pagefind(visitor: Visitor) -> None:
    page = visitor("pagefind")
    search(page, "sources of randomness")
    expect(page.locator(".ab-found-answer").first).to_contain_text("Random seeds")


# With these numbers and no others, lunr loses the last one (found by trying random sets of them).
NUMBERS = (
    "016112 016671 018967 021021 022372 027182 042420 043017 049327 053479 054885 055508 057190 058203 "
    "060160 070378 077960 085270 086653 086966 091719 093044 095220 099289 101342 111571 119131 128944 "
    "130096 141258 145409 146218 150457 160122 162313 169606 171511 185332 187508 191599 191952 196189 "
    "196339 196516 199031 201279 201948 218092 219693 233076 241985 248447 253458 257261 268884 271473 "
    "278021 282477 286203 292447 293509 298221 304322 304789 308832 310413 324137 328578 335743 339413 "
    "344533 346696 349271 349371 361811 365532 366863 371716 372639 381094 385419 385949 388398 390733 "
    "394252 405367 411746 417639 423914 424951 438061 457509 459627 462597 471988 472213 475964 481008 "
    "483937 491832 498235 498378 500529 502765 503355 509292 514339 520011 522163 522897 527782 533918 "
    "535738 540391 546285 551692 557458 570216 573593 575912 592136 605378 610746 620940 627997 630923 "
    "638183 638346 642959 874159 "
)


def test_no_number_is_lost_among_others(visitor: Visitor, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(visitor.sites("builtin"), site)
    index = json.loads((site / "search" / "search_index.json").read_text())
    numbers = NUMBERS.split()
    index["docs"] = [
        {"location": f"papers/{n}.html", "title": n, "text": "", "kind": "paper"} for n in numbers
    ]
    (site / "search" / "search_index.json").write_text(json.dumps(index))
    visitor.sites = lambda engine: site
    page = visitor("builtin")
    for number in (numbers[0], numbers[-1]):
        search(page, number)
        expect(page.locator(".ab-found-title")).to_have_text([number])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_search_has_an_address_and_back_returns_to_its_results(visitor: Visitor, engine: str) -> None:
    page = visitor(engine)
    search(page, "seed")
    page.locator("select[name=status]").select_option("not_reported")
    answers = page.locator(".ab-found-answer .ab-status")
    expect(answers).to_have_text(["Not reported"])
    expect(page).to_have_url(re.compile(r"about\.html\?q=seed&q-status=not_reported$"))
    page.locator(".ab-found-answer").first.click()
    page.wait_for_url("**/papers/**")
    page.go_back()
    expect(page.locator("#__search")).to_be_checked()
    expect(page.locator("select[name=status]")).to_have_value("not_reported")
    expect(answers).to_have_text(["Not reported"])
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"about\.html$"))


ODD = ("<img src=x onerror=alert(1)>", '"', "a:b^c~d+*-", "((((", "\\", "&amp;", "¦", "constructor __proto__")


@pytest.mark.parametrize("engine", ENGINES)
def test_no_query_breaks_the_dialog(visitor: Visitor, engine: str) -> None:
    page = visitor(engine)
    for query in (*ODD, "seed"):
        search(page, query)
    expect(page.locator(BEST).first).to_have_attribute("href", re.compile("random-seeds"))


def test_the_builtin_search_works_from_a_disk(visitor: Visitor) -> None:
    page = visitor("builtin", "papers/hedgerow-birds.html", disk=True)
    search(page, "seed")
    expect(page.locator(BEST).first).to_have_attribute(
        "href", re.compile(r"^file://.*/questions/random-seeds\.html$")
    )
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"questions/random-seeds\.html$"))


def test_pagefind_says_that_it_needs_a_server(visitor: Visitor) -> None:
    page = visitor("pagefind", disk=True)
    page.locator(".md-search__input").click()
    expect(page.locator(META)).to_contain_text("open it through a web server")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_the_open_dialog_breaks_no_accessibility_rule(visitor: Visitor, width: int, scheme: Scheme) -> None:
    page = visitor("builtin", width=width, scheme=scheme)
    if width < 960:
        page.locator("label.md-header__button[for=__search]").click()
        expect(page.locator(".md-search__input")).to_be_focused()
    search(page, "seed")
    # The theme fades the dialog in; colours are judged when it stands.
    page.evaluate("Promise.allSettled(document.getAnimations().map(a => a.finished)).then(() => {})")
    found = Axe().run(page)
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_address_may_carry_the_query(visitor: Visitor) -> None:
    page = visitor("builtin", "about.html?q=hardware")
    expect(page.locator(BEST).first).to_have_attribute("href", re.compile(r"questions/hardware\.html$"))
