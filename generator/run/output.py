"""The last phases of a build: the data that the site shows, its pages, and the site itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator import site
from generator.errors import LedgerError
from generator.evaluation.gold import gold_truths
from generator.ledger.known import known_papers
from generator.ledger.published_list import PUBLISHED_FILE, add_to_list
from generator.ledger.site_file import SITE_FILE, write_sites
from generator.project.draws import load_draws
from generator.project.privacy import hidden_papers
from generator.project.template_folders import naming_own_templates
from generator.run.build_context import BuildContext
from generator.run.computing import BuildAnswers
from generator.run.keeping import echoes_of
from generator.run.quote_finding import with_places
from generator.run.reporting_shares import with_shares
from generator.run.site_data import collection_of, figures, without_texts
from generator.site.similar.similarity_cache import add_similar

__all__ = ["SiteData", "publish_site", "site_data", "write_pages"]


@dataclass(frozen=True)
class SiteData:
    """The content of the site. collection: with quotes as short as licences ask. quality: see `figures`."""

    collection: site.Collection
    quality: Mapping[str, Any]


def site_data(context: BuildContext, answers: BuildAnswers) -> SiteData:
    """Return the content of the site: stale answers are marked, missing ones left out. Raises InvalidFile."""
    project = context.project
    settings = project.settings.site
    with context.report.timed("pages"):
        collection = collection_of(context, answers)
        gold = gold_truths(project.gold_dir, collection.public, collection.questions)
        collection = with_shares(collection, load_draws(project.draws_file), gold)
        former = known_papers(project.answers_dir)
        texts = {paper.id: answers.papers.text_of(paper) for paper in answers.papers.all}
        sketched = {
            id: paper.kept.sentences
            for id, paper in former.items()
            if paper.kept and texts.get(id) == paper.text
        }
        collection = add_similar(collection, project.cache_dir, sketched)
        papers = (*collection.papers, *collection.former_papers)
        shown = site.within_licences(
            collection, settings.quote_length, settings.open_licences, echoes_of(papers, former)
        )
        # Figures rest on the whole quotes, not on the shortened ones.
        quality = figures(project, collection, hidden_papers(project, answers.papers.private))
    with context.report.timed("places"):
        shown = with_places(context, collection, shown)
    return SiteData(without_texts(shown), quality)


def write_pages(context: BuildContext, data: SiteData) -> None:
    """Write the Markdown pages and the data files. Raises SiteError."""
    project = context.project
    with context.report.timed("pages"), naming_own_templates(project):
        context.report.pages = site.write_pages(
            data.collection,
            project.docs_dir,
            templates=project.templates_dir,
            hand_written=project.pages_dir,
            quality=data.quality,
        )


def publish_site(context: BuildContext, data: SiteData) -> None:
    """Build the site from the pages; answer pages are written while mkdocs runs. Raises SiteError."""
    project, report = context.project, context.report

    def write_answer_pages() -> None:
        report.answer_pages = site.write_answer_pages(
            data.collection, project.answer_pages_dir, templates=project.answer_templates_dir
        )

    with report.timed("site"), naming_own_templates(project):
        site.publish(
            site.MkdocsOptions(
                project.root,
                context.options.strict,
                project.settings.site_url,
                trusted=context.options.trusted,
                overrides=project.overrides_dir,
                builder=project.settings.site.builder,
                language="" if data.collection.language == "en" else data.collection.language,
                # The latest release, not the one shown: else a single new answer would change every page.
                extra={"release": data.collection.releases[-1].tag} if data.collection.releases else {},
            ),
            project.docs_dir,
            project.site_dir,
            finished=site.FinishedFiles(project.answer_pages_dir, write_answer_pages),
        )
        report.site = project.site_dir
    if not context.options.complete:
        _list_published(context, data)


def _list_published(context: BuildContext, data: SiteData) -> None:
    """Record what pages say of the site, and list what must not vanish. Raises LedgerError."""
    folder, shown = context.project.answers_dir, data.collection
    try:
        new = write_sites(folder, shown.sites)
        papers = {paper.id for paper in (*shown.public, *shown.former_papers)}
        new = add_to_list(folder, papers, context.ledger.columns) or new
    except OSError as error:
        if context.options.compute:
            raise LedgerError(
                f"{folder / PUBLISHED_FILE}: cannot be written ({error.strerror}); make the folder writable"
            ) from error
        return  # who only publishes may lack permission to write the ledger
    if new:
        context.inputs = context.inputs.after(folder, {PUBLISHED_FILE, SITE_FILE})
