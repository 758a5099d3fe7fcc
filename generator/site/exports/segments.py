"""What the files of data hold of each paper, taken over from the last build where the paper has not changed.

To compose half a million answers again takes minutes, to copy them seconds. Beside the files stands where
in each of them a paper's part is, with the key of what it was made from. It counts only where the files are
still those that were written.
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

__all__ = ["PLACES", "Part", "Places", "Segments"]

# A dot file: it is not published.
PLACES = ".exports.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A paper's part of a file. records: how many."""

    data: bytes
    records: int


@dataclass
class Places:
    """Where parts stand. papers: by id, the key and by file (start, length, records). files: SHA-256."""

    papers: dict[str, tuple[str, dict[str, tuple[int, int, int]]]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def add(self, paper: str, key: str, path: str, start: int, part: Part) -> None:
        """Take note of a part; without a key it cannot be taken over, and is passed over."""
        if key:
            self.papers.setdefault(paper, (key, {}))[1][path] = (start, len(part.data), part.records)

    def text(self) -> str:
        """All of it, for a file that `Segments` reads."""
        return json.dumps(
            {"format": _FORMAT, "files": self.files, "papers": self.papers}, separators=(",", ":")
        )


class Segments:
    """The parts of the files of data under ``folder``, as the last build wrote them; to be closed."""

    def __init__(self, folder: Path | None, paths: Iterable[str]) -> None:
        self._papers: Mapping[str, Any] = {}
        self._files: dict[str, BinaryIO] = {}
        self._stack = ExitStack()
        if folder is None:
            return
        try:
            data = json.loads((folder / PLACES).read_text(encoding="utf-8"))
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

    def of(self, paper: str, key: str) -> dict[str, Part] | None:
        """A paper's part of each file; None where it was made from something else."""
        try:
            known, places = self._papers[paper]
            if not key or known != key:
                return None
            parts = {}
            for path, file in self._files.items():
                start, length, records = places[path]
                file.seek(start)
                parts[path] = Part(file.read(length), records)
            return parts
        except (KeyError, TypeError, ValueError):
            return None

    def __enter__(self) -> Segments:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
