"""Figures on status and probability, against values worked out by hand."""

from __future__ import annotations

import pytest

from generator.core import Bands
from generator.evaluation.metrics import calibration_error, f1
from generator.evaluation.status_figures import StatusCell, status_figures

# Ten cells: five called reported (four are), five called not reported (two are).
CELLS = [
    StatusCell(True, True, 0.95),
    StatusCell(True, True, 0.93),
    StatusCell(True, True, 0.8),
    StatusCell(True, True, 0.6),
    StatusCell(True, False, 0.92),
    StatusCell(False, False, 0.02),
    StatusCell(False, False, 0.04),
    StatusCell(False, False, 0.3),
    StatusCell(False, True, 0.2),
    StatusCell(False, True, 0.05),
]


def test_the_figures_of_ten_cells() -> None:
    figures = status_figures(CELLS)
    assert figures["n"] == 10
    assert figures["accuracy"] == 0.7  # 4 + 3 of 10
    assert figures["f1"] == pytest.approx(8 / 11)  # 2 * 4 / (5 said + 6 gold)
    assert figures["false_not_reported"] == pytest.approx(2 / 5)
    assert figures["false_reported"] == pytest.approx(1 / 5)
    # By chance .5 * .6 + .5 * .4 = .5 would agree: (.7 - .5) / (1 - .5).
    assert figures["status_kappa"] == pytest.approx(0.4)
    # Recall of reported 4/6, of not reported 3/4.
    assert figures["status_balanced_accuracy"] == pytest.approx((4 / 6 + 3 / 4) / 2)
    # .95, .93, .92, .02, .04 and .05 are sure; of these the .92 and the .05 are wrong.
    assert figures["sure"] == 0.6
    assert figures["sure_wrong"] == pytest.approx(2 / 6)


def test_what_contradicts_its_probability_is_not_sure() -> None:
    assert status_figures([StatusCell(False, False, 0.97)])["sure"] == 0
    assert status_figures([StatusCell(True, True, 0.85)], Bands(sure=0.8, likely=0.6))["sure"] == 1


def test_cells_without_a_probability_count_for_the_status_alone() -> None:
    figures = status_figures(
        [StatusCell(True, True), StatusCell(False, True, 0.05), StatusCell(False, False, 0.05)]
    )
    assert figures["accuracy"] == pytest.approx(2 / 3)
    assert (figures["sure"], figures["sure_wrong"]) == (1, 0.5)
    assert figures["ece"] == pytest.approx(0.45)  # .5 are true where .05 was said


def test_what_cannot_be_told_is_none() -> None:
    assert set(status_figures([]).values()) == {0, None}
    alone = status_figures([StatusCell(True, True)])
    none = ("status_kappa", "status_balanced_accuracy", "false_not_reported", "sure", "sure_wrong", "ece")
    assert [name for name, value in alone.items() if value is None] == sorted(none, key=list(alone).index)


@pytest.mark.parametrize(
    ("probabilities", "labels", "error"),
    [
        ([], [], None),
        ([1.0], [True], 0.0),
        ([0.0, 1.0], [True, False], 1.0),
        # One bin: .72 and .78 said, one of two true. Means, not each by itself.
        ([0.72, 0.78], [True, False], 0.25),
        # Two bins, three items in the one and one in the other: (|2.4 - 3| + |.1 - 0|) / 4.
        ([0.8, 0.8, 0.8, 0.1], [True, True, True, False], 0.175),
    ],
)
def test_the_calibration_error_weighs_bins_by_their_items(
    probabilities: list[float], labels: list[bool], error: float | None
) -> None:
    assert calibration_error(probabilities, labels) == (None if error is None else pytest.approx(error))


def test_f1_is_that_of_what_is_true() -> None:
    assert f1([False], [False]) is None
    assert f1([True, False], [False, True]) == 0
    with pytest.raises(ValueError, match="argument"):
        f1([True], [])
