"""Our notes in a library: recognised by their tag, and overwritten only if nobody else has changed them.

The last line of a note is its mark, a hash of its text: a note whose text no longer fits its mark was edited.
"""

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
from generator.fetching.http_client import Reply
from generator.fetching.work import text_at
from generator.fetching.zotero.library import KEY, Library
from generator.fetching.zotero.library_items import is_key

__all__ = ["TAG", "ZoteroNote", "notes_of", "with_mark", "write_note"]

TAG = "answerbook"  # on each of our notes
_MARK = "Mark of this note: "
_MARK_DIGITS = 16
_MAX_NOTE_CHARS = 240_000  # zotero.org accepts 250,000
_MAX_REASON_CHARS = 200  # of a refusal, as the server words it


@dataclass(frozen=True, slots=True)
class ZoteroNote:
    """A note in a library. version: of the note there; every change raises it."""

    key: str
    version: int
    html: str

    @property
    def mark(self) -> str:
        """The mark at the end of the note; empty if it is gone."""
        text = _content(self.html)
        _, found, mark = text.rpartition(_bare(_MARK))
        return mark if found and len(mark) == _MARK_DIGITS and mark.isalnum() else ""

    @property
    def is_untouched(self) -> bool:
        """True if the note says what we wrote, even if an editor has changed its markup."""
        text, found, mark = _content(self.html).rpartition(_bare(_MARK))
        return bool(found) and digest(text, _MARK_DIGITS) == mark


def with_mark(html: str) -> str:
    """Return a note with its mark at the end. Raises FetchError if it is too long."""
    whole = f"{html}<p>{_MARK}{digest(_content(html), _MARK_DIGITS)}</p>"
    if len(whole) > _MAX_NOTE_CHARS:
        raise FetchError(
            f"a note of {len(whole):,} characters is more than zotero.org accepts; "
            "ask fewer questions of the paper"
        )
    return whole


def notes_of(library: Library, item: str) -> list[ZoteroNote]:
    """Return our notes on an item. Raises FetchError."""
    notes = []
    for record in library.children(item):
        data = record.get("data") if isinstance(record, Mapping) else None
        if not isinstance(data, Mapping) or text_at(data, "itemType") != "note" or data.get("deleted"):
            continue
        tags = data.get("tags")
        named = {text_at(tag, "tag") for tag in tags} if isinstance(tags, list) else set()
        key, version = text_at(record, "key"), text_at(record, "version") or text_at(data, "version")
        if TAG in named and is_key(key):
            note = data.get("note")
            notes.append(
                ZoteroNote(
                    key, int(version) if version.isdigit() else 0, note if isinstance(note, str) else ""
                )
            )
    return notes


def write_note(library: Library, item: str, html: str, instead: ZoteroNote | None) -> None:
    """Write a note on an item. instead: our earlier note, as it was read, which this one replaces.

    Raises FetchError if somebody has changed the earlier note since; nothing is written then.
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
    # With the token, a request that is repeated after a broken connection still makes a single note.
    outcome = _send(library, "POST", "items", [new], {"Zotero-Write-Token": uuid.uuid4().hex}).json()
    failed = outcome.get("failed") if isinstance(outcome, dict) else None
    if failed or not isinstance(outcome, dict):
        reason = text_at(failed, "0", "message")[:_MAX_REASON_CHARS] or "no reason was given"
        raise FetchError(f"zotero.org did not accept the note: {visible(reason, one_line=True)}")


def _send(library: Library, method: str, path: str, data: Any, headers: Mapping[str, str]) -> Reply:
    own = {"Content-Type": "application/json", "Zotero-API-Version": "3", **headers}
    body = json.dumps(data).encode()
    at = f"/{library.prefix}/{path}"
    try:
        return library.client.send(method, at, body, of=library.service, headers=own, secret=library.secret)
    except FetchError as error:
        if error.status in (412, 428):
            reason = "somebody has changed it in Zotero meanwhile; run the command again"
        elif error.status == 403:
            reason = f"the key in {KEY} may not write there; give it that right at zotero.org/settings/keys"
        elif error.status == 404:
            reason = "zotero.org no longer has its item"
        elif error.status == 409:
            reason = "the library is locked; run the command again later"
        else:
            reason = str(error)
        raise FetchError(reason, error.status, passing=error.passing) from None


class _NoteText(HTMLParser):
    """Collects the text of a note and the addresses of its links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.pieces.append(dict(attrs).get("href") or "")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def _content(html: str) -> str:
    """Return the text and the link addresses of a note, without whitespace."""
    parser = _NoteText()
    parser.feed(html)
    parser.close()
    return _bare("".join(parser.pieces))


def _bare(text: str) -> str:
    """Return a text without whitespace, which editors change."""
    return "".join(text.split())
