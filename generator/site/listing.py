"""Papers, questions and question sets as lists, tables and the matrix name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.core import Paper, Question, QuestionSet
from generator.site.collection import Collection
from generator.site.encoding import Markdown, clean
from generator.site.links import PAPERS, QUESTIONS, Link, Links, anchor, linked, paper_page, question_page
from generator.site.statuses import Look, Tally, look, tally
from generator.site.votes import dissent
from generator.site.wording import author_list, label, title_of


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper as lists name it. ``cited``: whether it is named by its authors, not by its title."""

    id: str
    title: str
    citation: str
    cited: bool
    authors: str
    venue: str
    year: str
    href: Markdown
    tally: Tally


@dataclass(frozen=True, slots=True)
class QuestionRef:
    """A question as lists name it; ``tally`` over all papers."""

    id: str
    label: Markdown
    text: str
    href: Markdown
    tally: Tally


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one group, in the order of their set."""

    title: str
    anchor: Markdown
    questions: tuple[QuestionRef, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A question put to a paper. dissent: how many models say otherwise; empty where none does."""

    look: Look
    href: Markdown
    label: Markdown
    first: bool  # of its group
    dissent: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    paper: PaperRef
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SetView:
    """A question set with its groups; ``rows``: its part of the matrix (empty where none is shown)."""

    title: str
    anchor: Markdown
    description: str
    source: tuple[Link, ...]
    groups: tuple[Group, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def split(self) -> bool:
        """Whether the models disagree in any cell."""
        return any(cell.dissent for row in self.rows for cell in row.cells)


def paper_ref(collection: Collection, paper: Paper, links: Links) -> PaperRef:
    name, cited = collection.short_names[paper.id]
    return PaperRef(
        id=paper.id,
        title=title_of(paper),
        citation=name,
        cited=cited,
        authors=author_list(paper.metadata),
        venue=clean(paper.metadata.venue),
        year=str(paper.metadata.year or ""),
        href=links.to(paper_page(paper.id)),
        tally=tally(collection.status(paper.id, q.id) for q in collection.questions),
    )


def question_ref(collection: Collection, question: Question, links: Links) -> QuestionRef:
    return QuestionRef(
        id=question.id,
        label=label(question.id),
        text=clean(question.text),
        href=links.to(question_page(question.id)),
        tally=tally(collection.status(p.id, question.id) for p in collection.public),
    )


def set_view(
    collection: Collection,
    questions: QuestionSet,
    links: Links,
    number: int,
    rows: tuple[MatrixRow, ...] = (),
) -> SetView:
    """A question set; ``number``: its place among the sets, from 1, which its anchors carry."""
    return SetView(
        title=clean(questions.title),
        anchor=anchor(f"set-{number}"),
        description=clean(questions.description),
        source=linked(questions.source),
        groups=tuple(
            Group(
                title=title,
                anchor=anchor(f"set-{number}", f"group-{place}"),
                questions=tuple(question_ref(collection, q, links) for q in members),
            )
            for place, (title, members) in enumerate(grouped(questions.questions), 1)
        ),
        rows=rows,
    )


def paper_refs(collection: Collection) -> tuple[PaperRef, ...]:
    """All papers, for the list of papers."""
    links = Links(PAPERS, collection.directory_urls)
    return tuple(paper_ref(collection, p, links) for p in collection.public)


def set_views(collection: Collection) -> tuple[SetView, ...]:
    """All question sets, for the list of questions."""
    links = Links(QUESTIONS, collection.directory_urls)
    return tuple(set_view(collection, s, links, n) for n, s in enumerate(collection.question_sets, 1))


def matrix_row(collection: Collection, questions: QuestionSet, ref: PaperRef, links: Links) -> MatrixRow:
    """A paper's cells for the questions of a set, group by group."""
    cells: list[Cell] = []
    for _, members in grouped(questions.questions):
        for number, question in enumerate(members):
            status = look(collection.status(ref.id, question.id))
            href = links.to(paper_page(ref.id), question.id)
            split = dissent(collection.answers_to(ref.id, question.id))
            cells.append(Cell(status, href, label(question.id), number == 0, split))
    return MatrixRow(ref, tuple(cells))


def grouped(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """Questions by group, in the order in which the groups come first."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(clean(question.group), []).append(question)
    return list(groups.items())
