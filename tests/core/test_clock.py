"""The time of a build, and what stands in its place."""

from __future__ import annotations

import datetime

import pytest

from generator.core.clock import now


def test_the_epoch_replaces_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert now() == datetime.datetime(1970, 1, 2, tzinfo=datetime.UTC)


@pytest.mark.parametrize("written", ["", "²", "-1", "1e9", "9" * 12, "9" * 5000])
def test_what_is_no_time_leaves_the_clock(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", written)
    assert now().year >= 2024
