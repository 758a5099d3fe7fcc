"""`answerbook verify`: check the ledger of a project against the texts of its papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from generator.core.counting import pluralize
from generator.errors import Problem
from generator.ledger.contradicting import ReferencePaper
from generator.ledger.known import known_papers
from generator.ledger.ledger_merging import repair_file
from generator.ledger.list_history import cut_names
from generator.ledger.published_list import restore_lines
from generator.ledger.verifying import VerificationReport, verify
from generator.project import Project
from generator.project.paper_loading import collect_papers
from generator.project.project_lock import project_lock

__all__ = ["verification_json", "verification_text", "verify_ledger"]


def verify_ledger(
    project: Project, *, repair: bool = False, progress: Callable[[str, int, int], None] | None = None
) -> VerificationReport:
    """Check every line of the ledger of ``project``; needs no model and no encoder.

    repair: rewrite files whose lines are all answers but not in the proper form. Of two answers between the
    marks of a merge conflict, the better one stays, and the other enters the history. Lines that were cut
    from the list of what was published come back from earlier commits. The result holds what remains. Raises
    InvalidFile, and LedgerError if a file cannot be written.
    """
    report = progress or (lambda phase, done, total: None)
    collected = collect_papers(project, strict=False, jobs=1, progress=report)
    papers = {paper.id: paper for paper in collected.papers}
    known = known_papers(project.answers_dir)

    def source_of(paper: str) -> ReferencePaper:
        return ReferencePaper(papers.get(paper), known.get(paper))

    found = verify(project.answers_dir, source_of)
    cut = cut_names(project.answers_dir) if repair else set()
    if repair and (found.untidy or cut):
        with project_lock(project, "answerbook verify --repair"):
            for paper, model in found.untidy:
                repair_file(project.answers_dir, paper, model)
            if cut:
                restore_lines(project.answers_dir, cut)
        found = verify(project.answers_dir, source_of)
    return found


def verification_text(found: VerificationReport) -> str:
    """Return one line for each problem, then the numbers, as text."""
    lines = [*map(str, found.problems), *(f"warning: {warning}" for warning in found.warnings)]
    lines += [
        f"note: quotes of {pluralize(n, 'answer')} were not compared: {why}"
        for why, n in found.unquoted.items()
    ]
    if found.uncompared:
        lines.append(
            f"note: the list of what was published was not compared with every commit: {found.uncompared}"
        )
    verdict = pluralize(len(found.problems), "problem") if found.problems else "no problems found"
    answers, files = pluralize(found.answers, "answer"), pluralize(found.files, "file")
    earlier = f" and {found.history} earlier" if found.history else ""
    lines.append(f"{answers}{earlier} in {files}, {pluralize(found.quotes, 'quote')} compared: {verdict}")
    return "\n".join(lines)


def verification_json(found: VerificationReport) -> dict[str, Any]:
    """Return the problems and numbers as plain data."""
    return {
        "files": found.files,
        "answers": found.answers,
        "earlier": found.history,
        "quotes": found.quotes,
        "problems": _as_data(found.problems),
        "warnings": _as_data(found.warnings),
        "not_compared": found.unquoted,
    }


def _as_data(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [{"file": p.file, "line": p.line, "message": p.message} for p in problems]
