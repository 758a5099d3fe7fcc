"""Records of works by DOI: from Crossref, whose items are nearly CSL JSON, and from DataCite.

https://api.crossref.org/swagger-ui/ and https://support.datacite.org/docs/api
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from generator.core.clock import today
from generator.errors import FetchError
from generator.fetching.http_client import Client
from generator.fetching.ids import Id
from generator.fetching.work import WorkRecord, date_parts, text_at

__all__ = ["by_doi", "by_title"]

# Crossref's types of works, and what CSL calls them; other types keep the default.
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
_MAX_RESULTS = 5  # works of one search by title
_MAX_TITLE_CHARS, _MAX_AUTHOR_CHARS = 400, 100  # of a query; longer ones are cut


def by_doi(id: Id, client: Client) -> WorkRecord:
    """Return the work with this DOI. Raises FetchError if neither Crossref nor DataCite has it."""
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


def by_title(title: str, author: str, client: Client) -> list[WorkRecord]:
    """Return the works that Crossref finds for a title and an author's family name, best first.

    author: may be empty. Raises FetchError.
    """
    params = {"query.bibliographic": title[:_MAX_TITLE_CHARS], "rows": str(_MAX_RESULTS), **_polite(client)}
    if author:
        params["query.author"] = author[:_MAX_AUTHOR_CHARS]
    items = _mapping(client.get("/works", params, of="crossref").json(), "message", "Crossref").get("items")
    records = [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    dois = [(item, Id("doi", text_at(item, "DOI").lower())) for item in records[:_MAX_RESULTS]]
    return [_of_crossref(item, id) for item, id in dois if id.value.startswith("10.")]


def licence_of(licences: Any) -> str:
    """Return the address of the licence that holds now, out of all that Crossref lists; empty for none.

    A Creative Commons licence is preferred, then that of the published version (vor).
    """
    usable: list[tuple[bool, bool, str]] = []
    for one in licences if isinstance(licences, list) else ():
        address, version = text_at(one, "URL"), text_at(one, "content-version")
        # tdm: terms for text mining only. A licence that begins later, after an embargo, does not hold yet.
        if not address or version == "tdm" or text_at(one, "start", "date-time")[:10] > today().isoformat():
            continue
        usable.append((not _CREATIVE_COMMONS.search(address), version != "vor", address))
    return min(usable, default=(True, True, ""))[2]


def _of_crossref(item: Mapping[str, Any], id: Id) -> WorkRecord:
    licence = licence_of(item.get("license"))
    same_in_csl = ("title", "author", "container-title", "issued", "published-print", "published")
    record = {name: item[name] for name in same_in_csl if name in item}
    record |= {
        "DOI": id.value,
        "URL": f"https://doi.org/{id.value}",
        "type": _TYPES.get(text_at(item, "type"), ""),
        "license": licence,
    }
    if not text_at(item, "container-title", 0):
        record["container-title"] = text_at(item, "institution", 0, "name") or text_at(item, "group-title")
    return WorkRecord(id, record, (id,), licence=licence, open=bool(_CREATIVE_COMMONS.search(licence)))


def _of_datacite(item: Mapping[str, Any], id: Id) -> WorkRecord:
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
    return WorkRecord(id, record, (id,), licence=licence, open=bool(_CREATIVE_COMMONS.search(licence)))


def _creators(creators: Any) -> Iterable[dict[str, str]]:
    for one in creators if isinstance(creators, list) else ():
        family, given = text_at(one, "familyName"), text_at(one, "givenName")
        name = text_at(one, "name")
        if family:
            yield {"family": family, "given": given}
        elif name:
            yield {"literal": name}


def _mapping(data: Any, name: str, service: str) -> Mapping[str, Any]:
    part = data.get(name) if isinstance(data, Mapping) else None
    if not isinstance(part, Mapping):
        raise FetchError(f"{service} sent an answer that does not have the documented form")
    return part


def _polite(client: Client) -> dict[str, str]:
    return {"mailto": client.contact} if client.contact else {}
