"""A data file that is being written."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import TracebackType

from generator.site.exports.crate import Export


class DataFile:
    """A file being written. Counts its records and bytes, and hashes it."""

    def __init__(self, folder: Path, path: str) -> None:
        self.path = path
        self.records = 0
        self.size = 0
        self._hash = hashlib.sha256()
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        self._file = target.open("wb")

    def __enter__(self) -> DataFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, text: str) -> int:
        self.write_bytes(text.encode("utf-8"))
        return len(text)

    def write_bytes(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def record(self, text: str) -> None:
        self.write(text)
        self.records += 1

    @property
    def sha256(self) -> str:
        """SHA-256 of all that was written so far."""
        return self._hash.hexdigest()

    def export(self) -> Export:
        """Return what was written."""
        return Export.of(self.path, self.records, self.size, self.sha256)
