"""Two ledgers made one: for each paper and model, the union of their answers by question.

`merge_ledgers` joins whole folders (shards, branches); `merge_files` is what git asks for when both sides
of a merge changed one file. Both are deterministic, and repeating them changes nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.core import Answer
from generator.core.clock import has_come
from generator.errors import LedgerError
from generator.ledger.effort import FILE as EFFORT
from generator.ledger.effort import Spent, effort_text, parse_effort
from generator.ledger.history import rewrite
from generator.ledger.known import FILE as PAPER
from generator.ledger.known import (
    known_papers,
    merged_known,
    united,
    without_double_claims,
    write_known,
)
from generator.ledger.lines import mark_of, raw_lines
from generator.ledger.marks import FILE as MARK
from generator.ledger.marks import unite_marks
from generator.ledger.overtaken import overtaken, with_names
from generator.ledger.published import FILE as LIST
from generator.ledger.published import merged_lists
from generator.ledger.rows import HISTORY, answer_files
from generator.ledger.store import Ledger, answer_of, canonical_line
from generator.storage.files import bytes_of, write_whole

# Whether an answer is fresh by today's fingerprints; None where that cannot be told.
Fresh = Callable[[Answer], bool | None]


def _untold(answer: Answer) -> None:
    """Where no project is at hand."""


def rank(answer: Answer, fresh: Fresh = _untold) -> tuple[bool, bool, str, str, bytes]:
    """The larger is kept: fresh, not failed, made later, then by id and by the line itself.

    A day that has not come yet is that of a clock that was wrong, and tells nothing; in the last place, with
    those that tell none.
    """
    made = str(answer.provenance.get("made", answer.provenance.get("imported", "")))
    return (
        fresh(answer) is not False,
        answer.status != "failed",
        made if has_come(made[:10]) else "",
        answer.id,
        canonical_line(answer),
    )


@dataclass
class Taken:
    """What a ledger gave to another. why: of answers that replaced another, what decided."""

    source: Path
    new: int = 0
    replaced: int = 0
    kept: int = 0
    same: int = 0
    why: Counter[str] = field(default_factory=Counter)
    history: int = 0  # lines
    problems: list[str] = field(default_factory=list)


def merge_ledgers(
    into: Path, sources: Sequence[Path], fresh: Fresh = _untold, *, dry_run: bool = False
) -> list[Taken]:
    """Bring the answers of the ledgers ``sources`` into the ledger ``into``; what each gave.

    Of several answers to one question, those that are not kept enter the history: they may have been cited.

    Raises LedgerError where ``into`` cannot be written, or a line was written by a newer version.
    """
    report = []
    ledger = Ledger(into)
    if not dry_run:
        ledger.settle_all()  # what a killed command left
    best: dict[tuple[str, str], dict[str, Answer]] = {}
    beaten: dict[tuple[str, str], list[Answer]] = {}
    for source in sources:
        taken = Taken(source)
        other = Ledger(source)
        for paper, model, _ in answer_files(source):
            kept = best.setdefault((paper, model), dict(ledger.read(paper, model)))
            for question, theirs in sorted(other.read(paper, model).items()):
                ours = kept.get(question)
                if _is_taken(ours, theirs, fresh, taken):
                    kept[question], theirs = theirs, ours or theirs
                if theirs != kept[question]:
                    beaten.setdefault((paper, model), []).append(theirs)
        for folder in sorted(p for p in source.iterdir() if p.is_dir()) if source.is_dir() else ():
            taken.history += _unite_history(folder / HISTORY, into / folder.name / HISTORY, dry_run)
            _unite_effort(folder / EFFORT, into / folder.name / EFFORT, dry_run)
        _unite_known(source, into, dry_run)
        taken.problems = [str(p) for p in other.problems]
        report.append(taken)
    for source in () if dry_run else sources:
        unite_marks(source, into)  # before the answers: nothing of a private paper is shown after a kill
    # All at once, at the end: what enters the history then does not depend on the order of the sources.
    for (paper, model), answers in () if dry_run else sorted(best.items()):
        now = ledger.read(paper, model)
        new = [a for q, a in sorted(answers.items()) if a != now.get(q)]
        ledger.record(new, beaten.get((paper, model), ()))
    return report


def mended(folder: Path, paper: str, model: str) -> None:
    """Write a file of the ledger ``folder`` in the form that it should have; both sides of a conflict stay.

    Of several answers to one question the one that `rank` puts first is kept, and the others enter the
    history. model: `history` for the history itself. Raises LedgerError where it cannot be written.
    """
    if f"{model}.jsonl" == HISTORY:
        rewrite(folder / paper / HISTORY)
        return
    file = folder / paper / f"{model}.jsonl"
    lines = [line for _, line in raw_lines(file)]
    ledger = Ledger(folder)
    if not any(mark_of(line) for line in lines):
        ledger.remove(paper, model, ())
        return
    if any(mark_of(line) for _, line in raw_lines(folder / paper / HISTORY)):
        rewrite(folder / paper / HISTORY)
    found = [answer for line in lines if (answer := answer_of(line, file)[0]) is not None]
    best: dict[str, Answer] = {}
    for answer in found:
        before = best.get(answer.question)
        if before is None or rank(answer) > rank(before):
            best[answer.question] = answer
    beaten = [answer for answer in found if answer != best[answer.question] and answer.status != "failed"]
    ledger.record([*best.values()], beaten, over_marks=True)


def _is_taken(ours: Answer | None, theirs: Answer, fresh: Fresh, taken: Taken) -> bool:
    if ours is None:
        taken.new += 1
        return True
    if ours == theirs:
        taken.same += 1
        return False
    here, there = rank(ours, fresh), rank(theirs, fresh)
    if there <= here:
        taken.kept += 1
        return False
    taken.replaced += 1
    decided = next(n for n, (a, b) in enumerate(zip(here, there, strict=True)) if a != b)
    taken.why[("fresh", "not failed", "made later", "by id", "by id")[decided]] += 1
    return True


def _unite_history(source: Path, into: Path, dry_run: bool) -> int:
    """Add the lines of a history that another lacks; how many."""
    theirs, ours = _lines(source), _lines(into)
    new = [line for line in theirs if line not in set(ours)]
    if new and not dry_run:
        _write(into, b"".join(line + b"\n" for line in by_time([*ours, *new])))
    return len(new)


def _unite_known(source: Path, into: Path, dry_run: bool) -> None:
    """What is written down of papers, and the list of what was published."""
    if dry_run:
        return
    theirs, ours = known_papers(source), known_papers(into)
    both = {id: united(ours.get(id, paper), paper) for id, paper in theirs.items() if paper.records}
    every = without_double_claims({**ours, **both}, theirs)
    write_known(into, [paper for id, paper in every.items() if paper != ours.get(id)])
    lists = [_lines(folder / LIST) for folder in (into, source)]
    if set(lists[1]) - set(lists[0]):
        _write(into / LIST, merged_lists(*(b"\n".join(lines) for lines in lists)))


def _unite_effort(source: Path, into: Path, dry_run: bool) -> None:
    """Costs by model; of those on both sides the larger, for one holds what both began with."""
    theirs, ours = (parse_effort(b"\n".join(_lines(file))) for file in (source, into))
    both = {m: max(ours.get(m, Spent()), theirs.get(m, Spent()), key=_cost) for m in {*ours, *theirs}}
    if both != ours and not dry_run:
        _write(into, effort_text(both).encode())


def merge_files(base: bytes, ours: bytes, theirs: bytes, name: str) -> tuple[bytes, list[str]]:
    """The merge of a file of the ledger in three ways, and the questions that nobody but a person can decide.

    name: the path in the repository, which ends in ``<paper>/<model>.jsonl``, ``history.jsonl``,
    ``paper.json``, ``effort.json``, ``private`` or ``published.txt``. What one side alone changed is taken;
    of two answers to one question, the one that `rank` puts first, and the other stands before it, see
    `generator.ledger.overtaken`. Where a line was edited by hand on one side, so that it is no answer that we
    made, and the other changed it too, both stand there between marks of a conflict. Raises LedgerError.
    """
    base, ours, theirs = (data.replace(b"\r\n", b"\n") for data in (base, ours, theirs))
    file = Path(name)
    if file.name == EFFORT:
        return _merged_effort(base, ours, theirs), []
    if file.name == PAPER:
        return merged_known(base, ours, theirs, name), []
    if file.name == LIST:
        return merged_lists(ours, theirs), []
    if file.name == MARK:  # "kept" before "stated": only a person takes the former away
        return min(ours, theirs), []
    sides = [data.split(b"\n") for data in (base, ours, theirs)]
    if file.name == HISTORY:
        old, *new = [[line for line in side if line.strip()] for side in sides]
        gone = {line for line in old if any(line not in side for side in new)}
        lines = [line for line in dict.fromkeys([*new[0], *new[1]]) if line not in gone]
        return b"".join(line + b"\n" for line in by_time(lines)), []
    before, here, there = (_by_question(side, file) for side in sides)
    merged: dict[str, list[bytes]] = {}
    conflicts = []
    for question in sorted({*here, *there}):
        *old, c = before.get(question, [b""])
        (*kept, a), (*more, b) = here.get(question, [b""]), there.get(question, [b""])
        # What has given way, but for what one side has in its history by now.
        lines = [
            line
            for line in dict.fromkeys((*kept, *more))
            if line not in old or (line in kept) == (line in more)
        ]
        if a == b or b == c:
            lines.append(a)
        elif a == c:
            lines.append(b)
        elif (better := _better(a, b, file)) is not None:
            lines += better
        else:
            conflicts.append(question)
            lines.append(_marked(a, b))
        merged[question] = [line for line in lines if line]
    return b"".join(line + b"\n" for _, lines in sorted(merged.items()) for line in lines), conflicts


def by_time(lines: Sequence[bytes]) -> list[bytes]:
    """Lines of a history in its order; those that tell none keep their place at the end."""
    return sorted(lines, key=_when)


def _when(line: bytes) -> tuple[bool, str, str, str]:
    try:
        data = json.loads(line)
        return False, str(data["until"]), str(data["answer"]["question"]), str(data["answer"]["model"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return True, "", "", ""


def _better(ours: bytes, theirs: bytes, file: Path) -> list[bytes] | None:
    """The line to keep of two that both changed, behind what gives way to it; None where a person decides."""
    lines = [line for line in (ours, theirs) if line]
    found = [answer for line in lines if (answer := answer_of(line, file)[0]) is not None]
    if len(found) < len(lines):
        return None
    *beaten, best = sorted(found, key=rank)  # one that the other side removed is kept: it was made anew since
    for answer in beaten:
        best = with_names(best, answer)
    return [*map(_bare_line, overtaken([*beaten, best])), _bare_line(best)]


def _bare_line(answer: Answer) -> bytes:
    return canonical_line(answer).removesuffix(b"\n")


def _by_question(lines: Sequence[bytes], file: Path) -> dict[str, list[bytes]]:
    """Lines by the question that they answer or, being no answer, name; else each by itself."""
    found: dict[str, list[bytes]] = {}
    for line in filter(None, (line.strip(b"\r") for line in lines)):
        answer, _ = answer_of(line, file)
        found.setdefault(answer.question if answer is not None else _named(line), []).append(line)
    return found


def _named(line: bytes) -> str:
    # After all questions, as `Ledger.settle` keeps what it cannot read.
    unnamed = "\U0010ffff" + line.decode("utf-8", "surrogateescape")
    try:
        question: Any = json.loads(line)["question"]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return unnamed
    return question if isinstance(question, str) else unnamed


def _marked(ours: bytes, theirs: bytes) -> bytes:
    parts = [b"<<<<<<< ours", ours, b"=======", theirs, b">>>>>>> theirs"]
    return b"\n".join(part for part in parts if part)


def _merged_effort(base: bytes, ours: bytes, theirs: bytes) -> bytes:
    """What both sides spent since they parted, added to what they had spent before."""
    old, here, there = (parse_effort(data) for data in (base, ours, theirs))
    merged = {}
    for model in {*here, *there}:
        before, a, b = (side.get(model, Spent()) for side in (old, here, there))
        merged[model] = Spent(
            max(a.answers, b.answers, a.answers + b.answers - before.answers),
            max(a.seconds, b.seconds, a.seconds + b.seconds - before.seconds),
            max(a.tokens, b.tokens, a.tokens + b.tokens - before.tokens),
        )
    return effort_text(merged).encode()


def _cost(spent: Spent) -> tuple[int, float, int]:
    return spent.answers, spent.seconds, spent.tokens


def _lines(file: Path) -> list[bytes]:
    try:
        return [line.removesuffix(b"\r") for line in bytes_of(file).split(b"\n") if line.strip()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LedgerError(f"{file}: cannot be read ({error.strerror}); make it readable") from error


def _write(file: Path, data: bytes) -> None:
    try:
        write_whole(file, data)
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be written ({error.strerror}); make the folder writable, or free some space"
        ) from error
