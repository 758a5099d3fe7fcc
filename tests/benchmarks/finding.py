"""Finding sentences by words: how often gold evidence is among the first, and what the encoding costs.

    python -m tests.benchmarks.finding [--data ../shared/data] [--json]

Of each question with gold evidence, the paper that answers is searched as `answerbook find --paper` searches
it, asked in several ways: by cue words of the question set, the question as shown, and a sentence as authors
would write it; each as it is, and, where it ends in no stop, without the question mark that is put there.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.commands.evaluate.cases import Case
from generator.commands.find import findable, query_text
from generator.core import Question
from generator.evaluation.markdown_report import markdown
from generator.evaluation.metrics import passage_found
from generator.retrieval import SentenceTransformerEncoder
from tests.benchmarks.retrieval import cases_of


def ways(question: Question) -> dict[str, str]:
    """Words in which somebody may look for what ``question`` asks."""
    words = question.text.rstrip("?. ")
    sentence = question.queries[0]
    asked = {
        "one cue word": question.cues[0],
        "three cue words": " ".join(question.cues[:3]),
        "five cue words": " ".join(question.cues[:5]),
        "the question": words,
        "a sentence without its stop": sentence.rstrip("."),
    }
    bare = {f"{name}, bare": text for name, text in asked.items()}
    return {name: query_text(text) for name, text in asked.items()} | {"a sentence": sentence} | bare


def measure(cases: Sequence[Case]) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Shares by way of asking; sentences and seconds."""
    encoder = SentenceTransformerEncoder()
    encoder.encode(["A first text takes longer."])
    papers = {case.index.paper.id: case.index.paper for case in cases}
    texts = {id: [p.text for p in findable(paper)] for id, paper in papers.items()}
    started = time.perf_counter()
    vectors = {id: encoder.encode(of_paper) for id, of_paper in texts.items()}
    seconds = time.perf_counter() - started
    asked = [case for case in cases if case.gold.passages]
    ranks: dict[str, list[int]] = {}
    for case in asked:
        paper = case.index.paper.id
        for name, words in ways(case.question).items():
            cosines = vectors[paper] @ encoder.encode([words])[0]
            first = (
                place
                for place, n in enumerate((-cosines).argsort(kind="stable").tolist(), start=1)
                if any(
                    passage_found(texts[paper][n], [p]) or passage_found(p, [texts[paper][n]])
                    for p in case.gold.passages
                )
            )
            ranks.setdefault(name, []).append(next(first, 10**6))
    shares = {
        name: {f"among {n}": sum(r <= n for r in of_name) / len(of_name) for n in (1, 3, 10)}
        for name, of_name in ranks.items()
    }
    sentences = sum(map(len, texts.values()))
    costs = {
        "questions with gold evidence": len(asked),
        "papers": len(papers),
        "sentences": sentences,
        "ms to encode a sentence": 1000 * seconds / sentences,
        "seconds to encode a paper": seconds / len(papers),
    }
    return shares, costs


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    shares, costs = measure(cases_of(options.data))
    rows = {**costs, "evidence by way of asking": shares}
    print(json.dumps(rows, indent=1) if options.json else markdown("Finding sentences", rows))


if __name__ == "__main__":
    main()
