"""How far a sentence of a paper is about a question, told by words alone.

Answers that others made come with the chunks that their models were shown, and those are about
anything: a sentence can be true to the paper and beside the question. The project's own answers
have the scores of the search; here no encoder is loaded, and words must do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.checking import TermWeights
from generator.core import Question
from generator.core.words import stems

# From this score on, a sentence is about the question. Measured on 2,081 answers of five models to
# 28 questions about 15 papers, labelled by people for whether they hold information from the paper
# (`python -m tests.benchmarks.importing`): agreement of "reported, at least in part" with the labels
# is flat from .02 to .32 (kappa .579 to .589; .58 where the threshold is chosen without the paper
# that it is applied to), .558 without any such rule, and falls from .42 on (.574) to .52 at .60. Of
# the flat part, this is near the strict end, for what is beside the question should not be shown.
RELEVANT = 0.25
_CUES = 0.5  # what two cue words or more count, one half of that for one


class Relevance:
    """Scores sentences of one paper for one question."""

    def __init__(self, question: Question, weights: TermWeights) -> None:
        self._text = _Wanted.of(question.text, weights)
        self._queries = [_Wanted.of(query, weights) for query in question.queries]
        self._cues = [cue for c in question.cues if (cue := frozenset(stems(c)))]

    def score(self, sentence: str) -> float:
        """Share of the question's words, and of the words of the query that fits best, by rarity; and cues.

        0 to 2.5; see RELEVANT.
        """
        there = _stems(sentence)
        query = max((q.share(there) for q in self._queries), default=0.0)
        cues = sum(cue <= there for cue in self._cues)
        return round(self._text.share(there) + query + _CUES * min(cues, 2) / 2, 4)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The stems of a text with their weights, and the sum of those."""

    weights: Mapping[str, float]
    total: float

    @classmethod
    def of(cls, text: str, weights: TermWeights) -> _Wanted:
        # Sorted: the sum of the same weights in another order is another number.
        found = {term: weights.weight(term) for term in sorted(set(stems(text)))}
        return cls(found, sum(found.values()))

    def share(self, there: frozenset[str]) -> float:
        if not self.total:
            return 0.0
        return sum(weight for term, weight in self.weights.items() if term in there) / self.total


@lru_cache(maxsize=20_000)
def _stems(sentence: str) -> frozenset[str]:
    # The same chunks are shown for many questions, and to many models.
    return frozenset(stems(sentence))
