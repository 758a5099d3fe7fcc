"""The first phase of a build: reading the papers, and marking the private ones in the ledger."""

from __future__ import annotations

import logging
from pathlib import Path

from generator import site
from generator.core.clock import today
from generator.core.counting import pluralize
from generator.errors import LedgerError
from generator.ledger.known import known_papers
from generator.ledger.private_mark import set_marks
from generator.project import Project
from generator.project.catalogue import update_catalogue
from generator.project.identity import register_papers, renamed_and_changed
from generator.project.paper_loading import CollectedPapers, collect_papers
from generator.reading.metadata.visibility import announces_private
from generator.run.build_context import BuildContext

__all__ = ["mark_private", "read_papers"]

log = logging.getLogger(__name__)

_MAX_NOTES = 10  # remarks of readers in the report; the papers' pages have all


def read_papers(context: BuildContext) -> CollectedPapers:
    """Read the papers of a build, or those of its shard. Raises UnreadablePaper if strict, InvalidFile."""
    project, options, report = context.project, context.options, context.report
    with report.timed("read"):
        papers = collect_papers(
            project,
            strict=options.strict,
            jobs=context.jobs,
            progress=context.on_progress,
            among=options.shard.holds if options.shard else None,
        )
        update_catalogue(project, papers.as_read)
        renamed: list[str] = []
        if options.compute:
            before = known_papers(project.answers_dir)
            if options.shard is None:
                public = [paper for paper in papers.as_read if paper.id not in papers.private]
                named = {id: paper for id, paper in before.items() if id not in papers.private}
                report.warnings += renamed_and_changed(public, named, set(project.paper_ids().values()))
            renamed = [
                f"{paper.source}: holds the paper {paper.id}, which was in {before[paper.id].file}"
                for paper in papers.as_read
                if paper.id in before and before[paper.id].file not in ("", paper.source)
            ]
            pairs = list(zip(papers.as_read, papers.papers, strict=True))
            day = today().isoformat()
            changed = register_papers(project.answers_dir, pairs, project.papers_dir, day)
            context.inputs = context.inputs.after(project.answers_dir, set(changed))
        report.papers, report.unreadable = len(papers.papers) + len(papers.absent), papers.unreadable
        report.absent = len(papers.absent)
        report.warnings += _not_copied(context, papers)
        report.masked = masked(project, papers)
        report.private = len(papers.private & set(project.paper_ids().values()))
        report.notes += (*renamed, *papers.notes, *_notes(papers), *_not_shown(context, papers))
    return papers


def masked(project: Project, papers: CollectedPapers) -> frozenset[str]:
    """Return the unreadable files that may not be named either: logs may be public."""
    if not papers.unreadable:
        return frozenset()
    ids = {project.source(path): id for path, id in project.paper_ids().items()}
    hidden = {
        error.where
        for error in papers.unreadable
        if ids.get(project.source(error.where)) in papers.private or announces_private(Path(error.where))
    }
    for error in papers.unreadable:
        if error.where in hidden:
            log.info("%s", error)
    return frozenset(hidden)


def mark_private(context: BuildContext, papers: CollectedPapers) -> None:
    """Record in the ledger which papers are private, in case their files go or are renamed.

    If nothing is computed, a ledger that cannot be written is no error. Raises LedgerError.
    """
    here = () if context.options.shard else context.project.paper_ids().values()
    try:
        changed = set_marks(context.ledger.folder, papers.privacy.marks(here))
    except LedgerError as error:
        if context.options.compute:
            raise
        log.info("%s", error)
        return
    context.inputs = context.inputs.after(context.ledger.folder, changed)


def _not_copied(context: BuildContext, papers: CollectedPapers) -> list[str]:
    """Return warnings about parts of the site that need the files of absent papers."""
    project, absent = context.project, len(papers.absent)
    if not absent or context.options.shard is not None:
        return []
    lacking = []
    if project.settings.site.copy_papers:
        lacking.append("`copy_papers`: {} cannot be copied to the site because their files are not here")
    if project.gold_dir.is_dir():
        lacking.append("content/gold: {} cannot be compared with it because their files are not here")
    return [line.format(pluralize(absent, "paper")) for line in lacking]


def _not_shown(context: BuildContext, papers: CollectedPapers) -> list[str]:
    """Return a note about what pages of absent papers lack, if anything."""
    settings = context.project.settings.site
    if context.options.shard is not None:
        return []
    free = [p for p in papers.absent if site.is_open(p.metadata.licence, settings.open_licences)]
    drawn = any(paper.format == "pdf" for paper in free) and settings.pictures
    lacking = [name for name, shown in (("texts", settings.texts), ("pictures of quotes", drawn)) if shown]
    if not free or not lacking:
        return []
    count = pluralize(len(free), "paper")
    return [f"{count} with an open licence: no {' and no '.join(lacking)}, as their files are not here"]


def _notes(papers: CollectedPapers) -> tuple[str, ...]:
    """Return the readers' remarks, one sentence each, the first ones in full."""
    for paper in papers.papers:
        for warning in paper.warnings if paper.id in papers.private else ():
            log.info("%s: %s", paper.source, warning)
    public = (paper for paper in papers.papers if paper.id not in papers.private)
    notes = [f"{paper.source}: {warning}" for paper in public for warning in paper.warnings]
    more = len(notes) - _MAX_NOTES
    return tuple(notes) if more <= 0 else (*notes[:_MAX_NOTES], f"and {more} more, on the papers' pages")
