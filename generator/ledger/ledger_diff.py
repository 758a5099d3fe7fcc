"""The changes from one ledger to another: answers added, removed and changed, each with its cause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Any, Literal, Protocol

from generator.core import Answer, Fingerprint
from generator.ledger.ledger_lines import answer_of
from generator.ledger.ledger_rows import HISTORY_FILE

WordChange = Literal["same", "removed", "added"]

_WORD = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)


class LedgerSide(Protocol):
    """A ledger to compare: a folder, or a revision. File names are `<paper>/<model>.jsonl`."""

    @property
    def files(self) -> Mapping[str, str]:
        """The ledger's files: name -> a value that is equal only if the content is (its hash)."""

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """One answer, before and after. causes: parts of the fingerprint that changed, if both are there."""

    paper: str
    question: str
    model: str
    old: Answer | None
    new: Answer | None
    causes: tuple[str, ...] = ()

    @property
    def cause(self) -> str:
        """The heading under which a report lists it."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return f"{self.causes[0]} changed" if self.causes else "computed again, or edited"


@dataclass
class Comparison:
    """The result of a comparison.

    changes: in the order of papers, models and questions. same: answers that were computed again and say the
    same. unread: file -> number of lines that contain no answer.
    """

    changes: list[LedgerChange] = field(default_factory=list)
    same: int = 0
    unread: dict[str, int] = field(default_factory=dict)


def compare_ledgers(old: LedgerSide, new: LedgerSide) -> Comparison:
    """Return the changes from ``old`` to ``new``; equal files are not read."""
    found = Comparison()
    before, after = old.files, new.files
    for name in sorted({*before, *after}):
        if before.get(name) == after.get(name) or not _holds_answers(name):
            continue
        then = _answers(old.read(name), name, found) if name in before else {}
        now = _answers(new.read(name), name, found) if name in after else {}
        paper, model = PurePosixPath(name).parent.name, PurePosixPath(name).name.removesuffix(".jsonl")
        for question in sorted({*then, *now}):
            a, b = then.get(question), now.get(question)
            if a == b:
                continue
            if a is not None and b is not None and _says(a) == _says(b):
                found.same += 1
                continue
            causes: tuple[str, ...] = ()
            if a is not None and b is not None:
                causes = Fingerprint(b.fingerprint).changed_since(a.fingerprint)
            found.changes.append(LedgerChange(paper, question, model, a, b, causes))
    return found


def word_changes(old: str, new: str) -> Iterator[tuple[WordChange, str]]:
    """Yield both texts, split where they differ, at the borders of words.

    >>> list(word_changes("two nets", "ten nets"))
    [('removed', 'two'), ('added', 'ten'), ('same', ' nets')]
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if gone == come:
            yield "same", gone
            continue
        if gone:
            yield "removed", gone
        if come:
            yield "added", come


def _holds_answers(name: str) -> bool:
    path = PurePosixPath(name)
    return len(path.parts) == 2 and path.suffix == ".jsonl" and path.name != HISTORY_FILE


def _answers(data: bytes, name: str, found: Comparison) -> dict[str, Answer]:
    answers = {}
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            answer, _ = answer_of(line, PurePosixPath(name), number)
            if answer is None:
                found.unread[name] = found.unread.get(name, 0) + 1
            else:
                answers[answer.question] = answer
    return answers


def _says(answer: Answer) -> tuple[Any, ...]:
    """Return what an answer says; a changed wording of the question alone makes no difference."""
    return answer.status, answer.text, [e.named for e in answer.evidence], answer.withheld
