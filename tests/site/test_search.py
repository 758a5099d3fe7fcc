from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core import AnswerSentence
from generator.errors import SiteError
from generator.site.search import (
    ENTRIES,
    PAGES_OF_BUILTIN,
    SearchPage,
    choosing,
    engine_of,
    folded,
    index_site,
    pagefind,
    read_entries,
    search_pages,
    write_entries,
)
from generator.site.search.builtin import documents
from generator.site.search.search_entries import unaccented
from tests.site.small_collection import SMALL, answer, paper, small_collection, snippet


def stored(pages: Iterator[SearchPage] | list[SearchPage]) -> dict[str, SearchPage]:
    return {page.location: page for page in pages}


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Müller", "muller"),
        ("García-Núñez", "garcia-nunez"),
        ("Søren Ångström", "soren angstrom"),
        ("Łukasz Weiß", "lukasz weiss"),
        ("Đặng", "dang"),
        ("Ærø", "aero"),
        ("GPU", "gpu"),
        ("种子", "种子"),
    ],
)
def test_names_are_found_without_their_accents(written: str, typed: str) -> None:
    assert folded(written) == typed


@settings(deadline=None)  # the machine may be busy
@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_only_words_with_accents_are_given_once_more() -> None:
    assert unaccented("Lin Wei, Sofía García, Sofía") == ("sofia", "garcia")


def test_a_paper_is_found_by_its_names_and_each_of_its_answers_by_its_question() -> None:
    page = stored(search_pages(small_collection(), evidence=True))["papers/hedgerow-birds.html"]
    assert {"10.1000/hedgerow-birds", "García-Núñez", "garcia", "nunez", "Marchetti"} <= set(page.names)
    assert page.year == "2020"
    found = {entry.question: entry for entry in page.entries}
    assert found["optimizer"].title == "Optimizer — Reported"
    assert found["optimizer"].text.startswith("The network was trained with Adam")
    assert "AWS" not in found["optimizer"].text  # withheld
    assert "data-split" not in found  # failed


def test_private_papers_are_not_found() -> None:
    text = json.dumps([str(page) for page in search_pages(small_collection(), evidence=True)])
    assert "under review" not in text
    assert "papers/secret" not in text


def test_a_passage_stands_with_the_first_answer_that_rests_on_it() -> None:
    source = paper("moths", "Moths", (("Ada", "Lovelace"),), 2020)
    passage = snippet(source, "The random seed")
    said = (AnswerSentence("Seeds were fixed.", "supported", evidence=(0,)),)
    answers = [answer(source, q, SMALL.name, "reported", said, (passage,)) for q in ("hardware", "optimizer")]
    collection = small_collection(papers=(source,), answers=tuple(answers), stale={}, files={})
    entries = stored(search_pages(collection, evidence=True))["papers/moths.html"].entries
    assert sorted(bool(entry.evidence) for entry in entries) == [False, True]
    without = stored(search_pages(collection, evidence=False))["papers/moths.html"].entries
    assert not any(entry.evidence for entry in without)


@pytest.mark.parametrize(
    ("setting", "pages", "engine"),
    [
        ("auto", 3, "builtin"),
        ("auto", PAGES_OF_BUILTIN, "builtin"),
        ("auto", PAGES_OF_BUILTIN + 1, "pagefind"),
        ("builtin", 5_000, "builtin"),
        ("pagefind", 3, "pagefind"),
    ],
)
def test_the_setting_or_the_size_chooses_the_engine(setting: str, pages: int, engine: str) -> None:
    assert choosing.choose_engine(setting, pages) == engine


def test_entries_are_read_as_they_were_written_and_written_alike_twice(tmp_path: Path) -> None:
    collection = small_collection(search="pagefind")
    write_entries(collection, tmp_path / "a")
    write_entries(collection, tmp_path / "b")
    assert list(read_entries(tmp_path / "a")) == list(search_pages(collection, evidence=True))
    assert (tmp_path / "a" / ENTRIES).read_bytes() == (tmp_path / "b" / ENTRIES).read_bytes()
    assert [p.name for p in (tmp_path / "a").iterdir()] == [ENTRIES]


