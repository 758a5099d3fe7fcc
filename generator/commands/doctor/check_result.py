"""One result of the doctor: what was checked, its state, and how to fix it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "failing"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. found: in words. hint: what to do; empty if nothing needs to be done."""

    name: str
    state: State
    found: str
    hint: str = ""


def failing(findings: Iterable[Finding]) -> bool:
    """Return True if something keeps Answerbook from working."""
    return any(finding.state == "failing" for finding in findings)


def readable_size(bytes_: float) -> str:
    """Return a size in words: 138 MB, 4.7 GB."""
    return f"{bytes_ / 1e9:.1f} GB" if bytes_ >= 1e9 else f"{bytes_ / 1e6:.0f} MB"
