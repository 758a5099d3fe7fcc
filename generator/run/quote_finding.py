"""Where quotes are in the PDFs of their papers: found and drawn once, only if they may be shown."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator import reading, site
from generator.core import Answer, Paper, Snippet
from generator.core.spots import SentenceBox, sentence_boxes
from generator.run.build_context import BuildContext
from generator.run.picture_cache import KeptPictures
from generator.site.content.quote_places import Passage, passage_of

__all__ = ["with_places"]


@dataclass(frozen=True, slots=True)
class _QuotesToLocate:
    """A paper's file, the quotes to locate in it, and whether the site has a copy. quotes: by passage."""

    paper: Paper
    file: Path
    copied: bool
    quotes: Mapping[Passage, tuple[SentenceBox, ...]]


def with_places(context: BuildContext, whole: site.Collection, shown: site.Collection) -> site.Collection:
    """Return ``shown`` with the places of its quotes, and pictures of them.

    whole: the same before any quote was cut, with the texts of its papers. Papers without an open licence
    only have places if the site publishes their files anyway. Raises SiteError if the pictures cannot be
    cached.
    """
    project = context.project
    wanted = list(_wanted(context, whole, shown))
    kept = KeptPictures(project.cache_dir / site.PICTURES, draw=project.settings.site.pictures)
    _find(context, kept, wanted)
    places: dict[str, site.PaperPlaces] = {}
    files: dict[str, Path] = {}
    for item in wanted:
        found = {passage: kept.place(item.paper.id, spots) for passage, spots in item.quotes.items()}
        quotes = {passage: place for passage, place in found.items() if place is not None}
        if quotes:
            places[item.paper.id] = site.PaperPlaces(item.copied, quotes)
            files |= {crop.path: kept.file(crop) for place in quotes.values() for crop in place.crops}
    kept.prune()
    return replace(shown, places=places, files={**shown.files, **files})


def _wanted(
    context: BuildContext, whole: site.Collection, shown: site.Collection
) -> Iterator[_QuotesToLocate]:
    settings = context.project.settings.site
    texts = {paper.id: paper for paper in whole.public}
    answers: dict[str, list[tuple[Answer, Answer]]] = {}
    for one, cut in zip(whole.answers, shown.answers, strict=True):
        answers.setdefault(one.paper, []).append((one, cut))
    for paper in shown.public:
        copied = shown.source_links.get(paper.id, "") in shown.files
        drawn = settings.pictures and site.is_open(paper.metadata.licence, settings.open_licences)
        file = context.project.papers_dir / paper.source
        if paper.format != "pdf" or not (copied or drawn) or not file.is_file():
            continue
        quotes = {
            passage_of(now): spots
            for one, cut in answers.get(paper.id, ())
            for before, now in _cited(one, cut)
            if (spots := sentence_boxes(texts[paper.id], before))
        }
        if quotes:
            yield _QuotesToLocate(paper, file, copied, quotes)


def _cited(whole: Answer, cut: Answer) -> Iterator[tuple[Snippet, Snippet]]:
    """Yield the passages that an answer rests on, as pairs before and after they were cut."""
    numbers = {n for s in whole.sentences if s.support == "supported" for n in s.evidence}
    yield from (pair for n, pair in enumerate(zip(whole.evidence, cut.evidence, strict=True)) if n in numbers)


def _find(context: BuildContext, kept: KeptPictures, wanted: list[_QuotesToLocate]) -> None:
    """Find the places that are not cached yet; note the papers for which some were not found."""
    settings, report = context.project.settings.reading, context.report
    limits = reading.ReadingLimits(seconds=settings.seconds, memory_megabytes=settings.memory_megabytes)
    owners = {item.file: item for item in wanted}
    lacking: dict[Path, list[tuple[SentenceBox, ...]]] = {}
    for item in wanted:
        kept.open(item.paper.id, item.file)
        if missing := kept.missing(item.paper.id, item.quotes.values()):
            lacking[item.file] = missing
    seen = reading.locate_quotes_in_pdfs(lacking, draw=kept.draw, limits=limits, jobs=context.jobs)
    with contextlib.closing(seen):
        for done, (path, found) in enumerate(seen, start=1):
            context.on_progress("Finding quotes", done - 1, len(lacking), owners[path].paper.source)
            kept.put(owners[path].paper.id, lacking[path], found)
    if lacking:
        context.on_progress("Finding quotes", len(lacking), len(lacking))
    for item in wanted:
        if why := kept.failure(item.paper.id):
            report.notes += (f"{item.paper.source}: some quotes are not shown in the PDF, which {why}",)
