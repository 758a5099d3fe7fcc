"""Status and evidence on fields that took no part in fitting: each is judged by weights from the others.

    python -m tests.benchmarks.fields [--data ../shared/data] [--trials 40] [--json] [--shipped]

The fields: deep learning in biodiversity research, deep learning elsewhere (language, medicine), general
science, and randomised trials (by default 40 of the 190 papers, and a quarter of their items, drawn by a
fixed seed). ``--shipped`` judges the weights of the package, which were fitted on the first field alone.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.commands.evaluate.cases import Case, joined
from generator.commands.evaluate.evidence import judged
from generator.commands.evaluate.fitting import Fitter
from generator.evaluation.evidence import Found, evidence_figures, read_evidence
from generator.retrieval import Learned, learned
from tests.benchmarks.kept_vectors import KeptVectors
from tests.benchmarks.retrieval import table

ROOT = Path(__file__).resolve().parents[2]
FIELDS = {
    "biodiversity": ("gold/evidence.jsonl", "papers/pdf"),
    "deep learning": ("gold/deep-learning-2.jsonl", "papers/pdf"),
    "general science": ("gold/reporting.jsonl", "papers/reporting"),
    "trials": ("trials/evidence.jsonl", "trials/papers"),
}
SEED = 16
ITEMS = 0.25  # share of the items of each trial
SHOWN = (
    "n",
    "status_kappa",
    "false_not_reported",
    "false_reported",
    "sure",
    "sure_wrong",
    "ece",
    "any",
    "recall",
)


def cases_of(field: str, data: Path, encoder: KeptVectors, trials: int) -> list[Case]:
    """The gold cases of a field. trials: how many papers of trials."""
    gold_file, folder = FIELDS[field]
    gold = read_evidence(data / gold_file)
    if field == "trials":
        dice = random.Random(SEED)
        chosen = set(dice.sample(sorted({g.paper for g in gold}), trials))
        gold = [g for g in gold if g.paper in chosen and dice.random() < ITEMS]
    cases, missing = joined(gold, data / folder, encoder=encoder)
    assert not missing, missing
    return cases


def interval(share: float | None, n: int) -> str:
    """95 % interval of a share by Wilson's method, as text; empty where there is none."""
    if share is None or not n:
        return ""
    z = 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{max(0.0, middle - half):.2f} to {min(1.0, middle + half):.2f}"


def figures(results: Sequence[Found]) -> dict[str, Any]:
    """What is reported of a field, with intervals of the two shares of false statuses."""
    found = evidence_figures(results)
    told = sum(r.answered for r in results)
    return {
        **{k: found[k] for k in SHOWN},
        "not reported": len(results) - told,
        "false_not_reported, 95 %": interval(found["false_not_reported"], len(results) - told),
        "reported": told,
        "false_reported, 95 %": interval(found["false_reported"], told),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--trials", type=int, default=40)
    for name in ("json", "shipped"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    encoder = KeptVectors(ROOT / "build" / "benchmarks")
    cases = {field: cases_of(field, options.data, encoder, options.trials) for field in FIELDS}
    encoder.keep()
    of = {c.gold.paper: field for field, found in cases.items() for c in found}
    fitter = Fitter([c for found in cases.values() for c in found], fields=of)
    rows: dict[str, dict[str, Any]] = {}
    for field, found in cases.items():
        weights: Learned = (
            learned() if options.shipped else fitter.fitted([p for p in fitter.papers if of[p] != field])
        )
        rows[field] = figures([judged(case, weights) for case in found])
    print(json.dumps(rows, indent=1) if options.json else table(rows))


if __name__ == "__main__":
    main()
