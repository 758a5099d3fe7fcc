"""Score how far a sentence of a paper is about a question, by words alone.

Imported answers come with the chunks that their models were shown, and these may be about anything: a
sentence can be true to the paper but irrelevant to the question. The project's own answers have scores of
retrieval. An import loads no encoder, so words must suffice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.checking import TermWeights
from generator.core import Question
from generator.core.vocabulary import stems

# From this score on, a sentence is about the question. Measured on 2,081 answers of five models to 28
# questions about 15 papers, labelled by people for whether they hold information from the paper (`python -m
# tests.benchmarks.importing`): agreement of "reported, at least in part" with the labels is flat from .02 to
# .32 (kappa .579 to .589; .58 if the threshold is chosen without the paper that it is applied to), .558
# without any such rule, and falls from .42 on (.574) to .52 at .60. The value is near the strict end of the
# flat part, as irrelevant sentences should not be shown.
RELEVANT = 0.25
_CUES_WEIGHT = 0.5  # of two or more cue words; one cue word counts half of that


class Relevance:
    """Scores sentences of one paper for one question."""

    def __init__(self, question: Question, weights: TermWeights) -> None:
        self._text = _WeightedTerms.of(question.text, weights)
        self._queries = [_WeightedTerms.of(query, weights) for query in question.queries]
        self._cues = [cue for c in question.cues if (cue := frozenset(stems(c)))]

    def score(self, sentence: str) -> float:
        """Return the relevance of a sentence, 0 to 2.5; see RELEVANT.

        It is the share of the question's words, weighted by rarity, plus that of the best-fitting query, plus
        cues.
        """
        there = _stems(sentence)
        query = max((q.share(there) for q in self._queries), default=0.0)
        cues = sum(cue <= there for cue in self._cues)
        return round(self._text.share(there) + query + _CUES_WEIGHT * min(cues, 2) / 2, 4)


@dataclass(frozen=True, slots=True)
class _WeightedTerms:
    """The stems of a text with their weights, and the sum of the weights."""

    weights: Mapping[str, float]
    total: float

    @classmethod
    def of(cls, text: str, weights: TermWeights) -> _WeightedTerms:
        # Sorted, as the sum of floating-point numbers depends on their order.
        found = {term: weights.weight(term) for term in sorted(set(stems(text)))}
        return cls(found, sum(found.values()))

    def share(self, there: frozenset[str]) -> float:
        if not self.total:
            return 0.0
        return sum(weight for term, weight in self.weights.items() if term in there) / self.total


@lru_cache(maxsize=20_000)
def _stems(sentence: str) -> frozenset[str]:
    # Cached, as the same chunks are shown for many questions and to many models.
    return frozenset(stems(sentence))
