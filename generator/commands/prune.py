"""`answerbook prune`: remove answers of papers, questions or models that the project no longer has.

A paper whose file is missing still belongs to the collection as long as the ledger keeps what its pages need.
It leaves the collection only if a person asks for that.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.core import Answer
from generator.core.clock import today
from generator.core.counting import pluralize
from generator.errors import AnswerbookError
from generator.ledger import Ledger
from generator.ledger.known import known_papers, write_known
from generator.ledger.ledger_rows import answer_files
from generator.ledger.private_mark import PRIVATE_FILE as MARK
from generator.ledger.usage_file import EFFORT_FILE as EFFORT
from generator.project import Project
from generator.project.problems import did_you_mean
from generator.project.review_files import load_reviews
from generator.run.project_scope import ProjectScope

__all__ = ["Pruned", "PrunedAnswer", "orphans", "prune", "pruned_json", "pruned_text"]

_MAX_QUESTIONS = 8  # of one paper and model that are named


@dataclass(frozen=True, slots=True)
class PrunedAnswer:
    """An answer whose paper, question or model is gone.

    missing: which of the three. reviewed: whether a person's review refers to the answer.
    """

    answer: Answer
    missing: str
    reviewed: bool = False


@dataclass(frozen=True)
class Pruned:
    """The result of a prune.

    removed: answers that were removed, or would be. kept: answers that reviews refer to. damaged: lines that
    hold no answer, in files of papers that are gone; they stay for a person to check.
    """

    removed: tuple[PrunedAnswer, ...] = ()
    kept: tuple[PrunedAnswer, ...] = ()
    damaged: tuple[str, ...] = field(default=())


def orphans(project: Project, ledger: Ledger, papers: Collection[str] = ()) -> list[PrunedAnswer]:
    """Return the orphaned answers by paper, model and question, and all answers about ``papers``.

    A paper whose file cannot be read is not gone, nor is a model whose answers were imported. Raises
    InvalidFile for settings or reviews with problems.
    """
    belonging = ProjectScope.of(project)
    reviewed = {review.answer for review in load_reviews(project.reviews_dir)}
    return [
        PrunedAnswer(answer, missing, not reviewed.isdisjoint(answer.names))
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
    """Remove orphaned answers from the ledger if ``really``; otherwise only return them.

    papers: ids of papers whose files are missing and which leave the collection. Answers enter the history
    first, so that their pages stay for readers who cited them. with_reviewed: also remove answers that
    reviews refer to. Raises LedgerError if the ledger cannot be written, AnswerbookError for a paper that has
    a file or that is unknown.
    """
    _refuse_present_papers(project, papers)
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


def _refuse_present_papers(project: Project, papers: Collection[str]) -> None:
    files = {id: project.source(path) for path, id in project.paper_ids().items()} if papers else {}
    known = known_papers(project.answers_dir) if papers else {}
    for paper in papers:
        if paper in files:
            raise AnswerbookError(
                f"the paper {paper!r} has a file, {files[paper]}; remove that file first, or hide the paper "
                "with `visibility: private` in its sidecar file"
            )
        if paper not in known:
            raise AnswerbookError(f"no paper {paper!r}; {did_you_mean(paper, known)}")


def _tidy(folder: Path) -> None:
    """Delete a folder that holds nothing but records of costs or a mark."""
    if {entry.name for entry in folder.iterdir()} <= {EFFORT, MARK}:
        for name in (EFFORT, MARK):
            (folder / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            folder.rmdir()


def pruned_text(found: Pruned, *, really: bool) -> str:
    """Return what was or would be removed, by paper and model, and what was kept, as text."""
    lines = []
    groups: dict[tuple[str, str, str], list[str]] = {}
    for o in found.removed:
        groups.setdefault((o.answer.paper, o.answer.model, o.missing), []).append(o.answer.question)
    for (paper, model, missing), questions in groups.items():
        shown = ", ".join(questions[:_MAX_QUESTIONS]) + (" ..." if len(questions) > _MAX_QUESTIONS else "")
        lines.append(f"{paper} / {model}: {len(questions)} whose {missing} is gone ({shown})")
    for o in found.kept:
        place = f"{o.answer.paper} / {o.answer.question} / {o.answer.model}"
        lines.append(f"kept: {place}, whose {o.missing} is gone: a review refers to it")
    lines += [f"left unchanged: {problem}" for problem in found.damaged]
    count = len(found.removed)
    if not count:
        lines.append("Nothing to remove.")
    elif really:
        lines.append(f"Removed {pluralize(count, 'answer')}.")
    else:
        lines.append(f"{pluralize(count, 'answer')} would be removed. Add --yes to remove.")
    return "\n".join(lines)


def pruned_json(found: Pruned) -> dict[str, Any]:
    """Return what was removed and kept as plain data."""
    return {"removed": [_json(o) for o in found.removed], "kept": [_json(o) for o in found.kept]}


def _json(orphan: PrunedAnswer) -> dict[str, Any]:
    answer = orphan.answer
    return {
        "paper": answer.paper,
        "question": answer.question,
        "model": answer.model,
        "id": answer.id,
        "missing": orphan.missing,
        "reviewed": orphan.reviewed,
    }
