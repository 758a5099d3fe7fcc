"""How many papers of a collection report, although some statuses are wrong: estimates with 95 % intervals.

The collection is the whole population: the estimate is of the share of *its* papers that report, not of
papers like them. Nothing is left to estimate once all of them are reviewed.

`estimate_from_reviews` is prediction-powered inference (Angelopoulos et al. 2023, Science 382:669; with the
weight of PPI++, arXiv:2311.01453): statuses of all papers, corrected by a random sample of papers for which
people found the truth. With two statuses, the PPI++ estimate of a mean is that of a sample stratified after
it was drawn: the share of reporting papers among those called reported and among the others, each weighted
by the number of papers called so. So the interval is that of two counts of a finite population. It holds for
ten reviews too, for which the normal interval is far too narrow.

`estimate_from_rates` is the estimate of Rogan and Gladen (1978, Am J Epidemiol 107:71): without reviews, the
share that is called reported, corrected by how often statuses were wrong where that was measured.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.core.share import Interval
from generator.evaluation.beta import beta_binomial, beta_quantile, sum_distribution

_TAIL = 0.025  # on either side of a 95 % interval
_PRIOR = 0.5  # Jeffreys' prior of a status, worth one review in all
# With more sums, the counts without a review are approximated by one beta distribution.
_MAX_SUMS = 10_000
_DRAWS, _SEED = 1_000, 20
_MIN_INFORMATION = 0.05  # sensitivity + specificity - 1, below which statuses say nothing


@dataclass(frozen=True, slots=True)
class Stratum:
    """Papers with one status.

    size: all of them. reviewed: those in the sample. reported: of these, those that truly report.
    """

    size: int
    reviewed: int
    reported: int


@dataclass(frozen=True, slots=True)
class Strata:
    """A question's papers. positive: those called reported, at least in part; negative: the others."""

    positive: Stratum
    negative: Stratum

    @classmethod
    def of(cls, called: Iterable[bool], reviewed: Iterable[tuple[bool, bool]]) -> Strata:
        """Return the strata of papers.

        called: whether each paper is called reported. reviewed: for each paper of the sample, whether it is
        called reported and whether it truly reports.
        """
        calls, sample = list(called), list(reviewed)

        def part(call: bool) -> Stratum:
            truths = [true for said, true in sample if said is call]
            return Stratum(calls.count(call), len(truths), sum(truths))

        return cls(part(True), part(False))

    @classmethod
    def together(cls, parts: Iterable[Strata]) -> Strata:
        """Return several questions' papers as one."""
        found = tuple(parts)

        def one(strata: Sequence[Stratum]) -> Stratum:
            return Stratum(
                sum(s.size for s in strata), sum(s.reviewed for s in strata), sum(s.reported for s in strata)
            )

        return cls(one([p.positive for p in found]), one([p.negative for p in found]))

    @property
    def size(self) -> int:
        """Number of papers."""
        return self.positive.size + self.negative.size

    @property
    def reviewed(self) -> int:
        """Number of papers in the sample."""
        return self.positive.reviewed + self.negative.reviewed


@dataclass(frozen=True, slots=True)
class Rates:
    """How statuses of one kind of papers compare with the truth.

    hits: reported, and called so. missed: reported, but not called so. false_alarms: called reported, but
    not reported. silent: neither.
    """

    hits: int
    missed: int
    false_alarms: int
    silent: int

    @property
    def cells(self) -> int:
        """Number of statuses compared."""
        return self.hits + self.missed + self.false_alarms + self.silent


def estimate_from_reviews(strata: Strata) -> Interval:
    """Return the share of papers that report, from a random sample of them.

    Raises ValueError if there are no papers.
    """
    if not strata.size:
        raise ValueError("there are no papers")
    found = strata.positive.reported + strata.negative.reported
    left = strata.size - strata.reviewed
    share = _estimate(strata)
    if not left:
        return Interval(share, share, share)
    lower, upper = _bounds(strata)
    low, high = (found + lower) / strata.size, (found + upper) / strata.size
    return Interval(share, min(low, share), max(high, share))


