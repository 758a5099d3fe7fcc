"""A paper to add, as it was named."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.core import Metadata
from generator.fetching import Id

__all__ = ["AddRequest"]


@dataclass(frozen=True, slots=True)
class AddRequest:
    """One paper to add.

    named: what was typed, or the place of an entry. id, file: what it means; a file counts before an id.
    others: further files of the same paper. title, author: of an entry without an id, to look it up.
    metadata: of an entry that names its file. why: why the request cannot be understood, or is left
    out. elsewhere: a file that an entry names, and that is not taken because it did not come with the
    bibliography. left: True for what lies among papers and is none.
    """

    named: str
    id: Id | None = None
    file: Path | None = None
    title: str = ""
    author: str = ""
    why: str = ""
    metadata: Metadata | None = None
    others: tuple[Path, ...] = ()
    elsewhere: str = ""
    left: bool = False
