"""Whether the ledger is what it claims to be: lines, seals, histories, and what was ever published."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.core import Answer
from generator.errors import LedgerError, Problem
from generator.ledger.contradicting import RESTORE, Source, contradictions, quotes_compared
from generator.ledger.history import read_history
from generator.ledger.journal import journal
from generator.ledger.known import known_papers
from generator.ledger.lines import mark_of, raw_lines
from generator.ledger.published import FILE as LIST
from generator.ledger.published import not_listed, vanished
from generator.ledger.rows import HISTORY, answer_files
from generator.ledger.schema import SCHEMA
from generator.ledger.store import answer_of, canonical_line

_CANONICAL = "run `answerbook verify --mend`"
_MEND_MARKS = (
    f"keep the line of one side, delete the other and the marks, or {_CANONICAL}, which keeps the better "
    "of two answers, and the other in the history"
)
_MEND_LIST = "take the mark away, both sides count; restore a line that was damaged"
_VANISHED = (
    "restore the ledger from version control; if it is to be gone for good, delete this line of the list too"
)


@dataclass
class Verified:
    """What was looked at. unquoted: answers whose quotes could not be compared, by the reason."""

    files: int = 0
    answers: int = 0
    quotes: int = 0
    problems: list[Problem] = field(default_factory=list)
    unquoted: dict[str, int] = field(default_factory=dict)
    history: int = 0  # entries
    untidy: list[tuple[str, str]] = field(default_factory=list)  # (paper, model) that --mend can mend


class _Names:
    """Whose ids answers bear: an id of before must not lead to what says something else."""

    def __init__(self) -> None:
        self._own: dict[str, int] = {}  # id -> what is said under it
        self._former: list[tuple[str, int, Path, str]] = []

    def take(self, answer: Answer, file: Path) -> None:
        said = (
            answer.paper,
            answer.question,
            answer.status,
            answer.text,
            tuple(e.text for e in answer.evidence),
        )
        self._own[answer.id] = hash(said)
        self._former += ((name, hash(said), file, answer.question) for name in answer.aliases)

    def problems(self) -> Iterator[Problem]:
        former: dict[str, int] = {}
        for name, said, file, question in self._former:
            if self._own.get(name, said) != said or former.setdefault(name, said) != said:
                message = f"{question}: its former id {name} is that of another answer; {RESTORE}"
                yield Problem(str(file), None, message)


def verify(folder: Path, source_of: Callable[[str], Source]) -> Verified:
    """Look at all of the ledger ``folder`` that a page shows; ``source_of``: the paper with this id."""
    found = Verified()
    paper, source, names = "", Source(), _Names()
    known_papers(folder, found.problems.append)
    for name, model, file in answer_files(folder):
        if name != paper:
            paper, source = name, source_of(name)
        found.files += 1
        untidy = False
        for path in (file, journal(file)):
            untidy = _verify_file(path, source, found, names) or untidy
        if untidy:
            found.untidy.append((name, model))
    for history in sorted(folder.glob(f"*/{HISTORY}")):
        if _verify_history(history, source_of(history.parent.name), found, names):
            found.untidy.append((history.parent.name, history.name.removesuffix(".jsonl")))
    found.problems += names.problems()
    for line, wrong in not_listed(folder):
        found.problems.append(Problem(str(folder / LIST), line, f"is {wrong}; {_MEND_LIST}"))
    for (name, what, id), line in vanished(folder).items():
        gone = f"the answer {id}" if what == "answer" else f"the line of the history with the seal {id}"
        message = f"{gone} about {name} was published, and is in the ledger no more; {_VANISHED}"
        found.problems.append(Problem(str(folder / LIST), line, message))
    return found


def _verify_history(file: Path, source: Source, found: Verified, names: _Names) -> bool:
    """Whether the form of a history is untidy; its problems go to ``found``."""
    untidy = False

    def report(number: int | None, message: str) -> None:
        found.problems.append(Problem(str(file), number, message))

    problems: list[tuple[int, str]] = []
    try:
        entries = read_history(file, lambda _, number, wrong: problems.append((number, wrong)))
    except LedgerError as error:
        report(None, str(error).partition(": ")[2])
        return False
    found.history += len(entries)
    for entry in entries:
        names.take(entry.answer, file)
        for message in contradictions(entry.answer, source, found.unquoted):
            report(None, f"{entry.answer.question}, until {entry.until}: {message}")
    lines = dict(raw_lines(file))
    for number, wrong in problems:
        mark = mark_of(lines[number])
        untidy = untidy or bool(mark)
        report(number, f"is {mark}; {_CANONICAL}" if mark else f"is no entry ({wrong}); {RESTORE}")
    if any(b'"schema":%d' % SCHEMA not in line for line in lines.values()) and not problems:
        report(1, f"is of an older schema; {_CANONICAL}")
        untidy = True
    return untidy


def _verify_file(file: Path, source: Source, found: Verified, names: _Names) -> bool:
    """Whether the form of the file is untidy; its problems go to ``found``."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return False
    except OSError as error:
        found.problems.append(
            Problem(str(file), None, f"cannot be read ({error.strerror}); make it readable")
        )
        return False

    def report(number: int, message: str) -> None:
        found.problems.append(Problem(str(file), number, message))

    is_journal = file.suffix == ".new"
    lines = [line.removesuffix(b"\r") for line in data.split(b"\n")]  # of CRLF, which git may make
    untidy = damaged = conflict = False  # damaged: holds what is no answer, and a person must look first
    last = ""
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[:-1] if not lines[-1] else lines, start=1):
        torn = number == len(lines)  # it lacks its line break, or it would not be the last
        if mark := mark_of(line):
            report(number, f"{line[:40].decode('utf-8', 'replace')!r} is {mark}; {_MEND_MARKS}")
            conflict = True
            continue
        if not line.strip():
            report(number, f"is empty; {_CANONICAL}")
            untidy = True
            continue
        answer, wrong = answer_of(line, file, number)
        if answer is None:
            if torn and is_journal:
                continue  # the answer in the making at a kill: the next build passes over it
            cut = "is cut off in the middle" if torn else f"is no answer ({wrong})"
            report(number, f"{cut}; {RESTORE}")
            damaged = True
            continue
        found.answers += 1
        names.take(answer, file)
        if torn and not is_journal:
            report(number, f"lacks the line break at its end; {_CANONICAL}")
            untidy = True
        for message in contradictions(answer, source, found.unquoted):
            report(number, f"{answer.question}: {message}")
        found.quotes += quotes_compared(answer, source)
        if is_journal or damaged or conflict:  # the sides of a conflict stand beside each other as they must
            continue
        if canonical_line(answer) != line + b"\n":
            schema = json.loads(line)["schema"]
            form = f"is of the older schema {schema}" if schema != SCHEMA else "is not in canonical form"
            report(number, f"{form}; {_CANONICAL}")
            untidy = True
        if answer.question in seen:
            report(
                number,
                f"answers {answer.question} again, as line {seen[answer.question]} does; "
                f"delete one of the two, or {_CANONICAL} to keep the last",
            )
            untidy = True
        elif answer.question < last:
            report(number, f"{answer.question} stands after {last}; {_CANONICAL}")
            untidy = True
        seen[answer.question] = number
        last = max(last, answer.question)
    return (untidy or conflict) and not damaged
