"""Notices from Crossref: ``updated-by``, ``update-to`` and ``relation`` of a work.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/ (``updated-by`` is a field of the work that
was updated, ``update-to`` of the notice).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from generator.core.doi_and_arxiv import doi
from generator.core.notice import NoticeKind, PaperNotice
from generator.errors import FetchError
from generator.fetching.http_client import Client
from generator.fetching.updates.found import OnProgress, UpdateReport, date_of

__all__ = ["crossref_notices", "notices_in"]

_KINDS: Mapping[str, NoticeKind] = {
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
_RELATIONS: Mapping[str, NoticeKind] = {"is-preprint-of": "published_as", "has-preprint": "preprint"}
_MAX_ENTRIES = 200  # of a kind in one work
_MAX_TEXT_CHARS = 300  # of a field; DOIs and types are shorter


def crossref_notices(client: Client, dois: Sequence[str], day: str, on_progress: OnProgress) -> UpdateReport:
    """Return the notices about ``dois``, asking for each. day: today.

    Requests without an answer are reported in ``failed``.
    """
    wanted = frozenset(dois)
    notices: list[PaperNotice] = []
    unknown, failed = [], []
    asked = 0
    for number, name in enumerate(dois):
        on_progress(number, len(dois))
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
            if error.passing:  # the service is down: the other requests would wait in vain
                left = len(dois) - number - 1
                failed += [f"and {left} more were not asked"] if left else []
                break
    on_progress(len(dois), len(dois))
    return UpdateReport(tuple(dict.fromkeys(notices)), asked, tuple(unknown), tuple(failed))


def notices_in(data: Any, wanted: Collection[str], day: str) -> Iterator[PaperNotice]:
    """Yield the notices about ``wanted`` in Crossref's data on a work. Raises FetchError for other data."""
    work = data.get("message") if isinstance(data, Mapping) else None
    own = doi(str(work.get("DOI", ""))) if isinstance(work, Mapping) else ""
    if not own:
        raise FetchError("Crossref sent something that is not a work")
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
                yield PaperNotice(own, kind, "Crossref", day, notice=other)


def _update(entry: Mapping[str, Any], paper: str, notice: str, day: str) -> Iterator[PaperNotice]:
    update_type = _text(entry, "type").lower().replace("-", "_").replace(" ", "_")
    kind = _KINDS.get(update_type)
    if kind is None or not paper or not notice:
        return
    # paper and notice may be equal: a publisher may register a retraction under the paper's own DOI.
    updated = entry.get("updated")
    parts = updated.get("date-parts") if isinstance(updated, Mapping) else None
    date = date_of(parts[0]) if isinstance(parts, list) and parts else ""
    source = "Retraction Watch, by Crossref" if _text(entry, "source") == "retraction-watch" else "Crossref"
    yield PaperNotice(paper, kind, source, day, date=date, notice=notice, note=_NOTES.get(update_type, ""))


def _entries(value: Any) -> list[Mapping[str, Any]]:
    entries = value if isinstance(value, list) else []
    return [entry for entry in entries[:_MAX_ENTRIES] if isinstance(entry, Mapping)]


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value[:_MAX_TEXT_CHARS] if isinstance(value, str) else ""
