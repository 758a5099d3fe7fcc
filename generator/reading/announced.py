"""Titles of statements that are not marked up as headings: run into a paragraph, or alone in bold."""

from __future__ import annotations

import re

from generator.core.paper import SectionKind
from generator.reading.sections import section_kind

_RUN_IN = re.compile(r"([A-Z][^.:\n–—]{3,70}?)(?:[.:]|\s[–—])\s+(?=\S)")
_SENTENCE = re.compile(r"\b(?:is|are|was|were|has|have|had|can|may|will|we|our)\b", re.IGNORECASE)
_MAX_TITLE_WORDS = 7
# These titles also occur below tables and at the end of papers, where they announce no statement.
_NO_STATEMENT = re.compile(r"abbreviation|appendi|glossary|supplement|additional file", re.IGNORECASE)


def statement_kind(title: str) -> SectionKind | None:
    """Return the kind of the statement that ``title`` announces; None if it is no such title."""
    title = title.strip().rstrip(".:")
    if len(title.split()) > _MAX_TITLE_WORDS or _NO_STATEMENT.match(title):
        return None
    kind = section_kind(title)
    return kind if kind in ("availability", "back") else None


def announced_kind(text: str) -> SectionKind | None:
    """Return the kind of a paragraph that begins with the title of a statement; None for others.

    >>> announced_kind("Funding. The Lamp Fund paid for this study.")
    'back'
    """
    title = _RUN_IN.match(text)
    return statement_kind(title[1]) if title and not _SENTENCE.search(title[1]) else None
