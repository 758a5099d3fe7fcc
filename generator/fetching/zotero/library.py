"""One Zotero library: the requests to it, the key that goes with them, and what a refusal means."""

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
from generator.fetching.exchange import Secret
from generator.fetching.http_client import Client, Reply
from generator.fetching.zotero.library_items import (
    Attachment,
    Listing,
    ZoteroCollection,
    collections_in,
    listing_of,
)

__all__ = ["GROUP", "KEY", "USER", "Library", "Where", "asks_this_machine", "library"]

KEY, USER, GROUP = "ZOTERO_API_KEY", "ZOTERO_USER_ID", "ZOTERO_GROUP_ID"
# auto: on zotero.org where there is a key, else on this machine.
Where = Literal["auto", "local", "web"]

_PAGE_SIZE = 100  # records: the most that zotero.org sends at once
_MAX_RECORDS = 200_000
_MAX_LISTING_TRIES = 3  # a listing begins again if the library has changed in between
_MAX_REPLY_BYTES = 64 << 20
_MAX_VERSION_DIGITS = 15  # a longer number is not a version
_PROTOCOL_VERSION = "3"
_A_KEY = re.compile(r"[A-Za-z0-9_-]{8,200}")
_SETTING = "Settings, Advanced, Allow other applications on this computer to communicate with Zotero"


@dataclass(frozen=True, slots=True)
class Library:
    """A library. service: a name in `services.KNOWN`. prefix: its path, ``users/0`` or ``groups/123``."""

    client: Client
    service: Literal["zotero", "zotero-local"]
    prefix: str
    secret: Secret

    @property
    def is_local(self) -> bool:
        """True for the program on this machine."""
        return self.service == "zotero-local"

    @property
    def title(self) -> str:
        """The name of the library, for people."""
        place = "Zotero on this machine" if self.is_local else "zotero.org"
        return f"{place}, group {self.prefix.partition('/')[2]}" if self.prefix.startswith("g") else place

    def select(self, item: str) -> str:
        """Return what the program's own links to an item have after ``zotero://select/``."""
        return f"{self.prefix if self.prefix.startswith('groups/') else 'library'}/items/{item}"

    def key_of(self, select: str) -> str:
        """Return the key of an item from its `select` link; empty if that is of another library."""
        start, _, key = select.rpartition("/")
        return key if f"{start}/" == self.select("") else ""

    def collections(self) -> tuple[ZoteroCollection, ...]:
        """Return all collections. Raises FetchError, as all requests do."""
        return collections_in(self._all("collections", {})[0])

    def items(self, collection: ZoteroCollection) -> Listing:
        """Return the items of a collection with their attachments, trashed items included."""
        records, version = self._all(f"collections/{collection.key}/items", {"includeTrashed": "1"})
        listing, childless = listing_of(records, version)
        if childless:
            for item in childless:
                records += self.children(item)
            listing, _ = listing_of(records, version)
        return listing

    def children(self, item: str) -> list[Any]:
        """Return the records of an item's children: its attachments and notes."""
        return self._all(f"items/{item}/children", {})[0]

    def version(self) -> int:
        """Return the version of the library, which every change raises; 0 if it states none.

        The program on this machine raises it only when it synchronises with zotero.org.
        """
        if self.is_local:
            return 0
        return _version(self.get("items", {"limit": "1", "format": "versions"}))

    def file(self, attachment: Attachment, max_bytes: int) -> bytes | Path:
        """Return the content of an attachment, or its path on this machine. Raises FetchError."""
        if self.is_local:
            return self._place(attachment)
        if attachment.mode == "linked_file":
            raise FetchError(
                f"{attachment.name} is a linked file of another machine; add it there, or copy it here"
            )
        try:
            reply = self.get(f"items/{attachment.key}/file", {}, max_bytes=max_bytes)
        except FetchError as error:
            if error.status == 404:
                raise FetchError(
                    f"{attachment.name} is not on zotero.org; sync the files in Zotero "
                    "on the machine where it was added",
                    404,
                ) from None
            raise
        return _unpacked(reply.body, attachment, max_bytes)

    def get(self, path: str, params: Mapping[str, str], *, max_bytes: int = _MAX_REPLY_BYTES) -> Reply:
        """Return the library's reply for a path. Raises FetchError that says what can be done about it."""
        try:
            return self.client.get(
                f"/{self.prefix}/{path}",
                {"v": _PROTOCOL_VERSION, **params},
                of=self.service,
                max_bytes=max_bytes,
                secret=self.secret,
            )
        except FetchError as error:
            raise self.explained(error) from None

    def explained(self, error: FetchError) -> FetchError:
        """Return an error that also says what can be done about it."""
        status, reason = error.status, str(error)
        if self.is_local and status == 403:
            reason = f"Zotero does not answer other programs; allow it in its settings ({_SETTING})"
        elif self.is_local and status == 0 and error.passing:
            reason = (
                f"Zotero does not answer; start it on this machine, or set {KEY} to ask zotero.org ({reason})"
            )
        elif not self.is_local and status in (401, 403):
            has_key = bool(self.secret.headers)
            fix = f"with the key in {KEY}; check its rights" if has_key else f"without a key; set {KEY}"
            reason = f"zotero.org refuses the library {self.prefix} {fix} at zotero.org/settings/keys"
        return FetchError(reason, status, passing=error.passing)

    def _all(self, path: str, params: Mapping[str, str]) -> tuple[list[Any], int]:
        """Return all records at a path, page by page, and the version of the library they belong to."""
        for _ in range(_MAX_LISTING_TRIES):
            records: list[Any] = []
            version: int | None = None
            while True:
                at = {
                    "limit": str(_PAGE_SIZE),
                    "start": str(len(records)),
                    "sort": "dateAdded",
                    "direction": "asc",
                }
                if path == "collections":
                    del at["sort"], at["direction"]
                reply = self.get(path, {**params, **at})
                page = reply.json()
                if not isinstance(page, list):
                    raise FetchError(f"{self.title} sent something other than the list that it documents")
                if version is not None and version != _version(reply):
                    break
                version = _version(reply)
                records += page
                total = reply.headers.get("total-results", "")
                if not page or not total.isdigit() or len(records) >= int(total):
                    return records, version
                if len(records) > _MAX_RECORDS:
                    raise FetchError(
                        f"{self.title} lists more than {_MAX_RECORDS:,} items; choose a collection"
                    )
        raise FetchError(f"{self.title} keeps changing while it is read; run the command again", passing=True)

    def _place(self, attachment: Attachment) -> Path:
        """Return the path of an attachment on this machine. Raises FetchError if it is not here."""
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
            raise FetchError(f"{attachment.name} is not a file on this machine; download it in Zotero")
        path = unquote(parts.path)
        if "\0" in path:
            raise FetchError(f"{attachment.name} is not a file on this machine; download it in Zotero")
        return Path(path[1:] if re.match(r"/[A-Za-z]:", path) else path)


