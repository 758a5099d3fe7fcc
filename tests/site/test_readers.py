"""Quotes seen in their PDF, on the pages of papers and answers and in the reader."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from lxml import html

from generator.core import Answer
from generator.core.spots import QuoteLine
from generator.site import Collection, Crop, PaperPlaces, QuotePlace, write_answer_pages
from generator.site.answer_pages.readers import PDF_SCRIPTS
from generator.site.content.page_links import Links, anchor, reader_page
from generator.site.content.quote_places import passage_of
from generator.site.pages.rendering import pages
from generator.site.texts.text_places import QuoteSource
from generator.site.views.in_pdf import in_pdf
from generator.site.views.quotes import quotes_of
from tests.site.small_collection import ROOT, small_collection

PAPER = "hedgerow-birds"
TEMPLATES = ROOT / "site_templates"
LINES = (QuoteLine(3, (0.1, 0.2, 0.5, 0.22)), QuoteLine(3, (0.1, 0.22, 0.3, 0.24)))
CROPS = (Crop("pictures/0123456789abcdef.webp", 320, 90, 3),)


def resting(collection: Collection, question: str) -> Answer:
    """Return the answer shown to a question about the paper."""
    return collection.answers_to(PAPER, question)[0]


def seen(*questions: str, opens: bool = True, **changes: object) -> Collection:
    """Return the small collection with places of quotes, each a little further down."""
    collection = small_collection(**changes)
    quotes = {}
    for n, question in enumerate(questions):
        lines = tuple(QuoteLine(line.page + n, line.box) for line in LINES)
        quotes[passage_of(resting(collection, question).evidence[0])] = QuotePlace(lines, CROPS)
    return dataclasses.replace(collection, places={PAPER: PaperPlaces(opens, quotes)})


def written(collection: Collection, folder: Path) -> Path:
    write_answer_pages(collection, folder, templates=TEMPLATES / "answers", jobs=1)
    return folder


def page_of(collection: Collection) -> str:
    found = pages(collection, TEMPLATES / "pages")
    return next(text or "" for path, text, _ in found if path == f"papers/{PAPER}.md")


def test_a_quote_whose_place_is_known_has_a_picture_and_leads_to_the_reader(tmp_path: Path) -> None:
    collection = seen("data-collection", "metrics")
    anchor = QuotePlace(LINES).anchor
    answer = resting(collection, "data-collection")
    for text, up in (
        (page_of(collection), ""),
        ((written(collection, tmp_path) / f"a/{answer.id}/index.html").read_text(encoding="utf-8"), "../"),
    ):
        assert f'src="{up}../{CROPS[0].path}" width="320" height="90"' in text
        assert "Page 3, the quote marked" in text
        assert f"{PAPER}/reader.html#{anchor}" in text
    assert page_of(collection).count('<details class="ab-seen"') == 2


def test_without_a_copy_of_the_pdf_there_is_no_reader_and_links_stay_as_they_are(tmp_path: Path) -> None:
    collection = seen("data-collection", opens=False)
    assert not (written(collection, tmp_path) / reader_page(PAPER)).exists()
    text = page_of(collection)
    assert "reader.html" not in text
    assert f"../sources/{PAPER}.pdf#page=3" in text
    assert "ab-seen" in text


def test_a_page_without_places_is_as_it_was() -> None:
    assert "ab-seen" not in page_of(small_collection())


def test_the_reader_lists_each_quote_once_in_the_order_of_the_pages_with_all_that_rests_on_it(
    tmp_path: Path,
) -> None:
    collection = seen("metrics", "random-seeds", "data-collection")
    page = html.parse(str(written(collection, tmp_path) / reader_page(PAPER))).getroot()
    items = page.findall(".//section/ol/li")
    assert [item.get("data-lines").split(",")[0] for item in items] == ["3", "4", "5"]
    assert [item.get("id") for item in items] == [
        QuotePlace(tuple(QuoteLine(line.page + n, line.box) for line in LINES)).anchor for n in range(3)
    ]
    # Of the two models that rest on it, the answer shown.
    seeds = items[1].findall(".//p/span/a")
    assert [a.get("id") for a in seeds[:1]] == [resting(collection, "random-seeds").id]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_reader_loads_nothing_but_the_site_and_runs_nothing_of_its_own(tmp_path: Path) -> None:
    collection = seen("metrics")
    text = (written(collection, tmp_path) / reader_page(PAPER)).read_text(encoding="utf-8")
    page = html.fromstring(text)
    assert [script.get("src") for script in page.iter("script")] == ["../../assets/reader.js"]
    policy = str(page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0])
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'")
    assert page.body.get("data-scripts") == f"../../{PDF_SCRIPTS}"
    for name in ("pdf.min.js", "pdf.worker.min.js"):
        assert (TEMPLATES / "overrides" / PDF_SCRIPTS / name).is_file()


def test_hostile_words_stay_words_in_the_reader(tmp_path: Path) -> None:
    hostile = '"><img src=x onerror=alert(1)>{{ 7 * 7 }}'
    collection = small_collection()
    answers = tuple(
        dataclasses.replace(
            a, evidence=tuple(dataclasses.replace(e, text=hostile, focus=()) for e in a.evidence)
        )
        for a in collection.answers
    )
    text = (written(seen("metrics", answers=answers), tmp_path) / reader_page(PAPER)).read_text("utf-8")
    page = html.fromstring(text)
    assert hostile in page.text_content()
    assert {image.get("alt") for image in page.iter("img")} == {"Page 3, the quote marked"}


def test_answers_about_another_version_of_the_paper_show_nothing_of_todays_file() -> None:
    collection = seen("metrics")
    today = collection.papers[0]
    assert collection.places_in(today).opens
    assert not collection.places_in(dataclasses.replace(today, version=2)).opens
    earlier = dataclasses.replace(today.metadata, arxiv_version="v1")
    assert not collection.places_in(dataclasses.replace(today, metadata=earlier)).quotes


def test_a_private_paper_has_no_places() -> None:
    collection = small_collection()
    secret = next(p for p in collection.papers if p.metadata.visibility == "private")
    shown = dataclasses.replace(
        collection, places={secret.id: PaperPlaces(True, {("a", 0): QuotePlace(LINES)})}
    )
    assert not shown.places_in(secret).quotes


def test_a_quote_that_is_shown_further_up_has_no_second_picture() -> None:
    collection = seen("metrics")
    snippet = resting(collection, "metrics").evidence[0]
    links, places = Links(f"papers/{PAPER}.md"), collection.places[PAPER]
    (first,) = quotes_of({1: snippet}, anchor("metrics"), QuoteSource(""))
    (again,) = quotes_of({1: snippet}, first.anchor, QuoteSource(""), {passage_of(snippet): first.anchor})
    assert in_pdf(first, snippet, PAPER, places, links).pictures
    assert in_pdf(again, snippet, PAPER, places, links) == again
    assert in_pdf(first, snippet, PAPER, places, None) == first
