"""Europe PMC and PMC: records of papers of the life sciences, and their full texts in JATS.

https://europepmc.org/RestfulWebService and https://www.ncbi.nlm.nih.gov/books/NBK25499/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.errors import FetchError
from generator.fetching.client import Client
from generator.fetching.ids import Id
from generator.fetching.work import Location, Work, date_parts, text_at

__all__ = ["at_pmc", "found"]

_FIELDS = {"doi": 'DOI:"{}"', "pmcid": "PMCID:{}", "pmid": "EXT_ID:{} AND SRC:MED"}


def found(id: Id, client: Client) -> Work | None:
    """Return the paper with this DOI, PMCID or PMID; None where Europe PMC does not have it.

    Raises FetchError where it gives no answer, or several papers.
    """
    query = _FIELDS[id.kind].format(id.value.replace('"', ""))
    params = {"query": query, "resultType": "core", "format": "json", "pageSize": "5"}
    if client.contact:
        params["email"] = client.contact
    data = client.get("/search", params, of="europepmc").json()
    results = data.get("resultList", {}) if isinstance(data, Mapping) else None
    results = results.get("result", []) if isinstance(results, Mapping) else None
    if not isinstance(results, list):
        raise FetchError("Europe PMC sent an answer of another shape than it documents")
    listed = [_work(one) for one in results if isinstance(one, Mapping)]
    works = [work for work in listed if id.key in {name.key for name in work.names}]
    if not works:
        return None
    # A preprint and its journal article have names of their own; two entries with one name are one paper
    # only if they agree on the others.
    first = works[0]
    if any(_pmid(work) != _pmid(first) for work in works[1:]):
        named = " and ".join(str(work.names[0]) for work in works[:3])
        raise FetchError(f"Europe PMC has {len(works)} papers of this name ({named}); give the DOI of one")
    return first


def at_pmc(pmcid: str, client: Client) -> Location:
    """Return where PMC has the text of a paper, for those that Europe PMC does not hand out."""
    params = {"db": "pmc", "id": pmcid.removeprefix("PMC"), "retmode": "xml", "tool": "answerbook"}
    if client.contact:
        params["email"] = client.contact
    return Location("jats", "PMC", "/efetch.fcgi", "pmc", params)


def _pmid(work: Work) -> str | None:
    return {name.kind: name.value for name in work.names}.get("pmid")


def _work(item: Mapping[str, Any]) -> Work:
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
    # Preprints have a text under their own number.
    own = text_at(item, "id") if text_at(item, "source") == "PPR" else ""
    text = pmcid if names and pmcid.startswith("PMC") else own if own.isalnum() else ""
    locations: list[Location] = []
    if text and (is_open or text_at(item, "inEPMC") == "Y"):
        locations.append(Location("jats", "Europe PMC", f"/{text}/fullTextXML", "europepmc", {}, licence))
    first = names[0] if names else Id("pmid", "")
    return Work(first, record, tuple(names), licence=licence, open=is_open, locations=tuple(locations))


def _authors(stated: Any) -> Iterable[dict[str, str]]:
    listed = stated.get("author") if isinstance(stated, Mapping) else None
    for one in listed if isinstance(listed, list) else ():
        family, group = text_at(one, "lastName"), text_at(one, "collectiveName")
        if family:
            yield {"family": family, "given": text_at(one, "firstName") or text_at(one, "initials")}
        elif group or text_at(one, "fullName"):
            yield {"literal": group or text_at(one, "fullName")}
