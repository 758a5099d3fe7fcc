"""The matrix papers x questions: rows for the page, and the data that its script loads.

Up to ``ROWS`` papers all cells stand in the page. Beyond that the script makes the rows from
``matrix/papers.js``. The first words of the answers come from ``matrix/words-N.js``, one file for
``PAPERS_A_FILE`` papers, when a reader first asks for one of them. These are scripts that hand over data,
because pages opened from a disk may not read JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from generator.core import Question, QuestionSet
from generator.core.status import TOLD
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, shortened
from generator.site.content.links import HOME, Links, paper_page
from generator.site.content.statuses import LOOKS, Look, look
from generator.site.views.listing import PaperRef, SetView, grouped, paper_ref, set_view
from generator.site.views.reviews import Mark, mark_of
from generator.site.views.sureness import Sureness, sureness_of
from generator.site.views.votes import dissent

# Rows beyond which the page holds none: with 300 in plain HTML (1.2 MB, 8,400 cells) it took chromium 2.9 s
# until they could be sorted, with 5,000 from data 0.7 s.
ROWS = 150
# Some 150 KB of first words a file, 30 KB compressed.
PAPERS_A_FILE = 50
MATRIX_ROWS = "matrix/papers.js"
MATRIX_WORDS = "matrix/words-"  # then the number of the file
TABLE_SCRIPT = "assets/vendor/datatables.net-3.1.5/dataTables.min.js"
# How the data name a status; a capital where models say otherwise.
CODES = {key: "a" if key == "not_applicable" else key[0] for key in LOOKS}
REVIEWED = {"confirmed": "c", "corrected": "x", "disputed": "d", "split": "s"}
_WORDS = 160
_TITLE = 140


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
    whether people have reviewed any answer.
    """

    sheet: SetView
    first: int
    size: int
    rows: tuple[Row, ...]
    split: bool
    reviewed: bool = False

    @property
    def columns(self) -> int:
        return sum(len(group.questions) for group in self.sheet.groups)


def columns(questions: QuestionSet) -> list[Question]:
    """The questions of a set in the order of the matrix: group by group."""
    return [question for _, members in grouped(questions.questions) for question in members]


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
        made.append(Matrix(sheet, first, len(refs), rows, split, reviewed))
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


def matrix_files(collection: Collection) -> Iterator[tuple[str, str]]:
    """Path within the site and text of the scripts that hand over the matrix's data.

    ``answerbookMatrix.papers``: a list of [id, name, title, year or "", statuses], statuses with one
    character a question (``CODES``); where people reviewed answers, a sixth text says what they make of each
    (``REVIEWED``, a blank for none), and where answers say how sure they are, a seventh does (the first
    letter of the band). ``answerbookWords[N]``: for the papers from N * PAPERS_A_FILE on, a
    list with the first words of each answer, "" where there is none.
    """
    asked = [q for questions in collection.question_sets for q in columns(questions)]
    papers = collection.public
    if not asked or not papers:
        return
    if len(papers) > ROWS:
        links = Links(HOME)
        listed = []
        for paper in papers:
            ref = paper_ref(collection, paper, links)
            codes = "".join(_code(collection, paper.id, q.id) for q in asked)
            marks = "".join(_reviewed(collection, paper.id, q.id) for q in asked).rstrip()
            bands = "".join(_band(collection, paper.id, q.id) for q in asked).rstrip()
            name = f"{ref.citation} ({ref.mark})" if ref.mark else ref.citation
            row = [ref.id, name, shortened(ref.title, _TITLE), ref.year, codes]
            listed.append([*row, marks, bands] if bands else [*row, marks] if marks else row)
        yield MATRIX_ROWS, f"window.answerbookMatrix={_json({'papers': listed})};\n"
    for number, start in enumerate(range(0, len(papers), PAPERS_A_FILE)):
        words = [
            [_first_words(collection, paper.id, q.id) for q in asked]
            for paper in papers[start : start + PAPERS_A_FILE]
        ]
        yield (
            f"{MATRIX_WORDS}{number}.js",
            f"(window.answerbookWords=window.answerbookWords||{{}})[{number}]={_json(words)};\n",
        )


def _code(collection: Collection, paper: str, question: str) -> str:
    answers = collection.answers_to(paper, question)
    code = CODES[answers[0].status if answers else "missing"]
    return code.upper() if len(answers) > 1 and dissent(answers) else code


def _reviewed(collection: Collection, paper: str, question: str) -> str:
    mark = mark_of(collection, paper, question)
    return " " if mark is None else REVIEWED[mark.key]


def _band(collection: Collection, paper: str, question: str) -> str:
    answers = collection.answers_to(paper, question)
    band = collection.band(answers[0]) if answers else None
    return " " if band is None else band[0]


def _first_words(collection: Collection, paper: str, question: str) -> str:
    """The beginning of the answer shown; for one that tells nothing, the reason."""
    answers = collection.answers_to(paper, question)
    if not answers:
        return ""
    said = answers[0].text or answers[0].reason
    return shortened(said[: 4 * _WORDS], _WORDS)


def _json(value: object) -> str:
    # ASCII: line separators and lone surrogates are no trouble to a script that way.
    return json.dumps(value, separators=(",", ":")).replace("</", "<\\/")


def years(refs: tuple[PaperRef, ...]) -> tuple[str, ...]:
    """The years of papers, latest first."""
    return tuple(sorted({clean(ref.year) for ref in refs if ref.year}, reverse=True))
