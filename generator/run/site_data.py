"""The content of the site: a project's papers, answers and models, and nothing that may not be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from generator import __version__, answering, site
from generator.answering.voting import all_consensus
from generator.core import Answer, Paper, clock
from generator.core.answer import PEOPLE
from generator.core.known_paper import KnownPaper
from generator.core.notice import PaperNotice, notices_of
from generator.core.recorded_answer import RecordedAnswer
from generator.core.site_record import DatedSiteRecord, SiteRecord, with_site_record
from generator.core.snippet import with_closest_text
from generator.core.status import REPORTED_STATUSES
from generator.evaluation.gold import gold_figures
from generator.evaluation.scorecard import ModelUsage
from generator.ledger import total_usage
from generator.ledger.site_file import read_sites
from generator.project import Project
from generator.project.notices_file import load_notices
from generator.project.privacy import hidden_papers, shown_failures, shown_papers
from generator.project.releases import load_releases
from generator.project.review_files import load_reviews
from generator.project.settings import SiteSettings
from generator.project.template_folders import answer_templates_hash
from generator.run.build_context import BuildContext
from generator.run.computing import BuildAnswers
from generator.run.earlier import superseded_answers
from generator.run.paper_versions import paper_digests
from generator.run.quality_data import quality
from generator.site.content.answer_changes import made_on
from generator.site.content.language import message

_PEOPLE = site.ModelCard(
    PEOPLE,
    message("reviewers"),
    "Answers of reviewers who read the paper and found that a model's answer is wrong. Their quotes are "
    "verbatim. They are shown first, followed by the models' answers.",
)

# Number of answers up to which files for other sites are written by default. They treble the number of files,
# which hosts of static sites limit; a page can be embedded without them.
_MAX_EMBEDDED_ANSWERS = 10_000


def collection_of(context: BuildContext, build: BuildAnswers) -> site.Collection:
    """Return the content of the site. Raises InvalidFile for reviews with problems.

    It contains nothing of hidden papers, so that no later stage can reveal them by mistake.
    """
    project, specs, collected = context.project, context.config.specs, build.papers
    settings = project.settings
    # Private papers are dropped here and not in the pages, for each view that forgot to ask would show one.
    private = hidden_papers(project, collected.private)
    papers = shown_papers(collected.all, private)
    texts = {paper.id: paper for paper in papers if paper.has_text}
    everything = [_as_kept(answer, texts) for answer in build.answers if answer.paper not in private]
    answers = [answer for answer in everything if not answer.by_authors]
    stale = {key: parts for key, parts in build.stale.items() if key[0] not in private}
    cards = [_card(spec, project.cache_dir, context.options.query_servers) for spec in specs]
    others = sorted({a.model for a in answers if not a.by_people} - {s.name for s in specs})
    cards += [_imported_card(name) for name in others]
    asked = [card.name for card in cards]
    if any(a.by_people for a in answers):
        cards.append(_PEOPLE)
    before = superseded_answers(papers, everything, context.ledger, private)
    copies: dict[str, Path] = {}
    links: dict[str, str] = {}
    for paper in papers:
        here = paper.id not in collected.known
        if settings.site.copy_papers and paper.format != "passages" and here:
            links[paper.id] = site.source_file(paper)
            copies[links[paper.id]] = project.papers_dir / paper.source
        elif address := site.text_link(paper.metadata, paper.format):
            links[paper.id] = address
    return site.Collection(
        title=settings.title,
        description=settings.description,
        site_url=settings.site_url,
        repository=settings.repository,
        question_sets=project.question_sets(),
        papers=papers,
        answers=tuple(answers),
        claims=tuple(answer for answer in everything if answer.by_authors),
        models=tuple(cards),
        unreadable=shown_failures(project, collected.unreadable, private),
        stale=stale,
        source_links=links,
        built=clock.now(),
        version=__version__,
        files=copies,
        consensus=all_consensus([a for a in answers if not a.by_people], asked),
        history=tuple(replace(e, answer=_as_kept(e.answer, texts)) for e in before.history),
        versions=paper_digests(
            [(p, collected.text_of(p)) for p in papers], everything, stale, context.ledger
        ),
        gone=before.gone,
        known_papers={id: replace(paper, kept=None) for id, paper in before.known.items()},
        former_papers=before.former,
        report_url=settings.site.report_url,
        review_branch=settings.site.review_branch,
        licence=settings.site.licence,
        search=settings.site.search,
        embeds=embedded_at(settings.site.embeds, len(everything)),
        language=settings.site.language,
        releases=load_releases(project.releases_file),
        reviews=load_reviews(project.reviews_dir),
        notices=_notices(project, (*papers, *before.former), before.known),
        texts=shown_texts(settings.site, papers),
        sites=site_records(context, [*everything, *(entry.answer for entry in before.history)]),
    )


def site_records(context: BuildContext, answers: Sequence[Answer]) -> tuple[DatedSiteRecord, ...]:
    """Return what pages said of the site over time, today's included; without a day if it is not recorded.

    answers: those that have pages. A change counts as made on the day of the newest at the earliest, whatever
    the clock or SOURCE_DATE_EPOCH says, so that no page keeps it to itself. Raises LedgerError.
    """
    project = context.project
    settings = project.settings
    today = SiteRecord(
        title=settings.title,
        site_url=settings.site_url,
        licence=settings.site.licence,
        language=settings.site.language,
        templates=answer_templates_hash(project),
    )
    before = read_sites(project.answers_dir)
    if before and before[-1].record == today:
        return before
    days = [day for answer in answers if clock.has_come(day := made_on(answer))]
    day = "" if context.options.complete else max([clock.today().isoformat(), *days])
    return with_site_record(before, today, day)


def shown_texts(settings: SiteSettings, papers: Sequence[Paper]) -> dict[str, site.ShownText]:
    """Return the present papers whose whole text may be shown, by id."""
    return {
        paper.id: site.ShownText(paper)
        for paper in papers
        if settings.texts
        and paper.has_text
        and paper.format != "passages"
        and (settings.copy_papers or site.is_open(paper.metadata.licence, settings.open_licences))
    }


def embedded_at(setting: str, answers: int) -> bool:
    """Return True if each answer gets files for other sites: two more files of half a kilobyte each."""
    return setting == "all" or (setting == "auto" and answers <= _MAX_EMBEDDED_ANSWERS)


def _notices(
    project: Project, papers: Sequence[Paper], known: Mapping[str, KnownPaper]
) -> Mapping[str, tuple[PaperNotice, ...]]:
    """Return the notices about the papers shown, matched by any metadata that they have or had."""
    notices = load_notices(project.notices_file).notices
    if not notices:
        return {}
    records = {
        paper.id: [paper.metadata, *(known[paper.id].all_records if paper.id in known else ())]
        for paper in papers
    }
    return notices_of(records, notices)


def without_texts(collection: site.Collection) -> site.Collection:
    """Return the collection without the papers' texts, except `Collection.texts`; pages are made from it."""
    return replace(collection, papers=tuple(paper.bare() for paper in collection.papers))


