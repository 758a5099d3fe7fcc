"""The papers of a project without their texts: id, file, hash of the text, DOI; quick for thousands.

Remembered in the cache by path, size and time of change of each file: only files that are new or have
changed are read. What answers depend on (`paper_hash`) is so known without reading papers. Papers whose files
are not here are among them, as the ledger keeps them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator import __version__
from generator.core import Metadata, Paper, Person
from generator.core.fingerprint import paper_hash
from generator.core.known_paper import KnownPaper
from generator.errors import UnreadablePaper
from generator.project.absent import absent_papers
from generator.project.papers import collect, warn_of
from generator.project.privacy import privacy_of, supplied_metadata, with_visibility
from generator.project.project import Project
from generator.reading.cache import reader_version
from generator.storage.record import RACY, Record

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper. text: hash of its text and structure. excerpts: only passages of it are at hand.

    data: what finds its entry in a bibliography (title, authors, DOI, arXiv id), its visibility, and its tags
    and kinds, which questions may depend on. moved: of a paper whose file is not here, the answers of others
    of which a quote does not stand where it stood; None where the file is here.
    """

    id: str
    source: str
    text: str
    excerpts: bool = False
    data: Metadata = field(default_factory=Metadata)
    moved: frozenset[str] | None = None

    @property
    def doi(self) -> str:
        return self.data.doi

    @property
    def absent(self) -> bool:
        """Whether the file is not here, and the paper is known by what the ledger keeps."""
        return self.moved is not None

    @property
    def private(self) -> bool:
        return self.data.visibility == "private"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The papers in the order of their files. unreadable: those that cannot be read, by id. private: ids."""

    entries: tuple[Entry, ...]
    unreadable: dict[str, UnreadablePaper]
    private: frozenset[str] = frozenset()

    @property
    def here(self) -> Catalogue:
        """Those of which the files are here, and so the texts."""
        return replace(self, entries=tuple(entry for entry in self.entries if not entry.absent))

    @property
    def names(self) -> list[tuple[str, str, str]]:
        """Id, file name and DOI of each paper, as `generator.project.lookup.choose_paper` takes them."""
        return [(e.id, e.source, e.doi) for e in self.entries]


def catalogue(project: Project, progress: Callable[[str, int, int], None] | None = None) -> Catalogue:
    """The papers of ``project``; those that are new or have changed are read. Raises InvalidFile."""
    paths = project.papers()
    ids = project.paper_ids(paths)
    names = {path: project.source(path) for path in paths}
    known = _recalled(project)
    recalled: dict[str, Entry] = {}
    for path in paths:
        entry = known.get(names[path])
        if entry is not None and entry[:3] == [*_stamp(path), ids[path]]:
            recalled[names[path]] = _of_record(names[path], entry)
    unreadable: dict[str, UnreadablePaper] = {}
    new = {ids[path] for path in paths if names[path] not in recalled}
    if new:
        heard = progress or (lambda phase, done, total: None)
        collected = collect(project, strict=False, jobs=1, progress=heard, among=new.__contains__, warn=False)
        recalled |= {paper.source: _entry(paper) for paper in collected.as_read}
        by_name = {name: ids[path] for path, name in names.items()}
        unreadable = {by_name[project.source(e.where)]: e for e in collected.unreadable}
        _keep(project, known, collected.as_read)
    entries = [recalled[names[path]] for path in paths if names[path] in recalled]
    gone = absent_papers(project, ids.values())
    entries += [entry for paper in gone.values() if (entry := _absent(paper)) is not None]
    supplied = supplied_metadata(project, ids | {project.papers_dir / k.file: k.id for k in gone.values()})
    bare = [_bare(entry) for entry in entries]
    overlaid = supplied.overlay_all(bare)
    texts = {entry.id: entry.text for entry in entries}
    privacy = privacy_of(project, ids, supplied, overlaid, lambda paper: texts[paper.id])
    warn_of(supplied, bare, privacy)
    for sentence in supplied.aside(bare):
        log.warning("%s", sentence)
    described = [with_visibility(paper, private=paper.id in privacy.ids).metadata for paper in overlaid]
    found = tuple(
        replace(entry, data=data)
        for entry, data in zip(entries, described, strict=True)
        if not entry.absent or data.visibility == "public"
    )
    return Catalogue(found, unreadable, privacy.ids)


def private_papers(project: Project) -> frozenset[str]:
    """Ids of the papers of ``project`` that reach no page. Raises InvalidFile."""
    return catalogue(project).private


def remember(project: Project, papers: Sequence[Paper]) -> None:
    """Have the catalogue know ``papers``, which were read just now (`Collected.as_read`)."""
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
    kept = Metadata(
        title=data.title,
        authors=data.authors,
        doi=data.doi,
        arxiv=data.arxiv,
        arxiv_version=data.arxiv_version,
        visibility=data.visibility,
        tags=data.tags,
        kinds=data.kinds,
    )
    return Entry(paper.id, paper.source, paper_hash(paper), paper.format == "passages", kept)


def _absent(paper: KnownPaper) -> Entry | None:
    """The entry of a paper whose file is not here."""
    as_kept, kept = paper.as_kept, paper.kept
    if as_kept is None or kept is None:
        return None
    excerpts = kept.format == "passages"
    return Entry(paper.id, paper.file, paper.text, excerpts, as_kept.metadata, frozenset(kept.moved))


def _bare(entry: Entry) -> Paper:
    """The paper of an entry without its text: what metadata is laid over."""
    return Paper(entry.id, "text", entry.source, entry.data, "", ())


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
            files[paper.source] = [*stamp, paper.id, entry.text, entry.excerpts, *_plain(entry.data)]
    _record(project).write(files)


def _plain(data: Metadata) -> list[Any]:
    authors = [[person.family, person.given] for person in data.authors]
    ids = [data.doi, data.arxiv, data.arxiv_version]
    return [*ids, data.visibility, data.title, authors, list(data.tags), list(data.kinds)]


def _of_record(name: str, kept: list[Any]) -> Entry:
    id, text, excerpts, doi, arxiv, version, visibility, title, authors, tags, kinds = kept[2:]
    people = tuple(Person(family, given) for family, given in authors)
    data = Metadata(
        title=title,
        authors=people,
        doi=doi,
        arxiv=arxiv,
        arxiv_version=version,
        visibility=visibility,
        tags=tuple(tags),
        kinds=tuple(kinds),
    )
    return Entry(id, name, text, bool(excerpts), data)


def _recalled(project: Project) -> dict[str, Any]:
    return _record(project).read(lambda data: {str(k): v for k, v in data.items() if len(v) == 13}) or {}


def _record(project: Project) -> Record:
    return Record(
        project.cache_dir / "catalogue.json", "answerbook catalogue", 5, [__version__, reader_version()]
    )
