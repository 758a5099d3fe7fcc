"""What changed from one ledger to another: answers added, removed and changed, and by which cause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Any, Literal, Protocol

from generator.core import Answer, Fingerprint
from generator.ledger.rows import HISTORY
from generator.ledger.store import answer_of

Kind = Literal["same", "removed", "added"]

_WORD = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)


class Side(Protocol):
    """A ledger to compare: a folder, or a revision. Names are `<paper>/<model>.jsonl`."""

    @property
    def files(self) -> Mapping[str, str]:
        """Name -> what is equal only where the file is (its hash); of the ledger's files."""

    def read(self, name: str) -> bytes:
        """The bytes of a file."""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer, before and after. causes: parts of the fingerprint that changed, where both are there."""

    paper: str
    question: str
    model: str
    old: Answer | None
    new: Answer | None
    causes: tuple[str, ...] = ()

    @property
    def cause(self) -> str:
        """Under what a report lists it."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return f"{self.causes[0]} changed" if self.causes else "computed again, or edited"


@dataclass
class Comparison:
    """changes: in the order of papers, models and questions. same: answers that were computed again and
    say the same. unread: lines that hold no answer, by file."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    unread: dict[str, int] = field(default_factory=dict)


def compared(old: Side, new: Side) -> Comparison:
    """The changes from ``old`` to ``new``; files that are equal are not read."""
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
            found.changes.append(Change(paper, question, model, a, b, causes))
    return found


def words(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    """The text of both, cut where they differ, at the borders of words."""
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
    return len(path.parts) == 2 and path.suffix == ".jsonl" and path.name != HISTORY


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
    """What an answer says, however it was asked: another wording that changes nothing of it is no change."""
    return answer.status, answer.text, [e.named for e in answer.evidence], answer.withheld
