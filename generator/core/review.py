"""A person's verdict on an answer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, get_args

from generator.core.answer import Status

Verdict = Literal["confirmed", "corrected", "disputed"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Review:
    """What ``name`` found when checking the answer with id ``answer`` against the paper.

    status: what the person holds to be true of the paper; for a confirmed answer, the answer's own.
    None where a dispute leaves that open. text: the corrected answer, if any.
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
