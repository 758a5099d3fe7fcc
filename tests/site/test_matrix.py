from __future__ import annotations

import dataclasses

import pytest

from generator.core import Consensus, QuestionSet
from generator.site.content.collection import Collection
from generator.site.content.page_links import HOME, Links
from generator.site.pages.rendering import pages
from generator.site.views import matrix
from generator.site.views.matrix import matrices
from generator.site.views.paper_lists import paper_ref
from tests.site.small_collection import QUESTIONS, ROOT, SET, SMALL, small_collection

TEMPLATES = ROOT / "site_templates" / "pages"


def of(collection: Collection) -> tuple[matrix.Matrix, ...]:
    links = Links(HOME)
    return matrices(collection, tuple(paper_ref(collection, p, links) for p in collection.public))


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
    assert birds.answered == 7 - 1 + 1
    assert birds.cells[5].href == "papers/hedgerow-birds.html#random-seeds"
    assert birds.cells[5].dissent == "1 of 2 models disagrees"
    assert moths.answered == 3
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


def test_a_long_matrix_knows_its_counts_before_its_rows_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    (short,) = of(small_collection())
    monkeypatch.setattr(matrix, "MAX_ROWS", 2)
    (board,) = of(small_collection())
    assert board.rows == ()
    assert (board.size, board.split) == (3, True)
    keys = [cell.look.key for row in short.rows for cell in row.cells]
    assert {key: n for key, n in board.counts.items() if n} == {key: keys.count(key) for key in keys}


def test_the_consensus_decides_what_a_cell_shows() -> None:
    collection = small_collection()
    key = (collection.papers[0].id, "random-seeds")
    vote = Consensus(*key, "reported", ((SMALL.name, "reported"),), SMALL.name, 1.0)
    (board,) = of(dataclasses.replace(collection, consensus={key: vote}))
    assert board.rows[0].cells[5].look.key == "reported"


def test_a_long_matrix_leaves_a_way_to_every_paper_without_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "MAX_ROWS", 2)
    text = next(text or "" for path, text, _ in pages(small_collection(), TEMPLATES) if path == "index.md")
    assert 'data-rows="matrix/rows-"' in text
    assert 'scripts: ["matrix/rows-0.js"]' in text
    assert '<a href="papers/index.html">All 3 papers as a list</a>' in text
