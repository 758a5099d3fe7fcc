"""From ids to works: which service is asked about which id, and where the text is looked for, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.core.doi_and_arxiv import doi
from generator.errors import FetchError
from generator.fetching import arxiv, crossref, europepmc
from generator.fetching.fetched_text import ACCEPT, identity_of_page
from generator.fetching.http_client import Client
from generator.fetching.ids import Id
from generator.fetching.openaccess import open_copies
from generator.fetching.work import FORMATS, Location, TextFormat, WorkRecord, date_parts

__all__ = ["identify", "locations", "work_of"]


def work_of(id: Id, client: Client) -> WorkRecord:
    """Return what services say about the paper ``id``. Raises FetchError if none knows it or answers."""
    if id.kind == "arxiv":
        return arxiv.by_arxiv_id(id, client)
    if id.kind == "url":
        title = id.value.rstrip("/").rpartition("/")[2][:80]
        place = Location("html", _host(id.value), id.value)
        return WorkRecord(id, {"title": title, "URL": id.value}, (id,), open=True, locations=(place,))
    if id.kind in ("pmcid", "pmid"):
        work = europepmc.by_id(id, client)
        if work is None:
            raise FetchError("Europe PMC has no paper with this number; check it, or give its DOI", 404)
        return work
    return _with_page(id, _by_doi(id, client))


def identify(work: WorkRecord, client: Client, max_bytes: int) -> WorkRecord:
    """Return the work that a web page says it holds, with its DOI if it names one. Raises FetchError.

    A work whose id is not an address is returned unchanged.
    """
    if work.id.kind != "url":
        return work
    address = work.id.value
    page = client.get(address, accept=ACCEPT["html"], max_bytes=max_bytes)
    stated = identity_of_page(page.body)
    pdf = stated.get("citation_pdf_url", "")
    files = (Location("pdf", _host(pdf), pdf),) if pdf.startswith(("http://", "https://")) else ()
    if stated_doi := doi(stated.get("citation_doi", "")):
        try:
            by_doi = work_of(Id("doi", stated_doi, page=address), client)
            return replace(by_doi, locations=(*by_doi.locations, *files))
        except FetchError as error:
            if error.passing:
                raise
    record = {
        **work.record,
        "title": stated.get("citation_title", "") or work.record["title"],
        "author": [{"literal": name} for name in stated.get("citation_author", "").split("\n") if name],
        "container-title": stated.get("citation_journal_title", ""),
        "issued": date_parts(stated.get("citation_publication_date", "")),
    }
    return replace(work, record=record, locations=(*work.locations, *files))


def locations(work: WorkRecord, client: Client, prefer: TextFormat | None = None) -> Iterator[Location]:
    """Yield the places where the text may be, best first.

    Services are asked for more places only when the known ones are used up. prefer: the format that comes
    first. A FetchError of a service that lists copies is raised when its turn comes.
    """
    if prefer is None or any(place.format == prefer for place in work.locations):
        first = sorted(work.locations, key=lambda place: _rank(place, prefer))
        yield from first
        yield from _more_locations(work, client)
        return
    every = [*work.locations, *_more_locations(work, client)]
    yield from sorted(every, key=lambda place: _rank(place, prefer))


def _rank(place: Location, prefer: TextFormat | None) -> tuple[bool, int]:
    return place.format != prefer, FORMATS.index(place.format)


def _more_locations(work: WorkRecord, client: Client) -> Iterator[Location]:
    """Yield places that take further requests to find. Raises FetchError of the list of copies at the end."""
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


def _by_doi(id: Id, client: Client) -> WorkRecord:
    """Return what the registry of DOIs says, combined with what Europe PMC says."""
    try:
        work = crossref.by_doi(id, client)
    except FetchError as error:
        # If the registry does not answer today, or answers nonsense, the record of Europe PMC will do.
        if error.status != 404 and (substitute := _of_europepmc(id, client)[0]) is not None:
            return substitute
        raise
    europepmc_work, fault = _of_europepmc(id, client)
    if europepmc_work is None:
        return replace(work, fault=fault)
    names = (*work.names, *(name for name in europepmc_work.names if name.kind != "doi"))
    return replace(
        work,
        names=names,
        licence=work.licence or europepmc_work.licence,
        record={**work.record, "license": work.licence or europepmc_work.licence},
        open=work.open or europepmc_work.open,
        locations=(*work.locations, *europepmc_work.locations),
    )


def _of_europepmc(id: Id, client: Client) -> tuple[WorkRecord | None, str]:
    """Return what Europe PMC says about a DOI; without that, the reason if it gave no useful answer."""
    try:
        return europepmc.by_id(id, client), ""
    except FetchError as error:
        return None, str(error)


def _with_page(id: Id, work: WorkRecord) -> WorkRecord:
    """Return the work with the page in which its DOI was found: who gave the page means the text there."""
    if not id.page:
        return work
    place = Location("html", _host(id.page), id.page, licence=work.licence)
    return replace(work, locations=(*work.locations, place))


def _host(address: str) -> str:
    return address.split("/")[2].rpartition("@")[2].removeprefix("www.") if "://" in address else address
