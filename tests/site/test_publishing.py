from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from lxml import html

from generator.errors import SiteError
from generator.site import FinishedFiles, MkdocsOptions, publish
from generator.site.answer_pages import write_answer_pages
from tests.site.small_collection import QUESTIONS, ROOT, build, small_collection, write


def page(site: Path, path: str) -> html.HtmlElement:
    return html.parse(str(site / f"{path}.html")).getroot()


def index(site: Path) -> list[dict[str, str]]:
    docs: list[dict[str, str]] = json.loads((site / "search" / "search_index.json").read_text())["docs"]
    return docs


def test_every_question_has_its_stable_anchor_on_every_papers_page(site: Path) -> None:
    for paper in ("hedgerow-birds", "2401.00010", "untitled-notes"):
        headings = page(site, f"papers/{paper}").xpath("//h3/@id")
        assert set(headings) == {q.id for q in QUESTIONS}


def test_the_matrix_links_every_cell_to_its_answer(site: Path) -> None:
    cells = page(site, "index").xpath("//table[@class='ab-matrix']/tbody/tr/td[a]")
    assert len(cells) == 3 * len(QUESTIONS)
    for cell in cells:
        (href,) = cell.xpath("./a/@href")
        assert re.fullmatch(r"papers/[a-z0-9.-]+\.html#[a-z-]+", href)
        assert re.search(
            r": (Reported|Partly reported|Not reported|Failed|Not asked)( \(.+ disagrees?\))?$",
            cell.xpath("string(./a/@aria-label)"),
        )


def test_a_papers_page_shows_quotes_word_for_word_with_their_place(site: Path) -> None:
    tree = page(site, "papers/hedgerow-birds")
    item = tree.get_element_by_id("random-seeds").getnext()
    (marked,) = item.xpath("./ol[@class='ab-evidence']//mark")
    assert marked.text_content() == "The random seed was fixed to 42 for the data split."
    (link,) = item.xpath("./ol[@class='ab-evidence']//p[@class='ab-place']/a/@href")
    assert link == "../sources/hedgerow-birds.pdf#page=5"
    assert (site / "sources" / "hedgerow-birds.pdf").exists()
    arxiv = page(site, "papers/2401.00010").get_element_by_id("data-collection").getnext()
    assert arxiv.xpath(".//p[@class='ab-place']/a/@href")[0].startswith(
        "https://arxiv.org/abs/2401.00010#:~:text=Recordings%20were"
    )


def test_withheld_sentences_are_folded_away_and_struck_out(site: Path) -> None:
    item = page(site, "papers/hedgerow-birds").get_element_by_id("optimizer").getnext()
    (answer,) = item.xpath("./p[@class='ab-answer']")
    assert "AWS" not in answer.text_content()
    (withheld,) = item.xpath(".//details[contains(@class, 'ab-withheld')]//li/s")
    assert "AWS" in withheld.text_content()


def test_a_stale_answer_names_what_changed(site: Path) -> None:
    item = page(site, "papers/hedgerow-birds").get_element_by_id("metrics").getnext()
    assert "prompt and model" in item.xpath("./p[@class='ab-stale']")[0].text_content()


def test_links_of_a_quote_lead_nowhere_but_to_the_web(site: Path) -> None:
    item = page(site, "papers/hedgerow-birds").get_element_by_id("code-link").getnext()
    links = item.xpath(".//ul[@class='ab-links']/li")
    assert [li.text_content() for li in links] == [
        "https://example.org/lab/hedgerow-birds",
        "javascript:alert(1)",
    ]
    assert [a.get("rel").split()[0] for a in links[0].xpath("./a")] == ["nofollow"]
    assert not links[1].xpath("./a")


def test_private_papers_reach_neither_pages_nor_search(site: Path) -> None:
    assert not list(site.rglob("*secret*"))
    for file in site.rglob("*"):
        if file.is_file() and file.suffix in (".html", ".json", ".xml"):
            assert "under review" not in file.read_text(), file


def test_the_search_holds_papers_questions_and_answers(site: Path) -> None:
    entries = {entry["location"]: entry for entry in index(site)}
    answer = entries["papers/hedgerow-birds.html#optimizer"]
    assert answer["title"] == "Optimizer — Reported"
    assert "trained with Adam at a learning rate of 3e-4" in answer["text"]
    assert "Marchetti" in entries["papers/hedgerow-birds.html"]["text"]
    assert entries["questions/random-seeds.html"]["title"] == "Random seeds"
    quoted = entries["papers/hedgerow-birds.html#random-seeds"]["text"]
    assert "The random seed was fixed to 42" in quoted  # the answer is in the paper's own words


