"""Progress as it is shown: the paper at hand, and a time left that the start of the models does not spoil."""

from __future__ import annotations

import io

import pytest

from generator.cli import shared
from generator.cli.shared import Bars
from generator.core.time_left import Pace


class Clock:
    """A clock that is put by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    """Write a line of progress for each call, as where there is no terminal."""
    monkeypatch.setattr(shared, "SECONDS_BETWEEN_LINES", 0.0)
    return capsys


def test_the_time_left_is_told_from_the_second_paper_on(lines: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    pace = Pace(clock)
    with Bars() as bars:
        bars("Answering", 0, 40, "starting the models", pace)
        bars("Answering", 0, 40, "smith.pdf, seeds on quotes", pace)
        clock.now = 71.0
        bars("Answering", 10, 40, "", pace)
        pace.finished(10)
        bars("Answering", 10, 40, "lee.pdf, seeds on quotes", pace)
        clock.now = 73.0
        pace.finished(20)
        bars("Answering", 20, 40, "", pace)
    assert lines.readouterr().err.splitlines() == [
        "Answering: 0 of 40 (starting the models)",
        "Answering: 0 of 40 (smith.pdf, seeds on quotes)",
        "Answering: 10 of 40 (smith.pdf, seeds on quotes)",
        "Answering: 10 of 40 (lee.pdf, seeds on quotes)",
        "Answering: 20 of 40 about 4 s left (lee.pdf, seeds on quotes)",
    ]


def test_where_each_step_is_a_paper_the_second_step_tells(lines: pytest.CaptureFixture[str]) -> None:
    with Bars() as bars:
        for done in range(4):
            bars("Reading", done, 9)
        bars("Encoding", 1, 9)  # another phase begins anew
    shown = lines.readouterr().err.splitlines()
    assert ["left" in line for line in shown] == [False, False, True, True, False]


def test_a_terminal_shows_at_once_what_is_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with Bars() as bars:
        bars("Answering", 0, 4, "starting the models", Pace())
        assert "starting the models" in screen.getvalue()
        bars("Answering", 0, 4, "smith.pdf\x1b[31m, seeds on quotes", Pace())
        assert "(smith.pdf\\x1b[31m, seeds on quotes)" in screen.getvalue()
        bars("Answering", 2, 4, "", Pace())
    assert "2/4" in screen.getvalue()
    assert ":" not in screen.getvalue().replace("Answering", "").split("2/4")[1].split("(")[0]


def test_a_bar_that_was_closed_to_print_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with Bars() as bars:
        for done in range(4):
            bars("Trying", done, 4, f"paper-{done}.pdf")
            bars.close()
    last = screen.getvalue().rstrip().splitlines()[-1]
    assert "3/4" in last
    assert "left (paper-3.pdf)" in last
