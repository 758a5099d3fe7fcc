"""Similar answers across papers: which representation finds them, and what each costs.

    python -m tests.benchmarks.similar [--data DIR] [--json]

Real answers: those of five language models to 28 questions about 15 papers that people found to hold
information from the paper (Kommineni et al. 2025). Two models that answer a question about one paper say
nearly the same; two papers seldom do. So: of the answers of another model to the question, is the nearest
the one about the same paper? `first`: share of answers of which it is; `chance`: what guessing would reach.
`made-up answers`: how long all answers of so many papers take to compare, in full and after one paper has
changed.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from generator.core import Question
from generator.core.vocabulary import stems
from generator.evaluation.markdown_report import markdown
from generator.project import shipped
from generator.project.question_files import load_question_sets
from generator.retrieval import SentenceTransformerEncoder
from generator.site.similar.shared_words import AnswerStems, answer_stems, nearest, question_stems
from tests.benchmarks.synthetic import synthetic

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

Scores = Callable[[Question, Sequence[str]], np.ndarray]
"""Likeness of each text, all answers to one question, to each other: shape (texts, texts)."""


def answers(data: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Question -> (paper, model, reply) of the replies that people say hold information from the paper."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for line in (data / "gold" / "decisions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["human"]:
            found[row["question"].lower()].append((row["paper"], row["model"], row["answer"]))
    return found


def by_words(question: Question, texts: Sequence[str], *, without_question: bool = True) -> np.ndarray:
    ignored = question_stems(question) if without_question else frozenset[str]()
    bits = [answer_stems("", text, ignored).bits for text in texts]
    either = [[max(1, (a | b).bit_count()) for b in bits] for a in bits]
    shared = [[(a & b).bit_count() for b in bits] for a in bits]
    return np.asarray(np.array(shared) / np.array(either))


def hashed(size: int, *, weighted: bool) -> Scores:
    """Cosines of stems hashed into ``size`` numbers; weighted: by how few answers hold a stem."""

    def scores(question: Question, texts: Sequence[str]) -> np.ndarray:
        import zlib

        held = [stems(text) for text in texts]
        spread: dict[str, int] = defaultdict(int)
        for own in held:
            for stem in set(own):
                spread[stem] += 1
        found = np.zeros((len(texts), size))
        for row, own in enumerate(held):
            for stem in set(own):
                number = zlib.crc32(stem.encode())
                weight = 1 + np.log(own.count(stem))
                if weighted:
                    weight *= np.log((1 + len(texts)) / spread[stem])
                found[row, number % size] += weight if number >> 31 else -weight
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
        return np.asarray(found @ found.T)

    return scores


def encoded() -> Scores:
    encoder = SentenceTransformerEncoder()

    def scores(question: Question, texts: Sequence[str]) -> np.ndarray:
        vectors = encoder.encode(texts)
        return np.asarray(vectors @ vectors.T)

    return scores


def nearest_is_same_paper(
    asked: Mapping[str, Question], found: Mapping[str, list[tuple[str, str, str]]], scores: Scores
) -> dict[str, Any]:
    hits, chances = [], []
    spent, count = 0.0, 0
    for name, rows in found.items():
        started = time.perf_counter()
        table = scores(asked[name], [text for _, _, text in rows])
        spent, count = spent + time.perf_counter() - started, count + len(rows)
        for n, (paper, model, _) in enumerate(rows):
            for other in {m for _, m, _ in rows} - {model}:
                among = [k for k, (_, m, _) in enumerate(rows) if m == other]
                papers = [rows[k][0] for k in among]
                if paper in papers and len(set(papers)) > 1:
                    hits.append(papers[int(np.argmax(table[n, among]))] == paper)
                    chances.append(papers.count(paper) / len(papers))
    return {
        "n": len(hits),
        "first": float(np.mean(hits)),
        "chance": float(np.mean(chances)),
        "ms an answer": 1000 * spent / count,
    }


def bounds(asked: Mapping[str, Question], found: Mapping[str, list[tuple[str, str, str]]]) -> dict[str, Any]:
    """By bound: pairs of answers of different models to a question that are as like, and of how many the
    paper is the same; and pairs of different papers by one model, as a site would show them."""
    same: list[float] = []
    others: list[float] = []
    shown: list[float] = []
    for name, rows in found.items():
        table = by_words(asked[name], [text for _, _, text in rows])
        for n, (paper, model, _) in enumerate(rows):
            for k in range(n):
                likeness = float(table[n, k])
                if rows[k][1] == model:
                    shown.append(likeness)
                else:
                    (same if rows[k][0] == paper else others).append(likeness)
    return {
        f"{bound} %": {
            "of one paper": float(np.mean(np.array(same) >= bound / 100)),
            "of two papers": float(np.mean(np.array(others) >= bound / 100)),
            "of one model, two papers": int(np.sum(np.array(shown) >= bound / 100)),
        }
        for bound in (20, 30, 40, 50, 60, 70)
    }


def cost(papers: int) -> dict[str, Any]:
    """Processor seconds (of one core: nothing runs beside) to compare the answers of a made-up collection."""
    collection = synthetic(papers, contexts=1)
    asked = {q.id: q for q in collection.questions}
    started = time.process_time()
    told: dict[str, dict[str, AnswerStems]] = {name: {} for name in asked}
    for answer in collection.answers:
        if answer.text:
            ignored = question_stems(asked[answer.question])
            told[answer.question][answer.paper] = answer_stems(answer.id, answer.text, ignored)
    describing = time.process_time() - started
    started = time.process_time()
    near = {name: nearest(rows) for name, rows in told.items()}
    comparing = time.process_time() - started
    started = time.process_time()
    for name, rows in told.items():
        paper, one = next(iter(rows.items()))
        changed = {**rows, paper: AnswerStems("another", one.bits ^ (one.bits & -one.bits))}
        nearest(changed, rows, near[name])
    return {
        "answers": sum(len(rows) for rows in told.values()),
        "seconds to describe": describing,
        "seconds to compare": comparing,
        "seconds after one paper changed": time.process_time() - started,
        "answers with a neighbour": sum(len(rows) for rows in near.values()),
        "GB of memory at most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9,
    }


def measure(data: Path, papers: Sequence[int]) -> dict[str, Any]:
    (questions,) = load_question_sets([shipped("content/questions") / "deep-learning.yml"])
    asked = {alias.lower(): q for q in questions.questions for alias in (*q.aliases, q.id)}
    found = {name: rows for name, rows in answers(data).items() if name in asked}
    ways: dict[str, Scores] = {
        "shared words (what is used)": by_words,
        "shared words, those of the question too": lambda q, t: by_words(q, t, without_question=False),
        "hashed words, 384 numbers": hashed(384, weighted=False),
        "hashed words, 384 numbers, weighted": hashed(384, weighted=True),
        "encoder, 384 numbers": encoded(),
    }
    return {
        "representations": {name: nearest_is_same_paper(asked, found, way) for name, way in ways.items()},
        "bounds": bounds(asked, found),
        "made-up answers": {f"{n:,} papers": cost(n) for n in papers},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--papers", type=int, nargs="*", default=[464, 5_000])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.data, options.papers)
    print(json.dumps(found, indent=1) if options.json else markdown("Similar answers", found))


if __name__ == "__main__":
    main()
