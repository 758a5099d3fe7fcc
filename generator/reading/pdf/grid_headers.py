"""The rows of a table with their cells in columns, and which of the upper rows head the columns.

A heading in the middle above several columns heads them all; so does one above headings that come again:
"test, dev, test, dev". Nothing heads the columns of a table if one of them holds several numbers a cell.

    >>> bool(_RUN_TOGETHER.fullmatch("10.1 12.5")), bool(_THOUSANDS.fullmatch("12 500"))
    (True, True)
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.core.paper import NO_HEADER, Header
from generator.reading.grid import PlacedCell, guess_header, header_of, is_title_row
from generator.reading.pdf.paragraph_text import ToShown, running_text
from generator.reading.pdf.text_lines import TextLine

NUMBER = re.compile(r"\W{0,3}\d")
_RUN_TOGETHER = re.compile(r"[-−+]?\d[\d.,]*[%*†]?(?: [-−+]?\d[\d.,]*[%*†]?)+")  # "10.1 12.5"
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_MAX_OFF_CENTRE = 0.6  # type sizes from the middle of the columns below a heading
_MIN_STEP = 1.3  # type sizes from one row to the next; lines of one cell are closer
_MAX_BOLD_ROWS = 2  # rows in bold that head a table of words
_BOLD = 0.5  # share of a line's characters


@dataclass(slots=True)
class GridRow:
    """A row: its cells by the first column of each, with the number of columns that each reaches over.

    forced: cells overlap. alone: it has one cell over the whole table, the heading of a group of rows.
    """

    y: float
    size: float
    cells: dict[int, list[TextLine]] = field(default_factory=dict)
    across: dict[int, int] = field(default_factory=dict)
    forced: bool = False
    alone: bool = False

    @property
    def lines(self) -> list[TextLine]:
        return [line for lines in self.cells.values() for line in lines]

    def headings(self) -> list[PlacedCell]:
        """Return the cells as they are compared with those of other formats."""
        return [
            PlacedCell(" ".join(x.text for x in self.cells[c]), c, self.across.get(c, 1))
            for c in sorted(self.cells)
        ]


def column_header(rows: Sequence[GridRow], columns: Sequence[tuple[float, float]]) -> Header:
    """Return the header of the columns; none if one column holds several, or two have the same."""
    headings = [row.headings() for row in rows]
    if _runs_together(headings):
        return NO_HEADER
    # A table of words: rows in bold head those that are not.
    bold = next((i for i, row in enumerate(rows) if any(x.bold < _BOLD for x in row.lines)), 0)
    worded = 0 < bold <= _MAX_BOLD_ROWS and not any(is_number(h) for row in headings[:bold] for h in row)
    count = guess_header(headings).rows or (bold if worded and len(headings[bold - 1]) > 1 else 0)
    if count > 1 and _heads_group(rows[count - 2], rows[count - 1]):
        count -= 1
        rows[count].alone = True
    for above, below in itertools.pairwise(rows[:count]):
        _reach_over(above, below, columns)
        _repeat(above, rows[count - 1])
    header = header_of([row.headings() for row in rows], count) if count else NO_HEADER
    named = [text for text in header.columns if text]
    return header if len(named) == len(set(named)) else NO_HEADER


def _heads_group(above: GridRow, row: GridRow) -> bool:
    """Return True if the last row above the numbers is one cell that heads a group of rows."""
    apart = row.y - above.y >= _MIN_STEP * row.size
    return len(row.cells) == 1 and (apart or 0 in row.cells or max(row.across.values()) > 1)


def _runs_together(rows: Sequence[Sequence[PlacedCell]]) -> bool:
    """Return True if one column holds the numbers of several: "10.1 12.5" in most of its cells."""
    cells: dict[int, list[bool]] = {}
    for heading in (h for row in rows for h in row if is_number(h)):
        joined = bool(_RUN_TOGETHER.fullmatch(heading.text)) and not _THOUSANDS.fullmatch(heading.text)
        cells.setdefault(heading.column, []).append(joined)
    return any(2 * sum(column) > len(column) for column in cells.values())


def _reach_over(row: GridRow, below: GridRow, columns: Sequence[tuple[float, float]]) -> None:
    """Let each cell of an upper row of headings reach over the columns that it is in the middle of.

    Only if the rows are apart: lines set close are one heading. Each column must have a heading below.
    """
    if below.y - row.y < _MIN_STEP * row.size:
        return
    starts = sorted(row.cells)
    for number, first in enumerate(starts):
        lines, last = row.cells[first], first + row.across[first] - 1
        before = starts[number - 1] + row.across[starts[number - 1]] if number else 1
        after = starts[number + 1] if number + 1 < len(starts) else len(columns)
        middle = (min(x.x0 for x in lines) + max(x.x1 for x in lines)) / 2
        spans = [
            (a, b)
            for a in range(max(1, before), first + 1)
            for b in range(last, after)
            if all(c in below.cells for c in range(a, b + 1))
            and abs((columns[a][0] + columns[b][1]) / 2 - middle) < _MAX_OFF_CENTRE * row.size
        ]
        if spans:
            a, b = max(spans, key=lambda span: span[1] - span[0])
            del row.cells[first], row.across[first]
            row.cells[a], row.across[a] = lines, b - a + 1
            starts[number] = a


def _repeat(row: GridRow, lowest: GridRow) -> None:
    """Let cells reach on over headings below that are under others too: "test, dev, test, dev"."""
    texts = {c: " ".join(x.text for x in lines) for c, lines in lowest.cells.items()}
    for first in sorted(row.cells):
        after = first + row.across[first]
        inside = {texts.get(c) for c in range(first, after)}
        others = [t for c, t in texts.items() if not first <= c < after]
        while after not in row.cells and texts.get(after) not in (None, *inside):
            if others.count(texts[after]) < 2:
                break
            inside.add(texts[after])
            after += 1
        row.across[first] = after - first


def column_names(
    rows: Sequence[GridRow], header: Header, words: Counter[str], shown: ToShown
) -> tuple[str, ...]:
    """Return the words above each column, with those that a line's end has divided joined again."""
    columns: list[list[TextLine]] = [[] for _ in header.columns]
    headings = [row.headings() for row in rows]
    for row, cells in zip(rows, headings, strict=True):
        if is_title_row(cells, headings):
            continue
        for first, lines in row.cells.items():
            for column in range(first, first + row.across.get(first, 1)):
                columns[column] += lines
    return tuple(running_text(lines, words, shown)[0] if lines else "" for lines in columns)


def is_number(cell: PlacedCell) -> bool:
    """Return True if a cell behind the first column begins with a number."""
    return cell.column > 0 and NUMBER.match(cell.text) is not None
