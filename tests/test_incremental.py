"""Pages made in small steps are those that would be made from the beginning, byte for byte.

After each of a random sequence of changes to a project, the pages, the data and the pages of answers are
brought up to date with the caches of the steps before, and made again in a copy without any cache. Sites are
not built from them here: what mkdocs makes of a page depends on that page (`tests/site/test_sharding.py`).
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core import Answer
from generator.core.recorded_answer import RecordedAnswer
from generator.core.stored_paper import StoredPaper
from generator.ledger import Ledger
from generator.project import Project
from generator.run.answers_of_people import with_people
from generator.run.authors import with_authors
from generator.run.build_context import BuildOptions, started
from generator.run.build_report import silent
from generator.run.computing import compare
from generator.run.output import site_data, write_pages
from generator.run.read_phase import read_papers
from generator.site.answer_pages import write_answer_pages
from generator.site.pages import feed

PAPERS, QUESTIONS = "content/papers", "content/questions/five.yml"
Change = Callable[[Path, random.Random], None]
_DAY = 86_400  # seconds


@pytest.fixture(autouse=True)
def _same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")


@pytest.fixture
def project(built_folder: Path) -> Path:
    """Make a project of four papers with answers; what builds made is gone, caches included."""
    ledger = Ledger(built_folder / "content/answers")
    for paper, copies in (("beetles", ("moths", "bees")), ("trees", ("ferns",))):
        text = (built_folder / PAPERS / f"{paper}.md").read_text("utf-8")
        for copy in copies:
            (built_folder / PAPERS / f"{copy}.md").write_text(text.replace("# ", f"# {copy}: ", 1), "utf-8")
            ledger.record([replace(a.whole, paper=copy) for a in ledger.read(paper, "quotes").values()])
    shutil.rmtree(built_folder / "build")
    return built_folder


def laid_out(root: Path) -> dict[str, bytes]:
    """All pages and data of the project as files would be written today, with the caches in it."""
    with started(Project.find(root), BuildOptions.publishing(), silent) as context:
        answers = compare(context, read_papers(context))
        data = site_data(context, with_authors(context, with_people(context, answers)))
        write_pages(context, data)
        folders = context.project.docs_dir, context.project.answer_pages_dir
        write_answer_pages(
            data.collection, folders[1], templates=context.project.answer_templates_dir, jobs=1
        )
    return {
        f"{folder.name}/{path.relative_to(folder)}": path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".answerbook") and path.name != ".search-index.json"
    }


def settle(root: Path, clock: Iterator[int]) -> None:
    """Make all new files of the project old enough to be trusted, each time with another time of change."""
    now, stamp = time.time(), time.time() - _DAY + next(clock)
    for path in (root / "content").rglob("*"):
        if path.is_file() and path.stat().st_mtime > now - _DAY / 2:
            os.utime(path, (stamp, stamp))


def reworded(root: Path, dice: random.Random) -> None:
    file = root / QUESTIONS
    text = file.read_text("utf-8")
    file.write_text(text.replace("?\n", f", in round {dice.random():.6f}?\n", 1), "utf-8")


def retitled(root: Path, dice: random.Random) -> None:
    words = (
        f"title: Insects {dice.random():.6f}\nauthors: [Ada Example]\nyear: {dice.randrange(1990, 2026)}\n"
    )
    _sidecar(root, dice).write_text(f"{words}tags: [{dice.choice('abc')}]\n", "utf-8")


def relicensed(root: Path, dice: random.Random) -> None:
    licence = dice.choice(("CC-BY-4.0", "all rights reserved", "CC0-1.0"))
    _sidecar(root, dice).write_text(f"licence: {licence}\n", "utf-8")


def removed(root: Path, dice: random.Random) -> None:
    dice.choice(sorted((root / PAPERS).glob("*.md"))).unlink()


def added(root: Path, dice: random.Random) -> None:
    name = f"new-{dice.randrange(1000)}"
    text = f"# {name}\n\n## Methods\n\nWe counted {dice.randrange(99)} snails.\n"
    (root / PAPERS / f"{name}.md").write_text(text, "utf-8")


def renamed(root: Path, dice: random.Random) -> None:
    path = dice.choice(sorted((root / PAPERS).glob("*.md")))
    path.rename(path.with_name(f"renamed-{dice.randrange(1000)}.md"))


def answered_anew(root: Path, dice: random.Random) -> None:
    ledger, answer = _some_answer(root, dice)
    bare = {"sentences": (), "evidence": (), "reason": f"Nothing was found ({dice.random():.6f})."}
    ledger.record([replace(answer, status="not_reported", **bare)])


def reviewed(root: Path, dice: random.Random) -> None:
    _, answer = _some_answer(root, dice)
    file = root / "content/reviews" / f"{answer.paper}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        f'- question: {answer.question}\n  answer: "{answer.id}"\n  verdict: confirmed\n'
        f"  name: Ada {dice.choice('XYZ')}\n  date: 2026-11-0{dice.randrange(1, 9)}\n",
        "utf-8",
    )


def shortened(root: Path, dice: random.Random) -> None:
    file = root / "content/answerbook.yml"
    text = file.read_text("utf-8").partition("site:")[0]
    file.write_text(f"{text}site:\n  quote_length: {dice.choice((0, 40, 80))}\n", "utf-8")


CHANGES: tuple[Change, ...] = (
    reworded,
    retitled,
    relicensed,
    removed,
    added,
    renamed,
    answered_anew,
    reviewed,
    shortened,
)


def _sidecar(root: Path, dice: random.Random) -> Path:
    return dice.choice(sorted((root / PAPERS).glob("*.md"))).with_suffix(".yml")


def _some_answer(root: Path, dice: random.Random) -> tuple[Ledger, Answer]:
    ledger = Ledger(root / "content/answers")
    here = [paper for paper in ledger.papers() if ledger.models(paper)]
    answers = ledger.read(dice.choice(here), "quotes")
    return ledger, answers[dice.choice(sorted(answers))].whole


@pytest.mark.parametrize("seed", range(3))
def test_a_sequence_of_changes_gives_the_pages_of_a_build_from_the_beginning(
    project: Path, tmp_path: Path, seed: int
) -> None:
    dice, clock = random.Random(seed), itertools.count(1)
    order = dice.sample(CHANGES, len(CHANGES))
    settle(project, clock)
    laid_out(project)
    for number, change in enumerate(order):
        change(project, dice)
        settle(project, clock)
        step = laid_out(project)
        anew = tmp_path / f"anew-{number}"
        shutil.copytree(project, anew, ignore=shutil.ignore_patterns("build"))
        whole = laid_out(anew)
        differing = sorted(path for path in {*step, *whole} if step.get(path) != whole.get(path))
        assert differing == [], f"after {change.__name__}, of {[c.__name__ for c in order]}"


def test_where_nothing_has_changed_no_answer_and_no_paper_is_read_again(
    built_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(1)
    monkeypatch.setattr(feed, "MAX_ENTRIES", 0)  # it shows the words of the latest answers
    shutil.rmtree(built_folder / "build")
    settle(built_folder, clock)
    first = laid_out(built_folder)
    read: list[str] = []
    _noting(monkeypatch, RecordedAnswer, read)
    _noting(monkeypatch, StoredPaper, read)
    assert laid_out(built_folder) == first
    assert read == []


def _noting(monkeypatch: pytest.MonkeyPatch, kind: type, read: list[str]) -> None:
    """Note in ``read`` what of a kind is read from the disk."""
    whole = vars(kind)["_read"]
    monkeypatch.setattr(kind, "_read", lambda self: (read.append(str(self.id)), whole(self))[1])
