"""Which wanted answers are fresh, stale or missing, and which named change made them stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.core import Answer, Fingerprint


@dataclass(frozen=True, slots=True)
class Wanted:
    """An answer that the project asks for, with the fingerprint that it would get today.

    closed: why its question does not apply to the paper; empty where it does.
    """

    paper: str
    question: str
    model: str
    fingerprint: Fingerprint
    closed: str = ""

    def __str__(self) -> str:
        return f"{self.paper} / {self.question} / {self.model}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a wanted answer stands. changed: names of the fingerprint parts that differ, of a stale one."""

    wanted: Wanted
    state: Literal["fresh", "stale", "missing", "failed"]
    changed: tuple[str, ...] = ()
    answer: Answer | None = None


def standing(wanted: Wanted, recorded: Mapping[str, Answer]) -> Standing:
    """How ``wanted`` stands among the ``recorded`` answers of its paper and model, by question id."""
    answer = recorded.get(wanted.question)
    if answer is None:
        return Standing(wanted, "missing")
    if answer.status == "failed":
        return Standing(wanted, "failed", answer=answer)
    changed = wanted.fingerprint.changed_since(answer.fingerprint)
    return Standing(wanted, "stale" if changed else "fresh", changed, answer)
