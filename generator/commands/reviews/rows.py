"""Rows of a spreadsheet -> reviews: each cell that a person filled in is checked, all faults come at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.commands.reviews.sheet import BETWEEN_QUOTES, Line
from generator.core import Answer, Review
from generator.core.review import VERDICTS
from generator.core.status import HELD, TOLD, Held
from generator.errors import InvalidFile, Problem
from generator.project.problems import did_you_mean
from generator.project.reviews import is_answer_id

__all__ = ["Known", "reviews_of_rows"]

# A row without any of these says nothing: people fill in name and date for the whole sheet.
_SAYS = ("verdict", "status_held", "text", "note", "quotes")
_VERDICTS = ", ".join(VERDICTS[:-1]) + f" or {VERDICTS[-1]}"
_HELD = ", ".join(HELD)
_AS_PAGES_SAY = "does_not_apply"


@dataclass(frozen=True)
class Known:
    """Answers that can be reviewed: by paper, then by id; current ones and those that gave way."""

    current: Mapping[str, Answer] = field(default_factory=dict)
    former: Mapping[str, Answer] = field(default_factory=dict)

    def find(self, answer: str) -> Answer | None:
        return self.current.get(answer) or self.former.get(answer)


def reviews_of_rows(
    lines: Iterable[Line], name: str, papers: Iterable[str], known: Callable[[str], Known]
) -> tuple[tuple[tuple[int, Review], ...], int]:
    """The reviews of a sheet, each with its line, and how many rows say nothing.

    name: how problems call the sheet. papers: ids of those that have answers; known: what is known of one of
    them. The same review twice counts once. Raises InvalidFile with all faults of all rows.
    """
    ids = sorted(papers)
    found: dict[tuple[str, str], tuple[int, Review]] = {}
    problems: list[Problem] = []
    silent = 0
    for line in lines:
        if not any(line.cells.get(column) for column in _SAYS):
            silent += 1
            continue
        review, faults = _review(line, ids, known)
        problems += [Problem(name, line.number, fault) for fault in faults]
        if review is None:
            continue
        first = found.setdefault((review.answer, review.name), (line.number, review))
        if first[1] != review:
            message = f"{review.name} reviewed this answer on line {first[0]} already; keep one of the two"
            problems.append(Problem(name, line.number, message))
    if problems:
        raise InvalidFile(problems)
    return tuple(found.values()), silent


def _review(
    line: Line, ids: list[str], known: Callable[[str], Known]
) -> tuple[Review | None, tuple[str, ...]]:
    """The review of one row, or what is wrong with it."""
    cells = line.cells
    verdict = cells["verdict"].casefold()
    held = cells["status_held"].casefold().replace(" ", "_").replace("-", "_")
    held = "not_applicable" if held == _AS_PAGES_SAY else held
    answer, lost = _answer(cells, ids, known)
    faults = [lost] if lost else []
    faults += _wrong_words(cells, verdict, held)
    day = _day(cells["date"])
    if day is None:
        given = f"{cells['date']!r} is no day" if cells["date"] else "is empty"
        faults.append(f"date: {given}; write it like 2026-11-23 (give the column the format of text)")
    if faults or answer is None or day is None:
        return None, tuple(faults)
    status = next((s for s in HELD if s == held), None)
    if verdict == "confirmed" and status == answer.status:
        status = None  # said twice: a confirmed answer has the one that it shows
    quotes = tuple(filter(None, map(str.strip, cells.get("quotes", "").split(BETWEEN_QUOTES.strip()))))
    faults += _contradictions(verdict, status, cells["text"], quotes)
    review = Review(
        paper=answer.paper,
        question=answer.question,
        answer=answer.id,
        verdict=next(v for v in VERDICTS if v == verdict),
        name=cells["name"],
        date=day,
        status=status,
        text=cells["text"],
        note=cells["note"],
        quotes=quotes,
    )
    return (None, tuple(faults)) if faults else (review, ())


def _answer(
    cells: Mapping[str, str], ids: list[str], known: Callable[[str], Known]
) -> tuple[Answer | None, str]:
    """The answer that a row is about, or why there is none."""
    paper, question, name = cells["paper"], cells["question"], cells["answer_id"]
    if paper not in ids:
        near = did_you_mean(paper, ids) if paper and ids else "copy it from a new export"
        return None, f"paper: {f'no answers about {paper!r} here' if paper else 'is empty'}; {near}"
    if not is_answer_id(name):
        return None, (
            f"answer_id: {name!r} is no id of an answer; copy its letters and digits from a new export "
            "(spreadsheets change what looks like a number: give the column the format of text)"
        )
    answer = known(paper).find(name)
    if answer is None:
        return None, f"answer_id: no answer about {paper} has had the id {name}; copy it from a new export"
    if answer.question != question:
        return None, (
            f"question: the answer {name} is to {answer.question}, not to {question or 'nothing'}; "
            "copy both from a new export"
        )
    return answer, ""


def _wrong_words(cells: Mapping[str, str], verdict: str, held: str) -> Iterator[str]:
    if verdict not in VERDICTS:
        given = f"{cells['verdict']!r} is none" if verdict else "is empty"
        yield f"verdict: {given}; write {_VERDICTS}, or clear the row"
    if held and held not in HELD:
        yield f"status_held: {cells['status_held']!r} is no status; write one of {_HELD}, or clear the cell"
    if not cells["name"]:
        yield "name: is empty; write who reviewed the answer"


def _contradictions(verdict: str, status: Held | None, text: str, quotes: tuple[str, ...]) -> Iterator[str]:
    """What a verdict needs, and what does not go with it; as in files of reviews."""
    if verdict == "corrected":
        if status is None:
            yield f"status_held: a corrected answer needs what is true; write one of {_HELD}"
        elif status in TOLD and not (text or quotes):
            yield "text: a corrected answer needs its words; write them here, or words of the paper in quotes"
        elif status not in TOLD and quotes:
            yield f"quotes: stand where the paper tells, not with the status_held {status}"
        return
    if quotes:
        yield "quotes: are what a corrected answer rests on; write the verdict corrected"
    if text:
        yield "text: is what a corrected answer says; write the verdict corrected, or move it to note"
    if verdict == "confirmed" and status is not None:
        yield "status_held: is not the status of the answer confirmed; clear the cell, or write corrected"


def _day(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
