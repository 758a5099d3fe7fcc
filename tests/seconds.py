"""How long each file of tests takes, kept from run to run: so `make quick` knows what fits into a minute.

Tests that are marked slow, or that need a browser, do not count: `make quick` leaves them out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

RECORD = Path(__file__).resolve().parent.parent / "build" / "test-seconds.json"
LEFT_OUT = ("slow", "browser")
# A busy machine makes every test slow. So the record of a file rises by at most a half from run to run.
_MAX_RISE = 1.5
_ALWAYS_ALLOWED = 0.5  # seconds that a file may be said to take, however little it took before


def read_seconds(record: Path = RECORD) -> dict[str, float]:
    """Return file of tests -> seconds of its last whole run; empty if nothing readable was recorded."""
    try:
        found = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: float(seconds) for name, seconds in found.items() if isinstance(seconds, int | float)}


def write_seconds(measured: Mapping[str, float], record: Path = RECORD) -> None:
    """Write ``measured`` over the same files in the record, and keep the others."""
    known = read_seconds(record)
    for name, seconds in measured.items():
        most = max(_ALWAYS_ALLOWED, _MAX_RISE * known[name]) if name in known else seconds
        known[name] = round(min(seconds, most), 2)
    record.parent.mkdir(parents=True, exist_ok=True)
    fresh = record.with_suffix(".new")
    fresh.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n", encoding="utf-8")
    fresh.replace(record)


class SecondsRecorder:
    """A plugin of pytest that adds up the seconds of each file, and records them if whole files were run."""

    def __init__(self, config: pytest.Config, record: Path = RECORD) -> None:
        options = config.option
        is_part = options.keyword or getattr(options, "lf", False) or options.maxfail
        self._is_whole = not is_part and not any("::" in name for name in config.args)
        self._record, self._measured = record, dict[str, float]()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not any(mark in report.keywords for mark in LEFT_OUT):
            file = report.nodeid.partition("::")[0]
            self._measured[file] = self._measured.get(file, 0.0) + report.duration

    def pytest_sessionfinish(self) -> None:
        if self._is_whole and self._measured:
            write_seconds(self._measured, self._record)
