"""The papers of a project, read: from the cache where the file is unchanged, else by a reader.

Metadata of its own (a sidecar file, an entry of a bibliography) is laid over what the file says, after
the cache, so that an edit of it needs no reading. Papers whose files are not here are known by what the
ledger keeps of them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import reading
from generator.core import Metadata, Paper
from generator.core.counting import counted
from generator.core.fingerprint import paper_hash
from generator.core.known_paper import KnownPaper
from generator.errors import AnswerbookError, UnreadablePaper
from generator.ledger.known import known_papers
from generator.project.absent import absent_papers
from generator.project.identity import versioned
from generator.project.privacy import Privacy, privacy_of, supplied_metadata, with_visibility
from generator.project.project import Project

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Collected:
    """The papers of a project in the order of their files, and those that could not be read.

    papers: with what lies beside them, and private where anything says so. privacy: which papers are not to
    be shown, whether they could be read or not. as_read: the papers with what their files say alone.
    notes: sentences about entries of bibliographies that belong to no paper. absent: papers whose files are
    not here and of which the ledger keeps enough; without their texts. known: what is written down of those.
    """

    papers: tuple[Paper, ...]
    unreadable: tuple[UnreadablePaper, ...]
    privacy: Privacy = field(default_factory=Privacy)
    as_read: tuple[Paper, ...] = ()
    notes: tuple[str, ...] = ()
    absent: tuple[Paper, ...] = ()
    known: Mapping[str, KnownPaper] = field(default_factory=dict)

    @property
    def all(self) -> tuple[Paper, ...]:
        """All papers that pages are made of, in the order of their files, whether these are here or not."""
        return tuple(sorted((*self.papers, *self.absent), key=lambda p: ("/" in p.source, p.source)))

    @property
    def asked(self) -> list[tuple[str, str, Metadata]]:
        """Id, hash of the text, and metadata of each of them that questions are put to.

        Passages are not the paper: to ask them would find "not reported" where it is.
        """
        return [(p.id, self.text_of(p), p.metadata) for p in self.all if p.format != "passages"]

    def text_of(self, paper: Paper) -> str:
        """The hash of a paper's text, see `paper_hash`."""
        known = self.known.get(paper.id)
        return known.text if known else paper_hash(paper)

    @property
    def private(self) -> frozenset[str]:
        """Ids of all papers that are not to be shown, those among them that are here no more."""
        return self.privacy.ids


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
    ids = project.paper_ids(paths)
    if among is not None:
        paths = tuple(path for path in paths if among(ids[path]))
    cache = reading.PaperCache(project.cache_dir / "papers")
    known = {path: paper for path in paths if (paper := cache.get(path, ids[path])) is not None}
    progress("Reading", len(known), len(paths))
    unreadable: dict[Path, UnreadablePaper] = {}
    unkept = 0
    new = [path for path in paths if path not in known]
    for done, (path, result) in enumerate(
        reading.read_papers(new, ids=ids, limits=limits, jobs=jobs), start=len(known) + 1
    ):
        log.info("read %s", project.source(path))
        if isinstance(result, UnreadablePaper):
            if strict:
                raise result
            unreadable[path] = result
        else:
            known[path] = result
            unkept += not cache.put(path, result)  # on a full or read-only disk; the paper itself is at hand
        progress("Reading", done, len(paths))
    if unkept:
        log.warning("%s cannot be kept in %s", counted(unkept, "paper that was read"), project.cache_dir)
    gone = absent_papers(project, ids.values()) if among is None else {}
    supplied = supplied_metadata(project, ids | {project.papers_dir / k.file: k.id for k in gone.values()})
    # A reader knows no folders: what it read is named here by its place among the papers.
    written = known_papers(project.answers_dir)
    for path in [path for path in paths if path in known]:
        named = replace(known[path], source=project.source(path))
        seen = versioned(named, path, written.get(named.id))
        if isinstance(seen, Paper):
            known[path] = seen
            continue
        if strict:
            raise seen
        del known[path]
        unreadable[path] = seen
    papers = [known[path] for path in paths if path in known]
    bare = [paper for known_paper in gone.values() if (paper := known_paper.as_kept) is not None]
    everything = [*papers, *bare]
    found = Collected((), (), known=gone)
    overlaid = supplied.overlay_all(everything)
    privacy = privacy_of(project, ids, supplied, overlaid, found.text_of, complete=among is None)
    if warn:
        warn_of(supplied, everything, privacy)
    shown = tuple(with_visibility(paper, private=paper.id in privacy.ids) for paper in overlaid)
    return replace(
        found,
        papers=shown[: len(papers)],
        unreadable=tuple(unreadable[path] for path in paths if path in unreadable),
        privacy=privacy,
        as_read=tuple(papers),
        notes=supplied.aside(everything) if warn and among is None else (),
        absent=tuple(paper for paper in shown[len(papers) :] if paper.metadata.visibility == "public"),
    )


def warn_of(supplied: reading.SuppliedMetadata, papers: Sequence[Paper], privacy: Privacy) -> None:
    """Log what is wrong with what lies beside ``papers``; what tells of private ones only where asked for."""
    # A sidecar that a private paper left behind is known, and does what it is for.
    names = tuple(f"{path}: " for path in privacy.left)
    everything = [s for s in supplied.said(papers, complete=False) if not s.startswith(names)]
    public = supplied.said([paper for paper in papers if paper.id not in privacy.ids], complete=False)
    for sentence in (s for s in everything if s in public):
        log.warning("%s", sentence)
    rest = [s for s in everything if s not in public]
    for sentence in rest:
        log.info("%s", sentence)
    if rest:
        log.warning(
            "%s of private papers in what lies beside them; --verbose shows them", counted(len(rest), "fault")
        )
    for id in sorted(privacy.kept):
        log.info("%s has the text of a private paper and is kept private", id)
    if privacy.kept:
        log.warning(
            "%s, having the text of a private paper that is here no more; state the visibility beside it "
            "(--verbose names it)",
            counted(len(privacy.kept), "paper is kept private", "papers are kept private"),
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
    """The paper in ``file``, with the metadata that lies beside it. Raises UnreadablePaper, InvalidFile.

    A paper of a project has the id, and the metadata, that it has there.
    """
    project = project_of(file)
    if project is None:
        paper = reading.read_paper(file)
        supplied = reading.supplied_metadata(file.parent, {file: paper.id})
    else:
        ids = project.paper_ids()
        paper = reading.read_paper(file, id=ids[project.papers_dir / project.source(file.resolve())])
        paper = replace(paper, source=project.source(file.resolve()))
        supplied = supplied_metadata(project, ids)
    for sentence in supplied.said([paper], complete=False):
        log.warning("%s", sentence)
    return supplied.overlay(paper)


def project_of(file: Path) -> Project | None:
    """Return the project of which ``file`` is a paper, or None."""
    try:
        project = Project.find(file.resolve().parent)
    except (AnswerbookError, OSError):  # outside of one, or its settings have problems: not ours to tell
        return None
    within = project.papers_dir / project.source(file.resolve())
    return project if within in project.papers() else None
