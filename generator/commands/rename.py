"""`answerbook rename`: which paper a file holds, where a build cannot tell by itself."""

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
from generator.project.identity import register, versioned
from generator.project.lock import project_lock
from generator.project.privacy import supplied_metadata
from generator.project.problems import did_you_mean

__all__ = ["Renamed", "rename", "renamed_text"]


@dataclass(frozen=True, slots=True)
class Renamed:
    """What a file is from now on. before: the id that it had; empty where none was written down."""

    file: str
    paper: str
    version: int = 1
    before: str = ""


def rename(project: Project, file: str, paper: str | None) -> Renamed:
    """Have ``file`` hold the paper with the id ``paper`` from now on, or a paper of its own if None.

    Where its text is materially another than that of the paper, it is a new version of it. Answers stay where
    they are, and so do their pages. Raises AnswerbookError for names that mean nothing, for a paper that
    another file holds, and where the file cannot be read.
    """
    with project_lock(project, "answerbook rename"):
        path = _path(project, file)
        source = project.source(path)
        known = known_papers(project.answers_dir)
        before = next((p for p in known.values() if p.file == source), None)
        if paper is None:
            return _apart(project, path, before)
        if paper not in known:
            raise AnswerbookError(f"no paper {paper!r} is known; {did_you_mean(paper, known)}")
        target = known[paper]
        if target.file not in ("", source) and (project.papers_dir / target.file).is_file():
            raise AnswerbookError(
                f"the paper {paper!r} is in {target.file}, which is here; move that file away first"
            )
        if before is not None and before.id != paper:
            write_known(project.answers_dir, [replace(before, file="")])
        read = _read(project, path, paper, target)
        register(project.answers_dir, [read], project.papers_dir, today().isoformat())
        return Renamed(source, paper, read[0].version, before.id if before else "")


def _apart(project: Project, path: Path, before: KnownPaper | None) -> Renamed:
    """Give a file an id of its own; what its name stood for stays known, as a paper that is not here."""
    source = project.source(path)
    if before is None:
        return Renamed(source, project.paper_ids()[path])
    if not Ledger(project.answers_dir).models(before.id):
        raise AnswerbookError(f"{source}: is the paper {before.id!r}, about which there is no answer yet")
    id = reading.paper_id_apart(path, f"{source} {before.content}")
    write_known(project.answers_dir, [replace(before, file=""), KnownPaper(id, source, versions=())])
    return Renamed(source, id, 1, before.id)


def _read(project: Project, path: Path, paper: str, known: KnownPaper) -> tuple[Paper, Paper]:
    """A file as the paper that it is to be, by itself and with the metadata that lie beside it."""
    found = replace(reading.read_paper(path, id=paper), source=project.source(path))
    seen = versioned(found, path, known)
    if not isinstance(seen, Paper):  # another text altogether: the person says that it is the same paper
        seen = replace(found, version=known.version + 1)
    ids = {**project.paper_ids(), path: paper}
    return seen, supplied_metadata(project, ids).overlay(seen)


def _path(project: Project, file: str) -> Path:
    paths = {project.source(path): path for path in project.papers()}
    given = Path(file)
    for name in (file, project.source(given.absolute()) if given.is_file() else file):
        if name in paths:
            return paths[name]
    raise AnswerbookError(f"no paper's file {file!r} in {project.papers_dir}; {did_you_mean(file, paths)}")


def renamed_text(done: Renamed) -> str:
    """What a file is from now on, in a sentence."""
    version = f", in version {done.version}" if done.version > 1 else ""
    text = f"{done.file} is the paper {done.paper}{version}."
    if done.before not in ("", done.paper):
        text += f" What was answered about {done.before} keeps its pages, which say that it is not here now."
    return f"{text} Run `answerbook build` to answer what is to be answered about it."
