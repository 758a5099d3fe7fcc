"""Papers that answer a question nearly the same, and papers that are probably the same work.

Each question has its own page of similar answers. Pages of papers do not show them, so that a change of one
answer rewrites one page, and not those of all similar papers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.core import Question
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, shortened
from generator.site.content.page_links import Links, paper_page
from generator.site.content.wording import title_of
from generator.site.views.paper_lists import QuestionRef, question_ref

# Answers on a page, those with the nearest neighbours; the data files hold all.
SIMILAR_SHOWN = 200
DUPLICATES_SHOWN = 100
_MAX_ANSWER = 220  # characters
_MAX_TITLE = 120


@dataclass(frozen=True, slots=True)
class NearPaper:
    """A paper with a similar answer. percent: share of the words of both answers that they have in common."""

    name: str
    href: Markdown
    percent: int


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A paper's answer and the papers with the most similar answers, nearest first."""

    name: str
    title: str
    href: Markdown
    text: str
    others: tuple[NearPaper, ...]


@dataclass(frozen=True, slots=True)
class SimilarView:
    """A question's page of similar answers. total: answers that have a neighbour. rows: the nearest ones."""

    page: str
    ref: QuestionRef
    rows: tuple[SimilarRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """Two papers that are probably the same work, and why."""

    one: str
    one_href: Markdown
    other: str
    other_href: Markdown
    why: str


def similar_page(question: str) -> str:
    """Return the path of a question's page of similar answers, in the folder of its further pages."""
    return f"questions/{question}/similar.md"


def similar_views(collection: Collection) -> Iterator[SimilarView]:
    """Yield the page of each question to which two papers answer nearly the same."""
    for question in collection.questions:
        if has_similar(collection, question):
            yield _similar_view(collection, question)


def has_similar(collection: Collection, question: Question) -> bool:
    """Return True if the question has such a page."""
    return bool(_public(collection, question))


def duplicate_rows(collection: Collection, links: Links) -> tuple[DuplicateRow, ...]:
    """Return all pairs of public papers that are probably the same work."""
    papers = collection.public_by_id
    return tuple(
        DuplicateRow(
            _named(collection, one),
            links.to(paper_page(one)),
            _named(collection, other),
            links.to(paper_page(other)),
            clean(why),
        )
        for one, other, why in collection.duplicates
        if one in papers and other in papers
    )


def _similar_view(collection: Collection, question: Question) -> SimilarView:
    page = similar_page(question.id)
    links = Links(page)
    near = _public(collection, question)
    names = {paper: _named(collection, paper) for paper in near}
    order = sorted(near, key=lambda p: (-near[p][0][1], names[p].casefold(), p))
    rows = []
    for paper in order[:SIMILAR_SHOWN]:
        answer = collection.answers_to(paper, question.id)[0]
        rows.append(
            SimilarRow(
                name=names[paper],
                title=_title(collection, paper),
                href=links.to(paper_page(paper), question.id),
                text=shortened(answer.text[: 4 * _MAX_ANSWER], _MAX_ANSWER),
                others=tuple(
                    NearPaper(_named(collection, other), links.to(paper_page(other), question.id), percent)
                    for other, percent in near[paper]
                ),
            )
        )
    return SimilarView(page, question_ref(collection, question, links), tuple(rows), len(order))


def _public(collection: Collection, question: Question) -> dict[str, list[tuple[str, int]]]:
    """Return the similar answers that may be shown: papers are public and have an answer."""
    papers = collection.public_by_id
    found = {
        paper: [(other, percent) for other, percent in others if other in papers]
        for paper, others in collection.similar.get(question.id, {}).items()
        if paper in papers and collection.answers_to(paper, question.id)
    }
    return {paper: others for paper, others in found.items() if others}


def _named(collection: Collection, paper: str) -> str:
    return collection.short_names[paper][0]


def _title(collection: Collection, paper: str) -> str:
    cited = collection.short_names[paper][1]
    return shortened(title_of(collection.public_by_id[paper]), _MAX_TITLE) if cited else ""
