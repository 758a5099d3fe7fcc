"""What jobs say while they run, and how they end: the same for every engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class JobMessage:
    """What a job sent with `send` while it ran."""

    job: int
    content: Any


@dataclass(frozen=True, slots=True)
class JobFinished:
    """A job's end. error: None where it went well, else what it raised, or why its worker died."""

    job: int
    error: BaseException | None = None
    died: bool = False


@dataclass(frozen=True, slots=True)
class EngineNotice:
    """What is to be known of the engine itself. lasting: when the run is over as well."""

    text: str
    lasting: bool = False


Event = JobMessage | JobFinished

_deliver: Callable[[Any], None] | None = None


def send(content: Any) -> None:
    """Within a job: hand ``content`` to the parent process. It is on its way when this returns."""
    if _deliver is not None:
        _deliver(content)


def deliver_with(deliver: Callable[[Any], None] | None) -> None:
    """In a worker: what `send` does from now on."""
    global _deliver
    _deliver = deliver
