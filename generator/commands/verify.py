"""`answerbook verify` on a project: its ledger against the texts of its papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.core.counting import counted
from generator.ledger.contradicting import Source
from generator.ledger.known import known_papers
from generator.ledger.merging import mended
from generator.ledger.verifying import Verified, verify
from generator.project import Project
from generator.project.lock import project_lock
from generator.project.papers import collect

__all__ = ["verification_json", "verification_text", "verified"]


def verified(
    project: Project, *, mend: bool = False, progress: Callable[[str, int, int], None] | None = None
) -> Verified:
    """Look at every line of the ledger of ``project``; no model and no encoder is needed.

    mend: write files whose lines are all answers, but not in the form that they should have, in that form; of
    two answers between marks of a merge conflict, the better one stays and the other enters the history. What
    remains is in the result. Raises InvalidFile, and LedgerError where a file cannot be written.
    """
    heard = progress or (lambda phase, done, total: None)
    collected = collect(project, strict=False, jobs=1, progress=heard)
    papers = {paper.id: paper for paper in collected.papers}
    known = known_papers(project.answers_dir)

    def source_of(paper: str) -> Source:
        return Source(papers.get(paper), known.get(paper))

    found = verify(project.answers_dir, source_of)
    if mend and found.untidy:
        with project_lock(project, "answerbook verify --mend"):
            for paper, model in found.untidy:
                mended(project.answers_dir, paper, model)
        found = verify(project.answers_dir, source_of)
    return found


def verification_text(found: Verified) -> str:
    """One line a problem, then the numbers."""
    lines = [str(problem) for problem in found.problems]
    lines += [
        f"note: quotes of {counted(n, 'answer')} were not compared: {why}"
        for why, n in found.unquoted.items()
    ]
    verdict = counted(len(found.problems), "problem") if found.problems else "all is well"
    answers, files = counted(found.answers, "answer"), counted(found.files, "file")
    earlier = f" and {found.history} earlier" if found.history else ""
    lines.append(f"{answers}{earlier} in {files}, {counted(found.quotes, 'quote')} compared: {verdict}")
    return "\n".join(lines)


def verification_json(found: Verified) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "files": found.files,
        "answers": found.answers,
        "earlier": found.history,
        "quotes": found.quotes,
        "problems": [{"file": p.file, "line": p.line, "message": p.message} for p in found.problems],
        "not_compared": found.unquoted,
    }
