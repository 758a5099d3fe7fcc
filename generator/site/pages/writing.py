"""Pages -> files under the docs folder. Only files of our own are ever replaced or removed.

A manifest beside the pages holds the hash of each file that we wrote. A file that is not in it, or
that was changed since, belongs to somebody else: it is neither overwritten nor deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import SiteError
from generator.site.content.collection import Collection
from generator.site.content.language import speaking
from generator.site.content.links import QUALITY_DATA
from generator.site.exports.files import write_exports
from generator.site.pages.keys import paper_keys
from generator.site.pages.preview import PREVIEW, preview
from generator.site.pages.rendering import environment, pages
from generator.site.publishing.disk import unwritable
from generator.site.search import write_entries
from generator.storage.files import clear_unfinished, files_within, hash_of, lies_within, replacing

# Dot files are not published.
MANIFEST = ".answerbook.json"
_FORMAT = 1
_STAGING = ".exports-"
_EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class WriteReport:
    """How many files of the docs folder were written anew, left as they were, and removed."""

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

    Files that would not change keep their time stamp; those that no page needs any more are
    removed. hand_written: a folder that is copied as it is (it may be missing). quality: the
    scorecard of the build as plain data, for the page and for ``quality.json``. Raises SiteError
    where a hand-written page bears the name of a generated one, where a file in the way is not
    ours, or where a file cannot be read or written.
    """
    environment.cache_clear()
    with contextlib.ExitStack() as stack, speaking(collection.language), _one_sentence(docs):
        docs.parent.mkdir(parents=True, exist_ok=True)
        for left in docs.parent.glob(f"{_STAGING}*"):  # by a killed build
            shutil.rmtree(left, ignore_errors=True)
        staging = stack.enter_context(
            tempfile.TemporaryDirectory(prefix=_STAGING, dir=docs.parent, ignore_cleanup_errors=True)
        )
        of_papers = paper_keys(collection, templates)
        with speaking("en"):  # programs read them, of whatever site
            exports = write_exports(collection, Path(staging), before=docs, keys=of_papers)
        owned, written_with = _read_manifest(docs)

        def known(path: str, key: str) -> bool:
            return written_with.get(path) == key and _hash(docs / path) in owned.get(path, ())

        content: dict[str, bytes | Path] = {}
        keys: dict[str, str] = {}
        for path, text, key in pages(collection, templates, quality, exports, keys=of_papers, known=known):
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
        written = write_files(content, docs, keys)
        write_entries(collection, docs)
        return written


@contextlib.contextmanager
def _one_sentence(docs: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unwritable(docs, "the pages", error) from error


def _staged(folder: Path) -> dict[str, bytes | Path]:
    """The files under a folder by their paths within it."""
    return {path: folder / path for path, _ in files_within(folder)}


def write_files(
    content: Mapping[str, bytes | Path], docs: Path, keys: Mapping[str, str] | None = None
) -> WriteReport:
    """Make the files that we own under ``docs`` be exactly ``content``.

    content: path within it -> bytes, or a file whose bytes are meant; it is left where it is. keys: what some
    of them were made from, remembered for the next time.
    """
    docs.mkdir(parents=True, exist_ok=True)
    clear_unfinished(docs)
    owned, _ = _read_manifest(docs)
    wanted = {path: _digest(data) for path, data in content.items()}
    present = {path: _hash(docs / path) for path in {*owned, *wanted}}
    for path, found in present.items():
        # Pages are not flushed one by one: after a loss of power some may be empty, and are nobody's.
        if found not in ("", _EMPTY, wanted.get(path)) and found not in owned.get(path, ()):
            raise SiteError(
                f"{docs / path}: this file was not written by the build, or was changed since; "
                "move it among the hand-written pages or delete it."
            )
    changed = {path for path, digest in wanted.items() if present[path] != digest}
    stale = [path for path in owned if path not in wanted and present[path]]
    # What is owned and what is about to be: a build killed between two files can go on.
    both = {p: {*owned.get(p, ()), *([wanted[p]] if p in wanted else [])} for p in present}
    settled = {path: key for path, key in (keys or {}).items() if path not in changed}
    _write_manifest(docs, both, settled)
    for path in sorted(changed):
        _replace(docs / path, content[path], docs)
    for path in stale:
        (docs / path).unlink()
        _remove_empty(docs, (docs / path).parent)
    _write_manifest(docs, {path: {digest} for path, digest in wanted.items()}, keys)
    return WriteReport(len(changed), len(wanted) - len(changed), len(stale))


def _json(data: Mapping[str, Any]) -> bytes:
    """Data for programs. Lone surrogates, which no file can hold, are replaced."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode("utf-8", "replace") + b"\n"


def _hand_written(folder: Path) -> dict[str, bytes]:
    return {
        path: (folder / path).read_bytes()
        for path, _ in files_within(folder)
        if not any(part.startswith(".") for part in path.split("/"))
    }


def _read_manifest(docs: Path) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Hashes and keys of our files. A damaged or foreign manifest counts as none: then nothing is ours."""
    try:
        data = json.loads((docs / MANIFEST).read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            return {}, {}
        owned = {path: set(map(str, hashes)) for path, hashes in data["files"].items() if lies_within(path)}
        return owned, {str(path): str(key) for path, key in data.get("keys", {}).items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}, {}


def _write_manifest(docs: Path, files: Mapping[str, set[str]], keys: Mapping[str, str] | None = None) -> None:
    data = {
        "format": _FORMAT,
        "files": {path: sorted(files[path]) for path in sorted(files)},
        "keys": dict(sorted((keys or {}).items())),
    }
    text = json.dumps(data, indent=0).encode()
    if _hash(docs / MANIFEST) != hashlib.sha256(text).hexdigest():
        _replace(docs / MANIFEST, text, docs)


def _hash(path: Path) -> str:
    return _digest(path) if path.is_file() else ""


def _digest(data: bytes | Path) -> str:
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    return hash_of(data)


def _replace(path: Path, data: bytes | Path, docs: Path) -> None:
    """Write elsewhere in ``docs``, where a kill leaves it to be found, and rename."""
    # Pages are not flushed one by one: that would take longer than to make them.
    with replacing(path, flush=False, beside=docs) as file:
        if isinstance(data, bytes):
            file.write(data)
        else:
            with data.open("rb") as source:
                shutil.copyfileobj(source, file)


def _remove_empty(docs: Path, folder: Path) -> None:
    while folder != docs and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
