"""Papers without a file in the project, of which the ledger keeps everything that their pages need."""

from __future__ import annotations

from collections.abc import Collection

from generator.core.known_paper import KnownPaper
from generator.ledger.known import known_papers
from generator.ledger.private_mark import read_marks
from generator.project.project import Project
from generator.storage.files import lies_within

__all__ = ["absent_papers"]


def absent_papers(project: Project, present: Collection[str]) -> dict[str, KnownPaper]:
    """Return the absent papers that may be shown, by id.

    present: ids of the papers whose files are in the project. A paper whose file now holds another paper is
    left out: it is gone, and its answers say so.
    """
    known, private = known_papers(project.answers_dir), read_marks(project.answers_dir)
    return {
        id: paper
        for id, paper in known.items()
        if id not in present
        and id not in private
        and paper.visibility == "public"
        and lies_within(paper.file)
        and paper.as_kept is not None
    }
