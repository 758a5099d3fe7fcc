"""Status and evidence on what took no part in fitting.

    python -m tests.benchmarks.fields [--data ../shared/data] [--by-paper] [--alone] [--shipped]
        [--calibrate] [--all-items] [--json]

The fields: deep learning in biodiversity research, deep learning elsewhere (language, medicine), general
science, and randomised trials (the 30 papers that no scorer is trained on, and a quarter of their items,
drawn by a fixed seed; ``--all-items`` takes all); beside these, what we labelled ourselves (see
`tests.benchmarks.own_labels`). Each is judged by a scorer and by weights that saw nothing of its field: those
which share their questions are left out together. ``--by-paper`` leaves out a third of the
papers of each field in turn instead, which tells what to expect of the shipped questions; ``--alone`` does
without a scorer; ``--shipped`` judges the weights of the package, which have seen all but the trials.
``--calibrate`` writes what the calibration of the packaged scorer has for questions that it was trained on;
the rest is kept (`tests.benchmarks.uncounted`). Scorers: see `tests.benchmarks.scorer`.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.commands.evaluate.cases import Case, join_cases, shipped_sets
from generator.commands.evaluate.evidence import judge_case
from generator.commands.evaluate.retrieval_fitting import Counted, Fitter
from generator.evaluation.gold_evidence import GoldResult, evidence_figures, read_evidence
from generator.retrieval import PACKAGED_SCORER, learned_weights
from tests.benchmarks.kept_scores import KeptScores
from tests.benchmarks.kept_vectors import KeptVectors
from tests.benchmarks.own_labels import FREE, own_cases
from tests.benchmarks.retrieval import WEIGHTS, table
from tests.benchmarks.scorer import dealt, folds_of, scorer_file, unseen

ROOT = Path(__file__).resolve().parents[2]
FIELDS = {
    "biodiversity": ("gold/evidence.jsonl", "papers/pdf"),
    "deep learning": ("gold/deep-learning-2.jsonl", "papers/pdf"),
    "general science": ("gold/reporting.jsonl", "papers/reporting"),
    "trials": ("trials/evidence.jsonl", "trials/papers"),
}
# Fields that share their questions are left out together, with the free questions about their papers.
GROUPS = {
    "biodiversity": "deep learning",
    "further deep learning": "deep learning",
    "further science": "general science",
}
CALIBRATED = WEIGHTS / "scorer-calibration.json"
WITHOUT_SCORER = ("cued", "queried", "counted", "counts")  # in that file, by `tests.benchmarks.uncounted`
SEED = 16
ITEMS = 0.25  # share of the items of each trial
SHOWN = (
    "n",
    "status_kappa",
    "accuracy",
    "f1",
    "false_not_reported",
    "false_reported",
    "sure",
    "sure_wrong",
    "ece",
    "any",
    "recall",
)


def cases_of(
    field: str, data: Path, encoder: KeptVectors, *, whole: bool = False, items: float = ITEMS
) -> list[Case]:
    """Return the gold cases of a field. whole: all trials, with all items; else those that are judged.

    items: share of the items of those.
    """
    gold_file, folder = FIELDS[field]
    gold = read_evidence(data / gold_file)
    if field == "trials" and not whole:
        dice, chosen = random.Random(SEED), unseen(sorted({g.paper for g in gold}))
        gold = [g for g in gold if g.paper in chosen and dice.random() < items]
    cases, missing = join_cases(gold, data / folder, encoder=encoder)
    assert not missing, missing
    return cases


def all_cases(
    data: Path, encoder: KeptVectors, *, whole: bool = False, items: float = ITEMS
) -> dict[str, list[Case]]:
    """Return the cases of all fields, of others' labels and of ours. whole, items: see `cases_of`."""
    found = {field: cases_of(field, data, encoder, whole=whole, items=items) for field in FIELDS}
    return found | own_cases(data, encoder)


def interval(share: float | None, n: int) -> str:
    """95 % interval of a share by Wilson's method, as text; empty where there is none."""
    if share is None or not n:
        return ""
    z = 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{max(0.0, middle - half):.2f} to {min(1.0, middle + half):.2f}"


def figures(results: Sequence[GoldResult]) -> dict[str, Any]:
    """Return the figures of a field, with intervals of the two shares of false statuses."""
    found = evidence_figures(results)
    told = sum(r.answered for r in results)
    return {
        **{k: found[k] for k in SHOWN},
        "not reported": len(results) - told,
        "false_not_reported, 95 %": interval(found["false_not_reported"], len(results) - told),
        "reported": told,
        "false_reported, 95 %": interval(found["false_reported"], told),
    }


