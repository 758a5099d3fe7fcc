"""Which passages answer a question, and how likely it is that any of them does."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.core import LinearModel, Question, Retrieved, Snippet
from generator.core.paper import is_statement
from generator.retrieval.features import Features, passage_features
from generator.retrieval.index import PaperIndex
from generator.retrieval.own_links import links_of_study
from generator.retrieval.retrieval_weights import LearnedWeights, learned_weights
from generator.retrieval.scorer import NO_SCORER
from generator.retrieval.searchable import ONLY_FOR_LINKS, Passage

# A snippet less likely to answer than this share of the best one is irrelevant. Of the gold passages among
# the snippets of answered questions, 96 % are kept (.2 keeps 87 %, .05 keeps 98 %;
# `python -m tests.benchmarks.retrieval --quotes`).
SHARE_OF_BEST = 0.1
# So is one that is less likely to answer than this, however bad the best one is. On unseen papers, at most
# 6 % of the passages that answer are below, and half of the three best ones if the paper does not answer.
MIN_RELEVANT = 0.02
# Passages per question that the scorer reads: 28 questions with parts, which it read then, took 3.8 s
# on two cores. With 16,
# the first passage is right for .77 instead of .73 of the questions of general science.
MAX_SCORED = 10
# The status model uses this many of the best passages.
_NEAR_BEST = 5
_BEST = 3
# Log-odds below which a passage does not answer; how far below makes no difference. Otherwise the rest of a
# short paper would outweigh its one decisive sentence.
_MIN_LOG_ODDS = -3.0
# Log-odds if no passage may answer at all.
_NO_EVIDENCE = -8.0
# Characters: less room than this is not filled, for hardly any passage is so short.
MIN_ROOM_CHARS = 40


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with the probability (``score``) that it answers, and ``log_odds`` of that.

    feature_log_odds: from its features alone. scorer_log_odds: from the scorer alone; None for a passage that
    the scorer did not read. cue_weight: see `Features`. links: those that may lead to what the study
    produced.
    """

    passage: Passage
    score: float
    log_odds: float
    feature_log_odds: float
    scorer_log_odds: float | None
    cue_weight: float
    links: tuple[str, ...] = ()


def rank(
    index: PaperIndex,
    question: Question,
    models: LearnedWeights | None = None,
    features: Features | None = None,
    scored: int = MAX_SCORED,
) -> list[Ranked]:
    """Return all passages that may answer ``question``, best first.

    If the index has a scorer, it reads the passages with the best features, ``scored`` of them, together with
    the question. Passages of the reference list take part only if the question allows it and they have a link
    to what the study produced.
    """
    if not index.passages:
        return []
    models = models or weights_of(index)
    features = features or passage_features(index, question)
    feature_log_odds = models.ranking.log_odds(features.values)
    links = {p.index: links_of_study(p, index.paper.metadata) for p in index.passages if p.sentence.links}
    allowed = [p.index for p in index.passages if _allowed(p, question, links)]
    order = sorted(allowed, key=lambda i: (-float(feature_log_odds[i]), i))
    chosen = order[:scored] if models.blend else []
    scorer_log_odds = (
        dict(zip(chosen, map(float, index.scores(question.text, chosen)), strict=True)) if chosen else {}
    )

    def ranked(i: int) -> Ranked:
        log_odds = own = float(feature_log_odds[i])
        if models.blend:
            log_odds = float(models.blend.log_odds(blend_features(own, scorer_log_odds.get(i))))
        passage, weight = index.passages[i], float(features.cue_weight[i])
        score = LinearModel.sigmoid(log_odds)
        return Ranked(passage, score, log_odds, own, scorer_log_odds.get(i), weight, links.get(i, ()))

    return sorted(map(ranked, order), key=lambda r: -r.log_odds)


def weights_of(index: PaperIndex) -> LearnedWeights:
    """Return the learned weights that belong to the scorer of ``index``."""
    return learned_weights(index.scorer.name if index.scorer else NO_SCORER, index.calibration)


