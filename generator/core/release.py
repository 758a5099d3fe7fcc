"""A release: all answers of one day under one name, with the hashes by which anybody can verify it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Release", "ids_hash", "ids_text"]


@dataclass(frozen=True, slots=True)
class Release:
    """The recorded facts of a release.

    file: the archive's name. sha256: of the archive. contents: SHA-256 of its list of checksums, which is the
    same however the archive was packed. ids: see `ids_hash`. address: where the archive can be downloaded;
    empty until a person writes it down.
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
    """Return the ids of answers in order, each once and on a line of its own."""
    return "".join(f"{name}\n" for name in sorted(set(ids)))


def ids_hash(ids: Iterable[str]) -> str:
    """Return the SHA-256 of `ids_text`, as ``sort -u answer-ids.txt | sha256sum`` prints it in the C locale.

    An id is a hash of everything that its answer says, so this hash covers every word of all answers.
    """
    return hashlib.sha256(ids_text(ids).encode()).hexdigest()
