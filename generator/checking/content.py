"""How the words of a sentence stand in the evidence: how many, side by side, in one sentence."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from generator.checking.parsed import Parsed, Row
from generator.checking.weights import TermWeights

# Content words that stand next to one another in the sentence count as together in the evidence
# when they are no further apart than this.
_APART = 3
_MAX_LENGTH = 30  # content words; longer sentences count as this long


@dataclass(frozen=True)
class Together:
    """Pairs of neighbouring words of a sentence that the evidence has together; share in one sentence.

    pairs: indices; one_sentence: the largest share of the sentence's words, by weight, that a
    single sentence of the evidence holds.
    """

    pairs: frozenset[int]
    one_sentence: float

    def __or__(self, other: Together) -> Together:
        return Together(self.pairs | other.pairs, max(self.one_sentence, other.one_sentence))


class Wording:
    """The content words of a sentence, to be looked for in pieces of evidence."""

    def __init__(self, claim: Parsed, weights: TermWeights) -> None:
        self._worth = {term: weights.weight(term) for term in claim.content}
        self._total = sum(self._worth.values()) or 1.0
        self._pairs = [
            (a, b, weights.weight(a) + weights.weight(b))
            for row in claim.rows
            for a, b in itertools.pairwise(row.words)
        ]
        self._all_pairs = sum(w for _, _, w in self._pairs)

    def together(self, piece: Parsed) -> Together:
        """What stands together in ``piece``."""
        rows = piece.rows
        found = frozenset(
            i for i, (a, b, _) in enumerate(self._pairs) if any(_close(a, b, row) for row in rows)
        )
        shares = (sum(w for t, w in self._worth.items() if t in row.at) for row in rows)
        return Together(found, max(shares, default=0.0) / self._total)

    def features(self, coverage: float, best_single: float, together: Together) -> dict[str, float]:
        """Features of the content, each 0 to 1. best_single: coverage by one of the quotes alone."""
        pairs = sum(self._pairs[i][2] for i in together.pairs)
        return {
            "coverage": coverage,
            "coverage by one quote": best_single,
            "pairs together": pairs / self._all_pairs if self._all_pairs else 1.0,
            "in one sentence": together.one_sentence,
            "length": min(_MAX_LENGTH, len(self._worth)) / _MAX_LENGTH,
        }


def _close(a: str, b: str, row: Row) -> bool:
    there = row.at.get(b)
    if there is None:
        return False
    return any(abs(i - j) <= _APART for i in row.at.get(a, ()) for j in there)
