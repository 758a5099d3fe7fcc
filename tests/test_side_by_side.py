"""Several builds of one project at once, as processes of their own: shards, and what must wait its turn."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.soak.killing import calls, start
from tests.soak.projects import PAPERS, answers_of, edit, new_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the scripted model notes its calls for Unix"),
]


def wait_for(root: Path, number: int) -> None:
    """Until so many questions have been put."""
    until = time.monotonic() + 300
    while len(calls(root)) < number and time.monotonic() < until:
        time.sleep(0.05)


def refusal(root: Path, *command: str) -> str:
    """Return what a command says if it is refused."""
    said = root.with_name("said")
    assert start(root, command, said=said).wait() == 1
    text = said.read_text(encoding="utf-8")
    assert text.count("\n") == 1
    return text


def test_shards_share_a_folder_and_whole_builds_take_turns(tmp_path: Path) -> None:
    root = new_project(tmp_path / "project")
    hold = root.with_name(f"{root.name}.hold")
    hold.touch()
    shards = [start(root, ("build", "--shard", f"{n}/2", "--jobs", "1")) for n in (1, 2)]
    wait_for(root, 2)  # one of each
    assert "lock-1-of-2: held by a build of process" in refusal(root, "build")
    hold.unlink()
    assert [shard.wait() for shard in shards] == [0, 0]
    assert len(calls(root)) == len(set(calls(root))) == len(answers_of(root)) == 5 * PAPERS
    edit(root, "content/questions/five.yml", "Which metrics were used?", "Which measures were used?")
    hold.touch()
    build = start(root, ("build", "--jobs", "1"))
    wait_for(root, 5 * PAPERS + 1)
    assert "lock: held by a build of process" in refusal(root, "build", "--shard", "1/2")
    hold.unlink()
    assert build.wait() == 0
    assert len(calls(root)) == len(set(calls(root))) == 6 * PAPERS
    assert (root / "build/site/index.html").is_file()
