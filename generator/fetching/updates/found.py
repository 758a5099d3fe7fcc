"""What a source told: its notices, and what it did not know."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.core.notice import Notice

__all__ = ["Found", "Heard", "date_of"]

Heard = Callable[[int, int], None]
"""Is told how many papers a source was asked about, and how many there are."""


@dataclass(frozen=True, slots=True)
class Found:
    """asked: papers that the source answered about. unknown: papers that it does not know. failed: a sentence
    for each question that it did not answer. sha256: of the file that was taken, if there was one."""

    notices: tuple[Notice, ...] = ()
    asked: int = 0
    unknown: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    sha256: str = ""


def date_of(parts: Any) -> str:
    """The date of ``[2024, 2, 3]``, or of the first numbers in it; empty where it is none.

    >>> date_of([2024, 2]), date_of([2024, 2, 30]), date_of("soon")
    ('2024-02', '', '')
    """
    numbers = parts if isinstance(parts, list) else []
    if not 1 <= len(numbers) <= 3 or not all(type(n) is int for n in numbers):
        return ""
    year, month, day = (*numbers, 1, 1)[:3]
    try:
        whole = datetime.date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        return ""
    return whole[: (4, 7, 10)[len(numbers) - 1]]
