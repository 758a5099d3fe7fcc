"""Branches at work on one paper, and merges of them: whatever had a page on any is there afterwards."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from generator.ledger import Ledger
from generator.ledger.ledger_merging import merge_files
from generator.ledger.private_mark import read_marks
from generator.ledger.published_list import ListedName, recorded_names
from tests.ledger.making import an_answer

QUESTIONS, MODELS = "abc", ("quotes", "llama")


def work(folder: Path, dice: random.Random) -> None:
    """Do to a ledger what commands do: answer again, fail, remove answers, tidy up files."""
    ledger, model = Ledger(folder), dice.choice(MODELS)
    day = f"2026-{dice.randint(1, 9):02}-{dice.randint(1, 28):02}"
    what = dice.choice(["answer", "answer", "answer", "fail", "take away", "tidy"])
    if what in ("answer", "fail"):
        said = {"text": f"The seed was {dice.randint(0, 40)}.", "made": day}
        status = "failed" if what == "fail" else "reported"
        ledger.record([an_answer(dice.choice(QUESTIONS), model=model, status=status, **said)])  # type: ignore[arg-type]
    elif what == "tidy":
        ledger.history("paper-1")
        ledger.bring_up_to_date()
    else:
        gone = {q: a for q, a in ledger.read("paper-1", model).items() if dice.random() < 0.4}
        ledger.withdraw("paper-1", [*gone.values()], day)
        ledger.remove("paper-1", model, gone)


def merged(base: Path, ours: Path, theirs: Path) -> None:
    """Three versions of a folder into ``ours``, file by file, as git does it with our driver."""

    def data(folder: Path, name: str) -> bytes | None:
        return (folder / name).read_bytes() if (folder / name).is_file() else None

    names = {p.relative_to(f).as_posix() for f in (base, ours, theirs) for p in f.rglob("*") if p.is_file()}
    for name in sorted(names):
        old, here, there = (data(folder, name) for folder in (base, ours, theirs))
        if here == there or there == old:
            continue
        if (
            here == old or here is None or there is None
        ):  # one side alone; of "deleted" and "changed", the latter
            found = there if here == old or here is None else here
        else:
            found, conflicts = merge_files(old or b"", here, there, f"content/answers/{name}")
            assert conflicts == []
        if found is None:
            (ours / name).unlink()
        else:
            (ours / name).parent.mkdir(parents=True, exist_ok=True)
            (ours / name).write_bytes(found)


def answers(folder: Path) -> set[ListedName]:
    return {name for name in recorded_names(folder) if name[1] == "answer"}


@pytest.mark.parametrize("seed", range(25))
def test_whatever_had_a_page_on_a_branch_has_one_after_merges_of_merges(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    branches = [tmp_path / name for name in ("main", "one", "two")]
    for _ in range(4):
        work(branches[0], dice)
    for branch in branches[1:]:
        shutil.copytree(branches[0], branch)
    bases = {branch: tmp_path / f"base-{branch.name}" for branch in branches[1:]}
    for base in bases.values():
        shutil.copytree(branches[0], base)
    had = {branch: answers(branch) for branch in branches}
    for _ in range(4):
        for branch in branches:
            for _ in range(dice.randint(0, 3)):
                work(branch, dice)
                had[branch] |= answers(branch)
                assert had[branch] == answers(branch)
        branch = dice.choice(branches[1:])
        merged(bases[branch], branches[0], branch)
        had[branches[0]] |= had[branch]
        assert answers(branches[0]) == had[branches[0]]
        pages = Ledger(branches[0])
        shown = {a.id for m in MODELS for a in pages.read("paper-1", m).values() if a.status != "failed"}
        shown |= {entry.answer.id for entry in pages.history("paper-1")}
        assert {id for _, _, id in had[branches[0]]} <= shown
        assert (pages.problems, read_marks(branches[0])) == ([], {})
        # The branch goes on from what was merged.
        for folder in (branch, bases[branch]):
            shutil.rmtree(folder)
            shutil.copytree(branches[0], folder)
        had[branch] = set(had[branches[0]])
