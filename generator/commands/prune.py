"""Answers that belong to nothing: of papers, questions or models that the project has no longer.

A paper whose file is not here is there as long as the ledger keeps what its pages need: it leaves the
collection where a person says so.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.core import Answer
from generator.core.clock import today
from generator.core.counting import counted
from generator.errors import AnswerbookError
from generator.ledger import Ledger
from generator.ledger.effort import FILE as EFFORT
from generator.ledger.known import known_papers, write_known
from generator.ledger.marks import FILE as MARK
from generator.ledger.rows import answer_files
from generator.project import Project
from generator.project.problems import did_you_mean
from generator.project.reviews import load_reviews
from generator.run.scope import Belonging

__all__ = ["Orphan", "Pruned", "orphans", "prune", "pruned_json", "pruned_text"]

_SHOWN = 8  # questions of one paper and model that are named


@dataclass(frozen=True, slots=True)
class Orphan:
    """An answer that belongs to nothing. missing: what there is not: paper, question or model.

    reviewed: whether a review of a person refers to it.
    """

    answer: Answer
    missing: str
    reviewed: bool = False


@dataclass(frozen=True)
class Pruned:
    """removed: what was taken away, or would be. kept: what reviews refer to. damaged: lines of files that
    belong to nothing and hold no answer; they stay, for a person to look at."""

    removed: tuple[Orphan, ...] = ()
    kept: tuple[Orphan, ...] = ()
    damaged: tuple[str, ...] = field(default=())


def orphans(project: Project, ledger: Ledger, papers: Collection[str] = ()) -> list[Orphan]:
    """All of them, by paper, model and question; those about ``papers``, which are to leave, among them.

    Raises InvalidFile for settings or reviews with problems.

    A paper whose file cannot be read is there; a model whose answers were imported is no orphan.
    """
    belonging = Belonging.of(project)
    reviewed = {review.answer for review in load_reviews(project.reviews_dir)}
    return [
        Orphan(answer, missing, not reviewed.isdisjoint(answer.names))
        for paper, model, _ in answer_files(ledger.folder)
        for _, answer in sorted(ledger.read(paper, model).items())
        if (missing := "paper" if paper in papers else belonging.missing(answer))
    ]


def prune(
    project: Project,
    *,
    really: bool = False,
    with_reviewed: bool = False,
    papers: Collection[str] = (),
) -> Pruned:
    """Take answers that belong to nothing out of the ledger, where ``really``; else say which.

    papers: ids of papers whose files are not here, and which are to leave the collection. Answers
    enter the history first, so that the page of each stays, for those who cited it. with_reviewed: also those
    that reviews refer to. Raises LedgerError where the ledger cannot be written, AnswerbookError for a paper
    that is here, or of which nothing is known.
    """
    _refuse_others(project, papers)
    ledger = Ledger(project.answers_dir)
    if really:
        ledger.settle_all()  # what a killed command left
    found = orphans(project, ledger, papers)
    going = [o for o in found if with_reviewed or not o.reviewed]
    kept = [o for o in found if o not in going]
    if really:
        by_file: dict[tuple[str, str], list[Answer]] = {}
        for orphan in going:
            by_file.setdefault((orphan.answer.paper, orphan.answer.model), []).append(orphan.answer)
        for (paper, model), answers in by_file.items():
            ledger.withdraw(paper, answers, today().isoformat())
            ledger.remove(paper, model, {a.question for a in answers})
        known = known_papers(ledger.folder)
        write_known(ledger.folder, [replace(known[paper], kept=None) for paper in papers])
        for paper in {paper for paper, _ in by_file} | set(papers):
            _tidy(ledger.folder / paper)
    gone = {o.answer.paper for o in found if o.missing == "paper"}
    damaged = [str(p) for p in ledger.problems if Path(p.file).parent.name in gone]
    return Pruned(tuple(going), tuple(kept), tuple(damaged))


def _refuse_others(project: Project, papers: Collection[str]) -> None:
    files = {id: project.source(path) for path, id in project.paper_ids().items()} if papers else {}
    known = known_papers(project.answers_dir) if papers else {}
    for paper in papers:
        if paper in files:
            raise AnswerbookError(
                f"the paper {paper!r} is here, in {files[paper]}; take that file away first, or say "
                "`visibility: private` beside it"
            )
        if paper not in known:
            raise AnswerbookError(f"no paper {paper!r} is known; {did_you_mean(paper, known)}")


def _tidy(folder: Path) -> None:
    """A folder in which nothing is left but what its answers have cost, or a mark, goes."""
    if {entry.name for entry in folder.iterdir()} <= {EFFORT, MARK}:
        for name in (EFFORT, MARK):
            (folder / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            folder.rmdir()


def pruned_text(found: Pruned, *, really: bool) -> str:
    """What was removed, or would be, by paper and model; and what was kept."""
    lines = []
    groups: dict[tuple[str, str, str], list[str]] = {}
    for o in found.removed:
        groups.setdefault((o.answer.paper, o.answer.model, o.missing), []).append(o.answer.question)
    for (paper, model, missing), questions in groups.items():
        shown = ", ".join(questions[:_SHOWN]) + (" ..." if len(questions) > _SHOWN else "")
        lines.append(f"{paper} / {model}: {len(questions)} without their {missing} ({shown})")
    for o in found.kept:
        place = f"{o.answer.paper} / {o.answer.question} / {o.answer.model}"
        lines.append(f"kept: {place}, without its {o.missing}; a review refers to it")
    lines += [f"left as it is: {problem}" for problem in found.damaged]
    count = len(found.removed)
    if not count:
        lines.append("Nothing to remove.")
    elif really:
        lines.append(f"Removed {counted(count, 'answer')}.")
    else:
        lines.append(f"{counted(count, 'answer')} would be removed; nothing was. Add --yes to remove.")
    return "\n".join(lines)


def pruned_json(found: Pruned) -> dict[str, Any]:
    """The same as plain data."""
    return {"removed": [_json(o) for o in found.removed], "kept": [_json(o) for o in found.kept]}


def _json(orphan: Orphan) -> dict[str, Any]:
    answer = orphan.answer
    return {
        "paper": answer.paper,
        "question": answer.question,
        "model": answer.model,
        "id": answer.id,
        "missing": orphan.missing,
        "reviewed": orphan.reviewed,
    }
