"""Bibliographic data in JSON-LD: the record of an article in the vocabulary of schema.org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version, doi
from generator.core.paper import Metadata, Person
from generator.reading.decoding import json_data
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.person_names import person
from generator.reading.web_addresses import target

_ARTICLE_TYPES = (
    "ScholarlyArticle",
    "MedicalScholarlyArticle",
    "Article",
    "TechArticle",
    "Report",
    "Thesis",
    "Chapter",
)
# Limits for hostile pages.
_MAX_SCRIPT_CHARS = 2_000_000
_MAX_RECORDS = 500  # in one script
_MAX_VALUES = 100  # of one field of a record
_MAX_AUTHORS = 3000  # some papers of large collaborations have that many
_MAX_VENUE_DEPTH = 4  # an article is part of an issue, of a volume, of a journal


def structured_metadata(root: Any) -> Metadata:
    """Return what the page's JSON-LD says about the paper; other fields stay empty."""
    records: list[Mapping[str, Any]] = []
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            records += _records(_parsed(script.text or ""))
    for article_type in _ARTICLE_TYPES:
        for record in records:
            types = record.get("@type")
            if article_type in (types if isinstance(types, list) else [types]):
                return _metadata(record)
    return Metadata()


def _parsed(text: str) -> Any:
    """Return the JSON of a script, without CDATA marks around it; None if it is invalid."""
    bare = re.sub(r"^\s*(?://)?<!\[CDATA\[|(?://)?\]\]>\s*$", "", text[:_MAX_SCRIPT_CHARS]).strip()
    try:
        return json_data(bare, strict=False)
    except (ValueError, RecursionError):
        return None


def _records(data: Any) -> list[Mapping[str, Any]]:
    """Return the records in a script: a single one, those of a list or graph, and a page's main entity."""
    records: list[Mapping[str, Any]] = []
    queue = [data]
    while queue and len(records) < _MAX_RECORDS:
        value = queue.pop(0)
        if isinstance(value, list):
            queue += value[:_MAX_RECORDS]
        elif isinstance(value, Mapping):
            records.append(value)
            queue += [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value]
    return records


def _metadata(record: Mapping[str, Any]) -> Metadata:
    year = re.search(
        r"\b(?:1[5-9]|20)[0-9]{2}\b", _first(record, "datePublished", "dateCreated", "copyrightYear")
    )
    ids = [text for key in ("identifier", "sameAs", "@id", "url") for text in _texts(record.get(key))]
    licence = _first(record, "license", "usageInfo")
    arxiv = next(filter(arxiv_id, ids), "")
    return Metadata(
        title=_first(record, "headline", "name"),
        authors=tuple(_people(record.get("author") or record.get("creator"))),
        year=int(year.group()) if year else None,
        venue=_venue(record.get("isPartOf")),
        doi=next(filter(None, map(doi, ids)), ""),
        arxiv=arxiv_id(arxiv),
        arxiv_version=arxiv_version(arxiv),
        url=next(filter(None, map(target, _texts(record.get("url")))), "") or "",
        licence=licence_id(licence) or (licence if target(licence) else ""),
        abstract=_first(record, "abstract"),
    )


def _texts(value: Any) -> list[str]:
    """Return the strings in a value: itself, the items of a list, or the main field of a record."""
    texts = []
    for one in (value if isinstance(value, list) else [value])[:_MAX_VALUES]:
        if isinstance(one, Mapping):
            one = next((one[k] for k in ("@value", "value", "url", "@id", "name") if one.get(k)), None)
        if isinstance(one, (str, int)) and not isinstance(one, bool) and str(one).strip():
            texts.append(" ".join(str(one).split()))
    return texts


def _first(record: Mapping[str, Any], *keys: str) -> str:
    return next((text for key in keys for text in _texts(record.get(key))), "")


def _venue(part: Any) -> str:
    """Return the name of the journal: the outermost named thing that the article is part of."""
    venue = ""
    for _ in range(_MAX_VENUE_DEPTH):
        part = part[0] if isinstance(part, list) and part else part
        if not isinstance(part, Mapping):
            break
        venue = _first(part, "name") or venue
        part = part.get("isPartOf")
    return venue


def _people(value: Any) -> Iterator[Person]:
    for one in (value if isinstance(value, list) else [value])[:_MAX_AUTHORS]:
        if isinstance(one, str):
            yield from filter(None, [person(one)])
        elif isinstance(one, Mapping):
            family, given = _first(one, "familyName"), _first(one, "givenName")
            name = _first(one, "name")
            if family:
                yield Person(family, given)
            elif name and one.get("@type") == "Organization":
                yield Person(name)
            elif name:
                yield from filter(None, [person(name)])
