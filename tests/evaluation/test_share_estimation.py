"""Estimates of shares: that they are what the literature says, and that their intervals cover."""

from __future__ import annotations

import math
import random
from functools import cache

import pytest

from generator.core.share import Interval
from generator.evaluation.beta import beta_binomial, beta_cdf, beta_quantile, sum_distribution
from generator.evaluation.quotes_record import rates_of, recorded_rates, reporting_shares
from generator.evaluation.share_estimation import (
    Rates,
    Strata,
    Stratum,
    estimate_from_rates,
    estimate_from_reviews,
    reviews_to_halve,
)

# (share that reports, share of reporting papers that are missed, of others that are called reported)
TRUTHS = ((0.5, 0.15, 0.1), (0.2, 0.15, 0.1), (0.8, 0.15, 0.1), (0.5, 0.3, 0.3), (0.3, 0.4, 0.2))
# (papers, reviews)
SIZES = ((60, 25), (200, 40), (1_000, 60))
SMALL = ((10, 5), (20, 8), (60, 10), (200, 12))
RUNS = 1_000


@cache
def estimated(strata: Strata) -> Interval:
    return estimate_from_reviews(strata)


def drawn(dice: random.Random, truth: tuple[float, float, float], papers: int) -> list[tuple[bool, bool]]:
    """Return for each paper what it is called, and what is true of it."""
    share, missed, alarms = truth
    found = []
    for _ in range(papers):
        true = dice.random() < share
        found.append((dice.random() >= missed if true else dice.random() < alarms, true))
    return found


def covered(truth: tuple[float, float, float], papers: int, reviews: int) -> tuple[float, float]:
    """How often the interval holds the share of these papers; and that of the count of what is called so."""
    dice = random.Random(7)
    hits = naive = 0
    for _ in range(RUNS):
        cells = drawn(dice, truth, papers)
        called = [call for call, _ in cells]
        found = estimated(Strata.of(called, cells[:reviews]))
        true = sum(t for _, t in cells) / papers
        hits += found.lower - 1e-9 <= true <= found.upper + 1e-9
        share = sum(called) / papers
        half = 1.96 * math.sqrt(share * (1 - share) / papers)
        naive += abs(share - true) <= half
    return hits / RUNS, naive / RUNS


@pytest.mark.parametrize(("papers", "reviews"), SIZES)
def test_intervals_by_reviews_cover_in_93_to_97_of_100_cases(papers: int, reviews: int) -> None:
    found = [covered(truth, papers, reviews)[0] for truth in TRUTHS]
    assert 0.93 <= sum(found) / len(found) <= 0.97
    # 1,000 runs tell each share to one point and a half.
    assert 0.93 - 0.01 <= min(found) <= max(found) <= 0.97 + 0.01


@pytest.mark.parametrize(("papers", "reviews"), SMALL)
def test_of_few_reviews_intervals_cover_no_less_and_on_the_average_hardly_more(
    papers: int, reviews: int
) -> None:
    # Of so few, counts jump: where an error is rarely seen, every interval that is valid covers more often.
    found = [covered(truth, papers, reviews)[0] for truth in TRUTHS]
    assert min(found) >= 0.93
    assert sum(found) / len(found) <= (0.98 if papers > 10 else 0.995)


def test_a_count_of_what_is_called_reported_does_not_cover() -> None:
    assert max(covered((0.2, 0.15, 0.1), 1_000, 60)[1], covered((0.3, 0.4, 0.05), 1_000, 60)[1]) < 0.8


def ppi_plus_plus(labelled: list[tuple[bool, bool]], called: list[bool]) -> float:
    """Return the mean by equation 2 of Angelopoulos et al. 2023 (arXiv:2311.01453), with its weight."""
    n, size = len(labelled), len(called)
    mean_f, mean_y = sum(f for f, _ in labelled) / n, sum(y for _, y in labelled) / n
    covariance = sum((f - mean_f) * (y - mean_y) for f, y in labelled) / n
    variance = sum((f - mean_f) ** 2 for f, _ in labelled) / n
    weight = covariance / variance
    return weight * sum(called) / size + sum(y - weight * f for f, y in labelled) / n


def test_the_estimate_is_that_of_prediction_powered_inference() -> None:
    dice = random.Random(3)
    for _ in range(50):
        cells = drawn(dice, (0.4, 0.2, 0.15), 5_000)
        sample, rest = cells[:80], cells[80:]
        found = estimate_from_reviews(Strata.of([call for call, _ in cells], sample)).share
        # Theirs is of the papers that are not reviewed; those that are, are known.
        theirs = ppi_plus_plus(sample, [call for call, _ in rest])
        assert found == pytest.approx((theirs * len(rest) + sum(y for _, y in sample)) / len(cells))


def test_of_papers_that_are_all_reviewed_nothing_is_left_to_estimate() -> None:
    strata = Strata(Stratum(3, 3, 2), Stratum(5, 5, 1))
    assert estimate_from_reviews(strata) == Interval(3 / 8, 3 / 8, 3 / 8)
    assert reviews_to_halve(strata, 0.0) is None


def test_known_papers_bound_the_interval() -> None:
    found = estimate_from_reviews(Strata(Stratum(6, 5, 4), Stratum(4, 3, 1)))
    assert 5 / 10 <= found.lower <= found.share <= found.upper <= 7 / 10


