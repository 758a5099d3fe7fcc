"""The benchmark of adding runs, in its short form: killed on the way, nothing is fetched twice."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import adding


def test_what_was_killed_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    found = adding.measure(8, 2, 0.01, tmp_path)
    assert found["added"] == 8
    assert found["requests"] == 24
    assert 1 < found["requests at once, most"] <= 2
    assert found["then added"] + found["papers there when killed"] == 8
    assert found["asked for twice"] <= 2  # those that were on their way
