"""Keys of pages about papers and of their part of the data: the same key means the same page.

A paper's version (`Collection.versions`) stands for its text and all answers about it, so that an unchanged
page need not be rendered to find that out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.core import Paper, digest
from generator.site.content.collection import Collection
from generator.site.content.page_links import Links, paper_page
from generator.site.views.notice_view import notice_views
from generator.site.views.question_page import QuestionPage, page_with
from generator.site.views.script_data import DataScript, rows_in
from generator.storage.code_version import code_of
from generator.storage.files import files_within, hash_of

_WORD = 24  # characters of a hash


def question_page_key(
    collection: Collection, shown: QuestionPage, papers: Mapping[str, str], common: str, similar: bool
) -> str:
    """Return the key of a page of a question; empty if the key of a paper on it is not known.

    papers: from `paper_keys`. common: from `common_key`. similar: whether the question has a page of similar
    answers.
    """
    rows = [[paper, papers.get(paper, ""), *collection.short_names[paper]] for paper in shown.papers]
    if not all(key for _, key, *_ in rows):
        return ""
    return digest([common, repr(shown.head), shown.number, rows, similar])


def group_key(papers: Sequence[Paper], keys: Mapping[str, str], common: str) -> str:
    """Return the key of a file about several papers, a word for each; empty if one's key is not known."""
    found = [keys.get(paper.id, "") for paper in papers]
    if not all(found):
        return ""
    return " ".join(digest([common, p.id, key])[:_WORD] for p, key in zip(papers, found, strict=True))


class LastPages:
    """The pages of the last build: what they were made from, and their text. This one had none."""

    def is_unchanged(self, path: str, key: str) -> bool:
        """Return True if the page at a path was written with a key, and has not changed since."""
        return False

    def key_and_text(self, path: str) -> tuple[str, str]:
        """Return the key of the page at a path, and its text; empty if it has changed since."""
        return "", ""


NONE_BEFORE = LastPages()


def script_text(script: DataScript, key: str, last: LastPages) -> str | None:
    """Return the text of a data script; None if the last one may stay. key: from `group_key`, or empty."""
    if key and last.is_unchanged(script.path, key):
        return None
    return script.with_rows(_kept_rows(script, key, last)) if key and script.with_rows else script.text()


def _kept_rows(script: DataScript, key: str, last: LastPages) -> list[object]:
    """Return for each paper of a script its row in the last one, or None if that had other input."""
    key_then, text = last.key_and_text(script.path)
    try:
        rows = dict(zip(key_then.split(), rows_in(text), strict=True)) if key_then else {}
    except ValueError:
        rows = {}
    return [rows.get(word) for word in key.split()]


def paper_keys(collection: Collection, templates: Path) -> dict[str, str]:
    """Return public paper -> key of everything made from it alone: its part of the data files.

    The key is empty if a paper's version is not known.
    """
    common = common_key(collection, templates)
    return {paper.id: paper_key(collection, paper, common) for paper in collection.public}


def common_key(collection: Collection, templates: Path) -> str:
    """Return the key of what all pages share: code, templates, questions, models, settings of the site."""
    return digest(
        [
            code_of("generator.core", "generator.site"),
            [
                [path, hash_of(templates / path)]
                for path, _ in files_within(templates)
                if path.endswith(".j2")
            ],
            [repr(s) for s in collection.question_sets],
            [repr(m) for m in collection.models],
            repr(collection.bands),
            collection.title,
            collection.site_url,
            collection.repository,
            collection.report_url,
            collection.licence,
            collection.version,
            collection.language,
            len(collection.public) > 1,  # whether there is a paper to compare with
        ]
    )


def paper_key(collection: Collection, paper: Paper, common: str) -> str:
    """Return the key of a paper's part of the data; empty if its version is not known. common: from
    `common_key`.
    """
    version = collection.versions.get(paper.id, "")
    if not version:
        return ""
    reviews = [repr(r) for r in collection.reviews_by_paper.get(paper.id, ())]
    notices = repr(notice_views(collection, paper, Links(paper_page(paper.id))))
    notice_records = repr(collection.notices.get(paper.id, ()))
    texts_and_places = repr((collection.texts.get(paper.id), collection.places.get(paper.id)))
    source = collection.source_links.get(paper.id, "")
    return digest([common, version, source, reviews, notices, notice_records, texts_and_places])


def paper_page_key(collection: Collection, paper: Paper, key: str) -> str:
    """Return the key of a paper's page, which links to the pages of questions that show its answers; empty if
    ``key``, from `paper_keys`, is empty.
    """
    links = [page_with(collection, q.id, paper.id) for q in collection.questions]
    return digest([key, links]) if key else ""
