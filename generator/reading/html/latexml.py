"""Bibliographic data of pages made by LaTeXML, such as those of arXiv, which have no meta tags.

>>> _WATERMARK.search("arXiv:2401.00010v2 [cs.LG] 1 Jan 2024")["id"]
'2401.00010v2'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version
from generator.core.paper import Metadata, Person
from generator.reading.block_text import Inline
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.person_names import person

_ID = r"(?:[a-z-]{2,12}(?:\.[A-Z]{2})?/[0-9]{7}|[0-9]{4}\.[0-9]{4,5})"
_WATERMARK = re.compile(rf"arXiv:\s?(?P<id>{_ID}(?:v[0-9]{{1,3}})?)(?P<rest>.{{0,80}})", re.DOTALL)
_ADDRESS = re.compile(rf"/(?:html|abs|pdf)/({_ID}(?:v[0-9]{{1,3}})?)(?:/|$)")
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_MAX_AUTHOR_LINES = 200  # of one element with names
_NO_NAME = re.compile(
    r"@|\d|university|institut|department|laborator|college|school|inc\.|correspond", re.IGNORECASE
)


def latexml_metadata(root: Any) -> Metadata:
    """Return what LaTeXML and arXiv write into a page about its paper; empty metadata for other pages."""
    if not any("ltx_" in (e.get("class") or "") for e in root.iter("article", "div", "section", "body")):
        return Metadata()
    number, year, licence = "", None, ""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        own = element.get("id") or ""
        if own.startswith("watermark") and (mark := _WATERMARK.search("".join(element.itertext())[:400])):
            number = mark["id"]
            dated = _YEAR.search(mark["rest"])
            year = int(dated.group()) if dated else None
        elif own.startswith("license"):
            licence = licence_id("".join(element.itertext())[:300]) or licence_id(element.get("href") or "")
    base = root.find(".//base")
    if not number and base is not None and (address := _ADDRESS.search(base.get("href") or "")):
        number = address[1]
    abstract = _first(root, "ltx_abstract")
    return Metadata(
        title=_text_without(_first(root, "ltx_title_document"), frozenset(("ltx_note", "ltx_tag"))),
        authors=tuple(_authors(root)),
        year=year or _year_of_dates(root),
        arxiv=arxiv_id(number),
        arxiv_version=arxiv_version(number),
        licence=licence,
        abstract=_text_without(abstract, frozenset(("ltx_title", "ltx_note"))),
    )


def _authors(root: Any) -> Iterator[Person]:
    """Yield the authors; one span may contain several, with marks of their institutes."""
    left_out = frozenset(("ltx_note", "ltx_sup", "ltx_author_notes", "ltx_contact", "ltx_Math", "ltx_ERROR"))
    for creator in root.iter("span", "div"):
        if "ltx_personname" not in (creator.get("class") or "").split():
            continue
        lines = _lines(creator, left_out)
        for line in lines[:_MAX_AUTHOR_LINES]:
            # The lines after the first are institutes and addresses, unless they continue the list of names.
            pieces = re.split(r"(?:(?<!\s)\s+)?(?:,(?!\s*(?:Jr|Sr|I{2,3}|IV)\b)|;|&|\band\b)\s*", line)
            names = [p.strip(" *†‡§∗.,") for p in pieces]
            if any(_NO_NAME.search(p) or not 2 <= len(p.split()) <= 6 for p in names if p):
                if line is lines[0] and len(names) == 1 and not _NO_NAME.search(line):
                    yield from filter(None, [person(names[0])])
                break
            yield from filter(None, map(person, filter(None, names)))


def _lines(element: Any, left_out: frozenset[str]) -> list[str]:
    """Return the text in an element as lines, without elements of the classes in ``left_out``."""
    pieces: list[str] = [element.text or ""]
    for part in element:
        marks = frozenset((part.get("class") or "").split())
        if part.tag == "br":
            pieces.append("\n")
        elif part.tag not in ("sup", "formula", "math") and marks.isdisjoint(left_out):
            pieces += ["\n".join(_lines(part, left_out))]
        pieces.append(part.tail or "")
    return [line for line in (" ".join(x.split()) for x in "".join(pieces).split("\n")) if line]


def _text_without(element: Any, left_out: frozenset[str]) -> str:
    if element is None:
        return ""
    line = Inline()
    for text in _lines(element, left_out):
        line.gap()
        line.add(text)
    return line.text


def _year_of_dates(root: Any) -> int | None:
    dates = _first(root, "ltx_dates")
    year = _YEAR.search("".join(dates.itertext())[:200]) if dates is not None else None
    return int(year.group()) if year else None


def _first(root: Any, mark: str) -> Any | None:
    return next(
        (e for e in root.iter() if isinstance(e.tag, str) and mark in (e.get("class") or "").split()), None
    )
