"""What the ledger said before: answers that were settled once and have given way to others since.

`<folder>/<paper>/history.jsonl` holds one of them a line, in canonical JSON, by the day on which it gave
way, question and model; of one question and model, in the order in which it happened. A line is written
before the answer is replaced, so that a kill between the two loses nothing, and is not written twice.
The days are those on which the new answers were made: the file is a function of the work, not of the clock.
Where a clock was put back between two changes, the later one bears the day of the earlier; a day that has not
come yet counts only where there is no other.

What failed says nothing about a paper and never enters. An answer that gives way to a failure is kept
with the cause `failed` and without a successor: nothing better is known. When a later try succeeds, a
second line tells what took its place then; of several lines about one answer the last one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.core import Answer, Fingerprint, Superseded
from generator.core.clock import has_come
from generator.ledger.lines import (
    DAMAGE,
    checked,
    fields_of,
    held,
    loaded,
    mark_of,
    raw_lines,
    refuse_marks,
    sealed,
    why,
)
from generator.ledger.schema import SCHEMA, migrate
from generator.storage.files import write_whole

# No model may bear this name: the history would stand in its file.
NAME = "history"
FAILED = "failed"


def history_file(folder: Path, paper: str) -> Path:
    """Where the history of a paper's answers stands."""
    return folder / paper / f"{NAME}.jsonl"


def read_history(file: Path, report: Callable[[Path, int, str], None]) -> tuple[Superseded, ...]:
    """The entries of a history, in its order; ``report``: hears of lines that are none, and why.

    Raises LedgerError where a line was written by a newer version of Answerbook.
    """
    found = []
    for number, line in raw_lines(file):
        try:
            found.append(_parsed(line, file, number))
        except DAMAGE as error:
            report(file, number, why(error))
    return tuple(found)


def replaced(
    old: Mapping[str, Answer], new: Mapping[str, Answer], known: Sequence[Superseded]
) -> tuple[Superseded, ...]:
    """What enters the history of a paper when answers of one model, by question, take the place of others.

    known: the history so far.
    """
    entries = (_entry(before, new[q], known) for q, before in sorted(old.items()) if q in new)
    return tuple(e for e in entries if e is not None)


def united(known: Sequence[Superseded], more: Iterable[Superseded]) -> tuple[Superseded, ...]:
    """Two histories in one, in its order, each entry once."""
    return tuple(sorted({_name(e): e for e in (*known, *more)}.values(), key=_place))


def withdrawn(answer: Answer, day: str) -> Superseded:
    """An answer as taken away on ``day``, or on the day on which it was made if that is later."""
    return Superseded(answer, _latest(day, _day(answer)))


def add(file: Path, entries: Iterable[Superseded]) -> None:
    """Write entries that the history lacks into it, at once and for good. Raises OSError.

    Lines that could not be read are kept as they are, at the end, for a person to mend.
    """
    entries = tuple(entries)
    if not entries:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with held(file):  # models of one paper may be settled at once
        refuse_marks(file)
        damaged: list[int] = []
        known = read_history(file, lambda _, number, __: damaged.append(number))
        names = {_name(e) for e in known}
        more = {name: e for e in entries if (name := _name(e)) not in names}
        if not more:
            return
        lines = dict(raw_lines(file))
        kept = sorted([*known, *more.values()], key=_place)
        body = [*map(_line, kept), *(lines[number] + b"\n" for number in damaged)]
        write_whole(file, b"".join(body))


def rewrite(file: Path) -> None:
    """Write a history in the form that it has today; marks of a merge conflict go, both sides stay.

    Lines that could not be read are kept as they are, at the end. Raises OSError.
    """
    with held(file):
        damaged: list[int] = []
        known = read_history(file, lambda _, number, __: damaged.append(number))
        lines = dict(raw_lines(file))
        left = [lines[number] + b"\n" for number in damaged if not mark_of(lines[number])]
        body = [*dict.fromkeys(map(_line, sorted(known, key=_place))), *left]
        write_whole(file, b"".join(body))


def _entry(before: Answer, after: Answer, known: Sequence[Superseded]) -> Superseded | None:
    if before.status == "failed":
        last = _given_way(before, known)
        if last is None or after.status == "failed" or after.id == last.id:
            return None
        before = last
    elif after.status == "failed":
        return Superseded(before, _since(before, after, known), (FAILED,))
    if before.id == after.id:
        return None
    causes = Fingerprint(after.fingerprint).changed_since(before.fingerprint)
    return Superseded(before, _since(before, after, known), causes, after.id)


def _since(before: Answer, after: Answer, known: Sequence[Superseded]) -> str:
    """The day of the change: not before the last one to the same question, whatever clock it was made by."""
    changes = (e.until for e in known if _of_one(e.answer) == _of_one(before))
    return max([_latest(_day(after), _day(before)), *changes])


def _latest(*days: str) -> str:
    """The latest of ``days``, of those that have come if any has."""
    return max([day for day in days if day and has_come(day)] or days)


def _of_one(answer: Answer) -> tuple[str, str]:
    return answer.question, answer.model


def _given_way(failure: Answer, known: Sequence[Superseded]) -> Answer | None:
    """The answer that gave way to a failure, and to nothing since."""
    of_one = [e for e in known if _of_one(e.answer) == _of_one(failure)]
    return of_one[-1].answer if of_one and of_one[-1].withdrawn else None


def _day(answer: Answer) -> str:
    """The day on which an answer was made, imported or renewed, as it says itself; else empty."""
    said = answer.provenance
    return max(str(said.get(key) or "")[:10] for key in ("made", "imported", "renewed"))


def _name(entry: Superseded) -> tuple[str, str, str, str]:
    return entry.answer.id, entry.answer.model, entry.until, entry.by


def _place(entry: Superseded) -> tuple[str, str, str]:
    return entry.until, entry.answer.question, entry.answer.model


def _line(entry: Superseded) -> bytes:
    data = {
        "schema": SCHEMA,
        "answer": fields_of(entry.answer),
        "until": entry.until,
        "causes": list(entry.causes),
        "by": entry.by,
    }
    return sealed(data).encode("utf-8") + b"\n"


def _parsed(line: bytes, file: Path, number: int) -> Superseded:
    """The entry of a line. Raises one of DAMAGE, or LedgerError."""
    data = loaded(line, file, number)
    answer = checked(Answer.from_json(migrate(data["answer"], data["schema"])))
    if answer.paper != file.parent.name:
        raise ValueError(f"it is of {answer.paper}")
    until, by, *causes = _texts(data["until"], data["by"], *data["causes"])
    return Superseded(answer, until, tuple(causes), by)


def _texts(*values: Any) -> Iterator[str]:
    for value in values:
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is no text")
        yield value
