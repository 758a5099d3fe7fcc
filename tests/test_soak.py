"""Commands that are killed, or find the disk full, lose nothing; `make soak` is the long form."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.soak.filling import Filling
from tests.soak.scenarios import ADD, BUILD, IMPORT, MERGE, PRUNE, PUBLISH, REFRESH, RENAME

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes under /proc"),
]


def test_commands_that_are_killed_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    soak = Filling(tmp_path, seed=11)
    kills = {BUILD: 2, PUBLISH: 1, REFRESH: 1, PRUNE: 1, MERGE: 1, IMPORT: 1, RENAME: 1, ADD: 1}
    for scenario, times in kills.items():
        soak.kill(scenario, times)
    assert sum(soak.figures.kills.values()) >= 1
    for scenario, disks in ((BUILD, 1), (PUBLISH, 1), (PRUNE, 1), (RENAME, 1)):
        soak.fill(scenario, disks)
    assert sum(soak.figures.full.values()) == 4
