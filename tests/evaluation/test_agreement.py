from __future__ import annotations

import pytest

from generator.evaluation.agreement import Agreement, gold_agreement, group_agreement, pair_agreement


def test_two_raters_get_share_and_kappa() -> None:
    # 2 of 4 equal; chance: .5 * .75 + .5 * .25 = .5, so that kappa is 0.
    assert pair_agreement("aabb", "aaab"[::-1], "none") == Agreement(4, 0.25, pytest.approx(-0.5))
    assert pair_agreement("ab", "ab", "none") == Agreement(2, 1.0, 1.0)


def test_agreement_on_one_label_throughout_has_no_kappa() -> None:
    found = pair_agreement("aaa", "aaa", "none")
    assert (found.n, found.share, found.kappa) == (3, 1.0, None)
    assert set(found.undefined) == {"kappa"}


def test_nothing_to_compare_is_undefined_not_zero() -> None:
    for found in (pair_agreement("", "", "never both"), group_agreement([["a"], []], "never both")):
        assert found == Agreement(0, None, None, {"share": "never both", "kappa": "never both"})


def test_several_raters_get_the_share_of_equal_pairs_and_fleiss_kappa() -> None:
    found = group_agreement([["a", "a", "b"], ["b", "b", "b"], ["a"]], "none")
    # Pairs: 1/3 and 1. Labels: 2 a and 4 b, chance 1/9 + 4/9.
    assert found == Agreement(2, pytest.approx(2 / 3), pytest.approx((2 / 3 - 5 / 9) / (4 / 9)))


@pytest.mark.parametrize(
    ("ours", "gold", "undefined"),
    [
        ("", "", {"accuracy", "kappa", "balanced_accuracy"}),
        ("ab", "aa", {"balanced_accuracy"}),
        ("aa", "aa", {"balanced_accuracy", "kappa"}),
        ("aa", "ab", set()),
    ],
)
def test_what_gold_cannot_tell_is_named(ours: str, gold: str, undefined: set[str]) -> None:
    found = gold_agreement(ours, gold, "nothing")
    assert set(found["undefined"]) == undefined == {k for k in found if found[k] is None}
    assert found["n"] == len(gold)
