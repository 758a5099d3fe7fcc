"""The paper that `answerbook read`, `retrieve` and `ask` are about: any file, or one of a project by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.errors import AnswerbookError
from generator.project import SETTINGS_FILE, Project
from generator.project.catalogue import catalogue
from generator.project.lookup import choose_paper
from generator.project.paper_loading import project_of

__all__ = ["AskedPaper", "find_paper"]


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper's file. project: whose settings and questions are used; None for those of a new project."""

    file: Path
    project: Project | None = None


def find_paper(name: Path, folder: Path) -> AskedPaper:
    """Return the paper that ``name`` means, for somebody who works in ``folder``.

    A file is meant before a paper of the project in ``folder``, whose id, file name or DOI is enough. Raises
    AnswerbookError if it is neither.
    """
    if name.exists():
        return AskedPaper(name, project_of(name) or _project(folder))
    project = _project(folder)
    if project is None:
        return AskedPaper(name)  # its reader says what is wrong
    known = catalogue(project)
    try:
        id = choose_paper(str(name), known.names)
    except AnswerbookError as error:
        raise AnswerbookError(f"{name}: no such file; {error}") from error
    (entry,) = [entry for entry in known.entries if entry.id == id]
    file = project.papers_dir / entry.source
    if entry.absent:
        raise AnswerbookError(f"{file}: not here, and only its text can answer; put the file of {id!r} there")
    return AskedPaper(file, project)


def _project(folder: Path) -> Project | None:
    """Return the project that contains ``folder``; None if there is none here, and nobody named it."""
    start = folder.resolve()
    if folder == Path() and not any((at / SETTINGS_FILE).is_file() for at in (start, *start.parents)):
        return None
    return Project.find(folder)
