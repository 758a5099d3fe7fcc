"""What kind of id a person has written for a paper: DOI, arXiv id, PMCID, PMID, or any web address."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version, doi, stated_doi

__all__ = ["Id", "IdKind", "id_of", "ids_of"]

IdKind = Literal["doi", "arxiv", "pmcid", "pmid", "url"]

_MAX_CHARS = 2000  # of an id; the longest addresses that browsers accept
_QUOTES = {"(": ")", "[": "]", "{": "}", "<": ">", '"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "`": "`"}
_CLOSING = {closing: opening for opening, closing in _QUOTES.items() if opening != closing}
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
# What people write before an id that names its own kind: "DOI: https://doi.org/...", "PMID: PMC12".
_LABEL = re.compile(
    r"(?:(?:urn|info|doi|url|link|pmid|pmcid|pubmed|arxiv)\s{0,3}[:=/]\s{0,3}){1,3}"
    r"(?=https?://|(?:www\.|dx\.)?doi\.org/|arxiv|pmc|10\.)",
    re.IGNORECASE,
)
_DOI_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/", re.IGNORECASE)
_PMCID = re.compile(
    r"(?:(?:pmcid\s{0,3}[:=]?\s{0,3})?pmc\s{0,3}[:=]?\s{0,3}|pmcid\s{0,3}[:=]\s{0,3})([0-9]{1,9})(?:\.[0-9]{1,2})?",
    re.IGNORECASE,
)
_PMID = re.compile(r"(?:pmid|pubmed)\s{0,3}[:=]?\s{0,3}([0-9]{1,8})|([0-9]{5,8})", re.IGNORECASE)
_ARXIV_WORD = re.compile(r"arxiv\s{1,3}(?=\S)", re.IGNORECASE)
_ARXIV_VERSION = re.compile(r"\s{1,3}(?=v[0-9]{1,3}$)", re.IGNORECASE)
_ARXIV_SUBJECT = re.compile(r"\s{0,3}\[[a-z.-]{2,20}\]$", re.IGNORECASE)  # "arXiv:2401.00010v2 [cs.CL]"
_ARXIV_PATH = re.compile(r"/(?:abs|pdf|html|e-print|src|format|ps|papers)/([a-z0-9./-]{7,30}?)/?$", re.I)
_HOSTS_OF_ARXIV = re.compile(
    r"(?:[a-z0-9-]{1,30}\.){0,3}(?:arxiv|alphaxiv|ar5iv)\.org|xxx\.lanl\.gov|huggingface\.co"
)
_ARTICLE = re.compile(
    r"/(?:articles?|abstract)/(?:pmc/)?(?:pmc)?([0-9]{1,9})(?:\.[0-9]{1,2})?(?:/|$)", re.IGNORECASE
)
_PUBMED = re.compile(
    r"/(?:pubmed/|article/med/|abstract/med/|(?:pmc/)?articles/pmid/)?([0-9]{1,8})/?", re.IGNORECASE
)
_HOSTS_OF_PMC = ("ncbi.nlm.nih.gov", "europepmc.org", "pmc.ncbi.nlm.nih.gov")
_HOSTS_OF_PUBMED = ("pubmed.ncbi.nlm.nih.gov", *_HOSTS_OF_PMC)
# What publishers append to a DOI in the addresses of their pages.
_TAIL = re.compile(
    r"(?:v[0-9]{1,2})?(?:\.full(?:[.-][a-z.+]{1,20})?|\.abstract|\.pdf|/full.{0,9}|/pdf"
    r"|/(?:figures?|tables?|references|citations?|metrics|comments|tab-[a-z-]{1,20})(?:/[0-9a-z]{0,9})?)?$",
    re.IGNORECASE,
)
_BETWEEN_IDS = re.compile(
    r"[,;|]\s{1,9}|[,;|](?=https?:|doi|10\.|pmc|pmid|arxiv)|(?<![:=,;|\s])\s{1,9}", re.IGNORECASE
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


def ids_of(written: str) -> tuple[Id, ...]:
    """Return all ids in ``written``, which may hold several side by side; none if it is not about papers.

    >>> [str(id) for id in ids_of("10.1234/abc; PMC12")], ids_of("10.1234/abc, a title")[0].value
    (['10.1234/abc', 'PMC12'], '10.1234/abc')
    """
    pieces = [piece for piece in _BETWEEN_IDS.split(written.strip()) if piece]
    ids = tuple(id for piece in pieces if (id := id_of(piece)) is not None)
    if len(ids) > 1 and len(ids) == len(pieces):
        return ids
    one = id_of(written)  # "PMID: 123" is one id in two words, and a title may follow a DOI
    return (one,) if one is not None else ()


def id_of(written: str) -> Id | None:
    """Return the id that ``written`` contains; None if it is not an id of a paper.

    >>> [str(id_of(name)) for name in ("https://arxiv.org/pdf/2401.00010v2", "pmc 123", "12345678", "x")]
    ['arXiv:2401.00010v2', 'PMC123', 'PMID 12345678', 'None']
    """
    if len(written) > _MAX_CHARS:
        return None
    text = _bare(written)
    if not text or not text.isprintable():
        return None
    if label := _LABEL.match(text):
        text = text[label.end() :]
    if re.match(r"https?://", text, re.IGNORECASE):
        return _of_address(text)
    if re.match(r"www\.[a-z0-9]", text, re.IGNORECASE):
        return _of_address(f"https://{text}")
    if address := _DOI_ADDRESS.match(text):
        return id_of(_decoded(text[address.end() :]))
    arxiv = _ARXIV_VERSION.sub("", _ARXIV_SUBJECT.sub("", _ARXIV_WORD.sub("arxiv:", text, count=1)))
    if value := arxiv_id(arxiv):
        return Id("arxiv", value.lower(), arxiv_version(arxiv).removeprefix("v"))
    if found := _doi(text.translate(_DASHES)):
        return found
    if match := _PMCID.fullmatch(text):
        return Id("pmcid", f"PMC{int(match[1])}")
    if match := _PMID.fullmatch(text):
        return Id("pmid", str(int(match[1] or match[2])))
    return None


def _bare(written: str) -> str:
    """Return what was written without invisible characters, quotes or brackets around it, and full stops."""
    text = " ".join("".join(c for c in written if unicodedata.category(c) != "Cf").split())
    while text:
        shorter = text.rstrip(".,;")
        if len(shorter) > 1 and _QUOTES.get(shorter[0]) == shorter[-1]:
            shorter = shorter[1:-1]
        last = shorter[-1:]
        # A bracket that was opened before the id, in the sentence from which it was copied.
        if last in _CLOSING and shorter.count(last) > shorter.count(_CLOSING[last]):
            shorter = shorter[:-1]
        shorter = shorter.strip()
        if shorter == text:
            break
        text = shorter
    return text


def _doi(text: str, page: str = "") -> Id | None:
    """Return the DOI with which a text begins; None if there is none."""
    found = doi(text)
    while found and (bare := doi(_bare(found))) != found:
        found = bare
    return Id("doi", found, page=page) if found else None


def _decoded(path: str) -> str:
    """Return the DOI in an address of a resolver, without what browsers and mail programs add to it."""
    return unquote(re.split(r"[?#]", path, maxsplit=1)[0])


def _of_address(address: str) -> Id | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if not host or "@" in parts.netloc:  # nobody's password is sent, stored or shown
        return None
    if host in ("doi.org", "dx.doi.org"):
        return id_of(_decoded(parts.path.lstrip("/")))
    if _HOSTS_OF_ARXIV.fullmatch(host) and (match := _ARXIV_PATH.search(parts.path)):
        if value := arxiv_id(match[1]):
            return Id("arxiv", value.lower(), arxiv_version(match[1]).removeprefix("v"))
    elif known := _of_library(host, parts):
        return known
    # journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001
    for place in (parts.path, *unquote(parts.query).split("&")):
        at = place.find("10.")
        found = stated_doi(f"https://{host}/{place[at:]}") if at >= 0 else ""
        if named := _doi(_TAIL.sub("", found), address):
            return named
    return Id("url", address.partition("#")[0])


def _of_library(host: str, parts: SplitResult) -> Id | None:
    """Return the PMCID or PMID in an address of PMC, Europe PMC or PubMed."""
    if host in _HOSTS_OF_PMC and (match := _ARTICLE.search(parts.path)):
        return Id("pmcid", f"PMC{int(match[1])}")
    if host in _HOSTS_OF_PUBMED:
        searched = dict(parse_qsl(parts.query)).get("term", "").strip()
        path = parts.path if not searched.isdecimal() or parts.path.strip("/") else f"/{searched}"
        if match := _PUBMED.fullmatch(path):
            return Id("pmid", str(int(match[1])))
    return None
