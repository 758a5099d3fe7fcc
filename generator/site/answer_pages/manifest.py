"""A folder of many small files, each rewritten only if its input has changed.

A manifest holds the digest of the input of each file. It is deleted before the first change and written again
after the last. A build that is killed half-way therefore leaves no manifest, and the next build trusts none
of its files: half a file is never published. So single files need no flush and rename, which would take
longer than writing them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.storage.files import lies_within
from generator.storage.work_records import Record

MANIFEST_FILE = ".answerbook-pages.json"


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files made from the same input. key: digest of the input. summary: facts about the files, plain
    data.
    """

    key: str
    paths: tuple[str, ...]
    summary: Any


class Manifest:
    """The files of ``folder``, which belong to us alone. common: digest of the input that all files share."""

    def __init__(self, folder: Path, common: str) -> None:
        self.folder = folder
        self.common = common
        self.written = 0
        self._manifest = Record(folder / MANIFEST_FILE, "answerbook pages of answers", 4, common)
        self._old_files, self._old_groups = self._read()
        self._files: dict[str, str] = {}
        self._groups: dict[str, FileGroup] = {}
        self._folder = str(folder)
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, path: str, made_from: str, make: Callable[[], str]) -> None:
        """Write a file at ``path``, unless the old one was made from the same input. make: returns its text.

        made_from: all that the file depends on in addition to ``common``, as text; it is hashed.
        """
        if self.needs_write(path, made_from):
            write_file(self.file(path), make())

    def needs_write(self, path: str, made_from: str) -> bool:
        """Return True if a file must be written; the caller does so with `write_file` before ``close``."""
        digest = _digest(made_from)
        self._files[path] = digest
        if self._old_files.get(path) == digest and self._has(path):
            return False
        if not self.written:
            self._manifest.file.unlink(missing_ok=True)
        self.written += 1
        return True

    def reuse(self, name: str, made_from: str) -> FileGroup | None:
        """Keep the files of a group if all exist and were made from the same input, and return it; else None.

        made_from: all that the files of the group depend on in addition to ``common``, as text; it is hashed.
        """
        group = self._old_groups.get(name)
        if group is None or group.key != _digest(made_from):
            return None
        if not all(path in self._old_files and self._has(path) for path in group.paths):
            return None
        self._groups[name] = group
        self._files.update((path, self._old_files[path]) for path in group.paths)
        return group

    def add_group(self, name: str, made_from: str, paths: Sequence[str], summary: Any) -> None:
        """Record files of `write` or `needs_write` as a group. summary: see `FileGroup`."""
        self._groups[name] = FileGroup(_digest(made_from), tuple(paths), summary)

    def file(self, path: str) -> str:
        """Return the location on disk of the file at a path."""
        return f"{self._folder}/{path}"

    def close(self) -> int:
        """Remove the files that are no longer needed, and write the manifest; return how many were
        removed.
        """
        removed = 0
        for path in self._stale_paths():
            file = Path(self.file(path))
            file.unlink()
            removed += 1
            while file.parent != self.folder and not any(file.parent.iterdir()):
                file = file.parent
                file.rmdir()
        if self.written or removed or self._groups != self._old_groups or not self._manifest.file.exists():
            self._write_manifest()
        return removed

    def _has(self, path: str) -> bool:
        return Path(self.file(path)).exists()

    def _stale_paths(self) -> list[str]:
        """Return the paths of files that exist and are no longer needed.

        If the last manifest is valid, a folder that holds only needed files is not listed.
        """
        ours: set[str] = set()
        if self._old_files:
            parents = {path.rpartition("/")[0] for path in self._files}
            ours = parents - {""} - {parent.rpartition("/")[0] for parent in parents}
        found = [path for path in self._old_files if path not in self._files and self._has(path)]
        for folder, folders, names in os.walk(self._folder):
            within = f"{folder[len(self._folder) + 1 :]}/".replace(os.sep, "/").removeprefix("/")
            folders[:] = [name for name in folders if f"{within}{name}" not in ours]
            paths = [f"{within}{name}" for name in names]
            found += [path for path in paths if path not in self._files and path not in self._old_files]
        return [path for path in found if path != MANIFEST_FILE]

    @property
    def unchanged(self) -> int:
        return len(self._files) - self.written

    def _read(self) -> tuple[Mapping[str, str], Mapping[str, FileGroup]]:
        """Return the digests and groups of the last build; none if the manifest is missing or damaged."""

        def parsed(data: Any) -> tuple[Mapping[str, str], Mapping[str, FileGroup]]:
            groups = {
                name: FileGroup(key, tuple(of), summary)
                for name, (key, of, summary) in data["groups"].items()
            }
            return {path: key for path, key in data["files"].items() if lies_within(path)}, groups

        return self._manifest.read(parsed) or ({}, {})

    def _write_manifest(self) -> None:
        self._manifest.write(
            {
                "files": dict(sorted(self._files.items())),
                "groups": {name: [g.key, g.paths, g.summary] for name, g in sorted(self._groups.items())},
            }
        )


def write_file(file: str, text: str) -> None:
    """Write a new file, never into an existing one: the published site may share that one by a hard link."""
    # Data may hold lone surrogates, which UTF-8 cannot encode: they are replaced.
    data = text.encode("utf-8", "replace")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        handle = os.open(file, flags, 0o644)
    except FileNotFoundError:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, flags, 0o644)
    except FileExistsError:
        Path(file).unlink()
        handle = os.open(file, flags, 0o644)
    with os.fdopen(handle, "wb", buffering=0) as stream:
        stream.write(data)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
