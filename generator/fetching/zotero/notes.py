"""Notes of ours in a library: found by their tag, and written only where nobody else has changed them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from generator.core.fingerprint import digest
from generator.core.visible import visible
from generator.errors import FetchError
from generator.fetching.client import Reply
from generator.fetching.work import text_at
from generator.fetching.zotero.items import is_key
from generator.fetching.zotero.library import KEY, Library

__all__ = ["TAG", "Note", "marked", "notes_of", "write_note"]

TAG = "answerbook"  # of each note of ours
_MARK = "Mark of this note: "
_DIGITS = 16
_MAX_CHARS = 240_000  # characters; zotero.org takes 250,000


@dataclass(frozen=True, slots=True)
class Note:
    """A note in a library. version: that it has there, which every change raises."""

    key: str
    version: int
    html: str

    @property
    def mark(self) -> str:
        """The mark that it bears; empty where that is gone."""
        text = _content(self.html)
        _, found, mark = text.rpartition(_bare(_MARK))
        return mark if found and len(mark) == _DIGITS and mark.isalnum() else ""

    @property
    def untouched(self) -> bool:
        """Whether it says what was written, whatever an editor has made of its markup."""
        text, found, mark = _content(self.html).rpartition(_bare(_MARK))
        return bool(found) and digest(text, _DIGITS) == mark


def marked(html: str) -> str:
    """Return a note that ends with the mark of what it says. Raises FetchError for one that is too long."""
    whole = f"{html}<p>{_MARK}{digest(_content(html), _DIGITS)}</p>"
    if len(whole) > _MAX_CHARS:
        raise FetchError(f"a note of {len(whole):,} characters is more than zotero.org takes")
    return whole


def notes_of(library: Library, item: str) -> list[Note]:
    """Return the notes of ours that belong to an item. Raises FetchError."""
    found = []
    for record in library.children(item):
        data = record.get("data") if isinstance(record, Mapping) else None
        if not isinstance(data, Mapping) or text_at(data, "itemType") != "note" or data.get("deleted"):
            continue
        tags = data.get("tags")
        named = {text_at(tag, "tag") for tag in tags} if isinstance(tags, list) else set()
        key, version = text_at(record, "key"), text_at(record, "version") or text_at(data, "version")
        if TAG in named and is_key(key):
            note = data.get("note")
            found.append(
                Note(key, int(version) if version.isdigit() else 0, note if isinstance(note, str) else "")
            )
    return found


def write_note(library: Library, item: str, html: str, instead: Note | None) -> None:
    """Write a note of an item, or what it says now. instead: the note, as it was seen.

    Raises FetchError: where somebody has changed it since, nothing is written.
    """
    if instead is not None:
        headers = {"If-Unmodified-Since-Version": str(instead.version)}
        _send(library, "PATCH", f"items/{instead.key}", {"note": html}, headers)
        return
    new = {
        "itemType": "note",
        "parentItem": item,
        "note": html,
        "tags": [{"tag": TAG}],
        "collections": [],
        "relations": {},
    }
    # The same request twice, on a line that broke, makes one note.
    told = _send(library, "POST", "items", [new], {"Zotero-Write-Token": uuid.uuid4().hex}).json()
    failed = told.get("failed") if isinstance(told, dict) else None
    if failed or not isinstance(told, dict):
        why = text_at(failed, "0", "message")[:200] or "without a reason"
        raise FetchError(f"zotero.org did not take the note: {visible(why, one_line=True)}")


def _send(library: Library, method: str, path: str, data: Any, headers: Mapping[str, str]) -> Reply:
    own = {"Content-Type": "application/json", "Zotero-API-Version": "3", **headers}
    body = json.dumps(data).encode()
    at = f"/{library.prefix}/{path}"
    try:
        return library.client.send(method, at, body, of=library.service, headers=own, secret=library.secret)
    except FetchError as error:
        if error.status in (412, 428):
            why = "somebody has changed it in Zotero meanwhile; run the command again"
        elif error.status == 403:
            why = f"the key of {KEY} may not write there; give it that right at zotero.org/settings/keys"
        elif error.status == 404:
            why = "zotero.org does not have its item any more"
        elif error.status == 409:
            why = "the library is locked; run the command again later"
        else:
            why = str(error)
        raise FetchError(why, error.status, passing=error.passing) from None


class _Reading(HTMLParser):
    """Collects what a note says: words, and where its links lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.said.append(dict(attrs).get("href") or "")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def _content(html: str) -> str:
    reading = _Reading()
    reading.feed(html)
    reading.close()
    return _bare("".join(reading.said))


def _bare(text: str) -> str:
    """Without blanks, which editors move about."""
    return "".join(text.split())
