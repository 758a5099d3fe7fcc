"""Papers that are not to be shown, by what is said beside their files."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator import reading
from generator.core import Paper
from generator.errors import UnreadablePaper
from generator.project.project import Project
from generator.reading.metadata.sidecar import read_sidecar
from generator.reading.metadata.supplied import SIDECARS

__all__ = ["hidden", "private_ids", "private_papers", "shown_failures", "shown_papers"]


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
    ids = {path.name: id for path, id in reading.paper_ids(project.papers()).items()} if unreadable else {}
    named = [(Path(error.where).name, f"{error.what}; {error.mend}.") for error in unreadable]
    return tuple((name, sentence) for name, sentence in named if ids.get(name) not in hidden)


def private_papers(project: Project) -> frozenset[str]:
    """Ids of the papers of ``project`` that reach no page; no paper is read. Raises InvalidFile."""
    ids = reading.paper_ids(project.papers())
    return private_ids(project.papers_dir, ids, reading.supplied_metadata(project.papers_dir, ids))


def private_ids(folder: Path, ids: Mapping[Path, str], supplied: reading.SuppliedMetadata) -> frozenset[str]:
    """Ids of private papers, those that cannot be read among them. ids: of the papers in ``folder``.

    Also those of papers that are here no more while what was said of them is: their answers may be.
    """
    found = {name for name, data in supplied.sidecars.items() if data.visibility == "private"}
    owned = {name for path, id in ids.items() for name in (id, path.stem.casefold(), path.name.casefold())}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.suffix.lower() in SIDECARS and path.stem.casefold() not in owned and path.is_file():
            data, _ = read_sidecar(path)  # it may be anything; then it says nothing of this
            if data.visibility == "private":
                names = (path, path.with_suffix(""))  # beetles.yml, beetles.pdf.yml
                found |= {id for name in names for id in reading.paper_ids([name]).values()}
    return frozenset(found)
