"""A person's verdict on an answer."""

from __future__ import annotations

import datetime
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal, get_args

from generator.core.answer import Answer
from generator.core.status import TOLD, Status

Verdict = Literal["confirmed", "corrected", "disputed"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

Standing = Literal["current", "lapsed", "unknown"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Review:
    """What ``name`` found when checking the answer with id ``answer`` against the paper.

    status: what the person holds to be true of the paper; for a confirmed answer, the answer's own.
    None where a dispute leaves that open. text: the corrected answer, if any. quotes: words of the paper that
    the corrected answer rests on, the first of them first.
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
        """Whether it answers the question by itself: with words of the paper, or that it has none."""
        return self.verdict == "corrected" and (bool(self.quotes) or self.status not in TOLD)

    def is_of(self, answer: Answer) -> bool:
        """Whether it is of this very answer, by any id that it has or had."""
        return self.answer in answer.names

    def standing(self, current: Container[str], former: Container[str]) -> Standing:
        """Whether the answer that was reviewed is given today, was once, or is not known at all.

        current, former: ids of today's and of earlier answers to the same question about the same paper. What
        a person said of an earlier answer was said of another text: it lapses.
        """
        if self.answer in current:
            return "current"
        return "lapsed" if self.answer in former else "unknown"
