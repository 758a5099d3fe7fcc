"""Tables of all formats as lines of text, a line per row, with the header found by markup or by its words.

A table with the columns "Model", "AUC" and two rows of numbers becomes ``Model | AUC``, ``ours | 0.91`` and
``theirs | 0.88``; its header is the first row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.core.paper import NO_HEADER, Header
from generator.reading.block_text import Inline

# Columns or rows that one cell may span: a hostile file must not make a line of a billion separators.
_MAX_SPAN = 60
_MAX_HEADER_ROWS = 4  # of a guessed header; more rows of words are part of the table
_MAX_HEADER_CELL_CHARS = 80  # of a cell in a guessed header
_NUMBER = re.compile(r"[^\w]{0,3}\d|[<>=~±-]\s?\d")
_YEARS = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table, as the file has it.

    across, down: how many columns and rows it spans. is_header: whether it is marked up as a header cell.
    """

    content: Inline
    across: int = 1
    down: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """The text of a cell with its place in the row.

    column: the first one that it covers, counted from 0. across: how many it spans.
    """

    text: str
    column: int
    across: int = 1


def write_grid(grid: Iterable[Iterable[GridCell]], rows: Inline) -> Header:
    """Append a line for each row that is not empty, and return the header of the table.

    A cell that spans several columns or rows is written once, in its first place. Its other places stay
    empty, so that columns keep their order. Empty cells at the end of a row are left out. The header consists
    of the first rows whose cells are all marked up as header cells, or else of those `guess_header` finds.
    """
    taken: dict[int, int] = {}  # column -> number of further rows that a cell above still covers
    placed: list[list[PlacedCell]] = []
    marked = 0  # header rows so far
    for row in grid:
        rows.newline()
        column, waiting = 0, 0
        line: list[PlacedCell] = []
        is_header = True
        for cell in row:
            while taken.get(column, 0) > 0:
                taken[column] -= 1
                column, waiting = column + 1, waiting + 1
            if cell.content:
                for _ in range(waiting):
                    rows.cell()
                waiting = 0
                rows.append(cell.content)
                line.append(PlacedCell(cell.content.text, column, cell.across))
                is_header = is_header and cell.is_header
            for offset in range(cell.across):
                if cell.down > 1:
                    taken[column + offset] = cell.down - 1
            column, waiting = column + cell.across, waiting + cell.across
        for beyond in [c for c in taken if c >= column]:
            taken[beyond] = max(0, taken[beyond] - 1)
        if line:
            marked += is_header and marked == len(placed)
            placed.append(line)
    if marked and marked < len(placed):
        return header_of(placed, marked)
    return guess_header(placed)


def header_of(rows: Sequence[Sequence[PlacedCell]], count: int) -> Header:
    """Return a header of the first ``count`` rows: for each column, the words above it from top to bottom."""
    width = max((h.column + h.across for row in rows for h in row), default=0)
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in rows[:count]:
        if is_title_row(row, rows[:count]):
            continue
        for heading in row:
            for column in range(heading.column, heading.column + heading.across):
                if heading.text not in columns[column]:
                    columns[column].append(" ".join(heading.text.split()))
    if not any(columns):
        return NO_HEADER
    return Header(count, tuple(" ".join(words) for words in columns))


def is_title_row(row: Sequence[PlacedCell], header: Sequence[Sequence[PlacedCell]]) -> bool:
    """Return True if a row of a header is a title of the table and not the heading of a column.

    A title is the only cell of its row and begins in the first column. If it spans only that column, another
    header row must have a cell there; otherwise the cell is the heading of the first column.
    """
    if len(row) != 1 or row[0].column > 0 or len(header) < 2:
        return False
    return row[0].across > 1 or any(h.column == 0 for other in header if other is not row for h in other)


def guess_header(rows: Sequence[Sequence[PlacedCell]]) -> Header:
    """Guess that the rows of words above the first row of numbers are the header.

    The first column is ignored: its cells are names. Returns NO_HEADER if fewer than half of the other rows
    have numbers, if a cell is too long for a header, or if most columns of numbers would have no heading.
    """
    count = next((i for i, row in enumerate(rows) if any(_is_number(h) for h in row)), 0)
    if not 0 < count <= _MAX_HEADER_ROWS:
        return NO_HEADER
    below = rows[count:]
    numeric = sum(any(_is_number(h) for h in row) for row in below)
    headings = [h for row in rows[:count] for h in row if any(c.isalnum() for c in h.text)]
    headed = {c for h in headings for c in range(h.column, h.column + h.across)}
    if 2 * numeric < len(below) or any(len(h.text) > _MAX_HEADER_CELL_CHARS for h in headings):
        return NO_HEADER
    # A title of the table, or of a group of rows, is no header: most columns of numbers need words above.
    with_numbers = {h.column for row in below for h in row if _is_number(h)}
    return header_of(rows, count) if 2 * len(with_numbers & headed) > len(with_numbers) else NO_HEADER


def _is_number(cell: PlacedCell) -> bool:
    return cell.column > 0 and _NUMBER.match(cell.text) is not None and not _YEARS.fullmatch(cell.text)


def cell_span(written: str | None) -> int:
    """Return the number in an attribute such as ``colspan``, at most `_MAX_SPAN`; 1 if it is invalid."""
    value = (written or "1").strip()
    if not (value.isascii() and value.isdecimal() and len(value) < 6):
        return 1
    return max(1, min(int(value), _MAX_SPAN))
