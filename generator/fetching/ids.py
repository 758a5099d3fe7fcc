"""What kind of id a person has written for a paper: DOI, arXiv id, PMCID, PMID, or any web address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from generator.core.identifiers import arxiv_id, doi, stated_doi

__all__ = ["Id", "IdKind", "id_of"]

IdKind = Literal["doi", "arxiv", "pmcid", "pmid", "url"]

_MAX_CHARS = 2000  # of an id; the longest addresses that browsers accept
_PMCID = re.compile(r"(?:pmcid:?\s{0,3})?pmc\s?([0-9]{1,9})(?:\.[0-9]{1,2})?", re.IGNORECASE)
_PMID = re.compile(r"(?:(?:pmid|pubmed):?\s{0,3}([0-9]{1,8})|([0-9]{5,8}))", re.IGNORECASE)
_VERSION = re.compile(r"v([0-9]{1,3})(?:\.pdf)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"/(?:articles?|abstract)/(?:pmc/)?(pmc[0-9]{1,9})(?:/|$)", re.IGNORECASE)
_PUBMED = re.compile(r"/(?:pubmed/|article/med/|abstract/med/)?([0-9]{1,8})/?", re.IGNORECASE)
_HOSTS_OF_PMC = ("ncbi.nlm.nih.gov", "europepmc.org", "pmc.ncbi.nlm.nih.gov")
_HOSTS_OF_PUBMED = ("pubmed.ncbi.nlm.nih.gov", "europepmc.org", "ncbi.nlm.nih.gov")
# What publishers append to a DOI in the addresses of their pages.
_TAIL = re.compile(
    r"(?:v[0-9]{1,2})?(?:\.full(?:\.pdf|-text)?|\.abstract|/full.{0,9}|/pdf|\.pdf)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Id:
    """An id of a paper.

    version: of an arXiv paper, if one is named. page: the address in which a DOI was found, a place to look
    for the text.
    """

    kind: IdKind
    value: str
    version: str = ""
    page: str = ""

    @property
    def key(self) -> str:
        """The id in the form that is compared: ``doi:10.1234/abc``."""
        return f"{self.kind}:{self.value.lower() if self.kind != 'url' else self.value}"

    def __str__(self) -> str:
        if self.kind == "arxiv":
            return f"arXiv:{self.value}{f'v{self.version}' if self.version else ''}"
        return f"PMID {self.value}" if self.kind == "pmid" else self.value


def id_of(written: str) -> Id | None:
    """Return the id that ``written`` contains; None if it is not an id of a paper.

    >>> [str(id_of(name)) for name in ("https://arxiv.org/pdf/2401.00010v2", "pmc 123", "12345678", "x")]
    ['arXiv:2401.00010v2', 'PMC123', 'PMID 12345678', 'None']
    """
    text = written.strip().strip("<>").rstrip(",;")
    if not text or len(text) > _MAX_CHARS or not text.isprintable():
        return None
    if arxiv := arxiv_id(text):
        version = _VERSION.search(text)
        return Id("arxiv", arxiv.lower(), version[1] if version else "")
    if found := doi(text):
        return Id("doi", found)
    if match := _PMCID.fullmatch(text):
        return Id("pmcid", f"PMC{int(match[1])}")
    if match := _PMID.fullmatch(text):
        return Id("pmid", str(int(match[1] or match[2])))
    return _of_address(text) if re.match(r"https?://", text, re.IGNORECASE) else None


def _of_address(address: str) -> Id | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if not host:
        return None
    if host in _HOSTS_OF_PMC and (match := _ARTICLE.search(parts.path)):
        return Id("pmcid", f"PMC{int(match[1][3:])}")
    if host in _HOSTS_OF_PUBMED and (match := _PUBMED.fullmatch(parts.path)):
        return Id("pmid", str(int(match[1])))
    # journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001
    for place in (parts.path, *(value for value in unquote(parts.query).split("&"))):
        at = place.find("10.")
        if at >= 0 and (found := stated_doi(f"https://{host}/{place[at:]}")):
            return Id("doi", _TAIL.sub("", found), page=address)
    return Id("url", address.partition("#")[0])
