"""A paper of which only the record is in memory: its text is read from the cache when something asks for it.

The texts of 20,000 papers, sentence by sentence, take gigabytes. A site shows of most papers the record
alone, and a build needs the text of those that it asks questions or whose pages it writes again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.core.formats import Format
from generator.core.on_demand import OnDemand, RecentlyRead
from generator.core.paper import Metadata, Paper, Section, SectionKind, Sentence

__all__ = ["PaperRecord", "StoredPaper"]

# Papers whose texts are in memory at a time: about 60 MB.
_MAX_LOADED = 64


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper without its text; the fields of the same name are those of `Paper`.

    heads: see `Paper.heads`. text_hash, layout_hash: see `generator.core.fingerprint`. characters: of the
    text.
    """

    id: str
    format: Format
    source: str
    metadata: Metadata
    pages: int | None
    warnings: tuple[str, ...]
    version: int
    heads: tuple[tuple[SectionKind, int, str], ...]
    text_hash: str
    layout_hash: str
    characters: int


class StoredPaper(OnDemand[Paper], Paper):
    """A paper that is read from the cache when more than its record is asked for; see `of`.

    `dataclasses.replace` returns a paper in full; `changed` does not read it.
    """

    _recent = RecentlyRead(_MAX_LOADED)

    _record: PaperRecord
    _load: Callable[[], Paper]

    def __new__(cls, **fields: Any) -> Paper:  # type: ignore[misc]  # for `dataclasses.replace`
        return Paper(**fields)

    @classmethod
    def of(cls, record: PaperRecord, load: Callable[[], Paper]) -> StoredPaper:
        """Return the paper with this record. load: reads it; its record may differ, its text may not."""
        made = object.__new__(cls)
        object.__setattr__(made, "_record", record)
        object.__setattr__(made, "_load", load)
        object.__setattr__(made, "_whole", None)
        return made

    def changed(self, **fields: Any) -> Paper:
        return StoredPaper.of(dataclasses.replace(self._record, **fields), self._load)

    def bare(self) -> Paper:
        r, sections = self._record, tuple(Section(k, title, level, ()) for k, level, title in self.heads)
        return Paper(r.id, r.format, r.source, r.metadata, "", sections, r.pages, r.warnings, r.version)

    def _read(self) -> Paper:
        r = self._record
        return dataclasses.replace(
            self._load(),
            id=r.id,
            source=r.source,
            metadata=r.metadata,
            warnings=r.warnings,
            version=r.version,
        )

    @property
    def id(self) -> str:
        return self._record.id

    @property
    def format(self) -> Format:
        return self._record.format

    @property
    def source(self) -> str:
        return self._record.source

    @property
    def metadata(self) -> Metadata:
        return self._record.metadata

    @property
    def pages(self) -> int | None:
        return self._record.pages

    @property
    def warnings(self) -> tuple[str, ...]:
        return self._record.warnings

    @property
    def version(self) -> int:
        return self._record.version

    @property
    def heads(self) -> tuple[tuple[SectionKind, int, str], ...]:
        return self._record.heads

    @property
    def text_hash(self) -> str:
        return self._record.text_hash

    @property
    def layout_hash(self) -> str:
        return self._record.layout_hash

    @property
    def has_text(self) -> bool:
        return self._record.characters > 0

    @property
    def text(self) -> str:
        return self.whole.text

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.whole.sections

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.whole.sentences

    def __hash__(self) -> int:
        return hash((self.id, self.text_hash))