def _estimate(strata: Strata) -> float:
    """Return the PPI++ estimate.

    A status that no paper of the sample has counts as half reporting.
    """
    total = 0.0
    for part in (strata.positive, strata.negative):
        rate = part.reported / part.reviewed if part.reviewed else _PRIOR
        total += part.reported + (part.size - part.reviewed) * rate
    return total / strata.size


def _bounds(strata: Strata) -> tuple[float, float]:
    """Return the lowest and the highest likely number of reporting papers among those without a review."""
    parts = [
        (part.size - part.reviewed, part.reported + _PRIOR, part.reviewed - part.reported + _PRIOR)
        for part in (strata.positive, strata.negative)
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
    """Return the same bounds from the exact distribution of both counts."""
    chances = sum_distribution(one, other)
    below, lower = 0.0, 0
    while below + chances[lower] < _TAIL:
        below += chances[lower]
        lower += 1
    above, upper = 0.0, len(chances) - 1
    while above + chances[upper] < _TAIL:
        above += chances[upper]
        upper -= 1
    return lower, upper


def estimate_from_rates(called: int, papers: int, measured: tuple[Rates, ...]) -> Interval:
    """Return the share of papers that report, from the number called so and how often that was right.

    measured: one for each kind of papers on which it was measured. The interval includes three
    uncertainties: how few papers were labelled, how much kinds of papers differ (this collection may be like
    any of them), and which of these papers happen to be called wrongly. Raises ValueError if there are no
    papers or nothing was measured.
    """
    if not papers or not measured:
        raise ValueError("there are no papers, or nothing was measured")
    share_called = called / papers
    found = []
    for sensitivity, specificity, normal in _draws(measured):
        information = sensitivity + specificity - 1
        if information < _MIN_INFORMATION:
            found += [0.0, 1.0]
            continue
        share = _clipped((share_called + specificity - 1) / information)
        noise = share * sensitivity * (1 - sensitivity) + (1 - share) * specificity * (1 - specificity)
        found += [
            _clipped(share + sign * normal * math.sqrt(noise / papers) / information) for sign in (1, -1)
        ]
    found.sort()
    last = len(found) - 1
    return Interval(found[last // 2], found[math.floor(_TAIL * last)], found[math.ceil((1 - _TAIL) * last)])


def _clipped(share: float) -> float:
    """Return a share, limited to 0 to 1."""
    return min(1.0, max(0.0, share))


@lru_cache(maxsize=16)
def _draws(measured: tuple[Rates, ...]) -> tuple[tuple[float, float, float], ...]:
    """Return likely sensitivities and specificities, each with a normal number; always the same."""
    dice = random.Random(_SEED)
    return tuple(
        (
            dice.betavariate(rates.hits + _PRIOR, rates.missed + _PRIOR),
            dice.betavariate(rates.silent + _PRIOR, rates.false_alarms + _PRIOR),
            dice.gauss(0, 1),
        )
        for _ in range(_DRAWS // len(measured))
        for rates in measured
    )


def reviews_to_halve(strata: Strata, width: float, right: tuple[float, float] | None = None) -> int | None:
    """Return how many more reviews of the random sample are likely to halve an interval of ``width``.

    right: the shares of papers called reported, and of the others, that truly report; without it, those of
    the sample. None if there is nothing to halve, or if all papers would have to be reviewed.
    """
    left = strata.size - strata.reviewed
    if width <= 0 or left < 1:
        return None
    low, high = 0, left
    while high - low > 1:
        middle = (low + high) // 2
        if estimate_from_reviews(_extended(strata, middle, right)).width <= width / 2:
            high = middle
        else:
            low = middle
    return high if high < left else None


def _extended(strata: Strata, more: int, right: tuple[float, float] | None) -> Strata:
    """Return the sample as it would be with ``more`` reviews."""
    left = strata.size - strata.reviewed

    def part(now: Stratum, called: bool) -> Stratum:
        added = round(more * (now.size - now.reviewed) / left)
        # With the prior of `_bounds`, so that one review of a status does not count as certainty.
        rate = (now.reported + _PRIOR) / (now.reviewed + 2 * _PRIOR)
        if right is not None:
            rate = right[not called]
        return Stratum(now.size, now.reviewed + added, now.reported + round(added * rate))

    return Strata(part(strata.positive, True), part(strata.negative, False))
