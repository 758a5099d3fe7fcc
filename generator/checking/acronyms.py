"""Acronyms and the words that they stand for, where a text spells them out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.phrases import plain
from generator.core.words import STOP_WORDS, parts, stem

_ACRONYM = re.compile(r"\b[A-Z]{3,6}(?=s?\b)")
_BRACKETED = re.compile(r"(?<![\w/-])(?P<words>(?:[\w/-]+ ){1,6})\((?P<acronym>[A-Z][A-Za-z-]*[A-Z])s?\)")


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


@dataclass(frozen=True, slots=True)
class Introduced:
    """An acronym in brackets behind the words for which it stands there.

    words: stems of the content words before the bracket, the next last.
    """

    acronym: str
    words: tuple[str, ...]


@lru_cache(maxsize=4096)
def introductions(text: str) -> tuple[Introduced, ...]:
    """What ``text`` introduces in brackets: "glomerular filtration rate (GFR)"."""
    found = []
    for match in _BRACKETED.finditer(plain(text)):
        before = [w for w in parts(match.group("words")) if w not in STOP_WORDS]
        if before:
            words = tuple(stem(w) for w in before)
            found.append(Introduced(match.group("acronym").lower(), words))
    return tuple(found)


@lru_cache(maxsize=4096)
def _acronyms(text: str) -> frozenset[str]:
    return frozenset(m.group().lower() for m in _ACRONYM.finditer(plain(text)))


@lru_cache(maxsize=4096)
def _initials(text: str) -> tuple[tuple[str, ...], str]:
    """The words of ``text`` but for stop words, and their first letters in one string."""
    words = tuple(w for w in parts(text) if w not in STOP_WORDS)
    return words, "".join(w[0] for w in words)
