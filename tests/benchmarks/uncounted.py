"""Sets whose answers nobody had counted: what the package says of them, and what counting changes.

    python -m tests.benchmarks.uncounted [--data ../shared/data] [--refit] [--json]

Five shipped sets, labelled on papers of their kind (`tests/benchmarks/labels/sets`). No scorer was trained on
their questions. Each set is judged in three ways. ``uncounted``: by status models that were fitted on all
other labels, and saw neither this set nor its papers. ``counted``: by one that was fitted in the same way and
is told, of each question, how many of the other papers of the set report what it asks. ``shipped``: by the
package as it is, which has seen these labels since the first ``--refit``. That writes the counts of all these
papers, and the models that use them, into the calibration of the packaged scorer.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.commands.evaluate.cases import Case
from generator.commands.evaluate.evidence import judge_case
from generator.commands.evaluate.retrieval_fitting import Fitter
from generator.core import Question
from generator.evaluation.gold_evidence import GoldResult
from generator.retrieval import PACKAGED_SCORER, Features, LearnedWeights, learned_weights
from tests.benchmarks.fields import CALIBRATED, GROUPS, ROOT, all_cases, figures
from tests.benchmarks.kept_scores import KeptScores
from tests.benchmarks.kept_vectors import KeptVectors
from tests.benchmarks.own_labels import FREE, set_cases
from tests.benchmarks.retrieval import WEIGHTS, table

COMMAND = "python -m tests.benchmarks.uncounted --refit"
SHIPPED = WEIGHTS / "scorer.npz"
# Papers that must have been read for a question, or its count says less than its signs: with the two others
# of three reviews, kappa is .36, and .62 without.
MIN_PAPERS = 5


def counts_of(cases: Sequence[Case], papers: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Return how many of these papers report what each question asks, and how many were read for it."""
    return {q: (told, n) for q, (told, n) in Fitter(cases).usual(papers).items() if n >= MIN_PAPERS}


class Judge:
    """Judges each set by what was fitted without it. others: labels of all other questions, by field."""

    def __init__(self, sets: Mapping[str, Sequence[Case]], others: Mapping[str, Sequence[Case]]) -> None:
        self.sets, self.others = sets, others
        self.scorer = KeptScores(SHIPPED)
        self.weights = learned_weights(PACKAGED_SCORER)
        self._computed: dict[tuple[str, Question], Features] = {}

    def fitter(self, out: str = "") -> Fitter:
        """Return what fits on everything but a set of this name, and other labels of its papers."""
        fields = {
            c.gold.paper: GROUPS.get(f, f) for f, cases in self.others.items() for c in cases if f != FREE
        }
        cases = [c for found in self.others.values() for c in found]
        for name, found in self.sets.items():
            fields = {c.gold.paper: name for c in found} | fields
            cases += found if name != out else []
        unseen = {c.gold.paper for c in self.sets.get(out, ())}
        cases = [c for c in cases if c.gold.paper not in unseen]
        fitter = Fitter(cases, fields=fields, ranking=self.weights.ranking)
        fitter.computed = self._computed
        return fitter

    def counted(self, cases: Sequence[Case], weights: LearnedWeights) -> list[GoldResult]:
        """Return what is found with counts of the other papers of a set."""
        found = []
        for paper in dict.fromkeys(c.gold.paper for c in cases):
            own = [c for c in cases if c.gold.paper == paper]
            others = frozenset(c.gold.paper for c in cases) - {paper}
            counts = counts_of(cases, others)
            found += self.judged(own, dataclasses.replace(weights, counts=counts))
        return found

    def judged(self, cases: Sequence[Case], weights: LearnedWeights) -> list[GoldResult]:
        """Return what the package finds, with these weights."""
        for case in cases:
            case.index.scorer = self.scorer
        found = [judge_case(case, weights) for case in cases]
        for case in cases:
            case.index.scorer = None
        return found

    def rows(self) -> dict[str, dict[str, Any]]:
        """Return the figures of every set, and of all together."""
        found: dict[str, list[GoldResult]] = {"uncounted": [], "counted": [], "shipped": []}
        rows = {}
        for name, cases in self.sets.items():
            fitter = self.fitter(name)
            weights = dataclasses.replace(self.weights, counts={}, **fitter.uncounted(fitter.papers))
            by = {
                "uncounted": self.judged(cases, weights),
                "counted": self.counted(cases, weights),
                "shipped": self.judged(cases, self.weights),
            }
            for way, results in by.items():
                found[way] += results
                rows[f"{name}, {way}"] = figures(results)
        return rows | {f"all, {way}": figures(results) for way, results in found.items()}

    def refit(self) -> None:
        """Write counts and models into the calibration of the packaged scorer."""
        fitter = self.fitter()
        counts = {}
        for cases in self.sets.values():
            counts |= counts_of(cases, frozenset(c.gold.paper for c in cases))
        weights = dataclasses.replace(self.weights, counts=counts, **fitter.uncounted(fitter.papers))
        card = json.loads(CALIBRATED.read_text("utf-8"))["card"]
        data = {"card": card | {"without a scorer": COMMAND}, **json.loads(weights.calibration())}
        CALIBRATED.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        self.weights = weights


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    for name in ("refit", "json"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    encoder = KeptVectors(ROOT / "build" / "benchmarks")
    judge = Judge(set_cases(options.data, encoder), all_cases(options.data, encoder))
    encoder.keep()
    found = judge.rows()
    judge.scorer.keep()
    if options.refit:
        judge.refit()
    print(json.dumps(found, indent=1) if options.json else table(found))


if __name__ == "__main__":
    main()
