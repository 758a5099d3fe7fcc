"""How many papers of a collection report, though some statuses are wrong: estimates with 95 % intervals.

The collection is the whole population: what is estimated is the share of *its* papers that report, not that
of papers like them. Nothing is left to estimate once all of them are reviewed.

`by_reviews` is prediction-powered inference (Angelopoulos et al. 2023, Science 382:669; with the weight of
PPI++, arXiv:2311.01453): statuses of all papers, corrected by a random sample of papers whose truth people
found. With two statuses the PPI++ estimate of a mean is that of a sample stratified after it was drawn: the
share of reporting papers among those called reported and among the others, each weighted by how many are
called so. So the interval is that of two counts of a finite population, which holds for ten reviews too,
where the normal one is far too narrow.

`by_rates` is the estimate of Rogan and Gladen (1978, Am J Epidemiol 107:71): without reviews, the share that
is called reported, corrected by how often statuses were wrong where that was measured.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.core.share import Interval
from generator.evaluation.beta import beta_binomial, beta_quantile, sum_of

_TAIL = 0.025
# What is supposed of a status before any was reviewed, worth one review (Jeffreys' prior).
_HALF = 0.5
# From how many sums on the counts that are not reviewed are taken together as one beta distribution.
_MAX_SUMS = 10_000
_DRAWS, _SEED = 1_000, 20
# Statuses that tell less than this (sensitivity + specificity - 1) tell nothing.
_USELESS = 0.05


@dataclass(frozen=True, slots=True)
class Stratum:
    """Papers with one status. size: all of them; reviewed: in the sample; reported: of these, truly so."""

    size: int
    reviewed: int
    reported: int


@dataclass(frozen=True, slots=True)
class Strata:
    """A question's papers. told: those called reported, at least in part; silent: the others."""

    told: Stratum
    silent: Stratum

    @classmethod
    def of(cls, called: Iterable[bool], reviewed: Iterable[tuple[bool, bool]]) -> Strata:
        """called: of each paper. reviewed: of each in the sample, what it is called and what is true."""
        calls, sample = list(called), list(reviewed)

        def part(call: bool) -> Stratum:
            truths = [true for said, true in sample if said is call]
            return Stratum(calls.count(call), len(truths), sum(truths))

        return cls(part(True), part(False))

    @classmethod
    def together(cls, parts: Iterable[Strata]) -> Strata:
        """Several questions' papers as one."""
        found = tuple(parts)

        def one(strata: Sequence[Stratum]) -> Stratum:
            return Stratum(
                sum(s.size for s in strata), sum(s.reviewed for s in strata), sum(s.reported for s in strata)
            )

        return cls(one([p.told for p in found]), one([p.silent for p in found]))

    @property
    def size(self) -> int:
        return self.told.size + self.silent.size

    @property
    def reviewed(self) -> int:
        return self.told.reviewed + self.silent.reviewed


@dataclass(frozen=True, slots=True)
class Rates:
    """How statuses of one kind of papers compared with the truth.

    hits: reported, and called so; missed: reported, and not called so; false_alarms, silent: the same of
    papers that do not report.
    """

    hits: int
    missed: int
    false_alarms: int
    silent: int

    @property
    def cells(self) -> int:
        return self.hits + self.missed + self.false_alarms + self.silent


def by_reviews(strata: Strata) -> Interval:
    """The share of papers that report, from a random sample of them. Raises ValueError of no papers."""
    if not strata.size:
        raise ValueError("there are no papers")
    found = strata.told.reported + strata.silent.reported
    left = strata.size - strata.reviewed
    share = _estimate(strata)
    if not left:
        return Interval(share, share, share)
    lower, upper = _bounds(strata)
    low, high = (found + lower) / strata.size, (found + upper) / strata.size
    return Interval(share, min(low, share), max(high, share))


def _estimate(strata: Strata) -> float:
    """The PPI++ estimate; of a status that no paper of the sample has, half are supposed to report."""
    total = 0.0
    for part in (strata.told, strata.silent):
        rate = part.reported / part.reviewed if part.reviewed else _HALF
        total += part.reported + (part.size - part.reviewed) * rate
    return total / strata.size


