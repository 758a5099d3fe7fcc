"""Records of answers: begun with the question and how it is asked, completed with the result."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from generator import checking, retrieval
from generator.core import Answer, Draft, Paper, Question, QuestionWording, Retrieved
from generator.core.answer import SearchedPassage
from generator.core.known_paper import record_name, record_of
from generator.core.snippet import with_closest_text
from generator.core.status import REPORTED_STATUSES

__all__ = ["completed_answer", "failed_answer", "started_answer"]


def started_answer(
    paper: Paper,
    question: Question,
    model: str,
    fingerprint: Mapping[str, str | None],
    provenance: Mapping[str, Any],
) -> Answer:
    """Return an answer with its question and paper, of status ``failed`` until it is completed."""
    return dataclasses.replace(
        failed_answer(paper.id, question.id, model, "", fingerprint, provenance),
        asked=QuestionWording.of(question),
        version=paper.version,
        record=record_name(record_of(paper.metadata)),
    )


def completed_answer(
    asked: Answer, paper: Paper, found: Retrieved, draft: Draft, checked: checking.Checked
) -> Answer:
    """Return ``asked``, which records the question and how it was answered, completed with the result."""
    status, reason = checked.status, checked.reason
    if not draft.asked:
        reason = "Nothing in the paper seems to be about this question, so the model was not asked."
    searched = tuple(SearchedPassage(s.id, s.place, s.score) for s in found.snippets)
    parts = found.parts
    if parts and status in REPORTED_STATUSES:  # the answer reports the main part, whatever was expected
        parts = (dataclasses.replace(parts[0], reported=True), *parts[1:])
    if status == "reported" and not all(part.reported for part in parts):
        status, reason = "partly_reported", "The passages found answer only part of the question."
    return dataclasses.replace(
        asked,
        status=status,
        reason=reason,
        sentences=checked.sentences,
        evidence=tuple(retrieval.with_neighbours(s, paper) for s in checked.evidence),
        searched=searched if status in REPORTED_STATUSES else with_closest_text(searched, paper.text),
        raw=draft.raw,
        probability=found.answered if found.snippets else None,
        parts=parts if status in REPORTED_STATUSES else (),
        shown=draft.shown,
        measured={
            "seconds": round(draft.seconds, 3),
            "prompt_tokens": draft.prompt_tokens,
            "reused_tokens": draft.reused_tokens,
            "new_tokens": draft.new_tokens,
        },
    )


def failed_answer(
    paper: str,
    question: str,
    model: str,
    reason: str,
    fingerprint: Mapping[str, str | None],
    provenance: Mapping[str, Any],
) -> Answer:
    """Return the record of an answer that could not be made."""
    return Answer(
        paper,
        question,
        model,
        "failed",
        reason,
        fingerprint=dict(fingerprint),
        provenance=dict(provenance),
    )
