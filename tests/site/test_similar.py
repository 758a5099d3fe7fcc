"""The pages of similar answers, their data, and the list of likely duplicates."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import lxml.html
import pytest

from generator.core import AnswerSentence
from generator.site import Collection
from generator.site.content.page_links import DATA_PAGE
from generator.site.exports.data_files import write_exports
from generator.site.pages.rendering import pages
from generator.site.similar.shared_words import MIN_SIMILARITY
from generator.site.similar.similarity_cache import add_similar, similar_answers
from generator.site.views import similar_page as view
from tests.site.small_collection import ROOT, answer, paper, small_collection, snippet

TEMPLATES = ROOT / "site_templates" / "pages"
PAGE = "questions/metrics/similar.md"


def alike(*texts: str, question: str = "metrics", private: str = "", **changes: object) -> Collection:
    """Return a collection of one paper for each text, which is its answer to one question."""
    papers = tuple(
        paper(
            f"paper-{n}",
            f"What study number {n} of beetles found",
            ((f"Author{n}", f"Name{n}"),),
            2020,
            visibility="private" if f"paper-{n}" == private else "public",
        )
        for n in range(len(texts))
    )
    answers = tuple(
        answer(
            source,
            question,
            "quotes",
            "reported" if text else "not_reported",
            (AnswerSentence(text, "supported", evidence=(0,)),) if text else (),
            (snippet(source, "We report"),) if text else (),
            reason="" if text else "Nothing was found.",
        )
        for source, text in zip(papers, texts, strict=True)
    )
    return small_collection(papers=papers, answers=answers, source_links={}, history=(), **changes)


PRECISION = "We report average precision, recall and the F1 score of five folds."
ALMOST = "Average precision, recall and F1 score over five folds are reported for all species."
OTHER = "Only the confusion of species with each other was looked at by eye."


def texts(collection: Collection) -> dict[str, str]:
    return {path: text or "" for path, text, _ in pages(collection, TEMPLATES)}


def test_a_question_has_a_page_of_papers_that_answer_alike(tmp_path: Path) -> None:
    made = texts(add_similar(alike(PRECISION, OTHER, ALMOST, "", PRECISION), tmp_path))
    page = lxml.html.fromstring(made[PAGE])
    rows = {
        row.xpath(".//p[@class='ab-row-cite']/a/text()")[0]: [
            (a.text, a.get("href")) for a in row.xpath(".//p[@class='ab-place']/a")
        ]
        for row in page.xpath("//li[@class='ab-row']")
    }
    assert list(rows) == ["Name0 2020", "Name4 2020", "Name2 2020"]
    assert rows["Name0 2020"] == [
        ("Name4 2020", "../../papers/paper-4.html#metrics"),
        ("Name2 2020", "../../papers/paper-2.html#metrics"),
    ]
    assert 'href="metrics/similar.html"' in made["questions/metrics.md"]
    assert "similar.html" not in made["questions/hardware.md"]
    assert "similar" not in made["papers/paper-0.md"]


def test_where_no_answers_are_alike_there_is_no_page_and_no_link(tmp_path: Path) -> None:
    made = texts(add_similar(alike(PRECISION, OTHER), tmp_path))
    assert PAGE not in made
    assert "similar.html" not in "".join(made.values())


def test_private_papers_are_like_nothing(tmp_path: Path) -> None:
    collection = add_similar(alike(PRECISION, ALMOST, PRECISION, private="paper-2"), tmp_path)
    assert set(collection.similar["metrics"]) == {"paper-0", "paper-1"}
    # Whoever fills in what is similar, the pages show nothing of them.
    careless = dataclasses.replace(
        collection,
        similar={"metrics": {"paper-0": (("paper-2", 100),), "paper-2": (("paper-0", 100),)}},
        duplicates=(("paper-0", "paper-2", "the same title"),),
    )
    assert "Name2" not in "".join(texts(careless).values())
    write_exports(careless, tmp_path / "out")
    assert not (tmp_path / "out/data/similar").exists()


def test_similar_answers_are_data_too(tmp_path: Path) -> None:
    collection = add_similar(alike(PRECISION, ALMOST), tmp_path / "cache")
    exports = write_exports(collection, tmp_path / "out")
    data = json.loads((tmp_path / "out/data/similar/metrics.json").read_text(encoding="utf-8"))
    percent = data["papers"][0]["similar"][0]["percent"]
    assert data == {
        "format": 1,
        "question": "metrics",
        "from": MIN_SIMILARITY,
        "papers": [
            {"paper": "paper-0", "similar": [{"paper": "paper-1", "percent": percent}]},
            {"paper": "paper-1", "similar": [{"paper": "paper-0", "percent": percent}]},
        ],
    }
    assert MIN_SIMILARITY <= percent < 100
    assert [(e.records, e.name) for e in exports if "similar" in e.path] == [(1, "similar/")]
    page = lxml.html.fromstring(dict(pages_with(collection, exports))[DATA_PAGE])
    assert "data/similar/metrics.json" in page.xpath("//a/@href")


def pages_with(collection: Collection, exports: tuple[object, ...]) -> list[tuple[str, str]]:
    return [(path, text or "") for path, text, _ in pages(collection, TEMPLATES, None, exports)]  # type: ignore[arg-type]


def test_a_page_is_cut_at_the_nearest_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "SIMILAR_SHOWN", 2)
    made = texts(add_similar(alike(ALMOST, PRECISION, PRECISION), tmp_path))
    page = lxml.html.fromstring(made[PAGE])
    assert page.xpath("//p[@class='ab-row-cite']/a/text()") == ["Name1 2020", "Name2 2020"]
    assert "3 answers have similar ones; the 2 nearest are listed" in page.text_content()


def test_what_is_kept_changes_nothing_and_what_has_not_changed_is_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = alike(PRECISION, OTHER, ALMOST), alike(PRECISION, PRECISION, ALMOST, OTHER)
    for collection in (first, second, first):
        assert similar_answers(collection, tmp_path / "kept") == similar_answers(collection, tmp_path / "new")
        (tmp_path / "new" / "metrics.json").unlink()
    similar_answers(second, tmp_path / "kept")
    monkeypatch.setattr("generator.site.similar.similarity_cache.nearest", None)
    assert similar_answers(second, tmp_path / "kept")["metrics"]
    for damage in ("", "{}", '{"magic": "answerbook similar answers", "version": 1}'):
        (tmp_path / "kept" / "metrics.json").write_text(damage, encoding="utf-8")
        with pytest.raises(TypeError):
            similar_answers(second, tmp_path / "kept")


def test_a_changed_answer_changes_the_pages_that_show_it_and_no_other(tmp_path: Path) -> None:
    before = texts(add_similar(alike(PRECISION, PRECISION, ALMOST), tmp_path))
    after = texts(add_similar(alike(PRECISION, PRECISION, PRECISION), tmp_path))
    changed = {path for path in before if before[path] != after[path]}
    assert {p for p in changed if p.startswith(("papers/", "questions/"))} == {
        PAGE,
        "questions/metrics.md",
        "papers/paper-2.md",
        "papers/reviewing/index.md",
    }


def test_likely_duplicates_stand_on_the_data_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = dataclasses.replace(
        alike("", "", ""),
        duplicates=(("paper-0", "paper-1", "the same DOI"), ("paper-1", "paper-2", "<b>why</b>")),
    )
    data = texts(collection)[DATA_PAGE]
    rows = lxml.html.fromstring(data).xpath("//h2/following::ul[not(@class)]/li") or lxml.html.fromstring(
        data
    ).xpath("//ul[not(@class)]/li")
    assert [" ".join(r.text_content().split()) for r in rows] == [
        "Name0 2020 and Name1 2020: the same DOI",
        "Name1 2020 and Name2 2020: <b>why</b>",
    ]
    assert "Likely duplicates" not in texts(alike("", ""))[DATA_PAGE]
    monkeypatch.setattr("generator.site.views.data.DUPLICATES_SHOWN", 1)
    assert "And 1 more pair." in lxml.html.fromstring(texts(collection)[DATA_PAGE]).text_content()


def test_templates_of_a_project_that_are_older_leave_the_page_out(tmp_path: Path) -> None:
    import shutil

    old = Path(shutil.copytree(TEMPLATES, tmp_path / "pages"))
    (old / "similar.md.j2").unlink()
    made = [path for path, _, _ in pages(add_similar(alike(PRECISION, PRECISION), tmp_path), old)]
    assert PAGE not in made
    assert "questions/metrics.md" in made