@pytest.mark.parametrize(
    "kept_out",
    [
        "AWS",  # withheld
        "Other sources of randomness were left alone",  # the other model
        "All other sources of randomness",  # what stands around the answering words
        "5f2a1c0b9d8e7f60",  # fingerprints
        "Searched:",
        "Marchetti et al. 2020",  # the matrix and the lists
    ],
)
def test_the_search_is_not_flooded(site: Path, kept_out: str) -> None:
    assert not [e["location"] for e in index(site) if kept_out in e["text"] + e["title"]]


def test_what_has_no_answer_is_not_found(site: Path) -> None:
    found = {entry["location"] for entry in index(site)}
    assert "papers/hedgerow-birds.html#data-split" not in found  # failed
    assert not [at for at in found if at.startswith("papers/untitled-notes.html#")]  # not asked


def test_titles_and_descriptions_are_those_of_the_page(site: Path) -> None:
    tree = page(site, "papers/hedgerow-birds")
    assert tree.findtext("head/title").startswith("Passive acoustic monitoring of hedgerow birds")
    (description,) = tree.xpath("//meta[@name='description']/@content")
    assert description.startswith("6 reported, 1 partly reported, 1 failed: what Passive acoustic")
    (data,) = tree.xpath("//script[@type='application/ld+json']/text()")
    about = json.loads(data)["about"]
    assert about["sameAs"] == "https://doi.org/10.1000/hedgerow-birds"
    assert [a["name"] for a in about["author"]][1] == "J. R. O’Neill"


def test_files_that_could_not_be_read_are_listed_with_the_reason(site: Path) -> None:
    text = page(site, "index").get_element_by_id("unreadable").getnext().text_content()
    assert "scan.pdf" in text
    assert "run text recognition" in text


def test_an_empty_collection_builds(tmp_path: Path) -> None:
    empty = small_collection(papers=(), answers=(), unreadable=(), models=(), files={}, stale={})
    assert (build(empty, tmp_path) / "index.html").exists()


def test_a_site_is_built_for_any_folder_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    root, out = tmp_path / "root", tmp_path / "out"
    shutil.copytree(ROOT / "site_templates", root / "site_templates")
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    write(small_collection(), out / "docs")
    write_answer_pages(small_collection(), out / "answers", templates=root / "site_templates" / "answers")
    publish(MkdocsOptions(root), out / "docs", out / "site", finished=FinishedFiles(out / "answers"))
    assert {p.name for p in out.iterdir()} == {"answers", "docs", "site", ".site.json", ".site.looks.json"}
    assert {p.name for p in root.iterdir()} == {"mkdocs.yml", "site_templates"}


def test_a_broken_link_stops_a_strict_build_and_keeps_the_last_site(tmp_path: Path) -> None:
    build(small_collection(), tmp_path)
    docs, site = tmp_path / "docs", tmp_path / "site"
    (docs / "extra.md").write_text("# Extra\n\n[nowhere](nowhere.md)\n")
    with pytest.raises(SiteError, match=r"nowhere\.md"):
        publish(MkdocsOptions(ROOT, strict=True), docs, site)
    assert (site / "index.html").exists()
    assert not (site / "extra.html").exists()


def test_what_the_inspection_finds_stops_even_a_lenient_build(tmp_path: Path) -> None:
    write(small_collection(), tmp_path / "docs")
    (tmp_path / "docs" / "extra.md").write_text("# Extra\n\n<script>alert(1)</script>\n")
    with pytest.raises(SiteError, match=r"extra\.html: a script"):
        publish(MkdocsOptions(ROOT), tmp_path / "docs", tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_project_without_a_configuration_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"mkdocs\.yml"):
        publish(MkdocsOptions(tmp_path, strict=True), tmp_path / "docs", tmp_path / "site")


def test_pages_are_files_whatever_the_configuration_says(tmp_path: Path) -> None:
    config = (ROOT / "mkdocs.yml").read_text()
    assert "use_directory_urls: false" in config
    (tmp_path / "mkdocs.yml").write_text(
        config.replace("use_directory_urls: false", "use_directory_urls: true")
    )
    shutil.copytree(ROOT / "site_templates", tmp_path / "site_templates")
    docs, site = tmp_path / "docs", tmp_path / "site"
    write(small_collection(), docs)
    answers = tmp_path / "answers"
    write_answer_pages(small_collection(), answers, templates=ROOT / "site_templates" / "answers")
    publish(
        MkdocsOptions(tmp_path, strict=True), docs, site, finished=FinishedFiles(answers)
    )  # the inspection follows every link
    assert (site / "papers" / "hedgerow-birds.html").exists()
