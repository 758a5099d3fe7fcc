"""Acronyms and the words that they abbreviate, where a text spells them out.

>>> [d.words for d in acronym_definitions("the glomerular filtration rate (GFR)")]
[('glomerular', 'filtrat', 'rate')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.phrases import plain_text
from generator.core.vocabulary import STOP_WORDS, parts, stem

_ACRONYM = re.compile(r"\b[A-Z]{3,6}(?=s?\b)")
_BRACKETED = re.compile(r"(?<![\w/-])(?P<words>(?:[\w/-]+ ){1,6})\((?P<acronym>[A-Z][A-Za-z-]*[A-Z])s?\)")


@lru_cache(maxsize=4096)
def spelled_out_stems(text: str, other: str) -> frozenset[str]:
    """Return the stems of each acronym of ``other`` that ``text`` spells out, and of its words there.

    The initials of consecutive words, stop words aside, must spell the acronym.
    """
    found: set[str] = set()
    for acronym in _acronyms(other):
        words, initials = _initials(text)
        start = initials.find(acronym)
        while start >= 0:
            found.update(stem(w) for w in words[start : start + len(acronym)])
            found.update((stem(acronym), stem(f"{acronym}s")))
            start = initials.find(acronym, start + 1)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class AcronymDefinition:
    """An acronym in brackets after the words that it abbreviates: "glomerular filtration rate (GFR)".

    acronym: in lower case. words: stems of the content words before the bracket, in order of the text.
    """

    acronym: str
    words: tuple[str, ...]


@lru_cache(maxsize=4096)
def acronym_definitions(text: str) -> tuple[AcronymDefinition, ...]:
    """Return the acronyms that ``text`` defines in brackets, in order."""
    found = []
    for match in _BRACKETED.finditer(plain_text(text)):
        before = [w for w in parts(match.group("words")) if w not in STOP_WORDS]
        if before:
            words = tuple(stem(w) for w in before)
            found.append(AcronymDefinition(match.group("acronym").lower(), words))
    return tuple(found)


@lru_cache(maxsize=4096)
def _acronyms(text: str) -> frozenset[str]:
    return frozenset(m.group().lower() for m in _ACRONYM.finditer(plain_text(text)))


@lru_cache(maxsize=4096)
def _initials(text: str) -> tuple[tuple[str, ...], str]:
    """Return the words of ``text`` without stop words, and their first letters as one string."""
    words = tuple(w for w in parts(text) if w not in STOP_WORDS)
    return words, "".join(w[0] for w in words)
