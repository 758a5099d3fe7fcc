"""Titles of statements where no markup makes headings of them: running in, or alone in bold."""

from __future__ import annotations

import re

from generator.core.paper import SectionKind
from generator.reading.sections import section_kind

_RUN_IN = re.compile(r"([A-Z][^.:\n–—]{3,70}?)(?:[.:]|\s[–—])\s+(?=\S)")
_SENTENCE = re.compile(r"\b(?:is|are|was|were|has|have|had|can|may|will|we|our)\b", re.IGNORECASE)
_MAX_WORDS = 7  # words
# What stands at the end of papers as well, and below every table.
_NO_STATEMENT = re.compile(r"abbreviation|appendi|glossary|supplement|additional file", re.IGNORECASE)


def statement_kind(title: str) -> SectionKind | None:
    """Return the kind of section that a title announces, if it is that of a statement."""
    title = title.strip().rstrip(".:")
    if len(title.split()) > _MAX_WORDS or _NO_STATEMENT.match(title):
        return None
    kind = section_kind(title)
    return kind if kind in ("availability", "back") else None


def announced(text: str) -> SectionKind | None:
    """Return the kind of a paragraph that begins with the title of a statement: "Funding. The Fund paid."."""
    found = _RUN_IN.match(text)
    return statement_kind(found[1]) if found and not _SENTENCE.search(found[1]) else None
