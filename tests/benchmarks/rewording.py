"""A reworded question: what it costs to ask it again of a whole collection whose vectors are kept.

    python -m tests.benchmarks.rewording [--papers 500] [--runs 2] [--data ../shared/data] [--json]

Papers whose other answers are all recorded, with a site that is published. Then the wording of one question
changes, and `answerbook build` runs, as a person would run it. The texts are trials where the development
data are, taken in turn under titles of their own; elsewhere made-up ones (`tests.benchmarks.scale`), whose
words fall into more tokens, so that the scorer reads more. The kept vectors are drawn at random: their values
do not change the time, and to encode 500 papers takes ten minutes.

The first run also counts the words of each paper, which later ones find in the cache.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from generator.evaluation.markdown_report import markdown
from generator.project import Project
from generator.project.paper_loading import collect_papers
from generator.retrieval.index import encoded_texts
from generator.retrieval.indexing import cache_folder
from generator.retrieval.model_results import CachingEncoder
from generator.retrieval.searchable import passages
from tests.benchmarks import scale

DIMENSIONS = 384  # of the packaged encoder
QUESTION = "random-seeds"
_ANSWERED = re.compile(r"([\d,]+) answers computed, ([\d,]+) reused")


class DrawnVectors:
    """Vectors of length one, drawn at random."""

    name = "drawn"

    def __init__(self, _: str) -> None:
        self._chance = np.random.default_rng(1)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`."""
        vectors = self._chance.standard_normal((len(texts), DIMENSIONS), dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def keep_vectors(project: Project) -> None:
    """Fill the cache as an earlier build would have done."""
    encoder = CachingEncoder(
        project.settings.retrieval.encoder, cache_folder(project.cache_dir), load=DrawnVectors
    )
    for paper in collect_papers(project, strict=True, jobs=2, progress=lambda *_: None).papers:
        encoder.encode(encoded_texts(passages(paper)))


def reword(project: Project, number: int) -> None:
    """Ask one question in other words. Raises ValueError if it is not among those of the project."""
    file = project.root / "content/questions/deep-learning.yml"
    text = file.read_text(encoding="utf-8")
    asked = re.compile(rf"(id: {QUESTION}\n(?:.*\n)*?\s+text: )(.*)")
    changed = asked.sub(rf"\g<1>Which random seeds were set, and for what ({number})?", text, count=1)
    if changed == text:
        raise ValueError(f"{file}: no question {QUESTION}")
    file.write_text(changed, encoding="utf-8")


def measure(papers: int, runs: int, folder: Path, data: Path) -> dict[str, Any]:
    """Return seconds by run. Raises ValueError if a build did anything but ask one question again."""
    root = folder / "project"
    real = [path.read_text(encoding="utf-8") for path in sorted(data.glob("trials/papers/*.md"))]
    scale.make(root, papers, real)
    project = Project.find(root)
    keep_vectors(project)
    scale.run(project, "build")
    characters = sum(path.stat().st_size for path in project.papers_dir.glob("*.md")) / papers
    found: dict[str, Any] = {"papers": papers, "texts of their own": min(papers, len(real)) or papers}
    found["bytes of a paper"] = round(characters)
    for number in range(1, runs + 1):
        reword(project, number)
        done = scale.run(project, "build")
        counts = _ANSWERED.search(done.said)
        if counts is None or int(counts[1].replace(",", "")) != papers:
            raise ValueError(f"the build asked something else: {done.said}")
        found |= done.figures(f"run {number}") | scale.phases(f"run {number}", done.said)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--papers", type=int, default=500)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where the project is made; a temporary one by default")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        found = measure(options.papers, options.runs, Path(folder), options.data)
    print(json.dumps(found, indent=1) if options.json else markdown("A reworded question", found))


if __name__ == "__main__":
    main()
