"""Every answer of the demonstration says what a careful reader of its paper says."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.ledger import Ledger
from generator.project.questions import load_question_sets
from tests.demo_cells import Cell, cells, misses

CONTENT = Path(__file__).resolve().parent.parent / "content"
MODEL = "quotes"
SETS = load_question_sets([CONTENT / f"questions/{name}.yml" for name in ("deep-learning", "reporting")])


@pytest.mark.parametrize("cell", cells(SETS), ids=lambda cell: f"{cell.paper}-{cell.question}")
def test_the_answer_is_that_of_a_careful_reader(cell: Cell) -> None:
    told = misses(cell, Ledger(CONTENT / "answers").read(cell.paper, MODEL).get(cell.question))
    if told:
        pytest.fail(told, pytrace=False)
