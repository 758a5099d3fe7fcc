"""Notices that arXiv knows: later versions, withdrawals, and the DOI of the article that a preprint became.

https://info.arxiv.org/help/api/user-manual.html (Atom; an entry's id ends in its newest version).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.core.identifiers import arxiv_id, arxiv_version, doi
from generator.core.notice import Notice, is_date
from generator.errors import FetchError, UnreadablePaper
from generator.fetching.client import Client
from generator.fetching.updates.found import Found, Heard

__all__ = ["arxiv_notices", "notices_in"]

_A_REQUEST = 50
_ATOM = "{http://www.w3.org/2005/Atom}"
_OWN = "{http://arxiv.org/schemas/atom}"
# What authors who withdraw a paper must say in its comment.
_WITHDRAWN = re.compile(
    r"^\W*withdrawn\b|\bthis\s+(?:paper|article|manuscript|submission|work|preprint|version)\s+"
    r"(?:has\s+been|is|was)\s+withdrawn\b",
    re.IGNORECASE,
)
_NOTE = 300


def arxiv_notices(client: Client, ids: Sequence[str], day: str, heard: Heard) -> Found:
    """Ask about each of ``ids``, fifty at a time. day: today. What cannot be asked is said in ``failed``."""
    notices: list[Notice] = []
    known: set[str] = set()
    failed: list[str] = []
    done = 0
    for start in range(0, len(ids), _A_REQUEST):
        heard(start, len(ids))
        some = ids[start : start + _A_REQUEST]
        params = {"id_list": ",".join(some), "max_results": str(len(some))}
        try:
            reply = client.get("/api/query", params, of="arxiv", accept="application/atom+xml")
            for id, found in _entries(reply.body):
                known.add(id)
                notices += [notice for notice in notices_in(id, found, day) if id in some]
        except FetchError as error:
            failed.append(f"{len(ids) - start} papers: {error}")
            break
        done += len(some)
    heard(len(ids), len(ids))
    unknown = tuple(id for id in ids[:done] if id not in known)
    return Found(tuple(dict.fromkeys(notices)), done, unknown, tuple(failed))


def notices_in(id: str, found: Mapping[str, str], day: str) -> Iterator[Notice]:
    """The notices in an entry. found: its fields; ``version``, ``updated``, ``doi``, ``comment``."""
    version, comment = found["version"], " ".join(found["comment"].split())
    date = found["updated"][:10] if is_date(found["updated"][:10]) else ""
    if _WITHDRAWN.search(comment):
        yield Notice(id, "withdrawal", "arXiv", day, date=date, notice=f"{id}{version}", note=comment[:_NOTE])
    elif version not in ("", "v1"):
        yield Notice(id, "new_version", "arXiv", day, date=date, notice=f"{id}{version}")
    if article := doi(found["doi"]):
        yield Notice(id, "published_as", "arXiv", day, notice=article)


def _entries(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Id and fields of each entry of a reply. Raises FetchError where it is no Atom."""
    from generator.storage.xml_file import xml_root

    try:
        root = xml_root(body, Path("reply"), "ask again")
    except UnreadablePaper as error:
        raise FetchError("arXiv sent something that is no list of papers") from error
    if root.tag != f"{_ATOM}feed":
        raise FetchError("arXiv sent something that is no list of papers")
    for entry in root.iter(f"{_ATOM}entry"):
        address = (entry.findtext(f"{_ATOM}id") or "").strip()[:200]
        if id := arxiv_id(address).lower():
            fields = {
                "updated": entry.findtext(f"{_ATOM}updated") or "",
                "doi": (entry.findtext(f"{_OWN}doi") or "")[:300],
                "comment": (entry.findtext(f"{_OWN}comment") or "")[:3000],
            }
            yield id, {"version": arxiv_version(address), **fields}
