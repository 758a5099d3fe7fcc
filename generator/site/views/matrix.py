"""The matrix papers x questions: its head, and the rows where the page holds them.

Up to ``ROWS`` papers all cells stand in the page. Beyond that the script makes the rows from what
`generator.site.views.handed` hands over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.core.status import TOLD
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown
from generator.site.content.links import HOME, Links, paper_page
from generator.site.content.statuses import Look, look
from generator.site.views.handed import columns
from generator.site.views.listing import PaperRef, SetView, set_view
from generator.site.views.reviews import Mark, mark_of
from generator.site.views.sureness import Sureness, sureness_of
from generator.site.views.votes import dissent

# Rows beyond which the page holds none: with 300 in plain HTML (1.2 MB, 8,400 cells) it took chromium 2.9 s
# until they could be sorted, with 5,000 from data 0.7 s.
ROWS = 150
TABLE_SCRIPT = "assets/vendor/datatables.net-3.1.5/dataTables.min.js"


@dataclass(frozen=True, slots=True)
class Cell:
    """A question put to a paper. dissent: how many models say otherwise; empty where none does.

    mark: what people say of the answer shown. sureness: how sure it is.
    """

    look: Look
    href: Markdown
    label: Markdown
    first: bool  # of its group
    dissent: str
    mark: Mark | None = None
    sureness: Sureness | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A paper. told: how many questions of the set it surely answers, at least in part."""

    paper: PaperRef
    told: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A question set with its part of the matrix.

    first: place of its first question among those of all sets, in the order of the columns. rows: empty
    where the script makes them. size: number of papers. split: whether models disagree in any cell. reviewed:
    whether people have reviewed any answer. counts: statuses, where the rows come later; else empty.
    """

    sheet: SetView
    first: int
    size: int
    rows: tuple[Row, ...]
    split: bool
    reviewed: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        return sum(len(group.questions) for group in self.sheet.groups)


def matrices(collection: Collection, refs: tuple[PaperRef, ...]) -> tuple[Matrix, ...]:
    """The matrix, set by set; ``refs``: all public papers as the home page links to them."""
    links = Links(HOME)
    inline = len(refs) <= ROWS
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


def _row(collection: Collection, ref: PaperRef, heads: list[tuple[str, Markdown, bool]], links: Links) -> Row:
    """heads: id, label and whether it is the first of its group, of each question."""
    page = links.to(paper_page(ref.id))
    cells = []
    for question, name, first in heads:
        answers = collection.answers_to(ref.id, question)
        shown = look(answers[0].status if answers else None)
        href = Markdown(f"{page}#{question}")
        split = dissent(answers) if len(answers) > 1 else ""
        mark = mark_of(collection, ref.id, question)
        sure = sureness_of(collection, answers[0]) if answers else None
        cells.append(Cell(shown, href, name, first, split, mark, sure))
    told = sum(collection.counted_at(ref.id, question) in TOLD for question, _, _ in heads)
    return Row(ref, told, tuple(cells))
