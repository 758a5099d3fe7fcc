"""What a process makes for a while stays while it lives, and goes when it is dead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.storage.owned import is_left_behind, owned

LONG_AGO = 1_000_000_000


def of_another_process() -> str:
    """Return the beginning of a name given by a process that has ended since."""
    code = "from generator.storage.owned import owned; print(owned('.x-'))"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_what_is_ours_stays_and_what_a_dead_process_made_goes(tmp_path: Path) -> None:
    ours, dead = tmp_path / f"{owned('.x-')}a", tmp_path / f"{of_another_process()}a"
    for file in (ours, dead):
        file.touch()
    os.utime(ours, (LONG_AGO, LONG_AGO))
    assert ours.name != dead.name
    assert not is_left_behind(ours, ".x-")
    assert is_left_behind(dead, ".x-")


@pytest.mark.parametrize("name", [".x-00000000-1-a", ".x-abc", ".x-00000000-99999999999999999999-a"])
def test_what_is_of_another_host_or_tells_no_owner_goes_when_it_is_old(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.touch()
    assert not is_left_behind(file, ".x-")
    os.utime(file, (LONG_AGO, LONG_AGO))
    assert is_left_behind(file, ".x-")


def test_what_is_gone_meanwhile_was_not_left_behind(tmp_path: Path) -> None:
    assert not is_left_behind(tmp_path / ".x-abc", ".x-")
