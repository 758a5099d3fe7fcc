"""How many papers of a collection report what is asked: an estimate, its interval, and its basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

# The basis of an estimate: people's reviews of a random sample, the project's gold labels, or how often
# `quotes` was right where that was measured. "none": there is no basis, and so no estimate.
Method = Literal["reviews", "gold", "record", "none"]
METHODS: tuple[Method, ...] = get_args(Method)
# The property by which papers are grouped.
Grouping = Literal["", "year", "venue", "tag"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A share, 0 to 1, and its 95 % confidence bounds."""

    share: float
    lower: float
    upper: float

    @property
    def width(self) -> float:
        return self.upper - self.lower


@dataclass(frozen=True, slots=True)
class ReportedShare:
    """The share of papers that report, at least in part, what ``question`` asks.

    question: empty for all questions of ``group``; then cells (papers times questions) are counted instead of
    papers. by, value: only papers of this year, venue or tag; empty: all. papers: those that were asked and
    did not fail; reported: how many of these have an answer that says so. not_applicable: those to which the
    question does not apply. reviewed: papers of the random sample whose truth is known. more: further reviews
    that would halve the interval; None if reviewing all the rest would not.
    """

    question: str
    group: str
    papers: int
    reported: int
    not_applicable: int
    reviewed: int
    method: Method
    interval: Interval | None
    by: Grouping = ""
    value: str = ""
    more: int | None = None

    @property
    def called(self) -> float | None:
        """The share of papers whose answer says reported, right or wrong; None if there are no papers."""
        return self.reported / self.papers if self.papers else None
