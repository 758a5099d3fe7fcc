"""How right the status of cells is, and how much the probabilities beside them are worth."""

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
class Cell:
    """One question about one paper: what was said of it, and what is true.

    said, gold: whether the paper reports what was asked, at least in part; that a question does not apply
    is no report. probability: that it reports, as it was estimated; None where nothing was.
    """

    said: bool
    gold: bool
    probability: float | None = None


def status_figures(cells: Sequence[Cell], bands: Bands | None = None) -> dict[str, Any]:
    """The figures on status of `answerbook evaluate evidence`; None for what the cells cannot give.

    n: cells. status_kappa, status_balanced_accuracy: only where the gold has both labels. accuracy. f1: of
    the label reported. false_not_reported: share of the cells called not reported that are reported;
    false_reported: the other way round. sure: share of the cells with a probability whose band is sure;
    sure_wrong: share of those that are wrong. ece: see `calibration_error`.
    """
    bands = bands or Bands()
    said, gold = [c.said for c in cells], [c.gold for c in cells]
    both = len(set(gold)) == 2
    silent, loud = [c for c in cells if not c.said], [c for c in cells if c.said]
    known = [(c, c.probability) for c in cells if c.probability is not None]
    sure = [c for c, p in known if bands.of(p, c.said) == "sure"]
    return {
        "n": len(cells),
        "status_kappa": cohen_kappa(said, gold) if both else None,
        "status_balanced_accuracy": balanced_accuracy(said, gold) if both else None,
        "accuracy": accuracy(said, gold) if cells else None,
        "f1": f1(said, gold),
        "false_not_reported": share(sum(c.gold for c in silent), len(silent)),
        "false_reported": share(sum(not c.gold for c in loud), len(loud)),
        "sure": share(len(sure), len(known)),
        "sure_wrong": share(sum(c.said != c.gold for c in sure), len(sure)),
        "ece": calibration_error([p for _, p in known], [c.gold for c, _ in known]),
    }
