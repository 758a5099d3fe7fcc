"""Verification of the ledger: lines, seals, histories, and the list of what was ever published."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.core import Answer, SupersededAnswer
from generator.errors import LedgerError, Problem
from generator.ledger.contradicting import RESTORE, ReferencePaper, contradictions, quotes_compared
from generator.ledger.history_file import lost_successors, read_history, untidy_lines
from generator.ledger.journal import journal_file
from generator.ledger.known import known_papers
from generator.ledger.ledger_lines import answer_of, canonical_line, conflict_mark, raw_lines
from generator.ledger.ledger_rows import HISTORY_FILE, answer_files
from generator.ledger.line_migration import SCHEMA
from generator.ledger.list_history import cut_message, uncompared_reason, unlisted_message
from generator.ledger.published_list import PUBLISHED_FILE, unreadable_lines, vanished_names
from generator.ledger.site_file import SITE_FILE, damaged_sites
from generator.ledger.usage_file import unreadable_usage
from generator.storage.files import bytes_of

_REPAIR = "run `answerbook verify --repair`"
_REPAIR_MARKS = (
    f"keep the line of one side, delete the other and the marks, or {_REPAIR}, which keeps the better "
    "of two answers, and the other in the history"
)
_REPAIR_LIST = "remove the mark, both sides count; restore a line that was damaged"
_LISTED = {
    "answer": "answer",
    "history": "line of the history with the seal",
    "record": "record",
    "site": "record",
}
_RESTORE_LINE = "restore it from version control, or build again"
_RESTORE_LIST = (
    "restore the ledger from version control; if it is to be gone for good, write `removed` for the second "
    "word of this line"
)


@dataclass
class VerificationReport:
    """What was checked.

    unquoted: answers whose quotes could not be compared, by reason. warnings: what may be as it should, and
    may be damage. uncompared: why earlier commits were not compared, or empty.
    """

    files: int = 0
    answers: int = 0
    quotes: int = 0
    problems: list[Problem] = field(default_factory=list)
    unquoted: dict[str, int] = field(default_factory=dict)
    history: int = 0  # entries
    warnings: list[Problem] = field(default_factory=list)
    uncompared: str = ""
    untidy: list[tuple[str, str]] = field(default_factory=list)  # (paper, model) that can be repaired


class _FormerIds:
    """The ids of all answers: a former id must not lead to an answer that says something else."""

    def __init__(self) -> None:
        self._own: dict[str, int] = {}  # id -> hash of what the answer says
        self.answered: dict[str, set[tuple[str, str]]] = {}  # paper -> question and model of each line
        self._former: list[tuple[str, int, Path, str]] = []

    def take(self, answer: Answer, file: Path) -> None:
        """Note the present and former ids of an answer."""
        content = (
            answer.paper,
            answer.question,
            answer.status,
            answer.text,
            tuple(e.text for e in answer.evidence),
        )
        self._own[answer.id] = hash(content)
        self._former += ((name, hash(content), file, answer.question) for name in answer.aliases)

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each former id that belongs to different answers."""
        former: dict[str, int] = {}
        for name, content, file, question in self._former:
            if self._own.get(name, content) != content or former.setdefault(name, content) != content:
                message = f"{question}: its former id {name} is that of another answer; {RESTORE}"
                yield Problem(str(file), None, message)


def verify(folder: Path, source_of: Callable[[str], ReferencePaper]) -> VerificationReport:
    """Check everything in the ledger ``folder`` that a page shows. source_of: returns a paper by its id."""
    found = VerificationReport()
    paper, source, names = "", ReferencePaper(), _FormerIds()
    known_papers(folder, found.problems.append)
    damaged = {Path(problem.file).parent.name for problem in found.problems}
    vanished = vanished_names(folder)
    for name, model, file in answer_files(folder):
        if name != paper:
            paper, source = name, source_of(name)
        found.files += 1
        untidy = False
        for path in (file, journal_file(file)):
            untidy = _verify_file(path, source, found, names) or untidy
        if untidy:
            found.untidy.append((name, model))
    for history in sorted(folder.glob(f"*/{HISTORY_FILE}")):
        name = history.parent.name
        untidy, entries = _verify_history(history, source_of(name), found, names)
        if untidy:
            found.untidy.append((name, history.name.removesuffix(".jsonl")))
        for entry in lost_successors(entries, names.answered.get(name, ())):
            if (name, "answer", entry.by) not in vanished:  # else it is named below
                lost = f"{entry.answer.question}: no line has the answer {entry.by} of {entry.answer.model}"
                message = (
                    f"{lost} that replaced another on {entry.until or 'an unknown day'}; {_RESTORE_LINE}"
                )
                found.problems.append(Problem(str(history), None, message))
    found.problems += names.problems()
    for line, wrong in unreadable_lines(folder):
        found.problems.append(Problem(str(folder / PUBLISHED_FILE), line, f"is {wrong}; {_REPAIR_LIST}"))
    for line, wrong in damaged_sites(folder):
        found.problems.append(Problem(str(folder / SITE_FILE), line, f"is {wrong}; {_REPAIR_LIST}"))
    found.problems += unreadable_usage(folder)
    for (name, what, id), line in vanished.items():
        if what == "record" and name in damaged:
            continue  # has its problem already
        gone = f"the {_LISTED[what]} {id}"
        about = "of the site" if what == "site" else f"about {name}"
        message = f"{gone} {about} was published, and is no longer in the ledger; {_RESTORE_LIST}"
        found.problems.append(Problem(str(folder / PUBLISHED_FILE), line, message))
    _verify_list(folder, found)
    return found