def test_there_is_no_share_of_no_papers() -> None:
    nothing = Strata.of([], [])
    with pytest.raises(ValueError, match="no papers"):
        estimate_from_reviews(nothing)
    with pytest.raises(ValueError, match="no papers"):
        estimate_from_rates(0, 0, recorded_rates())
    with pytest.raises(ValueError, match="nothing was measured"):
        estimate_from_rates(1, 2, ())


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
@pytest.mark.parametrize(("sensitivity", "specificity"), [(0.9, 0.85), (0.8, 0.95)])
@pytest.mark.parametrize(("papers", "labels"), [(60, 60), (200, 300)])
def test_intervals_by_rates_cover_in_93_to_97_of_100_cases(
    share: float, sensitivity: float, specificity: float, papers: int, labels: int
) -> None:
    dice = random.Random(11)
    hits, runs = 0, 250
    for _ in range(runs):
        cells = drawn(dice, (share, 1 - sensitivity, 1 - specificity), papers)
        right = [sum(dice.random() < rate for _ in range(labels)) for rate in (sensitivity, specificity)]
        rates = Rates(right[0], labels - right[0], labels - right[1], right[1])
        told = sum(call for call, _ in cells)
        found = estimate_from_rates(told, papers, (rates,))
        true = sum(t for _, t in cells) / papers
        hits += found.lower - 1e-9 <= true <= found.upper + 1e-9
    # 250 runs tell a share to 2.8 points.
    assert 0.905 <= hits / runs <= 0.985


def test_rates_that_differ_between_fields_widen_the_interval() -> None:
    one, other = Rates(90, 10, 10, 90), Rates(95, 5, 60, 40)
    alone = estimate_from_rates(50, 100, (one,))
    both = estimate_from_rates(50, 100, (one, other))
    assert both.lower < alone.lower
    assert alone.width < both.width
    assert estimate_from_rates(50, 100, (Rates(5, 5, 5, 5),)).width > 0.95  # statuses that tell nothing


def test_the_estimate_by_rates_is_that_of_rogan_and_gladen() -> None:
    rates = Rates(9_000, 1_000, 1_500, 8_500)
    assert estimate_from_rates(400, 1_000, (rates,)).share == pytest.approx(
        (0.4 + 0.85 - 1) / (0.9 + 0.85 - 1), abs=0.02
    )


def test_the_reviews_that_it_asks_for_halve_the_interval() -> None:
    strata = Strata(Stratum(120, 10, 8), Stratum(180, 15, 2))
    now = estimate_from_reviews(strata).width
    more = reviews_to_halve(strata, now)
    assert more is not None
    assert 25 < more < 275
    dice = random.Random(5)
    widths = []
    for _ in range(40):
        told = [dice.random() < 0.77 for _ in range(round(more * 0.4))]
        silent = [dice.random() < 0.16 for _ in range(more - len(told))]
        after = Strata(
            Stratum(120, 10 + len(told), 8 + sum(told)), Stratum(180, 15 + len(silent), 2 + sum(silent))
        )
        widths.append(estimate_from_reviews(after).width)
    assert sum(widths) / len(widths) == pytest.approx(now / 2, rel=0.15)
    assert reviews_to_halve(Strata(Stratum(3, 2, 1), Stratum(3, 2, 1)), 0.01) is None


def test_questions_taken_together_are_the_sum_of_their_papers() -> None:
    one, other = Strata(Stratum(3, 2, 1), Stratum(4, 1, 0)), Strata(Stratum(1, 1, 1), Stratum(2, 0, 0))
    assert Strata.together([one, other]) == Strata(Stratum(4, 3, 2), Stratum(6, 1, 0))


def test_rates_need_some_of_either_truth() -> None:
    many = [(True, True)] * 6 + [(False, True)] + [(True, False)] * 2 + [(False, False)] * 5
    assert rates_of(many) == Rates(6, 1, 2, 5)
    assert rates_of([(True, True)] * 40 + [(False, False)] * 4) is None
    assert reporting_shares([Rates(6, 1, 2, 5)]) == (6 / 8, 1 / 6)


def test_the_record_tells_something_of_every_field() -> None:
    assert len(recorded_rates()) >= 3
    for rates in recorded_rates():
        assert (
            rates.hits / (rates.hits + rates.missed) + rates.silent / (rates.silent + rates.false_alarms)
            > 1.1
        )


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (0.5, 30.5), (3.5, 1.5), (40.0, 60.0), (900.5, 30.5)])
def test_quantiles_of_the_beta_distribution_are_those_of_scipy(a: float, b: float) -> None:
    scipy = pytest.importorskip("scipy.stats")
    for probability in (0.025, 0.5, 0.975):
        found = beta_quantile(probability, a, b)
        assert found == pytest.approx(scipy.beta.ppf(probability, a, b), abs=1e-9)
        assert beta_cdf(found, a, b) == pytest.approx(probability, abs=1e-9)
    assert beta_binomial(12, a, b) == pytest.approx(scipy.betabinom.pmf(range(13), 12, a, b), abs=1e-9)


def test_chances_of_sums_are_those_of_two_dice() -> None:
    die = [1 / 6] * 6
    assert sum_distribution(die, die)[5] == pytest.approx(6 / 36)
    assert beta_cdf(-1, 2, 2) == 0
    assert beta_cdf(2, 2, 2) == 1