def test_damaged_entries_are_told(tmp_path: Path) -> None:
    write_entries(small_collection(), tmp_path)
    with (tmp_path / ENTRIES).open("a") as file:
        file.write('{"kind": "paper"\n')
    with pytest.raises(SiteError, match="damaged"):
        list(read_entries(tmp_path))


def test_pages_without_entries_keep_the_themes_own_search(tmp_path: Path) -> None:
    assert engine_of(tmp_path) is None


def test_a_missing_pagefind_is_told_and_the_builtin_search_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write_entries(small_collection(search="pagefind"), tmp_path)
    monkeypatch.setattr(choosing.importlib.util, "find_spec", lambda name: None)
    with caplog.at_level(logging.WARNING):
        assert engine_of(tmp_path) == "builtin"
    assert "[search]" in caplog.text


def test_the_index_holds_question_status_and_answer_and_no_evidence(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text())
    found = {entry["location"]: entry for entry in index["docs"]}
    reported = found["papers/hedgerow-birds.html#optimizer"]
    assert (reported["kind"], reported["question"], reported["status"]) == ("answer", "optimizer", "reported")
    assert found["questions/random-seeds.html"]["boost"] > found["papers/hedgerow-birds.html"]["boost"]
    assert found["papers/hedgerow-birds.html"]["boost"] > reported["boost"] > found["guide.html"]["boost"]
    assert "marchetti et al. 2020" in reported["tags"]
    assert not [at for at, e in found.items() if "All other sources of randomness" in e["text"]]
    assert index["facets"]["years"] == ["2024", "2020"]
    assert ["random-seeds", "Random seeds"] in index["facets"]["questions"]
    locations = [entry["location"] for entry in index["docs"]]
    assert len(set(locations)) == len(locations)


def test_a_page_on_a_disk_loads_the_same_index_as_a_script(site: Path) -> None:
    script = (site / "search" / "search_index.js").read_text()
    assert script == f"var __index = {(site / 'search' / 'search_index.json').read_text()};\n"
    assert script.isascii()


def test_what_is_searched_says_whose_engine_it_is(site: Path) -> None:
    assert 'data-ab-search="builtin"' in (site / "index.html").read_text()


HOSTILE = "<img src=x onerror=alert(1)> </script> {{ 7*7 }} \u2028 & “quotes”"


def test_markup_in_an_answer_stays_text_in_the_index() -> None:
    page = next(iter(search_pages(small_collection(), evidence=False)))
    (document,) = documents(replace(page, title=HOSTILE, text=HOSTILE, names=(HOSTILE,)))
    for text in (document["title"], document["text"], *document["tags"]):
        assert "<" not in text
        assert "&lt;img" in text


def bare_site(folder: Path) -> Path:
    """Return what mkdocs leaves of the search, without the rest."""
    (folder / "search").mkdir(parents=True)
    (folder / "search" / "search_index.json").write_text(
        json.dumps(
            {
                "config": {"lang": ["en"], "separator": r"\s+"},
                "docs": [
                    {"location": "guide.html", "title": "Guide", "text": "<p>How to &lt;begin&gt;</p>"},
                    {"location": "guide.html#own", "title": "Own papers", "text": "<p>Put them there.</p>"},
                    {"location": "papers/2401.00010.html", "title": "Old", "text": "as the page looks"},
                    {"location": "papers/index.html", "title": "Papers", "text": ""},
                ],
            }
        )
    )
    return folder


def test_hand_written_pages_keep_what_mkdocs_found_and_lists_are_left_out(tmp_path: Path) -> None:
    write_entries(small_collection(), tmp_path / "docs")
    site = bare_site(tmp_path / "site")
    index_site(tmp_path / "docs", site, "builtin")
    found = [e["location"] for e in json.loads((site / "search" / "search_index.json").read_text())["docs"]]
    assert "guide.html#own" in found
    assert "papers/index.html" not in found
    assert found.count("papers/2401.00010.html") == 1


