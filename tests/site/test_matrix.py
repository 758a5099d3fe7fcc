from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from generator.core import Consensus, QuestionSet
from generator.site.content.collection import Collection
from generator.site.content.links import HOME, Links
from generator.site.pages.rendering import pages
from generator.site.views import matrix
from generator.site.views.listing import paper_ref
from generator.site.views.matrix import MATRIX_ROWS, PAPERS_A_FILE, TABLE_SCRIPT, matrices, matrix_files
from tests.benchmarks.synthetic import synthetic
from tests.site.small_collection import QUESTIONS, ROOT, SET, SMALL, small_collection

TEMPLATES = ROOT / "site_templates" / "pages"


def of(collection: Collection) -> tuple[matrix.Matrix, ...]:
    links = Links(HOME)
    return matrices(collection, tuple(paper_ref(collection, p, links) for p in collection.public))


def rows_of(script: str) -> Any:
    return json.loads(script.removeprefix("window.answerbookMatrix=").removesuffix(";\n"))["papers"]


def words_of(script: str) -> Any:
    return json.loads(script.split("]=", 1)[1].removesuffix(";\n"))


def test_a_cell_has_the_status_that_the_paper_shows_and_leads_to_its_answer() -> None:
    (board,) = of(small_collection())
    birds, moths, notes = board.rows
    assert [c.look.key for c in birds.cells] == [
        "reported",
        "reported",
        "failed",
        "reported",
        "reported",
        "partly_reported",
        "reported",
        "reported",
    ]
    assert birds.told == 7 - 1 + 1
    assert birds.cells[5].href == "papers/hedgerow-birds.html#random-seeds"
    assert birds.cells[5].dissent == "1 of 2 models disagrees"
    assert moths.told == 3
    assert {c.look.key for c in notes.cells} == {"missing"}
    assert [c.first for c in birds.cells] == [True, False, True, True, False, False, True, True]


def test_groups_that_do_not_stand_together_are_brought_together_in_head_and_rows() -> None:
    mixed = dataclasses.replace(SET, questions=(QUESTIONS[0], QUESTIONS[3], QUESTIONS[1]))
    (board,) = of(small_collection(question_sets=(mixed,)))
    heads = [q.id for group in board.sheet.groups for q in group.questions]
    assert heads == ["data-collection", "annotation", "optimizer"]
    assert [c.href.split("#")[1] for c in board.rows[0].cells] == heads


def test_several_sets_number_their_columns_on() -> None:
    one = QuestionSet("a", "A", "", "", QUESTIONS[:3])
    two = QuestionSet("b", "B", "", "", QUESTIONS[3:])
    boards = of(small_collection(question_sets=(one, two)))
    assert [(b.first, b.columns) for b in boards] == [(0, 3), (3, 5)]


def test_a_small_matrix_needs_no_data_but_the_first_words() -> None:
    files = dict(matrix_files(small_collection()))
    assert list(files) == ["matrix/words-0.js"]
    assert files["matrix/words-0.js"].startswith("(window.answerbookWords=window.answerbookWords||{})[0]=")
    birds, moths, notes = words_of(files["matrix/words-0.js"])
    assert birds[3] == "The network was trained with Adam at a learning rate of 3e-4 for 60 epochs."
    assert birds[2] == "The model stopped in the middle of its answer."
    assert moths[4] == "None of the passages searched answers the question."
    assert set(notes) == {""}


def test_no_withheld_sentence_is_among_the_first_words() -> None:
    assert "AWS" not in dict(matrix_files(small_collection()))["matrix/words-0.js"]


def test_a_long_matrix_hands_its_rows_to_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "ROWS", 2)
    collection = small_collection()
    (board,) = of(collection)
    assert board.rows == ()
    assert (board.size, board.split) == (3, True)
    rows = rows_of(dict(matrix_files(collection))[MATRIX_ROWS])
    assert [(r[0], r[1], r[3], r[4]) for r in rows] == [
        ("hedgerow-birds", "Marchetti et al. 2020", "2020", "rrfrrPrr"),
        ("2401.00010", "Hvidsten & Ndiaye 2024", "2024", "rmfrnnrn"),
        ("untitled-notes", "untitled-notes", "", "mmmmmmmm"),
    ]


def test_rows_and_cells_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    collection = synthetic(40, models=3, contexts=2)
    (board,) = of(collection)
    monkeypatch.setattr(matrix, "ROWS", 10)
    rows = rows_of(dict(matrix_files(collection))[MATRIX_ROWS])
    for row, (name, citation, _, year, codes) in zip(board.rows, rows, strict=True):
        assert (name, citation, year) == (row.paper.id, row.paper.citation, row.paper.year)
        assert [c.look.key[0] for c in row.cells] == list(codes.lower())
        assert [bool(c.dissent) for c in row.cells] == [c.isupper() for c in codes]


def test_statuses_have_letters_of_their_own() -> None:
    assert len(set(matrix.CODES.values())) == len(matrix.CODES)


def test_the_first_words_come_in_files_of_a_fixed_number_of_papers() -> None:
    collection = synthetic(PAPERS_A_FILE + 2, contexts=1)
    files = dict(matrix_files(collection))
    assert {path: len(words_of(text)) for path, text in files.items()} == {
        "matrix/words-0.js": PAPERS_A_FILE,
        "matrix/words-1.js": 2,
    }


def test_hostile_text_stays_a_string_of_the_script() -> None:
    hostile = "</script><script>alert(1)</script>\u2028\u202e\ud800\x00 ${x} `"
    collection = small_collection()
    answers = tuple(
        dataclasses.replace(a, status="not_reported", sentences=(), reason=hostile)
        for a in collection.answers
    )
    text = dict(matrix_files(dataclasses.replace(collection, answers=answers)))["matrix/words-0.js"]
    assert text.isascii()
    assert "</" not in text
    assert words_of(text)[0][0] == "</script><script>alert(1)</script> ${x} `"


def test_the_consensus_decides_what_a_cell_shows() -> None:
    collection = small_collection()
    key = (collection.papers[0].id, "random-seeds")
    vote = Consensus(*key, "reported", ((SMALL.name, "reported"),), SMALL.name, 1.0)
    (board,) = of(dataclasses.replace(collection, consensus={key: vote}))
    assert board.rows[0].cells[5].look.key == "reported"


def test_a_long_matrix_leaves_a_way_to_every_paper_without_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "ROWS", 2)
    text = next(text or "" for path, text, _ in pages(small_collection(), TEMPLATES) if path == "index.md")
    assert 'data-source="matrix/papers.js"' in text
    assert f'data-table="{TABLE_SCRIPT}"' in text
    assert '<a href="papers/index.html">All 3 papers as a list</a>' in text
