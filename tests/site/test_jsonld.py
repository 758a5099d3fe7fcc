"""Metadata in the pages: what schema.org says a page is, and the picture beside links to it."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from PIL import Image

from generator.core import AnswerSentence, Person
from generator.site import Collection, FinishedFiles, MkdocsOptions, publish, write_answer_pages
from generator.site.exports.crate import Export
from generator.site.exports.data_files import write_exports
from generator.site.pages.jsonld import collection_jsonld, paper_jsonld, question_jsonld
from generator.site.pages.page_front_matter import front_matter
from generator.site.pages.preview import SIZE, preview
from tests.site.hostile import TOKENS
from tests.site.small_collection import QUESTIONS, ROOT, small_collection, write

ADDRESS = "https://example.org/answers/"
SMALL = small_collection(site_url=ADDRESS)
BIRDS = SMALL.public[0]


def write_exports_of(collection: Collection) -> tuple[Export, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return write_exports(collection, Path(folder))


def types_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value["@type"]
        for inner in value.values():
            yield from types_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from types_of(inner)


def test_a_papers_page_is_about_the_paper_and_holds_questions_with_answers() -> None:
    data = paper_jsonld(SMALL, BIRDS)
    assert data["@type"] == "WebPage"
    assert data["url"] == f"{ADDRESS}papers/hedgerow-birds.html"
    article = data["about"]
    assert article["@type"] == "ScholarlyArticle"
    assert article["@id"] == article["sameAs"] == "https://doi.org/10.1000/hedgerow-birds"
    assert [a["name"] for a in article["author"]][:2] == ["Ada Marchetti", "J. R. O’Neill"]
    question = next(q for q in data["hasPart"] if q["url"].endswith("#optimizer"))
    assert question["@type"] == "Question"
    answer = question["suggestedAnswer"]
    assert answer["@type"] == "Answer"
    assert answer["citation"] == {"@id": article["@id"]}
    assert answer["url"].startswith(f"{ADDRESS}a/")
    assert answer["author"]["name"] == "small-135m"
    assert answer["dateCreated"] == "2026-11-23"


def test_what_failed_or_was_withheld_is_no_answer() -> None:
    text = json.dumps(paper_jsonld(SMALL, BIRDS))
    assert "#data-split" not in text
    assert "AWS" not in text


def test_not_reported_is_an_answer() -> None:
    data = paper_jsonld(SMALL, SMALL.public[1])
    seeds = next(q for q in data["hasPart"] if q["url"].endswith("#random-seeds"))
    assert seeds["suggestedAnswer"]["text"] == "Not reported."


def test_no_page_claims_to_be_questions_and_answers_of_users() -> None:
    exports = write_exports_of(SMALL)
    pages = [
        *(paper_jsonld(SMALL, p) for p in SMALL.public),
        *(question_jsonld(SMALL, q, SMALL.public_by_id) for q in SMALL.questions),
        collection_jsonld(SMALL, exports),
    ]
    found = {t for page in pages for t in types_of(page)}
    assert "QAPage" not in found
    assert "Dataset" in found


def test_a_questions_page_names_the_papers_that_answer_it() -> None:
    data = question_jsonld(SMALL, QUESTIONS[5], SMALL.public_by_id)
    assert data["about"]["name"] == QUESTIONS[5].text
    given = data["about"]["suggestedAnswer"]
    assert [a["citation"]["@id"] for a in given] == ["https://doi.org/10.1000/hedgerow-birds"]


def test_the_home_page_is_a_dataset_with_its_files() -> None:
    data = collection_jsonld(replace(SMALL, licence="CC-BY-4.0"), write_exports_of(SMALL))
    assert data["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert data["dateModified"] == "2026-11-23"
    urls = [f["contentUrl"] for f in data["distribution"]]
    assert f"{ADDRESS}data/answers.jsonl" in urls
    assert all(f["encodingFormat"] for f in data["distribution"])
    assert "license" not in collection_jsonld(SMALL, ())


def test_the_day_of_the_build_changes_no_page() -> None:
    later = replace(SMALL, built=SMALL.built.replace(year=2031))
    assert collection_jsonld(later, ()) == collection_jsonld(SMALL, ())
    assert preview(later) == preview(SMALL)


def test_long_answers_are_cut() -> None:
    answers = tuple(
        replace(a, sentences=(AnswerSentence("word " * 2000, "supported", evidence=(0,)),))
        for a in SMALL.answers
    )
    data = paper_jsonld(small_collection(answers=answers), BIRDS)
    assert data["hasPart"]
    assert all(len(q["suggestedAnswer"]["text"]) <= 200 for q in data["hasPart"])


@pytest.mark.parametrize("text", TOKENS)
def test_hostile_text_stays_text(text: str) -> None:
    metadata = replace(
        BIRDS.metadata, title=text, authors=(Person(text, text),), venue=text, doi=text, licence=text
    )
    paper = replace(BIRDS, metadata=metadata)
    data = paper_jsonld(small_collection(papers=(paper,)), paper)
    assert {"url", "sameAs", "@id"} & set(data["about"]) == set()
    assert data["about"].get("license", "http://").startswith(("http://", "https://"))
    front_matter({"jsonld": data})
    json.loads(json.dumps(data, allow_nan=False))


def test_the_pages_carry_it_and_nothing_that_says_the_page_is_the_paper(site: Path) -> None:
    def carried(path: str) -> Any:
        tree = html.fromstring((site / path).read_bytes())
        assert not tree.xpath("//meta[starts-with(@name, 'citation_')]")
        scripts = tree.xpath("//script[@type='application/ld+json']/text()")
        assert len(scripts) == 1
        return json.loads(scripts[0])

    assert carried("papers/hedgerow-birds.html")["about"]["@type"] == "ScholarlyArticle"
    assert carried("questions/optimizer.html")["about"]["@type"] == "Question"
    home = carried("index.html")
    assert home["@type"] == "Dataset"
    assert all((site / f["contentUrl"]).is_file() for f in home["distribution"])


def test_without_an_address_there_is_no_link_to_the_picture(site: Path) -> None:
    # Others fetch it from an absolute address only.
    assert b"og:image" not in (site / "index.html").read_bytes()
    assert (site / "preview.png").is_file()


@pytest.mark.parametrize(
    "title", ["Short", "A long title " * 40, "W" * 300, "鸟类研究", "Ünïcôde — “quotes”", *TOKENS[:8]]
)
def test_the_picture_is_drawn_for_every_title(title: str) -> None:
    collection = small_collection(title=title, description=title * 3)
    data = preview(collection)
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == SIZE
        assert image.format == "PNG"
        assert len(image.getcolors(1 << 20) or ()) > 10  # letters and bars, not a blank sheet
    assert preview(collection) == data


def test_a_collection_of_nothing_has_a_picture() -> None:
    assert preview(small_collection(papers=(), answers=(), files={}))


def test_with_an_address_every_page_names_the_picture_by_it(tmp_path: Path) -> None:
    collection = small_collection(papers=(), answers=(), files={}, site_url=ADDRESS)
    write(collection, tmp_path / "docs")
    overrides = ROOT / "site_templates" / "overrides"
    (tmp_path / "mkdocs.yml").write_text(
        f"INHERIT: {json.dumps(str(ROOT / 'mkdocs.yml'))}\nsite_url: {ADDRESS}\n"
        f"theme:\n  custom_dir: {json.dumps(str(overrides))}\n"
    )
    answers = tmp_path / "answers"
    write_answer_pages(collection, answers, templates=ROOT / "site_templates" / "answers")
    options = MkdocsOptions(tmp_path, trusted=True)
    publish(options, tmp_path / "docs", tmp_path / "site", finished=FinishedFiles(answers))
    for page in ("index.html", "data.html", "questions/optimizer.html"):
        tree = html.fromstring((tmp_path / "site" / page).read_bytes())
        assert tree.xpath("//meta[@property='og:image']/@content") == [f"{ADDRESS}preview.png"]
        assert tree.xpath("//meta[@name='twitter:card']/@content") == ["summary_large_image"]
