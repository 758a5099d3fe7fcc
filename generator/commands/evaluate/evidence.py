"""`answerbook evaluate evidence`: how much evidence is found, and whether `quotes` gets the status right."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.answering import Quotes
from generator.commands.evaluate.cases import Case, join_cases
from generator.commands.evaluate.retrieval_fitting import Fitter
from generator.commands.named import DEFAULT_BUDGET
from generator.core import QuestionSet
from generator.evaluation.gold_evidence import (
    GoldResult,
    by_paper,
    by_question,
    evidence_figures,
    read_evidence,
)
from generator.retrieval import (
    PACKAGED_SCORER,
    LearnedWeights,
    learned_weights,
    load_scorer,
    retrieve,
    scorer_card,
)

# Up to this number, there are too few papers to fit weights on.
MIN_PAPERS = 2


def evaluate_evidence(
    papers: Path, gold: Path, *, sets: Sequence[QuestionSet] = (), budget: int = DEFAULT_BUDGET, jobs: int = 1
) -> dict[str, Any]:
    """Measure the figures of `generator.evaluation.gold_evidence`: in total, by paper and by question.

    sets: where to look up the questions of the gold file; empty for the built-in sets. In the result, ``how``
    names the weights: a paper that the shipped weights were fitted on is judged by weights fitted without it,
    on the other such papers of the gold file. If those are too few, the shipped weights are used, and ``how``
    says so. ``missing`` lists what could not be judged. Raises AnswerbookError for files that cannot be used.
    """
    started = time.perf_counter()
    cases, missing = join_cases(read_evidence(gold), papers, jobs, sets, scorer=load_scorer(PACKAGED_SCORER))
    weights, how = fair_weights(cases)
    results = [judge_case(case, weights[case.gold.paper], budget) for case in cases]
    return {
        **evidence_figures(results),
        "seconds": round(time.perf_counter() - started, 2),
        "budget": budget,
        "how": how,
        "by_paper": by_paper(results),
        "by_question": by_question(results),
        "missing": missing,
    }


def fair_weights(cases: Sequence[Case]) -> tuple[dict[str, LearnedWeights], str]:
    """Return weights for each paper that were not fitted on it, if possible, and a sentence about them.

    A paper on which the built-in scorer was trained is judged without the scorer: its index loses the scorer.
    """
    shipped = learned_weights(PACKAGED_SCORER)
    papers = tuple(dict.fromkeys(c.gold.paper for c in cases))
    trained = scorer_card()["papers"]
    seen = [p for p in papers if p in trained]
    if not seen:
        return dict.fromkeys(papers, shipped), "shipped weights, fitted on other papers"
    if len(seen) <= MIN_PAPERS:
        return dict.fromkeys(papers, shipped), f"shipped weights, fitted on {', '.join(seen)} among others"
    for case in cases:
        if case.gold.paper in seen:
            case.index.scorer = None
    fitter = Fitter([c for c in cases if c.gold.paper in seen])
    weights = {p: fitter.fitted([s for s in seen if s != p]) if p in seen else shipped for p in papers}
    some = "" if len(seen) == len(papers) else f" for {len(seen)} papers, shipped weights for the others"
    return (
        weights,
        f"weights fitted without the paper judged, and no scorer, as it was trained on these papers{some}",
    )


def judge_case(case: Case, weights: LearnedWeights, budget: int = DEFAULT_BUDGET) -> GoldResult:
    """Return what retrieval and `quotes` find for one case. budget: characters of snippets."""
    found = retrieve(case.index, case.question, budget, weights)
    junk = not case.question.references and any(
        s.place.kind in ("references", "furniture") for s in found.snippets
    )
    answered = not Quotes().answer(case.question, found).abstained
    texts = tuple(s.text for s in found.snippets)
    return GoldResult(case.gold, texts, answered, junk, found.answered, case.question.id)
