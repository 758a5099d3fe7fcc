"""Pages -> files under the docs folder. Only our own files are ever replaced or removed.

A manifest in that folder holds the hash of each file that we wrote. A file that is not in it, or that was
changed since, is not ours: it is neither overwritten nor deleted.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import SiteError
from generator.site.content.collection import Collection
from generator.site.content.language import use_language
from generator.site.content.page_links import QUALITY_DATA
from generator.site.exports.data_files import write_exports
from generator.site.pages.page_keys import LastPages, paper_keys
from generator.site.pages.preview import PREVIEW, preview
from generator.site.pages.rendering import environment, pages
from generator.site.publishing.disk import unwritable
from generator.site.search import write_entries
from generator.storage.files import clear_unfinished, files_within, lies_within, replacing
from generator.storage.hashes import FileHashes

# Dot files are not published.
MANIFEST = ".answerbook.json"
_FORMAT = 1
_STAGING = ".exports-"
_EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class WriteReport:
    """The number of files of the docs folder that were written, unchanged and removed."""

    written: int
    unchanged: int
    removed: int


def write_pages(
    collection: Collection,
    docs: Path,
    *,
    templates: Path,
    hand_written: Path,
    quality: Mapping[str, Any] | None = None,
) -> WriteReport:
    """Write all pages, the hand-written ones and the collection's files under ``docs``.

    Files that do not change keep their time stamp; those that no page needs any longer are removed.
    hand_written: a folder that is copied as it is; it may be missing. quality: the scorecard of the build as
    plain data, for the page and for ``quality.json``. Raises SiteError if a hand-written page has the name of
    a generated one, if a file in the way is not ours, or if a file cannot be read or written.
    """
    environment.cache_clear()
    with contextlib.ExitStack() as stack, use_language(collection.language), _one_sentence(docs):
        docs.parent.mkdir(parents=True, exist_ok=True)
        for left in docs.parent.glob(f"{_STAGING}*"):  # by a killed build
            shutil.rmtree(left, ignore_errors=True)
        staging = stack.enter_context(
            tempfile.TemporaryDirectory(prefix=_STAGING, dir=docs.parent, ignore_cleanup_errors=True)
        )
        of_papers = paper_keys(collection, templates)
        owned, written_with, hashes = _read_manifest(docs)
        content: dict[str, bytes | Path] = {}
        keys: dict[str, str] = {}

        last = _Written(docs, owned, written_with, hashes)

        def keep(path: str, key: str) -> bool:
            """Return True if a data file may stay as it is, and note its key."""
            if key:
                keys[path] = key
            if not key or not last.is_unchanged(path, key):
                return False
            content[path] = docs / path
            return True

        with use_language("en"):  # for programs, whatever the language of the site
            exports = write_exports(collection, Path(staging), before=docs, keys=of_papers, keep=keep)
        for path, text, key in pages(collection, templates, quality, exports, keys=of_papers, last=last):
            content[path] = docs / path if text is None else text.encode()
            if key:
                keys[path] = key
        content |= _staged(Path(staging))
        content[PREVIEW] = preview(collection)
        if quality is not None:
            content[QUALITY_DATA] = _json(quality)
        for path, data in _hand_written(hand_written).items():
            if path in content:
                raise SiteError(f"{hand_written / path}: a generated page has this name; rename the file.")
            content[path] = data
        content |= collection.files
        written = write_files(content, docs, keys, hashes)
        write_entries(collection, docs, of_papers)
        return written


class _Written(LastPages):
    """The pages under ``docs``. owned, keys, hashes: from the manifest."""

    def __init__(
        self, docs: Path, owned: Mapping[str, set[str]], keys: Mapping[str, str], hashes: FileHashes
    ) -> None:
        self._docs, self._owned, self._keys, self._hashes = docs, owned, keys, hashes

    def is_unchanged(self, path: str, key: str) -> bool:
        return self._keys.get(path) == key and self._is_ours(path)

    def key_and_text(self, path: str) -> tuple[str, str]:
        key = self._keys.get(path, "") if self._is_ours(path) else ""
        return (key, (self._docs / path).read_text(encoding="utf-8")) if key else ("", "")

    def _is_ours(self, path: str) -> bool:
        return self._hashes.of(self._docs / path) in self._owned.get(path, ())


@contextlib.contextmanager
def _one_sentence(docs: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unwritable(docs, "the pages", error) from error


def _staged(folder: Path) -> dict[str, bytes | Path]:
    """Return the files under a folder by their paths within it."""
    return {path: folder / path for path, _ in files_within(folder)}


def write_files(
    content: Mapping[str, bytes | Path],
    docs: Path,
    keys: Mapping[str, str] | None = None,
    hashes: FileHashes | None = None,
) -> WriteReport:
    """Make our files under ``docs`` exactly ``content``.

    content: path within it -> bytes, or a file to copy. keys: what some of them were made from, kept in the
    manifest for the next build. hashes: those of the manifest, if it was read already.
    """
    docs.mkdir(parents=True, exist_ok=True)
    clear_unfinished(docs)
    owned, _, known = _read_manifest(docs)
    known = hashes or known
    wanted = {
        path: hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else _hash_of_source(data, known)
        for path, data in content.items()
    }
    present = {path: known.of(docs / path) for path in {*owned, *wanted}}
    for path, found in present.items():
        # Pages are not flushed one by one: after a power failure some may be empty, which nobody owns.
        if found not in ("", _EMPTY, wanted.get(path)) and found not in owned.get(path, ()):
            raise SiteError(
                f"{docs / path}: this file was not written by the build, or was changed since; "
                "move it to the hand-written pages or delete it."
            )
    changed = {path for path, digest in wanted.items() if present[path] != digest}
    stale = [path for path in owned if path not in wanted and present[path]]
    # Both old and new hashes, so that the next build can go on if this one is killed between two files.
    both = {p: {*owned.get(p, ()), *([wanted[p]] if p in wanted else [])} for p in present}
    settled = {path: key for path, key in (keys or {}).items() if path not in changed}
    _write_manifest(docs, both, settled)
    for path in sorted(changed):
        _replace(docs / path, content[path], docs)
    for path in stale:
        (docs / path).unlink()
        _remove_empty(docs, (docs / path).parent)
    stamps = known.stamped((docs / path, digest) for path, digest in wanted.items())
    _write_manifest(docs, {path: {digest} for path, digest in wanted.items()}, keys, stamps)
    return WriteReport(len(changed), len(wanted) - len(changed), len(stale))


def _json(data: Mapping[str, Any]) -> bytes:
    """Return data for programs. Lone surrogates, which no file can hold, are replaced."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode("utf-8", "replace") + b"\n"


