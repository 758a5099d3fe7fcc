"""Replies cached on disk: nothing is fetched twice, unless it has changed since."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from generator.core.fingerprint import digest
from generator.storage.files import write_whole
from generator.storage.work_records import Record

__all__ = ["CachedReply", "ReplyCache"]

_KIND = "answerbook reply"
_VERSION = 1
_MAX_AGE = 30 * 86400.0  # seconds since a reply was last fetched or confirmed


@dataclass(frozen=True, slots=True)
class CachedReply:
    """A reply with its body. address: where it came from after redirects.

    at: when it was fetched, in seconds since the epoch. sha256: of the body.
    """

    address: str
    status: int
    kind: str
    etag: str
    modified: str
    at: float
    sha256: str
    body: bytes = b""

    @property
    def validators(self) -> Mapping[str, str]:
        """The headers that ask for it only if it has changed; none if its server gave no ETag and no date."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in found.items() if value}


class ReplyCache:
    """A folder of replies, by the address that was asked for; each is a record and a body.

    folder: None caches nothing. A reply that is damaged or was written by another version is a miss. If a
    reply cannot be written, for example on a full disk, it is simply not cached.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, address: str) -> CachedReply | None:
        """Return the cached reply for ``address``; None if there is none."""
        if self._folder is None:
            return None
        cached = self._record(address).read(lambda data: CachedReply(**data))
        if cached is None:
            return None
        try:
            body = self._body(address).read_bytes()
        except OSError:
            return None
        return replace(cached, body=body) if hashlib.sha256(body).hexdigest() == cached.sha256 else None

    def put(self, address: str, reply: CachedReply) -> None:
        """Write a reply, the body first, so that a record always has a body."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            write_whole(self._body(address), reply.body, flush=False)
            self._record(address).write({**asdict(replace(reply, body=b"")), "body": ""})

    def forget(self, address: str) -> None:
        """Remove the reply for ``address``."""
        if self._folder is not None:
            for file in (self._record(address).file, self._body(address)):
                with contextlib.suppress(OSError):
                    file.unlink()

    def forget_old(self) -> None:
        """Remove all replies that were not fetched or confirmed for a month."""
        for file in self._folder.glob("*") if self._folder is not None else ():
            with contextlib.suppress(OSError):
                if time.time() - file.stat().st_mtime > _MAX_AGE:
                    file.unlink()

    def _record(self, address: str) -> Record:
        assert self._folder is not None
        return Record(self._folder / f"{digest(address, 32)}.json", _KIND, _VERSION, address)

    def _body(self, address: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{digest(address, 32)}.body"
