"""Acronyms and the words that they stand for, where a text spells them out."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.checking.phrases import plain
from generator.core.words import STOP_WORDS, parts, stem

_ACRONYM = re.compile(r"\b[A-Z]{3,6}(?=s?\b)")


@lru_cache(maxsize=4096)
def spelled_out(text: str, other: str) -> frozenset[str]:
    """Stems on both sides of every acronym of ``other`` that ``text`` spells out: acronym and words."""
    found: set[str] = set()
    for acronym in _acronyms(other):
        words, initials = _initials(text)
        start = initials.find(acronym)
        while start >= 0:
            found.update(stem(w) for w in words[start : start + len(acronym)])
            found.update((stem(acronym), stem(f"{acronym}s")))
            start = initials.find(acronym, start + 1)
    return frozenset(found)


@lru_cache(maxsize=4096)
def _acronyms(text: str) -> frozenset[str]:
    return frozenset(m.group().lower() for m in _ACRONYM.finditer(plain(text)))


@lru_cache(maxsize=4096)
def _initials(text: str) -> tuple[tuple[str, ...], str]:
    """The words of ``text`` but for stop words, and their first letters in one string."""
    words = tuple(w for w in parts(text) if w not in STOP_WORDS)
    return words, "".join(w[0] for w in words)
