"""Options of commands as data. Light: the command line imports this module at its top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["DEFAULT_BUDGET", "WITHOUT_ADDRESS", "AddOptions", "NoticeOptions", "RefreshFilter"]


DEFAULT_BUDGET = 3600  # characters of snippets per question, as in the settings of a new project
# What a site lacks whose address is not set.
WITHOUT_ADDRESS = "citations, feed and exports have no full links, and answers no badge or preview elsewhere"


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How papers are added.

    prefer: the format to take if there are several. jobs: papers to fetch at a time. replace: papers that the
    project has are fetched again.
    """

    prefer: Literal["jats", "latex", "html", "pdf"] | None = None
    jobs: int = 4
    replace: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class RefreshFilter:
    """The answers that a refresh recomputes, by names as typed; a field that is empty excludes nothing.

    causes: parts of a fingerprint that changed. failed: only answers that failed. fresh: fresh answers too.
    """

    causes: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    failed: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class NoticeOptions:
    """Where to look for notices.

    sources: services to query; empty for all. retraction_watch: file or address of its data. offline: query
    no service. with_private: include private papers. dry_run: write nothing.
    """

    sources: tuple[str, ...] = ()
    retraction_watch: str = ""
    offline: bool = False
    with_private: bool = False
    dry_run: bool = False
