"""Metadata supplied beside the papers: a sidecar overlays the bibliographies, which overlay the file."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.core.paper import Metadata, Paper
from generator.errors import InvalidFile, Problem
from generator.reading.metadata.bibliography import bibliographies_in, read_bibliography
from generator.reading.metadata.entries import Entry, file_key
from generator.reading.metadata.joining import Join, Wanted
from generator.reading.metadata.sidecar import read_sidecar

SIDECARS = (".yml", ".yaml")


@dataclass(frozen=True)
class SuppliedMetadata:
    """What was found beside the papers.

    sidecars: by paper id. joins: of the bibliographies, the weakest first. unused: one sentence for each
    sidecar that belongs to no paper. used: the files of the others.
    """

    sidecars: Mapping[str, Metadata] = field(default_factory=dict)
    joins: tuple[Join, ...] = ()
    unused: tuple[str, ...] = ()
    used: frozenset[Path] = frozenset()

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

    def private_entries(self, papers: Sequence[Paper]) -> tuple[tuple[Path, Entry], ...]:
        """Return the entries that say private and belong to none of ``papers``, with their bibliographies."""
        return tuple(
            (join.bibliography.path, entry)
            for join, found in self._joined(papers)
            for entry in join.private_without(set(found.values()))
        )

    def _joined(self, papers: Sequence[Paper]) -> list[tuple[Join, dict[str, int]]]:
        return list(zip(self.joins, self._found(papers), strict=True))[::-1]

    def _found(self, papers: Sequence[Paper]) -> list[dict[str, int]]:
        wanted = [Wanted(p.id, p.metadata.overlaid(self.sidecars.get(p.id, Metadata()))) for p in papers]
        return [join.find(wanted) for join in self.joins]


def supplied_metadata(folder: Path, ids: Mapping[Path, str], cache: Path | None = None) -> SuppliedMetadata:
    """Read the sidecars beside the papers ``ids`` (file -> paper id) and the bibliographies in ``folder``.

    A sidecar is named after the paper's id or its file: ``<id>.yml``, ``<name without suffix>.yml``; where no
    paper has that very name, one whose name differs only in what `spelling` passes over. What joins an entry
    to a paper: `generator.reading.metadata.joining`. cache: a folder where bibliographies are kept as read.
    Raises InvalidFile with the problems of all sidecars, and of bibliographies that cannot be read at all;
    what is wrong with single entries stops nothing.
    """
    problems: list[Problem] = []
    owners, loosely = _owners(ids), _loosely(ids)
    sidecars: dict[str, Metadata] = {}
    unused: list[str] = []
    used: set[Path] = set()
    found = [(path, owners[path.parent.absolute()]) for path in _sidecar_files(folder, ids)]
    for path, here in sorted(found, key=lambda one: file_key(one[0].stem) not in one[1]):
        papers = here.get(file_key(path.stem), [])
        if not papers:
            near = loosely[path.parent.absolute()][spelling(path.stem)] - sidecars.keys()
            papers = sorted(near) if len(near) == 1 else []
        if not papers:
            # Not opened: a YAML file that is nobody's sidecar may hold anything.
            unused.append(f"{path}: belongs to no paper; name it after a paper's file")
            continue
        used.add(path)
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
    problems += [one.problem for one in read if one.problem is not None]
    if problems:
        raise InvalidFile(problems)
    files = {path_within(folder, path): id for path, id in ids.items()}
    joins = tuple(Join(one, files) for one in reversed(read))
    return SuppliedMetadata(sidecars, joins, tuple(unused), frozenset(used))


def spelling(name: str) -> str:
    """Return a name as it is compared with others: its letters, without accents, and digits.

    >>> spelling("Sub Mission_1"), spelling("sub-mission 1")
    ('sub mission 1', 'sub mission 1')
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", bare).strip()


def path_within(folder: Path, path: Path) -> str:
    """Return the path of a paper's file within the folder of papers, with forward slashes: its source."""
    path, folder = path.absolute(), folder.absolute()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _owners(ids: Mapping[Path, str]) -> dict[Path, dict[str, list[str]]]:
    """Per folder: the names that a sidecar may have, each with the ids of the papers that it would fit."""
    owners: dict[Path, dict[str, list[str]]] = defaultdict(dict)
    for path, name in sorted(ids.items()):
        here = owners[path.parent.absolute()]
        for spelled in dict.fromkeys((name, file_key(path.stem), file_key(path.name))):
            here.setdefault(spelled, []).append(name)
    for here in owners.values():
        # A paper's own id beats the file name of another.
        for name in {n for group in here.values() for n in group}:
            here[name] = [name]
    return owners


def _loosely(ids: Mapping[Path, str]) -> dict[Path, dict[str, set[str]]]:
    """Per folder: ids of papers by what `spelling` makes of their names."""
    found: dict[Path, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path, id in ids.items():
        for name in (id, path.stem, path.name):
            found[path.parent.absolute()][spelling(name)].add(id)
    return found


def _sidecar_files(folder: Path, ids: Mapping[Path, str]) -> list[Path]:
    folders = {folder.absolute(): folder} | {path.parent.absolute(): path.parent for path in ids}
    return sorted(
        path
        for place in folders.values()
        if place.is_dir()
        for path in place.iterdir()
        if path.suffix.lower() in SIDECARS and path.is_file()
    )
