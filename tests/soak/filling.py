"""Disks that are full in the middle of a command, and what must hold then, and when there is room again."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.soak.killing import PAGE, Soak, Undisturbed, calls, refuse_half_a_site, start
from tests.soak.projects import tree
from tests.soak.scenarios import Scenario

_LARGE = "1g"
# Bytes that a command may need on the way, above what it needs at its end.
_ON_THE_WAY = 40 * PAGE


class Filling(Soak):
    """Projects on small disks, where this machine lets us mount some; else files that cannot be opened."""

    def fill(self, scenario: Scenario, disks: int) -> None:
        """Run a scenario on so many full disks; raises AssertionError where anything is lost."""
        known = self.undisturbed(scenario)
        for _ in range(disks):
            root = self.copy(scenario)
            with contextlib.ExitStack() as stack:
                real = self.dice.random() < 0.6 and stack.enter_context(_mounted(root))
                way = "a small disk" if real else "no room from a change on"
                self._one_disk(scenario, known, root, way)
            shutil.rmtree(root)

    def _one_disk(self, scenario: Scenario, known: Undisturbed, root: Path, way: str) -> None:
        site, full_at = tree(root / "build/site"), 0
        if way == "a small disk":
            used = os.statvfs(root)
            room = self.dice.randint(0, int(known.grown * 1.2) + _ON_THE_WAY)
            _resize(root, str((used.f_blocks - used.f_bfree) * used.f_bsize + room // PAGE * PAGE))
        else:
            full_at = self.dice.randint(1, known.changes)
        said = root.with_name(f"{root.name}.said")
        code = start(root, scenario.command, full_at=full_at, said=said).wait()
        words = said.read_text(encoding="utf-8", errors="replace")
        self.figures.full[scenario.name, way] += 1
        assert code >= 0, f"{scenario.name}: it was ended by a signal ({way})"
        assert "Traceback" not in words, f"{scenario.name}: {words} ({way})"
        if code == 0:
            self.figures.spared += 1
        else:
            assert "No space left on device" in words, f"{scenario.name}: {words} ({way})"
        finished = self.after_a_disturbance(scenario, known, root, set())
        refuse_half_a_site(scenario, known, root, site, way)
        if way == "a small disk":
            _resize(root, _LARGE)
        before = len(calls(root))
        assert start(root, scenario.command).wait() == 0, f"{scenario.name}: the run after a full disk failed"
        again = finished & set(calls(root)[before:])
        assert not again, f"{scenario.name}: a finished answer was computed again"
        self.completed(scenario, known, root)


@contextlib.contextmanager
def _mounted(root: Path) -> Iterator[bool]:
    """Move a project onto a disk of its own under the same path; yield False if nothing can be mounted."""
    aside = root.rename(root.with_name(f"{root.name}.aside"))
    root.mkdir()
    try:
        command = ["mount", "-t", "tmpfs", "-o", f"size={_LARGE}", "tmpfs", str(root)]
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        shutil.copytree(aside, root, dirs_exist_ok=True)
        shutil.rmtree(aside)
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(root)], check=True)


def _resize(root: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(root)], check=True)