def _as_kept(answer: Answer, texts: Mapping[str, Paper]) -> Answer:
    """Return an answer of an older ledger with the closest text of its passages, as newer ones record it."""
    if answer.status in REPORTED_STATUSES or answer.paper not in texts:
        return answer
    if not isinstance(answer, RecordedAnswer):
        return _completed(texts[answer.paper], answer)
    return answer if answer.is_complete else answer.changed(partial(_completed, texts[answer.paper]))


def _completed(paper: Paper, answer: Answer) -> Answer:
    searched = with_closest_text(answer.searched, paper.text)
    return answer if searched == answer.searched else replace(answer, searched=searched)


def figures(project: Project, collection: site.Collection, private: frozenset[str]) -> Mapping[str, Any]:
    """Return the data of `quality.json` for the answers shown: the project's reviews, gold and usage."""
    here = [paper for paper in collection.public if paper.has_text]
    gold = gold_figures(project.gold_dir, here, collection.questions, collection.answers)
    usage = {
        model: ModelUsage(spent.answers, spent.seconds, spent.tokens)
        for model, spent in total_usage(project.answers_dir, private).items()
    }
    return quality(project, collection, gold=gold, usage=usage, reviews=collection.reviews)


def _card(spec: answering.ModelSpec, cache: Path, query_servers: bool) -> site.ModelCard:
    if spec.kind == "quotes":
        return site.ModelCard(
            spec.name,
            message("quotes the paper"),
            "Chooses sentences of the paper that answer, word for word, or says that it found none. "
            "It is no language model and writes nothing of its own.",
        )
    known = answering.fingerprint(spec, cache, query_servers=query_servers)["model"]
    return site.ModelCard(
        spec.name,
        message("language model"),
        "Writes short sentences from the quotes that it is shown. Each is checked against the paper, "
        "and withheld where the paper does not support it.",
        file=spec.file if spec.file.startswith("packaged:") else Path(spec.file).name,
        sha256=known or "",
    )


def _imported_card(name: str) -> site.ModelCard:
    return site.ModelCard(
        name,
        "imported",
        "Answered elsewhere, from passages that another system chose; the answers were imported. Each "
        "sentence is checked here against those passages, and withheld where they do not support it.",
    )
