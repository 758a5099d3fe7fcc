"""Gold attributions: can a claim be attributed to its references?

A gold file is JSON Lines as in AttributionBench: ``{"question", "claim", "references",
"attribution_label"}``, with the label ``attributable`` or ``not attributable``. ``response`` (the whole
answer) and ``src_dataset`` are optional.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import AnswerbookError
from generator.evaluation.jsonlines import read_rows
from generator.evaluation.metrics import accuracy, balanced_accuracy, confusion, macro_f1

LABELS = {"attributable": True, "not attributable": False}


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """A claim with its references, and whether people found that these support it."""

    question: str
    claim: str
    references: tuple[str, ...]
    attributable: bool
    answer: str = ""
    source: str = ""


def read_attributions(path: Path) -> list[GoldAttribution]:
    """Return the attributions in a file. Raises AnswerbookError, with the line, for anything else."""
    rows = []
    for number, row in read_rows(path, ("question", "claim", "references", "attribution_label")):
        label, references = row["attribution_label"], row["references"]
        if label not in LABELS:
            raise AnswerbookError(
                f"{path}, line {number}: unknown label {label!r}; write one of {', '.join(LABELS)}"
            )
        if not isinstance(references, list) or not all(isinstance(r, str) for r in references):
            raise AnswerbookError(f"{path}, line {number}: references must be a list of texts.")
        rows.append(
            GoldAttribution(
                question=str(row["question"]),
                claim=str(row["claim"]),
                references=tuple(references),
                attributable=LABELS[label],
                answer=str(row.get("response") or ""),
                source=str(row.get("src_dataset") or ""),
            )
        )
    if not rows:
        raise AnswerbookError(f"{path}: there are no claims in it; write one JSON object a line.")
    return rows


def attribution_figures(
    gold: Sequence[GoldAttribution], predicted: Sequence[bool], seconds: float
) -> dict[str, Any]:
    """Return the agreement of ``predicted`` with the labels, in all and by data set.

    seconds: the time that the judgement took.
    """
    labels = {v: k for k, v in LABELS.items()}
    right = [g.attributable for g in gold]
    by_source = {}
    for source in sorted({g.source for g in gold}):
        rows = [i for i, g in enumerate(gold) if g.source == source]
        score = macro_f1([predicted[i] for i in rows], [right[i] for i in rows])
        by_source[source] = {"n": len(rows), "macro_f1": round(score, 4)}
    return {
        "n": len(gold),
        "macro_f1": round(macro_f1(predicted, right), 4),
        "seconds": round(seconds, 3),
        "accuracy": round(accuracy(predicted, right), 4),
        "balanced_accuracy": round(balanced_accuracy(predicted, right), 4),
        "confusion": confusion([labels[s] for s in predicted], [labels[r] for r in right]),
        "by_source": by_source,
    }
