"""arXiv: records by its API and by OAI-PMH (which alone gives the licence), and the locations of its texts.

https://info.arxiv.org/help/api/user-manual.html and https://info.arxiv.org/help/oa/index.html
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from generator.core.doi_and_arxiv import doi
from generator.errors import FetchError, UnreadablePaper
from generator.fetching.http_client import Client
from generator.fetching.ids import Id
from generator.fetching.work import Location, WorkRecord, date_parts

__all__ = ["by_arxiv_id"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_OWN = "{http://arxiv.org/schemas/atom}"
_OAI = "{http://arxiv.org/OAI/arXiv/}"
_VERSION = re.compile(r"/abs/(\S{1,40}?)(?:v([0-9]{1,3}))?$")


def by_arxiv_id(id: Id, client: Client) -> WorkRecord:
    """Return the paper with this id, in the version that the id names, or else the latest.

    Raises FetchError if there is no such paper.
    """
    named = f"{id.value}{f'v{id.version}' if id.version else ''}"
    feed = _xml(client.get("/api/query", {"id_list": named, "max_results": "1"}, of="arxiv").body, "arXiv")
    entry = feed.find(f"{_ATOM}entry")
    match = _VERSION.search(_text(entry, f"{_ATOM}id")) if entry is not None else None
    if entry is None or match is None or match[1].lower() != id.value:
        raise FetchError("arXiv has no paper of this id and version; check it", 404)
    version = id.version or match[2] or ""
    names = [Id("arxiv", id.value)]
    if published := doi(_text(entry, f"{_OWN}doi")):
        names.append(Id("doi", published))
    authors = [{"literal": _text(author, f"{_ATOM}name")} for author in entry.iterfind(f"{_ATOM}author")]
    licence, split_authors = _licence(id, client)
    record = {
        "title": _text(entry, f"{_ATOM}title"),
        "author": split_authors or authors,
        "container-title": "arXiv",
        "issued": date_parts(_text(entry, f"{_ATOM}published")),
        "arxiv": id.value,
        "URL": f"https://arxiv.org/abs/{id.value}{f'v{version}' if version else ''}",
        "type": "article",
        "license": licence,
    }
    name = f"{id.value}{f'v{version}' if version else ''}"
    return WorkRecord(
        Id("arxiv", id.value),
        record,
        tuple(names),
        version,
        licence,
        open=True,
        locations=(
            Location("latex", "arXiv", f"/e-print/{name}", "arxiv", {}, licence),
            Location("html", "arXiv", f"/html/{name}", "arxiv-html", {}, licence),
            Location("pdf", "arXiv", f"/pdf/{name}", "arxiv", {}, licence),
        ),
    )


def _licence(id: Id, client: Client) -> tuple[str, list[dict[str, str]]]:
    """Return the licence, and the authors with their names in parts; nothing if OAI-PMH gives no answer."""
    params = {"verb": "GetRecord", "metadataPrefix": "arXiv", "identifier": f"oai:arXiv.org:{id.value}"}
    try:
        root = _xml(client.get("/oai", params, of="arxiv-oai").body, "arXiv")
    except FetchError:
        return "", []
    authors = [
        {"family": family, "given": _text(author, f"{_OAI}forenames")}
        for author in root.iter(f"{_OAI}author")
        if (family := _text(author, f"{_OAI}keyname"))
    ]
    licence = next(root.iter(f"{_OAI}license"), None)
    return ("" if licence is None else _words(licence)), authors


def _xml(data: bytes, service: str) -> Any:
    from generator.storage.xml_file import xml_root

    try:
        return xml_root(data, Path(service), "")
    except UnreadablePaper as error:
        raise FetchError(f"{service} sent something other than the XML that it documents") from error


def _text(element: Any, name: str) -> str:
    child = element.find(name)
    return "" if child is None else _words(child)


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
