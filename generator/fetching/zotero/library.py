"""One library: what is asked, with which key, and what it means when it is refused."""

from __future__ import annotations

import io
import ipaddress
import os
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from generator.errors import FetchError
from generator.fetching.client import Client, Reply
from generator.fetching.exchange import Secret
from generator.fetching.zotero.items import Attachment, Collection, Listing, collections_in, listing_of

__all__ = ["GROUP", "KEY", "USER", "Library", "Where", "is_near", "library"]

KEY, USER, GROUP = "ZOTERO_API_KEY", "ZOTERO_USER_ID", "ZOTERO_GROUP_ID"
# auto: on zotero.org where there is a key, else on this machine.
Where = Literal["auto", "local", "web"]

_PAGE = 100  # records: the most that zotero.org sends at once
_MAX_RECORDS = 200_000
_TRIES = 3  # a listing is begun anew so often because the library changed in between
_VERSION = "3"  # of the protocol
_A_KEY = re.compile(r"[A-Za-z0-9_-]{8,200}")
_SETTING = "Settings, Advanced, Allow other applications on this computer to communicate with Zotero"


@dataclass(frozen=True, slots=True)
class Library:
    """A library. service: of `services.KNOWN`. prefix: ``users/0``, ``groups/123``."""

    client: Client
    service: Literal["zotero", "zotero-local"]
    prefix: str
    secret: Secret

    @property
    def local(self) -> bool:
        return self.service == "zotero-local"

    @property
    def title(self) -> str:
        """The library, for people."""
        place = "Zotero on this machine" if self.local else "zotero.org"
        return f"{place}, group {self.prefix.partition('/')[2]}" if self.prefix.startswith("g") else place

    def select(self, item: str) -> str:
        """Return an item as addresses of the program name it, behind ``zotero://select/``."""
        return f"{self.prefix if self.prefix.startswith('groups/') else 'library'}/items/{item}"

    def key_of(self, select: str) -> str:
        """Return the key of an item that `select` named; empty for one of another library."""
        start, _, key = select.rpartition("/")
        return key if f"{start}/" == self.select("") else ""

    def collections(self) -> tuple[Collection, ...]:
        """Return all collections. Raises FetchError, as all that asks."""
        return collections_in(self._all("collections", {})[0])

    def items(self, collection: Collection) -> Listing:
        """Return the items of a collection, trashed ones too, with their attachments."""
        records, version = self._all(f"collections/{collection.key}/items", {"includeTrashed": "1"})
        listing, alone = listing_of(records, version)
        if alone:
            for item in alone:
                records += self.children(item)
            listing, _ = listing_of(records, version)
        return listing

    def children(self, item: str) -> list[Any]:
        """Return the records of what belongs to an item."""
        return self._all(f"items/{item}/children", {})[0]

    def version(self) -> int:
        """Return the version of the library, which every change raises; 0 where it tells nothing.

        The program on this machine raises it only when it is in step with zotero.org.
        """
        if self.local:
            return 0
        return _version(self.get("items", {"limit": "1", "format": "versions"}))

    def file(self, attachment: Attachment, max_bytes: int) -> bytes | Path:
        """Return what is in an attachment, or where it lies on this machine."""
        if self.local:
            return self._place(attachment)
        if attachment.mode == "linked_file":
            raise FetchError(f"{attachment.name} is linked, and lies on another machine")
        try:
            reply = self.get(f"items/{attachment.key}/file", {}, max_bytes=max_bytes)
        except FetchError as error:
            if error.status == 404:
                raise FetchError(
                    f"{attachment.name} is not on zotero.org, only where it was added", 404
                ) from None
            raise
        return _unpacked(reply.body, attachment, max_bytes)

    def get(self, path: str, params: Mapping[str, str], *, max_bytes: int = 64 << 20) -> Reply:
        """Return what the library has at a path."""
        try:
            return self.client.get(
                f"/{self.prefix}/{path}",
                {"v": _VERSION, **params},
                of=self.service,
                max_bytes=max_bytes,
                secret=self.secret,
            )
        except FetchError as error:
            raise self.said(error) from None

    def said(self, error: FetchError) -> FetchError:
        """Return an error with what can be done about it."""
        status, why = error.status, str(error)
        if self.local and status == 403:
            why = f"Zotero answers no other program; allow it there ({_SETTING})"
        elif self.local and status == 0 and error.passing:
            why = f"Zotero does not answer; start it on this machine, or set {KEY} to ask zotero.org ({why})"
        elif not self.local and status in (401, 403):
            own = self.secret.headers
            given = f"with the key of {KEY}; look at its rights" if own else f"without a key; set {KEY}"
            why = f"zotero.org opens the library {self.prefix} not {given} at zotero.org/settings/keys"
        return FetchError(why, status, passing=error.passing)

    def _all(self, path: str, params: Mapping[str, str]) -> tuple[list[Any], int]:
        """All records at a path, page by page, of one version of the library."""
        for _ in range(_TRIES):
            records: list[Any] = []
            version: int | None = None
            while True:
                at = {
                    "limit": str(_PAGE),
                    "start": str(len(records)),
                    "sort": "dateAdded",
                    "direction": "asc",
                }
                if path == "collections":
                    del at["sort"], at["direction"]
                reply = self.get(path, {**params, **at})
                page = reply.json()
                if not isinstance(page, list):
                    raise FetchError(f"{self.title} sent something else than the list that it documents")
                if version is not None and version != _version(reply):
                    break
                version = _version(reply)
                records += page
                total = reply.headers.get("total-results", "")
                if not page or not total.isdigit() or len(records) >= int(total):
                    return records, version
                if len(records) > _MAX_RECORDS:
                    raise FetchError(
                        f"{self.title} lists more than {_MAX_RECORDS:,} items; take a collection"
                    )
        raise FetchError(f"{self.title} changes while it is read; run the command again", passing=True)

    def _place(self, attachment: Attachment) -> Path:
        address = attachment.place
        if not address.startswith("file:"):
            address = (
                self.get(f"items/{attachment.key}/file/view/url", {}).body.decode("utf-8", "replace").strip()
            )
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            raise FetchError(f"{attachment.name} is no file of this machine")
        path = unquote(parts.path)
        if "\0" in path:
            raise FetchError(f"{attachment.name} is no file of this machine")
        return Path(path[1:] if re.match(r"/[A-Za-z]:", path) else path)


