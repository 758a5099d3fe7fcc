"""What is written down of a paper once and for all: its id, its versions, and its records over time.

Answers and their addresses outlive files: a paper keeps its id under another file name, and the page of an
answer shows the record that the paper had when the answer was made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.core.fingerprint import digest
from generator.core.kept_paper import KeptPaper
from generator.core.paper import Metadata, Paper, Person

__all__ = ["Entry", "KnownPaper", "Record", "record_name", "record_of"]

# What a page of an answer shows of a paper's metadata, or makes links of.
_FIELDS = (
    "title",
    "authors",
    "year",
    "venue",
    "doi",
    "arxiv",
    "arxiv_version",
    "url",
    "licence",
    "type",
    "language",
)

Record = Mapping[str, Any]


def record_of(metadata: Metadata) -> dict[str, Any]:
    """The bibliographic record as plain data; empty fields are left out."""
    blank = Metadata()
    found: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(metadata, name)
        if value != getattr(blank, name):
            found[name] = [[p.family, p.given] for p in value] if name == "authors" else value
    return found


def record_name(record: Record) -> str:
    """What names a record: a hash of it."""
    return digest(dict(record))


def metadata_of(record: Record) -> Metadata:
    """The metadata that a record tells. Raises TypeError, ValueError or KeyError where it is none."""
    fields = {name: record[name] for name in _FIELDS if name in record}
    authors = tuple(Person(str(family), str(given)) for family, given in fields.pop("authors", ()))
    if not all(isinstance(value, int if name == "year" else str) for name, value in fields.items()):
        raise ValueError("a field of the record is of another kind")
    return Metadata(authors=authors, **fields)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, and the day from which on it was the paper's (``YYYY-MM-DD``)."""

    since: str
    record: Record

    @property
    def name(self) -> str:
        return record_name(self.record)


@dataclass(frozen=True)
class KnownPaper:
    """A paper by the id that it was given once.

    file: its path in the folder of papers. text: hash of its text as last read. content: hash of the file's
    bytes. sketch: what tells a text that is nearly the same from another, see `generator.core.sketch`.
    visibility: as last known. versions: the days since which each stands, the first one first; an empty text
    where none is told. records: the oldest first. kept: what its pages need where the file is not here; None
    where nothing is kept, as of a private paper.
    """

    id: str
    file: str = ""
    text: str = ""
    content: str = ""
    sketch: tuple[str, ...] = ()
    visibility: str = "public"
    versions: tuple[str, ...] = ("",)
    records: tuple[Entry, ...] = ()
    kept: KeptPaper | None = None

    @property
    def version(self) -> int:
        """The number of the version that stands, from 1."""
        return max(1, len(self.versions))

    @cached_property
    def _by_name(self) -> Mapping[str, Metadata]:
        return {entry.name: metadata_of(entry.record) for entry in self.records}

    @property
    def all_records(self) -> tuple[Metadata, ...]:
        """All records that it had, the oldest first."""
        return tuple(self._by_name[entry.name] for entry in self.records)

    def then(self, name: str) -> Metadata | None:
        """The record of this name; the oldest where an answer names none; None where it is not known."""
        if not name and self.records:
            name = self.records[0].name
        return self._by_name.get(name)

    @property
    def last(self) -> Metadata | None:
        """The record as last known."""
        return self._by_name[self.records[-1].name] if self.records else None

    @property
    def as_kept(self) -> Paper | None:
        """The paper without its text, as its pages need it; None where too little is kept."""
        if self.kept is None or self.last is None or not self.file:
            return None
        data = dataclasses.replace(self.last, tags=self.kept.tags, kinds=self.kept.kinds)
        return Paper(
            self.id,
            self.kept.format,
            self.file,
            data,
            "",
            self.kept.bare_sections,
            warnings=self.kept.warnings,
            version=self.version,
        )

    def since(self, metadata: Metadata) -> str:
        """The day from which on ``metadata`` is the record; empty where that is not written down."""
        today = record_name(record_of(metadata))
        return self.records[-1].since if self.records and self.records[-1].name == today else ""

    def with_record(self, metadata: Metadata, day: str) -> KnownPaper:
        """With the record of today, if it is another than the last one."""
        record = record_of(metadata)
        if self.records and self.records[-1].name == record_name(record):
            return self
        return dataclasses.replace(self, records=(*self.records, Entry(day, record)))
