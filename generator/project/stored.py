"""The records of papers that were read before: enough for most of a build, without their texts.

One file in the project's caches holds the record of each paper, with size, time and inode of the paper's
file. A paper whose file is another is looked up in the cache of texts, or read; its record is made from that.
"""

from __future__ import annotations

import dataclasses
import time
from functools import partial
from pathlib import Path
from typing import Any

from generator.core import Metadata, Paper, Person
from generator.core.fingerprint import layout_hash, paper_hash
from generator.core.stored_paper import PaperRecord, StoredPaper
from generator.errors import AnswerbookError
from generator.reading import PaperCache
from generator.reading.cache import reader_code_hash
from generator.reading.latex_parts import is_latex
from generator.storage.files import file_stamp
from generator.storage.work_records import RACY, Record

__all__ = ["StoredPapers"]


class StoredPapers:
    """Papers by path. file: keeps their records. cache: holds their texts."""

    def __init__(self, file: Path, cache: PaperCache) -> None:
        self._cache = cache
        self._memory = Record(file, "answerbook records of papers", 1, reader_code_hash())
        self._known: dict[str, Any] = self._memory.read(dict) or {}
        self._now: dict[str, Any] = {}

    def get(self, path: Path, id: str) -> Paper | None:
        """Return the paper in a file that was read before, with this id; None if it must be read."""
        stamp = _stamp(path)
        kept = self._known.get(str(path))
        if stamp is not None and kept is not None and kept[:2] == [stamp, id] and self._cache.has(kept[2]):
            try:
                record = _record(kept[3])
            except (KeyError, TypeError, ValueError):
                pass
            else:
                self._now[str(path)] = kept
                return StoredPaper.of(record, partial(_load, self._cache, kept[2], path))
        paper = self._cache.get(path, id)
        return None if paper is None else self._stored(path, paper, stamp)

    def put(self, path: Path, paper: Paper) -> Paper:
        """Keep a paper that was read from a file; return it as stored, or as it is on a full disk."""
        stamp = _stamp(path)
        return self._stored(path, paper, stamp) if self._cache.put(path, paper) else paper

    def keep(self) -> None:
        """Write the records of all papers that `get` and `put` had."""
        if self._now != self._known:
            self._memory.write(self._now)

    def _stored(self, path: Path, paper: Paper, stamp: str | None) -> Paper:
        try:
            name = self._cache.name(path, paper.id)
        except OSError:
            return paper
        record = PaperRecord(
            id=paper.id,
            format=paper.format,
            source=paper.source,
            metadata=paper.metadata,
            pages=paper.pages,
            warnings=paper.warnings,
            version=paper.version,
            heads=paper.heads,
            text_hash=paper_hash(paper),
            layout_hash=layout_hash(paper),
            characters=len(paper.text),
        )
        # A paper in LaTeX may have parts in other files.
        if stamp is not None and not is_latex(path):
            self._now[str(path)] = [stamp, paper.id, name, dataclasses.asdict(record)]
        return StoredPaper.of(record, partial(_load, self._cache, name, path))


def _load(cache: PaperCache, name: str, path: Path) -> Paper:
    paper = cache.load(name)
    if paper is None:
        raise AnswerbookError(f"{path}: its text was removed from the cache meanwhile; run the command again")
    return paper


def _record(data: dict[str, Any]) -> PaperRecord:
    """Return the record in plain data. Raises KeyError, TypeError or ValueError for anything else."""
    metadata = dict(data["metadata"])
    metadata["authors"] = tuple(Person(**person) for person in metadata["authors"])
    metadata["tags"], metadata["kinds"] = tuple(metadata["tags"]), tuple(metadata["kinds"])
    heads = tuple((kind, level, title) for kind, level, title in data["heads"])
    rest = {"metadata": Metadata(**metadata), "warnings": tuple(data["warnings"]), "heads": heads}
    return PaperRecord(**{**data, **rest})


def _stamp(path: Path) -> str | None:
    """Return the stamp of a file; None if it may change without its stamp changing, or is gone."""
    try:
        info = path.stat()
    except OSError:
        return None
    return file_stamp(info) if abs(time.time_ns() - info.st_mtime_ns) > RACY else None
