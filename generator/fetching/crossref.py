"""Records of works by DOI: Crossref, whose items are nearly CSL JSON, and DataCite.

https://api.crossref.org/swagger-ui/ and https://support.datacite.org/docs/api
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from generator.core.clock import today
from generator.errors import FetchError
from generator.fetching.client import Client
from generator.fetching.ids import Id
from generator.fetching.work import Work, date_parts, text_at

__all__ = ["by_doi", "titled"]

# Crossref's types of works as CSL names them; all others keep the default.
_TYPES = {
    "journal-article": "article-journal",
    "posted-content": "article",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book": "book",
    "monograph": "book",
    "dissertation": "thesis",
    "report": "report",
    "dataset": "dataset",
}
_CREATIVE_COMMONS = re.compile(r"creativecommons\.org/", re.IGNORECASE)
_ROWS = 5


def by_doi(id: Id, client: Client) -> Work:
    """Return the work with this DOI. Raises FetchError where neither service has it."""
    path = quote(id.value, safe="")
    try:
        reply = client.get(f"/works/{path}", _polite(client), of="crossref")
        return _of_crossref(_mapping(reply.json(), "message", "Crossref"), id)
    except FetchError as error:
        if error.status != 404:
            raise
    try:
        reply = client.get(f"/dois/{path}", of="datacite")
    except FetchError as error:
        if error.status != 404:
            raise
        raise FetchError("no such DOI is known to Crossref or DataCite; check it", 404) from error
    return _of_datacite(_mapping(_mapping(reply.json(), "data", "DataCite"), "attributes", "DataCite"), id)


def titled(title: str, author: str, client: Client) -> list[Work]:
    """Return the works that Crossref finds for a title (and the family name of an author), best first."""
    params = {"query.bibliographic": title[:400], "rows": str(_ROWS), **_polite(client)}
    if author:
        params["query.author"] = author[:100]
    items = _mapping(client.get("/works", params, of="crossref").json(), "message", "Crossref").get("items")
    found = [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    dois = [(item, Id("doi", text_at(item, "DOI").lower())) for item in found[:_ROWS]]
    return [_of_crossref(item, id) for item, id in dois if id.value.startswith("10.")]


def licence_of(stated: Any) -> str:
    """Return the address of the licence of a version that is published, of all that Crossref lists."""
    known: list[tuple[bool, bool, str]] = []
    for one in stated if isinstance(stated, list) else ():
        address, version = text_at(one, "URL"), text_at(one, "content-version")
        # tdm: terms for machines alone. A licence that begins later, after an embargo, is none yet.
        if not address or version == "tdm" or text_at(one, "start", "date-time")[:10] > today().isoformat():
            continue
        known.append((not _CREATIVE_COMMONS.search(address), version != "vor", address))
    return min(known, default=(True, True, ""))[2]


def _of_crossref(item: Mapping[str, Any], id: Id) -> Work:
    licence = licence_of(item.get("license"))
    kept = ("title", "author", "container-title", "issued", "published-print", "published")
    record = {name: item[name] for name in kept if name in item}
    record |= {
        "DOI": id.value,
        "URL": f"https://doi.org/{id.value}",
        "type": _TYPES.get(text_at(item, "type"), ""),
        "license": licence,
    }
    if not text_at(item, "container-title", 0):
        record["container-title"] = text_at(item, "institution", 0, "name") or text_at(item, "group-title")
    return Work(id, record, (id,), licence=licence, open=bool(_CREATIVE_COMMONS.search(licence)))


def _of_datacite(item: Mapping[str, Any], id: Id) -> Work:
    rights = item.get("rightsList")
    licence = text_at(rights, 0, "rightsUri") or text_at(rights, 0, "rights")
    record = {
        "title": text_at(item, "titles", 0, "title"),
        "author": list(_creators(item.get("creators"))),
        "container-title": text_at(item, "container", "title")
        or text_at(item, "publisher")
        or text_at(item, "publisher", "name"),
        "issued": date_parts(text_at(item, "publicationYear")),
        "DOI": id.value,
        "URL": f"https://doi.org/{id.value}",
        "type": text_at(item, "types", "citeproc"),
        "license": licence,
    }
    return Work(id, record, (id,), licence=licence, open=bool(_CREATIVE_COMMONS.search(licence)))


def _creators(stated: Any) -> Iterable[dict[str, str]]:
    for one in stated if isinstance(stated, list) else ():
        family, given = text_at(one, "familyName"), text_at(one, "givenName")
        name = text_at(one, "name")
        if family:
            yield {"family": family, "given": given}
        elif name:
            yield {"literal": name}


def _mapping(data: Any, name: str, service: str) -> Mapping[str, Any]:
    found = data.get(name) if isinstance(data, Mapping) else None
    if not isinstance(found, Mapping):
        raise FetchError(f"{service} sent an answer of another shape than it documents")
    return found


def _polite(client: Client) -> dict[str, str]:
    return {"mailto": client.contact} if client.contact else {}