def _bounds(strata: Strata) -> tuple[float, float]:
    """Between which numbers of reporting papers those lie that are not reviewed."""
    parts = [
        (part.size - part.reviewed, part.reported + _HALF, part.reviewed - part.reported + _HALF)
        for part in (strata.told, strata.silent)
    ]
    if (parts[0][0] + 1) * (parts[1][0] + 1) <= _MAX_SUMS:
        return _exact(*(beta_binomial(*part) for part in parts))
    left = sum(n for n, _, _ in parts)
    mean = sum(n * a / (a + b) for n, a, b in parts) / left
    spread = sum(n * a * b * (a + b + n) / ((a + b) ** 2 * (a + b + 1)) for n, a, b in parts) / left**2
    weight = mean * (1 - mean) / spread - 1
    low, high = (beta_quantile(p, mean * weight, (1 - mean) * weight) for p in (_TAIL, 1 - _TAIL))
    return left * low, left * high


def _exact(one: Sequence[float], other: Sequence[float]) -> tuple[int, int]:
    chances = sum_of(one, other)
    below, lower = 0.0, 0
    while below + chances[lower] < _TAIL:
        below += chances[lower]
        lower += 1
    above, upper = 0.0, len(chances) - 1
    while above + chances[upper] < _TAIL:
        above += chances[upper]
        upper -= 1
    return lower, upper


def by_rates(told: int, papers: int, measured: tuple[Rates, ...]) -> Interval:
    """The share of papers that report, from how many are called so and how often that was right.

    measured: one of each kind of papers on which it was measured. The interval holds three doubts: how few
    were labelled, how different kinds of papers are (this collection may be as any of them), and which of
    these very papers happen to be called wrongly. Raises ValueError of no papers, and where nothing was
    measured.
    """
    if not papers or not measured:
        raise ValueError("there are no papers, or nothing was measured")
    called = told / papers
    found = []
    for sensitivity, specificity, normal in _draws(measured):
        telling = sensitivity + specificity - 1
        if telling < _USELESS:
            found += [0.0, 1.0]
            continue
        share = _clipped((called + specificity - 1) / telling)
        noise = share * sensitivity * (1 - sensitivity) + (1 - share) * specificity * (1 - specificity)
        found += [_clipped(share + sign * normal * math.sqrt(noise / papers) / telling) for sign in (1, -1)]
    found.sort()
    last = len(found) - 1
    return Interval(found[last // 2], found[math.floor(_TAIL * last)], found[math.ceil((1 - _TAIL) * last)])


def _clipped(share: float) -> float:
    return min(1.0, max(0.0, share))


@lru_cache(maxsize=16)
def _draws(measured: tuple[Rates, ...]) -> tuple[tuple[float, float, float], ...]:
    """Sensitivities and specificities that may hold here, each with a normal number; always the same."""
    dice = random.Random(_SEED)
    return tuple(
        (
            dice.betavariate(rates.hits + _HALF, rates.missed + _HALF),
            dice.betavariate(rates.silent + _HALF, rates.false_alarms + _HALF),
            dice.gauss(0, 1),
        )
        for _ in range(_DRAWS // len(measured))
        for rates in measured
    )


def reviews_to_halve(strata: Strata, width: float, right: tuple[float, float] | None = None) -> int | None:
    """How many more reviews of the random sample are likely to halve an interval of ``width``.

    right: the shares of papers called reported, and of the others, that truly report; without it, those of
    the sample. None where there is nothing to halve, or reviews of all papers would be needed.
    """
    left = strata.size - strata.reviewed
    if width <= 0 or left < 1:
        return None
    low, high = 0, left
    while high - low > 1:
        middle = (low + high) // 2
        if by_reviews(_extended(strata, middle, right)).width <= width / 2:
            high = middle
        else:
            low = middle
    return high if high < left else None


def _extended(strata: Strata, more: int, right: tuple[float, float] | None) -> Strata:
    """The sample as it would be with so many more reviews."""
    left = strata.size - strata.reviewed

    def part(now: Stratum, told: bool) -> Stratum:
        added = round(more * (now.size - now.reviewed) / left)
        # As `_bounds` supposes, so that one review of a status does not count as knowing it.
        rate = (now.reported + _HALF) / (now.reviewed + 2 * _HALF)
        if right is not None:
            rate = right[not told]
        return Stratum(now.size, now.reviewed + added, now.reported + round(added * rate))

    return Strata(part(strata.told, True), part(strata.silent, False))
