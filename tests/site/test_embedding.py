"""What other sites and programs are told of an answer: typed links, the badge, the oEmbed record."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from generator.core import AnswerSentence
from generator.run.site_data import embedded_at
from generator.site import Collection
from generator.site.answer_pages import write_answer_pages
from generator.site.pages.signposts import paper_signs
from tests.site.hostile import TOKENS
from tests.site.small_collection import small_collection
from tests.site.test_exports import ADDRESS
from tests.site.test_permalinks import TEMPLATES, files, one, page

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("embedding")
    write_answer_pages(small_collection(site_url=ADDRESS, licence="CC-BY-4.0"), made, templates=TEMPLATES)
    return made


def signs(tree: Any) -> set[tuple[str, str]]:
    wanted = ("cite-as", "describedby", "item", "license", "type", "author")
    return {(e.get("rel"), e.get("href")) for e in tree.xpath("//link[@rel]") if e.get("rel") in wanted}


def test_the_page_of_an_answer_says_to_programs_what_it_is(folder: Path) -> None:
    answer = one(small_collection(), "optimizer", "small-135m")
    assert signs(page(folder, answer.id)) == {
        ("cite-as", f"{ADDRESS}a/{answer.id}/"),
        ("type", "https://schema.org/AboutPage"),
        ("type", "https://schema.org/Answer"),
        ("author", "../../about.html"),
        ("license", "https://spdx.org/licenses/CC-BY-4.0"),
        ("item", "../../data/papers/hedgerow-birds.json"),
        ("describedby", "../../data/ro-crate-metadata.json"),
    }
    for entry in small_collection().history:  # what stands no more is not among the data
        found = signs(page(folder, entry.answer.id))
        assert {rel for rel, _ in found} == {"cite-as", "type", "author", "license"}


def test_typed_links_of_the_built_site_lead_to_files_that_are_there(site: Path) -> None:
    seen = 0
    for path in (*site.glob("papers/*.html"), *site.glob("a/*/index.html")):
        for rel, href in signs(html.document_fromstring(path.read_bytes())):
            if not href.startswith("http"):
                assert (path.parent / href).resolve().is_file(), (path, rel, href)
                seen += 1
    assert seen > 30
    found = signs(html.document_fromstring((site / "papers/2401.00010.html").read_bytes()))
    assert ("item", "../data/papers/2401.00010.json") in found
    assert not list(site.glob("a/*/*.svg"))  # this site has no address


@pytest.mark.parametrize("licence", ["", "all rights reserved; ask", "javascript:alert(1)", *TOKENS[:40]])
def test_a_licence_that_is_no_address_and_no_name_is_not_linked(licence: str) -> None:
    collection = small_collection(licence=licence)
    links = [s["href"] for s in paper_signs(collection, collection.papers[0]) if s["rel"] == "license"]
    assert all(link.startswith(("https://", "http://")) for link in links)
    assert len(links) <= 1


def oembed(folder: Path, answer: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "a" / answer / "oembed.json").read_text(encoding="utf-8"))
    return found


def test_an_answer_can_be_embedded_where_its_address_is_known(folder: Path) -> None:
    answer = one(small_collection(), "optimizer", "small-135m")
    tree = page(folder, answer.id)
    [link] = tree.xpath("//link[@type='application/json+oembed']")
    assert link.get("href") == f"{ADDRESS}a/{answer.id}/oembed.json"
    record = oembed(folder, answer.id)
    required = {"type": "rich", "version": "1.0", "provider_url": ADDRESS}
    assert {key: record[key] for key in required} == required
    assert isinstance(record["width"], int)
    assert isinstance(record["height"], int)
    shown = html.fragment_fromstring(record["html"])
    assert "Reported. The network was trained with Adam" in shown.text_content()
    assert shown.xpath(".//a/@href") == [f"{ADDRESS}a/{answer.id}/"]
    [badge] = tree.xpath("//img/@src")
    assert (folder / "a" / answer.id / badge).is_file()


def test_a_page_takes_at_most_four_kilobytes_on_its_way(folder: Path) -> None:
    pages = sorted(folder.glob("a/*/index.html"))
    sizes = {path: len(gzip.compress(path.read_bytes(), mtime=0)) for path in pages}
    assert len(sizes) > 10
    assert {path: size for path, size in sizes.items() if size > 4096} == {}


def test_a_page_can_be_shown_within_another_without_further_files(tmp_path: Path) -> None:
    collection = replace(small_collection(site_url=ADDRESS), embeds=False)
    write_answer_pages(collection, tmp_path, templates=TEMPLATES)
    answer = one(collection, "optimizer", "small-135m")
    tree = page(tmp_path, answer.id)
    assert tree.xpath("//body[@id='embed']")
    [code] = [text for text in tree.xpath("//pre/text()") if "iframe" in text]
    [frame] = html.fragments_fromstring(code)
    assert frame.get("src") == f"{ADDRESS}a/{answer.id}/#embed"
    assert frame.get("title") == "Optimizer"


@pytest.mark.parametrize(
    ("setting", "answers", "made"),
    [("auto", 10_000, True), ("auto", 10_001, False), ("all", 560_000, True), ("none", 1, False)],
)
def test_further_files_are_made_for_collections_that_they_do_not_swell(
    setting: str, answers: int, made: bool
) -> None:
    assert embedded_at(setting, answers) is made


def test_what_stands_no_more_says_so_wherever_it_is_shown(folder: Path) -> None:
    superseded, withdrawn = (entry.answer.id for entry in small_collection().history)
    for name, word in ((superseded, "Superseded"), (withdrawn, "Withdrawn")):
        assert f"<strong>{word}.</strong>" in oembed(folder, name)["html"]
        assert badge_words(folder, name)[-1] == word
    stale = one(small_collection(), "metrics", "quotes")
    assert badge_words(folder, stale.id) == ["Metrics", "Reported, stale"]


def badge_words(folder: Path, answer: str) -> list[str]:
    tree = etree.parse(str(folder / "a" / answer / "badge.svg"))
    return [e.text for e in tree.iter(f"{SVG}text")]


def test_hostile_words_stay_words_in_what_others_show(tmp_path: Path) -> None:
    collection = small_collection(site_url=ADDRESS)
    tags: set[tuple[str, ...]] = set()
    for number, token in enumerate(TOKENS[::3]):
        folder = tmp_path / str(number)
        write_answer_pages(spoiled(collection, token), folder, templates=TEMPLATES, jobs=1)
        [record] = folder.glob("a/*/oembed.json")
        shown = html.fragment_fromstring(json.loads(record.read_text(encoding="utf-8"))["html"])
        tags.add(tuple(str(e.tag) for e in shown.iter()))
        assert {name for e in shown.iter() for name in e.attrib} == {"cite", "href"}
        tree = etree.parse(str(record.with_name("badge.svg")))
        assert {etree.QName(e).localname for e in tree.iter()} == {"svg", "title", "rect", "g", "text"}
        shutil.rmtree(folder)
    assert tags == {("blockquote", "p", "p", "p", "cite", "br", "a")}


def spoiled(collection: Collection, text: str) -> Collection:
    """One answer about one paper, all of whose words are ``text``."""
    birds = collection.papers[0]
    said = AnswerSentence(text or "x", "supported", evidence=(0,))
    answer = replace(one(collection, "optimizer", "small-135m"), sentences=(said,), reason=text)
    named = replace(birds, metadata=replace(birds.metadata, title=text, venue=text))
    return replace(collection, papers=(named,), answers=(answer,), history=(), title=text or "x")


def test_only_what_changed_is_written_and_what_is_lost_is_written_again(tmp_path: Path) -> None:
    collection = small_collection(site_url=ADDRESS)
    write_answer_pages(collection, tmp_path, templates=TEMPLATES)
    before = files(tmp_path)
    report = write_answer_pages(collection, tmp_path, templates=TEMPLATES)
    assert (report.written, report.removed) == (0, 0)
    lost = next(tmp_path.glob("a/*/badge.svg"))
    lost.unlink()
    assert write_answer_pages(collection, tmp_path, templates=TEMPLATES).written == 1
    assert files(tmp_path) == before
    without = replace(collection, embeds=False)
    write_answer_pages(without, tmp_path, templates=TEMPLATES)
    assert not [*tmp_path.glob("a/*/*.svg"), *tmp_path.glob("a/*/*.json")]
    assert b"oembed" not in b"".join(files(tmp_path / "a").values())


def test_a_project_whose_templates_are_older_has_none_of_it(tmp_path: Path) -> None:
    old = Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))
    for name in ("badge.svg.j2", "oembed.html.j2"):
        (old / name).unlink()
    write_answer_pages(small_collection(site_url=ADDRESS), tmp_path / "made", templates=old)
    names = {path.name for path in (tmp_path / "made/a").glob("*/*")}
    assert names == {"index.html"}
