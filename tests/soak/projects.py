"""Small projects to be killed over, and what is on their disk."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

from generator.commands.init import create_project
from generator.core import Answer
from generator.ledger import Ledger
from tests.conftest import FIVE
from tests.soak.scripted import call

PAPERS = 5
_WORDS = [
    "beetles",
    "leaves",
    "network",
    "trained",
    "images",
    "seed",
    "fixed",
    "optimiser",
    "batch",
    "species",
]


def new_project(root: Path) -> Path:
    """Return a project of five papers of made-up sentences and five questions."""
    create_project(root, "Soak")
    settings = "title: Soak\nquestion_sets: [five]\nmodels:\n  - {name: quotes, kind: quotes}\n"
    (root / "content/answerbook.yml").write_text(settings, encoding="utf-8")
    (root / "content/questions/five.yml").write_text(FIVE, encoding="utf-8")
    (root / "content/papers").mkdir(exist_ok=True)
    dice = random.Random(3)
    for number in range(PAPERS):
        body = " ".join(f"{' '.join(dice.choices(_WORDS, k=12)).capitalize()}." for _ in range(12))
        text = f"# Paper {number}\n\n## Methods\n\n{body}\n"
        (root / f"content/papers/paper-{number}.md").write_text(text, encoding="utf-8")
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text in a file of the project that holds it."""
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def answers_of(root: Path) -> dict[str, str]:
    """Return what the ledger reads: call -> id of the answer. No line of it may be damaged."""
    ledger = Ledger(root / "content/answers")
    found: dict[str, str] = {}
    for paper in ledger.papers():
        for model in ledger.models(paper):
            found |= {_called(a): a.id for a in ledger.read(paper, model).values()}
        ledger.history(paper)
    assert ledger.problems == []
    return found


def whole_lines(root: Path) -> dict[str, str]:
    """Return the same from complete lines on the disk; of several about one question, the last."""
    last: dict[tuple[str, str], Answer] = {}
    for ending in (".jsonl", ".jsonl.new"):
        for file in sorted((root / "content/answers").glob(f"*/*{ending}")):
            if file.name.startswith("history."):
                continue
            for line in file.read_bytes().split(b"\n")[:-1]:
                if line.strip():
                    answer = Answer.from_json(json.loads(line))
                    last[answer.paper, answer.question] = answer
    return {_called(a): a.id for a in last.values()}


def ledger_bytes(root: Path) -> dict[str, bytes]:
    """All files of the ledger but for what answers have cost, which a kill may forget."""
    folder = root / "content/answers"
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "effort.json")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def tree(folder: Path) -> str:
    """Return a digest of every name and byte under a folder; empty where there is none."""
    if not folder.is_dir():
        return ""
    sha = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        sha.update(f"{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    return sha.hexdigest()


def _called(answer: Answer) -> str:
    if "source" in answer.fingerprint:  # imported: nobody was asked
        return f"{answer.paper} {answer.question} of {answer.model}"
    return call(answer.paper, answer.question, answer.fingerprint)
