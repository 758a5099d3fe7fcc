"""A cache of papers on disk; an entry is valid until its file or any reader changes."""

from __future__ import annotations

from pathlib import Path

from generator.core.fingerprint import digest
from generator.core.paper import Paper
from generator.reading.latex_parts import input_files, is_latex
from generator.storage.code_version import code_of
from generator.storage.files import hash_of
from generator.storage.work_records import Record

_KIND = "answerbook paper"
_VERSION = 1


def reader_code_hash() -> str:
    """Hash the source code of all readers and of the core; after a change in it, every entry is a miss."""
    return code_of("generator.core", "generator.reading")


class PaperCache:
    """A folder with one JSON file per paper, named after the hash of the paper's file.

    A damaged, stale or foreign entry is a miss, not an error: the paper is read again.
    """

    def __init__(self, folder: Path, version: str | None = None) -> None:
        self._folder = folder
        self._version = version or reader_code_hash()

    def get(self, path: Path, id: str) -> Paper | None:
        """Return the paper read from a file with the same bytes, name and id; None if there is none."""
        try:
            paper = self._record(path, id).read(Paper.from_json)
        except OSError:
            return None
        return paper if paper is not None and paper.id == id and paper.source == path.name else None

    def name(self, path: Path, id: str) -> str:
        """Return the name of the entry of a file, for `load`. Raises OSError if it cannot be read."""
        return self._record(path, id).file.name

    def load(self, name: str) -> Paper | None:
        """Return the paper in the entry with this name; None if it is gone or damaged."""
        return self._of(name).read(Paper.from_json)

    def has(self, name: str) -> bool:
        """Return True if there is an entry with this name."""
        return (self._folder / name).is_file()

    def put(self, path: Path, paper: Paper) -> bool:
        """Store ``paper``, read from ``path``; return False if the folder is not writable.

        Raises OSError if ``path`` cannot be read.
        """
        return self._record(path, paper.id).write(paper.to_json())

    def _record(self, path: Path, id: str) -> Record:
        if not path.is_file():
            raise FileNotFoundError(path)  # reading a named pipe would block
        parts = [hash_of(part) for part in input_files(path)] if is_latex(path) else []
        name = digest([hash_of(path), self._version, id, path.name, *parts], 32)
        return self._of(f"{name}.json")

    def _of(self, name: str) -> Record:
        return Record(self._folder / name, _KIND, _VERSION, self._version)
