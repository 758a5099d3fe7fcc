"""Which passages answer a question, and how likely it is that any of them does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.core import LinearModel, Question, Retrieved, Snippet
from generator.retrieval.index import PaperIndex
from generator.retrieval.passages import ONLY_FOR_LINKS, Passage
from generator.retrieval.signs import Signs, signs
from generator.retrieval.weights import Learned, learned

# A snippet this much less likely to answer than the best one is beside the question. Of the gold
# passages among the snippets of answered questions, 96 % stay (.2 keeps 87 %, .05 keeps 98 %;
# `python -m tests.benchmarks.retrieval --quotes`).
SHARE_OF_BEST = 0.1
# What the status model goes by: this many of the best passages.
_NEAR_BEST = 5
_BEST = 3
# A passage less likely than this answers nothing, and how much less likely says nothing more: one
# decisive sentence in a short paper is not to drown among the rest.
_LEAST = -3.0
# Log-odds where no passage may answer at all.
_NOTHING = -8.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with the probability that it answers; cue_weight: see `Signs`."""

    passage: Passage
    score: float
    log_odds: float
    cue_weight: float


def rank(
    index: PaperIndex, question: Question, model: LinearModel | None = None, found: Signs | None = None
) -> list[Ranked]:
    """All passages that may answer ``question``, best first.

    Passages of the reference list take part only where the question allows it and they show a link.
    """
    if not index.passages:
        return []
    found = found or signs(index, question)
    log_odds = (model or learned().ranking).log_odds(found.values)
    allowed = [p.index for p in index.passages if _allowed(p, question)]
    order = sorted(allowed, key=lambda i: (-float(log_odds[i]), i))
    return [
        Ranked(
            index.passages[i],
            LinearModel.sigmoid(float(log_odds[i])),
            float(log_odds[i]),
            float(found.cue_weight[i]),
        )
        for i in order
    ]


def status_features(ranked: Sequence[Ranked], question: Question) -> dict[str, float]:
    """What tells whether a paper answers ``question``, from its ranked passages.

    Only what may be quoted counts: an answer to a link question shows a link.
    """
    quotable = [r for r in ranked if question.kind != "link" or r.passage.sentence.links]
    if not quotable:
        return {"best": _NOTHING, "near_best": _LEAST, "cues": 0.0, "cues_of_best": 0.0}
    near, best = quotable[:_NEAR_BEST], quotable[:_BEST]
    return {
        "best": quotable[0].log_odds,
        "near_best": sum(max(_LEAST, r.log_odds) for r in near) / len(near),
        "cues": max(r.cue_weight for r in quotable),
        "cues_of_best": sum(r.cue_weight for r in best) / len(best),
    }


def retrieve(
    index: PaperIndex, question: Question, budget: int = 3600, models: Learned | None = None
) -> Retrieved:
    """The best passages as snippets, and how likely it is that the paper answers the question."""
    models = models or learned()
    ranked = rank(index, question, models.ranking)
    chosen = within(ranked, budget)
    status = models.status if question.cues else models.bare
    answered = status.probability(status_features(ranked, question)) if chosen else 0.0
    return Retrieved(tuple(chosen), round(answered, 4))


def within(ranked: Sequence[Ranked], budget: int) -> list[Snippet]:
    """The best passages as snippets, best first, of at most ``budget`` characters in all.

    A passage that would burst the budget is passed over for shorter ones further down.
    """
    chosen: list[Snippet] = []
    left = budget
    for one in ranked:
        if left < 40:
            break
        if len(one.passage.words) <= left:
            chosen.append(one.passage.snippet(one.score))
            left -= len(one.passage.words)
    return chosen


def least_relevant(found: Retrieved) -> float:
    """The score from which one of these snippets is about their question; above 1 where none is."""
    if not found.answers:
        return 1.1
    return SHARE_OF_BEST * max((s.score for s in found.snippets), default=0.0)


def _allowed(passage: Passage, question: Question) -> bool:
    if passage.kind in ONLY_FOR_LINKS:
        return question.references and bool(passage.sentence.links)
    return True
