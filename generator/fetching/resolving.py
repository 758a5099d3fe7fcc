"""Ids in, works out: which service is asked about which id, and where the text is looked for, one by one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

from generator.core.identifiers import doi
from generator.errors import FetchError
from generator.fetching import arxiv, crossref, europepmc
from generator.fetching.client import Client
from generator.fetching.ids import Id
from generator.fetching.openaccess import open_copies
from generator.fetching.texts import ACCEPT, identity_of_page
from generator.fetching.work import FORMATS, Location, TextFormat, Work, date_parts

__all__ = ["identified", "locations", "work_of"]

log = logging.getLogger(__name__)


def work_of(id: Id, client: Client) -> Work:
    """Return what services say of the paper ``id``. Raises FetchError where none knows it, or answers."""
    if id.kind == "arxiv":
        return arxiv.by_arxiv_id(id, client)
    if id.kind == "url":
        title = id.value.rstrip("/").rpartition("/")[2][:80]
        place = Location("html", _host(id.value), id.value)
        return Work(id, {"title": title, "URL": id.value}, (id,), open=True, locations=(place,))
    if id.kind in ("pmcid", "pmid"):
        work = europepmc.found(id, client)
        if work is None:
            raise FetchError("Europe PMC has no paper of this number; check it, or give its DOI", 404)
        return work
    return _with_page(id, _by_doi(id, client))


def identified(work: Work, client: Client, max_bytes: int) -> Work:
    """Return the work on a web page as it says itself, by its DOI if it names one. Raises FetchError.

    Work of other names than an address is returned as it is.
    """
    if work.id.kind != "url":
        return work
    address = work.id.value
    page = client.get(address, accept=ACCEPT["html"], max_bytes=max_bytes)
    told = identity_of_page(page.body)
    pdf = told.get("citation_pdf_url", "")
    files = (Location("pdf", _host(pdf), pdf),) if pdf.startswith(("http://", "https://")) else ()
    if found := doi(told.get("citation_doi", "")):
        try:
            known = work_of(Id("doi", found, page=address), client)
            return replace(known, locations=(*known.locations, *files))
        except FetchError as error:
            if error.passing:
                raise
    record = {
        **work.record,
        "title": told.get("citation_title", "") or work.record["title"],
        "author": [{"literal": name} for name in told.get("citation_author", "").split("\n") if name],
        "container-title": told.get("citation_journal_title", ""),
        "issued": date_parts(told.get("citation_publication_date", "")),
    }
    return replace(work, record=record, locations=(*work.locations, *files))


def locations(work: Work, client: Client, prefer: TextFormat | None = None) -> Iterator[Location]:
    """Give the places where the text may be, best first; services are asked for more when these are used up.

    prefer: the format that comes first. A FetchError of a service that lists copies is raised at its turn.
    """
    if prefer is None or any(place.format == prefer for place in work.locations):
        first = sorted(work.locations, key=lambda place: _rank(place, prefer))
        yield from first
        yield from _further(work, client)
        return
    every = [*work.locations, *_further(work, client)]
    yield from sorted(every, key=lambda place: _rank(place, prefer))


def _rank(place: Location, prefer: TextFormat | None) -> tuple[bool, int]:
    return place.format != prefer, FORMATS.index(place.format)


def _further(work: Work, client: Client) -> Iterator[Location]:
    names = {name.kind: name.value for name in work.names}
    if "pmcid" in names:
        yield replace(europepmc.at_pmc(names["pmcid"], client), licence=work.licence)
    if not work.doi or work.id.kind == "arxiv":
        return
    failed: FetchError | None = None
    copies: list[Location] = []
    try:
        copies = open_copies(work.doi, client)
    except FetchError as error:
        failed = error
    pages = [place for place in copies if place.format == "html"]
    if work.open and not pages:
        # Open by its licence: the page that its DOI leads to is likely the paper itself.
        pages = [Location("html", "publisher", f"/{work.doi}", "doi", {}, work.licence)]
    yield from pages
    yield from (place for place in copies if place.format != "html")
    if failed is not None:
        raise failed


def _by_doi(id: Id, client: Client) -> Work:
    """What the registry of DOIs says, with what Europe PMC knows beside it."""
    try:
        work = crossref.by_doi(id, client)
    except FetchError as error:
        # A registry that gives no answer today is no reason to be without a paper that Europe PMC describes.
        if error.passing and (instead := europepmc.found(id, client)) is not None:
            return instead
        raise
    try:
        there = europepmc.found(id, client)
    except FetchError as error:
        log.warning("%s: %s; its text is looked for elsewhere", id, error)
        there = None
    if there is None:
        return work
    names = (*work.names, *(name for name in there.names if name.kind != "doi"))
    return replace(
        work,
        names=names,
        licence=work.licence or there.licence,
        record={**work.record, "license": work.licence or there.licence},
        open=work.open or there.open,
        locations=(*work.locations, *there.locations),
    )


def _with_page(id: Id, work: Work) -> Work:
    """With the page that the DOI was found in: whoever gave it means the paper that is there."""
    if not id.page:
        return work
    place = Location("html", _host(id.page), id.page, licence=work.licence)
    return replace(work, locations=(*work.locations, place))


def _host(address: str) -> str:
    return address.split("/")[2].rpartition("@")[2].removeprefix("www.") if "://" in address else address
