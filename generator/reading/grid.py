"""The rows of a table as lines, whichever format it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.core.paper import NO_HEADER, Header
from generator.reading.inline import Inline

_MAX_SPAN = (
    60  # columns or rows that one cell may claim: a hostile span must not make a line of a billion bars
)
_MAX_HEADING = 4  # rows; what goes on longer is no header
_MAX_HEADING_CHARS = 80  # characters of what stands in a cell of a header that no markup names
_NUMBER = re.compile(r"[^\w]{0,3}\d|[<>=~±-]\s?\d")
_YEARS = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, how many columns and rows it reaches over, and whether it is marked so."""

    content: Inline
    across: int = 1
    down: int = 1
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell of a header: its words, the first column above which it stands, and how many it reaches over."""

    text: str
    column: int
    across: int = 1


def write_grid(grid: Iterable[Iterable[Cell]], rows: Inline) -> Header:
    """Append a line for every row that says anything; return what heads the columns.

    A cell that reaches over several columns or rows stands once, where it starts; the places that it
    covers stay empty, so that columns keep their order. Empty cells at the end are left out. The header
    are the rows of marked cells, or, where nothing is marked, what `guessed_header` takes for it.
    """
    taken: dict[int, int] = {}  # rows for which a cell above still reaches into a column
    found: list[list[Heading]] = []
    marked = 0
    for row in grid:
        rows.newline()
        column, waiting = 0, 0
        line: list[Heading] = []
        heads = True
        for cell in row:
            while taken.get(column, 0) > 0:
                taken[column] -= 1
                column, waiting = column + 1, waiting + 1
            if cell.content:
                for _ in range(waiting):
                    rows.cell()
                waiting = 0
                rows.append(cell.content)
                line.append(Heading(cell.content.text, column, cell.across))
                heads = heads and cell.heads
            for offset in range(cell.across):
                if cell.down > 1:
                    taken[column + offset] = cell.down - 1
            column, waiting = column + cell.across, waiting + cell.across
        for beyond in [c for c in taken if c >= column]:
            taken[beyond] = max(0, taken[beyond] - 1)
        if line:
            marked += heads and marked == len(found)
            found.append(line)
    if marked and marked < len(found):
        return header_of(found, marked)
    return guessed_header(found)


def header_of(rows: Sequence[Sequence[Heading]], count: int) -> Header:
    """Return the header of the first ``count`` rows: above each column, its words from top to bottom."""
    width = max((h.column + h.across for row in rows for h in row), default=0)
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in rows[:count]:
        if is_title(row, rows[:count]):
            continue
        for heading in row:
            for column in range(heading.column, heading.column + heading.across):
                if heading.text not in columns[column]:
                    columns[column].append(" ".join(heading.text.split()))
    if not any(columns):
        return NO_HEADER
    return Header(count, tuple(" ".join(words) for words in columns))


def is_title(row: Sequence[Heading], header: Sequence[Sequence[Heading]]) -> bool:
    """Return whether a row of a header is the title of the table, or of its first rows, and heads no column.

    A cell alone over the first column heads it where no other row does.
    """
    if len(row) != 1 or row[0].column > 0 or len(header) < 2:
        return False
    return row[0].across > 1 or any(h.column == 0 for other in header if other is not row for h in other)


def guessed_header(rows: Sequence[Sequence[Heading]]) -> Header:
    """Return the rows of words above the first row of numbers; none where that says nothing.

    Numbers are looked for behind the first column, whose cells are names.
    """
    count = next((i for i, row in enumerate(rows) if any(_is_number(h) for h in row)), 0)
    if not 0 < count <= _MAX_HEADING:
        return NO_HEADER
    below = rows[count:]
    numeric = sum(any(_is_number(h) for h in row) for row in below)
    headings = [h for row in rows[:count] for h in row if any(c.isalnum() for c in h.text)]
    headed = {c for h in headings for c in range(h.column, h.column + h.across)}
    if 2 * numeric < len(below) or any(len(h.text) > _MAX_HEADING_CHARS for h in headings):
        return NO_HEADER
    # A title alone, or the rows of a group, head nothing: most columns of numbers must have words above them.
    wanted = {h.column for row in below for h in row if _is_number(h)}
    return header_of(rows, count) if 2 * len(wanted & headed) > len(wanted) else NO_HEADER


def _is_number(cell: Heading) -> bool:
    return cell.column > 0 and _NUMBER.match(cell.text) is not None and not _YEARS.fullmatch(cell.text)


def span(written: str | None) -> int:
    """Return how many columns or rows an attribute says that a cell reaches over; 1 where it says nothing."""
    value = (written or "1").strip()
    return (
        max(1, min(int(value), _MAX_SPAN)) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
    )
