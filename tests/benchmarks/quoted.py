"""Whether what `quotes` shows answers the question: on five sets whose questions no scorer was trained on.

    python -m tests.benchmarks.quoted [--data ../shared/data] [--misses] [--json]

Of the cells that the paper reports and that the package calls reported: is the first sentence shown among
those that a careful reader named, and how many of all sentences shown are? A reader names few of the
sentences that would do, so both are lower bounds. ``--misses`` prints the first sentences that are not among
them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answering.quotes_model import Quotes
from generator.commands.evaluate.cases import Case
from generator.commands.named import DEFAULT_BUDGET
from generator.evaluation.metrics import passage_found
from generator.retrieval import PACKAGED_SCORER, learned_weights, retrieve
from tests.benchmarks.fields import ROOT, interval
from tests.benchmarks.kept_scores import KeptScores
from tests.benchmarks.kept_vectors import KeptVectors
from tests.benchmarks.own_labels import set_cases
from tests.benchmarks.retrieval import table
from tests.benchmarks.uncounted import SHIPPED


@dataclass(frozen=True, slots=True)
class Shown:
    """The sentences shown for one case, in order, and for each whether it is gold evidence."""

    case: Case
    sentences: tuple[str, ...]
    gold: tuple[bool, ...]


def shown(cases: Sequence[Case]) -> Iterator[Shown]:
    """Yield what is shown for the cases that are reported, and called so."""
    weights = learned_weights(PACKAGED_SCORER)
    for case in cases:
        if case.gold.answered and case.gold.passages:
            found = retrieve(case.index, case.question, DEFAULT_BUDGET, weights)
            sentences = tuple(s.text for s in Quotes().answer(case.question, found).sentences)
            if sentences:
                passages = case.gold.passages
                gold = (
                    any(passage_found(s, [p]) or passage_found(p, [s]) for p in passages) for s in sentences
                )
                yield Shown(case, sentences, tuple(gold))


def figures(found: Sequence[Shown]) -> dict[str, Any]:
    """Return the shares of first sentences, and of all sentences, that are gold, with n and an interval."""
    first, every = [s.gold[0] for s in found], [g for s in found for g in s.gold]
    return {
        "answers": len(first),
        "first one gold": sum(first) / len(first),
        "first, 95 %": interval(sum(first) / len(first), len(first)),
        "sentences": len(every),
        "gold": sum(every) / len(every),
        "gold, 95 %": interval(sum(every) / len(every), len(every)),
        "any gold": sum(any(s.gold) for s in found) / len(found),
    }


def rows(sets: Mapping[str, Sequence[Case]]) -> tuple[dict[str, dict[str, Any]], list[Shown]]:
    """Return the figures of each set and of all, and what was shown."""
    scorer = KeptScores(SHIPPED)
    found = {}
    for name, cases in sets.items():
        for case in cases:
            case.index.scorer = scorer
        found[name] = list(shown(cases))
    scorer.keep()
    every = [s for some in found.values() for s in some]
    return {name: figures(some) for name, some in found.items()} | {"all": figures(every)}, every


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    for name in ("misses", "json"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    encoder = KeptVectors(ROOT / "build" / "benchmarks")
    data, every = rows(set_cases(options.data, encoder))
    encoder.keep()
    print(json.dumps(data, indent=1) if options.json else table(data))
    for one in every if options.misses else ():
        if not one.gold[0]:
            print(f"\n{one.case.gold.paper} {one.case.question.id}: {one.case.question.text}")
            for sentence, gold in zip(one.sentences, one.gold, strict=True):
                print(f"  {'+' if gold else '-'} {sentence[:240]}")
            print("  gold: " + " | ".join(p[:160] for p in one.case.gold.passages))


if __name__ == "__main__":
    main()
