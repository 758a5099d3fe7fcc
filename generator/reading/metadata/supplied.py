"""Metadata next to the papers: a sidecar overrides the bibliographies, which override the paper's file."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.core.paper import Metadata, Paper
from generator.errors import InvalidFile, Problem
from generator.reading.metadata.bibliography import bibliographies_in, read_bibliography
from generator.reading.metadata.bibliography_entry import BibEntry, file_key
from generator.reading.metadata.entry_matching import EntryMatcher, PaperToMatch
from generator.reading.metadata.sidecar import read_sidecar

SIDECARS = (".yml", ".yaml")


@dataclass(frozen=True)
class SuppliedMetadata:
    """The metadata next to the papers.

    sidecars: by paper id. matchers: of the bibliographies, the weakest first. unused: one sentence for each
    sidecar that belongs to no paper. used: the files of all other sidecars.
    """

    sidecars: Mapping[str, Metadata] = field(default_factory=dict)
    matchers: tuple[EntryMatcher, ...] = ()
    unused: tuple[str, ...] = ()
    used: frozenset[Path] = frozenset()

    def overlay(self, paper: Paper) -> Paper:
        """Return one paper with its metadata overlaid, as `overlay_all` does."""
        return self.overlay_all([paper])[0]

    def overlay_all(self, papers: Sequence[Paper]) -> tuple[Paper, ...]:
        """Return the papers overlaid with their entries in the bibliographies, then with their sidecars."""
        found_entries = self._find_entries(papers)
        overlaid = []
        for paper in papers:
            metadata = paper.metadata
            for matcher, indices in zip(self.matchers, found_entries, strict=True):
                if paper.id in indices:
                    metadata = metadata.overlaid(matcher.metadata(indices[paper.id]))
            metadata = metadata.overlaid(self.sidecars.get(paper.id, Metadata()))
            overlaid.append(paper if metadata == paper.metadata else paper.changed(metadata=metadata))
        return tuple(overlaid)

    def warnings(self, papers: Sequence[Paper], *, complete: bool) -> tuple[str, ...]:
        """Return a sentence for each fault in the entries of ``papers``, and for each stray sidecar.

        complete: True if ``papers`` are all papers of the project; then `unmatched_warnings` are included.
        """
        ids = {paper.id for paper in papers}
        own = [s for matcher, matches in self._matches(papers) for s in matcher.warnings(matches, ids)]
        return (*self.unused, *own, *(self.unmatched_warnings(papers) if complete else ()))

    def unmatched_warnings(self, papers: Sequence[Paper]) -> tuple[str, ...]:
        """Return the faults of entries without a paper, one sentence a file, and the number of such entries.

        papers: all papers of the project. A whole library may be next to a few papers, so this is no reason
        to stop.
        """
        matched = self._matches(papers)
        warnings = [s for matcher, matches in matched for s in matcher.unmatched_warnings(matches)]
        free = [
            f"{count:,} of {len(matcher.bibliography.entries):,} entries of {matcher.bibliography.path}"
            for matcher, matches in matched
            if (count := len(matcher.bibliography.entries) - len(set(matches.values())))
        ]
        if free:
            warnings.append(f"{' and '.join(free)} belong to no paper here")
        return tuple(warnings)

    def private_entries(self, papers: Sequence[Paper]) -> tuple[tuple[Path, BibEntry], ...]:
        """Return the entries that say private and belong to none of ``papers``, with their bibliographies."""
        return tuple(
            (matcher.bibliography.path, entry)
            for matcher, matches in self._matches(papers)
            for entry in matcher.private_without(set(matches.values()))
        )

    def _matches(self, papers: Sequence[Paper]) -> list[tuple[EntryMatcher, dict[str, int]]]:
        return list(zip(self.matchers, self._find_entries(papers), strict=True))[::-1]

    def _find_entries(self, papers: Sequence[Paper]) -> list[dict[str, int]]:
        to_match = [
            PaperToMatch(p.id, p.metadata.overlaid(self.sidecars.get(p.id, Metadata()))) for p in papers
        ]
        return [matcher.find(to_match) for matcher in self.matchers]


def supplied_metadata(folder: Path, ids: Mapping[Path, str], cache: Path | None = None) -> SuppliedMetadata:
    """Read the sidecars of the papers ``ids`` (file -> paper id) and the bibliographies in ``folder``.

    A sidecar is named after the paper's id or its file: ``<id>.yml``, ``<name without suffix>.yml``. If no
    paper has exactly that name, the sidecar belongs to the one whose name differs only in what `spelling`
    ignores. `generator.reading.metadata.entry_matching` matches entries to papers. cache: a folder where
    bibliographies are cached as read. Raises InvalidFile with the problems of all sidecars, and of
    bibliographies that cannot be read at all; faults of single entries do not stop anything.
    """
    problems: list[Problem] = []
    owners, by_spelling = _owners(ids), _by_spelling(ids)
    sidecars: dict[str, Metadata] = {}
    unused: list[str] = []
    used: set[Path] = set()
    found = [(path, owners[path.parent.absolute()]) for path in _sidecar_files(folder, ids)]
    for path, here in sorted(found, key=lambda one: file_key(one[0].stem) not in one[1]):
        papers = here.get(file_key(path.stem), [])
        if not papers:
            near = by_spelling[path.parent.absolute()][spelling(path.stem)] - sidecars.keys()
            papers = sorted(near) if len(near) == 1 else []
        if not papers:
            # Not opened: a YAML file that is nobody's sidecar may contain anything.
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
    matchers = tuple(EntryMatcher(one, files) for one in reversed(read))
    return SuppliedMetadata(sidecars, matchers, tuple(unused), frozenset(used))


def spelling(name: str) -> str:
    """Return a name in the form that is compared: its letters without accents, and its digits.

    >>> spelling("Sub Mission_1"), spelling("sub-mission 1")
    ('sub mission 1', 'sub mission 1')
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", bare).strip()


def path_within(folder: Path, path: Path) -> str:
    """Return the path of a paper's file within the folder of papers, with forward slashes."""
    path, folder = path.absolute(), folder.absolute()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _owners(ids: Mapping[Path, str]) -> dict[Path, dict[str, list[str]]]:
    """Return for each folder the possible names of sidecars, each with the ids of the papers that it fits."""
    owners: dict[Path, dict[str, list[str]]] = defaultdict(dict)
    for path, name in sorted(ids.items()):
        here = owners[path.parent.absolute()]
        for spelled in dict.fromkeys((name, file_key(path.stem), file_key(path.name))):
            here.setdefault(spelled, []).append(name)
    for here in owners.values():
        # A paper's own id takes precedence over the file name of another.
        for name in {n for group in here.values() for n in group}:
            here[name] = [name]
    return owners


def _by_spelling(ids: Mapping[Path, str]) -> dict[Path, dict[str, set[str]]]:
    """Return for each folder the ids of papers, by the `spelling` of their names."""
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
