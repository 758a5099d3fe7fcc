"""The papers that a project has, by every id that identifies them, so that none is added twice."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import reading
from generator.core import Metadata, Paper
from generator.core.formats import without_suffix
from generator.fetching import Id, id_of
from generator.ledger.known import known_papers
from generator.project import Project
from generator.project.sidecars import sidecar_beside
from generator.reading.metadata.sidecar import read_origin
from generator.storage.files import hash_of

__all__ = ["ProjectPapers", "keys_of", "load_project_papers", "name_of"]

_DOI_AS_NAME = re.compile(r"(10\.[0-9]{4,9})(?:--|_)(.{2,200})", re.IGNORECASE)


@dataclass
class ProjectPapers:
    """The papers of a project, shared by several threads.

    by_key: files by `Id.key` and ``sha256:...``. former_names: names of files of papers that are gone, by the
    same keys. claimed: the request by which a paper is being added, by key. stems: files by their name
    without suffix, in lower case.
    """

    by_key: dict[str, Path] = field(default_factory=dict)
    former_names: dict[str, str] = field(default_factory=dict)
    claimed: dict[str, str] = field(default_factory=dict)
    stems: dict[str, Path] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, keys: Iterable[str]) -> Path | None:
        """Return the file of the paper that one of ``keys`` identifies, or None."""
        return next((self.by_key[key] for key in keys if key in self.by_key), None)

    def claim(self, keys: Iterable[str], named: str) -> str:
        """Record that a paper is being added; return the other request that already adds it, or nothing."""
        keys = list(keys)
        with self.lock:
            other = next((self.claimed[key] for key in keys if self.claimed.get(key, named) != named), "")
            if not other:
                self.claimed.update(dict.fromkeys(keys, named))
            return other

    def stem(self, id: Id, keys: Iterable[str]) -> str:
        """Return a name, without suffix, for the file of a new paper, and reserve it."""
        with self.lock:
            if before := next((self.former_names[key] for key in keys if key in self.former_names), ""):
                name = before
            else:
                name = name_of(id)
            # A file of this name may hold a paper that cannot be read, or that gives other ids.
            if name.lower() in self.stems:
                name = reading.paper_id_apart(Path(name), id.key)
            self.stems[name.lower()] = Path(name)
            return name

    def register(self, path: Path, keys: Iterable[str]) -> None:
        """Record that the project has a paper from now on."""
        with self.lock:
            self.by_key.update(dict.fromkeys(keys, path))
            self.stems[without_suffix(path.name).lower()] = path


def name_of(id: Id) -> str:
    """Return a name, without suffix, for the file of the paper with this id."""
    named = id.value
    if id.kind == "url":
        named = without_suffix(re.sub(r"^https?://", "", named).rstrip("/"))
    return reading.paper_id(named)


def keys_of(metadata: Metadata, origin: Mapping[str, str], name: str) -> set[str]:
    """Return the keys of a paper, from its metadata, the recorded origin of its file, and the file's name."""
    spelled = _DOI_AS_NAME.fullmatch(name)
    named = id_of(f"{spelled[1]}/{spelled[2]}") if spelled else id_of(name)
    found = [
        Id("doi", metadata.doi) if metadata.doi else None,
        Id("arxiv", metadata.arxiv) if metadata.arxiv else None,
        id_of(origin.get("pmcid", "")),
        id_of(f"pmid:{origin['pmid']}") if origin.get("pmid") else None,
        Id("url", metadata.url) if metadata.url else None,
        # A name that is only a number may be anything, not just a PMID.
        named if named is not None and named.kind != "pmid" and not metadata.doi else None,
    ]
    item = {f"zotero:{origin['zotero']}"} if origin.get("zotero") else set()
    return {id.key for id in found if id is not None} | item


def load_project_papers(
    project: Project, keep: bool, progress: Callable[[str, int, int], None]
) -> ProjectPapers:
    """Return the papers of ``project``. keep: whether papers that must be read go into its cache.

    Raises InvalidFile for metadata files with problems.
    """
    project_papers = ProjectPapers()
    ids = project.paper_ids()
    read = _read(project, ids, keep, progress)
    supplied = reading.supplied_metadata(project.papers_dir, ids)
    for path, id in ids.items():
        paper = read.get(path)
        own = supplied.sidecars.get(id, Metadata())
        metadata = supplied.overlay(paper).metadata if paper is not None else own
        keys = keys_of(metadata, read_origin(sidecar_beside(path)), without_suffix(path.name))
        project_papers.register(path, [*keys, f"sha256:{hash_of(path)}"])
    for known in known_papers(project.answers_dir).values():
        if not known.file or not known.last or "/" in known.file:
            continue
        if not (project.papers_dir / known.file).exists():
            keys = keys_of(known.last, {}, without_suffix(known.file))
            project_papers.former_names.update(dict.fromkeys(keys, without_suffix(known.file)))
    return project_papers


def _read(
    project: Project, ids: Mapping[Path, str], keep: bool, progress: Callable[[str, int, int], None]
) -> dict[Path, Paper]:
    cache = reading.PaperCache(project.cache_dir / "papers")
    found = {path: paper for path, id in ids.items() if (paper := cache.get(path, id)) is not None}
    left = [path for path in ids if path not in found]
    settings = project.settings.reading
    limits = reading.ReadingLimits(
        settings.max_megabytes, settings.seconds, memory_megabytes=settings.memory_megabytes
    )
    results = reading.read_papers(left, ids=ids, limits=limits, jobs=2)
    for done, (path, result) in enumerate(results, start=1):
        if isinstance(result, Paper):
            found[path] = result
            if keep:
                cache.put(path, result)
        progress("Reading", len(found) if done < len(left) else len(ids), len(ids))
    return found
