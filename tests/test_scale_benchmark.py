"""The benchmark of scale runs, in its short form, and what it builds on holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import scale


def test_a_small_collection_is_measured_with_stand_ins_for_its_site(tmp_path: Path) -> None:
    found = scale.measure(3, tmp_path / "project", full=False)
    assert found["answers"] == 84
    assert found["ledger, files"] == 3
    assert 0 < found["nothing to do, s"] < 60
    assert 0 < found["ledger in git, MB"] < found["clone, MB"] + found["ledger, MB"]


@pytest.mark.parametrize(
    ("times", "exponent"), [((1.0, 10.0), 1.0), ((1.0, 100.0), 2.0), ((5.0, 5.0), 0.0), ((0.0, 5.0), None)]
)
def test_growth_is_an_exponent(times: tuple[float, float], exponent: float | None) -> None:
    found = scale.growth({100: {"s": times[0]}, 1000: {"s": times[1]}})
    assert found.get("s") == (None if exponent is None else pytest.approx(exponent))
