"""The lock of a project: one command at a time writes its ledger and its pages."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.errors import LedgerError
from generator.project.boundaries import refuse_strays_within
from generator.project.project import Project
from generator.storage.files import clear_unfinished
from generator.storage.lock import FILE, locked, locked_part

_SECONDS = 0.5  # from one look at a lock that another holds to the next


@contextlib.contextmanager
def project_lock(
    project: Project,
    doing: str,
    taken_over: Callable[[str], None] = lambda sentence: None,
    part: tuple[int, int] | None = None,
) -> Iterator[None]:
    """Hold the lock of ``project``, or a part of it, for a block; see `generator.storage.lock.locked`.

    What a killed command left half written is removed first: while the lock is held, nobody else writes
    there. Who holds a part is not alone, and removes nothing. Raises AnswerbookError where something in the
    project leads out of it.
    """
    refuse_strays_within(project.root)
    file = project.build_dir / FILE
    if part is not None:
        with locked_part(file, part, doing, taken_over):
            yield
        return
    with locked(file, doing, taken_over):
        clear_unfinished(project.build_dir)
        for folder in (project.build_dir, project.cache_dir, project.answers_dir):
            clear_unfinished(folder, "*/")
        yield


@contextlib.contextmanager
def lock_of_cache(file: Path, doing: str, said: Callable[[str], None]) -> Iterator[bool]:
    """Hold the lock ``file`` of something that is kept to save time, after waiting for whoever holds it.

    Gives False where no lock can be made, say on a read-only disk: then nothing can be kept either. said:
    hears a sentence before there is a wait.
    """
    with contextlib.ExitStack() as held:
        waiting = False
        while True:
            try:
                held.enter_context(locked(file, doing))
            except LedgerError as error:
                if isinstance(error.__cause__, OSError):
                    break
                if not waiting:
                    said(f"waiting: {error}")
                waiting = True
                time.sleep(_SECONDS)
            else:
                yield True
                return
        yield False