def asks_this_machine(where: Where) -> bool:
    """Return True if the library of the program on this machine is meant."""
    return where == "local" or (where == "auto" and not os.environ.get(KEY, "").strip())


def library(client: Client, where: Where = "auto") -> Library:
    """Return the library that the environment names.

    Raises FetchError if the environment names none, and if zotero.org does not say whose key it is.
    """
    # Every way to set three variables wrongly gets its own sentence; together they are one table of cases.
    key, user, group = (os.environ.get(name, "").strip() for name in (KEY, USER, GROUP))
    if key and not _A_KEY.fullmatch(key):
        raise FetchError(f"{KEY} is not a key of zotero.org; copy it again from zotero.org/settings/keys")
    for name, value in ((USER, user), (GROUP, group)):
        if value and not (value.isascii() and value.isdigit()):
            raise FetchError(
                f"{name} is not a number; zotero.org/settings/keys and a group's address show it"
            )
    if user and group:
        raise FetchError(f"{USER} and {GROUP} name two libraries; set one of them")
    if asks_this_machine(where):
        return Library(client, "zotero-local", f"groups/{group}" if group else "users/0", Secret())
    secret = Secret(headers={"Zotero-API-Key": key} if key else {})
    if key:
        _refuse_open(client)
    if not (key or group):
        raise FetchError(f"a library on zotero.org needs a key; set {KEY}, from zotero.org/settings/keys")
    found = Library(client, "zotero", f"groups/{group}" if group else f"users/{user}", secret)
    if user or group:
        return found
    try:
        owner = client.get("/keys/current", {"v": _PROTOCOL_VERSION}, of="zotero", secret=secret).json()
    except FetchError as error:
        if error.status in (403, 404):
            raise FetchError(
                f"zotero.org does not know the key in {KEY}; copy it again", error.status
            ) from None
        raise
    number = owner.get("userID") if isinstance(owner, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number <= 0:
        raise FetchError(f"zotero.org does not say whose key {KEY} holds; set {USER}")
    return Library(client, "zotero", f"users/{number}", secret)


def _refuse_open(client: Client) -> None:
    """Raise FetchError if the key would travel unencrypted: to a mirror on another machine without https."""
    parts = urlsplit(client.address("", of="zotero"))
    host = parts.hostname or ""
    try:
        is_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if parts.scheme != "https" and not is_here:
        raise FetchError(
            f"the key in {KEY} is not sent to {host} unencrypted, where others could read it; use https://"
        )


def _version(reply: Reply) -> int:
    version = reply.headers.get("last-modified-version", "")
    is_number = version.isascii() and version.isdigit() and len(version) <= _MAX_VERSION_DIGITS
    return int(version) if is_number else 0


def _unpacked(data: bytes, attachment: Attachment, max_bytes: int) -> bytes:
    """Return a saved web page out of the zip in which zotero.org stores it with its pictures.

    All other data are returned as they came. Raises FetchError if the zip is damaged or the page too large.
    """
    if attachment.suffix not in (".html", ".htm", ".xhtml") or not data.startswith(b"PK\x03\x04"):
        return data
    damaged = FetchError(f"{attachment.name} is damaged on zotero.org")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(attachment.name) as file:
            page = file.read(max_bytes + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise damaged from None
    if len(page) > max_bytes:
        raise FetchError(f"{attachment.name} is larger than the limit; add a smaller file by hand")
    return page
