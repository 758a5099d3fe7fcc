"""How much of what a sentence says stands in a piece of evidence: coverage, weighted by rarity."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul

from generator.checking.acronyms import spelled_out
from generator.checking.parsed import FAMILY, Parsed, parsed
from generator.checking.polarity import opposites_of_stem
from generator.checking.synonyms import canonical, light
from generator.core.words import stem

# Two stems with this many first letters in common, and little besides, are of one family:
# "localis" and "local", "acoust" and "acoustic". Shorter beginnings join strangers.
_MAX_ENDING_LENGTH = 4
_FAMILY_COUNTS = 0.8
# So few texts tell which words are common in a paper, but not which are rare.
FEW = 30
_UNSEEN = 0.5
# A word of reporting counts this much of its weight.
LIGHT_COUNTS = 0.25


@dataclass(frozen=True)
class TermWeights:
    """How telling each stem is: log of the inverse share of a paper's sentences that hold it."""

    sentences: int
    document_frequency: Counter[str]
    lower: frozenset[str] = frozenset()  # stems of what stands in lower case somewhere

    @classmethod
    def of(cls, texts: Iterable[str]) -> TermWeights:
        """Weights from the sentences of a paper, or from the snippets where there is no paper."""
        counts: Counter[str] = Counter()
        number = 0
        lower: set[str] = set()
        for text in texts:
            number += 1
            piece = parsed(text)
            counts.update(piece.terms)
            lower.update(piece.plain_words)
        return cls(number, counts, frozenset(map(stem, lower)))

    def weight(self, term: str) -> float:
        """Always positive; the highest for terms that the paper never uses, where there is a paper."""
        count = self.document_frequency.get(term, 0)
        if self.sentences < FEW:
            return math.log(1.0 + (self.sentences + 1.0) / (max(count, _UNSEEN) + 0.5))
        return math.log(1.0 + (self.sentences + 1.0) / (count + 0.5))

    def knows(self, term: str) -> bool:
        """Whether the paper uses ``term``, or what means the same, at all."""
        return self.document_frequency.get(canonical(term), 0) > 0

    def uses_as_word(self, term: str) -> bool:
        """Whether the paper writes ``term`` in lower case, or something that means the same at all."""
        if term in self.lower:
            return True
        meant = canonical(term)
        return meant != term and self.document_frequency.get(meant, 0) > 0

    def coverage(self, sentence: str, evidence: str) -> float:
        """Share of the content words of ``sentence``, by weight, that stand in ``evidence``.

        1 for a sentence that has none.
        Words of one family count for the most part; the words of an acronym that the evidence
        holds ("convolutional neural network" for CNN) count in full, and so the other way round.
        """
        claim = parsed(sentence)
        return self.share(claim, self.credits(claim, parsed(evidence)))

    def credits(self, claim: Parsed, piece: Parsed) -> tuple[float, ...]:
        """How far each word of ``claim.content`` stands in ``piece``, 0 to 1."""
        spelled = {
            canonical(t) for t in spelled_out(claim.raw, piece.raw) | spelled_out(piece.raw, claim.raw)
        }
        found = []
        for term in claim.content:
            if term in piece.terms or term in spelled:
                found.append(1.0)
            elif any(same_family(term, other) for other in piece.families.get(term[:FAMILY], ())):
                found.append(_FAMILY_COUNTS)
            elif not opposites_of_stem(term).isdisjoint(piece.terms):
                found.append(_FAMILY_COUNTS)  # polarity is judged elsewhere
            else:
                found.append(0.0)
        return tuple(found)

    def share(self, claim: Parsed, credits: Sequence[float]) -> float:
        """The share of ``claim`` that ``credits`` come to; 1 for a claim without content words."""
        worth = self.worth(claim)
        return min(1.0, sum(map(mul, worth, credits))) if worth else 1.0

    def worth(self, claim: Parsed) -> tuple[float, ...]:
        """What each word of ``claim.content`` weighs, as a share of the whole."""
        plain = light()
        worth = [self.weight(t) * (LIGHT_COUNTS if t in plain else 1.0) for t in claim.content]
        total = sum(worth)
        return tuple(w / total for w in worth)


def same_family(a: str, b: str) -> bool:
    if a[:FAMILY] != b[:FAMILY] or min(len(a), len(b)) < FAMILY:
        return False
    common = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return max(len(a), len(b)) - common <= _MAX_ENDING_LENGTH
