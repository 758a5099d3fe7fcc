"""Metadata supplied beside the papers: a sidecar overlays ``papers.bib``, which overlays the file."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.core.paper import Metadata, Paper
from generator.errors import InvalidFile, Problem
from generator.reading.metadata.bibliography import read_bibliography
from generator.reading.metadata.identifiers import paper_id
from generator.reading.metadata.sidecar import read_sidecar

BIBLIOGRAPHY = "papers.bib"
SIDECARS = (".yml", ".yaml")


@dataclass(frozen=True)
class SuppliedMetadata:
    """What was found beside the papers.

    sidecars and entries: by paper id. by_doi: entries of the bibliography that bear no paper's
    name, by their DOI. unused: one sentence for each sidecar that belongs to no paper.
    """

    sidecars: Mapping[str, Metadata] = field(default_factory=dict)
    entries: Mapping[str, Metadata] = field(default_factory=dict)
    by_doi: Mapping[str, Metadata] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    def overlay(self, paper: Paper) -> Paper:
        """``paper`` with its metadata overlaid by its entry in the bibliography, and that by its sidecar."""
        sidecar = self.sidecars.get(paper.id, Metadata())
        entry = self.entries.get(paper.id) or self.by_doi.get(sidecar.doi or paper.metadata.doi) or Metadata()
        metadata = paper.metadata.overlaid(entry).overlaid(sidecar)
        return paper if metadata == paper.metadata else dataclasses.replace(paper, metadata=metadata)


def supplied_metadata(folder: Path, ids: Mapping[Path, str]) -> SuppliedMetadata:
    """The sidecars beside the papers ``ids`` (file -> paper id) and ``papers.bib`` in ``folder``.

    A sidecar is named after the paper's id or its file: ``<id>.yml``, ``<name without suffix>.yml``.
    An entry of the bibliography belongs to the paper whose id or file name is its key, else to the
    paper with its DOI. Raises InvalidFile with the problems of all these files at once.
    """
    problems: list[Problem] = []
    owners = _owners(ids)
    sidecars: dict[str, Metadata] = {}
    unused: list[str] = []
    for path in _sidecar_files(folder, ids):
        papers = owners[path.parent.absolute()].get(path.stem.casefold(), [])
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
    entries, by_doi = _entries(folder / BIBLIOGRAPHY, ids, problems)
    if problems:
        raise InvalidFile(problems)
    return SuppliedMetadata(sidecars, entries, by_doi, tuple(unused))


def _owners(ids: Mapping[Path, str]) -> dict[Path, dict[str, list[str]]]:
    """Per folder: the names that a sidecar may have, each with the ids of the papers that it would fit."""
    owners: dict[Path, dict[str, list[str]]] = defaultdict(dict)
    for path, name in sorted(ids.items()):
        here = owners[path.parent.absolute()]
        for spelling in dict.fromkeys((name, path.stem.casefold(), path.name.casefold())):
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


def _entries(
    path: Path, ids: Mapping[Path, str], problems: list[Problem]
) -> tuple[dict[str, Metadata], dict[str, Metadata]]:
    if not path.is_file():
        return {}, {}
    found, wrong = read_bibliography(path)
    problems += wrong
    names: dict[str, str] = {}
    for file, name in sorted(ids.items()):
        names.setdefault(file.stem.casefold(), name)
        names.setdefault(file.name.casefold(), name)
    names |= {name: name for name in ids.values()}
    entries: dict[str, Metadata] = {}
    by_doi: dict[str, Metadata] = {}
    for key, metadata in found.items():
        owner = names.get(key.casefold()) or names.get(paper_id(key))
        if owner is not None:
            entries[owner] = metadata
        elif metadata.doi:
            by_doi.setdefault(metadata.doi, metadata)
    return entries, by_doi