def blend_features(feature_log_odds: float, scorer_log_odds: float | None) -> dict[str, float]:
    """Return the features of the blend: log-odds by features and by the scorer, within bounds."""
    return {
        "signs": max(_NO_EVIDENCE, feature_log_odds),
        "scorer": _NO_EVIDENCE if scorer_log_odds is None else max(_NO_EVIDENCE, scorer_log_odds),
    }


def status_features(ranked: Sequence[Ranked], question: Question, usually: float = 0.0) -> dict[str, float]:
    """Return the features that decide whether a paper answers ``question``, from its ranked passages.

    usually: see `generator.retrieval.retrieval_weights.usual_log_odds`.

    Only passages that may be quoted count: the answer to a link question needs a link to what the study
    produced.
    """
    quotable = [r for r in ranked if question.kind != "link" or r.links]
    quotable.sort(key=lambda r: -r.feature_log_odds)
    near, best = quotable[:_NEAR_BEST], quotable[:_BEST]
    read = sorted((r.scorer_log_odds for r in quotable if r.scorer_log_odds is not None), reverse=True)
    return {
        "best": quotable[0].feature_log_odds if quotable else _NO_EVIDENCE,
        "near_best": _mean([r.feature_log_odds for r in near], _MIN_LOG_ODDS),
        "cues": max((r.cue_weight for r in quotable), default=0.0),
        "cues_of_best": sum(r.cue_weight for r in best) / len(best) if best else 0.0,
        "scorer": max(_NO_EVIDENCE, read[0]) if read else _NO_EVIDENCE,
        "scorer_three": _mean(_filled(read, 3), _NO_EVIDENCE),
        "scorer_six": _mean(_filled(read, 6), _NO_EVIDENCE),
        "usually": usually,
        "expected": math.log1p(sum(map(LinearModel.sigmoid, read))),
    }


def _filled(values: Sequence[float], count: int) -> list[float]:
    """Return the first ``count`` values, filled up with "no evidence" if there are fewer."""
    return [*values[:count], *[_NO_EVIDENCE] * (count - len(values))]


def _mean(values: Sequence[float], least: float) -> float:
    """Return the mean of the values, each taken as at least ``least``."""
    return sum(max(least, v) for v in values) / len(values) if values else least


def retrieve(
    index: PaperIndex, question: Question, budget: int = 3600, models: LearnedWeights | None = None
) -> Retrieved:
    """Return the best passages as snippets, and the probability that the paper answers the question."""
    models = models or weights_of(index)
    ranked = rank(index, question, models)
    if question.kind == "link":
        ranked = [_showing_own(r) for r in ranked if r.links]
    chosen = fit_budget(with_statement(ranked), budget)
    features = status_features(ranked, question, models.usually(question.text))
    answered = models.answered(question, features) if chosen else 0.0
    return Retrieved(tuple(chosen), round(answered, 4), answered_from=models.answered_from(question.text))


def with_statement(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return ``ranked`` with the rest of a declaration after the best passage, if that is part of one."""
    if not ranked or not is_statement(ranked[0].passage.kind, ranked[0].passage.section):
        return list(ranked)
    best = ranked[0].passage
    # Sorting is stable: within both groups the order stays.
    return sorted(ranked, key=lambda r: (r.passage.kind, r.passage.section) != (best.kind, best.section))


def fit_budget(ranked: Sequence[Ranked], budget: int) -> list[Snippet]:
    """Return the best passages as snippets, best first, at most ``budget`` characters in total.

    A passage that exceeds the rest of the budget is skipped for shorter ones further down.
    """
    chosen: list[Snippet] = []
    left = budget
    for one in ranked:
        if left < MIN_ROOM_CHARS:
            break
        if len(one.passage.words) <= left:
            chosen.append(one.passage.snippet(one.score))
            left -= len(one.passage.words)
    return chosen


def min_relevant(found: Retrieved) -> float:
    """Return the score from which one of these snippets is relevant to their question; above 1 if none is."""
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
