"""The commands that are disturbed, and what they find to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.soak.projects import PAPERS, edit


@dataclass(frozen=True)
class Scenario:
    """A command to be disturbed. prepare: the project, before it. answered: whether it has been built."""

    name: str
    command: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda root: None
    answered: bool = True
    computes: bool = False


def _new_wording(root: Path) -> None:
    edit(root, "content/questions/five.yml", "Which metrics were used?", "Which measures were used?")


def _orphans(root: Path) -> None:
    edit(root, "content/questions/five.yml", "id: hardware", "id: machines")
    (root / "content/papers/paper-3.md").unlink()


def _shards(root: Path) -> None:
    """Its answers, those to one question given anew, as two ledgers beside it; its own hold the old ones."""
    half = root.with_name(f"{root.name}-other")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(root / "content/answers", half)
    for file in half.glob("*/quotes.jsonl"):
        lines = file.read_bytes().splitlines(keepends=True)
        if file.parent.name in ("paper-1", "paper-2"):
            shutil.rmtree(root / "content/answers" / file.parent.name)
        else:
            (root / "content/answers" / file.parent.name / "quotes.jsonl").write_bytes(b"".join(lines[:2]))


def _new_title(root: Path) -> None:
    (root / "content/papers/paper-2.yml").write_text("title: Another title\n", encoding="utf-8")


def _foreign_answers(root: Path) -> None:
    """Answers of another system to two questions about each paper, as a table, whose name is recorded."""
    rows = []
    for number in range(PAPERS):
        said = (root / f"content/papers/paper-{number}.md").read_text(encoding="utf-8").split("\n\n")[-1]
        rows += [
            {
                "paper": f"paper-{number}",
                "question": question,
                "model": "old",
                "answer": said,
                "context": said,
            }
            for question in ("optimizer", "metrics")
        ]
    (root / "old.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def _rewritten(root: Path) -> None:
    """Rename a paper and reword it, so that a build alone could not tell which it is."""
    (root / "content/papers/paper-2.md").unlink()
    text = "# Paper\n\n## Methods\n\n" + " ".join(f"Nothing was left of sentence {n}." for n in range(20))
    (root / "content/papers/rewritten.md").write_text(f"{text}\n", encoding="utf-8")


def _inbox(root: Path) -> None:
    """Papers beside the project, some with a record of their own, and a bibliography of all."""
    inbox = root.with_name(f"{root.name}-inbox")
    shutil.rmtree(inbox, ignore_errors=True)
    inbox.mkdir()
    entries = []
    for number in range(6):
        text = " ".join(f"Sentence {n} of paper {number} says what was done." for n in range(40))
        (inbox / f"new-{number}.md").write_text(
            f"# Paper {number}\n\n## Methods\n\n{text}\n", encoding="utf-8"
        )
        entries.append(f"@article{{new-{number}, title = {{Paper {number}}}, file = {{new-{number}.md}}}}\n")
    (inbox / "library.bib").write_text("".join(entries), encoding="utf-8")


BUILD = Scenario("build", ("build", "--jobs", "2", "--shard", "1/1"), answered=False, computes=True)
WHOLE = Scenario("build with site", ("build", "--jobs", "2"), answered=False, computes=True)
REFRESH = Scenario("refresh", ("refresh", "--cause", "question", "--jobs", "2"), _new_wording, computes=True)
PUBLISH = Scenario("publish", ("publish", "--jobs", "1"), _new_title)
PRUNE = Scenario("prune", ("prune", "--yes", "--paper", "paper-3"), _orphans)
MERGE = Scenario("merge", ("merge", "{root}", "{root}-other"), _shards)
IMPORT = Scenario("import", ("import", "transcripts", "{root}/old.jsonl", "--jobs", "1"), _foreign_answers)
RENAME = Scenario("rename", ("rename", "paper-2", "rewritten.md"), _rewritten)
ADD = Scenario("add", ("add", "{root}-inbox/library.bib"), _inbox)
# How many of a hundred kills, or full disks, each takes.
SHARES = {
    BUILD: 36,
    PUBLISH: 17,
    WHOLE: 9,
    REFRESH: 8,
    PRUNE: 7,
    MERGE: 7,
    IMPORT: 6,
    RENAME: 5,
    ADD: 5,
}
