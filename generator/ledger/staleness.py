"""Which expected answers are fresh, stale or missing, and which named change made them stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.core import Answer, Fingerprint


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """An answer that the project asks for, with the fingerprint that it would get today.

    closed: why its question does not apply to the paper; empty if it applies.
    """

    paper: str
    question: str
    model: str
    fingerprint: Fingerprint
    closed: str = ""

    def __str__(self) -> str:
        return f"{self.paper} / {self.question} / {self.model}"


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether an expected answer is up to date. changed: fingerprint parts that differ, if it is stale."""

    expected: ExpectedAnswer
    state: Literal["fresh", "stale", "missing", "failed"]
    changed: tuple[str, ...] = ()
    answer: Answer | None = None


def freshness(expected: ExpectedAnswer, recorded: Mapping[str, Answer]) -> Freshness:
    """Return the freshness of ``expected``, given the ``recorded`` answers of its paper and model.

    recorded: by question id.
    """
    answer = recorded.get(expected.question)
    if answer is None:
        return Freshness(expected, "missing")
    if answer.status == "failed":
        return Freshness(expected, "failed", answer=answer.whole)
    changed = expected.fingerprint.changed_since(answer.fingerprint)
    # What will be replaced is kept in full: when it is compared with its successor, the file is another.
    return (
        Freshness(expected, "stale", changed, answer.whole)
        if changed
        else Freshness(expected, "fresh", (), answer)
    )
