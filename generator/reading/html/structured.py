"""Bibliographic data in JSON-LD: the record of an article in the words of schema.org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.core.identifiers import arxiv_id, arxiv_version, doi
from generator.core.paper import Metadata, Person
from generator.reading.decoding import json_data
from generator.reading.links import target
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.people import person

_ARTICLES = (
    "ScholarlyArticle",
    "MedicalScholarlyArticle",
    "Article",
    "TechArticle",
    "Report",
    "Thesis",
    "Chapter",
)
_MAX_CHARS = 2_000_000  # characters of one script
_MAX_RECORDS = 500  # records looked at, however they nest


def structured_metadata(root: Any) -> Metadata:
    """Return what the page's JSON-LD says of the paper; what it does not say stays empty."""
    records: list[Mapping[str, Any]] = []
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            records += _records(_loaded(script.text or ""))
    for wanted in _ARTICLES:
        for record in records:
            types = record.get("@type")
            if wanted in (types if isinstance(types, list) else [types]):
                return _metadata(record)
    return Metadata()


def _loaded(text: str) -> Any:
    bare = re.sub(r"^\s*(?://)?<!\[CDATA\[|(?://)?\]\]>\s*$", "", text[:_MAX_CHARS]).strip()
    try:
        return json_data(bare, strict=False)
    except (ValueError, RecursionError):
        return None


def _records(data: Any) -> list[Mapping[str, Any]]:
    """Return the records in a script: alone, in a list, in a graph, as the main thing of a page."""
    found: list[Mapping[str, Any]] = []
    waiting = [data]
    while waiting and len(found) < _MAX_RECORDS:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting += one[:_MAX_RECORDS]
        elif isinstance(one, Mapping):
            found.append(one)
            waiting += [one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one]
    return found


def _metadata(record: Mapping[str, Any]) -> Metadata:
    year = re.search(
        r"\b(?:1[5-9]|20)[0-9]{2}\b", _first(record, "datePublished", "dateCreated", "copyrightYear")
    )
    named = [*_texts(record.get("identifier")), *_texts(record.get("sameAs")), *_texts(record.get("@id"))]
    named += _texts(record.get("url"))
    licence = _first(record, "license", "usageInfo")
    arxiv = next(filter(arxiv_id, named), "")
    return Metadata(
        title=_first(record, "headline", "name"),
        authors=tuple(_people(record.get("author") or record.get("creator"))),
        year=int(year.group()) if year else None,
        venue=_venue(record.get("isPartOf")),
        doi=next(filter(None, map(doi, named)), ""),
        arxiv=arxiv_id(arxiv),
        arxiv_version=arxiv_version(arxiv),
        url=next(filter(None, map(target, _texts(record.get("url")))), "") or "",
        licence=licence_id(licence) or (licence if target(licence) else ""),
        abstract=_first(record, "abstract"),
    )


def _texts(value: Any) -> list[str]:
    """Return the strings that a value states, itself, in a list, or as the value of a record."""
    found = []
    for one in (value if isinstance(value, list) else [value])[:100]:
        if isinstance(one, Mapping):
            one = next((one[k] for k in ("@value", "value", "url", "@id", "name") if one.get(k)), None)
        if isinstance(one, (str, int)) and not isinstance(one, bool) and str(one).strip():
            found.append(" ".join(str(one).split()))
    return found


def _first(record: Mapping[str, Any], *keys: str) -> str:
    return next((text for key in keys for text in _texts(record.get(key))), "")


def _venue(part: Any) -> str:
    """Return the journal's name: of what the article is part of, the outermost that has a name."""
    venue = ""
    for _ in range(4):
        part = part[0] if isinstance(part, list) and part else part
        if not isinstance(part, Mapping):
            break
        venue = _first(part, "name") or venue
        part = part.get("isPartOf")
    return venue


def _people(value: Any) -> Iterator[Person]:
    for one in (value if isinstance(value, list) else [value])[:3000]:
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
