from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import html

from generator.core import SupersededAnswer
from generator.core.notice import PaperNotice
from generator.site import Collection, WriteReport, inspect, write_answer_pages
from tests.site.small_collection import ROOT, build
from tests.site.texts.small_text import HOSTILE, passage, quoting, text_collection

MOTHS = "text/2401.00010.html"


def write(collection: Collection, folder: Path) -> WriteReport:
    return write_answer_pages(collection, folder, templates=ROOT / "site_templates" / "answers")


def page(folder: Path) -> Any:
    return html.document_fromstring((folder / MOTHS).read_bytes())


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_the_text_is_shown_as_text_with_its_quotes_marked(tmp_path: Path) -> None:
    write(text_collection(), tmp_path)
    tree = page(tmp_path)
    assert [words(h) for h in tree.xpath("//h1 | //h2 | //h3")] == [
        "Counting moths in the dark",
        "Moths",
        "Methods",
        "Results & more",
    ]
    assert words(tree.xpath("//article//p")[1]) == (
        "Moths were counted on 12 nights. Seeds were fixed to 42.1 The code is at https://example.org/moths "
        "(see there).2 Data are in an archive. example.org/archive/7"
    )
    assert HOSTILE in [words(item) for item in tree.xpath("//article//ul/li")]
    assert [words(cell) for cell in tree.xpath("//table//tr[2]/td")] == ["first", "124"]
    assert tree.xpath("//script | //*[@onclick] | //b") == []
    marked = {m.get("id"): words(m) for m in tree.xpath("//mark[@id]")}
    assert sorted(marked.values()) == [
        "Seeds were fixed to 42.",
        "The code is at https://example.org/moths (see there).",
        "Then moths came.",
        "first",
    ]


def test_notes_lead_to_the_answers_and_numbers_to_the_notes(tmp_path: Path) -> None:
    write(text_collection(), tmp_path)
    tree = page(tmp_path)
    (note,) = tree.xpath("//li[@id='n-1']")
    assert [a.get("href") for a in note.xpath("./span/a")] == [
        "../papers/2401.00010.html#data-split",
        "../papers/2401.00010.html#random-seeds",
    ]
    assert words(note.xpath("./span/a")[1]) == "Random seeds (Reported)"
    assert tree.xpath("//sup/a/@href") == ["#n-1", "#n-2", "#n-3", "#n-4"]
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_the_built_site_leads_from_each_quote_to_its_mark(tmp_path: Path) -> None:
    site = build(text_collection(), tmp_path)  # what leads nowhere is not published
    paper = html.document_fromstring((site / "papers/2401.00010.html").read_bytes())
    ids = set(page(site).xpath("//@id"))
    places = [h.partition("#")[2] for h in paper.xpath("//a/@href") if h.startswith("../text/") and "#" in h]
    assert len(places) == 5
    assert set(places) <= ids
    assert [words(a) for a in paper.xpath("//a[@href='../text/2401.00010.html']")] == [
        "Full text with quotes marked"
    ]
    own = [html.document_fromstring(p.read_bytes()) for p in sorted((site / "a").glob("*/index.html"))]
    linked = {h.partition("#")[2] for tree in own for h in tree.xpath("//a/@href") if "text/2401.00010" in h}
    assert linked <= ids
    assert len(linked) == 4
    assert inspect(site) == ()


def test_a_page_is_written_again_only_when_its_text_or_its_marks_changed(tmp_path: Path) -> None:
    now = text_collection()
    write(now, tmp_path)
    before = (tmp_path / MOTHS).stat().st_mtime_ns
    assert write(now, tmp_path).written == 0
    versioned = replace(now, versions=dict.fromkeys(now.public_by_id, "1"))
    assert write(versioned, tmp_path).written == 0
    assert write(versioned, tmp_path).written == 0
    assert (tmp_path / MOTHS).stat().st_mtime_ns == before
    paper = now.texts["2401.00010"].paper
    more = quoting(paper, "annotation", passage(paper, "Moths were counted on 12 nights."))
    write(replace(versioned, answers=(*now.answers, more), versions={}), tmp_path)
    assert len(page(tmp_path).xpath("//mark[@id]")) == 5


def test_the_page_goes_when_the_text_may_not_be_shown_any_more(tmp_path: Path) -> None:
    write(text_collection(), tmp_path)
    write(text_collection(texts={}), tmp_path)
    assert not (tmp_path / "text").exists()


def test_a_private_paper_has_no_page_of_its_text(tmp_path: Path) -> None:
    now = text_collection()
    papers = [
        replace(p, metadata=replace(p.metadata, visibility="private")) if p.id == "2401.00010" else p
        for p in now.papers
    ]
    write(replace(now, papers=tuple(papers)), tmp_path)
    assert not (tmp_path / "text").exists()


def test_a_retraction_stands_above_the_text(tmp_path: Path) -> None:
    told = PaperNotice("10.1000/2401.00010", "retraction", "crossref", "2026-01-01", "2025-01-02")
    write(text_collection(notices={"2401.00010": (told,)}), tmp_path)
    (note,) = page(tmp_path).xpath("//*[@role='note']")
    assert re.match(r"Retracted\.", words(note))


def test_an_earlier_answer_leads_to_the_words_where_they_still_stand(tmp_path: Path) -> None:
    now = text_collection()
    paper = now.texts["2401.00010"].paper
    earlier = quoting(paper, "hardware", passage(paper, "First, a lamp was lit."))
    gone = quoting(paper, "annotation", replace(passage(paper, "First, a"), text="Other words"))
    write(replace(now, history=(SupersededAnswer(earlier, ""), SupersededAnswer(gone, ""))), tmp_path)
    hrefs = [
        [h for h in html.document_fromstring(p.read_bytes()).xpath("//a/@href") if "/text/" in h]
        for p in (tmp_path / "a" / a.id / "index.html" for a in (earlier, gone))
    ]
    assert hrefs == [["../../text/2401.00010.html#:~:text=First%2C%20a%20lamp%20was%20lit."], []]
