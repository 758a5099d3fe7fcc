"""Which parts of a question are told, where a paper reports what the whole question asks.

    python -m tests.benchmarks.parts [--data ../shared/data] [--alone] [--refit] [--without-cues] [--json]

Cells that are reported, of the 17 papers of general science with labels (whose ``missing`` names what is not
told; where its words name no part, the cell is left out) and of the papers that we labelled. Each field is
judged by scorer, ranking and models of parts that saw nothing of it. Cells of which the paper says that there
was nothing ("no funding") are left out, for a rule decides them. ``of record``: parts whose cues are as they
were before anybody had seen a figure; ``part left out``: by models that saw no cell of the part that they
judge. ``--alone`` does without a scorer. ``--without-cues`` does as if no part had cues. ``--refit`` writes
the models of the package.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.commands.evaluate.cases import Case
from generator.core import LinearModel, PartOfQuestion
from generator.evaluation.fitting import fit
from generator.evaluation.metrics import cohen_kappa
from generator.retrieval import find_part, retrieve
from generator.retrieval.question_parts import PART_FROM, PART_MODELS, tells_of_nothing
from tests.benchmarks.fields import GROUPS, ROOT, Judge, all_cases, counted_trials, interval
from tests.benchmarks.kept_vectors import KeptVectors
from tests.benchmarks.own_labels import LABELS
from tests.benchmarks.retrieval import WEIGHTS, table

# What people wrote in `missing` of `gold/reporting.jsonl`, and the part that it names.
NAMED = {
    "conditions": "conditions",
    "grant number": "number",
    "how the size was decided": "decided",
    "how the number of plots was decided": "decided",
    "significance level": "threshold",
    "significance level in words": "threshold",
    "significance level of the t-tests": "threshold",
    "when": "when",
    "year": "when",
    "calendar time": "when",
    "when the scans were made": "when",
    "where and when (no observations)": "when",
    "date of registration": "before",
}


# Parts whose cues were changed after a look at the figures.
CHANGED = {"sample-size: decided", "statistics: threshold", "sample: where"}


@dataclass(frozen=True)
class Row:
    """A part of a reported cell. features: of `find_part`. told: whether the paper tells it."""

    field: str
    part: str
    features: dict[str, float]
    told: bool


def missing_parts(data: Path) -> dict[tuple[str, str], set[str]]:
    """Return the parts that are not told, by paper and question, where the words of the label name them."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in (data / "gold" / "reporting.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if all(word in NAMED for word in row["missing"]):
            found[row["paper"], row["question"]] = {NAMED[word] for word in row["missing"]}
    for file in sorted(LABELS.glob("*.jsonl")):
        for row in map(json.loads, file.read_text("utf-8").splitlines()):
            if "question" in row:
                found[file.stem, row["question"]] = set(row["missing"])
    return found


def rows_of(judge: Judge, missing: dict[tuple[str, str], set[str]], *, cues: bool) -> list[Row]:
    """Return the parts of all reported cells, searched for with what saw nothing of the field."""
    found = []
    for out in judge.parts():
        weights = judge.fitter.fitted([p for p in judge.fitter.papers if p not in set(out)])
        for field, cases in judge.cases.items():
            for case in cases:
                gaps = missing.get((case.gold.paper, case.question.id))
                if gaps is None or case.gold.paper not in out or not case.gold.answered:
                    continue
                whole = retrieve(case.index, case.question, models=weights).snippets
                if tells_of_nothing(whole):
                    continue
                for part in case.question.parts[1:]:
                    asked = part if cues else PartOfQuestion(part.id, part.text, part.queries)
                    features = find_part(case.index, case.question, asked, whole, weights).features
                    name = f"{case.question.id}: {part.id}"
                    found.append(Row(GROUPS.get(field, field), name, dict(features), part.id not in gaps))
    return found


def predicted(rows: Sequence[Row], group: Callable[[Row], Hashable]) -> list[float]:
    """Return for each row the probability by a model that saw no row of its group."""
    models: dict[tuple[Hashable, frozenset[str]], LinearModel] = {}
    found = []
    for row in rows:
        key = group(row), frozenset(row.features)
        if key not in models:
            models[key] = model_of([r for r in rows if group(r) != key[0] and set(r.features) == key[1]])
        found.append(models[key].probability(row.features))
    return found


def model_of(rows: Sequence[Row], card: dict[str, Any] | None = None) -> LinearModel:
    """Fit whether a part is told."""
    return fit([r.features for r in rows], [r.told for r in rows], threshold=PART_FROM, card=card)


def figures(rows: Sequence[Row], chances: Sequence[float]) -> dict[str, Any]:
    """Return what is right and wrong when a part is called told from `PART_FROM` on."""
    said = [p >= PART_FROM for p in chances]
    told, n = [r.told for r in rows], len(rows)
    false_told = sum(s and not t for s, t in zip(said, told, strict=True))
    false_missing = sum(t and not s for s, t in zip(said, told, strict=True))
    yes, no = sum(said), n - sum(said)
    return {
        "n": n,
        "told": sum(told) / n,
        "called told": yes,
        "of these false": false_told / yes if yes else None,
        "95 %": interval(false_told / yes if yes else None, yes),
        "called missing": no,
        "of these false ": false_missing / no if no else None,
        "95 % ": interval(false_missing / no if no else None, no),
        "kappa": cohen_kappa(said, told),
    }


def report(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Return the figures in all, by field and by part."""
    by_field = predicted(rows, lambda r: r.field)
    first = [(r, p) for r, p in zip(rows, by_field, strict=True) if r.part not in CHANGED]
    found = {
        "of record": figures([r for r, _ in first], [p for _, p in first]),
        "all": figures(rows, by_field),
        "part left out": figures(rows, predicted(rows, lambda r: r.part)),
    }
    for of in ("field", "part"):
        for name in dict.fromkeys(getattr(r, of) for r in rows):
            chosen = [(r, p) for r, p in zip(rows, by_field, strict=True) if getattr(r, of) == name]
            found[name] = figures([r for r, _ in chosen], [p for _, p in chosen])
    return found


def refit(rows: Sequence[Row], without: Sequence[Row]) -> None:
    """Write the models of the package, fitted on all rows."""
    data = {}
    for name, chosen in (("with cues", rows), ("without cues", without)):
        card = {
            "what": f"Whether a part of a question is reported: parts {name} of their own.",
            "data": f"{len(chosen)} parts of reported cells, in {len({r.field for r in chosen})} fields",
            "command": "python -m tests.benchmarks.parts --refit",
            "figures": "python -m tests.benchmarks.parts",
        }
        data[name] = json.loads(model_of(chosen, card).to_json())
    (WEIGHTS / PART_MODELS).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    for name in ("alone", "refit", "without-cues", "json"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    encoder = KeptVectors(ROOT / "build" / "benchmarks")
    cases: dict[str, list[Case]] = all_cases(options.data, encoder)
    encoder.keep()
    judge = Judge(cases, "alone" if options.alone else "", counted_trials(options.data))
    missing = missing_parts(options.data)
    rows = rows_of(judge, missing, cues=not options.without_cues)
    if options.refit:
        refit([r for r in rows if "best_cued" in r.features], rows_of(judge, missing, cues=False))
    judge.keep()
    found = report(rows)
    print(json.dumps(found, indent=1) if options.json else table(found))


if __name__ == "__main__":
    main()
