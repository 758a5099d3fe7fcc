"""How often do intervals for the number of species hold the true number when samples are small?

Run ``python richness_intervals.py``: writes ``richness_intervals.json``, the record behind
``richness-intervals.xml``.

Samples of individuals are drawn from three made-up communities of 100 species. Each sample gives three
estimates of the number of species (observed, Chao1, first-order jackknife) and two 95 % intervals.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np
from recording import generator_for, record

SPECIES = 100
SPREADS = {"even": 0.0, "lognormal": 1.0, "steep": 2.0}  # standard deviation of log abundance
SIZES = (50, 100, 200, 400, 800)  # individuals in a sample
REPETITIONS = 2000
SEED = 1
NORMAL_QUANTILE = 1.96
LEVEL = 0.95
ADEQUATE = (0.925, 0.975)  # coverage that counts as near the level
SHOWN = 60  # repetitions whose estimates the figure shows
ESTIMATORS = ("observed", "chao1", "jackknife")
INTERVALS = ("chao1", "jackknife")

Estimates = dict[str, np.ndarray]


def abundances(spread: float) -> np.ndarray:
    """Relative abundances [100] of a community: quantiles of a lognormal, so that nothing is drawn."""
    places = (np.arange(SPECIES) + 0.5) / SPECIES
    logs = spread * np.array([NormalDist().inv_cdf(place) for place in places])
    raw = np.exp(logs)
    return np.asarray(raw / raw.sum())


def counts_of(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Species seen at all, once and twice in each row of ``samples`` [repetition, species], as floats."""
    seen, once, twice = ((samples > 0), (samples == 1), (samples == 2))
    return tuple(part.sum(axis=1).astype(float) for part in (seen, once, twice))  # type: ignore[return-value]


def chao1(seen: np.ndarray, once: np.ndarray, twice: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bias-corrected Chao1 (Chao 1984) and its log-normal 95 % interval (Chao 1987).

    Where no species was seen twice, the variance is that of the manual of EstimateS. Where no unseen
    species is estimated, the interval is the number of species seen.
    """
    unseen = once * (once - 1) / (2 * (twice + 1))
    estimate = seen + unseen
    with_pairs = (
        unseen
        + once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
        + once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    )
    without_pairs = unseen + once * (2 * once - 1) ** 2 / 4 - once**4 / (4 * estimate)
    variance = np.where(twice > 0, with_pairs, without_pairs)
    some = unseen > 0
    safe = np.where(some, unseen, 1.0)
    factor = np.exp(NORMAL_QUANTILE * np.sqrt(np.log1p(variance / safe**2)))
    low = np.where(some, seen + unseen / factor, seen)
    high = np.where(some, seen + unseen * factor, seen)
    return estimate, low, high


def jackknife(seen: np.ndarray, once: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First-order jackknife over individuals and its normal 95 % interval (Burnham and Overton 1978)."""
    share = (size - 1) / size
    estimate = seen + once * share
    half = NORMAL_QUANTILE * np.sqrt(share * (once - once**2 / size))
    return estimate, estimate - half, estimate + half


def judged(estimate: np.ndarray) -> dict[str, float]:
    """Mean, bias and root mean squared error of estimates [repetition], in species."""
    return {
        "mean": float(estimate.mean()),
        "bias": float(estimate.mean() - SPECIES),
        "rmse": float(np.sqrt(((estimate - SPECIES) ** 2).mean())),
    }


def covered(low: np.ndarray, high: np.ndarray) -> dict[str, float]:
    """Share of intervals that hold the truth, its Monte Carlo error, where the others lie, median width."""
    holds = (low <= SPECIES) & (high >= SPECIES)
    share = float(holds.mean())
    return {
        "coverage": share,
        "error": float(np.sqrt(share * (1 - share) / len(holds))),
        "below": float((high < SPECIES).mean()),
        "above": float((low > SPECIES).mean()),
        "width": float(np.median(high - low)),
    }


def cell(community: str, size: int) -> tuple[dict[str, Any], np.ndarray]:
    """Results of one community and sample size, and its Chao1 estimates [repetition]."""
    chance = generator_for(f"{community} {size}", SEED)
    samples = chance.multinomial(size, abundances(SPREADS[community]), REPETITIONS)
    seen, once, twice = counts_of(samples)
    by_chao = chao1(seen, once, twice)
    by_jackknife = jackknife(seen, once, size)
    results: dict[str, Any] = {
        "observed": judged(seen),
        "chao1": judged(by_chao[0]) | covered(*by_chao[1:]),
        "jackknife": judged(by_jackknife[0]) | covered(*by_jackknife[1:]),
        "seen_once": float(once.mean()),
        "point_intervals": int((by_chao[1] == by_chao[2]).sum()),
    }
    return results, by_chao[0]


def experiment() -> dict[str, Any]:
    """All communities and sample sizes; estimators of a cell share its samples."""
    cells: dict[str, dict[str, Any]] = {}
    shown: dict[str, dict[str, list[float]]] = {}
    for community in SPREADS:
        both = {f"{size}": cell(community, size) for size in SIZES}
        cells[community] = {size: results for size, (results, _) in both.items()}
        shown[community] = {size: estimates[:SHOWN].tolist() for size, (_, estimates) in both.items()}
    intervals = [one[name] for row in cells.values() for one in row.values() for name in INTERVALS]
    return {
        "settings": {
            "species": SPECIES,
            "spreads": SPREADS,
            "rarest": {name: float(abundances(spread).min()) for name, spread in SPREADS.items()},
            "commonest": {name: float(abundances(spread).max()) for name, spread in SPREADS.items()},
            "sizes": list(SIZES),
            "scenarios": len(SPREADS) * len(SIZES),
            "repetitions": REPETITIONS,
            "samples": len(SPREADS) * len(SIZES) * REPETITIONS,
            "seed": SEED,
            "level": LEVEL,
            "adequate": list(ADEQUATE),
            "normal_quantile": NORMAL_QUANTILE,
            "shown": SHOWN,
            "planned_error": float(np.sqrt(LEVEL * (1 - LEVEL) / REPETITIONS)),
            "largest_planned_error": float(np.sqrt(0.25 / REPETITIONS)),
        },
        "results": {
            "cells": cells,
            "largest_error": max(one["error"] for one in intervals),
            "point_intervals": sum(one["point_intervals"] for row in cells.values() for one in row.values()),
            "near_nominal": {
                name: sum(
                    ADEQUATE[0] <= one[name]["coverage"] <= ADEQUATE[1]
                    for row in cells.values()
                    for one in row.values()
                )
                for name in INTERVALS
            },
        },
        "runs": shown,
    }


if __name__ == "__main__":
    record(__file__, ("numpy",), experiment)
