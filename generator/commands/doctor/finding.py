"""One line of the doctor: what was looked at, how it stands, and the mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "failing"]


@dataclass(frozen=True, slots=True)
class Finding:
    """found: what is there, in words. mend: what to do about it; empty where nothing need be done."""

    name: str
    state: State
    found: str
    mend: str = ""


def failing(findings: Iterable[Finding]) -> bool:
    """Whether something keeps Answerbook from doing its work."""
    return any(finding.state == "failing" for finding in findings)


def in_words(bytes_: float) -> str:
    """A size for a reader: 138 MB, 4.7 GB."""
    return f"{bytes_ / 1e9:.1f} GB" if bytes_ >= 1e9 else f"{bytes_ / 1e6:.0f} MB"
