"""The services that we ask, their addresses, and how often we may ask them.

The addresses are not settings of a project, which may be a stranger's: they are fixed here. Whoever runs a
mirror of a service names it in the environment variable ANSWERBOOK_SERVICES, or as an argument::

    ANSWERBOOK_SERVICES="crossref=https://mirror.example.org/crossref web=http://repository.internal"

``web`` is not a service: it names servers that papers may be fetched from although their addresses are
private.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from generator.core.visible import visible
from generator.errors import FetchError

__all__ = ["KNOWN", "VARIABLE", "Service", "Services", "origin"]

VARIABLE = "ANSWERBOOK_SERVICES"
WEB = "web"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Service:
    """A service.

    title: for people. base: its address, without a slash at the end. bucket: services in one bucket share its
    pace. gap: seconds from one request to the next.
    """

    title: str
    base: str
    bucket: str
    gap: float


# Gaps in seconds: what the services ask for, or our own choice where they name no figure.
# arXiv: one request in three seconds, https://info.arxiv.org/help/api/tou.html
# NCBI: three a second without a key, https://www.ncbi.nlm.nih.gov/books/NBK25497/
# Crossref states its limit in every reply, zotero.org says when it is overloaded; see `RequestPace.heed`.
KNOWN: Mapping[str, Service] = {
    "arxiv": Service("arXiv", "https://export.arxiv.org", "arxiv", 3.0),
    "arxiv-html": Service("arXiv", "https://arxiv.org", "arxiv", 3.0),
    "arxiv-oai": Service("arXiv", "https://oaipmh.arxiv.org", "arxiv", 3.0),
    "crossref": Service("Crossref", "https://api.crossref.org", "crossref", 0.1),
    "datacite": Service("DataCite", "https://api.datacite.org", "datacite", 0.1),
    "doi": Service("doi.org", "https://doi.org", "doi", 0.2),
    "europepmc": Service("Europe PMC", "https://www.ebi.ac.uk/europepmc/webservices/rest", "europepmc", 0.15),
    "openalex": Service("OpenAlex", "https://api.openalex.org", "openalex", 0.1),
    "pmc": Service("PMC", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils", "ncbi", 0.35),
    "unpaywall": Service("Unpaywall", "https://api.unpaywall.org/v2", "unpaywall", 0.1),
    "zotero": Service("zotero.org", "https://api.zotero.org", "zotero", 0.2),
    # The program on this machine asks for no pause; this one keeps it responsive for its user.
    "zotero-local": Service("Zotero", "http://127.0.0.1:23119/api", "zotero-local", 0.01),
}
_OTHER_GAP = 0.5  # seconds between requests to a server that is not a service


def origin(address: str) -> str:
    """Return scheme, host and port of an address. Raises FetchError if it is not one of http or https."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in _PORTS or not host:
        raise FetchError(
            f"{visible(address[:200], one_line=True)!r} is no web address; write one that begins with https://"
        )
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port or _PORTS[parts.scheme]}"


@dataclass(frozen=True, slots=True)
class Services:
    """The services, by name.

    private_origins: servers that papers may be fetched from though they are private.
    """

    by_name: Mapping[str, Service] = field(default_factory=lambda: dict(KNOWN))
    private_origins: frozenset[str] = frozenset()

    @classmethod
    def at(cls, bases: Mapping[str, str]) -> Services:
        """Return the services, with ``bases`` (name -> address) in place of the usual addresses.

        The user's own mirror is asked without a pause. Raises FetchError for an unknown name or an invalid
        address.
        """
        by_name, private_origins = dict(KNOWN), set()
        for name, address in bases.items():
            if name == WEB:
                private_origins.add(origin(address))
            elif name in by_name:
                origin(address)
                by_name[name] = Service(by_name[name].title, address.rstrip("/"), f"own {name}", 0.0)
            else:
                names = ", ".join((*KNOWN, WEB))
                raise FetchError(f"{VARIABLE} names {name!r}, which is not a service; the names are {names}")
        return cls(by_name, frozenset(private_origins))

    @classmethod
    def from_environment(cls) -> Services:
        """Return the services, with the addresses in the environment variable in place of the usual ones."""
        pairs = [pair.partition("=") for pair in os.environ.get(VARIABLE, "").split()]
        return cls.at({name: address for name, _, address in pairs})

    def gap(self, address: str, of: str) -> tuple[str, float]:
        """Return the bucket that a request to ``address`` counts in, and the seconds between its requests.

        of: the service that is asked; empty for any other server.
        """
        if of:
            return self.by_name[of].bucket, self.by_name[of].gap
        where = origin(address)
        if where in self.private_origins:
            return where, 0.0
        host = urlsplit(address).hostname or ""
        if host == "arxiv.org" or host.endswith(".arxiv.org"):
            return KNOWN["arxiv"].bucket, KNOWN["arxiv"].gap
        return host, _OTHER_GAP
