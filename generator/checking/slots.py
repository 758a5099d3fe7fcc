"""The place of a number, a name or a direction, by the words around it.

It is not enough that a number occurs somewhere in the evidence: "learning rate 0.9, momentum 0.01" can hold
two true numbers and two false statements. Each occurrence in the evidence is judged by the words around it:
how many of the words around the item in the sentence are also around it there. Near words count more. If
another number (name, direction) fits that place clearly better, it is the one that the paper puts there.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from generator.checking.coverage import TermWeights
from generator.checking.parsed import Parsed, SentenceTerms

# Content words on either side of an item that count as near. Chosen, with the halving below, by
# `python -m tests.benchmarks.checking`; 4 to 8 give the same within a point.
WINDOW = 6
# Content words, over which a word loses half of its weight.
_HALVING_DISTANCE = 3


@dataclass(frozen=True, slots=True)
class NearbyTerms:
    """The content words around an item of a sentence: stem, distance (negative before the item), weight.

    A word three words away counts half. other_side: weight of a word that is on the other side in the
    evidence, such as "momentum" in "0.9 momentum" for "a momentum of 0.9".
    """

    words: tuple[tuple[str, int, float], ...]
    total: float
    other_side: float = 1.0

    @classmethod
    def of(
        cls,
        sentence: Parsed,
        start: int,
        end: int,
        weights: TermWeights,
        *,
        window: int = WINDOW,
        other_side: float = 1.0,
    ) -> NearbyTerms:
        """Return the words around ``start`` to ``end`` in the same sentence."""
        row = sentence.rows[sentence.row_at(start)]
        first, after = bisect_left(row.starts, start), bisect_left(row.starts, end)
        near = [(row.words[i], i - first) for i in range(max(0, first - window), first)]
        near += [(row.words[i], i - after + 1) for i in range(after, min(len(row.words), after + window))]
        words = tuple((term, d, weights.weight(term) / (1 + abs(d) / _HALVING_DISTANCE)) for term, d in near)
        return cls(words, sum(w for _, _, w in words), other_side)

    def share(self, row: SentenceTerms) -> float:
        """Return the weighted share of them that is in ``row``: 0 to 1; 1 if there are none."""
        if not self.words:
            return 1.0
        return sum(weight for term, _, weight in self.words if term in row.positions) / self.total

    def fit(self, row: SentenceTerms, place: int) -> float:
        """Return how well they also surround ``place`` of ``row``: 0 to 1; 1 if there are none.

        A word that is three words further away in the evidence counts half.
        """
        if not self.words:
            return 1.0
        first = bisect_left(row.starts, place)
        after = first + (first < len(row.starts) and row.starts[first] == place)
        found = 0.0
        for term, distance, weight in self.words:
            best = 0.0
            for index in row.positions.get(term, ()):
                if index < first:
                    there = index - first
                elif index >= after:
                    there = index - after + 1
                else:
                    continue  # the item itself
                closeness = 1 / (1 + max(0, abs(there) - abs(distance)) / _HALVING_DISTANCE)
                if (there < 0) != (distance < 0):
                    closeness *= self.other_side
                best = max(best, closeness)
            found += weight * best
        return found / self.total


def nearby_terms(sentence: Parsed, start: int, end: int, *, before: int, after: int) -> list[str]:
    """Return the stems of the content words next to ``start`` to ``end``, in the same sentence."""
    row = sentence.rows[sentence.row_at(start)]
    first, last = bisect_left(row.starts, start), bisect_left(row.starts, end)
    return [*row.words[max(0, first - before) : first], *row.words[last : last + after]]
