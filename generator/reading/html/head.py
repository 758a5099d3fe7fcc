"""Bibliographic data in the head of a web page: Highwire tags, Dublin Core, PRISM, Open Graph."""

from __future__ import annotations

import re
from typing import Any

from generator.core.paper import Metadata
from generator.reading.links import target
from generator.reading.metadata.identifiers import arxiv_id, doi
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.people import person

# The names of meta tags for each field, the one that publishers fill most carefully first.
_TITLE = ("citation_title", "dc.title", "dcterms.title")
_PEOPLE = ("citation_author", "dc.creator", "dcterms.creator", "author")
_DATE = (
    *("citation_publication_date", "citation_date", "citation_online_date", "dc.date", "dcterms.issued"),
    *("article:published_time", "citation_year"),
)
_DOI = ("citation_doi", "dc.identifier", "prism.doi", "doi")
_VENUE = ("citation_journal_title", "citation_conference_title", "prism.publicationname", "og:site_name")
_LICENCE = ("dc.rights", "dcterms.license", "citation_license")
_ABSTRACT = ("citation_abstract", "dc.description", "dcterms.abstract")  # those of Open Graph are cut off
_URL = ("citation_fulltext_html_url", "citation_public_url", "og:url")


def head_metadata(root: Any) -> tuple[Metadata, str]:
    """What the head says about the paper, and the page's title, which may be the paper's or the site's."""
    named: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            named.setdefault(name, []).append(content)

    def every(names: tuple[str, ...]) -> list[str]:
        return [content for name in names for content in named.get(name, ())]

    def first(names: tuple[str, ...]) -> str:
        return next(iter(every(names)), "")

    people = next((named[name] for name in _PEOPLE if name in named), [])
    if len(people) == 1 and ";" in people[0]:
        people = people[0].split(";")
    year = re.search(r"\b(?:1[5-9]|20)[0-9]{2}\b", first(_DATE))
    related = [(e.get("rel") or "", e.get("href") or "") for e in root.iter("a", "link")]
    licences = every(_LICENCE) + [href for rel, href in related if rel == "license"]
    canonical = next((href for rel, href in related if rel == "canonical"), "")
    metadata = Metadata(
        title=first(_TITLE),
        authors=tuple(filter(None, map(person, people))),
        year=int(year.group()) if year else None,
        venue=first(_VENUE),
        doi=next(filter(None, map(doi, every(_DOI))), ""),
        arxiv=arxiv_id(first(("citation_arxiv_id",))),
        url=target(first(_URL) or canonical) or "",
        licence=next(filter(None, map(licence_id, licences)), next(filter(target, licences), "")),
        abstract=first(_ABSTRACT),
    )
    return metadata, first(("og:title",)) or " ".join((root.findtext(".//title") or "").split())
