"""Europe PMC and PMC: records of papers in the life sciences, and their full texts in JATS.

https://europepmc.org/RestfulWebService and https://www.ncbi.nlm.nih.gov/books/NBK25499/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.errors import FetchError
from generator.fetching.http_client import Client
from generator.fetching.ids import Id
from generator.fetching.work import Location, WorkRecord, date_parts, text_at

__all__ = ["at_pmc", "by_id"]

_FIELDS = {"doi": 'DOI:"{}"', "pmcid": "PMCID:{}", "pmid": "EXT_ID:{} AND SRC:MED"}


def by_id(id: Id, client: Client) -> WorkRecord | None:
    """Return the paper with this DOI, PMCID or PMID; None if Europe PMC does not have it.

    Raises FetchError if it gives no answer, or several papers.
    """
    query = _FIELDS[id.kind].format(id.value.replace('"', ""))
    params = {"query": query, "resultType": "core", "format": "json", "pageSize": "5"}
    if client.contact:
        params["email"] = client.contact
    data = client.get("/search", params, of="europepmc").json()
    results = data.get("resultList", {}) if isinstance(data, Mapping) else None
    results = results.get("result", []) if isinstance(results, Mapping) else None
    if not isinstance(results, list):
        raise FetchError("Europe PMC sent an answer that does not have the documented form")
    listed = [_work(one) for one in results if isinstance(one, Mapping)]
    works = [work for work in listed if id.key in {name.key for name in work.names}]
    if not works:
        return None
    # A preprint and its journal article have different ids. Two entries that share an id are one paper only
    # if their other ids agree too.
    first = works[0]
    if any(_pmid(work) != _pmid(first) for work in works[1:]):
        named = " and ".join(str(work.names[0]) for work in works[:3])
        raise FetchError(f"Europe PMC has {len(works)} papers of this name ({named}); give the DOI of one")
    return first


def at_pmc(pmcid: str, client: Client) -> Location:
    """Return where PMC has the text of a paper, for texts that Europe PMC does not provide."""
    params = {"db": "pmc", "id": pmcid.removeprefix("PMC"), "retmode": "xml", "tool": "answerbook"}
    if client.contact:
        params["email"] = client.contact
    return Location("jats", "PMC", "/efetch.fcgi", "pmc", params)


def _pmid(work: WorkRecord) -> str | None:
    return {name.kind: name.value for name in work.names}.get("pmid")


def _work(item: Mapping[str, Any]) -> WorkRecord:
    names: list[Id] = []
    if (doi := text_at(item, "doi").lower()).startswith("10."):
        names.append(Id("doi", doi))
    pmcid = text_at(item, "pmcid").upper()
    if pmcid.startswith("PMC") and pmcid[3:].isdecimal():
        names.append(Id("pmcid", pmcid))
    if (pmid := text_at(item, "pmid")).isdecimal():
        names.append(Id("pmid", pmid))
    licence, is_open = text_at(item, "license"), text_at(item, "isOpenAccess") == "Y"
    record = {
        "title": text_at(item, "title").rstrip("."),
        "author": list(_authors(item.get("authorList"))),
        "container-title": text_at(item, "journalInfo", "journal", "title"),
        "issued": date_parts(text_at(item, "journalInfo", "yearOfPublication") or text_at(item, "pubYear")),
        "DOI": doi,
        "URL": f"https://doi.org/{doi}" if doi else "",
        "type": "article" if text_at(item, "source") == "PPR" else "article-journal",
        "license": licence,
    }
    # The text of a preprint has a number of its own.
    own = text_at(item, "id") if text_at(item, "source") == "PPR" else ""
    text = pmcid if names and pmcid.startswith("PMC") else own if own.isalnum() else ""
    locations: list[Location] = []
    if text and (is_open or text_at(item, "inEPMC") == "Y"):
        locations.append(Location("jats", "Europe PMC", f"/{text}/fullTextXML", "europepmc", {}, licence))
    first = names[0] if names else Id("pmid", "")
    return WorkRecord(first, record, tuple(names), licence=licence, open=is_open, locations=tuple(locations))


def _authors(author_list: Any) -> Iterable[dict[str, str]]:
    listed = author_list.get("author") if isinstance(author_list, Mapping) else None
    for one in listed if isinstance(listed, list) else ():
        family, group = text_at(one, "lastName"), text_at(one, "collectiveName")
        if family:
            yield {"family": family, "given": text_at(one, "firstName") or text_at(one, "initials")}
        elif group or text_at(one, "fullName"):
            yield {"literal": group or text_at(one, "fullName")}
