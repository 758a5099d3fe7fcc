"""A person's verdict on an answer."""

from __future__ import annotations

import datetime
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal, get_args

from generator.core.answer import Answer
from generator.core.status import REPORTED_STATUSES, Status

Verdict = Literal["confirmed", "corrected", "disputed"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

ReviewState = Literal["current", "lapsed", "unknown"]
REVIEW_STATES: tuple[ReviewState, ...] = get_args(ReviewState)


@dataclass(frozen=True, slots=True)
class Review:
    """The verdict of ``name`` on the answer with the id ``answer``, checked against the paper.

    status: what the person holds to be true of the paper; for a confirmed answer, the answer's own. None if a
    dispute leaves that open. text: the corrected answer, if any. quotes: passages of the paper that support
    the corrected answer, the most important one first.
    """

    paper: str
    question: str
    answer: str
    verdict: Verdict
    name: str
    date: datetime.date
    status: Status | None = None
    text: str = ""
    note: str = ""
    quotes: tuple[str, ...] = ()

    @property
    def answers(self) -> bool:
        """True if the review itself answers the question, by quotes or by stating that there is no answer."""
        return self.verdict == "corrected" and (bool(self.quotes) or self.status not in REPORTED_STATUSES)

    def is_of(self, answer: Answer) -> bool:
        """Return True if the review is of this answer, under any of its present or former ids."""
        return self.answer in answer.names

    def state(self, current: Container[str], former: Container[str]) -> ReviewState:
        """Return whether the reviewed answer is given today, was given once, or is unknown.

        current, former: ids of today's and of earlier answers to the same question about the same paper. A
        review of an earlier answer was about another text, so it lapses.
        """
        if self.answer in current:
            return "current"
        return "lapsed" if self.answer in former else "unknown"
