"""The first phase of a build: the papers, read."""

from __future__ import annotations

from generator.project.catalogue import remember
from generator.project.papers import Collected, collect
from generator.run.context import BuildContext

__all__ = ["read_papers"]


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
        report.papers, report.unreadable = len(papers.papers), papers.unreadable
        if not papers.papers and not papers.unreadable and options.shard is None:
            report.warnings.append(
                f"{project.papers_dir}: no papers here; put PDF, XML, HTML or Markdown files there"
            )
    return papers
