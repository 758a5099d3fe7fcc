"""The first phase of a build: the papers, read."""

from __future__ import annotations

from generator.core.clock import today
from generator.ledger.known import known_papers
from generator.project.catalogue import remember
from generator.project.identity import register
from generator.project.papers import Collected, collect
from generator.run.context import BuildContext

__all__ = ["read_papers"]

_SHOWN = 10  # notes of readers; the papers' pages have all


def read_papers(context: BuildContext) -> Collected:
    """Read the papers of a build, or those of its shard. Raises UnreadablePaper if strict, InvalidFile."""
    project, options, report = context.project, context.options, context.report
    with report.timed("read"):
        papers = collect(
            project,
            strict=options.strict,
            jobs=context.jobs,
            progress=context.on_progress,
            among=options.shard.holds if options.shard else None,
        )
        remember(project, papers.as_read)
        renamed: list[str] = []
        if options.compute:
            before = known_papers(project.answers_dir)
            renamed = [
                f"{paper.source}: holds the paper {paper.id}, which was in {before[paper.id].file}"
                for paper in papers.as_read
                if paper.id in before and before[paper.id].file not in ("", paper.source)
            ]
            pairs = list(zip(papers.as_read, papers.papers, strict=True))
            day = today().isoformat()
            changed = register(project.answers_dir, pairs, project.papers_dir, day)
            context.inputs = context.inputs.after(project.answers_dir, set(changed))
        report.papers, report.unreadable = len(papers.papers), papers.unreadable
        report.notes += (*renamed, *papers.notes, *_notes(papers))
    return papers


def _notes(papers: Collected) -> tuple[str, ...]:
    """Return what readers found out of the ordinary, a sentence each, the first ones in full."""
    notes = [f"{paper.source}: {warning}" for paper in papers.papers for warning in paper.warnings]
    more = len(notes) - _SHOWN
    return tuple(notes) if more <= 0 else (*notes[:_SHOWN], f"and {more} more, on the papers' pages")
