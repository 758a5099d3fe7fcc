"""A project's own gold evidence (`content/gold/*.jsonl`) against the answers that it has.

No model is needed: an answer names the places that were searched, and the paper holds their text.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.core import Answer, Paper, Question
from generator.core.answer import Searched
from generator.core.status import TOLD
from generator.evaluation.evidence import Found, GoldEvidence, evidence_figures, read_evidence

_NEVER = ("references", "furniture", "checklist")


def gold_figures(
    folder: Path, papers: Sequence[Paper], questions: Sequence[Question], answers: Sequence[Answer]
) -> dict[str, dict[str, Any]]:
    """By model, the figures of `generator.evaluation.evidence` on the rows of gold that it answered.

    Rows name papers by id or by the file's name, and questions by id or alias; rows of others are
    passed over. Empty where there is no gold. Raises AnswerbookError for a file that is none.
    """
    gold = _rows(folder, papers, questions)
    if not gold:
        return {}
    known = {(a.paper, a.question, a.model): a for a in answers if a.status != "failed"}
    figures: dict[str, dict[str, Any]] = {}
    for model in dict.fromkeys(a.model for a in answers):
        started = time.perf_counter()
        found = []
        for row, paper, question in gold:
            answer = known.get((paper.id, question.id, model))
            if answer is not None:
                found.append(_found(row, paper, question, answer))
        if found:
            figures[model] = {
                **evidence_figures(found),
                "seconds": round(time.perf_counter() - started, 3),
            }
    return figures


def gold_truths(
    folder: Path, papers: Sequence[Paper], questions: Sequence[Question]
) -> dict[tuple[str, str], bool]:
    """(paper, question) -> whether the gold says that the paper reports what is asked, at least in part.

    Raises AnswerbookError as `gold_figures` does.
    """
    return {(paper.id, q.id): row.answered for row, paper, q in _rows(folder, papers, questions)}


def _rows(
    folder: Path, papers: Sequence[Paper], questions: Sequence[Question]
) -> list[tuple[GoldEvidence, Paper, Question]]:
    """The rows of gold with the paper and the question that they name; those of others are passed over."""
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    by_name = {name: p for p in papers for name in (Path(p.source).stem, Path(p.source).name, p.source, p.id)}
    asked = {name.casefold(): q for q in questions for name in (*q.aliases, q.id)}
    rows = (
        (row, by_name.get(row.paper), asked.get(row.question.casefold()))
        for f in files
        for row in read_evidence(f)
    )
    return [(row, paper, q) for row, paper, q in rows if paper is not None and q is not None]


def _found(gold: GoldEvidence, paper: Paper, question: Question, answer: Answer) -> Found:
    texts = tuple(s.text or paper.text[s.place.start : s.place.end] for s in answer.searched)
    junk = not question.references and any(_is_junk(s) for s in answer.searched)
    return Found(gold, texts, answer.status in TOLD, junk, answer.probability, question.id)


def _is_junk(searched: Searched) -> bool:
    return searched.place.kind in _NEVER
