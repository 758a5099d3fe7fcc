"""Gold decisions: does an answer contain specific information from the paper?

A gold file is JSON Lines: ``{"paper", "question", "model", "answer", "human"}``, with ``human`` true or
false. ``llm_judge`` (``yes``, ``no`` or null: the answering model about itself) and ``text`` (the question's
text) are optional. A file of contexts is JSON Lines: ``{"paper", "question", "context"}``, the context one
text or a list of pieces.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import AnswerbookError
from generator.evaluation.jsonlines import read_rows
from generator.evaluation.metrics import accuracy, balanced_accuracy, cohen_kappa, confusion

_LABELS = {True: "informative", False: "not informative"}


@dataclass(frozen=True, slots=True)
class GoldDecision:
    """An answer with a person's verdict on it. judge: the verdict of a large model, or None."""

    paper: str
    question: str
    model: str
    answer: str
    human: bool
    judge: bool | None = None
    text: str = ""


def read_decisions(path: Path) -> list[GoldDecision]:
    """Return the decisions in a file. Raises AnswerbookError, with the line, for anything else."""
    rows = []
    for number, row in read_rows(path, ("paper", "question", "answer", "human")):
        if not isinstance(row["human"], bool):
            raise AnswerbookError(f"{path}, line {number}: human is {row['human']!r}; write true or false.")
        if not isinstance(row["answer"], str):
            raise AnswerbookError(
                f"{path}, line {number}: the answer is not a string; write it in quotation marks."
            )
        judge = row.get("llm_judge")
        rows.append(
            GoldDecision(
                paper=str(row["paper"]),
                question=str(row["question"]),
                model=str(row.get("model", "")),
                answer=row["answer"],
                human=row["human"],
                judge=judge
                if isinstance(judge, bool)
                else {"yes": True, "no": False}.get(str(judge).lower()),
                text=str(row.get("text", "")),
            )
        )
    if not rows:
        raise AnswerbookError(f"{path}: there are no decisions in it; write one JSON object a line.")
    return rows


def read_contexts(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the pieces of context by (paper, question). Raises AnswerbookError for anything else."""
    found = {}
    for number, row in read_rows(path, ("paper", "question", "context")):
        pieces = [row["context"]] if isinstance(row["context"], str) else row["context"]
        if not isinstance(pieces, list) or not all(isinstance(p, str) for p in pieces):
            raise AnswerbookError(f"{path}, line {number}: the context must be a text or a list of texts.")
        found[str(row["paper"]), str(row["question"])] = tuple(pieces)
    return found


def decision_figures(gold: Sequence[GoldDecision], predicted: Sequence[bool]) -> dict[str, Any]:
    """Return the agreement of ``predicted`` with people, and of the large models with them.

    llm_judge_kappa: over all rows, where an answer without a verdict of the large model counts as "no"; None
    if it gave no verdict at all.
    """
    human = [g.human for g in gold]
    judged = any(g.judge is not None for g in gold)
    return {
        "n": len(gold),
        "accuracy": round(accuracy(predicted, human), 4),
        "kappa": round(cohen_kappa(predicted, human), 4),
        "llm_judge_kappa": round(cohen_kappa([bool(g.judge) for g in gold], human), 4) if judged else None,
        "balanced_accuracy": round(balanced_accuracy(predicted, human), 4),
        "confusion": confusion([_LABELS[s] for s in predicted], [_LABELS[h] for h in human]),
        "by_paper": _kappas([g.paper for g in gold], predicted, human),
        "by_model": _kappas([g.model for g in gold], predicted, human),
    }


def _kappas(groups: Sequence[Hashable], predicted: Sequence[bool], human: Sequence[bool]) -> dict[str, Any]:
    """Return n and kappa by group."""
    found = {}
    for group in sorted(set(groups), key=str):
        rows = [i for i, g in enumerate(groups) if g == group]
        kappa = cohen_kappa([predicted[i] for i in rows], [human[i] for i in rows])
        found[str(group)] = {"n": len(rows), "kappa": round(kappa, 4)}
    return found
