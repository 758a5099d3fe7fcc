"""Pages of all versions of all answers, the feed and the sitemaps -> a folder that the site takes over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.core import Paper
from generator.site.answer_pages.answer_rendering import environment, render
from generator.site.answer_pages.embedding import embed_names
from generator.site.answer_pages.manifest import Manifest
from generator.site.answer_pages.readers import write_readers
from generator.site.answer_pages.render_pool import ROOT, PaperJob, RenderPool
from generator.site.answer_pages.shared_parts import LINKS, PaperPart, QuestionPart, SitePart
from generator.site.answer_pages.sitemap import sitemaps
from generator.site.answer_pages.states import other_versions
from generator.site.answer_pages.version_view import PageJob
from generator.site.content.answer_changes import made_on
from generator.site.content.collection import Collection
from generator.site.content.language import use_language
from generator.site.content.page_links import (
    PAPERS,
    QUESTIONS,
    Links,
    answer_page,
    former_questions,
    question_page,
)
from generator.site.content.quote_places import places_of
from generator.site.content.reviewing import Reviewing
from generator.site.content.then import changes_since, paper_then, worded_since
from generator.site.content.versions import Version, versions
from generator.site.pages.feed import FEED, feed
from generator.site.pages.page_files import WriteReport
from generator.site.pages.page_keys import paper_keys
from generator.site.publishing.disk import unwritable
from generator.site.texts.text_page_files import write_texts
from generator.site.views.notice_view import notice_views
from generator.storage.code_version import code_of
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

    Paths in it are those within the site. ``a/<id>/index.html``: an answer, with its files for embedding next
    to it. ``text/<paper>.html``: a paper's text. ``changes.xml``: the feed. ``papers/<id>/reader.html``:
    opens the PDF of a paper at its quotes. ``questions/<old id>.html``: leads to the page of a renamed
    question.

    Pages whose inputs are unchanged stay as they are; pages of answers that no longer exist are removed.
    templates: folder of the answer templates. jobs: maximum number of processes, used if there are thousands
    of pages to write; None: one per processor. Raises SiteError if a file cannot be read or written.
    """
    environment.cache_clear()  # templates may have changed since the last build
    with use_language(collection.language):
        return _written(collection, folder, templates, jobs)


def _written(collection: Collection, folder: Path, templates: Path, jobs: int | None) -> WriteReport:
    try:
        manifest = Manifest(folder, _common(collection, templates))
        site = SitePart.of(collection)
        keys = paper_keys(collection, templates)
        current, former = _answers(manifest, collection, templates, keys, jobs)
        write_texts(manifest, collection, templates, keys)
        for name in sorted(collection.gone):
            values = {"site": site, "root": ROOT, "id": name}
            manifest.write(answer_page(name), "gone", partial(render, templates, "gone.html.j2", **values))
        write_readers(manifest, collection, templates)
        for name, question in former_questions(collection.questions).items():
            values = {"site": site, "root": "../", "question": question.text, "target": f"{question.id}.html"}
            path = f"{question_page(name).removesuffix('.md')}.html"
            manifest.write(path, repr(values), partial(render, templates, "moved.html.j2", **values))
        values = {
            "site": site,
            "root": "../",
            "papers": _FROM_INDEX.to(PAPERS),
            "questions": _FROM_INDEX.to(QUESTIONS),
            "current": len(current),
            "former": former + len(collection.gone),
        }
        manifest.write(INDEX, repr(values), partial(render, templates, "index.html.j2", **values))
        for path, text in {FEED: feed(collection), **sitemaps(site.address, current)}.items():
            manifest.write(path, text, partial(str, text))
        removed = manifest.close()
        return WriteReport(manifest.written, manifest.unchanged, removed)
    except OSError as error:
        raise unwritable(folder, "the pages of answers", error) from error


