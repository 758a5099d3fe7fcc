"""Pages of all versions of all answers, the feed and the sitemaps -> a folder that the site takes over."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.core import Paper, digest
from generator.site.answer_pages.desk import ROOT, Desk, Job, Sheet
from generator.site.answer_pages.rendering import environment, render
from generator.site.answer_pages.shelf import Shelf
from generator.site.answer_pages.sitemap import sitemaps
from generator.site.answer_pages.view import PaperPart, QuestionPart, SitePart
from generator.site.content.changes import made_on
from generator.site.content.collection import Collection
from generator.site.content.links import PAPERS, QUESTIONS, Links, answer_page
from generator.site.content.versions import versions
from generator.site.pages.feed import FEED, feed
from generator.site.pages.keys import paper_keys
from generator.site.pages.writing import WriteReport
from generator.site.publishing.disk import unwritable
from generator.storage.code import code_of
from generator.storage.files import files_within

INDEX = "a/index.html"
_FROM_INDEX = Links("a/index.md")


def write_answer_pages(
    collection: Collection,
    folder: Path,
    *,
    templates: Path,
    jobs: int | None = None,
) -> WriteReport:
    """Make ``folder`` hold the page of every version of every answer, the feed and the sitemaps.

    Paths in it are those within the site: ``a/<id>/index.html``, ``changes.xml``. Pages whose inputs
    are unchanged stay as they are; those of no answer any more go. templates: folder of the templates
    for answers. jobs: processes at most, where there are thousands of pages to write; as many as there are
    processors if None. Raises SiteError where a file cannot be read or written.
    """
    environment.cache_clear()  # templates may have changed since
    try:
        shelf = Shelf(folder, _common(collection, templates))
        site = SitePart.of(collection)
        standing, former = _answers(shelf, collection, templates, jobs)
        for name in sorted(collection.gone):
            values = {"site": site, "root": ROOT, "id": name}
            shelf.put(answer_page(name), "gone", partial(render, templates, "gone.html.j2", **values))
        values = {
            "site": site,
            "root": "../",
            "papers": _FROM_INDEX.to(PAPERS),
            "questions": _FROM_INDEX.to(QUESTIONS),
            "current": len(standing),
            "former": former + len(collection.gone),
        }
        shelf.put(INDEX, repr(values), partial(render, templates, "index.html.j2", **values))
        for path, text in {FEED: feed(collection), **sitemaps(site.address, standing)}.items():
            shelf.put(path, text, partial(str, text))
        removed = shelf.close()
        return WriteReport(shelf.written, shelf.unchanged, removed)
    except OSError as error:
        raise unwritable(folder, "the pages of answers", error) from error


def _answers(
    shelf: Shelf, collection: Collection, templates: Path, jobs: int | None
) -> tuple[list[tuple[str, str]], int]:
    """Write the pages; id and day of each answer that stands, and how many pages tell of others.

    Pages about a paper of which nothing has changed, as its key tells, are not looked at one by one.
    """
    questions = {q.id: QuestionPart.of(q) for q in collection.questions}
    keys = paper_keys(collection, templates)
    standing: list[tuple[str, str]] = []
    pages = 0
    desk = Desk(jobs)
    for paper, of_paper in versions(collection):
        part = PaperPart.of(collection, paper)
        base = f"{part!r}{digest(paper.text)}"
        key = f"{base}{keys[paper.id]}" if keys[paper.id] else ""
        if key and (kept := shelf.kept(paper.id, key)):
            pages += len(kept.paths)
            standing += [(name, day) for name, day in kept.told]
            continue
        sheets, paths, stand = [], [], []
        for version in of_paper:
            name = collection.today(version.answer.question)
            question = questions.get(name) or QuestionPart.gone(name)
            stale = [collection.stale.get((a.paper, a.question, a.model)) for a in version.answers]
            path = answer_page(version.id)
            reviews = [r for r in collection.reviews_of(paper.id, name) if r.answer == version.id]
            if shelf.lacks(path, f"{base}{question!r}{version!r}{stale!r}{reviews!r}"):
                sheets.append(Sheet(shelf.file(path), question, version))
            paths.append(path)
            if version.state == "current" and version.answer.status != "failed":
                stand.append((version.id, made_on(version.answer)))
        if sheets:
            desk.take(Job(_alone(collection, paper), part, tuple(sheets), templates))
        if key:
            shelf.group(paper.id, key, paths, stand)
        pages += len(paths)
        standing += stand
    desk.close()
    return standing, pages - len(standing)


def _alone(collection: Collection, paper: Paper) -> Collection:
    """As much of the collection as the pages about one paper show, so that it travels light."""
    return replace(
        collection,
        papers=(paper,),
        answers=(),
        history=(),
        gone=frozenset(),
        files={},
        consensus={},
        stale={key: parts for key, parts in collection.stale.items() if key[0] == paper.id},
        source_links={},
        reviews=collection.reviews_by_paper.get(paper.id, ()),
        similar={},
        duplicates=(),
    )


def _common(collection: Collection, templates: Path) -> str:
    """Digest of what all pages are made from: our code, the templates, the site, the models."""
    code = code_of("generator.core", "generator.site")
    shared = code, SitePart.of(collection), collection.models, collection.bands
    told = hashlib.sha256(repr(shared).encode("utf-8", "replace"))
    for path, _ in files_within(templates):
        told.update(path.encode() + (templates / path).read_bytes())
    return told.hexdigest()
