"""Measures of agreement and of evidence found, against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.evaluation import (
    accuracy,
    balanced_accuracy,
    cohen_kappa,
    confusion,
    fleiss_kappa,
    macro_f1,
    passage_found,
    shingles,
)

A, B = [1, 1, 0, 0], [1, 0, 0, 0]


def test_agreement_of_two() -> None:
    assert accuracy(A, B) == 0.75
    assert cohen_kappa(A, B) == pytest.approx(0.5)
    assert balanced_accuracy(A, B) == pytest.approx((1 + 2 / 3) / 2)
    assert macro_f1(A, B) == pytest.approx((2 / 3 + 0.8) / 2)
    assert confusion(["yes", "no"], ["no", "no"]) == {"no": {"no": 1, "yes": 1}, "yes": {"no": 0, "yes": 0}}


def test_chance_alone_is_no_agreement() -> None:
    assert cohen_kappa([1, 1], [1, 1]) == 0.0
    assert cohen_kappa([1, 0, 1, 0], [1, 1, 0, 0]) == 0.0


@pytest.mark.parametrize("measure", [accuracy, cohen_kappa, macro_f1, balanced_accuracy])
def test_labels_of_different_number_are_refused(measure: object) -> None:
    assert callable(measure)
    with pytest.raises(ValueError, match=r"against|longer|shorter|length"):
        measure([1, 0], [1])


def test_fleiss_kappa_of_the_example_in_the_literature() -> None:
    """14 raters, 10 items, 5 categories: kappa .210 (Fleiss 1971, as worked through in textbooks)."""
    counts = [
        (0, 0, 0, 0, 14),
        (0, 2, 6, 4, 2),
        (0, 0, 3, 5, 6),
        (0, 3, 9, 2, 0),
        (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0),
        (3, 2, 6, 3, 0),
        (2, 5, 3, 2, 2),
        (6, 5, 2, 1, 0),
        (0, 2, 2, 3, 7),
    ]
    votes = [[label for label, n in enumerate(row) for _ in range(n)] for row in counts]
    assert fleiss_kappa(votes) == pytest.approx(0.210, abs=0.0005)


def test_fleiss_kappa_is_not_defined_without_disagreement_or_raters() -> None:
    assert fleiss_kappa([]) is None
    assert fleiss_kappa([["a"], ["b"]]) is None
    assert fleiss_kappa([["a", "a"], ["a", "a", "a"]]) is None
    assert fleiss_kappa([["a", "a"], ["b", "b"]]) == 1.0


@given(st.lists(st.lists(st.sampled_from("xyz"), min_size=2, max_size=6), max_size=8))
def test_fleiss_kappa_never_exceeds_one(votes: list[list[str]]) -> None:
    kappa = fleiss_kappa(votes)
    assert kappa is None or kappa <= 1 + 1e-9


def test_a_passage_is_found_but_for_space_hyphens_and_case() -> None:
    passage = "Random seeds were fixed to forty-two before every run of the training."
    broken = passage.replace("fixed", "fi-\nxed").upper()
    assert passage_found(passage, ["Something else.", broken])
    assert not passage_found(passage, ["Random seeds were fixed."])
    assert not passage_found("", ["anything"])


@given(st.text(max_size=200))
def test_every_text_holds_its_own_shingles(text: str) -> None:
    assert passage_found(text, [text]) == bool(shingles(text))
