"""Papers read before, kept on disk until the file or a reader changes."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from generator.core.fingerprint import digest
from generator.core.paper import Paper
from generator.storage.code import code_of

_MAGIC = "answerbook paper"
_VERSION = 1


def reader_version() -> str:
    """Hash the source of every reader and of the core: a change in either makes each kept paper a miss."""
    return code_of("generator.core", "generator.reading")


class PaperCache:
    """A folder of papers as read, named after the hash of their files.

    A damaged, stale or foreign entry is a miss, never an error: the paper is read again.
    """

    def __init__(self, folder: Path, version: str | None = None) -> None:
        self._folder = folder
        self._version = version or reader_version()

    def get(self, path: Path, id: str) -> Paper | None:
        """The paper that was read from a file with these bytes and this name and id, or None."""
        try:
            entry = self._entry(path, id)
            data = json.loads(entry.read_text(encoding="utf-8"))
            if data["magic"] != _MAGIC or data["version"] != _VERSION or data["reader"] != self._version:
                return None
            paper = Paper.from_json(data["paper"])
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            return None
        return paper if paper.id == id and paper.source == path.name else None

    def put(self, path: Path, paper: Paper) -> None:
        """Keep ``paper``, read from ``path``. Raises OSError where the folder cannot be written."""
        entry = self._entry(path, paper.id)
        self._folder.mkdir(parents=True, exist_ok=True)
        data = {"magic": _MAGIC, "version": _VERSION, "reader": self._version, "paper": paper.to_json()}
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        handle, beside = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(entry)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise

    def _entry(self, path: Path, id: str) -> Path:
        if not path.is_file():
            raise FileNotFoundError(path)  # a named pipe would keep us waiting
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        return self._folder / f"{digest([content, self._version, id, path.name], 32)}.json"
