"""The papers of a project without their texts, fast for thousands: id, file, hash of the text, metadata.

The cache records each paper with the path, size and modification time of its file, so only new and changed
files are read. `paper_hash`, on which answers depend, is therefore known without reading papers. Papers whose
files are absent are included, as the ledger keeps them.
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
from generator.project.paper_loading import collect_papers, warn_of_metadata
from generator.project.privacy import privacy_of, supplied_metadata, with_visibility
from generator.project.project import Project
from generator.reading.cache import reader_code_hash
from generator.storage.work_records import RACY, Record

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A paper, without its text.

    text_hash: hash of its text and structure. excerpts: True if the file holds only passages of the paper.
    metadata: the fields that match a bibliography entry (title, authors, DOI, arXiv id), the visibility, and
    the tags and kinds, on which questions may depend. moved: None if the file is present; for an absent
    paper, the ids of imported answers with a quote that is no longer at its recorded place.
    """

    id: str
    source: str
    text_hash: str
    excerpts: bool = False
    metadata: Metadata = field(default_factory=Metadata)
    moved: frozenset[str] | None = None

    @property
    def doi(self) -> str:
        return self.metadata.doi

    @property
    def absent(self) -> bool:
        """True if the file is not in the project, so that only the ledger knows the paper."""
        return self.moved is not None

    @property
    def private(self) -> bool:
        return self.metadata.visibility == "private"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Papers in the order of their files. unreadable: errors by id. private: ids of private papers."""

    entries: tuple[CatalogueEntry, ...]
    unreadable: dict[str, UnreadablePaper]
    private: frozenset[str] = frozenset()

    @property
    def present(self) -> Catalogue:
        """The catalogue of the papers whose files, and therefore texts, are in the project."""
        return replace(self, entries=tuple(entry for entry in self.entries if not entry.absent))

    @property
    def names(self) -> list[tuple[str, str, str]]:
        """Id, file name and DOI of each paper, as `generator.project.lookup.choose_paper` takes them."""
        return [(e.id, e.source, e.doi) for e in self.entries]


def catalogue(project: Project, progress: Callable[[str, int, int], None] | None = None) -> Catalogue:
    """Return the papers of ``project``; only new and changed files are read. Raises InvalidFile."""
    paths = project.papers()
    ids = project.paper_ids(paths)
    names = {path: project.source(path) for path in paths}
    known = _read_record(project)
    cached: dict[str, CatalogueEntry] = {}
    for path in paths:
        entry = known.get(names[path])
        if entry is not None and entry[:3] == [*_stamp(path), ids[path]]:
            cached[names[path]] = _entry_of_record(names[path], entry)
    unreadable: dict[str, UnreadablePaper] = {}
    new = {ids[path] for path in paths if names[path] not in cached}
    if new:
        on_progress = progress or (lambda phase, done, total: None)
        collected = collect_papers(
            project, strict=False, jobs=1, progress=on_progress, among=new.__contains__, warn=False
        )
        cached |= {paper.source: _entry(paper) for paper in collected.as_read}
        by_name = {name: ids[path] for path, name in names.items()}
        unreadable = {by_name[project.source(e.where)]: e for e in collected.unreadable}
        _write_record(project, known, collected.as_read)
    entries = [cached[names[path]] for path in paths if names[path] in cached]
    # Papers whose file is not here keep their entry if the ledger has what their pages need.
    gone = absent_papers(project, ids.values())
    entries += [entry for paper in gone.values() if (entry := _absent(paper)) is not None]
    supplied = supplied_metadata(project, ids | {project.papers_dir / k.file: k.id for k in gone.values()})
    bare = [_bare(entry) for entry in entries]
    overlaid = supplied.overlay_all(bare)
    text_hashes = {entry.id: entry.text_hash for entry in entries}
    privacy = privacy_of(project, ids, supplied, overlaid, lambda paper: text_hashes[paper.id])
    warn_of_metadata(supplied, bare, privacy)
    for sentence in supplied.unmatched_warnings(bare):
        log.warning("%s", sentence)
    described = [with_visibility(paper, private=paper.id in privacy.ids).metadata for paper in overlaid]
    found = tuple(
        replace(entry, metadata=data)
        for entry, data in zip(entries, described, strict=True)
        if not entry.absent or data.visibility == "public"
    )
    return Catalogue(found, unreadable, privacy.ids)


def private_papers(project: Project) -> frozenset[str]:
    """Return the ids of the papers of ``project`` that appear on no page. Raises InvalidFile."""
    return catalogue(project).private


def update_catalogue(project: Project, papers: Sequence[Paper]) -> None:
    """Add ``papers``, which were just read (`CollectedPapers.as_read`), to the catalogue."""
    known = _read_record(project)
    new = [
        paper
        for paper in papers
        if (known.get(paper.source) or [None] * 3)[:3]
        != [*_stamp(project.papers_dir / paper.source), paper.id]
    ]
    if new:
        _write_record(project, known, new)


def _entry(paper: Paper) -> CatalogueEntry:
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
    return CatalogueEntry(paper.id, paper.source, paper_hash(paper), paper.format == "passages", kept)


def _absent(paper: KnownPaper) -> CatalogueEntry | None:
    """Return the entry of a paper whose file is absent; None if the ledger does not keep enough of it."""
    as_kept, kept = paper.as_kept, paper.kept
    if as_kept is None or kept is None:
        return None
    excerpts = kept.format == "passages"
    return CatalogueEntry(paper.id, paper.file, paper.text, excerpts, as_kept.metadata, frozenset(kept.moved))


def _bare(entry: CatalogueEntry) -> Paper:
    """Return the paper of an entry without its text, so that metadata can be laid over it."""
    return Paper(entry.id, "text", entry.source, entry.metadata, "", ())


def _stamp(path: Path) -> list[int]:
    try:
        stat = path.stat()
    except OSError:  # gone since the folder was listed
        return [-1, -1]
    return [stat.st_size, stat.st_mtime_ns]


def _write_record(project: Project, known: dict[str, Any], papers: Sequence[Paper]) -> None:
    files = {name: entry for name, entry in known.items() if (project.papers_dir / name).is_file()}
    for paper in papers:
        entry, stamp = _entry(paper), _stamp(project.papers_dir / paper.source)
        if abs(time.time_ns() - stamp[1]) > RACY:
            files[paper.source] = [*stamp, paper.id, entry.text_hash, entry.excerpts, *_plain(entry.metadata)]
    _record(project).write(files)


def _plain(data: Metadata) -> list[Any]:
    authors = [[person.family, person.given] for person in data.authors]
    ids = [data.doi, data.arxiv, data.arxiv_version]
    return [*ids, data.visibility, data.title, authors, list(data.tags), list(data.kinds)]


def _entry_of_record(name: str, kept: list[Any]) -> CatalogueEntry:
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
    return CatalogueEntry(id, name, text, bool(excerpts), data)


def _read_record(project: Project) -> dict[str, Any]:
    return _record(project).read(lambda data: {str(k): v for k, v in data.items() if len(v) == 13}) or {}


def _record(project: Project) -> Record:
    return Record(
        project.cache_dir / "catalogue.json", "answerbook catalogue", 5, [__version__, reader_code_hash()]
    )
