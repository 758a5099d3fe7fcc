"""Papers that are not to be shown, by what is said beside their files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator import reading
from generator.core import Paper
from generator.core.formats import SUFFIXES
from generator.errors import UnreadablePaper
from generator.ledger.known import known_papers
from generator.project.paper_files import sidecar_files
from generator.project.project import Project
from generator.reading.metadata.sidecar import read_sidecar

__all__ = ["hidden", "private_ids", "private_papers", "shown_failures", "shown_papers", "supplied_metadata"]


def hidden(project: Project, private: frozenset[str]) -> frozenset[str]:
    """Those of the ``private`` papers of which nothing is shown: all, unless the settings ask for them."""
    return frozenset() if project.settings.site.with_private else private


def shown_papers(papers: Sequence[Paper], hidden: Container[str]) -> tuple[Paper, ...]:
    """The papers that are shown, as public ones: what comes after asks no more."""
    public = (paper for paper in papers if paper.id not in hidden)
    return tuple(
        paper
        if paper.metadata.visibility == "public"
        else replace(paper, metadata=replace(paper.metadata, visibility="public"))
        for paper in public
    )


def shown_failures(
    project: Project, unreadable: Sequence[UnreadablePaper], hidden: Container[str]
) -> tuple[tuple[str, str], ...]:
    """File name and sentence of each paper that could not be read, but for those that are not to be named."""
    ids = {project.source(p): id for p, id in project.paper_ids().items()} if unreadable else {}
    named = [(project.source(error.where), f"{error.what}; {error.mend}.") for error in unreadable]
    return tuple((name, sentence) for name, sentence in named if ids.get(name) not in hidden)


def private_papers(project: Project) -> frozenset[str]:
    """Ids of the papers of ``project`` that reach no page; no paper is read. Raises InvalidFile."""
    ids = project.paper_ids()
    return private_ids(project, ids, supplied_metadata(project, ids))


def supplied_metadata(project: Project, ids: Mapping[Path, str]) -> reading.SuppliedMetadata:
    """What lies beside the papers ``ids`` of ``project``. Raises InvalidFile."""
    return reading.supplied_metadata(project.papers_dir, ids, project.cache_dir / "bibliographies")


def private_ids(
    project: Project, ids: Mapping[Path, str], supplied: reading.SuppliedMetadata
) -> frozenset[str]:
    """Ids of private papers, those that cannot be read among them. ids: of the papers of ``project``.

    Also those of papers that are here no more while what was said of them is: their answers may be.
    """
    found = {name for name, data in supplied.sidecars.items() if data.visibility == "private"}
    here = set(ids.values())
    known = known_papers(project.answers_dir).values()
    found |= {paper.id for paper in known if paper.visibility == "private" and paper.id not in here}
    owned: dict[Path, set[str]] = defaultdict(set)
    for path, id in ids.items():
        owned[path.parent] |= {id, path.stem.casefold(), path.name.casefold()}
    for path in sidecar_files(project.papers_dir, project.root):
        if path.stem.casefold() not in owned[path.parent] and path.is_file():
            data, _ = read_sidecar(path)  # it may be anything; then it says nothing of this
            if data.visibility == "private":
                found |= _ids_once(project, path)
    return frozenset(found)


def _ids_once(project: Project, sidecar: Path) -> set[str]:
    """All ids that the paper of a sidecar can have had; which it was depends on files that are gone."""
    named = sidecar.with_suffix("")  # of beetles.yml, and of beetles.pdf.yml
    ids = {id for path in (sidecar, named) for id in reading.paper_ids([path]).values()}
    if sidecar.parent != project.papers_dir:
        for file in (named, *(named.with_name(named.name + ending) for ending in SUFFIXES)):
            top = project.papers_dir / file.name
            ids.add(reading.paper_ids([top, file], project.papers_dir)[file])
    return ids
