"""Ids of papers in, files and metadata with their origin out.

An id comes in: a DOI, a PMCID, a PMID, an arXiv id, or an address. What comes out is the metadata that
services have, as an item of CSL JSON, and the best open text that can be fetched, as bytes that are checked
before anybody relies on them. The network is used only here, in `answering.models.server` and in
`answering.models.fetching`.

All requests go through `Client`: ``Client(Services.from_environment(), folder, contact)``. Its ``get(path,
params, of="crossref")`` asks a service of `services.KNOWN`, ``get(address)`` any other server, and
``send("POST", path, body, of=...)`` writes. It paces, limits, guards, caches and retries; what cannot be
fetched is a FetchError.
"""

from generator.errors import FetchError
from generator.fetching.exchange import RequestLimits, Secret
from generator.fetching.fetched_text import SUFFIX, Text, text_of
from generator.fetching.http_client import Client, Reply
from generator.fetching.ids import Id, id_of, ids_of
from generator.fetching.resolving import identify, locations, work_of
from generator.fetching.services import Services
from generator.fetching.work import FORMATS, Location, TextFormat, WorkRecord

__all__ = [
    "FORMATS",
    "SUFFIX",
    "Client",
    "FetchError",
    "Id",
    "Location",
    "Reply",
    "RequestLimits",
    "Secret",
    "Services",
    "Text",
    "TextFormat",
    "WorkRecord",
    "id_of",
    "identify",
    "ids_of",
    "locations",
    "text_of",
    "work_of",
]
