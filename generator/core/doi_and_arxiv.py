"""Identifiers of papers: DOI and arXiv id, in whatever form they are written; language tags too."""

from __future__ import annotations

import re
from urllib.parse import unquote

__all__ = ["arxiv_id", "arxiv_version", "doi", "language_tag", "stated_doi"]

_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_ARXIV_PREFIX = re.compile(
    r"^(?:(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*"
    r"|(?:https?://)?(?:(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.)",
    re.IGNORECASE,
)
_ARXIV = re.compile(
    r"([a-z-]+(?:\.[a-z]{2})?/[0-9]{7}|[0-9]{4}\.[0-9]{4,5})(?:v0*([1-9][0-9]{0,3}))?", re.IGNORECASE
)
_DOI_IN_ADDRESS = re.compile(r"10\.[0-9]{4,9}/[^\s?#]+")
_DOI_PAGE = re.compile(r"/(?:full|abstract|abs|pdf|epdf|fulltext|summary|html|meta)$|\.pdf$", re.IGNORECASE)


def doi(named: str) -> str:
    """Return the bare DOI in lower case, from an address, ``doi:10...`` or the DOI; else an empty text.

    >>> doi("https://doi.org/10.1000/ABC.")
    '10.1000/abc'
    """
    found = _DOI.search(named.strip())
    if found is None or not re.fullmatch(
        r"(?:https?://)?(?:(?:dx\.)?doi\.org/|(?:info:)?doi[:/]?)?\s*",
        named.strip()[: found.start()],
        re.IGNORECASE,
    ):
        return ""
    return found.group().rstrip(".,;").lower()


def arxiv_id(named: str) -> str:
    """Return the bare arXiv id without its version, from an address, ``arXiv:2401.00010v2`` or the id itself.

    Returns an empty text for anything else.

    >>> arxiv_id("https://arxiv.org/abs/hep-th/9901001v3")
    'hep-th/9901001'
    """
    return _arxiv_parts(named)[0]


def arxiv_version(named: str) -> str:
    """Return the version in an arXiv id (``v2``), in any form that `arxiv_id` takes; else an empty text.

    >>> arxiv_version("arXiv:2401.00010v2"), arxiv_version("2401.00010")
    ('v2', '')
    """
    return _arxiv_parts(named)[1]


def _arxiv_parts(named: str) -> tuple[str, str]:
    bare = re.sub(r"\.pdf$", "", _ARXIV_PREFIX.sub("", named.strip()), flags=re.IGNORECASE)
    found = _ARXIV.fullmatch(bare)
    if found is None:
        return "", ""
    return found[1], f"v{found[2]}" if found[2] else ""


def stated_doi(stated: str) -> str:
    """Return the bare DOI in a field meant for DOIs, also from an address of any resolver; else "".

    >>> stated_doi("https://dl.acm.org/doi/pdf/10.1145/1234.5678"), stated_doi("n/a")
    ('10.1145/1234.5678', '')
    """
    stated = re.sub(r"^(?:doi|digital object identifier)\s{0,3}[:=]?\s{0,3}", "", stated.strip(), flags=re.I)
    if re.match(r"(?:https?://)?[a-z0-9.-]{1,100}/", stated, re.IGNORECASE) and not stated.startswith("10."):
        whole = unquote(stated)
        resolver = re.search(r"//(?:dx\.)?doi\.org/", whole, re.IGNORECASE) or whole.lower().startswith(
            "doi.org"
        )
        found = _DOI_IN_ADDRESS.search(whole)
        if found is None:
            return ""
        return doi(found[0] if resolver else _DOI_PAGE.sub("", found[0]))
    words = stated.split()
    return doi(re.split(r"[,;](?=10\.|https?:)", words[0])[0]) if words else ""


_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3}", re.IGNORECASE | re.ASCII)


def language_tag(named: str) -> str:
    """Return a language as a BCP 47 tag in lower case; an empty text for anything else.

    >>> language_tag("EN_gb")
    'en-gb'
    """
    tag = named.strip().replace("_", "-")
    return tag.lower() if _LANGUAGE.fullmatch(tag) else ""
