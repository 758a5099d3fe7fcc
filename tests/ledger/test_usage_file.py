"""What answers cost is kept beside them, summed over builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import LedgerError
from generator.ledger import RecordedUsage, add_usage, total_usage
from generator.ledger.usage_file import EFFORT_FILE


def test_costs_add_up_over_builds_and_papers(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    add_usage(tmp_path, "a", {"m": RecordedUsage(2, 1.5, 100)})
    add_usage(tmp_path, "a", {"m": RecordedUsage(1, 0.5, 10), "quotes": RecordedUsage(28, 0.0, 0)})
    add_usage(tmp_path, "b", {"m": RecordedUsage(1, 1.0, 5)})
    assert total_usage(tmp_path) == {"m": RecordedUsage(4, 3.0, 115), "quotes": RecordedUsage(28, 0.0, 0)}


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"m": 3}', '{"m": {"answers": "x"}}'])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / EFFORT_FILE).write_text(damaged, encoding="utf-8")
    assert total_usage(tmp_path) == {}
    add_usage(tmp_path, "a", {"m": RecordedUsage(1, 0.25, 7)})
    assert total_usage(tmp_path)["m"].tokens == 7


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("x")
    with pytest.raises(LedgerError, match="cannot be written"):
        add_usage(tmp_path, "a file", {"m": RecordedUsage(1, 1.0, 1)})