def _answers(
    manifest: Manifest, collection: Collection, templates: Path, keys: Mapping[str, str], jobs: int | None
) -> tuple[list[tuple[str, str]], int]:
    """Write the pages; return id and day of each current answer, and the number of all other pages.

    Pages about a paper whose key is unchanged are not checked one by one.
    """
    questions = {q.id: QuestionPart.of(q) for q in collection.questions}
    current: list[tuple[str, str]] = []
    pages = 0
    pool = RenderPool(jobs)
    worded = worded_since(collection)
    embeds = embed_names(SitePart.of(collection), templates)
    for paper, of_paper in versions(collection):
        known = collection.known_papers.get(paper.id)
        about = notice_views(collection, paper, LINKS)
        notices = f"{about!r}{collection.notices.get(paper.id, ())!r}"
        text = collection.texts.get(paper.id)
        base = f"{PaperPart.of(collection, paper)!r}{known!r}{notices}{text!r}"
        key = f"{base}{worded!r}{keys[paper.id]}" if keys.get(paper.id) else ""
        if key and (reused := manifest.reuse(paper.id, key)):
            count, current_here = reused.summary
            pages += count
            current += [(name, day) for name, day in current_here]
            continue
        page_jobs, paths, current_here = [], [], []
        made = _current_first(of_paper)
        owner = {name: version.id for version in reversed(made) for name in version.names}
        owner |= {version.id: version.id for version in made}  # a present id wins over a former one
        of_question: dict[str, list[Version]] = {}
        for version in made:
            of_question.setdefault(collection.today(version.answer.question), []).append(version)
        for version in made:
            answer = version.answer
            name = collection.today(answer.question)
            others = other_versions(version, of_question[name])
            question = (questions.get(name) or QuestionPart.gone(name)).then(answer)
            as_read = paper_then(collection, paper, answer)
            then = PaperPart.of(collection, as_read)
            notices_then = notice_views(collection, as_read, LINKS, made_on(answer))
            since = changes_since(collection, paper, answer, worded)
            stale = [collection.stale.get((a.paper, a.question, a.model)) for a in version.answers]
            own = [answer_page(n) for n in version.names if owner[n] == version.id]
            reviews = [r for r in collection.reviews_of(paper.id, name) if r.answer in version.names]
            quotes = places_of(collection.places_in(as_read), version.answers)
            made_from = (
                f"{base}{then!r}{question!r}{since!r}{version!r}{stale!r}{reviews!r}{others!r}{quotes!r}"
            )
            together = {page: (page, *_embeds_of(page, embeds)) for page in own}
            changed = [page for page, of in together.items() if _any_needs_write(manifest, of, made_from)]
            if changed:
                files = tuple(map(manifest.file, changed))
                page_jobs.append(PageJob(files, then, question, version, since, notices_then, others))
            paths += [path for of in together.values() for path in of]
            if version.state == "current" and answer.status != "failed":
                current_here.append((version.id, made_on(answer)))
        if page_jobs:
            pool.take(PaperJob(_part_for(collection, paper), tuple(page_jobs), templates))
        if key:
            manifest.add_group(paper.id, key, paths, [len(made), current_here])
        pages += len(made)
        current += current_here
    pool.close()
    return current, pages - len(current)


def _embeds_of(page: str, names: Iterable[str]) -> list[str]:
    folder = page.rpartition("/")[0]
    return [f"{folder}/{name}" for name in names]


def _any_needs_write(manifest: Manifest, paths: Iterable[str], made_from: str) -> bool:
    """Return True if one of several files must be written; all are recorded in the manifest."""
    changed = [path for path in paths if manifest.needs_write(path, made_from)]  # no `any`: it would stop
    return bool(changed)


def _current_first(found: Iterable[Version]) -> list[Version]:
    """Return current versions first: an id that two versions had before ids became longer leads to the
    current.
    """
    return sorted(found, key=lambda version: version.state != "current")


def _part_for(collection: Collection, paper: Paper) -> Collection:
    """Return only the part of the collection that the pages about one paper show, so that it is quick to
    send.
    """
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
        known_papers={},
        places={id: places for id, places in collection.places.items() if id == paper.id},
        reviews=collection.reviews_by_paper.get(paper.id, ()),
        similar={},
        duplicates=(),
        shares=(),
        due={},
        sites=(),
        notices={paper.id: collection.notices.get(paper.id, ())},
        texts={id: text for id, text in collection.texts.items() if id == paper.id},
    )


def _common(collection: Collection, templates: Path) -> str:
    """Return the digest of the input that all pages share: our code, the templates, the site, the models."""
    code = code_of("generator.core", "generator.site")
    shared = (
        code,
        SitePart.of(collection),
        collection.models,
        collection.bands,
        collection.licence,
        collection.sites,
        collection.report_url,
        Reviewing.of(collection),
    )
    total = hashlib.sha256(repr(shared).encode("utf-8", "replace"))
    for path, _ in files_within(templates):
        total.update(path.encode() + (templates / path).read_bytes())
    return total.hexdigest()
