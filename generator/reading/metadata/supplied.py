"""Metadata supplied beside the papers: a sidecar overlays the bibliographies, which overlay the file."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.core.paper import Metadata, Paper
from generator.errors import InvalidFile, Problem
from generator.reading.metadata.bibliography import bibliographies_in, read_bibliography
from generator.reading.metadata.entries import file_key
from generator.reading.metadata.joining import Join, Wanted
from generator.reading.metadata.sidecar import read_sidecar

SIDECARS = (".yml", ".yaml")


@dataclass(frozen=True)
class SuppliedMetadata:
    """What was found beside the papers.

    sidecars: by paper id. joins: of the bibliographies, the weakest first. unused: one sentence for each
    sidecar that belongs to no paper.
    """

    sidecars: Mapping[str, Metadata] = field(default_factory=dict)
    joins: tuple[Join, ...] = ()
    unused: tuple[str, ...] = ()

    def overlay(self, paper: Paper) -> Paper:
        """Overlay one paper alone, as `overlay_all` does."""
        return self.overlay_all([paper])[0]

    def overlay_all(self, papers: Sequence[Paper]) -> tuple[Paper, ...]:
        """Overlay what each paper says by its entries in the bibliographies, and that by its sidecar."""
        found = self._found(papers)
        overlaid = []
        for paper in papers:
            metadata = paper.metadata
            for join, places in zip(self.joins, found, strict=True):
                if paper.id in places:
                    metadata = metadata.overlaid(join.metadata(places[paper.id]))
            metadata = metadata.overlaid(self.sidecars.get(paper.id, Metadata()))
            overlaid.append(
                paper if metadata == paper.metadata else dataclasses.replace(paper, metadata=metadata)
            )
        return tuple(overlaid)

    def said(self, papers: Sequence[Paper], *, complete: bool) -> tuple[str, ...]:
        """Return a sentence for each thing that is wrong with entries of ``papers``, and for stray sidecars.

        complete: whether ``papers`` are all that the project has; then also what `aside` says.
        """
        ids = {paper.id for paper in papers}
        own = [s for join, found in self._joined(papers) for s in join.said(found, ids)]
        return (*self.unused, *own, *(self.aside(papers) if complete else ()))

    def aside(self, papers: Sequence[Paper]) -> tuple[str, ...]:
        """Return what is wrong with entries of no paper (one sentence a file), and how many there are.

        papers: all that the project has. A whole library may lie beside a few papers: no reason to stop.
        """
        found = self._joined(papers)
        said = [s for join, places in found for s in join.aside(places)]
        free = [
            f"{count:,} of {len(join.bibliography.entries):,} entries of {join.bibliography.path}"
            for join, places in found
            if (count := len(join.bibliography.entries) - len(set(places.values())))
        ]
        if free:
            said.append(f"{' and '.join(free)} belong to no paper here")
        return tuple(said)

    def _joined(self, papers: Sequence[Paper]) -> list[tuple[Join, dict[str, int]]]:
        return list(zip(self.joins, self._found(papers), strict=True))[::-1]

    def _found(self, papers: Sequence[Paper]) -> list[dict[str, int]]:
        wanted = [Wanted(p.id, p.metadata.overlaid(self.sidecars.get(p.id, Metadata()))) for p in papers]
        return [join.find(wanted) for join in self.joins]


def supplied_metadata(folder: Path, ids: Mapping[Path, str], cache: Path | None = None) -> SuppliedMetadata:
    """Read the sidecars beside the papers ``ids`` (file -> paper id) and the bibliographies in ``folder``.

    A sidecar is named after the paper's id or its file: ``<id>.yml``, ``<name without suffix>.yml``. What
    joins an entry to a paper: `generator.reading.metadata.joining`. cache: a folder where bibliographies are
    kept as read. Raises InvalidFile with the problems of all sidecars, and of bibliographies that cannot be
    read at all; what is wrong with single entries stops nothing.
    """
    problems: list[Problem] = []
    owners = _owners(ids)
    sidecars: dict[str, Metadata] = {}
    unused: list[str] = []
    for path in _sidecar_files(folder, ids):
        papers = owners[path.parent.absolute()].get(file_key(path.stem), [])
        if not papers:
            # Not opened: a YAML file that is nobody's sidecar may hold anything.
            unused.append(f"{path}: belongs to no paper; name it after a paper's file")
            continue
        metadata, wrong = read_sidecar(path)
        problems += wrong
        if len(papers) > 1:
            names = " or ".join(f"{name}{path.suffix}" for name in papers)
            problems.append(
                Problem(str(path), None, f"could belong to {len(papers)} papers; name it {names}")
            )
        elif papers[0] in sidecars:
            problems.append(
                Problem(str(path), None, f"is a second sidecar of the paper {papers[0]!r}; keep one")
            )
        else:
            sidecars[papers[0]] = metadata
    read = [read_bibliography(path, cache) for path in bibliographies_in(folder)]
    problems += [found.problem for found in read if found.problem is not None]
    if problems:
        raise InvalidFile(problems)
    files = {path_within(folder, path): id for path, id in ids.items()}
    joins = tuple(Join(found, files) for found in reversed(read))
    return SuppliedMetadata(sidecars, joins, tuple(unused))


def path_within(folder: Path, path: Path) -> str:
    """Return the path of a paper's file within the folder of papers, with forward slashes: its source."""
    path, folder = path.absolute(), folder.absolute()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _owners(ids: Mapping[Path, str]) -> dict[Path, dict[str, list[str]]]:
    """Per folder: the names that a sidecar may have, each with the ids of the papers that it would fit."""
    owners: dict[Path, dict[str, list[str]]] = defaultdict(dict)
    for path, name in sorted(ids.items()):
        here = owners[path.parent.absolute()]
        for spelling in dict.fromkeys((name, file_key(path.stem), file_key(path.name))):
            here.setdefault(spelling, []).append(name)
    for here in owners.values():
        # A paper's own id beats the file name of another.
        for name in {n for group in here.values() for n in group}:
            here[name] = [name]
    return owners


def _sidecar_files(folder: Path, ids: Mapping[Path, str]) -> list[Path]:
    folders = {folder.absolute(): folder} | {path.parent.absolute(): path.parent for path in ids}
    return sorted(
        path
        for place in folders.values()
        if place.is_dir()
        for path in place.iterdir()
        if path.suffix.lower() in SIDECARS and path.is_file()
    )
