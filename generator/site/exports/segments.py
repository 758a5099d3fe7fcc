"""The segments of the data files, one for each paper; unchanged ones are copied from the last build.

To compose half a million answers takes minutes, to copy them seconds. An index next to the files holds the
position of each paper's segment in each file, and the key of its input. The index is valid only while the
files have the hashes recorded in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from generator.storage.files import hash_of

__all__ = ["SEGMENT_INDEX", "PreviousSegments", "Segment", "SegmentIndex"]

# A dot file: it is not published.
SEGMENT_INDEX = ".exports.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Segment:
    """A paper's part of a file. records: number of records in it."""

    data: bytes
    records: int


@dataclass
class SegmentIndex:
    """Positions of segments. papers: id -> key, and file -> (start, length, records). files: SHA-256."""

    papers: dict[str, tuple[str, dict[str, tuple[int, int, int]]]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def add(self, paper: str, key: str, path: str, start: int, part: Segment) -> None:
        """Record a segment; one without a key could never be copied, and is skipped."""
        if key:
            self.papers.setdefault(paper, (key, {}))[1][path] = (start, len(part.data), part.records)

    def text(self) -> str:
        """Return the index as the text of a file that `PreviousSegments` reads."""
        return json.dumps(
            {"format": _FORMAT, "files": self.files, "papers": self.papers}, separators=(",", ":")
        )


class PreviousSegments:
    """The segments in the data files under ``folder``, as the last build wrote them; must be closed.

    index: name of the file that tells where they are.
    """

    def __init__(self, folder: Path | None, paths: Iterable[str], index: str = SEGMENT_INDEX) -> None:
        self._papers: Mapping[str, Any] = {}
        self._files: dict[str, BinaryIO] = {}
        self._stack = ExitStack()
        if folder is None:
            return
        try:
            data = json.loads((folder / index).read_text(encoding="utf-8"))
            if data["format"] != _FORMAT:
                return
            for path in paths:
                file = self._stack.enter_context((folder / path).open("rb"))
                if hash_of(folder / path) != data["files"][path]:
                    return
                self._files[path] = file
            self._papers = dict(data["papers"])
        except (OSError, ValueError, KeyError, TypeError):
            return

    def of(self, paper: str, key: str) -> dict[str, Segment] | None:
        """Return a paper's segment of each file; None if it was made from other input."""
        try:
            last_key, places = self._papers[paper]
            if not key or last_key != key:
                return None
            parts = {}
            for path, file in self._files.items():
                start, length, records = places[path]
                file.seek(start)
                parts[path] = Segment(file.read(length), records)
            return parts
        except (KeyError, TypeError, ValueError):
            return None

    def __enter__(self) -> PreviousSegments:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
