"""What the command line names, before anything is looked up; light to import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Adding", "Named", "NoticesWanted"]


@dataclass(frozen=True, slots=True)
class Adding:
    """How papers are added. prefer: the format that comes first, where there are several. jobs: papers at
    once. replace: papers that are here already get the file that is found now."""

    prefer: Literal["jats", "latex", "html", "pdf"] | None = None
    jobs: int = 4
    replace: bool = False
    dry_run: bool = False


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


@dataclass(frozen=True, slots=True)
class NoticesWanted:
    """Where notices are looked for. sources: services to ask; all where none is named. retraction_watch: file
    or address of its data. offline: ask no service. dry_run: write nothing."""

    sources: tuple[str, ...] = ()
    retraction_watch: str = ""
    offline: bool = False
    with_private: bool = False
    dry_run: bool = False
