"""Papers whose files are not here, of which the ledger keeps all that their pages need."""

from __future__ import annotations

from collections.abc import Collection

from generator.core.known_paper import KnownPaper
from generator.ledger.known import known_papers
from generator.ledger.marks import marks
from generator.project.project import Project
from generator.storage.files import lies_within

__all__ = ["absent_papers"]


def absent_papers(project: Project, here: Collection[str]) -> dict[str, KnownPaper]:
    """Those that may be shown, by id. here: ids of the papers whose files are.

    One that gave its file to another paper is not among them: it is gone, and what was answered about it
    says so.
    """
    known, private = known_papers(project.answers_dir), marks(project.answers_dir)
    return {
        id: paper
        for id, paper in known.items()
        if id not in here
        and id not in private
        and paper.visibility == "public"
        and lies_within(paper.file)
        and paper.as_kept is not None
    }
