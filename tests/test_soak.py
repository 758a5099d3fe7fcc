"""Commands killed at random moments lose nothing; `python -m tests.soak --kills 100` is the long form."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.soak.killing import BUILD, MERGE, PRUNE, PUBLISH, REFRESH, Soak

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes under /proc"),
]


def test_commands_that_are_killed_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    soak = Soak(tmp_path, seed=11)
    for scenario, kills in ((BUILD, 3), (PUBLISH, 2), (REFRESH, 1), (PRUNE, 1), (MERGE, 1)):
        soak.kill(scenario, kills)
    assert sum(soak.figures.kills.values()) >= 1
