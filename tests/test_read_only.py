"""A project on a disk that may only be read: what looks at it works, what writes says so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOOKING = ("status", "verify", "plan --no-calibration", "why beetles random-seeds", "find seeds were fixed")
WRITING = ("build", "publish", "prune --yes")


def test_what_looks_works_and_what_writes_says_that_it_cannot(built_folder: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("needs mount namespaces")
    alone = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets us mount nothing")
    (built_folder / "content/papers/new.md").write_text("# New\n\nSeeds were fixed to 7.\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in built_folder.rglob("*")}
    done = subprocess.run(
        [*alone, sys.executable, "-m", "tests.read_only", str(built_folder), *LOOKING, *WRITING],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = dict(zip((*LOOKING, *WRITING), json.loads(done.stdout.splitlines()[-1]), strict=True))
    for command in LOOKING:
        code, said = found[command]
        assert code == 0, f"{command}: {said}"
    for command in WRITING:
        code, said = found[command]
        assert code == 1, f"{command}: {said}"
        assert said.startswith("Error: "), command
        assert "cannot be locked (Read-only file system); make the folder writable" in said, command
        assert said.count("\n") == 1, command
    assert {path: path.stat().st_mtime_ns for path in built_folder.rglob("*")} == before
