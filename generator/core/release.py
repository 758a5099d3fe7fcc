"""A release: all answers of one day under one name, and what anybody needs to see that it is what it says."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Release", "ids_hash", "ids_text"]


@dataclass(frozen=True, slots=True)
class Release:
    """What is remembered of a release.

    file: the archive's name. sha256: of the archive. contents: of its list of checksums, which is the same
    however the archive was packed. ids: see `ids_hash`. address: where it can be had; empty until somebody
    writes that down.
    """

    tag: str
    date: datetime.date
    file: str
    sha256: str
    contents: str
    ids: str
    answers: int
    papers: int
    address: str = ""


def ids_text(ids: Iterable[str]) -> str:
    """The ids of answers, each once and on a line of its own, in order."""
    return "".join(f"{name}\n" for name in sorted(set(ids)))


def ids_hash(ids: Iterable[str]) -> str:
    """SHA-256 of `ids_text`: what ``sort -u answer-ids.txt | sha256sum`` prints (in the C locale).

    An id is a hash of all that its answer says, so that this one names every word of all answers.
    """
    return hashlib.sha256(ids_text(ids).encode()).hexdigest()
