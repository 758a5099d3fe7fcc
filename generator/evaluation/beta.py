"""The beta distribution, and counts with a beta distributed chance, without a library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

_MAX_TERMS = 400  # of the continued fraction
_MIN_DIVISOR = 1e-300
_TOLERANCE = 1e-12  # relative, of the continued fraction
_BISECTIONS = 44  # halvings of [0, 1]: more digits than a share is reported with


@lru_cache(maxsize=100_000)
def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return the value below which a share of ``probability`` of a beta distribution lies (a, b > 0)."""
    low, high = 0.0, 1.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_cdf(value: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function, by its continued fraction (Press et al. 2007, 6.4)."""
    if value <= 0:
        return 0.0
    if value >= 1:
        return 1.0
    log_front = (
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(value) + b * math.log1p(-value)
    )
    if value < (a + 1) / (a + b + 2):
        return math.exp(log_front) * _fraction(value, a, b) / a
    return 1 - math.exp(log_front) * _fraction(1 - value, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction by Lentz's method, which is fast for x < (a + 1) / (a + b + 2)."""
    c, d = 1.0, 1 / _nonzero(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _MAX_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d, c = 1 / _nonzero(1 + term * d), _nonzero(1 + term / c)
            found *= d * c
        if abs(d * c - 1) < _TOLERANCE:
            break
    return found


def _nonzero(value: float) -> float:
    """Return ``value``, or a tiny number that can be divided by."""
    return value if abs(value) > _MIN_DIVISOR else _MIN_DIVISOR


@lru_cache(maxsize=20_000)
def beta_binomial(n: int, a: float, b: float) -> tuple[float, ...]:
    """Return the probability of each count, 0 to ``n``, if the chance of each of n is beta distributed."""
    whole = math.lgamma(n + 1) - math.lgamma(a) - math.lgamma(b) + math.lgamma(a + b) - math.lgamma(n + a + b)
    return tuple(
        math.exp(
            whole - math.lgamma(k + 1) - math.lgamma(n - k + 1) + math.lgamma(k + a) + math.lgamma(n - k + b)
        )
        for k in range(n + 1)
    )


def sum_distribution(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """Return the probability of each sum of two counts, given the probabilities of both."""
    found = [0.0] * (len(one) + len(other) - 1)
    for i, p in enumerate(one):
        for j, q in enumerate(other):
            found[i + j] += p * q
    return found
