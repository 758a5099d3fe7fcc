"""The build: from papers and questions to a ledger of checked answers and a site."""

from __future__ import annotations

from generator.project import Project
from generator.run.answers_of_people import with_people
from generator.run.authors import with_authors
from generator.run.build_context import DEFAULTS, BuildOptions, started
from generator.run.build_report import BuildReport, Progress, silent
from generator.run.computing import compare, compute
from generator.run.keeping import keep_papers
from generator.run.output import publish_site, site_data, write_pages
from generator.run.read_phase import mark_private, read_papers
from generator.run.refusals import refuse_incomplete, refuse_warnings
from generator.run.unchanged import restore, save

__all__ = ["BuildOptions", "BuildReport", "build"]


def build(project: Project, options: BuildOptions = DEFAULTS, on_progress: Progress = silent) -> BuildReport:
    """Compute answers that are not fresh, write the pages and publish the site, as far as ``options`` say.

    The project is locked during the build. Raises AnswerbookError; answers recorded before an error are kept.
    """
    with started(project, options, on_progress) as context:
        if restore(context):
            return context.report
        answers = compare(context, read_papers(context))
        refuse_incomplete(context, answers)
        if options.compute:
            answers = compute(context, answers)
        answers = with_authors(context, with_people(context, answers))
        mark_private(context, answers.papers)
        keep_papers(context, answers)
        answers.count(context.report)
        if options.shard is not None:
            return context.report
        data = site_data(context, answers)
        write_pages(context, data)
        refuse_warnings(context)
        publish_site(context, data)
        save(context, answers)
    return context.report
