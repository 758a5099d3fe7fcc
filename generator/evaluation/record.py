"""How often the statuses of `quotes` were right where careful readers said what is true: the record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from generator.evaluation.shares import Rates

# Fewer labels of either kind tell too little of how often statuses are wrong.
_MIN_ANSWERS = 5


@cache
def record() -> tuple[Rates, ...]:
    """The rates by field, of papers that took no part in fitting; see the file for where they come from."""
    text = files("generator.evaluation").joinpath("models", "status-record.json").read_text("utf-8")
    return tuple(Rates(**counts) for counts in json.loads(text)["fields"].values())


def rates_of(cells: Iterable[tuple[bool, bool]]) -> Rates | None:
    """Rates from pairs: what a paper is called, and what is true; None of too few of either truth."""
    counts = {(called, true): 0 for called in (True, False) for true in (True, False)}
    for cell in cells:
        counts[cell] += 1
    found = Rates(counts[True, True], counts[False, True], counts[True, False], counts[False, False])
    enough = min(found.hits + found.missed, found.false_alarms + found.silent) >= _MIN_ANSWERS
    return found if enough else None


def right_of(measured: Iterable[Rates]) -> tuple[float, float]:
    """Of cells called reported, and of the others, the share that truly reports."""
    rates = tuple(measured)
    hits, alarms = sum(r.hits for r in rates), sum(r.false_alarms for r in rates)
    missed, silent = sum(r.missed for r in rates), sum(r.silent for r in rates)
    return hits / max(1, hits + alarms), missed / max(1, missed + silent)
