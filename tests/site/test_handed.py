"""What pages hand over to their scripts."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from generator.core import QuestionSet
from generator.site.content.collection import Collection
from generator.site.content.page_links import HOME, Links
from generator.site.pages.rendering import pages
from generator.site.views import script_data
from generator.site.views.matrix import matrices
from generator.site.views.paper_lists import paper_ref
from generator.site.views.script_data import (
    CODES,
    COUNTED,
    COUNTS,
    IDS,
    PAPERS_PER_FILE,
    ROWS_PART,
    WORDS,
    data_scripts,
)
from tests.benchmarks.synthetic import synthetic
from tests.site.small_collection import QUESTIONS, ROOT, small_collection

TEMPLATES = ROOT / "site_templates" / "pages"


def value(collection: Collection, path: str) -> Any:
    """Return what a script hands over."""
    return json.loads(dict(data_scripts(collection))[path].split("=", 2)[-1].removesuffix(";\n"))


def with_metadata(collection: Collection, **by_paper: dict[str, object]) -> Collection:
    papers = tuple(
        dataclasses.replace(
            p, metadata=dataclasses.replace(p.metadata, **by_paper.get(p.id.replace("-", "_"), {}))
        )
        for p in collection.papers
    )
    return dataclasses.replace(collection, papers=papers)


def test_rows_words_ids_and_counts_are_scripts_that_hand_over_data() -> None:
    files = dict(data_scripts(small_collection()))
    assert list(files) == [f"{ROWS_PART}0.js", f"{WORDS}0.js", f"{IDS}0.js", COUNTS]
    assert files[f"{WORDS}0.js"].startswith("(window.answerbookWords=window.answerbookWords||{})[0]=")


def test_without_papers_or_questions_nothing_is_handed_over() -> None:
    assert dict(data_scripts(small_collection(papers=()))) == {}
    assert dict(data_scripts(small_collection(question_sets=(), stale={}))) == {}


def test_first_words_are_those_of_the_answer_shown_or_of_its_reason() -> None:
    birds, moths, notes = value(small_collection(), f"{WORDS}0.js")
    assert birds[3] == "The network was trained with Adam at a learning rate of 3e-4 for 60 epochs."
    assert birds[2] == "The model stopped in the middle of its answer."
    assert moths[4] == "None of the passages searched answers the question."
    assert set(notes) == {""}


def test_no_withheld_sentence_is_among_the_first_words() -> None:
    assert "AWS" not in dict(data_scripts(small_collection()))[f"{WORDS}0.js"]


def test_ids_are_those_of_the_answers_shown() -> None:
    collection = small_collection()
    ids = value(collection, f"{IDS}0.js")
    for paper, row in zip(collection.public, ids, strict=True):
        for question, found in zip(collection.questions, row, strict=True):
            answers = collection.answers_to(paper.id, question.id)
            assert found == (answers[0].id if answers else "")


def test_a_row_has_name_year_statuses_venue_and_tags() -> None:
    collection = with_metadata(
        small_collection(), hedgerow_birds={"tags": ("birds", "sound")}, untitled_notes={"tags": ("sound",)}
    )
    part = value(collection, f"{ROWS_PART}0.js")
    assert part["venues"] == ["Journal of Field Recording", "arXiv"]
    assert part["tags"] == ["birds", "sound"]
    assert [(r[0], r[1], *r[3:]) for r in part["papers"]] == [
        ("hedgerow-birds", "Marchetti et al. 2020", "2020", "rrfrrPrr", 0, [0, 1]),
        ("2401.00010", "Hvidsten & Ndiaye 2024", "2024", "rmfrnnrn", 1),
        ("untitled-notes", "untitled-notes", "", "mmmmmmmm", -1, [1]),
    ]


def test_rows_come_in_parts_of_a_fixed_number_of_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_data, "PAPERS_PER_PART", 2)
    collection = small_collection()
    parts = [value(collection, f"{ROWS_PART}{n}.js")["papers"] for n in (0, 1)]
    assert [[row[0] for row in part] for part in parts] == [
        ["hedgerow-birds", "2401.00010"],
        ["untitled-notes"],
    ]
    assert f"{ROWS_PART}2.js" not in dict(data_scripts(collection))


def test_rows_tell_the_same_as_the_cells_of_the_matrix() -> None:
    collection = synthetic(40, models=3, contexts=2)
    links = Links(HOME)
    (board,) = matrices(collection, tuple(paper_ref(collection, p, links) for p in collection.public))
    rows = value(collection, f"{ROWS_PART}0.js")["papers"]
    for row, (name, citation, _, year, codes, *_rest) in zip(board.rows, rows, strict=True):
        assert (name, citation, year) == (row.paper.id, row.paper.citation, row.paper.year)
        assert [c.look.key[0] for c in row.cells] == list(codes.lower())
        assert [bool(c.dissent) for c in row.cells] == [c.isupper() for c in codes]


def test_statuses_have_letters_of_their_own() -> None:
    assert len(set(CODES.values())) == len(CODES)


def test_the_first_words_come_in_files_of_a_fixed_number_of_papers() -> None:
    collection = synthetic(PAPERS_PER_FILE + 2, contexts=1)
    assert [len(value(collection, f"{kind}{n}.js")) for kind in (WORDS, IDS) for n in (0, 1)] == [
        PAPERS_PER_FILE,
        2,
        PAPERS_PER_FILE,
        2,
    ]


def test_hostile_text_stays_a_string_of_the_script() -> None:
    hostile = "</script><script>alert(1)</script>\u2028\u202e\ud800\x00 ${x} `"
    collection = with_metadata(small_collection(), hedgerow_birds={"tags": (hostile,), "venue": hostile})
    answers = tuple(
        dataclasses.replace(a, status="not_reported", sentences=(), reason=hostile)
        for a in collection.answers
    )
    files = dict(data_scripts(dataclasses.replace(collection, answers=answers)))
    for text in files.values():
        assert text.isascii()
        assert "</" not in text
    shown = "</script><script>alert(1)</script> ${x} `"
    collection = dataclasses.replace(collection, answers=answers)
    assert value(collection, f"{WORDS}0.js")[0][0] == shown
    assert value(collection, f"{ROWS_PART}0.js")["tags"] == [shown]


def test_counts_are_those_of_the_pages_of_questions_by_year_venue_and_tag() -> None:
    collection = with_metadata(small_collection(), hedgerow_birds={"tags": ("sound",)})
    counts = value(collection, COUNTS)
    assert [(name, papers) for name, papers, _ in counts["all"]] == [("All papers", 3)]
    assert [(name, papers) for name, papers, _ in counts["year"]] == [("2020", 1), ("2024", 1)]
    assert [name for name, *_ in counts["venue"]] == ["arXiv", "Journal of Field Recording"]
    assert [name for name, *_ in counts["tag"]] == ["sound"]
    for column, question in enumerate(collection.questions):
        told = [collection.counted_at(p.id, question.id) or "missing" for p in collection.public]
        numbers = counts["all"][0][2][column]
        assert numbers + [0] * (len(COUNTED) - len(numbers)) == [told.count(key) for key in COUNTED]
        by_year = [year[2][column] for year in counts["year"]]
        assert sum(map(sum, by_year)) == 2


def test_the_data_have_the_questions_in_the_order_of_the_columns() -> None:
    mixed = QuestionSet("a", "A", "", "", (QUESTIONS[0], QUESTIONS[3], QUESTIONS[1]))
    assert [q.id for q in script_data.columns(mixed)] == ["data-collection", "annotation", "optimizer"]
    rows = value(small_collection(question_sets=(mixed,), stale={}), f"{ROWS_PART}0.js")["papers"]
    assert rows[1][4] == "rmr"


def test_the_first_view_of_the_matrix_does_not_grow_with_the_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_data, "PAPERS_PER_PART", 100)

    def weight(papers: int) -> int:
        """Bytes of the home page, and of the rows that it asks for at once."""
        collection = synthetic(papers, contexts=1)
        home = next(text or "" for path, text, _ in pages(collection, TEMPLATES) if path == "index.md")
        assert "<td" not in home.split("<tbody>")[1]
        return len(home.encode()) + len(dict(data_scripts(collection))[f"{ROWS_PART}0.js"])

    few, many = weight(160), weight(320)
    assert few < 90_000
    assert many < 1.1 * few
