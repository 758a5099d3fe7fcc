"""Merging of two ledgers: for each paper and model, the union of their answers by question.

`merge_ledgers` merges whole folders (shards, branches). `merge_files` is what git calls when both sides of a
merge changed one file. Both are deterministic, and repeating them changes nothing.
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
from generator.ledger.history_file import rewrite_history
from generator.ledger.known import (
    PAPER_FILE,
    known_papers,
    merge_paper_files,
    merge_papers,
    without_double_claims,
    write_known,
)
from generator.ledger.ledger_lines import answer_of, canonical_line, conflict_mark, raw_lines
from generator.ledger.ledger_lines import refuse_conflict_marks as refuse_marks
from generator.ledger.ledger_rows import HISTORY_FILE, answer_files
from generator.ledger.overtaken import may_hold_overtaken, overtaken_answers, with_former_ids
from generator.ledger.private_mark import PRIVATE_FILE, merge_marks
from generator.ledger.published_list import PUBLISHED_FILE, merge_lists
from generator.ledger.site_file import SITE_FILE, merge_site_files
from generator.ledger.store import Ledger
from generator.ledger.usage_file import (
    EFFORT_FILE,
    RecordedUsage,
    merged_usage,
    parse_usage,
    usage_key,
    usage_text,
)
from generator.storage.files import bytes_of, write_whole

# Returns whether an answer is fresh by today's fingerprints; None if that is unknown.
Fresh = Callable[[Answer], bool | None]


def _unknown_freshness(answer: Answer) -> None:
    """Return None: without a project, freshness is unknown."""


def rank(answer: Answer, fresh: Fresh = _unknown_freshness) -> tuple[bool, bool, str, str, bytes]:
    """Return a key by which the answer to keep is the largest.

    A stale answer loses against one that is fresh or of unknown freshness, then a failure against an answer,
    then the earlier one; the order of id and line decides the rest. A future day is that of a wrong clock: it
    counts as unknown, which is the earliest.
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
class MergeReport:
    """What one ledger contributed to another. why: for replaced answers, what decided."""

    source: Path
    new: int = 0
    replaced: int = 0
    kept: int = 0
    same: int = 0
    why: Counter[str] = field(default_factory=Counter)
    history: int = 0  # lines
    problems: list[str] = field(default_factory=list)


def merge_ledgers(
    into: Path, sources: Sequence[Path], fresh: Fresh = _unknown_freshness, *, dry_run: bool = False
) -> list[MergeReport]:
    """Merge the answers of the ledgers ``sources`` into the ledger ``into``; return what each contributed.

    Of several answers to one question, those that are not kept enter the history, because they may have been
    cited. Raises LedgerError if ``into`` cannot be written, or a newer version wrote one of the lines.
    """
    reports = []
    ledger = Ledger(into)
    if not dry_run:
        ledger.settle_all()  # what a killed command left unsettled
    best: dict[tuple[str, str], dict[str, Answer]] = {}
    beaten: dict[tuple[str, str], list[Answer]] = {}
    for source in sources:
        report = MergeReport(source)
        other = Ledger(source)
        for paper, model, file in answer_files(source):
            if overtaken := _overtaken_in(file):
                beaten.setdefault((paper, model), []).extend(overtaken)
            kept = best.setdefault((paper, model), dict(ledger.read(paper, model)))
            for question, theirs in sorted(other.read(paper, model).items()):
                ours = kept.get(question)
                loser = theirs
                if _takes_theirs(ours, theirs, fresh, report):
                    kept[question], loser = theirs, ours or theirs
                if loser != kept[question]:
                    beaten.setdefault((paper, model), []).append(loser)
        for folder in sorted(p for p in source.iterdir() if p.is_dir()) if source.is_dir() else ():
            report.history += _merge_history(
                folder / HISTORY_FILE, into / folder.name / HISTORY_FILE, dry_run
            )
            _merge_usage(folder / EFFORT_FILE, into / folder.name / EFFORT_FILE, dry_run)
        _merge_paper_facts(source, into, dry_run)
        report.problems = [str(p) for p in other.problems]
        reports.append(report)
    for source in () if dry_run else sources:
        merge_marks(source, into)  # before the answers, so that a kill does not expose a private paper
    # Together, at the end: so the entries of the history do not depend on the order of the sources.
    for (paper, model), answers in () if dry_run else sorted(best.items()):
        now = ledger.read(paper, model)
        new = [a for q, a in sorted(answers.items()) if a != now.get(q)]
        ledger.record(new, beaten.get((paper, model), ()))
    return reports