def counted_trials(data: Path) -> list[Counted]:
    """Return what people found in the trials that are not judged."""
    gold = read_evidence(data / FIELDS["trials"][0])
    out = unseen(sorted({g.paper for g in gold}))
    texts = {name: q.text for s in shipped_sets() for q in s.questions for name in (q.id, *q.aliases)}
    return [Counted("trials", texts[g.question], g.answered) for g in gold if g.paper not in out]


class Judge:
    """Judges cases by what saw nothing of them. cases: by field. how: an option of this command, or none.

    counted: see `Fitter`.
    """

    def __init__(self, cases: dict[str, list[Case]], how: str, counted: Sequence[Counted] = ()) -> None:
        self.cases, self.how = cases, how
        self.all = [c for found in cases.values() for c in found]
        self.field = {c.gold.paper: field for field in cases if field != FREE for c in cases[field]}
        self.fold = {**folds_of(cases), **dealt(sorted({c.gold.paper for c in cases["trials"]}))}
        self._scorers: dict[str, KeptScores] = {}
        for case in self.all if how != "alone" else ():
            case.index.scorer = self._scorer(case.gold.paper)
        groups = {p: GROUPS.get(f, f) for p, f in self.field.items()}
        self.fitter = Fitter(self.all, fields=groups, counted=counted)

    def _scorer(self, paper: str) -> KeptScores:
        field = self.field[paper]
        name = f"without-{GROUPS.get(field, field).replace(' ', '-')}"
        if self.how == "shipped":
            name = "all"
        elif self.how == "by_paper":
            name = f"fold-{self.fold[paper]}"
        return self._scorers.setdefault(name, KeptScores(scorer_file(name)))

    def rows(self) -> dict[str, dict[str, Any]]:
        """Return the figures of every field."""
        found: dict[str, list[GoldResult]] = {field: [] for field in self.cases}
        for part in self.parts():
            out = set(part)
            weights = (
                learned_weights(PACKAGED_SCORER)
                if self.how == "shipped"
                else self.fitter.fitted([p for p in self.fitter.papers if p not in out])
            )
            for field, cases in self.cases.items():
                found[field] += [judge_case(case, weights) for case in cases if case.gold.paper in out]
        return {field: figures(results) for field, results in found.items()}

    def parts(self) -> list[list[str]]:
        """Papers that are left out together."""
        of = {
            "by_paper": lambda p: self.fold[p],
            "shipped": lambda p: 0,
        }.get(self.how, lambda p: GROUPS.get(self.field[p], self.field[p]))
        return [
            [p for p in self.fitter.papers if of(p) == n] for n in dict.fromkeys(map(of, self.fitter.papers))
        ]

    def calibrate(self) -> None:
        """Write the calibration of the packaged scorer, fitted on papers that its like had not seen."""
        fitted = self.fitter.fitted(self.fitter.papers)
        card = {
            "what": "Weights of retrieval for the packaged scorer; how many papers tell what is asked.",
            "command": "python -m tests.benchmarks.fields --calibrate",
            "papers": f"{len(self.fitter.papers)} papers of {len(self.cases)} fields, each read by a scorer "
            "that was trained without it; the counts are of 160 more trials too",
            "figures": "python -m tests.benchmarks.fields [--by-paper]",
        }
        before = json.loads(CALIBRATED.read_text("utf-8"))
        kept = {name: before[name] for name in WITHOUT_SCORER}
        data = {"card": before["card"] | card, **json.loads(fitted.calibration()), **kept}
        text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
        CALIBRATED.write_text(text, encoding="utf-8")

    def keep(self) -> None:
        for scorer in self._scorers.values():
            scorer.keep()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    for name in ("json", "calibrate", "all-items"):
        parser.add_argument(f"--{name}", action="store_true")
    ways = parser.add_mutually_exclusive_group()
    for name in ("by-paper", "alone", "shipped"):
        ways.add_argument(f"--{name}", dest="how", action="store_const", const=name.replace("-", "_"))
    options = parser.parse_args()
    encoder = KeptVectors(ROOT / "build" / "benchmarks")
    cases = all_cases(options.data, encoder, items=1 if options.all_items else ITEMS)
    encoder.keep()
    how = "by_paper" if options.calibrate else options.how or ""
    judge = Judge(cases, how, counted_trials(options.data))
    if options.calibrate:
        judge.calibrate()
    else:
        rows = judge.rows()
        print(json.dumps(rows, indent=1) if options.json else table(rows))
    judge.keep()


if __name__ == "__main__":
    main()
