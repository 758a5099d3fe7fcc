"""Entries <-> a file next to the pages, one page per line: a large collection is never held whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from generator.core import digest
from generator.errors import SiteError
from generator.site.content.collection import Collection
from generator.site.exports.segments import PreviousSegments, Segment, SegmentIndex
from generator.site.search.choosing import ENTRIES, FORMAT, choose_engine
from generator.site.search.search_entries import SearchEntry, SearchPage, paper_entries, question_entries
from generator.storage.files import replacing_if_changed

__all__ = ["ENTRIES", "read_entries", "write_entries"]

_INDEX = ".search-index.json"  # where the entries of each paper are; not published


def write_entries(collection: Collection, docs: Path, keys: Mapping[str, str] | None = None) -> None:
    """Write the searchable entries, and the engine for them, next to the pages under ``docs``.

    An unchanged file keeps its time stamp. Evidence is included for Pagefind only: the built-in engine reads
    its index whole. keys: paper id -> key (`generator.site.pages.page_keys`); the entries of a paper with an
    unchanged key are copied from the last build.
    """
    engine = choose_engine(collection.search, len(collection.public) + len(collection.questions))
    evidence = engine == "pagefind"
    index, size, sha256 = SegmentIndex(), 0, hashlib.sha256()
    with (
        PreviousSegments(docs, [ENTRIES], _INDEX) as before,
        replacing_if_changed(docs / ENTRIES) as file,
    ):

        def write(line: bytes) -> None:
            nonlocal size
            file.write(line)
            sha256.update(line)
            size += len(line)

        write(_line({"format": FORMAT, "engine": engine}))
        for question in collection.questions:
            write(_line(_plain(question_entries(collection, question))))
        for paper in collection.public:
            name = collection.short_names[paper.id]
            known = (keys or {}).get(paper.id, "")
            key = digest([known, *name, evidence]) if known else ""
            parts = before.of(paper.id, key)
            line = parts[ENTRIES].data if parts else _line(_plain(paper_entries(collection, paper, evidence)))
            index.add(paper.id, key, ENTRIES, size, Segment(line, 1))
            write(line)
    index.files = {ENTRIES: sha256.hexdigest()}
    if keys:
        with replacing_if_changed(docs / _INDEX) as file:
            file.write(index.text().encode())


def _line(data: Mapping[str, Any]) -> bytes:
    # Lone surrogates, which no file can hold, are replaced.
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _plain(page: SearchPage) -> dict[str, Any]:
    # Not dataclasses.asdict, which copies every text of the collection.
    entries = [{f.name: getattr(entry, f.name) for f in fields(SearchEntry)} for entry in page.entries]
    return {**{f.name: getattr(page, f.name) for f in fields(SearchPage)}, "entries": entries}


def read_entries(docs: Path) -> Iterator[SearchPage]:
    """Yield the pages in the order in which they were written. Raises SiteError if the file is damaged."""
    try:
        with (docs / ENTRIES).open(encoding="utf-8") as file:
            next(file)
            for line in file:
                data = json.loads(line)
                entries = tuple(SearchEntry(**e) for e in data.pop("entries"))
                yield SearchPage(**{**data, "names": tuple(data["names"]), "entries": entries})
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise SiteError(f"{docs / ENTRIES}: the file is damaged ({error}); build the pages again.") from error