def repair_file(folder: Path, paper: str, model: str) -> None:
    """Rewrite a file of the ledger ``folder`` in its canonical form; both sides of a merge conflict are kept.

    Of several answers to one question, the largest by `rank` stays, and the others enter the history. model:
    `history` for the history itself. Raises LedgerError if the file cannot be written.
    """
    if f"{model}.jsonl" == HISTORY_FILE:
        rewrite_history(folder / paper / HISTORY_FILE)
        return
    file = folder / paper / f"{model}.jsonl"
    lines = [line for _, line in raw_lines(file)]
    ledger = Ledger(folder)
    if not any(conflict_mark(line) for line in lines):
        ledger.remove(paper, model, ())
        return
    if any(conflict_mark(line) for _, line in raw_lines(folder / paper / HISTORY_FILE)):
        rewrite_history(folder / paper / HISTORY_FILE)
    found = [answer for line in lines if (answer := answer_of(line, file)[0]) is not None]
    best: dict[str, Answer] = {}
    for answer in found:
        before = best.get(answer.question)
        if before is None or rank(answer) > rank(before):
            best[answer.question] = answer
    beaten = [answer for answer in found if answer != best[answer.question] and answer.status != "failed"]
    ledger.record([*best.values()], beaten, over_marks=True)


def _overtaken_in(file: Path) -> list[Answer]:
    """Return the answers of a file that later lines supersede, as git and conflicts leave them."""
    if not may_hold_overtaken(file):
        return []
    found = (answer_of(line, file)[0] for _, line in raw_lines(file))
    return overtaken_answers([answer for answer in found if answer is not None])


def _takes_theirs(ours: Answer | None, theirs: Answer, fresh: Fresh, report: MergeReport) -> bool:
    if ours is None:
        report.new += 1
        return True
    if ours == theirs:
        report.same += 1
        return False
    here, there = rank(ours, fresh), rank(theirs, fresh)
    if there <= here:
        report.kept += 1
        return False
    report.replaced += 1
    decided = next(n for n, (a, b) in enumerate(zip(here, there, strict=True)) if a != b)
    report.why[("fresh", "not failed", "made later", "by id", "by id")[decided]] += 1
    return True


def _merge_history(source: Path, into: Path, dry_run: bool) -> int:
    """Add the lines of a history that another lacks; return how many. Marks of a conflict are not taken."""
    theirs, ours = _lines(source), _lines(into)
    known = set(ours)
    new = [line for line in theirs if line not in known and not conflict_mark(line)]
    if new and not dry_run:
        refuse_marks(into)
        _write(into, b"".join(line + b"\n" for line in by_time([*ours, *new])))
    return len(new)


def _merge_paper_facts(source: Path, into: Path, dry_run: bool) -> None:
    """Merge the files about papers, and the lists of what was published."""
    if dry_run:
        return
    theirs, ours = known_papers(source), known_papers(into)
    both = {id: merge_papers(ours.get(id, paper), paper) for id, paper in theirs.items() if paper.records}
    every = without_double_claims({**ours, **both}, theirs)
    write_known(into, [paper for id, paper in every.items() if paper != ours.get(id)])
    lists = [_lines(folder / PUBLISHED_FILE) for folder in (into, source)]
    if set(lists[1]) - set(lists[0]):
        _write(into / PUBLISHED_FILE, merge_lists(*(b"\n".join(lines) for lines in lists)))
    here, there = (b"\n".join(_lines(folder / SITE_FILE)) for folder in (into, source))
    if set(there.split(b"\n")) - set(here.split(b"\n")):
        _write(into / SITE_FILE, merge_site_files(b"", here, there, str(source / SITE_FILE)))


