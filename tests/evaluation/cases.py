"""Answers and reviews for the tests of figures."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from generator.core import Answer, AnswerSentence, Place, Question, Review, Snippet
from generator.core.review import Verdict
from generator.core.status import Status

QUESTIONS = tuple(Question(q, f"What of {q}?", "Group") for q in ("seeds", "hardware"))


def made(
    paper: str,
    question: str,
    model: str,
    status: Status,
    *,
    said: Sequence[str] = (),
    withheld: Sequence[str] = (),
    measured: dict[str, object] | None = None,
) -> Answer:
    """Return an answer of supported sentences, each with its passage, and of withheld ones by reason."""
    supported = [AnswerSentence(text, "supported", evidence=(n,)) for n, text in enumerate(said)]
    unsupported = [AnswerSentence(f"Claim {n}.", "unsupported", why) for n, why in enumerate(withheld)]
    return Answer(
        paper,
        question,
        model,
        status,
        sentences=(*supported, *unsupported),
        evidence=tuple(Snippet(text, Place(0, len(text))) for text in said),
        fingerprint={"model": f"hash of {model}", "prompt": None, "question": "x"},
        provenance={"answerbook": "0.1.0"},
        measured=measured or {},
    )


def review(
    answer: Answer,
    verdict: Verdict,
    name: str = "Ada",
    *,
    status: Status | None = None,
    day: int = 1,
    id: str = "",
) -> Review:
    return Review(
        paper=answer.paper,
        question=answer.question,
        answer=id or answer.id,
        verdict=verdict,
        name=name,
        date=datetime.date(2026, 11, day),
        status=status,
    )