def _verify_list(folder: Path, found: VerificationReport) -> None:
    """Add what is missing from the list of what was published: by earlier commits, and by the ledger."""
    file = str(folder / PUBLISHED_FILE)
    found.uncompared = uncompared_reason(folder)
    if message := cut_message(folder):
        found.problems.append(Problem(file, None, message))
    elif message := unlisted_message(folder):
        found.warnings.append(Problem(file, None, message))


def _verify_history(
    file: Path, source: ReferencePaper, found: VerificationReport, names: _FormerIds
) -> tuple[bool, tuple[SupersededAnswer, ...]]:
    """Return whether the form of a history needs repair, and its entries; add its problems to ``found``."""
    untidy = False

    def report(number: int | None, message: str) -> None:
        found.problems.append(Problem(str(file), number, message))

    problems: list[tuple[int, str]] = []
    try:
        entries = read_history(file, lambda _, number, wrong: problems.append((number, wrong)))
    except LedgerError as error:
        report(None, str(error).partition(": ")[2])
        return False, ()
    found.history += len(entries)
    for entry in entries:
        names.take(entry.answer, file)
        for message in contradictions(entry.answer, source, found.unquoted):
            report(None, f"{entry.answer.question}, until {entry.until}: {message}")
    lines = dict(raw_lines(file))
    for number, wrong in problems:
        mark = conflict_mark(lines[number])
        untidy = untidy or bool(mark)
        report(number, f"is {mark}; {_REPAIR}" if mark else f"is no entry ({wrong}); {RESTORE}")
    if any(b'"schema":%d' % SCHEMA not in line for line in lines.values()) and not problems:
        report(1, f"is of an older schema; {_REPAIR}")
        untidy = True
    for number, wrong in () if problems else untidy_lines(file, entries):
        report(number, f"{wrong}; {_REPAIR}")
        untidy = True
    return untidy, entries


def _verify_file(file: Path, source: ReferencePaper, found: VerificationReport, names: _FormerIds) -> bool:
    """Return True if the form of the file needs repair; add its problems to ``found``."""
    try:
        data = bytes_of(file)
    except FileNotFoundError:
        return False
    except OSError as error:
        found.problems.append(
            Problem(str(file), None, f"cannot be read ({error.strerror}); make it readable")
        )
        return False

    def report(number: int, message: str) -> None:
        found.problems.append(Problem(str(file), number, message))

    # One walk over the lines, for what a line may be depends on those before it: order, repeats, open
    # conflicts.
    is_journal = file.suffix == ".new"
    lines = [line.removesuffix(b"\r") for line in data.split(b"\n")]  # of CRLF, which git may make
    untidy = damaged = conflict = False  # damaged: has invalid lines, which a person must check first
    last = ""
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[:-1] if not lines[-1] else lines, start=1):
        torn = number == len(lines)  # without a line break: otherwise an empty line would be the last
        if mark := conflict_mark(line):
            report(number, f"{line[:40].decode('utf-8', 'replace')!r} is {mark}; {_REPAIR_MARKS}")
            conflict = True
            continue
        if not line.strip():
            report(number, f"is empty; {_REPAIR}")
            untidy = True
            continue
        answer, wrong = answer_of(line, file, number)
        if answer is None:
            if torn and is_journal:
                continue  # the answer in progress at a kill: the next build skips it
            cut = "is cut off in the middle" if torn else f"is no answer ({wrong})"
            report(number, f"{cut}; {RESTORE}")
            damaged = True
            continue
        found.answers += 1
        names.take(answer, file)
        names.answered.setdefault(answer.paper, set()).add((answer.question, answer.model))
        if torn and not is_journal:
            report(number, f"lacks the line break at its end; {_REPAIR}")
            untidy = True
        for message in contradictions(answer, source, found.unquoted):
            report(number, f"{answer.question}: {message}")
        found.quotes += quotes_compared(answer, source)
        if is_journal or damaged or conflict:  # the sides of a conflict necessarily repeat questions
            continue
        if canonical_line(answer) != line + b"\n":
            schema = json.loads(line)["schema"]
            form = f"is of the older schema {schema}" if schema != SCHEMA else "is not in canonical form"
            report(number, f"{form}; {_REPAIR}")
            untidy = True
        if answer.question in seen:
            report(
                number,
                f"answers {answer.question} again, as line {seen[answer.question]} does; "
                f"delete one of the two, or {_REPAIR} to keep the last",
            )
            untidy = True
        elif answer.question < last:
            report(number, f"{answer.question} comes after {last}; {_REPAIR}")
            untidy = True
        seen[answer.question] = number
        last = max(last, answer.question)
    return (untidy or conflict) and not damaged
