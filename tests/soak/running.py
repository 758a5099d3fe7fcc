"""`answerbook` but for its model (see `tests.soak.scripted`): `python -m tests.soak.running COMMAND...`.

It can die by itself, as if killed, right before a given change that it makes to files: the environment says
before which one (from 1), among those under which folder, or where to write how many there were.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import generator.run.jobs
from generator.cli import main
from tests.soak.scripted import work

DIE_AT, COUNT, FOLDER = "SOAK_DIE_AT", "SOAK_COUNT", "SOAK_FOLDER"
_CHANGES = ("os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Changes:
    """Counts what this process changes under a folder; workers and mkdocs are processes of their own."""

    def __init__(self, folder: str, die_at: int) -> None:
        self.folder, self.die_at, self.count = folder, die_at, 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITES)
        path = arguments[0] if writes or event in _CHANGES else None
        # Files within a folder that is taken away are named by its descriptor: they count.
        if isinstance(path, (str, Path)) and (str(path).startswith(self.folder) or str(path)[:1] != "/"):
            self.count += 1
            if self.count == self.die_at:
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    changes = Changes(os.environ[FOLDER], int(os.environ.get(DIE_AT, "0")))
    sys.addaudithook(changes)
    vars(generator.run.jobs).update(work_on_paper=work)
    try:
        main(prog_name="answerbook")
    finally:
        if counted := os.environ.get(COUNT):
            Path(counted).write_text(str(changes.count), encoding="utf-8")
