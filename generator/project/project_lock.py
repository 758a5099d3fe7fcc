"""The lock of a project: only one command at a time writes its ledger and pages."""

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

_POLL_SECONDS = 0.5  # between two attempts to take a lock that another process holds


@contextlib.contextmanager
def project_lock(
    project: Project,
    doing: str,
    on_takeover: Callable[[str], None] = lambda sentence: None,
    part: tuple[int, int] | None = None,
) -> Iterator[None]:
    """Hold the lock of ``project``, or of a part of it, for a block; see `generator.storage.lock.locked`.

    Half-written files of a killed command are removed first, since nobody else writes while the lock is held.
    The holder of a part is not alone and removes nothing. Raises AnswerbookError if a link in the project
    leads out of it.
    """
    refuse_strays_within(project.root)
    file = project.build_dir / FILE
    if part is not None:
        with locked_part(file, part, doing, on_takeover):
            yield
        return
    with locked(file, doing, on_takeover):
        # In `content` itself are files such as releases.yml; papers may have been added at that moment.
        for folder in (project.build_dir, project.papers_dir, project.papers_dir.parent):
            clear_unfinished(folder)
        for folder in (project.build_dir, project.cache_dir, project.answers_dir):
            clear_unfinished(folder, "*/")
        yield


@contextlib.contextmanager
def cache_lock(file: Path, doing: str, on_wait: Callable[[str], None]) -> Iterator[bool]:
    """Hold the lock ``file`` of a cache for a block, after waiting for its current holder.

    Yields False if no lock can be made, for example on a read-only disk: then nothing can be cached either.
    on_wait: called with one sentence before the first wait.
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
                    on_wait(f"waiting: {error}")
                waiting = True
                time.sleep(_POLL_SECONDS)
            else:
                yield True
                return
        yield False
