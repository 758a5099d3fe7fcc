"""The time of a build, from the clock or from SOURCE_DATE_EPOCH."""

from __future__ import annotations

import datetime

import pytest

from generator.core.clock import now


@pytest.mark.parametrize(("epoch", "year"), [("0", 1970), ("1763885400", 2025), ("99999999999", 5138)])
def test_the_time_that_is_set_replaces_the_clock(
    monkeypatch: pytest.MonkeyPatch, epoch: str, year: int
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert now().year == year


@pytest.mark.parametrize("epoch", ["", "soon", "-1", "1e9", "9" * 12, "9" * 5000, "\N{SUPERSCRIPT TWO}"])
def test_what_is_no_time_is_passed_over(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert abs(now() - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=10)
