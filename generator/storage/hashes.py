"""Hashes of files that are read only if they have changed, by size, time and inode."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.storage.files import file_stamp, hash_of
from generator.storage.work_records import RACY

__all__ = ["FileHashes"]


class FileHashes:
    """SHA-256 of files by path. known: path -> stamp and hash, from an earlier run (`stamped`)."""

    def __init__(self, known: Mapping[str, tuple[str, str]] | None = None) -> None:
        self._known = dict(known or {})

    def of(self, file: Path) -> str:
        """Return the hash of a file; empty if there is none. Raises OSError if it cannot be read."""
        stamp = self._stamp(file)
        if stamp is None:
            return ""
        kept = self._known.get(str(file))
        if kept is None or kept[0] != stamp[0]:
            kept = self._known[str(file)] = stamp[0], hash_of(file)
        return kept[1]

    def stamped(self, files: Iterable[tuple[Path, str]]) -> dict[str, tuple[str, str]]:
        """Return path -> stamp and hash of ``files`` with known hashes, without those that changed just now.

        A file so new may change again without its time of change moving on.
        """
        now, found = time.time_ns(), {}
        for file, sha256 in files:
            stamp = self._stamp(file)
            if stamp is not None and abs(now - stamp[1]) > RACY:
                found[str(file)] = stamp[0], sha256
        return found

    def _stamp(self, file: Path) -> tuple[str, int] | None:
        try:
            info = file.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return file_stamp(info), max(info.st_mtime_ns, info.st_ctime_ns)
