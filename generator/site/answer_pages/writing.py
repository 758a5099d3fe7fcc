"""Pages of all versions of all answers, the feed and the sitemaps -> a folder that the site takes over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.core import Paper
from generator.site.answer_pages.desk import ROOT, Desk, Job
from generator.site.answer_pages.embedding import beside
from generator.site.answer_pages.parts import LINKS, PaperPart, QuestionPart, SitePart
from generator.site.answer_pages.readers import write_readers
from generator.site.answer_pages.rendering import environment, render
from generator.site.answer_pages.shelf import Shelf
from generator.site.answer_pages.sitemap import sitemaps
from generator.site.answer_pages.standing import others_of
from generator.site.answer_pages.view import Sheet
from generator.site.content.changes import made_on
from generator.site.content.collection import Collection
from generator.site.content.language import speaking
from generator.site.content.links import (
    PAPERS,
    QUESTIONS,
    Links,
    answer_page,
    former_questions,
    question_page,
)
from generator.site.content.places import places_of
from generator.site.content.reviewing import Reviewing
from generator.site.content.then import changes_since, paper_then, worded_since
from generator.site.content.versions import Version, versions
from generator.site.pages.feed import FEED, feed
from generator.site.pages.keys import paper_keys
from generator.site.pages.writing import WriteReport
from generator.site.publishing.disk import unwritable
from generator.site.texts.writing import write_texts
from generator.site.views.notices import notice_views
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
    """Make ``folder`` hold the pages of all versions of answers and of papers' texts, feed and sitemaps.

    Paths in it are those within the site: ``a/<id>/index.html`` with what other sites may show of the answer
    beside it, ``text/<paper>.html``, ``changes.xml``, ``papers/<id>/reader.html``, which opens the PDF of a
    paper at its quotes, and
    ``questions/<old id>.html``, which leads on to the page of a question that had another id. Pages whose
    inputs are unchanged stay as they are; those of no answer any more go. templates: folder of the templates
    for answers. jobs: processes at most, where there are thousands of pages to write; as many as there are
    processors if None. Raises SiteError where a file cannot be read or written.
    """
    environment.cache_clear()  # templates may have changed since
    with speaking(collection.language):
        return _written(collection, folder, templates, jobs)


def _written(collection: Collection, folder: Path, templates: Path, jobs: int | None) -> WriteReport:
    try:
        shelf = Shelf(folder, _common(collection, templates))
        site = SitePart.of(collection)
        keys = paper_keys(collection, templates)
        standing, former = _answers(shelf, collection, templates, keys, jobs)
        write_texts(shelf, collection, templates, keys)
        for name in sorted(collection.gone):
            values = {"site": site, "root": ROOT, "id": name}
            shelf.put(answer_page(name), "gone", partial(render, templates, "gone.html.j2", **values))
        write_readers(shelf, collection, templates)
        for name, question in former_questions(collection.questions).items():
            values = {"site": site, "root": "../", "question": question.text, "target": f"{question.id}.html"}
            path = f"{question_page(name).removesuffix('.md')}.html"
            shelf.put(path, repr(values), partial(render, templates, "moved.html.j2", **values))
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
    shelf: Shelf, collection: Collection, templates: Path, keys: Mapping[str, str], jobs: int | None
) -> tuple[list[tuple[str, str]], int]:
    """Write the pages; id and day of each answer that stands, and how many pages tell of others.

    Pages about a paper of which nothing has changed, as its key tells, are not looked at one by one.
    """
    questions = {q.id: QuestionPart.of(q) for q in collection.questions}
    standing: list[tuple[str, str]] = []
    pages = 0
    desk = Desk(jobs)
    worded = worded_since(collection)
    others = beside(SitePart.of(collection), templates)
    for paper, of_paper in versions(collection):
        known = collection.known.get(paper.id)
        about = notice_views(collection, paper, LINKS)
        notices = f"{about!r}{collection.notices.get(paper.id, ())!r}"
        text = collection.texts.get(paper.id)
        base = f"{PaperPart.of(collection, paper)!r}{known!r}{notices}{text!r}"
        key = f"{base}{worded!r}{keys[paper.id]}" if keys.get(paper.id) else ""
        if key and (kept := shelf.kept(paper.id, key)):
            count, stand = kept.told
            pages += count
            standing += [(name, day) for name, day in stand]
            continue
        sheets, paths, stand = [], [], []
        made = _versions_in_order(of_paper)
        owner = {name: version.id for version in reversed(made) for name in version.names}
        owner |= {version.id: version.id for version in made}  # no former id of another takes its page
        of_question: dict[str, list[Version]] = {}
        for version in made:
            of_question.setdefault(collection.today(version.answer.question), []).append(version)
        for version in made:
            answer = version.answer
            name = collection.today(answer.question)
            beside_it = others_of(version, of_question[name])
            question = (questions.get(name) or QuestionPart.gone(name)).then(answer)
            as_read = paper_then(collection, paper, answer)
            then = PaperPart.of(collection, as_read)
            told = notice_views(collection, as_read, LINKS, made_on(answer))
            since = changes_since(collection, paper, answer, worded)
            stale = [collection.stale.get((a.paper, a.question, a.model)) for a in version.answers]
            own = [answer_page(n) for n in version.names if owner[n] == version.id]
            reviews = [r for r in collection.reviews_of(paper.id, name) if r.answer in version.names]
            seen = places_of(collection.places_in(as_read), version.answers)
            made_from = (
                f"{base}{then!r}{question!r}{since!r}{version!r}{stale!r}{reviews!r}{beside_it!r}{seen!r}"
            )
            together = {page: (page, *_beside(page, others)) for page in own}
            lacking = [page for page, of in together.items() if _any_lacks(shelf, of, made_from)]
            if lacking:
                files = tuple(map(shelf.file, lacking))
                sheets.append(Sheet(files, then, question, version, since, told, beside_it))
            paths += [path for of in together.values() for path in of]
            if version.state == "current" and answer.status != "failed":
                stand.append((version.id, made_on(answer)))
        if sheets:
            desk.take(Job(_alone(collection, paper), tuple(sheets), templates))
        if key:
            shelf.group(paper.id, key, paths, [len(made), stand])
        pages += len(made)
        standing += stand
    desk.close()
    return standing, pages - len(standing)


def _beside(page: str, names: Iterable[str]) -> list[str]:
    folder = page.rpartition("/")[0]
    return [f"{folder}/{name}" for name in names]


def _any_lacks(shelf: Shelf, paths: Iterable[str], made_from: str) -> bool:
    """Whether one of several files that are written together is to be made; each is asked for."""
    lacking = [path for path in paths if shelf.lacks(path, made_from)]
    return bool(lacking)


def _versions_in_order(found: Iterable[Version]) -> list[Version]:
    """Those that stand first: where two bore one id before ids became longer, it leads to what stands."""
    return sorted(found, key=lambda version: version.state != "current")


def _alone(collection: Collection, paper: Paper) -> Collection:
    """As much of the collection as the pages about one paper show, so that it travels light."""
    return replace(
        collection,
        papers=(paper,) if paper.id in collection.public_by_id else (),
        former_papers=(),
        answers=(),
        history=(),
        gone=frozenset(),
        files={},
        consensus={},
        stale={key: parts for key, parts in collection.stale.items() if key[0] == paper.id},
        source_links={},
        known={},
        places={id: places for id, places in collection.places.items() if id == paper.id},
        reviews=collection.reviews_by_paper.get(paper.id, ()),
        similar={},
        duplicates=(),
        shares=(),
        due={},
        notices={paper.id: collection.notices.get(paper.id, ())},
        texts={id: text for id, text in collection.texts.items() if id == paper.id},
    )


def _common(collection: Collection, templates: Path) -> str:
    """Digest of what all pages are made from: our code, the templates, the site, the models."""
    code = code_of("generator.core", "generator.site")
    shared = (
        code,
        SitePart.of(collection),
        collection.models,
        collection.bands,
        collection.licence,
        collection.report_url,
        Reviewing.of(collection),
    )
    told = hashlib.sha256(repr(shared).encode("utf-8", "replace"))
    for path, _ in files_within(templates):
        told.update(path.encode() + (templates / path).read_bytes())
    return told.hexdigest()
