"""Notices on pages, in lists, data and the feed; no address of an answer moves because of one."""

from __future__ import annotations

import csv
import dataclasses
import html
import json
from pathlib import Path

import pytest

from generator.core import Metadata, Paper
from generator.core.known_paper import KnownPaper, record_name, record_of
from generator.core.notice import PaperNotice
from generator.site import Collection
from generator.site.answer_pages import write_answer_pages
from generator.site.content.page_links import Links, at_place, text_link
from generator.site.content.then import changes_since, paper_then
from generator.site.exports.citations import answer_citation, paper_citation
from generator.site.exports.data_file_list import ANSWERS, NOTICES, TABLE
from generator.site.exports.data_files import write_exports
from generator.site.pages.feed import feed
from generator.site.pages.rendering import pages
from generator.site.views.notice_view import mark_of, notice_views
from tests.site.small_collection import ROOT, history_of, small_collection

BIRDS = "hedgerow-birds"
DAY = "2026-11-29"
RETRACTED = PaperNotice(
    f"10.1000/{BIRDS}", "retraction", "Retraction Watch", DAY, "2026-11-28", "10.1000/n", note="<b>Data</b>"
)
CORRECTED = PaperNotice(f"10.1000/{BIRDS}", "correction", "Crossref", DAY, "2021-02", "10.1000/c")


@pytest.fixture(scope="module")
def noticed() -> Collection:
    found = small_collection(notices={BIRDS: (RETRACTED, CORRECTED)})
    return dataclasses.replace(found, history=history_of(found.public_by_id[BIRDS]))


@pytest.fixture(scope="module")
def rendered(noticed: Collection) -> dict[str, str]:
    found = pages(noticed, ROOT / "site_templates/pages")
    return {path: text for path, text, _ in found if text is not None}


def test_every_page_of_an_answer_shows_a_retraction_those_of_old_versions_too(
    noticed: Collection, tmp_path: Path
) -> None:
    write_answer_pages(noticed, tmp_path, templates=ROOT / "site_templates/answers", jobs=1)
    ids = {a.id for a in noticed.answers if a.paper == BIRDS}
    ids |= {entry.answer.id for entry in noticed.history if entry.answer.paper == BIRDS}
    for id in ids:
        text = (tmp_path / "a" / id / "index.html").read_text()
        assert "This paper was retracted on 28 November 2026, after this answer was made." in text
        assert 'class="notice grave"' in text
        assert "&lt;b&gt;Data&lt;/b&gt;" in text
        assert "A correction of this paper was published in February 2021." in text
    others = [a.id for a in noticed.answers if a.paper not in (BIRDS, "secret")]
    assert "retracted" not in (tmp_path / "a" / others[0] / "index.html").read_text()


def test_a_new_notice_writes_the_pages_of_its_paper_anew_and_no_other(
    noticed: Collection, tmp_path: Path
) -> None:
    versions = {p.id: p.id for p in noticed.papers}
    before = dataclasses.replace(noticed, notices={}, versions=versions)
    after = dataclasses.replace(noticed, versions=versions)
    write_answer_pages(before, tmp_path, templates=ROOT / "site_templates/answers", jobs=1)
    names = sorted(p.parent.name for p in tmp_path.glob("a/*/index.html"))
    report = write_answer_pages(after, tmp_path, templates=ROOT / "site_templates/answers", jobs=1)
    assert names == sorted(p.parent.name for p in tmp_path.glob("a/*/index.html"))
    ids = {a.id for a in noticed.answers if a.paper == BIRDS}
    ids |= {entry.answer.id for entry in noticed.history}
    assert report.written == len(ids) + 1  # and the feed


def test_the_papers_page_and_the_lists_tell_of_it(rendered: dict[str, str]) -> None:
    own = rendered[f"papers/{BIRDS}.md"]
    assert "ab-grave" in own
    assert own.index("ab-grave") < own.index("ab-authors")
    assert "after this answer" not in own
    assert rendered["papers/index.md"].count("ab-mark-notice") == 1
    assert rendered["index.md"].count("ab-mark-notice") >= 1
    assert "ab-notice" not in rendered["papers/2401.00010.md"]


def test_the_home_page_warns_of_retractions_and_of_nothing_less(rendered: dict[str, str]) -> None:
    own = rendered["index.md"].partition("#retractions")[2].partition("## ")[0]
    assert own.count("<li>") == 1
    assert "papers/hedgerow-birds" in own
    assert "Retracted on 28 November 2026" in html.unescape(own)
    back = dataclasses.replace(RETRACTED, kind="reinstatement", date=DAY)
    for notices in ((CORRECTED,), (RETRACTED, back)):
        found = pages(small_collection(notices={BIRDS: notices}), ROOT / "site_templates/pages")
        assert "#retractions" not in next(text for path, text, _ in found if path == "index.md" and text)


