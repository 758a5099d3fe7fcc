"""Turn rows of a spreadsheet into reviews; check every cell that a person filled in, all errors at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.commands.reviews.sheet import BETWEEN_QUOTES, SheetRow
from generator.core import Answer, Review
from generator.core.review import VERDICTS
from generator.core.status import PAPER_STATUSES, REPORTED_STATUSES, PaperStatus
from generator.errors import InvalidFile, Problem
from generator.project.problems import did_you_mean
from generator.project.review_files import is_answer_id

__all__ = ["ReviewableAnswers", "reviews_of_rows"]

# A row with none of these is no review: people fill in name and date for the whole table.
_REVIEW_COLUMNS = ("verdict", "status_held", "text", "note", "quotes")
_VERDICTS = ", ".join(VERDICTS[:-1]) + f" or {VERDICTS[-1]}"
_HELD = ", ".join(PAPER_STATUSES)
_DOES_NOT_APPLY = "does_not_apply"  # how the pages say not_applicable


@dataclass(frozen=True)
class ReviewableAnswers:
    """Answers about a paper that can be reviewed, by each of their ids: current and former ones."""

    current: Mapping[str, Answer] = field(default_factory=dict)
    former: Mapping[str, Answer] = field(default_factory=dict)

    def find(self, answer: str) -> Answer | None:
        """Return the answer with this id, or None."""
        return self.current.get(answer) or self.former.get(answer)


def reviews_of_rows(
    lines: Iterable[SheetRow], name: str, papers: Iterable[str], known: Callable[[str], ReviewableAnswers]
) -> tuple[tuple[tuple[int, Review], ...], int]:
    """Return the reviews of a table, each with its line, and the number of rows without a review.

    name: of the table, for problems. papers: ids of papers with answers. known: returns the answers about a
    paper. A review that occurs twice counts once. Raises InvalidFile with all errors of all rows.
    """
    ids = sorted(papers)
    found: dict[tuple[str, str], tuple[int, Review]] = {}
    problems: list[Problem] = []
    silent = 0
    for line in lines:
        if not any(line.cells.get(column) for column in _REVIEW_COLUMNS):
            silent += 1
            continue
        review, faults = _review(line, ids, known)
        problems += [Problem(name, line.number, fault) for fault in faults]
        if review is None:
            continue
        first = found.setdefault((review.answer, review.name), (line.number, review))
        if first[1] != review:
            message = (
                f"{review.name} has already reviewed this answer on line {first[0]}; keep one of the two"
            )
            problems.append(Problem(name, line.number, message))
    if problems:
        raise InvalidFile(problems)
    return tuple(found.values()), silent


def _review(
    line: SheetRow, ids: list[str], known: Callable[[str], ReviewableAnswers]
) -> tuple[Review | None, tuple[str, ...]]:
    """Return the review in one row, or what is wrong with it."""
    cells = line.cells
    verdict = cells["verdict"].casefold()
    held = cells["status_held"].casefold().replace(" ", "_").replace("-", "_")
    held = "not_applicable" if held == _DOES_NOT_APPLY else held
    answer, lost = _answer(cells, ids, known)
    faults = [lost] if lost else []
    faults += _wrong_words(cells, verdict, held)
    day = _day(cells["date"])
    if day is None:
        given = f"{cells['date']!r} is not a date" if cells["date"] else "empty"
        faults.append(f"date: {given}; write it like 2026-11-23 (format the column as text)")
    if faults or answer is None or day is None:
        return None, tuple(faults)
    status = next((s for s in PAPER_STATUSES if s == held), None)
    if verdict == "confirmed" and status == answer.status:
        status = None  # redundant: a confirmed answer has the status that it shows
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
    cells: Mapping[str, str], ids: list[str], known: Callable[[str], ReviewableAnswers]
) -> tuple[Answer | None, str]:
    """Return the answer that a row is about, or the reason why there is none."""
    paper, question, name = cells["paper"], cells["question"], cells["answer_id"]
    if paper not in ids:
        near = did_you_mean(paper, ids) if paper and ids else "copy it from a new export"
        return None, f"paper: {f'no answers about {paper!r}' if paper else 'empty'}; {near}"
    if not is_answer_id(name):
        return None, (
            f"answer_id: {name!r} is not the id of an answer; copy it from a new export (format the column "
            "as text, as spreadsheets change what looks like a number)"
        )
    answer = known(paper).find(name)
    if answer is None:
        return (
            None,
            f"answer_id: no answer about {paper} has ever had the id {name}; copy it from a new export",
        )
    if answer.question != question:
        return None, (
            f"question: the answer {name} belongs to {answer.question}, not to "
            f"{question or 'an empty cell'}; copy both from a new export"
        )
    return answer, ""


def _wrong_words(cells: Mapping[str, str], verdict: str, held: str) -> Iterator[str]:
    if verdict not in VERDICTS:
        given = f"{cells['verdict']!r} is not a verdict" if verdict else "empty"
        yield f"verdict: {given}; write {_VERDICTS}, or clear the row"
    if held and held not in PAPER_STATUSES:
        yield f"status_held: {cells['status_held']!r} is no status; write one of {_HELD}, or clear the cell"
    if not cells["name"]:
        yield "name: empty; write who reviewed the answer"


def _contradictions(
    verdict: str, status: PaperStatus | None, text: str, quotes: tuple[str, ...]
) -> Iterator[str]:
    """Yield what a verdict lacks, and what does not go with it; the same rules as for files of reviews."""
    if verdict == "corrected":
        if status is None:
            yield f"status_held: empty, but a correction needs the right status; write one of {_HELD}"
        elif status in REPORTED_STATUSES and not (text or quotes):
            yield "text: empty, but a correction needs the right answer; write it, or fill in quotes"
        elif status not in REPORTED_STATUSES and quotes:
            yield f"quotes: not allowed with status_held {status}; clear the cell, or change the status"
        return
    if quotes:
        yield "quotes: only for corrections; clear the cell, or write the verdict corrected"
    if text:
        yield "text: only for corrections; move it to note, or write the verdict corrected"
    if verdict == "confirmed" and status is not None:
        yield "status_held: not the status of the answer; clear the cell, or write the verdict corrected"


def _day(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
