"""What a source reports: its notices, and the papers that it does not know."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.core.notice import PaperNotice

__all__ = ["OnProgress", "UpdateReport", "date_of"]

OnProgress = Callable[[int, int], None]
"""Called with the number of papers that a source was asked about, and the number of all papers."""


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """The notices of one source.

    asked: papers that the source answered about. unknown: papers that it does not know. failed: one sentence
    for each request without an answer. sha256: of the file that was read, if there was one.
    """

    notices: tuple[PaperNotice, ...] = ()
    asked: int = 0
    unknown: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    sha256: str = ""


def date_of(parts: Any) -> str:
    """Return the date of ``[2024, 2, 3]`` or of its first numbers; empty if it is not a date.

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
