"""The matrix of papers by questions: its head, and its rows if the page holds them.

Up to ``MAX_ROWS`` papers, all cells are in the page. Beyond that the script makes the rows from the data of
`generator.site.views.script_data`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.core.status import REPORTED_STATUSES
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown
from generator.site.content.page_links import HOME, Links, paper_page
from generator.site.content.status_styles import StatusStyle, style_of
from generator.site.views.paper_lists import PaperRef, SetView, set_view
from generator.site.views.review_view import ReviewMark, mark_of
from generator.site.views.script_data import columns
from generator.site.views.sureness import Sureness, sureness_of
from generator.site.views.votes import dissent

# With more rows than this the page holds none. With 300 rows in plain HTML (1.2 MB, 8,400 cells) it took
# Chromium 2.9 s until they could be sorted; with 5,000 rows from data, 0.7 s.
MAX_ROWS = 150


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The answer of a paper to a question. dissent: how many models disagree; empty if none does.

    mark: the verdict of reviewers on the answer shown. sureness: how sure it is.
    """

    look: StatusStyle
    href: Markdown
    label: Markdown
    first: bool  # whether its question begins a group
    dissent: str
    mark: ReviewMark | None = None
    sureness: Sureness | None = None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A paper. answered: number of questions of the set with a sure answer, at least in part."""

    paper: PaperRef
    answered: int
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A question set with its part of the matrix.

    first: position of its first question among those of all sets, in the order of the columns. rows: empty if
    the script makes them. size: number of papers. split: models disagree in some cell. reviewed: some answer
    has been reviewed. counts: number of cells by status, for rows that the script makes; else empty.
    """

    sheet: SetView
    first: int
    size: int
    rows: tuple[MatrixRow, ...]
    split: bool
    reviewed: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        return sum(len(group.questions) for group in self.sheet.groups)


def matrices(collection: Collection, refs: tuple[PaperRef, ...]) -> tuple[Matrix, ...]:
    """Return the matrix, set by set. refs: all public papers, with links as seen from the home page."""
    links = Links(HOME)
    inline = len(refs) <= MAX_ROWS
    made: list[Matrix] = []
    first = 0
    for number, questions in enumerate(collection.question_sets, 1):
        asked = columns(questions)
        sheet = set_view(collection, questions, links, number)
        heads = [
            (q.id, q.label, place == 0) for group in sheet.groups for place, q in enumerate(group.questions)
        ]
        rows = tuple(_row(collection, ref, heads, links) for ref in refs) if inline else ()
        split = (
            any(cell.dissent for row in rows for cell in row.cells)
            if inline
            else any(dissent(collection.answers_to(r.id, q.id)) for r in refs for q in asked)
        )
        here = {q.id for q in asked}
        reviews = (r for r in collection.reviews if r.question in here)
        reviewed = any(mark_of(collection, r.paper, r.question) for r in reviews)
        counts = (
            Counter()
            if inline
            else Counter(collection.status(r.id, q.id) or "missing" for r in refs for q in asked)
        )
        made.append(Matrix(sheet, first, len(refs), rows, split, reviewed, counts))
        first += len(asked)
    return tuple(made)


def _row(
    collection: Collection, ref: PaperRef, heads: list[tuple[str, Markdown, bool]], links: Links
) -> MatrixRow:
    """Return a paper's row. heads: for each question its id, its label, and whether it begins a group."""
    page = links.to(paper_page(ref.id))
    cells = []
    for question, name, first in heads:
        answers = collection.answers_to(ref.id, question)
        shown = style_of(answers[0].status if answers else None)
        href = Markdown(f"{page}#{question}")
        split = dissent(answers) if len(answers) > 1 else ""
        mark = mark_of(collection, ref.id, question)
        sure = sureness_of(collection, answers[0]) if answers else None
        cells.append(MatrixCell(shown, href, name, first, split, mark, sure))
    answered = sum(collection.counted_at(ref.id, question) in REPORTED_STATUSES for question, _, _ in heads)
    return MatrixRow(ref, answered, tuple(cells))
