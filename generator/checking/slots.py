"""Whether a number, a name or a direction stands in the evidence where the sentence puts it.

That a number occurs somewhere in the evidence is not enough: "learning rate 0.9, momentum 0.01"
holds two true numbers and two lies. Each occurrence in the evidence is judged by its surroundings:
how many of the words around the item in the sentence stand around it there, near words counting
more. Where another number (name, direction) fits that place clearly better, it is the one that
the paper puts there.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from generator.checking.parsed import Parsed, Row
from generator.checking.weights import TermWeights

# Content words on either side that count as surroundings. Chosen, with the halving below, by
# `python -m tests.benchmarks.checking`; 4 to 8 give the same within a point.
WINDOW = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The content words around an item of a sentence: stem, distance (negative before), weight.

    A word counts half as much three words away. other_side: what a word counts that stands on the
    other side in the evidence, such as "momentum" in "0.9 momentum" for "a momentum of 0.9".
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
    ) -> Surroundings:
        row = sentence.rows[sentence.row_at(start)]
        first, behind = bisect_left(row.starts, start), bisect_left(row.starts, end)
        near = [(row.words[i], i - first) for i in range(max(0, first - window), first)]
        near += [(row.words[i], i - behind + 1) for i in range(behind, min(len(row.words), behind + window))]
        words = tuple((term, d, weights.weight(term) / (1 + abs(d) / 3)) for term, d in near)
        return cls(words, sum(w for _, _, w in words), other_side)

    def share(self, row: Row) -> float:
        """How much of them stands in ``row`` at all: 0 to 1; 1 where there are none."""
        if not self.words:
            return 1.0
        return sum(weight for term, _, weight in self.words if term in row.at) / self.total

    def fit(self, row: Row, place: int) -> float:
        """How well they surround ``place`` of ``row`` as well: 0 to 1; 1 where there are none.

        A word may stand three words further off in the evidence for half of its weight.
        """
        if not self.words:
            return 1.0
        first = bisect_left(row.starts, place)
        behind = first + (first < len(row.starts) and row.starts[first] == place)
        found = 0.0
        for term, distance, weight in self.words:
            best = 0.0
            for index in row.at.get(term, ()):
                if index < first:
                    there = index - first
                elif index >= behind:
                    there = index - behind + 1
                else:
                    continue  # the item itself
                closeness = 1 / (1 + max(0, abs(there) - abs(distance)) / 3)
                if (there < 0) != (distance < 0):
                    closeness *= self.other_side
                best = max(best, closeness)
            found += weight * best
        return found / self.total


def nearby(sentence: Parsed, start: int, end: int, *, before: int, behind: int) -> list[str]:
    """Stems of the content words next to ``start`` to ``end``, within the same sentence."""
    row = sentence.rows[sentence.row_at(start)]
    first, last = bisect_left(row.starts, start), bisect_left(row.starts, end)
    return [*row.words[max(0, first - before) : first], *row.words[last : last + behind]]