def _hand_written(folder: Path) -> dict[str, bytes]:
    return {
        path: (folder / path).read_bytes()
        for path, _ in files_within(folder)
        if not any(part.startswith(".") for part in path.split("/"))
    }


def docs_hashes(docs: Path) -> FileHashes:
    """Return the hashes of the files under ``docs`` that the last `write_files` knew."""
    return _read_manifest(docs)[2]


def _hash_of_source(file: Path, known: FileHashes) -> str:
    """Return the hash of a file to copy. Raises FileNotFoundError if it is missing."""
    if not (found := known.of(file)):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    return found


def _read_manifest(docs: Path) -> tuple[dict[str, set[str]], dict[str, str], FileHashes]:
    """Return hashes and keys of our files, and what is known of the files as they are now.

    Nothing is ours if the manifest is damaged or foreign.
    """
    try:
        data = json.loads((docs / MANIFEST).read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            return {}, {}, FileHashes()
        owned = {path: set(map(str, hashes)) for path, hashes in data["files"].items() if lies_within(path)}
        stamps = {
            str(docs / path): (str(stamp), next(iter(data["files"][path])))
            for path, stamp in data.get("stamps", {}).items()
        }
        keys = {str(path): str(key) for path, key in data.get("keys", {}).items()}
        return owned, keys, FileHashes(stamps)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return {}, {}, FileHashes()


def _write_manifest(
    docs: Path,
    files: Mapping[str, set[str]],
    keys: Mapping[str, str] | None = None,
    stamps: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    data = {
        "format": _FORMAT,
        "files": {path: sorted(files[path]) for path in sorted(files)},
        "keys": dict(sorted((keys or {}).items())),
        "stamps": {
            path: stamps[name][0] for path in sorted(files) if (name := str(docs / path)) in (stamps or {})
        }
        if stamps
        else {},
    }
    text = json.dumps(data, indent=0).encode()
    manifest = docs / MANIFEST
    if not manifest.is_file() or manifest.read_bytes() != text:
        _replace(manifest, text, docs)


def _replace(path: Path, data: bytes | Path, docs: Path) -> None:
    """Write to a file elsewhere in ``docs``, where the next build finds it after a kill, then rename it."""
    # Pages are not flushed one by one: that would take longer than making them.
    with replacing(path, flush=False, staging=docs) as file:
        if isinstance(data, bytes):
            file.write(data)
        else:
            with data.open("rb") as source:
                shutil.copyfileobj(source, file)


def _remove_empty(docs: Path, folder: Path) -> None:
    while folder != docs and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
