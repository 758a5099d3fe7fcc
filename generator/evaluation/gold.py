"""A project's own gold evidence (`content/gold/*.jsonl`) compared with its answers.

No model is needed: an answer records the places that were searched, and the paper has their text.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.core import Answer, Paper, Question
from generator.core.status import REPORTED_STATUSES
from generator.evaluation.gold_evidence import GoldEvidence, GoldResult, evidence_figures, read_evidence

_NEVER_EVIDENCE = ("references", "furniture", "checklist")


def gold_figures(
    folder: Path, papers: Sequence[Paper], questions: Sequence[Question], answers: Sequence[Answer]
) -> dict[str, dict[str, Any]]:
    """Return, by model, the figures of `generator.evaluation.gold_evidence` on gold rows that it answered.

    Rows name papers by id or file name, and questions by id or alias; all other rows are skipped. Empty if
    there is no gold. Raises AnswerbookError for a file that is not gold.
    """
    gold = _rows(folder, papers, questions)
    if not gold:
        return {}
    by_key = {(a.paper, a.question, a.model): a for a in answers if a.status != "failed"}
    figures: dict[str, dict[str, Any]] = {}
    for model in dict.fromkeys(a.model for a in answers):
        started = time.perf_counter()
        results = []
        for row, paper, question in gold:
            answer = by_key.get((paper.id, question.id, model))
            if answer is not None:
                results.append(_result(row, paper, question, answer))
        if results:
            figures[model] = {
                **evidence_figures(results),
                "seconds": round(time.perf_counter() - started, 3),
            }
    return figures


def gold_truths(
    folder: Path, papers: Sequence[Paper], questions: Sequence[Question]
) -> dict[tuple[str, str], bool]:
    """Return (paper, question) -> whether, by the gold, the paper reports the answer at least in part.

    Raises AnswerbookError as `gold_figures` does.
    """
    return {(paper.id, q.id): row.answered for row, paper, q in _rows(folder, papers, questions)}


def _rows(
    folder: Path, papers: Sequence[Paper], questions: Sequence[Question]
) -> list[tuple[GoldEvidence, Paper, Question]]:
    """Return the gold rows of these papers and questions, each with its paper and question."""
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    by_name = {name: p for p in papers for name in (Path(p.source).stem, Path(p.source).name, p.source, p.id)}
    asked = {name.casefold(): q for q in questions for name in (*q.aliases, q.id)}
    rows = (
        (row, by_name.get(row.paper), asked.get(row.question.casefold()))
        for f in files
        for row in read_evidence(f)
    )
    return [(row, paper, q) for row, paper, q in rows if paper is not None and q is not None]


def _result(gold: GoldEvidence, paper: Paper, question: Question, answer: Answer) -> GoldResult:
    """Return what an answer has of one gold row."""
    texts = tuple(s.text or paper.text[s.place.start : s.place.end] for s in answer.searched)
    junk = not question.references and any(s.place.kind in _NEVER_EVIDENCE for s in answer.searched)
    return GoldResult(gold, texts, answer.status in REPORTED_STATUSES, junk, answer.probability, question.id)
