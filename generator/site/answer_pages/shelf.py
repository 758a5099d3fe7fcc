"""A folder of many small files, each made anew only where what it is made from has changed.

A manifest holds the digest of what each file was made from. It is taken away before the first change
and written anew after the last, so that a build killed in the middle leaves nothing that the next one
would trust: half a file is never published. That is why none is flushed or renamed by itself, which
would cost more than to make it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.storage.files import lies_within
from generator.storage.record import Record

MANIFEST = ".answerbook-pages.json"


@dataclass(frozen=True, slots=True)
class Group:
    """Files that are made from the same. key: of what. told: what is to be remembered of them, plain data."""

    key: str
    paths: tuple[str, ...]
    told: Any


class Shelf:
    """The files of ``folder``, all of them ours. common: digest of what all of them are made from."""

    def __init__(self, folder: Path, common: str) -> None:
        self.folder = folder
        self.common = common
        self.written = 0
        self._manifest = Record(folder / MANIFEST, "answerbook pages of answers", 4, common)
        self._known, self._known_groups = self._read()
        self._wanted: dict[str, str] = {}
        self._groups: dict[str, Group] = {}
        self._folder = str(folder)
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, path: str, made_from: str, make: Callable[[], str]) -> None:
        """Have a file at ``path``: the old one where it was made from the same, else what ``make`` makes.

        made_from: all that the file depends on beside ``common``, as text; it is hashed.
        """
        if self.lacks(path, made_from):
            write(self.file(path), make())

    def lacks(self, path: str, made_from: str) -> bool:
        """Whether a wanted file is to be made; who asks must `write` it before the shelf is closed."""
        digest = _digest(made_from)
        self._wanted[path] = digest
        if self._known.get(path) == digest and self._has(path):
            return False
        if not self.written:
            self._manifest.file.unlink(missing_ok=True)
        self.written += 1
        return True

    def kept(self, name: str, made_from: str) -> Group | None:
        """The files of a group, left as they are, where all are there and were made from the same; else None.

        made_from: all that the files of the group depend on beside ``common``, as text; it is hashed.
        """
        group = self._known_groups.get(name)
        if group is None or group.key != _digest(made_from):
            return None
        if not all(path in self._known and self._has(path) for path in group.paths):
            return None
        self._groups[name] = group
        self._wanted.update((path, self._known[path]) for path in group.paths)
        return group

    def group(self, name: str, made_from: str, paths: Sequence[str], told: Any) -> None:
        """Remember files that `put` or `lacks` was called for as a group. told: see `Group`."""
        self._groups[name] = Group(_digest(made_from), tuple(paths), told)

    def file(self, path: str) -> str:
        """Where on disk the file at a path stands."""
        return f"{self._folder}/{path}"

    def close(self) -> int:
        """Remove the files that were not wanted, and write the manifest; how many were removed."""
        removed = 0
        for path in self._unwanted():
            file = Path(self.file(path))
            file.unlink()
            removed += 1
            while file.parent != self.folder and not any(file.parent.iterdir()):
                file = file.parent
                file.rmdir()
        if self.written or removed or self._groups != self._known_groups or not self._manifest.file.exists():
            self._write_manifest()
        return removed

    def _has(self, path: str) -> bool:
        return Path(self.file(path)).exists()

    def _unwanted(self) -> list[str]:
        """Paths of files that are there and were not wanted.

        A folder of wanted files alone is ours and is not looked into, where the manifest tells what we made.
        """
        ours: set[str] = set()
        if self._known:
            parents = {path.rpartition("/")[0] for path in self._wanted}
            ours = parents - {""} - {parent.rpartition("/")[0] for parent in parents}
        found = [path for path in self._known if path not in self._wanted and self._has(path)]
        for folder, folders, names in os.walk(self._folder):
            within = f"{folder[len(self._folder) + 1 :]}/".replace(os.sep, "/").removeprefix("/")
            folders[:] = [name for name in folders if f"{within}{name}" not in ours]
            paths = [f"{within}{name}" for name in names]
            found += [path for path in paths if path not in self._wanted and path not in self._known]
        return [path for path in found if path != MANIFEST]

    @property
    def unchanged(self) -> int:
        return len(self._wanted) - self.written

    def _read(self) -> tuple[Mapping[str, str], Mapping[str, Group]]:
        """What the files were made from. A damaged manifest counts as none: then all is made anew."""

        def parsed(data: Any) -> tuple[Mapping[str, str], Mapping[str, Group]]:
            groups = {name: Group(key, tuple(of), told) for name, (key, of, told) in data["groups"].items()}
            return {path: key for path, key in data["files"].items() if lies_within(path)}, groups

        return self._manifest.read(parsed) or ({}, {})

    def _write_manifest(self) -> None:
        self._manifest.write(
            {
                "files": dict(sorted(self._wanted.items())),
                "groups": {name: [g.key, g.paths, g.told] for name, g in sorted(self._groups.items())},
            }
        )


def write(file: str, text: str) -> None:
    """A new file, even where an old one stands: the published site may share that one."""
    # Lone surrogates, which no file can hold, do not get past the encoder; data may hold them.
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
