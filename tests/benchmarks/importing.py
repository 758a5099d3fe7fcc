"""Answers of a published study, imported: how long it takes, what becomes of them, how models agree.

    python -m tests.benchmarks.importing [--data DIR] [--json]

Relevance: answers that people labelled for whether they hold information from the paper, against
whether the import reports them (at least in part), for several thresholds of RELEVANT, and with the
threshold chosen without the paper that it is applied to.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from generator.answering import parse_reply
from generator.answering.voting import all_consensus
from generator.checking.judges.decision import contains_information
from generator.commands.importing import Transcripts, import_transcripts, judging
from generator.commands.importing.relevance import RELEVANT
from generator.commands.init import create_project
from generator.core import Answer
from generator.core.status import STATUSES
from generator.evaluation.metrics import cohen_kappa, fleiss_kappa
from generator.ledger import Ledger
from generator.project import Project

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
THRESHOLDS = tuple(n / 50 for n in range(51))  # 0 to 1
TOLD = ("reported", "partly_reported")


def measure(data: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "study"
        create_project(root, "Study")
        project = Project.find(root)
        first = import_transcripts(Transcripts(data / "transcripts"), project, decide=contains_information)
        started = time.perf_counter()
        again = import_transcripts(Transcripts(data / "transcripts"), project, decide=contains_information)
        answers = recorded(project)
    return {
        "answers": first.answers,
        "left out": len(first.unread),
        "seconds": round(first.seconds, 1),
        "rerun": {"seconds": round(time.perf_counter() - started, 1), "recorded": again.recorded},
        "models": {model: of_model([a for a in answers if a.model == model]) for model in first.models},
        "abstains first, goes on": going_on(answers),
        "agreement": agreement(answers),
        "relevance": relevance(data),
    }


def recorded(project: Project) -> list[Answer]:
    ledger = Ledger(project.answers_dir)
    return [
        answer
        for paper in sorted(p.name for p in project.answers_dir.iterdir())
        for model in ledger.models(paper)
        for answer in ledger.read(paper, model).values()
    ]


def of_model(answers: Sequence[Answer]) -> dict[str, Any]:
    sentences = sum(len(a.sentences) for a in answers)
    withheld = sum(len(a.withheld) for a in answers)
    return {
        "answers": len(answers),
        **{status: sum(a.status == status for a in answers) for status in STATUSES[:3]},
        "sentences": sentences,
        "withheld": round(withheld / sentences, 3),
    }


def going_on(answers: Sequence[Answer]) -> dict[str, int]:
    """Statuses of the answers whose first sentence abstains and a later one does not."""
    counts: Counter[str] = Counter()
    for answer in answers:
        sentences = parse_reply(answer.raw).sentences
        if sentences and sentences[0].abstains and not all(s.abstains for s in sentences):
            counts[answer.status] += 1
    return dict(counts)


def agreement(answers: Sequence[Answer]) -> dict[str, Any]:
    votes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for answer in answers:
        votes[answer.paper, answer.question].append(answer.status)
    found = all_consensus(answers, sorted({a.model for a in answers}))
    return {
        "n": len(votes),
        "fleiss kappa, three statuses": rounded(fleiss_kappa(list(votes.values()))),
        "fleiss kappa, told or not": rounded(
            fleiss_kappa([[v in TOLD for v in vs] for vs in votes.values()])
        ),
        "unanimous": sum(c.agreement == 1 for c in found.values()),
        "consensus": dict(Counter(c.status for c in found.values()).most_common()),
    }


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def relevance(data: Path) -> dict[str, Any]:
    """Kappa against people's labels, by threshold."""
    lines = (data / "gold" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "study"
        create_project(root, "Study")
        project = Project.find(root)
        # Everything passes; the scores of the evidence tell what another threshold withholds.
        with mock.patch.object(judging, "RELEVANT", 0.0):
            decisions = Transcripts(data / "gold/decisions.jsonl", contexts=data / "gold/contexts.jsonl")
            import_transcripts(decisions, project, jobs=1)
        best = {str(a.provenance["source"]): best_score(a) for a in recorded(project)}
    rows = []
    for number, line in enumerate(lines, start=1):
        row = json.loads(line)
        if (score := best.get(f"decisions.jsonl:{number}")) is not None:
            rows.append((row["paper"], bool(row["human"]), score))
    labels = [human for _, human, _ in rows]
    by_threshold = {t: cohen_kappa([s >= t for _, _, s in rows], labels) for t in THRESHOLDS}
    left_out = []
    for paper in {p for p, _, _ in rows}:
        rest = [(h, s) for p, h, s in rows if p != paper]
        chosen = max(THRESHOLDS, key=lambda t: cohen_kappa([s >= t for _, s in rest], [h for h, _ in rest]))
        left_out += [(s >= chosen, h) for p, h, s in rows if p == paper]
    shown = {t: round(kappa, 3) for t, kappa in by_threshold.items() if t <= 0.6}
    return {
        "n": len(rows),
        "chosen": RELEVANT,
        "kappa by threshold": shown,
        "kappa, leaving one paper out": round(
            cohen_kappa([told for told, _ in left_out], [human for _, human in left_out]), 3
        ),
    }


def best_score(answer: Answer) -> float:
    """Of the supported sentence that is most about the question; -1 where there is none."""
    scores = [
        max(answer.evidence[n].score for n in s.evidence)
        for s in answer.sentences
        if s.support == "supported" and s.evidence
    ]
    return max(scores, default=-1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.data.is_dir():
        print("skipped: needs ../shared/data beside the checkout")
        return
    found = measure(options.data)
    if options.json:
        print(json.dumps(found, indent=1))
        return
    for name, value in found.items():
        if isinstance(value, dict):
            print(f"{name}:")
            for key, figure in value.items():
                print(f"  {key}: {figure}")
        else:
            print(f"{name}: {value}")


if __name__ == "__main__":
    main()
