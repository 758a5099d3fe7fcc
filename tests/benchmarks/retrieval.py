"""Evidence found, and status told, on the papers with gold evidence.

    python -m tests.benchmarks.retrieval [--data ../shared/data] [--budget 3600]
        [--ablation] [--quotes] [--pack] [--misses] [--bare] [--refit] [--json]

Every figure is held out: each paper is judged by weights that were fitted on the other ones.
``--ablation`` leaves out one sign after the other; ``--quotes`` shows what the constants of
`generator.answering.quotes_model` and `generator.retrieval.ranking` choose between; ``--bare`` asks the
questions without their queries and cues, as somebody types them; ``--pack`` compares evidence packs with
each question's own snippets; ``--misses`` lists the gold
passages that were not found. ``--refit`` fits on all papers and writes the shipped weights.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.commands.evaluate.cases import Case, bare, join_cases, variants
from generator.commands.evaluate.evidence import judge_case
from generator.commands.evaluate.retrieval_fitting import Fitter
from generator.core import LinearModel
from generator.core.vocabulary import stems
from generator.evaluation.gold_evidence import GoldResult, by_paper, evidence_figures, read_evidence
from generator.evaluation.metrics import passage_found
from generator.project import shipped
from generator.project.question_files import load_question_set
from generator.retrieval import FEATURES, LearnedWeights, evidence_pack, fit_budget, rank, retrieve
from generator.retrieval.retrieval_weights import WEIGHT_FILES

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "generator" / "retrieval" / "models"
COMMAND = "python -m tests.benchmarks.retrieval --refit"
STATUS_FEATURES = ("best", "near_best", "cues", "cues_of_best")


def cases_of(data: Path) -> list[Case]:
    """Return the gold cases in a folder like ../shared/data."""
    cases, missing = join_cases(read_evidence(data / "gold" / "evidence.jsonl"), data / "papers" / "pdf")
    assert not missing, missing
    return cases


def without_each(fitter: Fitter) -> dict[str, LearnedWeights]:
    """By paper, weights fitted on the other papers."""
    return {p: fitter.fitted([q for q in fitter.papers if q != p]) for p in fitter.papers}


def results(cases: Sequence[Case], weights: dict[str, LearnedWeights], budget: int) -> list[GoldResult]:
    return [judge_case(case, weights[case.gold.paper], budget) for case in cases]


def ablation(cases: Sequence[Case], budget: int) -> dict[str, dict[str, Any]]:
    """Return the figures without each feature of the ranking, and of the status."""
    fitters = {f"without the sign {n}": Fitter(cases, without_passage_feature=n) for n in FEATURES}
    fitters |= {f"without the feature {n}": Fitter(cases, without_status_feature=n) for n in STATUS_FEATURES}
    fitters = {"all signs and features": Fitter(cases), **fitters}
    rows = {}
    for name, fitter in fitters.items():
        weights = without_each(fitter)
        figures = evidence_figures(results(cases, weights, budget))
        rows[name] = {k: figures[k] for k in ("any", "recall", "status_kappa")}
        rows[name]["recall_over_wordings"] = recall_over_wordings(fitter, weights)
    return rows


def recall_over_wordings(fitter: Fitter, weights: dict[str, LearnedWeights]) -> float:
    """Mean recall at 1,800, 3,600 and 6,000 characters, with all queries and cues and with half of them.

    One budget and one wording decide by a handful of passages; this mean is steadier.
    """
    hits = total = 0
    for case in fitter.cases:
        for question in variants(case.question):
            weighed = weights[case.gold.paper]
            ranked = rank(case.index, question, weighed, fitter.features(case, question))
            for budget in (1800, 3600, 6000):
                texts = [s.text for s in fit_budget(ranked, budget)]
                hits += sum(passage_found(p, texts) for p in case.gold.passages)
                total += len(case.gold.passages)
    return hits / total


def quoting(cases: Sequence[Case], weights: dict[str, LearnedWeights]) -> dict[str, dict[str, float]]:
    """Return what is quoted at several shares of the best score, and what stays as relevant."""
    rows: dict[str, dict[str, float]] = {}
    answered = [c for c in cases if c.gold.answered]
    for share in (0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7):
        right = quoted = some = asked = kept = gold = 0
        for case in answered:
            snippets = retrieve(case.index, case.question, 3600, weights[case.gold.paper])
            if not snippets.answers:
                continue
            asked += 1
            best = snippets.snippets[0].score
            near = [s.text for s in snippets.snippets if s.score >= share * best]
            hits = [
                any(passage_found(s, [p]) or passage_found(p, [s]) for p in case.gold.passages)
                for s in near[:3]
            ]
            right, quoted, some = right + sum(hits), quoted + len(hits), some + any(hits)
            all_texts = [s.text for s in snippets.snippets]
            there = [p for p in case.gold.passages if passage_found(p, all_texts)]
            gold += len(there)
            kept += sum(passage_found(p, near) for p in there)
        rows[f"share {share}"] = {
            "of up to 3 quotes, gold": right / quoted,
            "answers with a gold quote": some / asked,
            "gold passages kept as relevant": kept / gold,
        }
    return rows


def packs(cases: Sequence[Case], weights: dict[str, LearnedWeights]) -> dict[str, dict[str, float]]:
    """Gold passages held by what each question is shown by itself, and by what all questions share."""
    rows = {}
    for budget in (1000, 1800, 3600, 6000):
        own = [fit_budget(rank(c.index, c.question, weights[c.gold.paper]), budget) for c in cases]
        rows[f"each question {budget:,} characters"] = _held(cases, [[s.text for s in o] for o in own])
    for budget in (6000, 9000, 12_000, 14_000, 16_000, 24_000):
        shared = {}
        for paper in dict.fromkeys(c.gold.paper for c in cases):
            of_paper = [c for c in cases if c.gold.paper == paper]
            found = evidence_pack(of_paper[0].index, [c.question for c in of_paper], budget, weights[paper])
            shared[paper] = [s.text for s in found]
        rows[f"a pack of {budget:,} characters"] = _held(cases, [shared[c.gold.paper] for c in cases])
    return rows


def _held(cases: Sequence[Case], texts: Sequence[Sequence[str]]) -> dict[str, float]:
    hits = [[passage_found(p, shown) for p in c.gold.passages] for c, shown in zip(cases, texts, strict=True)]
    told = [h for h in hits if h]
    return {"any": sum(map(any, told)) / len(told), "recall": sum(map(sum, told)) / sum(map(len, told))}


def refit(cases: Sequence[Case], held_out: dict[str, Any]) -> None:
    """Write the shipped weights with their card."""
    _write_specificity()
    fitter = Fitter(cases)
    fitted = fitter.fitted(fitter.papers)
    card = {
        "command": COMMAND,
        "papers": sorted(fitter.papers),
        "rows": f"{len(cases)} questions about {len(fitter.papers)} papers with gold evidence",
        "held out (leaving one paper out)": {k: held_out[k] for k in ("any", "recall", "status_kappa")},
    }
    notes = {
        "ranking.json": "Whether a passage answers a question, from its signs; three wordings of each.",
        "status.json": "Whether a paper answers a question, from its ranked passages.",
        "bare.json": "The same for questions without queries and cues.",
    }
    for name, model in zip(WEIGHT_FILES, (fitted.ranking, fitted.status, fitted.bare), strict=True):
        shipped_model = LinearModel(
            model.features, model.intercept, model.threshold, {"what": notes[name], **card}
        )
        (WEIGHTS / name).write_text(shipped_model.to_json(), encoding="utf-8")


def _write_specificity() -> None:
    sets = [load_question_set(f) for f in sorted(shipped("content/questions").glob("*.yml"))]
    questions = [q for s in sets for q in s.questions]
    counts: Counter[str] = Counter()
    for q in questions:
        counts.update(set(stems(" ".join([q.text, *q.queries, *q.cues]))))
    data = {"questions": len(questions), "stems": dict(sorted(counts.items()))}
    (WEIGHTS / "specificity.json").write_text(json.dumps(data, indent=0) + "\n", encoding="utf-8")


def misses(cases: Sequence[Case], weights: dict[str, LearnedWeights], budget: int) -> list[str]:
    """Gold passages that were not found, those ranked lowest first."""
    rows = []
    for case in cases:
        paper = weights[case.gold.paper]
        texts = [s.text for s in retrieve(case.index, case.question, budget, paper).snippets]
        order = [r.passage.text for r in rank(case.index, case.question, paper)]
        for quote in case.gold.passages:
            if not passage_found(quote, texts):
                place = next(
                    (
                        n
                        for n, t in enumerate(order, 1)
                        if passage_found(t, [quote]) or passage_found(quote, [t])
                    ),
                    0,
                )
                rows.append((place or 10_000, f"{case.gold.paper} {case.question.id} rank {place}: {quote}"))
    return [text for _, text in sorted(rows, reverse=True)]


def table(rows: dict[str, dict[str, Any]]) -> str:
    columns = list(dict.fromkeys(c for row in rows.values() for c in row))
    lines = ["| | " + " | ".join(columns) + " |", "|" + "---|" * (len(columns) + 1)]
    for name, row in rows.items():
        cells = [
            f"{row[c]:.3g}" if isinstance(row.get(c), int | float) else str(row.get(c) or "") for c in columns
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--budget", type=int, default=3600)
    for name in ("ablation", "quotes", "pack", "bare", "misses", "refit", "json"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    cases = cases_of(options.data)
    started = time.perf_counter()
    weights = without_each(Fitter(cases))
    if options.bare:
        cases = [dataclasses.replace(c, question=bare(c.question)) for c in cases]
    judged_cases = results(cases, weights, options.budget)
    rows = {f"{len(weights)} papers": evidence_figures(judged_cases), **by_paper(judged_cases)}
    data: dict[str, Any] = {"figures": rows, "seconds": round(time.perf_counter() - started, 1)}
    if options.ablation:
        data["ablation"] = ablation(cases, options.budget)
    if options.quotes:
        data["quotes"] = quoting(cases, weights)
    if options.pack:
        data["pack"] = packs(cases, weights)
    if options.misses:
        data["misses"] = misses(cases, weights, options.budget)
    if options.refit:
        refit(cases, rows[f"{len(weights)} papers"])
    if options.json:
        print(json.dumps(data, indent=1))
        return
    print(table(rows))
    for name in ("ablation", "quotes", "pack"):
        if name in data:
            print("\n" + table(data[name]))
    for line in data.get("misses", ()):
        print(line)


if __name__ == "__main__":
    main()
