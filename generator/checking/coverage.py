"""Coverage: the share of a sentence's content words that a piece of evidence has, weighted by rarity."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul

from generator.checking.acronyms import spelled_out_stems
from generator.checking.parsed import FAMILY_LETTERS, Parsed, parse
from generator.checking.polarity import opposites_of_stem
from generator.checking.synonyms import canonical, light_words
from generator.core.vocabulary import stem

# Stems are of one family if they share `FAMILY_LETTERS` first letters and have few letters after the shared
# ones: "localis" and "local", "acoust" and "acoustic". Shorter beginnings would join unrelated words.
_MAX_ENDING_LETTERS = 4
_FAMILY_CREDIT = 0.8  # for a word of the same family
# Fewer texts show which words are common in a paper, but not which are rare.
MIN_SENTENCES_FOR_RARITY = 30
_UNSEEN_COUNT = 0.5  # sentences, for a word that so few texts do not have
LIGHT_COUNTS = 0.25  # factor on the weight of a word of reporting


@dataclass(frozen=True)
class TermWeights:
    """How informative each stem is: log of the inverse share of a paper's sentences that have it."""

    sentences: int
    document_frequency: Counter[str]
    lower: frozenset[str] = frozenset()  # stems of words that the paper has in lower case

    @classmethod
    def of(cls, texts: Iterable[str]) -> TermWeights:
        """Return weights from the sentences of a paper, or from the snippets if there is no paper."""
        counts: Counter[str] = Counter()
        number = 0
        lower: set[str] = set()
        for text in texts:
            number += 1
            piece = parse(text)
            counts.update(piece.terms)
            lower.update(piece.plain_words)
        return cls(number, counts, frozenset(map(stem, lower)))

    def weight(self, term: str) -> float:
        """Return the weight of a term: always positive, and highest for terms new to the paper."""
        count = self.document_frequency.get(term, 0)
        if self.sentences < MIN_SENTENCES_FOR_RARITY:
            return math.log(1.0 + (self.sentences + 1.0) / (max(count, _UNSEEN_COUNT) + 0.5))
        return math.log(1.0 + (self.sentences + 1.0) / (count + 0.5))

    def uses(self, term: str) -> bool:
        """Return True if the paper uses ``term``, or a word that means the same."""
        return self.document_frequency.get(canonical(term), 0) > 0

    def uses_as_word(self, term: str) -> bool:
        """Return True if the paper has ``term`` in lower case, or uses a word that means the same."""
        if term in self.lower:
            return True
        meant = canonical(term)
        return meant != term and self.document_frequency.get(meant, 0) > 0

    def coverage(self, sentence: str, evidence: str) -> float:
        """Return the share of the content words of ``sentence``, by weight, that are in ``evidence``.

        1 for a sentence without any. Words of the same family count for the most part. The words of an
        acronym in the evidence ("convolutional neural network" for CNN) count in full, and so does the
        reverse.
        """
        claim = parse(sentence)
        return self.share(claim, self.credits(claim, parse(evidence)))

    def credits(self, claim: Parsed, piece: Parsed) -> tuple[float, ...]:
        """Return how far ``piece`` has each word of ``claim.content``, 0 to 1."""
        spelled = {
            canonical(t)
            for t in spelled_out_stems(claim.raw, piece.raw) | spelled_out_stems(piece.raw, claim.raw)
        }
        found = []
        for term in claim.content:
            if term in piece.terms or term in spelled:
                found.append(1.0)
            elif any(same_family(term, other) for other in piece.families.get(term[:FAMILY_LETTERS], ())):
                found.append(_FAMILY_CREDIT)
            elif not opposites_of_stem(term).isdisjoint(piece.terms):
                found.append(_FAMILY_CREDIT)  # polarity is judged elsewhere
            else:
                found.append(0.0)
        return tuple(found)

    def share(self, claim: Parsed, credits: Sequence[float]) -> float:
        """Return the share of ``claim`` that ``credits`` add up to; 1 for a claim without content words."""
        worth = self.worth(claim)
        return min(1.0, sum(map(mul, worth, credits))) if worth else 1.0

    def worth(self, claim: Parsed) -> tuple[float, ...]:
        """Return the weight of each word of ``claim.content``, as a share of the whole."""
        plain = light_words()
        worth = [self.weight(t) * (LIGHT_COUNTS if t in plain else 1.0) for t in claim.content]
        total = sum(worth)
        return tuple(w / total for w in worth)


def same_family(a: str, b: str) -> bool:
    """Return True if two stems are of one family: "localis" and "local"."""
    if a[:FAMILY_LETTERS] != b[:FAMILY_LETTERS] or min(len(a), len(b)) < FAMILY_LETTERS:
        return False
    common = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return max(len(a), len(b)) - common <= _MAX_ENDING_LETTERS
