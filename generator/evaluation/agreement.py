"""How far labels agree, with the number that the figures rest on, and why a figure is not there."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.core import Answer
from generator.core.status import Status
from generator.evaluation.metrics import accuracy, balanced_accuracy, cohen_kappa, fleiss_kappa

ONE_LABEL = "all labels are the same, so that chance alone would agree as well"
ONE_CLASS = "people gave one label throughout"


@dataclass(frozen=True, slots=True)
class Agreement:
    """n: items that were compared. share: of equal labels, 0 to 1. kappa: beyond chance, up to 1.

    undefined: for each figure that is None, why.
    """

    n: int
    share: float | None
    kappa: float | None
    undefined: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "share": rounded(self.share),
            "kappa": rounded(self.kappa),
            "undefined": dict(self.undefined),
        }


def of_pair(ours: Sequence[Hashable], theirs: Sequence[Hashable], nothing: str) -> Agreement:
    """Two raters: share of equal labels and Cohen's kappa. nothing: what to say where n is 0."""
    if not ours:
        return Agreement(0, None, None, {"share": nothing, "kappa": nothing})
    share = accuracy(ours, theirs)
    if len({*ours, *theirs}) == 1:
        return Agreement(len(ours), share, None, {"kappa": ONE_LABEL})
    return Agreement(len(ours), share, cohen_kappa(ours, theirs))


def of_many(votes: Iterable[Sequence[Hashable]], nothing: str) -> Agreement:
    """Several raters, each item the sequence of its labels: share of equal pairs and Fleiss' kappa.

    n counts the items with two labels or more; the others say nothing. share: the mean over items
    of the share of equal pairs of labels.
    """
    items = [list(labels) for labels in votes if len(labels) >= 2]
    if not items:
        return Agreement(0, None, None, {"share": nothing, "kappa": nothing})
    share = sum(_equal_pairs(labels) for labels in items) / len(items)
    kappa = fleiss_kappa(items)
    return Agreement(len(items), share, kappa, {} if kappa is not None else {"kappa": ONE_LABEL})


def against(ours: Sequence[str], gold: Sequence[str], nothing: str) -> dict[str, Any]:
    """Labels against those of people: n, kappa, accuracy and balanced accuracy, with `undefined`."""
    pair = of_pair(ours, gold, nothing)
    undefined = {"accuracy" if k == "share" else k: why for k, why in pair.undefined.items()}
    balanced = balanced_accuracy(ours, gold) if len(set(gold)) > 1 else None
    if balanced is None:
        undefined["balanced_accuracy"] = ONE_CLASS if gold else nothing
    return {
        "n": pair.n,
        "kappa": rounded(pair.kappa),
        "accuracy": rounded(pair.share),
        "balanced_accuracy": rounded(balanced),
        "undefined": undefined,
    }


def votes_by_item(answers: Iterable[Answer]) -> dict[tuple[str, str], dict[str, Status]]:
    """(paper, question) -> model -> status. An answer that failed says nothing, and is left out."""
    votes: dict[tuple[str, str], dict[str, Status]] = {}
    for answer in answers:
        if answer.status != "failed":
            votes.setdefault((answer.paper, answer.question), {})[answer.model] = answer.status
    return votes


def rounded(value: float | None) -> float | None:
    """Four decimals: more than the numbers behind any figure carry."""
    return None if value is None else round(value, 4)


def _equal_pairs(labels: Sequence[Hashable]) -> float:
    n = len(labels)
    return sum(a == b for i, a in enumerate(labels) for b in labels[i + 1 :]) / (n * (n - 1) / 2)