def test_the_data_hold_notices(noticed: Collection, tmp_path: Path) -> None:
    write_exports(noticed, tmp_path)
    records = [json.loads(line) for line in (tmp_path / ANSWERS).read_text().splitlines()]
    told = {r["paper"]: [n["kind"] for n in r["notices"]] for r in records}
    assert told == {BIRDS: ["retraction", "correction"], "2401.00010": []}
    lines = [json.loads(line) for line in (tmp_path / NOTICES).read_text().splitlines()]
    assert [(n["paper"], n["kind"], n["stands"]) for n in lines] == [
        (BIRDS, "retraction", True),
        (BIRDS, "correction", True),
    ]
    rows = list(csv.DictReader((tmp_path / TABLE).open(newline="")))
    assert {r["notices"] for r in rows if r["paper"] == BIRDS} == {
        "retraction 2026-11-28 10.1000/n; correction 2021-02 10.1000/c"
    }


def test_the_feed_tells_of_a_notice_on_the_day_it_was_taken(noticed: Collection) -> None:
    text = feed(noticed)
    assert text.index("<title>Retracted: ") < text.index("<title>New: ")
    assert f"<updated>{DAY}T00:00:00Z</updated>" in text
    assert text == feed(noticed)


def arxiv(version: str, **more: str) -> Metadata:
    return Metadata(title="Moths", arxiv="2401.00010", arxiv_version=version, **more)


@pytest.mark.parametrize(
    ("data", "format", "link"),
    [
        (arxiv("v2", doi="10.1000/x"), "pdf", "https://arxiv.org/pdf/2401.00010v2"),
        (arxiv("v2"), "html", "https://arxiv.org/html/2401.00010v2"),
        (arxiv("v2"), "latex", "https://arxiv.org/abs/2401.00010v2"),
        (arxiv("", doi="10.1000/x"), "pdf", "https://doi.org/10.1000/x"),
        (arxiv("v2'><b>"), "pdf", ""),
    ],
)
def test_a_link_leads_to_the_version_that_was_read(data: Metadata, format: str, link: str) -> None:
    assert text_link(data, format) == link  # type: ignore[arg-type]
    if "/pdf/" in link:
        assert at_place(link, 3, "words of the paper") == f"{link}#page=3"


def test_an_answer_about_the_first_version_never_leads_to_the_second() -> None:
    found = small_collection()
    moths = dataclasses.replace(found.public_by_id["2401.00010"], metadata=arxiv("v2"), version=2)
    first, second = (record_of(arxiv(version)) for version in ("v1", "v2"))
    known = KnownPaper(moths.id, versions=("", "2026-11-25")).with_record(arxiv("v1"), "2026-11-01")
    known = known.with_record(arxiv("v2"), "2026-11-25")
    answer = next(a for a in found.answers if a.paper == moths.id)
    answer = dataclasses.replace(answer, record=record_name(first))
    collection = small_collection(papers=(moths,), known_papers={moths.id: known}, answers=(answer,))
    then = paper_then(collection, moths, answer)
    assert paper_citation(then)["URL"] == "https://arxiv.org/abs/2401.00010v1"
    assert paper_citation(moths)["archive_location"] == "2401.00010v2"
    assert "(arXiv:2401.00010v1)" in answer_citation(collection, then, found.questions[0], answer)["title"]
    assert "arXiv version now “v2”" in " ".join(changes_since(collection, moths, answer, {}))
    assert record_name(second) != record_name(first)


def test_a_newer_version_is_told_only_of_what_is_older() -> None:
    newer = PaperNotice("2401.00010", "new_version", "arXiv", DAY, "2025-03-04", "2401.00010v3")

    def told(version: str) -> list[str]:
        found = small_collection()
        paper = dataclasses.replace(found.public_by_id["2401.00010"], metadata=arxiv(version))
        collection = small_collection(papers=(paper,), answers=(), notices={paper.id: (newer,)})
        assert mark_of(collection, paper) == ""
        return [view.sentence for view in notice_views(collection, paper, Links("papers/x.md"))]

    (of_first,) = told("v1")
    assert of_first == (
        "There is a newer version of this paper (4 March 2025). The answers here are about v1."
    )
    assert told("v3") == []
    assert len(told("")) == 1


def test_preprint_and_article_are_told_apart_and_linked() -> None:
    found = small_collection()
    preprint = dataclasses.replace(found.papers[0], metadata=Metadata(title="A", doi="10.1101/1"))
    article = dataclasses.replace(found.papers[1], metadata=Metadata(title="B", doi="10.1000/b"))
    became = PaperNotice("10.1101/1", "published_as", "Crossref", DAY, notice="10.1000/b")
    withdrawn = PaperNotice("10.1101/1", "withdrawal", "Crossref", DAY, "2026", notice="10.1101/2")
    notices = {preprint.id: (became,), article.id: (withdrawn, became)}

    def views(paper: Paper) -> list[tuple[str, str]]:
        collection = small_collection(papers=(preprint, article), answers=(), notices=notices)
        shown = notice_views(collection, paper, Links(f"papers/{paper.id}.md"))
        return [(view.sentence, view.own_href) for view in shown]

    assert views(preprint) == [
        (
            "This preprint was published as an article. The answers here are about the preprint.",
            f"{article.id}.html",
        )
    ]
    # Of another record under which the paper is known, only what is grave, and it says of which.
    assert views(article) == [("A version of this paper, 10.1101/1, was withdrawn in 2026.", "")]
