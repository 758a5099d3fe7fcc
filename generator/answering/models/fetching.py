"""Model files from a model hub: ``hf:owner/repo/file.gguf@revision``, fetched once and verified by hash.

A file is stored at ``CACHE/models/owner/repo/revision/file``. Next to it, ``file.json`` records its SHA-256,
the commit it came from, size and date. A file that was put there by hand is accepted and recorded.

>>> parse_hub_name("hf:ada/small/small-q4.gguf@v1").file
'small-q4.gguf'
>>> is_on_hub("models/small-q4.gguf")
False
"""

from __future__ import annotations

import datetime
import errno
import hashlib
import json
import logging
import os
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator.errors import ModelError
from generator.storage.files import hash_of, write_whole
from generator.storage.installed import install_command

__all__ = ["PREFIX", "HubFile", "LocalModelFile", "fetch_model_file", "local_model_file", "parse_hub_name"]

PREFIX = "hf:"
DEFAULT_REVISION = "main"

# Each part of a name becomes a folder or a file in the cache: none may lead out of it, or be hidden.
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+ -]*")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
# A large model in parts, as llama.cpp splits and loads it: the first part is named, all are needed.
_SPLIT = re.compile(r"(?P<stem>.*)-(?P<part>\d{5})-of-(?P<parts>\d{5})(?P<suffix>\.gguf)")
_MAX_PARTS = 200
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_NOT_WRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file in a repository of the hub. repo: ``owner/name``. file: may have folders before it."""

    repo: str
    file: str
    revision: str = DEFAULT_REVISION

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.repo}/{self.file}@{self.revision}"

    @property
    def fixed(self) -> bool:
        """True if the revision is a commit, which always means the same file."""
        return _COMMIT.fullmatch(self.revision) is not None

    def place(self, cache: Path) -> Path:
        """Return the path of the file on this machine."""
        return cache / "models" / self.repo / self.revision / self.file


@dataclass(frozen=True, slots=True)
class LocalModelFile:
    """A model file on this machine. size: bytes of all parts. commit: None if it was placed by hand."""

    path: Path
    sha256: str
    size: int
    commit: str | None


@dataclass(frozen=True, slots=True)
class _Record:
    """The record next to a file. modified: its time of change in ns, by which changes are noticed."""

    name: str
    sha256: str
    commit: str | None
    size: int
    modified: int
    date: str


def is_on_hub(name: str) -> bool:
    """Return True if ``name`` names a file on a model hub."""
    return name.startswith(PREFIX)


def parse_hub_name(name: str) -> HubFile:
    """Return the file that ``hf:owner/repo/file@revision`` names; without ``@revision``, that of `main`.

    A revision is a commit, a tag or a branch. Raises ModelError for anything else.
    """
    where, at, revision = name.removeprefix(PREFIX).rpartition("@")
    if not at:
        where, revision = revision, DEFAULT_REVISION
    parts = where.split("/")
    if not name.startswith(PREFIX) or len(parts) < 3 or not all(map(_is_part, (*parts, revision))):
        raise ModelError(
            f"{name!r} names no file of a model hub; write hf:owner/repository/file.gguf@revision, "
            "with a commit or a tag as the revision"
        )
    return HubFile("/".join(parts[:2]), "/".join(parts[2:]), revision)


def fetch_model_file(name: str, cache: Path, *, offline: bool | None = None) -> Path:
    """Return the file that ``name`` means, fetched if it is not here; for a model in parts, the first.

    cache: the folder of model files. offline: never ask the hub; None: as the environment says
    (HF_HUB_OFFLINE). HF_ENDPOINT names another hub, HF_TOKEN opens gated files. Raises ModelError for a bad
    name, for a file that is not available (with the path where to put it by hand), and for one that differs
    from its record.
    """
    if offline is None:
        offline = any(_is_set(v) for v in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"))
    first, *_ = (_one(file, cache, offline) for file in _parts(parse_hub_name(name)))
    return first


def local_model_file(name: str, cache: Path) -> LocalModelFile | None:
    """Return the file that ``name`` means, if it is on this machine; the hub is never asked.

    The hash of a model in parts is that of the parts' hashes. Raises ModelError for a bad name and for a file
    that differs from its record.
    """
    parts = _parts(parse_hub_name(name))
    places = [part.place(cache) for part in parts]
    if not all(place.is_file() for place in places):
        return None
    records = [_verified(part, place) for part, place in zip(parts, places, strict=True)]
    sha256 = records[0].sha256
    if len(records) > 1:
        sha256 = hashlib.sha256("".join(r.sha256 for r in records).encode("ascii")).hexdigest()
    return LocalModelFile(places[0], sha256, sum(r.size for r in records), records[0].commit)


def _is_part(text: str) -> bool:
    return _PART.fullmatch(text) is not None and ".." not in text and text == text.strip(" .")


def _parts(file: HubFile) -> list[HubFile]:
    match = _SPLIT.fullmatch(file.file)
    count = int(match["parts"]) if match else 1
    if match is None or not 1 < count <= _MAX_PARTS:
        return [file]
    names = (f"{match['stem']}-{n:05}-of-{count:05}{match['suffix']}" for n in range(1, count + 1))
    return [HubFile(file.repo, name, file.revision) for name in names]


def _one(file: HubFile, cache: Path, offline: bool) -> Path:
    place = file.place(cache)
    if not place.is_file():
        if offline:
            raise _by_hand(file, place, "the model hub is not asked, for HF_HUB_OFFLINE is set")
        try:
            _fetch(file, place)
        except OSError as error:
            if error.errno in _NO_ROOM or error.errno in _NOT_WRITABLE:
                raise ModelError(
                    f"{place} cannot be written ({error.strerror}); make room, or make the folder writable"
                ) from error
            raise
    _verified(file, place)
    return place


def _fetch(file: HubFile, place: Path) -> None:
    """Fetch a file to a temporary place, hash and record it, then move it: a file in its place is whole."""
    try:
        from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url

        # Its names for the errors of whichever HTTP library it uses.
        from huggingface_hub.errors import HTTPError, XetDownloadError
        from huggingface_hub.utils._fixes import WeakFileLock
    except ImportError as error:
        raise ModelError(
            f"{file.name} needs huggingface_hub to be fetched; run `{install_command('models')}`"
        ) from error
    endpoint = _endpoint()
    incoming = place.with_name(f".{place.name}.incoming")
    place.parent.mkdir(parents=True, exist_ok=True)
    with WeakFileLock(place.with_name(f".{place.name}.lock")):
        if place.is_file():  # another process was faster
            return
        try:
            url = hf_hub_url(file.repo, file.file, revision=file.revision, endpoint=endpoint)
            remote = get_hf_file_metadata(url, endpoint=endpoint)
            if remote.size is not None and remote.size > shutil.disk_usage(place.parent).free:
                raise ModelError(
                    f"{place} takes {remote.size / 1e9:.1f} GB, more than is free on its disk; make room"
                )
            got = hf_hub_download(
                file.repo,
                file.file,
                revision=remote.commit_hash or file.revision,
                local_dir=incoming,
                endpoint=endpoint,
            )
        except (OSError, HTTPError, XetDownloadError, RuntimeError, ValueError) as error:
            raise _not_had(file, place, error) from error
        sha256 = hash_of(Path(got))
        # The hub identifies large files by their SHA-256.
        if remote.etag is not None and _SHA256.fullmatch(remote.etag) and remote.etag != sha256:
            shutil.rmtree(incoming, ignore_errors=True)
            raise ModelError(f"{file.name} arrived damaged (SHA-256 {sha256[:16]}); fetch it again")
        if not file.fixed:
            log.warning(
                "%s: the revision %s may come to mean another file; write @%s to name this one for good",
                file.name,
                file.revision,
                remote.commit_hash,
            )
        _record(file, Path(got), place, sha256, remote.commit_hash)
        Path(got).replace(place)
        shutil.rmtree(incoming, ignore_errors=True)  # with the hub client's own notes


def _not_had(file: HubFile, place: Path, error: Exception) -> Exception:
    """Return the error for whatever went wrong at the hub; ``error`` itself if the disk is the cause."""
    from huggingface_hub import errors

    if isinstance(error, OSError) and (error.errno in _NO_ROOM or error.errno in _NOT_WRITABLE):
        return error
    if isinstance(error, errors.GatedRepoError):
        return _by_hand(file, place, "its licence must be accepted at the hub first, and HF_TOKEN set")
    if isinstance(error, errors.RepositoryNotFoundError):
        return ModelError(
            f"{file.name}: the hub has no repository {file.repo}; fix the name, or set HF_TOKEN"
        )
    if isinstance(error, errors.RevisionNotFoundError):
        return ModelError(f"{file.name}: {file.repo} has no revision {file.revision}; fix the name")
    if isinstance(error, errors.RemoteEntryNotFoundError):
        return ModelError(f"{file.name}: {file.repo} has no file {file.file} there; fix the name")
    why = " ".join(str(error).split())[:160].rstrip(".") or type(error).__name__
    return _by_hand(file, place, f"the model hub gave nothing ({why})")


def _by_hand(file: HubFile, place: Path, why: str) -> ModelError:
    address = f"{_endpoint() or 'https://huggingface.co'}/{file.repo}/resolve/{file.revision}/{file.file}"
    return ModelError(
        f"{file.name} is not on this machine, and {why}; fetch {address} elsewhere, and put it at {place}"
    )


def _verified(file: HubFile, place: Path) -> _Record:
    """Return the record of a file, made if it has none. Raises ModelError if file and record differ."""
    try:
        known, now = _read(_record_file(place)), place.stat()
        if known is None:
            return _record(file, place, place, hash_of(place), None)
        if (known.size, known.modified) == (now.st_size, now.st_mtime_ns):
            return known
        if known.size == now.st_size and known.sha256 == hash_of(place):
            return _record(file, place, place, known.sha256, known.commit, known.date)
    except OSError as error:
        raise ModelError(
            f"{error.filename or place} cannot be read or written ({error.strerror}); check its permissions"
        ) from error
    raise ModelError(
        f"{place} is not the file that was recorded (SHA-256 {known.sha256[:16]}, {known.size} bytes); "
        f"delete it and {_record_file(place).name} next to it, and it is fetched again"
    )


def _record_file(place: Path) -> Path:
    return place.with_name(f"{place.name}.json")


def _record(
    file: HubFile, now: Path, place: Path, sha256: str, commit: str | None, date: str | None = None
) -> _Record:
    """Write the record of the file that is at ``now`` and belongs at ``place``; return it."""
    stat = now.stat()
    date = date or datetime.datetime.now(datetime.UTC).date().isoformat()
    record = _Record(file.name, sha256, commit, stat.st_size, stat.st_mtime_ns, date)
    write_whole(_record_file(place), json.dumps(asdict(record), indent=1))
    return record


def _read(path: Path) -> _Record | None:
    """Return a record; None if there is none that can be read."""
    if not path.is_file():
        return None
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        record = _Record(**data)
    except (ValueError, TypeError):
        log.warning("%s is damaged; the file next to it is hashed again", path)
        return None
    whole = isinstance(record.size, int) and isinstance(record.modified, int)
    return record if whole and isinstance(record.sha256, str) and _SHA256.fullmatch(record.sha256) else None


def _endpoint() -> str | None:
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or None


def _is_set(variable: str) -> bool:
    return os.environ.get(variable, "").strip().lower() not in ("", "0", "no", "false", "off")
