"""Answers for the tests of the ledger."""

from __future__ import annotations

from generator.core import Answer, AnswerSentence, Place, SearchedPassage, Snippet
from generator.core.status import Status


def an_answer(
    question: str = "random-seeds",
    *,
    paper: str = "paper-1",
    model: str = "quotes",
    text: str = "The seed was 7.",
    status: Status = "reported",
    made: str = "2026-01-01",
    **parts: str,
) -> Answer:
    place = Place(10, 10 + len(text), "Methods", "methods", 3, (1.0, 2.0, 3.5, 4.0), None)
    return Answer(
        paper=paper,
        question=question,
        model=model,
        status=status,
        sentences=(AnswerSentence(text, "supported", "", (0,), 1.0),),
        evidence=(Snippet(text, place, 0.75, ("https://example.org",), ((10, 20),)),),
        searched=(SearchedPassage("0123456789abcdef", place, 0.75),),
        raw=f"[1] {text}",
        fingerprint={"paper_text": "ab", "model": None, **parts},
        provenance={"answerbook": "0.1", "made": made},
    )
