"""Notices from arXiv: later versions, withdrawals, and the DOI of the article that a preprint became.

https://info.arxiv.org/help/api/user-manual.html (Atom; an entry's id ends in its newest version).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version, doi
from generator.core.notice import PaperNotice, is_date
from generator.errors import FetchError, UnreadablePaper
from generator.fetching.http_client import Client
from generator.fetching.updates.found import OnProgress, UpdateReport

__all__ = ["arxiv_notices", "notices_in"]

_IDS_PER_REQUEST = 50
_ATOM = "{http://www.w3.org/2005/Atom}"
_OWN = "{http://arxiv.org/schemas/atom}"
# The comment in which authors announce that they have withdrawn their paper.
_WITHDRAWN = re.compile(
    r"^\W*withdrawn\b|\bthis\s+(?:paper|article|manuscript|submission|work|preprint|version)\s+"
    r"(?:has\s+been|is|was)\s+withdrawn\b",
    re.IGNORECASE,
)
_MAX_NOTE_CHARS = 300  # of a withdrawal's comment, as shown on pages
# Longest field that is read at all.
_MAX_ID_CHARS, _MAX_DOI_CHARS, _MAX_COMMENT_CHARS = 200, 300, 3000


def arxiv_notices(client: Client, ids: Sequence[str], day: str, on_progress: OnProgress) -> UpdateReport:
    """Return the notices about ``ids``, asking for fifty at a time. day: today.

    Requests without an answer are reported in ``failed``.
    """
    notices: list[PaperNotice] = []
    known_ids: set[str] = set()
    failed: list[str] = []
    done = 0
    for start in range(0, len(ids), _IDS_PER_REQUEST):
        on_progress(start, len(ids))
        batch = ids[start : start + _IDS_PER_REQUEST]
        params = {"id_list": ",".join(batch), "max_results": str(len(batch))}
        try:
            reply = client.get("/api/query", params, of="arxiv", accept="application/atom+xml")
            for id, entry in _entries(reply.body):
                known_ids.add(id)
                notices += [notice for notice in notices_in(id, entry, day) if id in batch]
        except FetchError as error:
            failed.append(f"{len(ids) - start} papers: {error}")
            break
        done += len(batch)
    on_progress(len(ids), len(ids))
    unknown = tuple(id for id in ids[:done] if id not in known_ids)
    return UpdateReport(tuple(dict.fromkeys(notices)), done, unknown, tuple(failed))


def notices_in(id: str, entry: Mapping[str, str], day: str) -> Iterator[PaperNotice]:
    """Yield the notices in an entry. entry: its fields ``version``, ``updated``, ``doi`` and ``comment``."""
    version, comment = entry["version"], " ".join(entry["comment"].split())
    date = entry["updated"][:10] if is_date(entry["updated"][:10]) else ""
    if _WITHDRAWN.search(comment):
        yield PaperNotice(
            id, "withdrawal", "arXiv", day, date=date, notice=f"{id}{version}", note=comment[:_MAX_NOTE_CHARS]
        )
    elif version not in ("", "v1"):
        yield PaperNotice(id, "new_version", "arXiv", day, date=date, notice=f"{id}{version}")
    if article := doi(entry["doi"]):
        yield PaperNotice(id, "published_as", "arXiv", day, notice=article)


def _entries(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield id and fields of each entry in a reply. Raises FetchError if it is not Atom."""
    from generator.storage.xml_file import xml_root

    try:
        root = xml_root(body, Path("reply"), "ask again")
    except UnreadablePaper as error:
        raise FetchError("arXiv sent something that is not a list of papers") from error
    if root.tag != f"{_ATOM}feed":
        raise FetchError("arXiv sent something that is not a list of papers")
    for entry in root.iter(f"{_ATOM}entry"):
        address = (entry.findtext(f"{_ATOM}id") or "").strip()[:_MAX_ID_CHARS]
        if id := arxiv_id(address).lower():
            fields = {
                "updated": entry.findtext(f"{_ATOM}updated") or "",
                "doi": (entry.findtext(f"{_OWN}doi") or "")[:_MAX_DOI_CHARS],
                "comment": (entry.findtext(f"{_OWN}comment") or "")[:_MAX_COMMENT_CHARS],
            }
            yield id, {"version": arxiv_version(address), **fields}
