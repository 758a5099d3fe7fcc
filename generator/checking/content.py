"""How the words of a sentence are spread over the evidence: how many, in pairs, in one sentence."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from generator.checking.coverage import TermWeights
from generator.checking.parsed import Parsed, SentenceTerms

# Content words that are neighbours in the sentence count as a pair in the evidence if they are at most this
# far apart there.
_MAX_PAIR_DISTANCE = 3
_MAX_CLAIM_WORDS = 30  # content words; longer sentences count as this long


@dataclass(frozen=True)
class WordPairs:
    """Pairs of neighbouring words of a sentence that the evidence has, and the share in one sentence.

    pairs: indices of the pairs. one_sentence: the largest share of the sentence's words, by weight, that a
    single sentence of the evidence holds.
    """

    pairs: frozenset[int]
    one_sentence: float

    def __or__(self, other: WordPairs) -> WordPairs:
        return WordPairs(self.pairs | other.pairs, max(self.one_sentence, other.one_sentence))


class ContentWords:
    """The content words of a sentence, to look for in pieces of evidence."""

    def __init__(self, claim: Parsed, weights: TermWeights) -> None:
        self._worth = {term: weights.weight(term) for term in claim.content}
        self._total = sum(self._worth.values()) or 1.0
        self._pairs = [
            (a, b, weights.weight(a) + weights.weight(b))
            for row in claim.rows
            for a, b in itertools.pairwise(row.words)
        ]
        self._all_pairs = sum(w for _, _, w in self._pairs)

    def pairs_in(self, piece: Parsed) -> WordPairs:
        """Return the pairs that ``piece`` has."""
        rows = piece.rows
        found = frozenset(
            i for i, (a, b, _) in enumerate(self._pairs) if any(_close(a, b, row) for row in rows)
        )
        shares = (sum(w for t, w in self._worth.items() if t in row.positions) for row in rows)
        return WordPairs(found, max(shares, default=0.0) / self._total)

    def features(self, coverage: float, best_single: float, together: WordPairs) -> dict[str, float]:
        """Return the features of the content, each 0 to 1. best_single: coverage by the best quote alone."""
        pairs = sum(self._pairs[i][2] for i in together.pairs)
        return {
            "coverage": coverage,
            "coverage by one quote": best_single,
            "pairs together": pairs / self._all_pairs if self._all_pairs else 1.0,
            "in one sentence": together.one_sentence,
            "length": min(_MAX_CLAIM_WORDS, len(self._worth)) / _MAX_CLAIM_WORDS,
        }


def _close(a: str, b: str, row: SentenceTerms) -> bool:
    """Return True if ``a`` and ``b`` are near each other in ``row``."""
    there = row.positions.get(b)
    if there is None:
        return False
    return any(abs(i - j) <= _MAX_PAIR_DISTANCE for i in row.positions.get(a, ()) for j in there)
