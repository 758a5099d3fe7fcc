"""The record of `quotes`: how often its statuses were right, by careful readers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from generator.evaluation.share_estimation import Rates

# Fewer labels of either kind say too little about how often statuses are wrong.
_MIN_ANSWERS = 5


@cache
def recorded_rates() -> tuple[Rates, ...]:
    """Return the rates by field, of papers that took no part in fitting.

    The file ``models/status-record.json`` says where they come from.
    """
    text = files("generator.evaluation").joinpath("models", "status-record.json").read_text("utf-8")
    return tuple(Rates(**counts) for counts in json.loads(text)["fields"].values())


def rates_of(cells: Iterable[tuple[bool, bool]]) -> Rates | None:
    """Return the rates of (status says reported, truly reported) pairs; None if either truth is too rare."""
    counts = {(called, true): 0 for called in (True, False) for true in (True, False)}
    for cell in cells:
        counts[cell] += 1
    rates = Rates(counts[True, True], counts[False, True], counts[True, False], counts[False, False])
    enough = min(rates.hits + rates.missed, rates.false_alarms + rates.silent) >= _MIN_ANSWERS
    return rates if enough else None


def reporting_shares(measured: Iterable[Rates]) -> tuple[float, float]:
    """Return the shares of cells that truly report: of those called reported, and of the others."""
    rates = tuple(measured)
    hits, alarms = sum(r.hits for r in rates), sum(r.false_alarms for r in rates)
    missed, silent = sum(r.missed for r in rates), sum(r.silent for r in rates)
    return hits / max(1, hits + alarms), missed / max(1, missed + silent)
