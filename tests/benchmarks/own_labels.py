"""Labels of our own, of papers that others did not label: questions, and which sentences answer them.

    python -m tests.benchmarks.own_labels --from DIR [--to DIR] [--data ../shared/data]

A file of `tests/benchmarks/labels` belongs to the paper of its name. Each line is one question: of a shipped
set (``question``), or a free one that no set asks (``text``); its ``status``; and the sentences that answer
it. The files in ``sets/ID`` answer the questions of a further set, which nobody had counted. No text of a
paper is kept: a sentence is named by a hash of its letters and digits. How they were made: see `README.md`
there. The command makes these files from files that name sentences by their number.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.commands.ask import typed_question
from generator.commands.evaluate.cases import Case, read_gold_papers, shipped_sets
from generator.core import Paper, Question
from generator.evaluation.gold_evidence import STATUSES, GoldEvidence
from generator.evaluation.metrics import squeezed
from generator.retrieval import Encoder, PaperIndex, QueryVectors

LABELS = Path(__file__).parent / "labels"
SETS = LABELS / "sets"  # a folder for each further set
# Where the papers lie, in the folder of data.
FOLDERS = ("papers/pdf-field", "papers/pdf", "papers/reporting", "papers/jats", "papers/markdown")
# The set whose questions were put to a paper tells its field.
OF_SET = {"deep-learning": "further deep learning", "reporting": "further science"}
FREE = "free questions"


@dataclass(frozen=True)
class Label:
    """One question about one paper, as its reader answered it. evidence: see `name_of`."""

    paper: str
    question: Question
    field: str
    free: bool
    status: str
    evidence: frozenset[str]
    applies: bool


def name_of(sentence: str) -> str:
    """Return the name of a sentence: a hash of its letters and digits."""
    return hashlib.sha256(squeezed(sentence).encode()).hexdigest()[:12]


def read_labels(folder: Path = LABELS) -> list[Label]:
    """All labels, paper by paper."""
    return [label for file in sorted(folder.glob("*.jsonl")) for label in _of_paper(file)]


def _of_paper(file: Path) -> list[Label]:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    known = {q.id: (q, OF_SET.get(s.id, s.id)) for s in shipped_sets() for q in s.questions}
    (field,) = {known[row["question"]][1] for row in rows if "question" in row}
    return [
        Label(
            file.stem,
            known[row["question"]][0] if "question" in row else typed_question(row["text"]),
            field,
            "text" in row,
            row["status"],
            frozenset(row["evidence"]),
            row.get("applies", True),
        )
        for row in rows
    ]


def own_cases(data: Path, encoder: Encoder, folder: Path = LABELS) -> dict[str, list[Case]]:
    """Return the labelled questions by field (`OF_SET`, or their set), and the free ones of all papers."""
    labels, papers = read_labels(folder), dict[str, Paper]()
    for folder in FOLDERS:
        names = sorted({x.paper for x in labels} - set(papers))
        papers |= read_gold_papers(names, data / folder, jobs=1)[0]
    missing = {x.paper for x in labels} - set(papers)
    assert not missing, missing
    queries = QueryVectors(encoder)
    indices = {name: PaperIndex(paper, encoder, queries) for name, paper in papers.items()}
    sentences = {name: {name_of(s.text): s.text for s in paper.sentences} for name, paper in papers.items()}
    found: dict[str, list[Case]] = {}
    for x in labels:
        quotes = tuple(t for h, t in sentences[x.paper].items() if h in x.evidence)
        answered = x.applies and STATUSES[x.status]
        gold = GoldEvidence(x.paper, x.question.id, answered, quotes, x.applies)
        field = FREE if x.free else x.field
        found.setdefault(field, []).append(Case(gold, x.question, indices[x.paper]))
    return found


def set_cases(data: Path, encoder: Encoder) -> dict[str, list[Case]]:
    """Return the labelled questions of each further set."""
    found = {}
    for folder in sorted(SETS.iterdir()):
        found |= own_cases(data, encoder, folder)
    return found


def named(rows: list[dict[str, Any]], sentences: list[str]) -> list[dict[str, Any]]:
    """Rows that name sentences by number, with their names instead."""
    return [{**row, "evidence": sorted({name_of(sentences[n]) for n in row["evidence"]})} for row in rows]


def numbered(paper: Paper) -> list[str]:
    """Return the sentences of a paper in the order of their numbers."""
    return [s.text for s in paper.sentences]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=LABELS.parents[3] / "shared" / "data")
    parser.add_argument("--from", dest="source", type=Path, required=True)
    parser.add_argument("--to", type=Path, default=LABELS)
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    for folder in FOLDERS:
        files = {f.stem: f for f in sorted(options.source.glob("*.jsonl"))}
        papers, _ = read_gold_papers(list(files), options.data / folder, jobs=1)
        for name, paper in papers.items():
            rows = [json.loads(line) for line in files[name].read_text("utf-8").splitlines()]
            lines = [json.dumps(row, ensure_ascii=False) for row in named(rows, numbered(paper))]
            (options.to / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
