"""How much of what a sentence says stands in a piece of evidence: coverage, weighted by rarity."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from generator.core.words import STOP_WORDS, normalised, parts, stem, stems

# Two stems with this many first letters in common, and little besides, are of one family:
# "localis" and "local", "acoust" and "acoustic". Shorter beginnings join strangers.
_FAMILY = 5
_LONGEST_ENDING = 4
_FAMILY_COUNTS = 0.8

_ACRONYM = re.compile(r"\b[A-Z]{3,6}(?=s?\b)")


@dataclass(frozen=True)
class TermWeights:
    """How telling each stem is: log of the inverse share of a paper's sentences that hold it."""

    sentences: int
    document_frequency: Counter[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> TermWeights:
        """Weights from the sentences of a paper, or from the snippets where there is no paper."""
        counts: Counter[str] = Counter()
        number = 0
        for text in texts:
            number += 1
            counts.update(set(stems(text)))
        return cls(number, counts)

    def weight(self, term: str) -> float:
        """Always positive; the highest for terms that the paper never uses."""
        return math.log(1.0 + (self.sentences + 1.0) / (self.document_frequency.get(term, 0) + 0.5))

    def knows(self, term: str) -> bool:
        """Whether the paper uses ``term`` at all."""
        return self.document_frequency.get(term, 0) > 0

    def coverage(self, sentence: str, evidence: str) -> float:
        """Share of the content words of ``sentence``, by weight, that stand in ``evidence``.

        1 for a sentence that has none.
        Words of one family count for the most part; the words of an acronym that the evidence
        holds ("convolutional neural network" for CNN) count in full, and so the other way round.
        """
        wanted = _content(sentence)
        if not wanted:
            return 1.0
        there = _content(evidence)
        spelled = spelled_out(sentence, evidence) | spelled_out(evidence, sentence)
        total = found = 0.0
        for term in wanted:
            weight = self.weight(term)
            total += weight
            if term in there or term in spelled:
                found += weight
            elif any(_same_family(term, other) for other in there):
                found += _FAMILY_COUNTS * weight
        return found / total


@lru_cache(maxsize=4096)
def _content(text: str) -> frozenset[str]:
    """Stems of the content words of a text; numerals are left to the rule on numbers."""
    return frozenset(s for s in stems(text) if not s[0].isdigit())


def _same_family(a: str, b: str) -> bool:
    if a[:_FAMILY] != b[:_FAMILY] or min(len(a), len(b)) < _FAMILY:
        return False
    common = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return max(len(a), len(b)) - common <= _LONGEST_ENDING


@lru_cache(maxsize=4096)
def spelled_out(text: str, other: str) -> frozenset[str]:
    """Stems on both sides of every acronym of ``other`` that ``text`` spells out: acronym and words."""
    acronyms = {m.group().lower() for m in _ACRONYM.finditer(normalised(other))}
    if not acronyms:
        return frozenset()
    content = [w for w in parts(text) if w not in STOP_WORDS]
    found: set[str] = set()
    for acronym in acronyms:
        size = len(acronym)
        for start in range(len(content) - size + 1):
            run = content[start : start + size]
            if all(word[0] == letter for word, letter in zip(run, acronym, strict=True)):
                found.update(stem(w) for w in run)
                found.update((stem(acronym), stem(f"{acronym}s")))
    return frozenset(found)
