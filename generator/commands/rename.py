"""`answerbook rename`: record which paper a file holds if a build cannot tell by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from generator import reading
from generator.core import Paper
from generator.core.clock import today
from generator.core.known_paper import KnownPaper
from generator.errors import AnswerbookError
from generator.ledger import Ledger
from generator.ledger.known import known_papers, write_known
from generator.project import Project
from generator.project.identity import register_papers, with_version
from generator.project.privacy import supplied_metadata
from generator.project.problems import did_you_mean
from generator.project.project_lock import project_lock

__all__ = ["Renamed", "rename", "renamed_text"]


@dataclass(frozen=True, slots=True)
class Renamed:
    """The paper that a file holds from now on.

    before: the id that the file had; empty if none is recorded.
    """

    file: str
    paper: str
    version: int = 1
    before: str = ""


def rename(project: Project, file: str, paper: str | None) -> Renamed:
    """Record that ``file`` holds the paper with the id ``paper`` from now on; None for a new paper.

    If its text differs materially from that of the paper, it becomes a new version. Answers and their pages
    stay. Raises AnswerbookError for unknown names, for a paper that another file holds, and if the file
    cannot be read.
    """
    with project_lock(project, "answerbook rename"):
        path = _path(project, file)
        source = project.source(path)
        known = known_papers(project.answers_dir)
        before = next((p for p in known.values() if p.file == source), None)
        if paper is None:
            return _give_own_id(project, path, before)
        if paper not in known:
            raise AnswerbookError(f"no paper {paper!r}; {did_you_mean(paper, known)}")
        target = known[paper]
        if target.file not in ("", source) and (project.papers_dir / target.file).is_file():
            raise AnswerbookError(
                f"the paper {paper!r} still has its file {target.file}; move that file away first"
            )
        if before is not None and before.id != paper:
            write_known(project.answers_dir, [replace(before, file="")])
        read = _read(project, path, paper, target)
        register_papers(project.answers_dir, [read], project.papers_dir, today().isoformat())
        return Renamed(source, paper, read[0].version, before.id if before else "")


def _give_own_id(project: Project, path: Path, before: KnownPaper | None) -> Renamed:
    """Give a file a new id; the paper that it held before stays recorded, without a file."""
    source = project.source(path)
    if before is None:
        return Renamed(source, project.paper_ids()[path])
    if not Ledger(project.answers_dir).models(before.id):
        raise AnswerbookError(
            f"{source}: its paper {before.id!r} has no answers yet, so it needs no new id; run `answerbook "
            "build`"
        )
    id = reading.paper_id_apart(path, f"{source} {before.content}")
    write_known(project.answers_dir, [replace(before, file=""), KnownPaper(id, source, versions=())])
    return Renamed(source, id, 1, before.id)


def _read(project: Project, path: Path, paper: str, known: KnownPaper) -> tuple[Paper, Paper]:
    """Read a file as the paper that it now holds: by itself, and with the metadata from files next to it."""
    found = replace(reading.read_paper(path, id=paper), source=project.source(path))
    seen = with_version(found, path, known)
    if not isinstance(
        seen, Paper
    ):  # an entirely different text, but the person says that it is the same paper
        seen = replace(found, version=known.version + 1)
    ids = {**project.paper_ids(), path: paper}
    return seen, supplied_metadata(project, ids).overlay(seen)


def _path(project: Project, file: str) -> Path:
    paths = {project.source(path): path for path in project.papers()}
    given = Path(file)
    for name in (file, project.source(given.absolute()) if given.is_file() else file):
        if name in paths:
            return paths[name]
    raise AnswerbookError(f"{project.papers_dir}: no file {file!r} of a paper; {did_you_mean(file, paths)}")


def renamed_text(done: Renamed) -> str:
    """Return a sentence that says which paper a file holds from now on."""
    version = f", in version {done.version}" if done.version > 1 else ""
    text = f"{done.file} is the paper {done.paper}{version}."
    if done.before not in ("", done.paper):
        text += f" Answers about {done.before} keep their pages, which say that its file is missing."
    return f"{text} Run `answerbook build` to answer the questions about it."
