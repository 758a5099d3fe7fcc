"""Earlier answers: those that were settled once and have been replaced since.

`<folder>/<paper>/history.jsonl` has one of them per line, in canonical JSON, ordered by the day of the
change, question and model; entries of the same question and model are in the order of the changes. A line is
written before the answer is replaced, so that a kill between the two loses nothing, and it is not written
twice. The days are those on which the new answers were made, so the file depends on the work and not on the
clock. If a clock was set back between two changes, the later one has the day of the earlier; a future day is
used only if there is no other.

Failures say nothing about a paper and never enter. An answer replaced by a failure is kept with the cause
`failed` and without a successor, because no better answer is known. When a later attempt succeeds, a second
line names the successor; of several lines about one answer the last one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.core import Answer, Fingerprint, SupersededAnswer
from generator.core.clock import has_come
from generator.ledger.ledger_lines import (
    DAMAGE,
    check_types,
    conflict_mark,
    ledger_fields,
    load_line,
    locked_for_append,
    raw_lines,
    reason_of,
    refuse_conflict_marks,
    sealed_line,
)
from generator.ledger.line_migration import SCHEMA, migrate
from generator.storage.files import write_whole

# No model may have this name: its file is that of the history.
HISTORY_NAME = "history"
FAILED_CAUSE = "failed"


def history_file(folder: Path, paper: str) -> Path:
    """Return the path of the history of a paper's answers."""
    return folder / paper / f"{HISTORY_NAME}.jsonl"


def read_history(file: Path, report: Callable[[Path, int, str], None]) -> tuple[SupersededAnswer, ...]:
    """Return the entries of a history, in its order. report: called with each invalid line, and the reason.

    Raises LedgerError if a newer version of Answerbook wrote one of the lines.
    """
    found = []
    for number, line in raw_lines(file):
        try:
            found.append(_parsed(line, file, number))
        except DAMAGE as error:
            report(file, number, reason_of(error))
    return tuple(found)


def replaced_answers(
    old: Mapping[str, Answer], new: Mapping[str, Answer], known: Sequence[SupersededAnswer]
) -> tuple[SupersededAnswer, ...]:
    """Return the new entries of a paper's history when answers of one model (by question) replace others.

    known: the history so far.
    """
    entries = (_entry(before, new[q], known) for q, before in sorted(old.items()) if q in new)
    return tuple(e for e in entries if e is not None)


def merge_histories(
    known: Sequence[SupersededAnswer], more: Iterable[SupersededAnswer]
) -> tuple[SupersededAnswer, ...]:
    """Return two histories as one, in its order, each entry once."""
    return tuple(sorted({_name(e): e for e in (*known, *more)}.values(), key=_place))


def withdrawn_entry(answer: Answer, day: str) -> SupersededAnswer:
    """Return an answer as withdrawn on ``day``, or on the day when it was made if that is later."""
    return SupersededAnswer(answer, _latest(day, _day(answer)))


def add_entries(file: Path, entries: Iterable[SupersededAnswer]) -> None:
    """Write entries that the history lacks into it, durably. Raises OSError.

    Lines that cannot be read are kept at the end, for a person to repair.
    """
    entries = tuple(entries)
    if not entries:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with locked_for_append(file):  # models of one paper may be settled at the same time
        refuse_conflict_marks(file)
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


def untidy_lines(file: Path, entries: Sequence[SupersededAnswer]) -> Iterator[tuple[int, str]]:
    """Yield number and fault of each line of a history that `rewrite_history` would move or drop.

    entries: of all its lines, none of which is damaged. Raises LedgerError if the file cannot be read.
    """
    seen: dict[bytes, int] = {}
    last = ("", "", "")
    for (number, line), entry in zip(raw_lines(file), entries, strict=True):
        if line in seen:
            yield number, f"repeats line {seen[line]}"
        elif _place(entry) < last:
            yield number, "comes after a later change"
        seen.setdefault(line, number)
        last = max(last, _place(entry))


