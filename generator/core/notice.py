"""Notices about a paper after its publication: retractions, corrections, versions, its article or preprint.

A notice says nothing about an answer. It is shown next to the answer, and no id depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from generator.core.paper import Metadata

__all__ = [
    "GRAVE_KINDS",
    "NOTICE_KINDS",
    "NoticeCheck",
    "NoticeKind",
    "PaperNotice",
    "in_force",
    "is_date",
    "names_of",
    "notice_json",
    "notices_of",
]

NoticeKind = Literal[
    "retraction",
    "withdrawal",  # by the authors or the server, of a preprint mostly
    "concern",  # an expression of concern
    "correction",  # erratum, corrigendum, addendum
    "reinstatement",  # a retraction was reversed
    "new_version",  # a later version of the same text
    "published_as",  # of a preprint: the article that it became
    "preprint",  # of an article: the preprint that it was
]
NOTICE_KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
# After one of these, nobody should rely on the paper without reading the notice.
GRAVE_KINDS: tuple[NoticeKind, ...] = ("retraction", "withdrawal", "concern")

_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
_ARXIV_DOI = "10.48550/arxiv."


@dataclass(frozen=True, slots=True)
class PaperNotice:
    """One notice about the paper with a certain DOI or arXiv id.

    paper: that DOI or arXiv id, bare and in lower case. date: of the notice, ``YYYY``, ``YYYY-MM`` or
    ``YYYY-MM-DD``; empty if unknown. notice: DOI of the notice, or of the other text that it names; for a
    newer version on arXiv, an arXiv id with its version. taken: the day on which it was taken from its
    source. sha256: of the file that it was taken from, if any. note: reasons given.
    """

    paper: str
    kind: NoticeKind
    source: str
    taken: str
    date: str = ""
    notice: str = ""
    url: str = ""
    note: str = ""
    sha256: str = ""

    @property
    def is_grave(self) -> bool:
        return self.kind in GRAVE_KINDS

    @property
    def key(self) -> tuple[str, str, str]:
        """Identity of the notice, whoever reported it and when."""
        return self.paper, self.kind, (self.notice or self.url).lower() or self.date

    def after(self, day: str) -> bool:
        """Return True if the notice is certainly later than ``day`` (``YYYY-MM-DD``)."""
        return bool(self.date and day) and self.date > day[: len(self.date)]


@dataclass(frozen=True, slots=True)
class NoticeCheck:
    """A query of a source about papers. papers: how many. sha256: of the file taken, if there was one."""

    source: str
    taken: str
    papers: int
    sha256: str = ""


def is_date(text: str) -> bool:
    """Return True if a text is a date as notices have it: a year, a month, or a day.

    >>> is_date("2024-02"), is_date("2024-13")
    (True, False)
    """
    return _DATE.fullmatch(text) is not None


def names_of(*records: Metadata) -> frozenset[str]:
    """Return all names by which a notice may mean a paper: DOI, arXiv id, and the DOI that arXiv assigns."""
    names: set[str] = set()
    for record in records:
        doi, arxiv = record.doi.lower(), record.arxiv.lower()
        names |= {doi, doi.removeprefix(_ARXIV_DOI), arxiv, f"{_ARXIV_DOI}{arxiv}" if arxiv else ""}
    return frozenset(names - {""})


def notices_of(
    records: Mapping[str, Iterable[Metadata]], notices: Iterable[PaperNotice]
) -> dict[str, tuple[PaperNotice, ...]]:
    """Return paper id -> the notices about it, grave ones first, then the latest first.

    records: by paper id, its bibliographic record of today and earlier ones. Papers without notices are left
    out.
    """
    by_name: dict[str, list[str]] = {}
    for id, versions in records.items():
        for name in names_of(*versions):
            by_name.setdefault(name, []).append(id)
    found: dict[str, dict[tuple[str, str, str], PaperNotice]] = {}
    for notice in notices:
        for id in by_name.get(notice.paper, ()):
            found.setdefault(id, {}).setdefault(notice.key, notice)
    return {id: tuple(sorted(own.values(), key=_place)) for id, own in sorted(found.items())}


def notice_json(paper: str, notice: PaperNotice) -> dict[str, str]:
    """Return a notice as plain data. ``paper``: id of the paper; ``about``: the name that the notice uses."""
    return {**asdict(notice), "paper": paper, "about": notice.paper}


def in_force(notices: Iterable[PaperNotice]) -> tuple[PaperNotice, ...]:
    """Return the grave notices that no later reinstatement took back."""
    notices = tuple(notices)
    back = max((n.date for n in notices if n.kind == "reinstatement"), default="")
    return tuple(n for n in notices if n.is_grave and not (back and n.date <= back))


def _place(notice: PaperNotice) -> tuple[bool, tuple[int, ...], int, str]:
    latest_first = tuple(-ord(c) for c in notice.date.ljust(10))
    return not notice.is_grave, latest_first, NOTICE_KINDS.index(notice.kind), notice.notice
