"""`answerbook evaluate calibrate`: the weights of another encoder or scorer, fitted on gold evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.commands.evaluate.cases import joined
from generator.commands.evaluate.evidence import judged
from generator.commands.evaluate.fitting import Fitter
from generator.core import QuestionSet
from generator.errors import AnswerbookError
from generator.evaluation.evidence import evidence_figures, read_evidence
from generator.retrieval import PACKAGED, PACKAGED_SCORER, SentenceTransformerEncoder, load_scorer
from generator.storage.files import write_whole

# With fewer papers, nothing is left to judge by what is fitted on the others.
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
    """Write the calibration of an encoder and a scorer to ``out``; return its figures.

    The figures are those of `answerbook evaluate evidence`, each paper judged by what was fitted on the
    others. Neither model may have been trained on these papers: then the weights trust it too much. Raises
    AnswerbookError for files and models that cannot be used, and for too few papers or labels.
    """
    cases, missing = joined(
        read_evidence(gold),
        papers,
        sets=sets,
        encoder=SentenceTransformerEncoder(encoder),
        scorer=load_scorer(scorer),
    )
    fitter = Fitter(cases)
    if len(fitter.papers) < MIN_PAPERS:
        raise AnswerbookError(
            f"{gold}: a calibration needs {MIN_PAPERS} papers or more, and {len(fitter.papers)} "
            f"{'is' if len(fitter.papers) == 1 else 'are'} there; label more papers"
        )
    try:
        found = []
        for paper in fitter.papers:
            weights = fitter.fitted([p for p in fitter.papers if p != paper])
            found += [judged(c, weights) for c in cases if c.gold.paper == paper]
        write_whole(out, fitter.fitted(fitter.papers).calibration())
    except ValueError as error:
        raise AnswerbookError(
            f"{gold}: cannot be fitted ({error}); label cells that are reported and cells that are not"
        ) from error
    return {**evidence_figures(found), "papers": len(fitter.papers), "out": str(out), "missing": missing}
