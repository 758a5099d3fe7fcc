"""The papers of a project without their texts: id, file, hash of the text, DOI; quick for thousands.

Remembered in the cache by name, size and time of change of each file: only files that are new or have
changed are read. What answers depend on (`paper_hash`) is so known without reading papers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import __version__, reading
from generator.core import Metadata, Paper
from generator.core.fingerprint import paper_hash
from generator.errors import UnreadablePaper
from generator.project.papers import collect
from generator.project.project import Project
from generator.reading.cache import reader_version
from generator.storage.record import RACY, Record


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper. text: hash of its text and structure. excerpts: only passages of it are at hand."""

    id: str
    source: str
    text: str
    doi: str = ""
    excerpts: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The papers in the order of their files. unreadable: those that cannot be read, by id."""

    entries: tuple[Entry, ...]
    unreadable: dict[str, UnreadablePaper]

    @property
    def names(self) -> list[tuple[str, str, str]]:
        """Id, file name and DOI of each paper, as `generator.project.lookup.choose_paper` takes them."""
        return [(e.id, e.source, e.doi) for e in self.entries]


def catalogue(project: Project, progress: Callable[[str, int, int], None] | None = None) -> Catalogue:
    """The papers of ``project``; those that are new or have changed are read. Raises InvalidFile."""
    paths = project.papers()
    ids = reading.paper_ids(paths)
    known = _recalled(project)
    found: dict[str, Entry] = {}
    for path in paths:
        entry = known.get(path.name)
        if entry is not None and entry[:3] == [*_stamp(path), ids[path]]:
            found[path.name] = Entry(ids[path], path.name, entry[3], entry[4], entry[5], entry[6])
    unreadable: dict[str, UnreadablePaper] = {}
    new = {ids[path] for path in paths if path.name not in found}
    if new:
        heard = progress or (lambda phase, done, total: None)
        collected = collect(project, strict=False, jobs=1, progress=heard, among=new.__contains__)
        found |= {paper.source: _entry(paper) for paper in collected.papers}
        by_name = {path.name: ids[path] for path in paths}
        unreadable = {by_name[Path(e.where).name]: e for e in collected.unreadable}
        _keep(project, known, collected.papers)
    supplied = reading.supplied_metadata(project.papers_dir, ids)
    entries = tuple(_described(found[path.name], supplied) for path in paths if path.name in found)
    return Catalogue(entries, unreadable)


def remember(project: Project, papers: Sequence[Paper]) -> None:
    """Have the catalogue know ``papers``, which were read just now, without reading them again."""
    known = _recalled(project)
    new = [
        paper
        for paper in papers
        if (known.get(paper.source) or [None] * 3)[:3]
        != [*_stamp(project.papers_dir / paper.source), paper.id]
    ]
    if new:
        _keep(project, known, new)


def _entry(paper: Paper) -> Entry:
    data = paper.metadata
    excerpts = paper.format == "passages"
    return Entry(paper.id, paper.source, paper_hash(paper), data.doi, excerpts, data.visibility == "private")


def _described(entry: Entry, supplied: reading.SuppliedMetadata) -> Entry:
    """``entry`` with the DOI and the visibility that are given beside the paper."""
    own = Metadata(doi=entry.doi, visibility="private" if entry.private else "public")
    bare = Paper(entry.id, "text", entry.source, own, "", ())
    data = supplied.overlay(bare).metadata
    return Entry(entry.id, entry.source, entry.text, data.doi, entry.excerpts, data.visibility == "private")


def _stamp(path: Path) -> list[int]:
    try:
        stat = path.stat()
    except OSError:  # gone since the folder was listed
        return [-1, -1]
    return [stat.st_size, stat.st_mtime_ns]


def _keep(project: Project, known: dict[str, Any], papers: Sequence[Paper]) -> None:
    files = {name: entry for name, entry in known.items() if (project.papers_dir / name).is_file()}
    for paper in papers:
        entry, stamp = _entry(paper), _stamp(project.papers_dir / paper.source)
        if abs(time.time_ns() - stamp[1]) > RACY:
            files[paper.source] = [*stamp, paper.id, entry.text, entry.doi, entry.excerpts, entry.private]
    _record(project).write(files)


def _recalled(project: Project) -> dict[str, Any]:
    return _record(project).read(lambda data: {str(k): v for k, v in data.items() if len(v) == 7}) or {}


def _record(project: Project) -> Record:
    return Record(
        project.cache_dir / "catalogue.json", "answerbook catalogue", 2, [__version__, reader_version()]
    )
