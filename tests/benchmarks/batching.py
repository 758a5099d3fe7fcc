"""How near a server that batches is kept to the speed of a batch.

    python -m tests.benchmarks.batching [--papers N] [--slots N]... [--slow N] [--json]

A server in real time that has the law of a server that batches (`tests.answering.batching_server`): a step
takes 12 ms and .1 ms more for every reply in it, about as with a model of 8 billion parameters on one GPU.
Replies have 20 to 120 tokens, papers 28 questions, and each paper needs half a second before its first
question. Eight workers ask as a build on two cores does, each with a model and a pace of its own. The batch
knows all questions from the beginning. No model is needed: what is measured is our own part. ``--slow`` makes
all of this so many times slower, for a machine that other work shares.
"""

from __future__ import annotations

import argparse
import json
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from generator.answering.generating import Generated
from generator.answering.models.server.model import ServerModel
from generator.answering.models.server.options import MAX_CONCURRENCY, ServerOptions
from generator.core import Place, Question, Retrieved, Snippet
from generator.evaluation.markdown_report import markdown
from generator.run.asking import drafts
from tests.answering.batching_server import Batching, BatchingServer

BASE, EACH = 0.012, 0.0001
WORKERS, QUESTIONS, PREPARING = 8, 28, 0.5
SHORTEST, LONGEST = 20, 120  # tokens of a reply
TEXT = "The seed was 7 in all runs of the experiment."
FOUND = Retrieved((Snippet(TEXT, Place(0, len(TEXT)), 0.9),), 0.9)


def measure(slots: int, papers: int, concurrency: int, slow: float) -> dict[str, Any]:
    """Return the share of the batch's speed. concurrency: as in the settings."""
    draw = random.Random(5)
    lengths = {f"{p}-{q}": draw.randint(SHORTEST, LONGEST) for p in range(papers) for q in range(QUESTIONS)}
    batch = Batching(slow * BASE, slow * EACH, slots).seconds(list(lengths.values()))
    todo = iter(range(papers))
    taking = threading.Lock()

    def tokens(text: str) -> int:
        return lengths[text.rsplit(" ", 1)[1].rstrip("?")]

    def work(url: str) -> int:
        model = ServerModel(ServerOptions(url=url, concurrency=concurrency))
        answerer = Generated(model, name="m", budget=3600)
        for paper in _taken(todo, taking):
            time.sleep(slow * PREPARING)
            put = [Question(f"q{n}", f"What is {paper}-{n}?", "group") for n in range(QUESTIONS)]
            for _ in drafts(answerer, put, lambda question: FOUND, concurrency or MAX_CONCURRENCY, 1):
                pass
        limit = model.concurrency
        model.close()
        return limit

    law = Batching(slow * BASE, slow * EACH, slots)
    with BatchingServer(law, tokens) as at, ThreadPoolExecutor(WORKERS) as pool:
        limits = list(pool.map(work, [at.url] * WORKERS))
        took, most = at.seconds, at.most
    return {
        "answers": len(lengths),
        "seconds of the server": took,
        "seconds of the batch": batch,
        "share of the batch's speed": batch / took,
        "most replies at once": most,
        "requests at once, of a worker": max(limits),
    }


def _taken(todo: Iterator[int], taking: threading.Lock) -> Iterator[int]:
    while True:
        with taking:
            paper = next(todo, None)
        if paper is None:
            return
        yield paper


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, help="not needed")
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--slots", type=int, action="append", help="replies at the same time; 16 and 64")
    parser.add_argument("--slow", type=float, default=1.0, help="times slower than it would be")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {
        f"{slots} replies at once, {'found out' if not fixed else f'{fixed} requests'}": measure(
            slots, options.papers, fixed, options.slow
        )
        for slots in options.slots or (16, 64)
        for fixed in (4, 0)
    }
    result = {"batching": found}
    print(json.dumps(result, indent=1) if options.json else markdown("Batching", result))


if __name__ == "__main__":
    main()
