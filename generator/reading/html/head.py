"""Bibliographic data of a web page: Highwire tags, Dublin Core, PRISM, Open Graph, JSON-LD and LaTeXML."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version, doi, language_tag
from generator.core.paper import Metadata
from generator.reading.block_text import names
from generator.reading.html.latexml import latexml_metadata
from generator.reading.html.structured import structured_metadata
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.person_names import person
from generator.reading.web_addresses import target

# The names of meta tags for each field; first the one that publishers fill in most carefully.
_TITLE = ("citation_title", "dc.title", "dcterms.title", "eprints.title", "prism.title")
_PEOPLE = (
    *("citation_author", "citation_authors", "dc.creator", "dcterms.creator", "dc.contributor.author"),
    *("eprints.creators_name", "parsely-author", "author"),
)
_DATE = (
    *("citation_publication_date", "citation_date", "citation_online_date", "citation_cover_date"),
    *("dc.date", "dc.date.issued", "dcterms.issued", "dcterms.date", "prism.publicationdate", "eprints.date"),
    *("article:published_time", "citation_year", "date"),
)
_DOI = (
    *("citation_doi", "dc.identifier.doi", "dc.identifier", "dcterms.identifier", "prism.doi", "doi"),
    *("eprints.doi", "eprints.id_number"),
)
_VENUE = (
    *(
        "citation_journal_title",
        "citation_conference_title",
        "citation_inbook_title",
        "prism.publicationname",
    ),
    *("dc.source", "dcterms.ispartof", "eprints.publication", "og:site_name"),
)
_LICENCE = (
    "dc.rights",
    "dcterms.license",
    "dcterms.rights",
    "dc.rights.license",
    "citation_license",
    "license",
)
_ABSTRACT = ("citation_abstract", "dc.description", "dcterms.abstract")  # Open Graph truncates its own
_URL = ("citation_fulltext_html_url", "citation_public_url", "og:url")
# Words near a link to a licence that show that it is the article's, not that of a picture or data set in it.
_ABOUT_ARTICLE = re.compile(
    r"\bopen[- ]access\b|\bthis (?:is an? )?(?:article|work|paper|preprint|manuscript|publication"
    r"|chapter)\b|\bcopyright\b"
    r"|©|\blicen[sc]ee\b|\bthe authors?\b|\blicen[sc]e\s?:|\brights and permissions\b",
    re.IGNORECASE,
)
_OTHERS_RIGHTS = names("figcaption caption table figure cite")
_MAX_ANCESTORS = 8  # of a link, within which a paragraph around it is looked for


def head_metadata(root: Any) -> tuple[Metadata, str]:
    """Return what the page says about the paper, and the page's title (of the paper or of the site)."""
    named: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = _canonical_name(meta.get("name") or meta.get("property") or meta.get("itemprop") or "")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            named.setdefault(name, []).append(content)

    def every(names: tuple[str, ...]) -> list[str]:
        return [content for name in names for content in named.get(name, ())]

    def first(names: tuple[str, ...]) -> str:
        return next(iter(every(names)), "")

    people = next((named[name] for name in _PEOPLE if name in named), [])
    if len(people) == 1:
        people = _split_names(people[0])
    year = re.search(r"\b(?:1[5-9]|20)[0-9]{2}\b", first(_DATE))
    related = [(e.get("rel") or "", e.get("href") or "") for e in root.iter("a", "link")]
    licences = every(_LICENCE) + [href for rel, href in related if "license" in rel.lower().split()]
    canonical = next((href for rel, href in related if rel == "canonical"), "")
    arxiv = next(filter(arxiv_id, every(("citation_arxiv_id", "dc.identifier", *_URL))), "")
    metadata = Metadata(
        title=first(_TITLE),
        authors=tuple(filter(None, map(person, people))),
        year=int(year.group()) if year else None,
        venue=first(_VENUE),
        doi=next(filter(None, map(doi, every(_DOI))), ""),
        arxiv=arxiv_id(arxiv),
        arxiv_version=arxiv_version(arxiv),
        url=target(first(_URL) or canonical) or "",
        licence=next(filter(None, map(licence_id, licences)), "") or next(filter(target, licences), ""),
        abstract=first(_ABSTRACT),
        language=language_tag(root.get("lang") or ""),
    )
    for more in (structured_metadata(root), latexml_metadata(root)):
        metadata = more.overlaid(metadata)
    if not licence_id(metadata.licence) and (linked := _linked_licence(root)):
        metadata = replace(metadata, licence=linked)
    return metadata, first(("og:title",)) or " ".join((root.findtext(".//title") or "").split())


def _canonical_name(named: str) -> str:
    """Return the name of a meta tag as in the tuples above: in lower case, with a dot as separator."""
    return (
        named.strip().lower().removeprefix("bepress_").replace("dc:", "dc.").replace("dcterms:", "dcterms.")
    )


def _split_names(people: str) -> list[str]:
    """Split the names in one tag at semicolons, or at commas if no name can contain one ("Example, Ada")."""
    if ";" in people:
        return people.split(";")
    pieces = people.split(",")
    if len(pieces) > 1 and all(len(piece.split()) > 1 for piece in pieces):
        return pieces
    return [people]


def _linked_licence(root: Any) -> str:
    """Return the licence that the text links for this article; nothing if it links several."""
    licences: list[str] = []
    for link in root.iter("a"):
        href = link.get("href") or ""
        licence = licence_id(href) if "creativecommons.org" in href else ""
        if licence and _is_about_article(link):
            licences.append(licence)
    return licences[0] if len(set(licences)) == 1 else ""


def _is_about_article(link: Any) -> bool:
    """Return True if the words around a link to a licence are about the article itself."""
    for depth, above in enumerate(link.iterancestors()):
        if depth > _MAX_ANCESTORS:
            return False
        marks = f"{above.get('class') or ''} {above.get('id') or ''}".lower()
        if above.tag in _OTHERS_RIGHTS or re.search(r"\b(?:ref-list|references|fig)\b|caption", marks):
            return False
        if "license" in marks or "licence" in marks or "copyright" in marks:
            return True
        if above.tag in ("p", "div", "section", "li", "footer", "td"):
            return _ABOUT_ARTICLE.search("".join(above.itertext())[:3000]) is not None
    return False
