"""The papers that a project has, by all that they are known by, so that none is added twice."""

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

__all__ = ["Shelf", "keys_of", "shelf_of"]

_DOI_AS_NAME = re.compile(r"(10\.[0-9]{4,9})(?:--|_)(.{2,200})", re.IGNORECASE)


@dataclass
class Shelf:
    """by_key: files by `Id.key` and ``sha256:...``. gone: names of files that held a paper which is here no
    more, by the same. claimed: what the papers that are being added are called, by key. stems: of all
    files, in lower case."""

    by_key: dict[str, Path] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    claimed: dict[str, str] = field(default_factory=dict)
    stems: dict[str, Path] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def here(self, keys: Iterable[str]) -> Path | None:
        """Return the file of the paper that is known by one of ``keys``."""
        return next((self.by_key[key] for key in keys if key in self.by_key), None)

    def claim(self, keys: Iterable[str], named: str) -> str:
        """Say that a paper is being added; who adds it already, or nothing."""
        keys = list(keys)
        with self.lock:
            other = next((self.claimed[key] for key in keys if self.claimed.get(key, named) != named), "")
            if not other:
                self.claimed.update(dict.fromkeys(keys, named))
            return other

    def stem(self, id: Id, keys: Iterable[str]) -> str:
        """Return the name, without an ending, that the file of a new paper gets; no other file has it."""
        with self.lock:
            if before := next((self.gone[key] for key in keys if key in self.gone), ""):
                name = before
            else:
                named = id.value
                if id.kind == "url":
                    named = without_suffix(re.sub(r"^https?://", "", named).rstrip("/"))
                name = reading.paper_id(named)
            # Of a paper whose file cannot be read, or has another name inside, nothing is known.
            if name.lower() in self.stems:
                name = reading.paper_id_apart(Path(name), id.key)
            self.stems[name.lower()] = Path(name)
            return name

    def put(self, path: Path, keys: Iterable[str]) -> None:
        """Say that a paper is here from now on."""
        with self.lock:
            self.by_key.update(dict.fromkeys(keys, path))
            self.stems[without_suffix(path.name).lower()] = path


def keys_of(metadata: Metadata, origin: Mapping[str, str], name: str) -> set[str]:
    """Return what a paper is known by, from its metadata, the origin of its file, and the file's name."""
    spelled = _DOI_AS_NAME.fullmatch(name)
    named = id_of(f"{spelled[1]}/{spelled[2]}") if spelled else id_of(name)
    found = [
        Id("doi", metadata.doi) if metadata.doi else None,
        Id("arxiv", metadata.arxiv) if metadata.arxiv else None,
        id_of(origin.get("pmcid", "")),
        id_of(f"pmid:{origin['pmid']}") if origin.get("pmid") else None,
        Id("url", metadata.url) if metadata.url else None,
        # A number alone may be anything.
        named if named is not None and named.kind != "pmid" and not metadata.doi else None,
    ]
    item = {f"zotero:{origin['zotero']}"} if origin.get("zotero") else set()
    return {id.key for id in found if id is not None} | item


def shelf_of(project: Project, keep: bool, progress: Callable[[str, int, int], None]) -> Shelf:
    """Return what ``project`` has. keep: whether papers that had to be read are kept as read.

    Raises InvalidFile for metadata files with problems.
    """
    shelf = Shelf()
    ids = project.paper_ids()
    read = _read(project, ids, keep, progress)
    supplied = reading.supplied_metadata(project.papers_dir, ids)
    for path, id in ids.items():
        paper = read.get(path)
        own = supplied.sidecars.get(id, Metadata())
        metadata = supplied.overlay(paper).metadata if paper is not None else own
        keys = keys_of(metadata, read_origin(sidecar_beside(path)), without_suffix(path.name))
        shelf.put(path, [*keys, f"sha256:{hash_of(path)}"])
    for known in known_papers(project.answers_dir).values():
        if not known.file or not known.last or "/" in known.file:
            continue
        if not (project.papers_dir / known.file).exists():
            keys = keys_of(known.last, {}, without_suffix(known.file))
            shelf.gone.update(dict.fromkeys(keys, without_suffix(known.file)))
    return shelf


def _read(
    project: Project, ids: Mapping[Path, str], keep: bool, progress: Callable[[str, int, int], None]
) -> dict[Path, Paper]:
    cache = reading.PaperCache(project.cache_dir / "papers")
    found = {path: paper for path, id in ids.items() if (paper := cache.get(path, id)) is not None}
    left = [path for path in ids if path not in found]
    settings = project.settings.reading
    limits = reading.Limits(settings.max_megabytes, settings.seconds, 10, settings.memory_megabytes)
    results = reading.read_papers(left, ids=ids, limits=limits, jobs=2)
    for done, (path, result) in enumerate(results, start=1):
        if isinstance(result, Paper):
            found[path] = result
            if keep:
                cache.put(path, result)
        progress("Reading", len(found) if done < len(left) else len(ids), len(ids))
    return found
