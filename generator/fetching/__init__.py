"""Ids of papers in, files and metadata with their origin out.

In comes what names a paper (a DOI, a PMCID, a PMID, an arXiv id, an address); out comes what services say
of it, as an item of CSL JSON, and the best open text that can be had, as bytes that are looked at before
anybody relies on them. Only here, in `answering.models.server` and in `answering.models.fetching` is the
network used.

`Client` is all that asks: ``Client(Services.from_environment(), folder, contact)``. Its ``get(path, params,
of="crossref")`` asks a service of `services.KNOWN`, ``get(address)`` any other server, and ``send("POST",
path, body, of=...)`` writes. It paces, limits, guards, keeps and tries again; what cannot be had is a
FetchError.
"""

from generator.errors import FetchError
from generator.fetching.client import Client, Reply
from generator.fetching.exchange import Limits, Secret
from generator.fetching.ids import Id, id_of
from generator.fetching.resolving import identified, locations, work_of
from generator.fetching.services import Services
from generator.fetching.texts import SUFFIX, Text, text_of
from generator.fetching.work import FORMATS, Location, TextFormat, Work

__all__ = [
    "FORMATS",
    "SUFFIX",
    "Client",
    "FetchError",
    "Id",
    "Limits",
    "Location",
    "Reply",
    "Secret",
    "Services",
    "Text",
    "TextFormat",
    "Work",
    "id_of",
    "identified",
    "locations",
    "text_of",
    "work_of",
]
