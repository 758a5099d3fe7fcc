"""The lock of a project: one command at a time writes its ledger and its pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from generator.ledger.lock import FILE, locked
from generator.project import Project


def project_lock(
    project: Project, doing: str, taken_over: Callable[[str], None] = lambda sentence: None
) -> AbstractContextManager[None]:
    """Hold the lock of ``project`` for a block; see `generator.ledger.lock.locked`."""
    return locked(project.build_dir / FILE, doing, taken_over)
