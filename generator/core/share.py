"""How many papers of a collection report what is asked: an estimate, its interval, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

# What an estimate rests on: people's reviews of a random sample, the project's gold labels, how often
# `quotes` was right where that was measured; "none": nothing, so that there is no estimate.
Method = Literal["reviews", "gold", "record", "none"]
METHODS: tuple[Method, ...] = get_args(Method)
# By what papers are told apart.
By = Literal["", "year", "venue", "tag"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A share, 0 to 1, and the bounds between which it lies with a confidence of 95 %."""

    share: float
    lower: float
    upper: float

    @property
    def width(self) -> float:
        return self.upper - self.lower


@dataclass(frozen=True, slots=True)
class Share:
    """The share of papers that report, at least in part, what ``question`` asks.

    question: empty for all questions of ``group``; then cells (papers times questions) stand for papers. by,
    value: only papers of this year, venue or tag; empty: all. papers: those that were asked and did not fail;
    told: of these, how many are called reported. not_applicable: those to which the question does not apply.
    reviewed: papers of the random sample whose truth is known. more: further reviews that would halve the
    interval; None where all that are left would not.
    """

    question: str
    group: str
    papers: int
    told: int
    not_applicable: int
    reviewed: int
    method: Method
    interval: Interval | None
    by: By = ""
    value: str = ""
    more: int | None = None

    @property
    def called(self) -> float | None:
        """The share that is called reported, right or wrong; None of no papers."""
        return self.told / self.papers if self.papers else None
