"""The papers of a project, read: from the cache if the file is unchanged, else by a reader.

Supplied metadata (a sidecar file, a bibliography entry) is laid over the file's own after the cache, so an
edit of it needs no reading. Absent papers, whose files are not in the project, come from the ledger.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import reading
from generator.core import Metadata, Paper
from generator.core.counting import pluralize
from generator.core.fingerprint import paper_hash
from generator.core.known_paper import KnownPaper
from generator.core.stored_paper import StoredPaper
from generator.errors import AnswerbookError, UnreadablePaper
from generator.ledger.known import known_papers
from generator.project.absent import absent_papers
from generator.project.identity import with_version
from generator.project.privacy import Privacy, privacy_of, supplied_metadata, with_visibility
from generator.project.project import Project
from generator.project.stored import StoredPapers

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CollectedPapers:
    """The papers of a project in the order of their files, and those that could not be read.

    papers: with supplied metadata, and private if anything says so. privacy: the papers that may not be
    shown, readable or not. as_read: the papers with only the metadata of their files. notes: sentences about
    bibliography entries that match no paper. absent: papers without a file of which the ledger keeps enough;
    without their texts. known: their ledger records, by id.
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
        """All papers that get a page, in the order of their files, absent ones included."""
        return tuple(sorted((*self.papers, *self.absent), key=lambda p: ("/" in p.source, p.source)))

    @property
    def asked_papers(self) -> list[tuple[str, str, Metadata]]:
        """Id, hash of the text, and metadata of each paper that is asked questions.

        Passages are excluded: they are not the whole paper, so an answer of "not reported" could be wrong.
        """
        return [(p.id, self.text_of(p), p.metadata) for p in self.all if p.format != "passages"]

    def text_of(self, paper: Paper) -> str:
        """Return the hash of a paper's text, see `paper_hash`."""
        known = self.known.get(paper.id)
        return known.text if known else paper_hash(paper)

    @property
    def private(self) -> frozenset[str]:
        """Ids of all papers that may not be shown, including those no longer in the project."""
        return self.privacy.ids


def collect_papers(
    project: Project,
    *,
    strict: bool,
    jobs: int,
    progress: Callable[[str, int, int], None],
    among: Callable[[str], bool] | None = None,
    warn: bool = True,
) -> CollectedPapers:
    """Read all papers of ``project``. If ``strict``, raise UnreadablePaper for the first that cannot be read.

    among: returns True for the ids of the papers to read; None reads all. warn: log which supplied metadata
    match no paper. Raises InvalidFile for metadata files with problems.
    """
    settings = project.settings.reading
    limits = reading.ReadingLimits(
        max_megabytes=settings.max_megabytes,
        seconds=settings.seconds,
        memory_megabytes=settings.memory_megabytes,
    )
    paths = project.papers()
    ids = project.paper_ids(paths)
    if among is not None:
        paths = tuple(path for path in paths if among(ids[path]))
    # The order is fixed: ids need all files, metadata need ids, and privacy needs metadata. So it is one
    # function, and no part can be called too early.
    cache = reading.PaperCache(project.cache_dir / "papers")
    stored = StoredPapers(project.cache_dir / "records.json", cache)
    known = {path: paper for path in paths if (paper := stored.get(path, ids[path])) is not None}
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
            known[path] = stored.put(path, result)
            unkept += not isinstance(known[path], StoredPaper)  # on a full or read-only disk
        progress("Reading", done, len(paths))
    if among is None:
        stored.keep()
    if unkept:
        log.warning("%s cannot be cached in %s", pluralize(unkept, "paper that was read"), project.cache_dir)
    gone = absent_papers(project, ids.values()) if among is None else {}
    supplied = supplied_metadata(project, ids | {project.papers_dir / k.file: k.id for k in gone.values()})
    # A reader knows only its file: the paper's name within the folder of papers is set here.
    written = known_papers(project.answers_dir)
    for path in [path for path in paths if path in known]:
        named = known[path].changed(source=project.source(path))
        seen = with_version(named, path, written.get(named.id))
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
    found = CollectedPapers((), (), known=gone)
    overlaid = supplied.overlay_all(everything)
    privacy = privacy_of(project, ids, supplied, overlaid, found.text_of, complete=among is None)
    if warn:
        warn_of_metadata(supplied, everything, privacy)
    shown = tuple(with_visibility(paper, private=paper.id in privacy.ids) for paper in overlaid)
    return replace(
        found,
        papers=shown[: len(papers)],
        unreadable=tuple(unreadable[path] for path in paths if path in unreadable),
        privacy=privacy,
        as_read=tuple(papers),
        notes=supplied.unmatched_warnings(everything) if warn and among is None else (),
        absent=tuple(paper for paper in shown[len(papers) :] if paper.metadata.visibility == "public"),
    )


def warn_of_metadata(supplied: reading.SuppliedMetadata, papers: Sequence[Paper], privacy: Privacy) -> None:
    """Log the problems of the metadata supplied for ``papers``.

    Problems of private papers are logged in full only at the level of --verbose.
    """
    # A sidecar that a private paper left behind is expected: it keeps the paper private.
    names = tuple(f"{path}: " for path in privacy.left)
    everything = [s for s in supplied.warnings(papers, complete=False) if not s.startswith(names)]
    public = supplied.warnings([paper for paper in papers if paper.id not in privacy.ids], complete=False)
    for sentence in (s for s in everything if s in public):
        log.warning("%s", sentence)
    rest = [s for s in everything if s not in public]
    for sentence in rest:
        log.info("%s", sentence)
    if rest:
        log.warning(
            "%s in the metadata of private papers; --verbose shows them",
            pluralize(len(rest), "problem"),
        )
    for id in sorted(privacy.kept):
        log.info("%s has the text of a private paper and is kept private", id)
    if privacy.kept:
        log.warning(
            "%s: text of a private paper that is no longer here; state its visibility in a sidecar "
            "(--verbose names it)",
            pluralize(len(privacy.kept), "paper is kept private", "papers are kept private"),
        )


def read_known_papers(project: Project, ids: Collection[str], *, strict: bool = False) -> tuple[Paper, ...]:
    """Return the readable papers with these ``ids``, private ones included, without warnings.

    If ``strict``, raise UnreadablePaper for the first that cannot be read. Raises InvalidFile.
    """
    return collect_papers(
        project,
        strict=strict,
        jobs=1,
        progress=lambda phase, done, total: None,
        among=ids.__contains__,
        warn=False,
    ).papers


def read_one(file: Path) -> Paper:
    """Return the paper in ``file``, with the metadata supplied next to it.

    If the file belongs to a project, the paper has the id and the metadata that it has there. Raises
    UnreadablePaper, InvalidFile.
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
    for sentence in supplied.warnings([paper], complete=False):
        log.warning("%s", sentence)
    return supplied.overlay(paper)


def project_of(file: Path) -> Project | None:
    """Return the project that ``file`` is a paper of, or None."""
    try:
        project = Project.find(file.resolve().parent)
    except (
        AnswerbookError,
        OSError,
    ):  # no project, or settings with problems: not this command's to report
        return None
    within = project.papers_dir / project.source(file.resolve())
    return project if within in project.papers() else None
