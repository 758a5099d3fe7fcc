"""What the answers of the demonstration are held to is itself true of its papers and questions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from generator.core import Answer, AnswerSentence, Paper
from generator.project.question_files import load_question_sets
from generator.reading import read_paper
from tests.demo_cells import STATUSES, Cell, cells, misses, notes

CONTENT = Path(__file__).resolve().parent.parent / "content"
PAPERS = {
    path.stem: path
    for path in (CONTENT / "papers").iterdir()
    if path.suffix in (".pdf", ".xml", ".md", ".html")
}
SETS = load_question_sets([CONTENT / f"questions/{name}.yml" for name in ("deep-learning", "reporting")])


@cache
def paper(name: str) -> Paper:
    return read_paper(PAPERS[name], id=name)


def sentences(name: str) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (" ".join(sentence.text.split()), sentence.links)
        for section in paper(name).sections
        if section.kind != "references"
        for paragraph in section.paragraphs
        for sentence in paragraph.sentences
    ]


@pytest.mark.parametrize("name", PAPERS)
def test_every_question_of_a_set_that_applies_has_a_cell(name: str) -> None:
    here = [cell for cell in cells(SETS) if cell.paper == name]
    asked = {cell.questions for cell in here}
    assert "reporting" in asked
    for questions in SETS:
        if questions.id in asked:
            assert {cell.question for cell in here if cell.questions == questions.id} == {
                question.id for question in questions.questions
            }


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: f"{cell.paper}-{cell.question}")
def test_what_must_come_first_stands_in_the_paper(cell: Cell) -> None:
    assert set(cell.statuses) <= set(STATUSES)
    told = cell.statuses[0] in ("reported", "partly_reported")
    assert told == bool(cell.first)
    found = sentences(cell.paper)
    for words in cell.first:
        assert sum(words in text for text, _ in found) >= 1, words
    if cell.link:
        assert any(cell.link in (*links, text) for text, links in found)


@pytest.mark.parametrize("cell", cells(SETS), ids=lambda cell: f"{cell.paper}-{cell.question}")
def test_what_a_reader_notes_of_a_cell_stands_in_the_paper(cell: Cell) -> None:
    row = notes()[cell.paper, cell.question]
    assert row["note"]
    assert set(row) <= {"note", "say", "correct"}
    quoted = [first_with(cell.paper, words) for words in row.get("say", cell.first[:1])]
    if cell.statuses[0] in ("reported", "partly_reported"):
        right = answer(cell.statuses[0], *(text for text, _ in quoted))
        assert not misses(Cell(cell.paper, cell.questions, cell.question, cell.statuses, cell.first), right)
        assert not cell.link or any(cell.link in (*links, text) for text, links in quoted)


def test_every_note_is_of_a_cell() -> None:
    assert set(notes()) == {(cell.paper, cell.question) for cell in cells(SETS)}


def first_with(name: str, words: str) -> tuple[str, tuple[str, ...]]:
    return next(pair for pair in sentences(name) if words in pair[0])


def answer(status: str, *texts: str) -> Answer:
    shown = tuple(AnswerSentence(text, "supported") for text in texts)
    return Answer("p", "q", "quotes", status, sentences=shown)  # type: ignore[arg-type]


CELL = Cell("p", "reporting", "q", ("reported", "partly_reported"), ("all of it", "most of it"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "there is no answer"),
        (answer("not_reported"), "the answer is not_reported; the paper, read, says reported or"),
        (answer("reported", "We did none of it."), "first comes 'We did none of it.'"),
        (answer("reported", "We did none.", "We did all of it."), "first comes 'We did none.'"),
        (answer("reported", "We did most\n of it."), ""),
        (answer("partly_reported", "We did all of it."), ""),
    ],
)
def test_an_answer_is_held_to_its_cell(given: Answer | None, said: str) -> None:
    told = misses(CELL, given)
    assert said in told
    assert bool(told) == bool(said)