def test_a_site_without_the_plugin_is_told_so(tmp_path: Path) -> None:
    write_entries(small_collection(), tmp_path)
    with pytest.raises(SiteError, match="plugin"):
        index_site(tmp_path, tmp_path / "site", "builtin")


def pagefind_site(folder: Path) -> Path:
    pytest.importorskip("pagefind_bin", reason="Pagefind is not installed: pip install 'answerbook[search]'")
    write_entries(small_collection(search="pagefind"), folder / "docs")
    site = bare_site(folder / "site")
    index_site(folder / "docs", site, "pagefind")
    return site


def test_pagefind_writes_what_the_dialog_needs_and_nothing_else(tmp_path: Path) -> None:
    site = pagefind_site(tmp_path)
    names = {p.name.split(".")[0] for p in (site / "pagefind").iterdir()}
    assert names == {"pagefind", "pagefind-entry", "pagefind-worker", "wasm", "filter", "fragment", "index"}
    assert [p.name for p in (site / "search").iterdir()] == ["facets.json"]
    pages = json.loads((site / "pagefind" / "pagefind-entry.json").read_text())["languages"]["en"][
        "page_count"
    ]
    assert pages == 8 + 3 + 1  # questions, public papers, the guide


def test_pagefinds_index_is_the_same_twice(tmp_path: Path) -> None:
    first, second = pagefind_site(tmp_path / "a"), pagefind_site(tmp_path / "b")
    assert pagefind_files(first) == pagefind_files(second)


def pagefind_files(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def in_parts(folder: Path, last: Path | None = None, **changes: object) -> Path:
    """Return a site whose papers are divided among parts, made after the site ``last``."""
    write_entries(small_collection(search="pagefind", **changes), folder / "docs")
    site = bare_site(folder / "site")
    index_site(folder / "docs", site, "pagefind", last)
    return site


def inodes(folder: Path) -> set[int]:
    return {path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def test_the_number_of_parts_grows_with_the_papers_and_not_without_end() -> None:
    found = {papers: pagefind.parts_of(papers) for papers in (0, 1_000, 1_001, 2_001, 5_000, 1_000_000)}
    assert found == {0: 0, 1_000: 0, 1_001: 2, 2_001: 4, 5_000: 8, 1_000_000: 8}


def test_the_part_of_a_changed_paper_alone_is_indexed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pagefind_bin")
    monkeypatch.setattr(pagefind, "_PAPERS_PER_PART", 1)
    first = in_parts(tmp_path / "first")
    parts = json.loads((first / "search" / "facets.json").read_text())["parts"]
    assert len(parts) > 1
    papers = small_collection().papers
    retitled = replace(papers[0], metadata=replace(papers[0].metadata, title="Owls of the northern fjords"))
    second = in_parts(tmp_path / "second", first, papers=(retitled, *papers[1:]))
    linked = [inodes(first / "pagefind" / part) == inodes(second / "pagefind" / part) for part in parts]
    assert linked.count(False) == 1
    anew = in_parts(tmp_path / "anew", papers=(retitled, *papers[1:]))
    assert pagefind_files(second) == pagefind_files(anew)


def test_a_part_that_lost_a_file_is_indexed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pagefind_bin")
    monkeypatch.setattr(pagefind, "_PAPERS_PER_PART", 1)
    first = in_parts(tmp_path / "first")
    whole = pagefind_files(first)
    next((first / "pagefind" / "0" / "fragment").iterdir()).unlink()
    assert pagefind_files(in_parts(tmp_path / "second", first)) == whole


def test_a_failing_pagefind_stops_the_build_with_its_words(tmp_path: Path) -> None:
    pytest.importorskip("pagefind_bin")
    write_entries(small_collection(search="pagefind"), tmp_path / "docs")
    site = bare_site(tmp_path / "site")
    (site / "pagefind").write_text("in the way")
    with pytest.raises(SiteError, match="Pagefind stopped"):
        index_site(tmp_path / "docs", site, "pagefind")
    shutil.rmtree(site)
