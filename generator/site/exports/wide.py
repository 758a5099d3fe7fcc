"""Papers by questions as one table: CSV for statistics programs, and a workbook for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from generator.core import Paper, Question
from generator.site.content.choices import tags_of
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened
from generator.site.content.page_links import built_page, full_address, paper_page
from generator.site.content.wording import title_of
from generator.site.exports.crate import Export
from generator.site.exports.data_file_list import WIDE, WORKBOOK
from generator.site.exports.datafile import DataFile
from generator.site.exports.records import writable
from generator.site.exports.table import table_cell

# First columns of every row; then come the status and the band of each question.
PAPER_COLUMNS = ("paper", "title", "year", "venue", "doi", "tags", "page")
BAND = ".band"
# The texts of the sheet of answers, a line for each paper; a dot file, which is not published.
WIDE_TEXTS = ".wide.jsonl"
_MAX_ANSWER = 500  # characters
_MAX_CELLS_IN_MEMORY = 200_000  # in one sheet; about 40 MB in total
_MAX_LINKS = 65_000  # an Excel sheet holds 65,530
_FILLS = {
    "reported": "#D8EDEA",
    "partly_reported": "#FCEBD3",
    "not_reported": "#F4F5F6",
    "failed": "#FBE4E1",
}


def wide_texts(collection: Collection, paper: Paper) -> list[str]:
    """Return the beginning of the answer shown to each question, as the workbook has it."""
    shown = (collection.answers_to(paper.id, question.id) for question in collection.questions)
    texts = (answers[0].text if answers else "" for answers in shown)
    return [writable(shortened(text[: 4 * _MAX_ANSWER], _MAX_ANSWER)) for text in texts]


def write_wide(collection: Collection, folder: Path, texts: Path | None = None) -> list[Export]:
    """Write both tables under ``folder``: a row for each public paper, sorted by id. Raises OSError.

    texts: a file with their `wide_texts` as JSON, a line for each, if these are composed already.
    """
    papers = sorted(collection.public, key=lambda p: p.id)
    with DataFile(folder, WIDE) as table:
        rows = csv.writer(table)
        bands = [f"{q.id}{BAND}" for q in collection.questions]
        rows.writerow([*PAPER_COLUMNS, *(q.id for q in collection.questions), *bands])
        for paper in papers:
            rows.writerow(
                [table_cell(text) for text in (*_about(collection, paper), *_cells(collection, paper))]
            )
        table.records = len(papers)
    with DataFile(folder, WORKBOOK) as file:
        file.write_bytes(_workbook(collection, papers, _texts(collection, papers, texts)))
        file.records = len(papers)
    return [table.export(), file.export()]


def _texts(collection: Collection, papers: Sequence[Paper], composed: Path | None) -> Iterator[list[str]]:
    if composed is None:
        yield from (wide_texts(collection, paper) for paper in papers)
        return
    with composed.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _about(collection: Collection, paper: Paper) -> list[str]:
    """Return a paper's cells in the order of ``PAPER_COLUMNS``."""
    metadata = paper.metadata
    return [
        paper.id,
        title_of(paper),
        str(metadata.year or ""),
        metadata.venue,
        metadata.doi,
        "; ".join(tags_of(paper)),
        full_address(collection.site_url, built_page(paper_page(paper.id))),
    ]


def _cells(collection: Collection, paper: Paper) -> Iterator[str]:
    yield from (collection.status(paper.id, q.id) or "" for q in collection.questions)
    yield from (_band(collection, paper, q) for q in collection.questions)


def _band(collection: Collection, paper: Paper, question: Question) -> str:
    answers = collection.answers_to(paper.id, question.id)
    return (collection.band(answers[0]) or "") if answers else ""


def _workbook(collection: Collection, papers: Sequence[Paper], texts: Iterator[list[str]]) -> bytes:
    """Return a workbook with sheets of statuses, bands, answers and questions.

    Every cell is text, or a number of ours: a spreadsheet computes none of them, whatever they begin with.
    """
    file = io.BytesIO()
    with _book(file, len(papers) * len(collection.questions)) as book:
        # Without this date it would carry the time of writing, and differ between builds.
        book.set_properties({"title": writable(clean(collection.title)), "created": collection.built})
        bold, turned = book.add_format({"bold": True}), book.add_format({"bold": True, "rotation": 60})
        fills = {status: book.add_format({"bg_color": colour}) for status, colour in _FILLS.items()}
        sheets = [book.add_worksheet(name) for name in ("Statuses", "Certainty", "Answers")]
        asked = collection.questions
        for sheet in sheets:
            sheet.freeze_panes(1, 2)
            sheet.autofilter(0, 0, len(papers), len(PAPER_COLUMNS) + len(asked) - 1)
            sheet.set_column(0, 0, 18)
            sheet.set_column(1, 1, 40)
            sheet.set_column(len(PAPER_COLUMNS), len(PAPER_COLUMNS) + len(asked) - 1, 14)
            for column, name in enumerate((*PAPER_COLUMNS, *(q.id for q in asked))):
                sheet.write_string(0, column, name, bold if column < len(PAPER_COLUMNS) else turned)
        for line, (paper, words) in enumerate(zip(papers, texts, strict=True), 1):
            about = [writable(clean(text)) for text in _about(collection, paper)]
            for sheet in sheets:
                for column, text in enumerate(about):
                    if column == 2 and text:
                        sheet.write_number(line, column, int(text))
                    elif column == len(about) - 1 and text and line < _MAX_LINKS:
                        sheet.write_url(line, column, text)
                    else:
                        sheet.write_string(line, column, text)
            for column, (question, text) in enumerate(zip(asked, words, strict=True), len(PAPER_COLUMNS)):
                status = collection.status(paper.id, question.id) or ""
                sheets[0].write_string(line, column, status, fills.get(status))
                sheets[1].write_string(line, column, _band(collection, paper, question))
                sheets[2].write_string(line, column, text)
        questions = book.add_worksheet("Questions")
        questions.set_column(0, 1, 20)
        questions.set_column(2, 2, 100)
        for line, row in enumerate(_questions(collection)):
            for column, text in enumerate(row):
                questions.write_string(line, column, writable(clean(text)), bold if line == 0 else None)
    return file.getvalue()


@contextmanager
def _book(file: io.BytesIO, cells: int) -> Iterator[xlsxwriter.Workbook]:
    """Yield a workbook that is written at the end; after an error it is dropped without a second attempt.

    cells: number in one sheet; above the limit the workbook is buffered in temporary files.
    """
    book = xlsxwriter.Workbook(
        file, {"in_memory": True} if cells <= _MAX_CELLS_IN_MEMORY else {"constant_memory": True}
    )
    try:
        yield book
        book.close()
    except FileCreateError as error:
        # xlsxwriter wraps the OSError of a full disk in an exception of its own.
        raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from None
    finally:
        book.fileclosed = True


def _questions(collection: Collection) -> Iterator[tuple[str, ...]]:
    yield "question", "group", "text", "set"
    for questions in collection.question_sets:
        for question in questions.questions:
            yield question.id, question.group, question.text, questions.title
