"""The permanent facts of a paper: its id, its versions, and its bibliographic records over time.

Answers and their addresses outlive files. A paper keeps its id when its file is renamed, and the page of an
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

__all__ = ["DatedRecord", "KnownPaper", "Record", "record_name", "record_of"]

# The metadata of a paper that the page of an answer shows or links to.
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
    """Return the bibliographic record as plain data, without empty fields."""
    blank = Metadata()
    found: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(metadata, name)
        if value != getattr(blank, name):
            found[name] = [[p.family, p.given] for p in value] if name == "authors" else value
    return found


def record_name(record: Record) -> str:
    """Return the name of a record: a hash of it."""
    return digest(dict(record))


def metadata_of(record: Record) -> Metadata:
    """Return the metadata in a record. Raises TypeError, ValueError or KeyError if it is not a record."""
    fields = {name: record[name] for name in _FIELDS if name in record}
    authors = tuple(Person(str(family), str(given)) for family, given in fields.pop("authors", ()))
    if not all(isinstance(value, int if name == "year" else str) for name, value in fields.items()):
        raise ValueError("a field of the record is of another kind")
    return Metadata(authors=authors, **fields)


@dataclass(frozen=True, slots=True)
class DatedRecord:
    """A record, and the day from which it was the paper's (``YYYY-MM-DD``)."""

    since: str
    record: Record

    @property
    def name(self) -> str:
        return record_name(self.record)


@dataclass(frozen=True)
class KnownPaper:
    """A paper under its permanent id.

    file: its path in the folder of papers. text: hash of its text as last read. content: hash of the file's
    bytes. sketch: hashes by which a nearly identical text is recognised, see `generator.core.sketch`.
    visibility: as last known. versions: the day from which each version is valid, oldest first; an empty text
    if the day is unknown. records: oldest first. kept: what its pages need if the file is not here; None if
    nothing is kept, as for a private paper.
    """

    id: str
    file: str = ""
    text: str = ""
    content: str = ""
    sketch: tuple[str, ...] = ()
    visibility: str = "public"
    versions: tuple[str, ...] = ("",)
    records: tuple[DatedRecord, ...] = ()
    kept: KeptPaper | None = None

    @property
    def version(self) -> int:
        """The number of the current version, from 1."""
        return max(1, len(self.versions))

    @cached_property
    def _by_name(self) -> Mapping[str, Metadata]:
        return {entry.name: metadata_of(entry.record) for entry in self.records}

    @property
    def all_records(self) -> tuple[Metadata, ...]:
        """All records that it ever had, oldest first."""
        return tuple(self._by_name[entry.name] for entry in self.records)

    def record_named(self, name: str) -> Metadata | None:
        """Return the record of this name; for an empty name the oldest, for an unknown one None."""
        if not name and self.records:
            name = self.records[0].name
        return self._by_name.get(name)

    @property
    def last(self) -> Metadata | None:
        """The record as last known; None if there is none."""
        return self._by_name[self.records[-1].name] if self.records else None

    @property
    def as_kept(self) -> Paper | None:
        """The paper without its text, as its pages need it; None if too little is kept."""
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
        """Return the day from which ``metadata`` is the record; an empty text if that is not recorded."""
        today = record_name(record_of(metadata))
        return self.records[-1].since if self.records and self.records[-1].name == today else ""

    def with_record(self, metadata: Metadata, day: str) -> KnownPaper:
        """Return the paper with today's record appended, if it differs from the last one."""
        record = record_of(metadata)
        if self.records and self.records[-1].name == record_name(record):
            return self
        return dataclasses.replace(self, records=(*self.records, DatedRecord(day, record)))
