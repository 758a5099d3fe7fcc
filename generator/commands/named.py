"""What the command line names, before anything is looked up; light to import."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Named"]


@dataclass(frozen=True, slots=True)
class Named:
    """The answers that a refresh computes anew, as people name them; nothing named stands for all.

    causes: parts of a fingerprint that changed. failed: answers that failed. fresh: also those that are
    fresh.
    """

    causes: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    failed: bool = False
    fresh: bool = False
