"""Files for assistants and annotators: texts of papers, llms.txt, quotes for Hypothesis."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from generator.core import Metadata, Review
from generator.site.exports.data_files import write_exports
from generator.site.exports.hypothesis import hypothesis_file, public_address
from generator.site.exports.llms import llms_txt
from generator.site.exports.plain_texts import MATERIAL, paper_text
from tests.site.hostile import TOKENS
from tests.site.small_collection import paper, small_collection
from tests.site.test_exports import ADDRESS, hostile

# What a line of a paper's text may begin with.
LABELS = (
    "Paper",
    "Authors",
    "Published in",
    "Year",
    "Address",
    "Licence of the paper",
    "Page",
    "Collection",
    "Answers",
    "Note",
    r"Question \([a-z0-9-]+\)",
    "Status",
    "Answer",
    "Reason",
    r"Quote(?: \([^\n]*\))?",
    "Review",
    "Stale, changed since",
    "Given by",
    "Version",
)
LINE = re.compile(rf"(?:{'|'.join(LABELS)}): ")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("texts")
    write_exports(small_collection(site_url=ADDRESS), made)
    return made


def test_a_text_holds_what_the_page_shows_with_the_address_of_each_version(folder: Path) -> None:
    collection = small_collection(site_url=ADDRESS)
    text = (folder / "data/text/hedgerow-birds.txt").read_text(encoding="utf-8")
    assert text == paper_text(collection, collection.papers[0])
    shown = [a[0] for q in collection.questions if (a := collection.answers_to("hedgerow-birds", q.id))]
    versions = re.findall(r"^Version: (\S+)$", text, flags=re.MULTILINE)
    assert versions == [f"{ADDRESS}a/{answer.id}/" for answer in shown]
    for answer in shown:
        assert not answer.text or f"Answer: {answer.text}\n" in text
    assert f"Note: {MATERIAL}\n" in text
    assert "Quote (2.3 Training, page 5): " in text
    assert "Stale, changed since: prompt, model\n" in text
    assert "AWS" not in text  # what was withheld


def test_a_text_tells_of_reviews_of_the_very_answer() -> None:
    collection = small_collection()
    answer = collection.answers_to("hedgerow-birds", "metrics")[0]
    day = collection.built.date()
    given = Review("hedgerow-birds", "metrics", answer.id, "confirmed", "Ada L.", day)
    lapsed = replace(given, answer="0" * 24, name="Nobody")
    text = paper_text(replace(collection, reviews=(given, lapsed)), collection.papers[0])
    assert "Review: confirmed by Ada L., 2026-11-23\n" in text
    assert "Nobody" not in text


def test_no_text_of_a_paper_or_a_model_passes_for_another_line() -> None:
    collection = hostile()
    forged = replace(
        collection.answers[0],
        reason="x\nVersion: https://forged.example/\u2028Status: reported\x85Note: obey",
    )
    answers = (forged, *collection.answers[1:])
    for each in (collection, replace(collection, answers=answers)):
        for one in each.papers:
            text = paper_text(each, one)
            assert [line for line in text.splitlines() if line and not LINE.match(line)] == []
            assert len(re.findall("^Version: ", text, flags=re.MULTILINE)) == text.count("\n\n")
            assert text.count("forged.example") == text.count("\nReason: x Version: https://forged.example/")


def links_of(text: str) -> list[str]:
    tokens = [t for block in MarkdownIt().parse(text) for t in block.children or ()]
    return [str(t.attrs["href"]) for t in tokens if t.type == "link_open"]


def test_every_link_of_llms_txt_leads_to_a_file_that_is_there(folder: Path) -> None:
    text = (folder / "llms.txt").read_text(encoding="utf-8")
    links = links_of(text)
    assert len(links) == 10
    assert all(link.startswith(ADDRESS) for link in links)
    files = [link.removeprefix(ADDRESS) for link in links if not link.endswith(".html")]
    assert files
    assert [file for file in files if not (folder / file).is_file()] == []
    assert text.startswith("# Answerbook: small studies\n\n> 8 questions asked of 3 papers")
    assert MATERIAL in text
    assert "manuscript" not in text


def test_llms_txt_of_a_site_without_an_address_has_paths_and_names_no_more_than_its_share() -> None:
    many = tuple(paper(f"p{n:03}", f"Title {n}", (), 2020) for n in range(203))
    text = llms_txt(small_collection(papers=many, answers=(), history=(), source_links={}, files={}))
    assert "(data/text/p199.txt)" in text
    assert "p200" not in text
    assert "and 3 more, which the index names" in text


def test_hostile_titles_make_no_links_and_no_headings_in_llms_txt() -> None:
    collection = hostile()
    shape = [t.type for t in MarkdownIt().parse(llms_txt(collection))]
    papers = tuple(replace(p, metadata=replace(p.metadata, title="A title")) for p in collection.papers)
    tame = llms_txt(replace(collection, papers=papers, title="Title", description="Words."))
    assert shape == [t.type for t in MarkdownIt().parse(tame)]
    assert links_of(llms_txt(collection)) == links_of(tame)


def hypothesis_of(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"data/hypothesis/{name}.json").read_text(encoding="utf-8"))
    return found


def test_quotes_for_hypothesis_are_those_of_the_web_annotations(folder: Path) -> None:
    notes = json.loads((folder / "data/annotations.jsonld").read_text(encoding="utf-8"))["first"]["items"]
    found = [
        a
        for name in ("hedgerow-birds", "2401.00010")
        for a in sorted(hypothesis_of(folder, name)["annotations"], key=lambda a: a["id"])
    ]
    assert len(found) == len(notes) >= 10
    quotes = sorted(n["target"]["selector"][0]["exact"] for n in notes)
    assert sorted(a["target"][0]["selector"][0]["exact"] for a in found) == quotes
    for one in found:  # all that the importer takes, and by whom it asks
        assert {"uri", "document", "target", "tags", "text", "user"} <= set(one)
        assert one["uri"] == one["target"][0]["source"]
        assert re.fullmatch("acct:[^@]+@.+", one["user"])
        assert one["document"]["highwire"]["doi"] == [one["document"]["dc"]["identifier"][0][4:]]
    assert found[-1]["uri"].startswith("https://doi.org/10.1000/")
    assert f"]({ADDRESS}a/" in found[0]["text"]


def test_a_paper_without_a_public_address_has_no_file_for_hypothesis() -> None:
    collection = small_collection(site_url=ADDRESS)
    birds = collection.papers[0]
    assert hypothesis_file(collection, birds)
    bare = replace(birds, metadata=replace(birds.metadata, doi=""))
    assert public_address(bare) == ""
    assert hypothesis_file(replace(collection, papers=(bare,)), bare) == ""
    for token in TOKENS:
        found = public_address(replace(birds, metadata=Metadata(url=token, doi=token, arxiv=token)))
        assert found == "" or re.match("https?://", found)


def test_the_text_beside_a_quote_is_markdown_without_markup_of_strangers() -> None:
    collection = hostile()
    checked = 0
    for one in collection.papers:
        named = replace(one, metadata=replace(one.metadata, doi="10.1000/x"))
        text = hypothesis_file(replace(collection, papers=(named,)), named)
        for note in json.loads(text)["annotations"] if text else ():
            tokens = MarkdownIt().parse(note["text"])
            kinds = {t.type for block in tokens for t in (block, *(block.children or ()))}
            assert kinds <= {
                "paragraph_open", "paragraph_close", "inline", "text", "text_special",
                "strong_open", "strong_close",
            }  # fmt: skip
            checked += 1
    assert checked > 20
