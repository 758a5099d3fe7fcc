"""How far labels agree, on how many items, and why a figure is not defined."""

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
    """Agreement of labels. n: items compared. share: of equal labels, 0 to 1. kappa: beyond chance, up to 1.

    undefined: for each figure that is None, why.
    """

    n: int
    share: float | None
    kappa: float | None
    undefined: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return plain data, figures rounded."""
        return {
            "n": self.n,
            "share": rounded(self.share),
            "kappa": rounded(self.kappa),
            "undefined": dict(self.undefined),
        }


def pair_agreement(ours: Sequence[Hashable], theirs: Sequence[Hashable], nothing: str) -> Agreement:
    """Return the agreement of two raters, with Cohen's kappa. nothing: the reason if n is 0."""
    if not ours:
        return Agreement(0, None, None, {"share": nothing, "kappa": nothing})
    share = accuracy(ours, theirs)
    if len({*ours, *theirs}) == 1:
        return Agreement(len(ours), share, None, {"kappa": ONE_LABEL})
    return Agreement(len(ours), share, cohen_kappa(ours, theirs))


def group_agreement(votes: Iterable[Sequence[Hashable]], nothing: str) -> Agreement:
    """Return the agreement of several raters, with Fleiss' kappa. votes: the labels of each item.

    n counts the items with at least two labels; the others say nothing. share: the mean over items of the
    share of equal pairs of labels. nothing: the reason if n is 0.
    """
    items = [list(labels) for labels in votes if len(labels) >= 2]
    if not items:
        return Agreement(0, None, None, {"share": nothing, "kappa": nothing})
    share = sum(_equal_pairs(labels) for labels in items) / len(items)
    kappa = fleiss_kappa(items)
    return Agreement(len(items), share, kappa, {} if kappa is not None else {"kappa": ONE_LABEL})


def gold_agreement(ours: Sequence[str], gold: Sequence[str], nothing: str) -> dict[str, Any]:
    """Return n, kappa, accuracy and balanced accuracy of labels against people's, with `undefined`."""
    pair = pair_agreement(ours, gold, nothing)
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
    """Return (paper, question) -> model -> status. An answer that failed says nothing and is left out."""
    votes: dict[tuple[str, str], dict[str, Status]] = {}
    for answer in answers:
        if answer.status != "failed":
            votes.setdefault((answer.paper, answer.question), {})[answer.model] = answer.status
    return votes


def rounded(value: float | None) -> float | None:
    """Return a figure with four decimals, more than the numbers behind any figure justify."""
    return None if value is None else round(value, 4)


def _equal_pairs(labels: Sequence[Hashable]) -> float:
    """Return the share of equal pairs of labels."""
    n = len(labels)
    return sum(a == b for i, a in enumerate(labels) for b in labels[i + 1 :]) / (n * (n - 1) / 2)
