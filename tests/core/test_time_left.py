"""How long the rest takes, by what was done since the first portion."""

from __future__ import annotations

from generator.core.time_left import Pace


class Clock:
    """A clock that is put by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_told_until_a_second_portion_is_done() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.left(0, 100) is None
    clock.now = 60.0  # a minute for the start of the models
    pace.finished(10)
    assert pace.left(10, 100) is None
    assert pace.left(15, 100) is None
    clock.now = 62.0
    pace.finished(20)
    assert pace.left(20, 100) == 16.0
    clock.now = 66.0
    pace.finished(40)
    assert pace.left(45, 100) == 11.0
    assert pace.left(100, 100) == 0.0


def test_a_portion_in_which_nothing_was_done_tells_nothing() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.finished(10)
    clock.now = 5.0
    pace.finished(10)
    assert pace.left(10, 20) is None
