"""`answerbook evaluate attribution`: compare the judge of attribution with people.

No claim is judged by a model that has seen its question. The shipped model judges claims about questions that
it was not fitted on. For the others, a new model is fitted without their questions.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.checking.judges.attribution_features import attribution_features
from generator.checking.judges.attribution_judge import attribution_model, by_rule
from generator.checking.judges.learned import Trees
from generator.core.fingerprint import digest
from generator.evaluation.gold_attributions import GoldAttribution, attribution_figures, read_attributions
from generator.evaluation.tree_fitting import fit_trees

SHIPPED, REFITTED = "shipped model", "fitted without the question judged"
FOLDS = 10
# With fewer questions to fit on, a new model would say more about these questions than about the judge.
MIN_QUESTIONS = 50


@dataclass(frozen=True, slots=True)
class AttributionCase:
    """One gold attribution with its features."""

    gold: GoldAttribution
    features: Mapping[str, float]


def evaluate_attribution(gold: Path) -> dict[str, Any]:
    """Measure agreement with people: `attribution_figures`, and ``how`` the claims were judged.

    Raises AnswerbookError if the file does not have the form that `read_attributions` describes.
    """
    rows = read_attributions(gold)
    started = time.perf_counter()
    cases = attribution_cases(rows)
    verdicts, how = judge_attributions(cases)
    return {**attribution_figures(rows, verdicts, time.perf_counter() - started), "how": how}


def attribution_cases(rows: Sequence[GoldAttribution]) -> list[AttributionCase]:
    """Return the gold attributions, each with its features."""
    return [
        AttributionCase(r, attribution_features(r.question, r.claim, r.references, r.answer)) for r in rows
    ]


def judge_attributions(cases: Sequence[AttributionCase]) -> tuple[list[bool], str]:
    """Return a verdict for each case, and which model judged: `SHIPPED`, `REFITTED`, or how many by each."""
    model = attribution_model()
    if model is None:
        return [by_rule(c.features)[0] for c in cases], "rule (the model's file is missing or damaged)"
    seen = set(model.card.get("questions", ()))
    verdicts = [model.holds(c.features) for c in cases]
    again = {i for i, c in enumerate(cases) if question_mark(c.gold.question) in seen}
    if not again:
        return verdicts, SHIPPED
    if len({c.gold.question for c in cases}) < MIN_QUESTIONS:
        return (
            verdicts,
            f"{SHIPPED}, which was fitted on the questions of {len(again)} of these {len(cases)} claims",
        )
    for part in parts(cases):
        test = [i for i in part if i in again]
        if test:
            out = set(part)
            fitted = fit_attributions([c for i, c in enumerate(cases) if i not in out])
            for i in test:
                verdicts[i] = fitted.holds(cases[i].features)
    if len(again) == len(cases):
        return verdicts, REFITTED
    return verdicts, f"{SHIPPED}: {len(cases) - len(again)} claims; {REFITTED}: {len(again)} claims"


def parts(cases: Sequence[AttributionCase], division: int = 0) -> list[list[int]]:
    """Divide the cases into ten parts: no question is in two of them, and each data set is spread over all.

    division: 0 deals the questions out in their order; any other number is a seed to shuffle them first.
    """
    asked: dict[str, list[str]] = {}
    for case in cases:
        asked.setdefault(case.gold.source, []).append(case.gold.question)
    # A question that is in two data sets goes to the part where it came first.
    first: dict[str, int] = {}
    for questions in asked.values():
        order = list(dict.fromkeys(questions))
        if division:
            random.Random(division).shuffle(order)
        for place, question in enumerate(order):
            first.setdefault(question, place % FOLDS)
    found = [[i for i, c in enumerate(cases) if first[c.gold.question] == k] for k in range(FOLDS)]
    return [part for part in found if part]


def fit_attributions(cases: Sequence[AttributionCase], card: Mapping[str, Any] | None = None) -> Trees:
    """Fit a model on these cases. card: its model card."""
    grown = fit_trees([c.features for c in cases], [c.gold.attributable for c in cases])
    names = frozenset(cases[0].features)
    return Trees(names, grown.trees, grown.intercept, 0.5, card or {})


def question_mark(question: str) -> str:
    """Return eight digits that identify a question in the model card, which must not contain its text."""
    return digest(question)[:8]
