"""Which passages answer a question: similarity, words, cues and place, fused to one score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.core import Question, Snippet
from generator.core.words import stems
from generator.retrieval.index import PaperIndex
from generator.retrieval.passages import ONLY_FOR_LINKS, Passage

if TYPE_CHECKING:
    import numpy as np


# Below PARTLY, the best passage is no answer: the threshold with the best kappa against people on
# whether 112 questions are answered by 4 papers was .83 (`tests/benchmarks/retrieval.py`; kappa
# .55 where it is chosen without the paper that it is applied to). From RELEVANT on, it is a whole one.
PARTLY = 0.82
RELEVANT = 0.92
# Where the best passage is an answer, passages with this share of its score are about the question.
SHARE_OF_BEST = 0.7


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts towards the score of a passage.

    Chosen by `tests/benchmarks/retrieval.py` on the shared gold, leaving one paper out.
    """

    similarity: float = 1.0  # cosine to the nearest query
    lexical: float = 0.25  # BM25 over the queries, as a share of the best passage's
    cues: float = 0.12  # cue words found: 0, 1, 2 or more, as 0, .5, 1
    section: float = 0.04  # stands in a section where the answer is expected
    availability: float = 0.08  # that section is one on availability: it exists to say just this
    neighbour: float = 0.15  # share of the better neighbour's score that spreads
    table: float = -0.03  # rows of tables look like everything


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with its score and the signs that it was made from."""

    passage: Passage
    score: float
    similarity: float
    lexical: float
    cues: int


def rank(index: PaperIndex, question: Question, weights: Weights | None = None) -> list[Ranked]:
    """All passages that may answer ``question``, best first.

    Passages of the reference list take part only where the question allows it and they show a link.
    """
    import numpy as np

    weights = weights or Weights()
    if not index.passages:
        return []
    cosines = index.similarity([question.text, *question.queries])
    similarity = cosines.max(axis=0)
    query = stems(" ".join([question.text, *question.queries, *question.cues]))
    lexical = index.lexical(sorted(set(query)))
    peak = float(lexical.max())
    lexical = lexical / peak if peak > 0 else lexical
    cue_sets = [frozenset(stems(cue)) for cue in question.cues]
    cues = np.array(
        [sum(1 for cue in cue_sets if cue and cue <= index.words(p)) for p in index.passages],
        dtype=np.float32,
    )
    own = (
        weights.similarity * similarity
        + weights.lexical * lexical
        + weights.cues * np.minimum(cues, 2) / 2
        + np.array([_place(p, question, weights) for p in index.passages], dtype=np.float32)
    )
    score = own + weights.neighbour * _better_neighbour(index.passages, own)
    allowed = [p.index for p in index.passages if _allowed(p, question)]
    order = sorted(allowed, key=lambda i: (-float(score[i]), i))
    return [
        Ranked(index.passages[i], float(score[i]), float(similarity[i]), float(lexical[i]), int(cues[i]))
        for i in order
    ]


def retrieve(index: PaperIndex, question: Question, budget: int = 3600) -> list[Snippet]:
    """The best passages as snippets, best first, of at most ``budget`` characters in all.

    A passage that would burst the budget is passed over for shorter ones further down.
    """
    chosen: list[Snippet] = []
    left = budget
    for ranked in rank(index, question):
        if left < 40:
            break
        if len(ranked.passage.text) <= left:
            chosen.append(ranked.passage.snippet(ranked.score))
            left -= len(ranked.passage.text)
    return chosen


def least_relevant(snippets: Sequence[Snippet]) -> float:
    """The score from which one of these snippets is about their question."""
    best = max((s.score for s in snippets), default=0.0)
    return SHARE_OF_BEST * best if best >= PARTLY else PARTLY


def _allowed(passage: Passage, question: Question) -> bool:
    if passage.kind in ONLY_FOR_LINKS:
        return question.references and bool(passage.sentence.links)
    return True


def _place(passage: Passage, question: Question, weights: Weights) -> float:
    """What the place of a passage counts for a question."""
    value = weights.table * (passage.role == "table")
    if passage.kind in question.sections:
        value += weights.section + weights.availability * (passage.kind == "availability")
    return value


def _better_neighbour(passages: Sequence[Passage], own: np.ndarray) -> np.ndarray:
    import numpy as np

    paragraph = np.array([p.paragraph for p in passages])
    better = np.zeros_like(own)
    same = paragraph[1:] == paragraph[:-1]
    better[1:] = np.where(same, own[:-1], 0)
    better[:-1] = np.maximum(better[:-1], np.where(same, own[1:], 0))
    return better
