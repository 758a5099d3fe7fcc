"""The index over a whole collection, at a million vectors: recall, time, memory.

    python -m tests.benchmarks.nearest [--vectors 1000000] [--json]

Vectors are those of the encoder's size, in clusters of clusters; recall is the share of the ten nearest by
exact search that the index finds, over 1,000 queries.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from generator.evaluation.markdown_report import markdown
from generator.retrieval.nearest import NearestIndex

SIZE, QUERIES, NEAREST, BATCH = 384, 1_000, 10, 28_000
# So far apart, on average, are sentences of one topic (cosine .6) and near duplicates (.9).
_TOPICS, _WITHIN = 2_000, 0.75


def vectors(count: int, seed: int) -> np.ndarray:
    """Return unit vectors around so many topics, of which some are frequent and most are not."""
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(_TOPICS, SIZE)).astype(np.float32)
    weights = 1 / np.arange(2, _TOPICS + 2)
    topics = chance.choice(_TOPICS, size=count, p=weights / weights.sum())
    found = centres[topics] + _WITHIN * chance.normal(size=(count, SIZE)).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def measure(count: int) -> dict[str, Any]:
    """Build paper by paper, search, save, load; then the exact search to compare with."""
    index = NearestIndex(SIZE)
    asked = vectors(QUERIES, seed=10**6)
    best = np.full((QUERIES, NEAREST), -2.0, dtype=np.float32)
    where = np.zeros((QUERIES, NEAREST), dtype=np.int64)
    building, slowest = 0.0, 0.0
    for number, start in enumerate(range(0, count, BATCH)):
        part = vectors(min(BATCH, count - start), seed=number)
        keys = [str(n) for n in range(start, start + len(part))]
        started = time.perf_counter()
        index.put(keys, part)
        spent = time.perf_counter() - started
        building, slowest = building + spent, max(slowest, spent)
        cosines = asked @ part.T  # the exact ten, kept while the vectors are at hand
        both = np.concatenate([best, cosines], axis=1)
        names = np.concatenate(
            [where, np.broadcast_to(np.arange(start, start + len(part)), cosines.shape)], axis=1
        )
        order = np.argpartition(-both, NEAREST, axis=1)[:, :NEAREST]
        best = np.take_along_axis(both, order, axis=1)
        where = np.take_along_axis(names, order, axis=1)
    started = time.perf_counter()
    found = index.nearest(asked, NEAREST)
    searching = time.perf_counter() - started
    shared = [
        len({int(k) for k, _ in row} & set(exact.tolist())) for row, exact in zip(found, where, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        index.save(Path(folder))
        saving = time.perf_counter() - started
        size = sum(p.stat().st_size for p in Path(folder).iterdir())
        started = time.perf_counter()
        NearestIndex.load(Path(folder), SIZE)
        loading = time.perf_counter() - started
    started = time.perf_counter()
    index.put([str(n) for n in range(28)], vectors(28, seed=7))
    replacing = time.perf_counter() - started
    return {
        "vectors": count,
        "kind": index.kind,
        "recall at ten": float(np.mean(shared)) / NEAREST,
        "ms a query": 1000 * searching / QUERIES,
        "seconds to build, paper by paper": building,
        "of these, the slowest step (training)": slowest,
        "seconds to replace the answers of one paper": replacing,
        "seconds to save": saving,
        "seconds to load": loading,
        "GB on disk": size / 1e9,
        "GB of memory at most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--vectors", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--data", type=Path, help="not used: all is made up")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {f"{count:,} vectors": measure(count) for count in options.vectors}
    print(json.dumps(found, indent=1) if options.json else markdown("The index of a collection", found))


if __name__ == "__main__":
    main()
