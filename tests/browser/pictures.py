"""Pictures of every kind of page, for the documentation.

    python -m tests.browser.pictures [--site build/site] [--into content/pictures]

Takes the pages of a built site, light at 1440 pixels and dark at 375 pixels, and writes the page that shows
them all (``README.md`` in the same folder). An answer that has been superseded is that of the tests' own
small collection, since the demonstration has no past.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.opening import browsing, served
from tests.site.small_collection import build, small_collection

ROOT = Path(__file__).resolve().parents[2]
VIEWS = {"light-1440": (1440, 1100, "light"), "dark-375": (375, 800, "dark")}
# Colours of a picture: pages have few, and a palette halves the file.
_COLOURS = 128
# What a page's scripts have not come to yet; on a busy machine they run long after the page has loaded.
_WAITING = ".ab-board:not(.ab-live), .ab-item[data-answer] .ab-actions:not(:has(button))"
_PAPER = "papers/digits-seeds.html"


def _still(page: Page) -> None:
    """Nothing to do before the picture."""


def _open_quote(page: Page) -> None:
    switch = page.get_by_text("In context").locator("visible=true").first
    switch.scroll_into_view_if_needed()
    switch.click()


def _search(page: Page) -> None:
    if not page.get_by_role("textbox", name="Search").is_visible():
        page.locator("label[for=__search]").first.click()
    page.get_by_role("textbox", name="Search").press_sequentially("seed", delay=50)
    page.locator(".md-search-result__item").first.wait_for()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page. path: from the top of the site. shown: what is done before the picture is taken."""

    name: str
    title: str
    path: str
    shown: Callable[[Page], None] = _still


KINDS = (
    Kind("home", "Overview: every paper and every question at a glance", "index.html"),
    Kind("papers", "Papers", "papers/index.html"),
    Kind("paper", "A paper, its profile and its answers", _PAPER),
    Kind("quote", "A quote, opened in its context", _PAPER, _open_quote),
    Kind("questions", "Questions", "questions/index.html"),
    Kind("question", "One question over all papers", "questions/random-seeds.html"),
    Kind("answer", "An answer's own page, for links in reviews", "a/{answer}/index.html"),
    Kind("quality", "Quality", "quality.html"),
    Kind("data", "Data and exports", "data.html"),
    Kind("guide", "Guide", "guide.html"),
    Kind("about", "About", "about.html"),
    Kind("search", "Search", "index.html", _search),
)
EARLIER = Kind("superseded", "An answer that was published before, and gave way to another", "")


def take(site: Path, into: Path) -> list[Path]:
    """Write ``<kind>-<view>.png`` for every kind of page and view; return the files."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        past = build(small_collection(), Path(folder))
        gone = small_collection().history[0].answer.id
        earlier = Kind(EARLIER.name, EARLIER.title, f"a/{gone}/index.html")
        answers = (site / _PAPER).read_text(encoding="utf-8").partition('id="random-seeds"')[2]
        answer = re.search(r"/a/([0-9a-f]{24})/", answers)
        if answer is None:
            raise SystemExit(f"{site / _PAPER}: links to no answer; build the demonstration first: make site")
        files = []
        for place, kinds in ((site, KINDS), (past, (earlier,))):
            with served(place) as address:
                for kind in kinds:
                    url = address + kind.path.format(answer=answer[1])
                    files += [_take(browser, kind, url, view, into) for view in VIEWS]
    return files


def _take(browser: Browser, kind: Kind, url: str, view: str, into: Path) -> Path:
    width, height, scheme = VIEWS[view]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    found = page.goto(url, wait_until="networkidle")
    if found is None or not found.ok:
        raise SystemExit(f"{url}: is not there; build the demonstration first: make site")
    expect(page.locator(_WAITING)).to_have_count(0, timeout=30_000)
    kind.shown(page)
    page.wait_for_timeout(300)  # what opens, opens with a transition
    file = into / f"{kind.name}-{view}.png"
    page.screenshot(path=str(file))
    context.close()
    Image.open(file).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    return file


def gallery() -> str:
    """Return the page that shows all pictures, as Markdown."""
    lines = [
        "# Pictures of every kind of page",
        "",
        "Of the demonstration, as `make site` builds it. Taken by `python -m tests.browser.pictures`.",
    ]
    for kind in (*KINDS, EARLIER):
        lines += ["", f"## {kind.title}", ""]
        lines += [
            f"![{kind.title}, {view.replace('-', ', ')} pixels wide]({kind.name}-{view}.png)"
            for view in VIEWS
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--into", type=Path, default=ROOT / "content" / "pictures")
    options = parser.parse_args()
    for file in take(options.site, options.into):
        print(file)
    (options.into / "README.md").write_text(gallery(), encoding="utf-8")


if __name__ == "__main__":
    main()
