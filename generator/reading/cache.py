"""Papers read before, kept on disk until the file or a reader changes."""

from __future__ import annotations

from pathlib import Path

from generator.core.fingerprint import digest
from generator.core.paper import Paper
from generator.reading.latex_parts import inputs, is_latex
from generator.storage.code import code_of
from generator.storage.files import hash_of
from generator.storage.record import Record

_KIND = "answerbook paper"
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
            paper = self._record(path, id).read(Paper.from_json)
        except OSError:
            return None
        return paper if paper is not None and paper.id == id and paper.source == path.name else None

    def put(self, path: Path, paper: Paper) -> bool:
        """Keep ``paper``, read from ``path``; False where the folder cannot be written. Raises OSError."""
        return self._record(path, paper.id).write(paper.to_json())

    def _record(self, path: Path, id: str) -> Record:
        if not path.is_file():
            raise FileNotFoundError(path)  # a named pipe would keep us waiting
        parts = [hash_of(part) for part in inputs(path)] if is_latex(path) else []
        name = digest([hash_of(path), self._version, id, path.name, *parts], 32)
        return Record(self._folder / f"{name}.json", _KIND, _VERSION, self._version)
