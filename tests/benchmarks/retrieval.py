"""Evidence found, and status told, on the papers with gold evidence.

    python -m tests.benchmarks.retrieval [--data ../shared/data] [--budget 3600] [--sweep]

Prints, at a context of at most ``--budget`` characters: the share of answerable questions with at
least one gold passage in the snippets (any), the share of all gold passages there (recall), and
the agreement of `quotes` with the gold on reported or not (kappa), where the two thresholds are
chosen on all papers but the one that they are applied to. ``--sweep`` shows what each sign of the
ranking brings.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from collections.abc import Sequence
from pathlib import Path

from generator.core import Paper, Question, Snippet
from generator.evaluation import balanced_accuracy, cohen_kappa, found
from generator.project import shipped
from generator.questions import load_question_set
from generator.reading import read_paper
from generator.retrieval import PaperIndex, SentenceTransformerEncoder, Weights, rank

ROOT = Path(__file__).resolve().parents[2]


@dataclasses.dataclass(frozen=True)
class Case:
    """A question about a paper with its gold passages and status."""

    paper: str
    question: Question
    passages: tuple[str, ...]
    status: str


def cases(data: Path) -> tuple[dict[str, Paper], list[Case]]:
    """The papers with gold evidence, read, and their questions."""
    questions = load_question_set(shipped("content/questions") / "deep-learning.yml")
    rows = [json.loads(line) for line in (data / "gold/evidence.jsonl").read_text().splitlines()]
    papers = {
        name: read_paper(data / f"papers/pdf/{name}.pdf") for name in sorted({r["paper"] for r in rows})
    }
    found_cases = []
    for row in rows:
        question = questions.find(row["question"])
        assert question is not None, row["question"]
        passages = tuple(e["quote"] for e in row["evidence"])
        found_cases.append(Case(row["paper"], question, passages, row["status"]))
    return papers, found_cases


def packed(index: PaperIndex, question: Question, weights: Weights, budget: int) -> list[Snippet]:
    """As `generator.retrieval.retrieve`, with weights of choice."""
    chosen, left = [], budget
    for ranked in rank(index, question, weights):
        if left < 40:
            break
        if len(ranked.passage.text) <= left:
            chosen.append(ranked.passage.snippet(ranked.score))
            left -= len(ranked.passage.text)
    return chosen


def evidence(
    indices: dict[str, PaperIndex], all_cases: Sequence[Case], weights: Weights, budget: int
) -> dict[str, float]:
    """any, recall and mean number of characters; kappa and balanced accuracy of the status."""
    any_found = passages = passages_found = characters = answerable = junk = 0
    tops: list[tuple[str, float, bool]] = []
    for case in all_cases:
        snippets = packed(indices[case.paper], case.question, weights, budget)
        texts = [s.text for s in snippets]
        characters += sum(map(len, texts))
        links = [s for s in snippets if s.links] if case.question.kind == "link" else snippets
        tops.append((case.paper, max((s.score for s in links), default=0.0), case.status != "not_reported"))
        junk += not case.question.references and any(
            s.place.kind in ("references", "furniture") for s in snippets
        )
        if not case.passages:
            continue
        answerable += 1
        hits = sum(found(p, texts) for p in case.passages)
        any_found += hits > 0
        passages += len(case.passages)
        passages_found += hits
    said, gold = [], []
    for paper in {p for p, _, _ in tops}:
        threshold = best_threshold([(t, g) for p, t, g in tops if p != paper])
        for p, top, is_reported in tops:
            if p == paper:
                said.append(top >= threshold)
                gold.append(is_reported)
    return {
        "questions": len(all_cases),
        "any": any_found / answerable,
        "recall": passages_found / passages,
        "mean_chars": characters / len(all_cases),
        "reference_share": junk / len(all_cases),
        "status_kappa": cohen_kappa(said, gold),
        "status_balanced_accuracy": balanced_accuracy(said, gold),
        "threshold": best_threshold([(t, g) for _, t, g in tops]),
    }


def best_threshold(scored: Sequence[tuple[float, bool]]) -> float:
    """The threshold on the score with the best kappa."""
    gold = [g for _, g in scored]
    return max(
        sorted({t for t, _ in scored}), key=lambda cut: cohen_kappa([t >= cut for t, _ in scored], gold)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--budget", type=int, default=3600)
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    papers, all_cases = cases(options.data)
    encoder = SentenceTransformerEncoder()
    indices = {name: PaperIndex(paper, encoder) for name, paper in papers.items()}
    variants = {"all signs": Weights()}
    if options.sweep:
        for sign in [f.name for f in dataclasses.fields(Weights)]:
            variants[f"without {sign}"] = dataclasses.replace(Weights(), **{sign: 0.0})
    rows = {}
    for name, weights in variants.items():
        started = time.perf_counter()
        rows[name] = evidence(indices, all_cases, weights, options.budget)
        rows[name]["seconds"] = time.perf_counter() - started
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    columns = list(next(iter(rows.values())))
    print(f"| {len(papers)} papers | " + " | ".join(columns) + " |")
    print("|" + "---|" * (len(columns) + 1))
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(f"{row[c]:.3g}" for c in columns) + " |")


if __name__ == "__main__":
    main()
