"""Entries <-> a file next to the pages, one page per line: a large collection is never held whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO

from generator.errors import SiteError
from generator.site.content.collection import Collection
from generator.site.search.choosing import ENTRIES, FORMAT, choose_engine
from generator.site.search.entries import SearchEntry, SearchPage, search_pages
from generator.storage.files import replacing_if_changed

__all__ = ["ENTRIES", "read_entries", "write_entries"]


def write_entries(collection: Collection, docs: Path) -> None:
    """Write the searchable entries, and the engine for them, next to the pages under ``docs``.

    An unchanged file keeps its time stamp. Evidence is included for Pagefind only: the built-in engine reads
    its index whole.
    """
    engine = choose_engine(collection.search, len(collection.public) + len(collection.questions))
    with replacing_if_changed(docs / ENTRIES) as file:
        _write_line(file, {"format": FORMAT, "engine": engine})
        for page in search_pages(collection, evidence=engine == "pagefind"):
            _write_line(file, _plain(page))


def _write_line(file: BinaryIO, data: Mapping[str, Any]) -> None:
    # Lone surrogates, which no file can hold, are replaced.
    file.write(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


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
