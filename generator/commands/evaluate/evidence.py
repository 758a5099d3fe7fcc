"""`answerbook evaluate evidence`: the evidence that is found, and whether `quotes` tells what is reported."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.answering import Quotes
from generator.commands.evaluate.cases import Case, joined
from generator.commands.evaluate.fitting import Fitter
from generator.core import QuestionSet
from generator.evaluation.evidence import Found, by_paper, by_question, evidence_figures, read_evidence
from generator.retrieval import PACKAGED_SCORER, Learned, learned, load_scorer, retrieve, scorer_card

# Fewer papers than this are too few to fit anything on.
MIN_PAPERS = 2


def evaluate_evidence(
    papers: Path, gold: Path, *, sets: Sequence[QuestionSet] = (), budget: int = 3600, jobs: int = 1
) -> dict[str, Any]:
    """The figures of `generator.evaluation.evidence`, in all, by paper and by question, with ``seconds``.

    sets: where the questions of the gold file stand; empty: in those that come with Answerbook. how: by
    which weights. A paper from which the shipped weights were fitted is judged by weights
    that were fitted without it, on the other such papers of the gold file; where there are too few
    of those, by the shipped ones, which is said. missing: what could not be judged. Raises
    AnswerbookError for files that cannot be used.
    """
    started = time.perf_counter()
    cases, missing = joined(read_evidence(gold), papers, jobs, sets, scorer=load_scorer(PACKAGED_SCORER))
    weights, how = fair_weights(cases)
    results = [judged(case, weights[case.gold.paper], budget) for case in cases]
    return {
        **evidence_figures(results),
        "seconds": round(time.perf_counter() - started, 2),
        "budget": budget,
        "how": how,
        "by_paper": by_paper(results),
        "by_question": by_question(results),
        "missing": missing,
    }


def fair_weights(cases: Sequence[Case]) -> tuple[dict[str, Learned], str]:
    """By paper, weights that were not fitted on it as far as that can be had, and a word on it.

    A paper on which the packaged scorer was trained is judged without it: its index loses the scorer.
    """
    shipped = learned(PACKAGED_SCORER)
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
        f"weights fitted without the paper judged, and no scorer, for it was trained on these papers{some}",
    )


def judged(case: Case, weights: Learned, budget: int = 3600) -> Found:
    """What retrieval and `quotes` make of one case."""
    found = retrieve(case.index, case.question, budget, weights)
    junk = not case.question.references and any(
        s.place.kind in ("references", "furniture") for s in found.snippets
    )
    answered = not Quotes().answer(case.question, found).abstained
    texts = tuple(s.text for s in found.snippets)
    return Found(case.gold, texts, answered, junk, found.answered, case.question.id)
