"""The papers of a project, read: from the cache where the file is unchanged, else by a reader.

Metadata of its own (a sidecar file, an entry of papers.bib) is laid over what the file says, after
the cache, so that an edit of it needs no reading.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from generator import reading
from generator.core import Paper
from generator.errors import UnreadablePaper
from generator.project.privacy import private_ids
from generator.project.project import Project

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Collected:
    """The papers of a project in the order of their files, and those that could not be read.

    private: ids of papers that are not to be shown, whether they could be read or not, and of papers that
    are here no more but for what was said of them.
    """

    papers: tuple[Paper, ...]
    unreadable: tuple[UnreadablePaper, ...]
    private: frozenset[str] = frozenset()


def collect(
    project: Project,
    *,
    strict: bool,
    jobs: int,
    progress: Callable[[str, int, int], None],
    among: Callable[[str], bool] | None = None,
    warn: bool = True,
) -> Collected:
    """Read all papers of ``project``. Where ``strict``, raise at the first that cannot be read.

    among: whether a paper with this id is wanted; None for all. warn: say which metadata belong to no paper.
    Raises InvalidFile for metadata files with problems.
    """
    settings = project.settings.reading
    limits = reading.Limits(
        max_megabytes=settings.max_megabytes,
        seconds=settings.seconds,
        memory_megabytes=settings.memory_megabytes,
    )
    paths = project.papers()
    ids = reading.paper_ids(paths)
    if among is not None:
        paths = tuple(path for path in paths if among(ids[path]))
    cache = reading.PaperCache(project.cache_dir / "papers")
    known = {path: paper for path in paths if (paper := cache.get(path, ids[path])) is not None}
    progress("Reading", len(known), len(paths))
    unreadable: dict[Path, UnreadablePaper] = {}
    new = [path for path in paths if path not in known]
    for done, (path, result) in enumerate(
        reading.read_papers(new, ids=ids, limits=limits, jobs=jobs), start=len(known) + 1
    ):
        log.info("read %s", path.name)
        if isinstance(result, UnreadablePaper):
            if strict:
                raise result
            unreadable[path] = result
        else:
            known[path] = result
            if not cache.put(path, result):  # on a full or read-only disk; the paper itself is at hand
                log.warning("%s cannot be kept in %s", path.name, project.cache_dir)
        progress("Reading", done, len(paths))
    supplied = reading.supplied_metadata(project.papers_dir, ids)
    for sentence in supplied.unused if warn else ():
        log.warning("%s", sentence)
    return Collected(
        tuple(supplied.overlay(known[path]) for path in paths if path in known),
        tuple(unreadable[path] for path in paths if path in unreadable),
        private_ids(project.papers_dir, ids, supplied),
    )


def read_some(project: Project, ids: Collection[str], *, strict: bool = False) -> tuple[Paper, ...]:
    """Those of the papers with these ``ids`` that can be read, private ones too, without a word.

    Where ``strict``, raise at the first that cannot. Raises UnreadablePaper, InvalidFile.
    """
    return collect(
        project,
        strict=strict,
        jobs=1,
        progress=lambda phase, done, total: None,
        among=ids.__contains__,
        warn=False,
    ).papers


def read_one(file: Path) -> Paper:
    """The paper in ``file``, with the metadata that lies beside it. Raises UnreadablePaper, InvalidFile."""
    paper = reading.read_paper(file)
    return reading.supplied_metadata(file.parent, {file: paper.id}).overlay(paper)