def lost_successors(
    entries: Sequence[SupersededAnswer], answered: Collection[tuple[str, str]]
) -> Iterator[SupersededAnswer]:
    """Yield the last change of each replaced answer for which no line has its successor, or a later answer.

    entries: of one paper. answered: question and model of each line about it. A withdrawn answer has no line.
    """
    last: dict[tuple[str, str], list[SupersededAnswer]] = {}
    for entry in sorted(entries, key=_place):
        of_one = last.setdefault(_of_one(entry.answer), [])
        if of_one and of_one[-1].until != entry.until:
            of_one.clear()
        of_one.append(entry)
    for name, of_one in sorted(last.items()):
        if name not in answered and all(entry.by for entry in of_one):
            yield of_one[-1]


def rewrite_history(file: Path) -> None:
    """Write a history in today's form, without conflict marks; both sides of a conflict are kept.

    Lines that cannot be read are kept at the end. Raises OSError.
    """
    with locked_for_append(file):
        damaged: list[int] = []
        known = read_history(file, lambda _, number, __: damaged.append(number))
        lines = dict(raw_lines(file))
        left = [lines[number] + b"\n" for number in damaged if not conflict_mark(lines[number])]
        body = [*dict.fromkeys(map(_line, sorted(known, key=_place))), *left]
        write_whole(file, b"".join(body))


def _entry(before: Answer, after: Answer, known: Sequence[SupersededAnswer]) -> SupersededAnswer | None:
    if before.status == "failed":
        last = _given_way(before, known)
        if last is None or after.status == "failed" or after.id == last.id:
            return None
        before = last
    elif after.status == "failed":
        return SupersededAnswer(before, _since(before, after, known), (FAILED_CAUSE,))
    if before.id == after.id:
        return None
    causes = Fingerprint(after.fingerprint).changed_since(before.fingerprint)
    return SupersededAnswer(before, _since(before, after, known), causes, after.id)


def _since(before: Answer, after: Answer, known: Sequence[SupersededAnswer]) -> str:
    """Return the day of the change: not before the last change to the same question, whatever the clocks."""
    changes = (e.until for e in known if _of_one(e.answer) == _of_one(before))
    return max([_latest(_day(after), _day(before)), *changes])


def _latest(*days: str) -> str:
    """Return the latest of ``days``; future days count only if there are no others."""
    return max([day for day in days if day and has_come(day)] or days)


def _of_one(answer: Answer) -> tuple[str, str]:
    return answer.question, answer.model


def _given_way(failure: Answer, known: Sequence[SupersededAnswer]) -> Answer | None:
    """Return the answer that was replaced by a failure, and by nothing since."""
    of_one = [e for e in known if _of_one(e.answer) == _of_one(failure)]
    return of_one[-1].answer if of_one and of_one[-1].withdrawn else None


def _day(answer: Answer) -> str:
    """Return the day on which an answer says it was made, imported or renewed; else an empty text."""
    return max(str(answer.provenance.get(key) or "")[:10] for key in ("made", "imported", "renewed"))


def _name(entry: SupersededAnswer) -> tuple[str, str, str, str]:
    return entry.answer.id, entry.answer.model, entry.until, entry.by


def _place(entry: SupersededAnswer) -> tuple[str, str, str]:
    return entry.until, entry.answer.question, entry.answer.model


def _line(entry: SupersededAnswer) -> bytes:
    data = {
        "schema": SCHEMA,
        "answer": ledger_fields(entry.answer),
        "until": entry.until,
        "causes": list(entry.causes),
        "by": entry.by,
    }
    return sealed_line(data).encode("utf-8") + b"\n"


def _parsed(line: bytes, file: Path, number: int) -> SupersededAnswer:
    """Return the entry of a line. Raises one of DAMAGE, or LedgerError."""
    data = load_line(line, file, number)
    answer = check_types(Answer.from_json(migrate(data["answer"], data["schema"])))
    if answer.paper != file.parent.name:
        raise ValueError(f"it is of {answer.paper}")
    until, by, *causes = _texts(data["until"], data["by"], *data["causes"])
    return SupersededAnswer(answer, until, tuple(causes), by)


def _texts(*values: Any) -> Iterator[str]:
    for value in values:
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is no text")
        yield value
