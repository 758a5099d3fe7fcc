"""Replies kept on disk: what was fetched is not fetched again, and what has changed since is."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from generator.core.fingerprint import digest
from generator.storage.files import write_whole
from generator.storage.record import Record

__all__ = ["Kept", "KeptReplies"]

_KIND = "answerbook reply"
_VERSION = 1
_OLD = 30 * 86400.0  # seconds: what nobody has asked for so long goes


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply. address: where it came from in the end. at: when, in seconds. sha256: of its body."""

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
        """Headers that ask for it only if it has changed; none where its server gave no means to tell."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in found.items() if value}


class KeptReplies:
    """A folder of replies by the address that was asked for, each a record and its body.

    folder: None keeps nothing. What is damaged or was made by another version is a miss. That a reply cannot
    be kept, on a full disk, harms nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, address: str) -> Kept | None:
        """Return the reply that is kept for ``address``."""
        if self._folder is None:
            return None
        kept = self._record(address).read(lambda data: Kept(**data))
        if kept is None:
            return None
        try:
            body = self._body(address).read_bytes()
        except OSError:
            return None
        return replace(kept, body=body) if hashlib.sha256(body).hexdigest() == kept.sha256 else None

    def put(self, address: str, kept: Kept) -> None:
        """Keep a reply; the body first, so that a record always has one."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            write_whole(self._body(address), kept.body, flush=False)
            self._record(address).write({**asdict(replace(kept, body=b"")), "body": ""})

    def forget(self, address: str) -> None:
        """Let a reply go that is needed no more."""
        if self._folder is not None:
            for file in (self._record(address).file, self._body(address)):
                with contextlib.suppress(OSError):
                    file.unlink()

    def forget_old(self) -> None:
        """Let go what is older than a month."""
        for file in self._folder.glob("*") if self._folder is not None else ():
            with contextlib.suppress(OSError):
                if time.time() - file.stat().st_mtime > _OLD:
                    file.unlink()

    def _record(self, address: str) -> Record:
        assert self._folder is not None
        return Record(self._folder / f"{digest(address, 32)}.json", _KIND, _VERSION, address)

    def _body(self, address: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{digest(address, 32)}.body"
