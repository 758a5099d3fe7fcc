"""How often the status of cells is right, and how reliable their probabilities are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.core import Bands
from generator.evaluation.metrics import (
    accuracy,
    balanced_accuracy,
    calibration_error,
    cohen_kappa,
    f1,
    share,
)


@dataclass(frozen=True, slots=True)
class StatusCell:
    """A question about a paper: the status that was predicted, and the true one.

    predicted, gold: whether the paper reports the answer, at least in part; a question that does not apply
    is not reported. probability: the estimate that it reports, or None.
    """

    predicted: bool
    gold: bool
    probability: float | None = None


def status_figures(cells: Sequence[StatusCell], bands: Bands | None = None) -> dict[str, Any]:
    """Return the figures on status of `answerbook evaluate evidence`; None for what the cells do not allow.

    n: cells. status_kappa, status_balanced_accuracy: only if the gold has both labels. accuracy. f1: of the
    label reported. false_not_reported: share of the cells called not reported that are reported;
    false_reported: the reverse. sure: share of the cells with a probability whose band is sure; sure_wrong:
    share of those that are wrong. ece: see `calibration_error`.
    """
    bands = bands or Bands()
    predicted, gold = [c.predicted for c in cells], [c.gold for c in cells]
    both = len(set(gold)) == 2
    silent, loud = [c for c in cells if not c.predicted], [c for c in cells if c.predicted]
    known = [(c, c.probability) for c in cells if c.probability is not None]
    sure = [c for c, p in known if bands.of(p, c.predicted) == "sure"]
    return {
        "n": len(cells),
        "status_kappa": cohen_kappa(predicted, gold) if both else None,
        "status_balanced_accuracy": balanced_accuracy(predicted, gold) if both else None,
        "accuracy": accuracy(predicted, gold) if cells else None,
        "f1": f1(predicted, gold),
        "false_not_reported": share(sum(c.gold for c in silent), len(silent)),
        "false_reported": share(sum(not c.gold for c in loud), len(loud)),
        "sure": share(len(sure), len(known)),
        "sure_wrong": share(sum(c.predicted != c.gold for c in sure), len(sure)),
        "ece": calibration_error([p for _, p in known], [c.gold for c, _ in known]),
    }
