"""A reader's own copy of a paper: it is searched for the page's quotes, in the browser alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from generator.site.content.interface import own_copy_words
from generator.site.content.language import use_language
from tests.browser.conftest import Open
from tests.site.small_collection import small_collection

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAPER = "papers/hedgerow-birds.html"
# The words of the paper, as another layout has them: ligatures, other hyphens and quotes, a page in between.
SENTENCES = (
    "Recordings were made between April and July 2019 with 46 AudioMoth devices that were placed along "
    "hedge-<br>rows at intervals of 250 m.",
    "Two ornith<p class='break'>Running head, 16</p>ologists labelled "
    "4,812 one-minute clips independently "
    "(Cohen\u2019s kappa = 0.87).",
    "It was trained for 60 epochs with Adam (learning rate 3e\u20114, batch size 32) on one RTX 2080 Ti.",
    "The random seed was \ufb01xed to 42 for the data<p class='break'>Running head, 17</p>split.",
    "We report average precision and the F1 score; F1 was 0.91 ± 0.02 over \ufb01ve folds (p &lt; 0.05).",
)
Copies = dict[str, Path]


def _html(sentences: tuple[str, ...]) -> str:
    text = "".join(
        f"<p style='color: black' onclick='x()'>{s}</p><p>Other words stand between them.</p>"
        for s in sentences
    )
    style = "<style>body{font:14px serif} .break{break-before:page}</style>"
    return f"<!doctype html><meta charset=utf-8>{style}<h1>A paper of some length</h1>{text}"


@pytest.fixture(scope="module")
def copies(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    folder = tmp_path_factory.mktemp("copies")
    page = chromium.new_page()
    made = {}
    texts = {"same": SENTENCES, "older": (*SENTENCES[:2], SENTENCES[4].replace("0.91", "0.19")), "other": ()}
    for name, sentences in texts.items():
        page.set_content(_html(sentences))
        made[name] = folder / f"{name}.pdf"
        page.pdf(path=str(made[name]))
        made[f"{name}.html"] = folder / f"{name}.html"
        made[f"{name}.html"].write_text(_html(sentences), encoding="utf-8")
    page.close()
    made["broken"] = folder / "broken.pdf"
    made["broken"].write_bytes(b"%PDF-1.7\nnothing")
    made["word"] = folder / "paper.docx"
    made["word"].write_bytes(b"PK\x03\x04 and so on \x00")
    return made


def answer_page(question: str) -> str:
    found = next(
        a
        for a in small_collection().answers
        if (a.paper, a.question, a.model) == ("hedgerow-birds", question, "quotes")
    )
    return f"a/{found.id}/index.html"


def choose(page: Page, file: Path, name: str = "choose the file") -> Page:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=name).click()
    chooser.value.set_files(file)
    return page


def told(page: Page) -> str:
    """Return the message that is shown in the end."""
    status = page.locator("[data-own-copy] [role=status]")
    expect(status).to_contain_text(".")
    return status.inner_text()


def drop(page: Page, file: Path) -> None:
    data = list(file.read_bytes())
    page.evaluate(
        """([data, name]) => {
            const held = new DataTransfer();
            held.items.add(new File([new Uint8Array(data)], name));
            for (const type of ["dragover", "drop"]) {
                const event = new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: held});
                document.querySelector("h1").dispatchEvent(event);
            }
        }""",
        [data, file.name],
    )


def marked_pixels(page: Page) -> int:
    return page.locator(".own-page canvas").first.evaluate(
        """canvas => {
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            let found = 0;
            for (let i = 0; i < data.length; i += 4)
                if (data[i] === 255 && data[i + 1] === 229 && data[i + 2] === 138) found++;
            return found;
        }"""
    )


def test_the_quote_is_marked_on_the_page_of_a_dropped_pdf(visit: Open, copies: Copies) -> None:
    page = visit(answer_page("metrics"))
    drop(page, copies["same"])
    expect(page.locator(".own-page[data-drawn]")).to_have_count(1)
    assert told(page) == "The quote was found."
    assert marked_pixels(page) > 1000
    box = page.locator(".own-page").bounding_box()
    assert box is not None
    assert box["height"] < 600
    assert page.locator(".own-page").evaluate("box => box.scrollHeight > box.clientHeight")


def test_the_scripts_speak_the_language_of_the_site(visit: Open, copies: Copies) -> None:
    with use_language("de"):
        words = json.dumps(own_copy_words())
    page = visit(answer_page("metrics"))
    mark = '<div class="own-copy" data-own-copy'

    def in_german(route: Route) -> None:
        text = route.fetch().text()
        assert mark in text
        body = text.replace(mark, f"{mark} data-words")
        route.fulfill(content_type="text/html; charset=utf-8", body=body)

    page.route("**/index.html", in_german)
    script = f"window.ownCopyWords={words};"
    page.route("**/own-copy-words.js", lambda r: r.fulfill(content_type="text/javascript", body=script))
    page.reload()
    choose(page, copies["other"], "wählen Sie sie aus")
    expect(page.locator("[data-own-copy] [role=status]")).to_contain_text(
        "Das Zitat wurde in dieser Datei nicht"
    )
    choose(page, copies["same"], "wählen Sie sie aus")
    expect(page.get_by_role("button", name="In Ihrem Exemplar, S. ")).to_be_visible()
    assert told(page) == "Das Zitat wurde gefunden."


def test_a_sentence_that_goes_on_on_the_next_page_is_found_on_both(visit: Open, copies: Copies) -> None:
    page = choose(visit(answer_page("random-seeds")), copies["same"])
    expect(page.locator(".own-page[data-drawn]")).to_have_count(2)
    expect(page.get_by_role("button", name="In your copy, p. 2, 3")).to_be_visible()


def test_all_quotes_of_a_paper_are_searched_and_each_is_shown_on_demand(visit: Open, copies: Copies) -> None:
    page = choose(visit(PAPER), copies["same"])
    expect(page.locator("[data-own-copy] [role=status]")).to_contain_text("of 7 quotes found")
    assert told(page).startswith("6 of 7 quotes found")  # the link to the code is not in it
    assert page.locator(".own-page").count() == 0
    button = page.locator("#metrics\\.e1").get_by_role("button", name="In your copy")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".own-page[data-drawn]")).to_have_count(1)
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".own-page")).to_have_count(0)
    expect(page.locator("#code-link\\.e1")).to_contain_text(
        "Not found in this file: it may be another version."
    )


@pytest.mark.parametrize("ending", ["", ".html"])
def test_another_version_says_so(visit: Open, copies: Copies, ending: str) -> None:
    page = choose(visit(answer_page("metrics")), copies[f"older{ending}"])
    expect(page.locator(".evidence")).to_contain_text("Not found in this file: it may be another version.")
    assert told(page).startswith("The quote was not found in this file")


def test_another_paper_says_so(visit: Open, copies: Copies) -> None:
    page = choose(visit(PAPER), copies["other"])
    expect(page.locator("[data-own-copy] [role=status]")).to_contain_text("None of 7 quotes was found")


def test_a_web_page_is_searched_as_text_and_shown_with_the_words_around(visit: Open, copies: Copies) -> None:
    page = choose(visit(answer_page("metrics")), copies["same.html"])
    expect(page.locator(".own-words mark")).to_have_text(
        "We report average precision and the F1 score; F1 was 0.91 ± 0.02 over \ufb01ve folds (p < 0.05)."
    )
    expect(page.locator(".own-words")).to_contain_text("Other words stand between them.")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("broken", "This PDF is damaged; it cannot be read."),
        ("word", "This kind of file cannot be read here; a PDF, a web page, XML or plain text can."),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(visit: Open, copies: Copies, file: str, said: str) -> None:
    page = choose(visit(answer_page("metrics")), copies[file])
    expect(page.locator("[data-own-copy] [role=status]")).to_have_text(said)


def test_a_file_that_is_too_large_is_not_read(visit: Open, tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"word " * 1_100_000)
    page = choose(visit(answer_page("metrics")), large)
    expect(page.locator("[data-own-copy] [role=status]")).to_have_text(
        "The file is larger than 5 MB: too large to be read here."
    )


def test_what_reads_files_is_loaded_only_for_a_file(visit: Open, copies: Copies) -> None:
    page = visit(PAPER)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.reload()
    assert "own-copy.js" in asked
    assert not {"own-copy-search.js", "pdf.min.js"} & set(asked)
    choose(page, copies["same"])
    expect(page.locator("[data-own-copy] [role=status]")).to_contain_text("quotes found")
    assert {"own-copy-search.js", "own-copy.css", "pdf.min.js", "pdf.worker.min.js"} <= set(asked)


@pytest.mark.parametrize("path", [PAPER, answer_page("metrics")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_a_copy_at_hand(
    visit: Callable[..., Page], copies: Copies, path: str, scheme: str
) -> None:
    page = choose(visit(path, scheme=scheme), copies["older.html"])
    expect(page.locator(".own-place").first).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", [PAPER, answer_page("metrics")])
def test_without_scripts_nothing_is_asked_for(visit: Open, path: str) -> None:
    page = visit(path, script=False)
    expect(page.locator("[data-own-copy]")).to_be_empty()
