"""A library of Zotero for tests, as the program and zotero.org hand it out, by their protocol."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fetching.serving import NOT_THERE, Asked, Say

KEY = "gnVqIK7nOtAkEy0123456789"


@dataclass
class ZoteroLibrary:
    """Answers below ``/api`` as the program does, and below ``/web`` as zotero.org does, which wants `KEY`.

    items, collections: records by key. files: of attachments, by key: bytes, or a path of this machine.
    faults: what answers before all others, by the beginning of a path. headers: with every reply.
    """

    user: str = "users/7"
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    collections: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes | Path] = field(default_factory=dict)
    faults: dict[str, Callable[[Asked], Say]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    version: int = 40
    enabled: bool = True
    _number: int = 0

    def collection(self, key: str, name: str, parent: str | None = None) -> None:
        data = {"key": key, "name": name, "parentCollection": parent or False}
        self.collections[key] = {"key": key, "version": 1, "data": data, "meta": {"numItems": 1}}

    def item(self, key: str, *collections: str, type: str = "journalArticle", **more: Any) -> None:
        """Add an item at the top, in collections."""
        data = {"title": "Beetles in gardens", "creators": [], "date": "12 May 2024", "tags": []}
        self.put(key, {**data, "itemType": type, "collections": list(collections), **more})

    def file(self, key: str, parent: str | None, name: str, content: bytes | Path, **more: Any) -> None:
        """Add a file to an item, as it is stored."""
        kind = {"pdf": "application/pdf", "html": "text/html", "xml": "text/xml"}.get(
            name.rpartition(".")[2], ""
        )
        data = {"linkMode": "imported_file", "title": "Full Text", "filename": name, "contentType": kind}
        self.put(
            key,
            {
                "itemType": "attachment",
                "dateAdded": f"2024-01-01T00:00:{len(self.items):02}Z",
                **data,
                **more,
            },
        )
        if parent:
            self.items[key]["data"]["parentItem"] = parent
        self.files[key] = content

    def put(self, key: str, data: dict[str, Any]) -> int:
        self.version += 1
        self.items[key] = {
            "key": key,
            "version": self.version,
            "data": {"key": key, "version": self.version, **data},
        }
        return self.version

    def __call__(self, asked: Asked) -> Say:
        for start, fault in self.faults.items():
            if asked.path.startswith(start):
                return fault(asked)
        local, path = asked.path.startswith("/api/"), asked.path.partition("/")[2].partition("/")[2]
        if local and not self.enabled:
            return Say("Local API is not enabled", "text/plain", 403)
        if not local and asked.headers.get("zotero-api-key") != KEY:
            return Say("Invalid key", "text/plain", 403)
        if path == "keys/current":
            return Say({"key": KEY, "userID": int(self.user.partition("/")[2]), "username": "ada"})
        prefix = "users/0/" if local and self.user.startswith("users") else f"{self.user}/"
        if not path.startswith(prefix) or (asked.query.get("v") != "3" and asked.method == "GET"):
            return Say("Forbidden", "text/plain", 403)
        said = self._said(path.removeprefix(prefix), asked, local)
        told = {"Last-Modified-Version": str(self.version), **self.headers, **said.headers}
        return Say(said.body, said.kind, said.status, told, lost=said.lost)

    def _said(self, path: str, asked: Asked, local: bool) -> Say:
        if asked.method != "GET":
            return Say("Writes are not supported", "text/plain", 400) if local else self._written(path, asked)
        if path == "collections":
            return self._page(list(self.collections.values()), asked)
        if found := re.fullmatch(r"collections/(\w+)/items", path):
            return self._page(self._within(found[1], asked), asked)
        if found := re.fullmatch(r"items/(\w+)/children", path):
            return self._page([one for one in self.items.values() if self._parent(one) == found[1]], asked)
        if found := re.fullmatch(r"items/(\w+)/file(/view/url)?", path):
            return self._file(found[1], bool(found[2]), local)
        if path == "items":
            return self._page([], asked)
        if path.removeprefix("items/") in self.items:
            return Say(self.items[path.removeprefix("items/")])
        return NOT_THERE

    def _within(self, collection: str, asked: Asked) -> list[dict[str, Any]]:
        tops = {k for k, one in self.items.items() if collection in one["data"].get("collections", ())}
        found = [one for k, one in self.items.items() if k in tops or self._parent(one) in tops]
        if asked.query.get("includeTrashed") != "1":
            found = [one for one in found if not one["data"].get("deleted")]
        return found

    @staticmethod
    def _parent(record: dict[str, Any]) -> str:
        return str(record["data"].get("parentItem", ""))

    def _page(self, records: list[dict[str, Any]], asked: Asked) -> Say:
        if asked.query.get("format") == "versions":
            return Say({})
        start, limit = int(asked.query.get("start", 0)), min(int(asked.query.get("limit", 25)), 100)
        return Say(records[start : start + limit], headers={"Total-Results": str(len(records))})

    def _file(self, key: str, as_address: bool, local: bool) -> Say:
        content = self.files.get(key)
        if content is None:
            return NOT_THERE
        if as_address:
            return Say(content.as_uri() if isinstance(content, Path) else "about:blank", "text/plain")
        if local or isinstance(content, Path):
            return NOT_THERE
        return Say(content, self.items[key]["data"]["contentType"])

    def _written(self, path: str, asked: Asked) -> Say:
        body = json.loads(asked.body)
        if asked.method == "POST" and path == "items":
            assert len(asked.headers["zotero-write-token"]) == 32
            self._number += 1
            key = f"NEWKEY{self._number:02}"
            self.put(key, body[0])
            return Say(
                {"successful": {"0": self.items[key]}, "success": {"0": key}, "unchanged": {}, "failed": {}}
            )
        key = path.removeprefix("items/")
        if asked.method != "PATCH" or key not in self.items:
            return NOT_THERE
        if int(asked.headers["if-unmodified-since-version"]) != self.items[key]["version"]:
            return Say("Item has been modified since specified version", "text/plain", 412)
        self.put(key, {**self.items[key]["data"], **body})
        return Say(status=204)
