"""Notices that Crossref knows: ``updated-by``, ``update-to`` and ``relation`` of a work.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/ (``updated-by`` stands on the work that was
updated, ``update-to`` on the notice).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from generator.core.identifiers import doi
from generator.core.notice import Kind, Notice
from generator.errors import FetchError
from generator.fetching.client import Client
from generator.fetching.updates.found import Found, Heard, date_of

__all__ = ["crossref_notices", "notices_in"]

_KINDS: Mapping[str, Kind] = {
    "retraction": "retraction",
    "removal": "retraction",
    "withdrawal": "withdrawal",
    "expression_of_concern": "concern",
    "concern": "concern",
    "correction": "correction",
    "corrigendum": "correction",
    "erratum": "correction",
    "addendum": "correction",
    "clarification": "correction",
    "partial_retraction": "correction",
    "reinstatement": "reinstatement",
    "new_version": "new_version",
    "new_edition": "new_version",
}
_NOTES = {"partial_retraction": "Partial retraction", "removal": "Removed", "addendum": "Addendum"}
_RELATIONS: Mapping[str, Kind] = {"is-preprint-of": "published_as", "has-preprint": "preprint"}
_MAX_COUNT = 200  # entries of a kind that one work may have


def crossref_notices(client: Client, dois: Sequence[str], day: str, heard: Heard) -> Found:
    """Ask about each of ``dois``. day: today. What cannot be asked is said in ``failed``."""
    wanted = frozenset(dois)
    notices: list[Notice] = []
    unknown, failed = [], []
    asked = 0
    for number, name in enumerate(dois):
        heard(number, len(dois))
        try:
            reply = client.get(f"/works/{quote(name, safe='')}", of="crossref", accept="application/json")
            notices += notices_in(reply.json(), wanted, day)
            asked += 1
        except FetchError as error:
            if error.status == 404:
                unknown.append(name)
                asked += 1
                continue
            failed.append(f"{name}: {error}")
            if error.passing:  # it is away: the others would wait in vain
                left = len(dois) - number - 1
                failed += [f"and {left} more were not asked"] if left else []
                break
    heard(len(dois), len(dois))
    return Found(tuple(dict.fromkeys(notices)), asked, tuple(unknown), tuple(failed))


def notices_in(data: Any, wanted: Collection[str], day: str) -> Iterator[Notice]:
    """The notices about ``wanted`` in what Crossref says of a work. Raises FetchError for foreign data."""
    work = data.get("message") if isinstance(data, Mapping) else None
    own = doi(str(work.get("DOI", ""))) if isinstance(work, Mapping) else ""
    if not own:
        raise FetchError("Crossref sent something that is no work")
    assert isinstance(work, Mapping)
    for entry in _entries(work.get("updated-by")):
        yield from _update(entry, own, doi(_text(entry, "DOI")), day)
    for entry in _entries(work.get("update-to")):
        yield from (n for n in _update(entry, doi(_text(entry, "DOI")), own, day) if n.paper in wanted)
    relations = work.get("relation")
    for name, kind in _RELATIONS.items():
        for entry in _entries(relations.get(name) if isinstance(relations, Mapping) else None):
            other = doi(_text(entry, "id"))
            if _text(entry, "id-type").lower() == "doi" and other and other != own:
                yield Notice(own, kind, "Crossref", day, notice=other)


def _update(entry: Mapping[str, Any], paper: str, notice: str, day: str) -> Iterator[Notice]:
    said = _text(entry, "type").lower().replace("-", "_").replace(" ", "_")
    kind = _KINDS.get(said)
    if kind is None or not paper or not notice:
        return
    # A publisher may register a retraction under the DOI of the paper itself.
    updated = entry.get("updated")
    parts = updated.get("date-parts") if isinstance(updated, Mapping) else None
    date = date_of(parts[0]) if isinstance(parts, list) and parts else ""
    by = "Retraction Watch, by Crossref" if _text(entry, "source") == "retraction-watch" else "Crossref"
    yield Notice(paper, kind, by, day, date=date, notice=notice, note=_NOTES.get(said, ""))


def _entries(value: Any) -> list[Mapping[str, Any]]:
    entries = value if isinstance(value, list) else []
    return [entry for entry in entries[:_MAX_COUNT] if isinstance(entry, Mapping)]


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value[:300] if isinstance(value, str) else ""