def is_near(where: Where) -> bool:
    """Return whether the library is asked for on this machine."""
    return where == "local" or (where == "auto" and not os.environ.get(KEY, "").strip())


def library(client: Client, where: Where = "auto") -> Library:
    """Return the library that the environment names.

    Raises FetchError for an environment that names none, and where zotero.org does not tell whose a key is.
    """
    key, user, group = (os.environ.get(name, "").strip() for name in (KEY, USER, GROUP))
    if key and not _A_KEY.fullmatch(key):
        raise FetchError(f"{KEY} holds no key of zotero.org; copy it anew from zotero.org/settings/keys")
    for name, value in ((USER, user), (GROUP, group)):
        if value and not (value.isascii() and value.isdigit()):
            raise FetchError(
                f"{name} holds no number; zotero.org/settings/keys and a group's address show it"
            )
    if user and group:
        raise FetchError(f"{USER} and {GROUP} name two libraries; set one of them")
    if is_near(where):
        return Library(client, "zotero-local", f"groups/{group}" if group else "users/0", Secret())
    secret = Secret(headers={"Zotero-API-Key": key} if key else {})
    if key:
        _refuse_open(client)
    if not (key or group):
        raise FetchError(f"a library on zotero.org takes a key; set {KEY}, from zotero.org/settings/keys")
    asked = Library(client, "zotero", f"groups/{group}" if group else f"users/{user}", secret)
    if user or group:
        return asked
    try:
        told = client.get("/keys/current", {"v": _VERSION}, of="zotero", secret=secret).json()
    except FetchError as error:
        if error.status in (403, 404):
            raise FetchError(
                f"zotero.org does not know the key of {KEY}; copy it anew", error.status
            ) from None
        raise
    number = told.get("userID") if isinstance(told, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number <= 0:
        raise FetchError(f"zotero.org does not say whose key {KEY} holds; set {USER}")
    return Library(client, "zotero", f"users/{number}", secret)


def _refuse_open(client: Client) -> None:
    """Raise FetchError where a key would go over an open line: to a mirror without https, elsewhere."""
    parts = urlsplit(client.address("", of="zotero"))
    host = parts.hostname or ""
    try:
        near = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = False
    if parts.scheme != "https" and not near:
        raise FetchError(
            f"the key of {KEY} is not sent to {host} for anyone to read on the way; use https://"
        )


def _version(reply: Reply) -> int:
    told = reply.headers.get("last-modified-version", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0


def _unpacked(data: bytes, attachment: Attachment, max_bytes: int) -> bytes:
    """A web page as it was saved, which zotero.org keeps packed with its pictures; all else as it came."""
    if attachment.suffix not in (".html", ".htm", ".xhtml") or not data.startswith(b"PK\x03\x04"):
        return data
    damaged = FetchError(f"{attachment.name} is damaged on zotero.org")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(attachment.name) as file:
            page = file.read(max_bytes + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise damaged from None
    if len(page) > max_bytes:
        raise FetchError(f"{attachment.name} is larger than what is taken")
    return page
