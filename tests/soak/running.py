"""`answerbook` but for its model (see `tests.soak.scripted`): `python -m tests.soak.running COMMAND...`.

It can die by itself, as if killed, right before a given change that it makes to files, or find the disk full
from there on: the environment says before which one (from 1), among those under which folder, or where to
write how many there were.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from pathlib import Path

import generator.run.jobs
from generator.cli import main
from tests.soak.scripted import work

DIE_AT, FULL_AT, COUNT, FOLDER = "SOAK_DIE_AT", "SOAK_FULL_AT", "SOAK_COUNT", "SOAK_FOLDER"
_CHANGES = ("os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate")
# What needs room on a disk; to rename, to remove and to cut need none.
_GROWING = ("open", "os.link", "os.mkdir")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Changes:
    """Counts what this process changes under a folder; workers and mkdocs are processes of their own."""

    def __init__(self, folder: str, die_at: int = 0, full_at: int = 0) -> None:
        self.folder, self.die_at, self.full_at, self.count = folder, die_at, full_at, 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITES)
        path = arguments[0] if writes or event in _CHANGES else None
        # Files within a folder that is taken away are named by its descriptor: they count.
        if isinstance(path, (str, Path)) and (str(path).startswith(self.folder) or str(path)[:1] != "/"):
            self.count += 1
            if self.count == self.die_at:
                os.kill(os.getpid(), signal.SIGKILL)
            if event in _GROWING and 0 < self.full_at <= self.count:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


if __name__ == "__main__":
    die_at, full_at = (int(os.environ.get(name, "0")) for name in (DIE_AT, FULL_AT))
    changes = Changes(os.environ[FOLDER], die_at, full_at)
    sys.addaudithook(changes)
    vars(generator.run.jobs).update(work_on_paper=work)
    try:
        main(prog_name="answerbook")
    finally:
        if counted := os.environ.get(COUNT):
            Path(counted).write_text(str(changes.count), encoding="utf-8")
