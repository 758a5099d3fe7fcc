"""Events of jobs while they run and when they end: the same for every engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class JobMessage:
    """A message that a job sent with `send` while it ran."""

    job: int
    content: Any


@dataclass(frozen=True, slots=True)
class JobFinished:
    """The end of a job. error: None if it succeeded, else what it raised, or why its worker died."""

    job: int
    error: BaseException | None = None
    died: bool = False


@dataclass(frozen=True, slots=True)
class EngineNotice:
    """A notice about the engine itself. lasting: True if it matters after the run as well."""

    text: str
    lasting: bool = False


Event = JobMessage | JobFinished

_deliver: Callable[[Any], None] | None = None


def send(content: Any) -> None:
    """Send ``content`` from within a job to the parent process; it has left the worker when this returns."""
    if _deliver is not None:
        _deliver(content)


def deliver_with(deliver: Callable[[Any], None] | None) -> None:
    """Set the function that `send` calls from now on, in a worker."""
    global _deliver
    _deliver = deliver
