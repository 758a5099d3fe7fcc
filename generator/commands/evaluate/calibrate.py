"""`answerbook evaluate calibrate`: fit the weights of another encoder or scorer on gold evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.commands.evaluate.cases import join_cases
from generator.commands.evaluate.evidence import judge_case
from generator.commands.evaluate.retrieval_fitting import Fitter
from generator.core import QuestionSet
from generator.errors import AnswerbookError
from generator.evaluation.gold_evidence import evidence_figures, read_evidence
from generator.retrieval import PACKAGED, PACKAGED_SCORER, SentenceTransformerEncoder, load_scorer
from generator.storage.files import write_whole

# With fewer papers, too few are left to fit weights on while one is judged.
MIN_PAPERS = 3


def calibrate(
    papers: Path,
    gold: Path,
    out: Path,
    *,
    sets: Sequence[QuestionSet] = (),
    encoder: str = PACKAGED,
    scorer: str = PACKAGED_SCORER,
) -> dict[str, Any]:
    """Write the calibration of an encoder and a scorer to ``out``, and return its figures.

    The figures are those of `answerbook evaluate evidence`; weights fitted on the other papers judge each
    paper. Neither model may have been trained on these papers, or the weights would trust it too much. Raises
    AnswerbookError for files and models that cannot be used, and for too few papers or labels.
    """
    cases, missing = join_cases(
        read_evidence(gold),
        papers,
        sets=sets,
        encoder=SentenceTransformerEncoder(encoder),
        scorer=load_scorer(scorer),
    )
    fitter = Fitter(cases)
    if len(fitter.papers) < MIN_PAPERS:
        raise AnswerbookError(
            f"{gold}: {len(fitter.papers)} labelled paper{'' if len(fitter.papers) == 1 else 's'} found, "
            f"but a calibration needs at least {MIN_PAPERS}; label more papers"
        )
    try:
        found = []
        for paper in fitter.papers:
            weights = fitter.fitted([p for p in fitter.papers if p != paper])
            found += [judge_case(c, weights) for c in cases if c.gold.paper == paper]
        write_whole(out, fitter.fitted(fitter.papers).calibration())
    except ValueError as error:
        raise AnswerbookError(
            f"{gold}: no weights can be fitted ({error}); label both reported and unreported cells"
        ) from error
    return {**evidence_figures(found), "papers": len(fitter.papers), "out": str(out), "missing": missing}