def _merge_usage(source: Path, into: Path, dry_run: bool) -> None:
    """Merge usage by model; of a model on both sides take the larger, since both began with the same."""
    theirs, ours = (parse_usage(b"\n".join(_lines(file))) for file in (source, into))
    both = {
        m: max(ours.get(m, RecordedUsage()), theirs.get(m, RecordedUsage()), key=usage_key)
        for m in {*ours, *theirs}
    }
    if both != ours and not dry_run:
        _write(into, usage_text(both).encode())


def merge_files(base: bytes, ours: bytes, theirs: bytes, name: str) -> tuple[bytes, list[str]]:
    """Merge a file of the ledger three ways; return it with the questions that only a person can decide.

    name: the path in the repository, which ends in ``<paper>/<model>.jsonl``, ``history.jsonl``,
    ``paper.json``, ``effort.json``, ``private``, ``published.txt`` or ``site.jsonl``. A change on one side
    alone is taken. Of
    two answers to one question, the larger by `rank` is kept, with the other on the line before it, see
    `generator.ledger.overtaken`. If one side edited a line by hand, so that it is no valid answer, and the
    other side changed it too, both remain between conflict marks. Raises LedgerError.
    """
    base, ours, theirs = (data.replace(b"\r\n", b"\n") for data in (base, ours, theirs))
    file = Path(name)
    if file.name == EFFORT_FILE:
        return merged_usage(base, ours, theirs), []
    if file.name == PAPER_FILE:
        return merge_paper_files(base, ours, theirs, name), []
    if file.name == PUBLISHED_FILE:
        return merge_lists(ours, theirs), []
    if file.name == SITE_FILE:
        return merge_site_files(base, ours, theirs, name), []
    if file.name == PRIVATE_FILE:  # "kept" before "stated": only a person may remove the former
        return min(ours, theirs), []
    sides = [data.split(b"\n") for data in (base, ours, theirs)]
    if file.name == HISTORY_FILE:
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
        # Overtaken lines, except those that one side has moved into its history.
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
    """Return the lines of a history in its order; lines without a date keep their order at the end."""
    return sorted(lines, key=_when)


def _when(line: bytes) -> tuple[bool, str, str, str]:
    try:
        data = json.loads(line)
        return False, str(data["until"]), str(data["answer"]["question"]), str(data["answer"]["model"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return True, "", "", ""


def _better(ours: bytes, theirs: bytes, file: Path) -> list[bytes] | None:
    """Return the line to keep of two that both sides changed, after the one it replaces.

    Returns None if a person must decide.
    """
    lines = [line for line in (ours, theirs) if line]
    found = [answer for line in lines if (answer := answer_of(line, file)[0]) is not None]
    if len(found) < len(lines):
        return None
    # An answer that the other side removed is kept: it was made again since.
    *beaten, best = sorted(found, key=rank)
    for answer in beaten:
        best = with_former_ids(best, answer)
    return [*map(_bare_line, overtaken_answers([*beaten, best])), _bare_line(best)]


def _bare_line(answer: Answer) -> bytes:
    return canonical_line(answer).removesuffix(b"\n")


def _by_question(lines: Sequence[bytes], file: Path) -> dict[str, list[bytes]]:
    """Group lines by the question that they answer or name; a line that names none is a group of its own."""
    found: dict[str, list[bytes]] = {}
    for line in filter(None, (line.strip(b"\r") for line in lines)):
        answer, _ = answer_of(line, file)
        found.setdefault(answer.question if answer is not None else _named(line), []).append(line)
    return found


def _named(line: bytes) -> str:
    # Sorted after all questions, where `Ledger.settle` puts what it cannot read.
    unnamed = "\U0010ffff" + line.decode("utf-8", "surrogateescape")
    try:
        question: Any = json.loads(line)["question"]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return unnamed
    return question if isinstance(question, str) else unnamed


def _marked(ours: bytes, theirs: bytes) -> bytes:
    parts = [b"<<<<<<< ours", ours, b"=======", theirs, b">>>>>>> theirs"]
    return b"\n".join(part for part in parts if part)


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
