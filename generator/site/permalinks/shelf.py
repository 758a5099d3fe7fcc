"""A folder of many small files, each made anew only where what it is made from has changed.

A manifest holds the digest of what each file was made from. It is taken away before the first change
and written anew after the last, so that a build killed in the middle leaves nothing that the next one
would trust: half a file is never published. That is why none is flushed or renamed by itself, which
would cost more than to make it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

MANIFEST = ".answerbook-pages.json"
_FORMAT = 1


class Shelf:
    """The files of ``folder``, all of them ours. common: digest of what all of them are made from."""

    def __init__(self, folder: Path, common: str) -> None:
        self.folder = folder
        self.common = common
        self.written = 0
        self._manifest = folder / MANIFEST
        self._known = self._read()
        self._wanted: dict[str, str] = {}
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
        if self._known.get(path) == digest and os.path.exists(self.file(path)):  # noqa: PTH110 - half the time
            return False
        if not self.written:
            self._manifest.unlink(missing_ok=True)
        self.written += 1
        return True

    def file(self, path: str) -> str:
        """Where on disk the file at a path stands."""
        return f"{self._folder}/{path}"

    def close(self) -> int:
        """Remove the files that were not wanted, and write the manifest; how many were removed."""
        removed = 0
        start = len(str(self.folder)) + 1
        for folder, _, names in os.walk(self.folder, topdown=False):
            within = f"{folder[start:]}/".replace(os.sep, "/").removeprefix("/")
            unwanted = [n for n in names if f"{within}{n}" not in self._wanted and f"{within}{n}" != MANIFEST]
            for name in unwanted:
                Path(folder, name).unlink()
            if within and len(unwanted) == len(names) and not any(Path(folder).iterdir()):
                Path(folder).rmdir()
            removed += len(unwanted)
        if self.written or removed or not self._manifest.exists():
            self._write_manifest()
        return removed

    @property
    def unchanged(self) -> int:
        return len(self._wanted) - self.written

    def _read(self) -> Mapping[str, str]:
        """What the files were made from. A damaged manifest counts as none: then all is made anew."""
        try:
            data = json.loads(self._manifest.read_text(encoding="utf-8"))
            same = data["format"] == _FORMAT and data["common"] == self.common
            return dict(data["files"]) if same else {}
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return {}

    def _write_manifest(self) -> None:
        data = {"format": _FORMAT, "common": self.common, "files": dict(sorted(self._wanted.items()))}
        beside = self._manifest.with_suffix(".tmp")
        with beside.open("w", encoding="utf-8") as file:
            file.write(json.dumps(data, indent=0))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._manifest)


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
