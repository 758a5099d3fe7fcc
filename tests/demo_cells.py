"""What each answer of the demonstration must say (``demo_expected.yml``), and how one is held to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.core import Answer, Question, QuestionSet

EXPECTED = Path(__file__).resolve().parent / "demo_expected.yml"
NOTES = EXPECTED.with_name("demo_notes.yml")
STATUSES = ("reported", "partly_reported", "not_reported", "not_applicable")


@dataclass(frozen=True, slots=True)
class Cell:
    """One paper, one question, and what a careful reader of the paper answers.

    statuses: the one that a reader gives, then others that are as right. first: words of the sentence that
    must come first, any of them; empty where that is open. link: an address that must stand in the answer.
    """

    paper: str
    questions: str  # the id of the set
    question: str
    statuses: tuple[str, ...]
    first: tuple[str, ...] = ()
    link: str = ""


def cells(sets: Sequence[QuestionSet] = ()) -> tuple[Cell, ...]:
    """Every cell of the file; with ``sets``, under the ids and for the wording that these have now.

    Where a question has taken over others, its own row counts and theirs are left out.
    """
    file = yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))
    written = tuple(_written(file["papers"]))
    if not sets:
        return tuple(cell for cell, _ in written)
    found: dict[tuple[str, str], Cell] = {}
    for cell, row in written:
        question = _find(sets, cell.question)
        if question is None:
            raise LookupError(f"{EXPECTED.name}: no question set has {cell.question!r}, as id or as alias")
        if question.id != cell.question and (cell.paper, question.id) in found:
            continue
        statuses, first = cell.statuses, cell.first
        if not question.text.startswith(file["asked"].get(cell.question, "")) and "reworded" in row:
            statuses, first = (row["reworded"],), ()
        found[cell.paper, question.id] = Cell(
            cell.paper, cell.questions, question.id, statuses, first, cell.link
        )
    return tuple(found.values())


@cache
def notes() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the content of ``demo_notes.yml`` by paper and question."""
    file = yaml.safe_load(NOTES.read_text(encoding="utf-8"))
    return {(paper, question): row for paper, rows in file.items() for question, row in rows.items()}


def misses(cell: Cell, answer: Answer | None) -> str:
    """Return what is wrong with an answer, in a sentence with paper and question; empty if it is right."""
    place = f"{cell.paper}, {cell.question}"
    if answer is None:
        return f"{place}: there is no answer; expected {' or '.join(cell.statuses)}"
    if answer.status not in cell.statuses:
        said = f" ({answer.text[:120]!r})" if answer.text else ""
        right = " or ".join(cell.statuses)
        return f"{place}: the answer is {answer.status}{said}; the paper, read, says {right}"
    if answer.status not in ("reported", "partly_reported"):
        return ""
    shown = [" ".join(s.text.split()) for s in answer.sentences if s.support == "supported"]
    if cell.first and not (shown and any(words in shown[0] for words in cell.first)):
        wanted = " or ".join(f"{words!r}" for words in cell.first)
        return (
            f"{place}: first comes {(shown or ['nothing'])[0][:160]!r}; expected the sentence with {wanted}"
        )
    if cell.link and not any(cell.link in text for text in [*shown, *_links(answer)]):
        return f"{place}: the answer does not hold the link {cell.link}"
    return ""


def _links(answer: Answer) -> Iterator[str]:
    for snippet in answer.evidence:
        yield from snippet.links


def _written(papers: dict[str, Any]) -> Iterator[tuple[Cell, dict[str, Any]]]:
    """Cells as the file has them, each with its row."""
    for paper, sets in papers.items():
        for name, rows in sets.items():
            for question, row in rows.items():
                first = row.get("first", [])
                yield (
                    Cell(
                        paper,
                        name,
                        question,
                        (row["status"], *row.get("also", [])),
                        (first,) if isinstance(first, str) else tuple(first),
                        row.get("link", ""),
                    ),
                    row,
                )


def _find(sets: Sequence[QuestionSet], name: str) -> Question | None:
    return next((found for questions in sets if (found := questions.find(name))), None)
