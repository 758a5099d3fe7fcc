"""Which passages answer a question, and how likely it is that any of them does."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.core import LinearModel, Question, Retrieved, Snippet
from generator.core.paper import is_statement
from generator.retrieval.index import PaperIndex
from generator.retrieval.own_links import links_of_study
from generator.retrieval.passages import ONLY_FOR_LINKS, Passage
from generator.retrieval.scorer import NO_SCORER
from generator.retrieval.signs import Signs, signs
from generator.retrieval.weights import Learned, learned, usually

# A snippet this much less likely to answer than the best one is beside the question. Of the gold
# passages among the snippets of answered questions, 96 % stay (.2 keeps 87 %, .05 keeps 98 %;
# `python -m tests.benchmarks.retrieval --quotes`).
SHARE_OF_BEST = 0.1
# So is one that is less likely to answer than this, however bad the best one is. On papers not seen before,
# at most 6 % of the passages that answer lie below, and half of the three best where the paper answers none.
MIN_RELEVANT = 0.02
# So many passages a question are read by the scorer: 28 questions with their parts take 3.8 s on two cores.
# With 16, the first passage is right for .77 instead of .73 of the questions of general science.
SCORED = 10
# What the status model goes by: this many of the best passages.
_NEAR_BEST = 5
_BEST = 3
# A passage less likely than this answers nothing, and how much less likely says nothing more: one
# decisive sentence in a short paper is not to drown among the rest.
_MIN_SCORE = -3.0
# Log-odds where no passage may answer at all.
_NOTHING = -8.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with the probability that it answers.

    log_odds: of that. by_signs: log-odds from the signs alone. by_scorer: from the scorer alone, None for a
    passage that it was not given. cue_weight: see `Signs`. links: those that may lead to what the study made.
    """

    passage: Passage
    score: float
    log_odds: float
    by_signs: float
    by_scorer: float | None
    cue_weight: float
    links: tuple[str, ...] = ()


def rank(
    index: PaperIndex,
    question: Question,
    models: Learned | None = None,
    found: Signs | None = None,
    scored: int = SCORED,
) -> list[Ranked]:
    """All passages that may answer ``question``, best first.

    The best ones by their signs, as many as ``scored``, are read together with the question by the scorer,
    where the index has one. Passages of the reference list take part only where the question allows it and
    they show a link to what the study made.
    """
    if not index.passages:
        return []
    models = models or weights_of(index)
    found = found or signs(index, question)
    by_signs = models.ranking.log_odds(found.values)
    links = {p.index: links_of_study(p, index.paper.metadata) for p in index.passages if p.sentence.links}
    allowed = [p.index for p in index.passages if _allowed(p, question, links)]
    order = sorted(allowed, key=lambda i: (-float(by_signs[i]), i))
    chosen = order[:scored] if models.blend else []
    by_scorer = (
        dict(zip(chosen, map(float, index.scores(question.text, chosen)), strict=True)) if chosen else {}
    )

    def ranked(i: int) -> Ranked:
        log_odds = sign = float(by_signs[i])
        if models.blend:
            log_odds = float(models.blend.log_odds(blended(sign, by_scorer.get(i))))
        passage, weight = index.passages[i], float(found.cue_weight[i])
        score = LinearModel.sigmoid(log_odds)
        return Ranked(passage, score, log_odds, sign, by_scorer.get(i), weight, links.get(i, ()))

    return sorted(map(ranked, order), key=lambda r: -r.log_odds)


def weights_of(index: PaperIndex) -> Learned:
    """Return the learned weights that belong to the scorer of ``index``."""
    return learned(index.scorer.name if index.scorer else NO_SCORER, index.calibration)


def blended(by_signs: float, by_scorer: float | None) -> dict[str, float]:
    """Return what tells whether a passage answers: its log-odds by signs and by the scorer, within bounds."""
    return {
        "signs": max(_NOTHING, by_signs),
        "scorer": _NOTHING if by_scorer is None else max(_NOTHING, by_scorer),
    }


def status_features(ranked: Sequence[Ranked], question: Question, usually: float = 0.0) -> dict[str, float]:
    """What tells whether a paper answers ``question``, from its ranked passages.

    usually: see `generator.retrieval.weights.usually`.

    Only what may be quoted counts: an answer to a link question shows a link to what the study made.
    """
    quotable = [r for r in ranked if question.kind != "link" or r.links]
    quotable.sort(key=lambda r: -r.by_signs)
    near, best = quotable[:_NEAR_BEST], quotable[:_BEST]
    read = sorted((r.by_scorer for r in quotable if r.by_scorer is not None), reverse=True)
    return {
        "best": quotable[0].by_signs if quotable else _NOTHING,
        "near_best": _mean([r.by_signs for r in near], _MIN_SCORE),
        "cues": max((r.cue_weight for r in quotable), default=0.0),
        "cues_of_best": sum(r.cue_weight for r in best) / len(best) if best else 0.0,
        "scorer": max(_NOTHING, read[0]) if read else _NOTHING,
        "scorer_three": _mean(_filled(read, 3), _NOTHING),
        "scorer_six": _mean(_filled(read, 6), _NOTHING),
        "usually": usually,
        "expected": math.log1p(sum(map(LinearModel.sigmoid, read))),
    }


def _filled(values: Sequence[float], count: int) -> list[float]:
    """The first ``count`` values; where there are fewer, nothing stands in for the rest."""
    return [*values[:count], *[_NOTHING] * (count - len(values))]


def _mean(values: Sequence[float], least: float) -> float:
    """The mean of values of which none counts less than ``least``."""
    return sum(max(least, v) for v in values) / len(values) if values else least


def retrieve(
    index: PaperIndex, question: Question, budget: int = 3600, models: Learned | None = None
) -> Retrieved:
    """The best passages as snippets, and how likely it is that the paper answers the question."""
    models = models or weights_of(index)
    ranked = rank(index, question, models)
    if question.kind == "link":
        ranked = [_showing_own(r) for r in ranked if r.links]
    chosen = within(with_statement(ranked), budget)
    known = question.text in models.usual if models.blend else question.cues
    status = models.status if known else models.bare
    answered = (
        status.probability(status_features(ranked, question, usually(models.usual, question.text)))
        if chosen
        else 0.0
    )
    return Retrieved(tuple(chosen), round(answered, 4), answered_from=models.answered_from(question.text))


def with_statement(ranked: Sequence[Ranked]) -> list[Ranked]:
    """``ranked`` with the rest of a declared statement behind the best passage, where that is part of one."""
    if not ranked or not is_statement(ranked[0].passage.kind, ranked[0].passage.section):
        return list(ranked)
    best = ranked[0].passage
    # Sorting keeps the order of what is alike.
    return sorted(ranked, key=lambda r: (r.passage.kind, r.passage.section) != (best.kind, best.section))


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


def min_relevant(found: Retrieved) -> float:
    """The score from which one of these snippets is about their question; above 1 where none is."""
    if not found.worth_asking:
        return 1.1
    best = max((s.score for s in found.snippets), default=0.0)
    return max(MIN_RELEVANT, SHARE_OF_BEST * best)


def _showing_own(ranked: Ranked) -> Ranked:
    sentence = replace(ranked.passage.sentence, links=ranked.links)
    return replace(ranked, passage=replace(ranked.passage, sentence=sentence))


def _allowed(passage: Passage, question: Question, links: Mapping[int, tuple[str, ...]]) -> bool:
    if passage.kind in ONLY_FOR_LINKS:
        return question.references and bool(links.get(passage.index))
    return True
