"""The rows of a table on a page: which cells are below one another, and which rows head the columns.

Columns are separated by strips in which hardly any row has a word. A cell belongs to the column that it is
above or below; one that reaches over several heads them all. If cells do not fit into columns, no table is
returned, and no heading is assigned.

    >>> from generator.reading.pdf.fonts import NO_FONT
    >>> def cell(text, x, y): return TextLine([Word(text, x, x + 5 * len(text), y, 10, NO_FONT)], 1)
    >>> lines = [cell("Lamp", 0, 10), cell("Moths", 100, 10), cell("old", 0, 22), cell("12", 100, 22)]
    >>> lines += [cell("new", 0, 34), cell("7", 100, 34)]
    >>> print(grid_block(lines, Counter(), lambda page, box: box).text)
    Lamp | Moths
    old | 12
    new | 7
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from statistics import median

from generator.core.paper import Header, SectionKind
from generator.reading.compose import BlockLink, PaperBlock, Span
from generator.reading.pdf.centred_cells import label_rules, with_whole_labels
from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.frame import Box
from generator.reading.pdf.grid_headers import NUMBER, GridRow, column_header, column_names, is_number
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.paragraph_text import ToShown, running_text, split_cells
from generator.reading.pdf.text_lines import TextLine

_MIN_ROWS = 2  # rows with two cells or more
_MIN_COLUMNS = 2
_STEP = 0.5  # points between places at which words are counted
_MAX_CROSSING = 0.08  # share of the rows that may have a word across a strip that separates columns
_MIN_ROWS_CROSSING = 7  # rows of a table in which one may in any case
_MIN_WIDTH = 0.3  # type sizes, of such a strip
_WIDE_BLANK = 0.5  # type sizes; a blank within a cell is a quarter to a third
_MAX_FORCED = 0.1  # share of the rows that may have cells which overlap
_MIN_OVERLAP = 0.7  # share of a cell's overlaps with columns that its own column has
_MIN_INSIDE = 0.5  # share of a cell's width that is in its column
_CLOSER = 0.92  # of the usual step between rows: a row that comes sooner goes on with the one above
_GOES_ON = re.compile(r"[a-z(]")
_CELL = " | "


def grid_block(
    lines: Sequence[TextLine],
    words: Counter[str],
    shown: ToShown,
    kind: SectionKind | None = None,
    rules: Sequence[Box] = (),
) -> PaperBlock | None:
    """Return the table that the lines make, a line a row; None if its columns cannot be found.

    rules: boxes of the page's thin level shapes, among which those between the rows may be.
    """
    cells_by_row = [[cell for line in row for cell in split_cells(line)] for row in rows_of(lines)]
    columns = _columns([row for row in cells_by_row if len(row) > 1])
    if len(columns) < _MIN_COLUMNS:
        return None
    middles = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    rows = [
        _place_cells([part for cell in cells for part in _cut(cell, middles)], columns)
        for cells in cells_by_row
    ]
    if own := _with_cells(columns, rows):
        columns = own
        middles = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
        rows = [
            _place_cells([part for cell in cells for part in _cut(cell, middles)], columns)
            for cells in cells_by_row
        ]
    if sum(row.forced for row in rows) > _MAX_FORCED * len(rows):
        return None
    heights = label_rules(rules, columns[0])
    whole = _join_rows(with_whole_labels(rows, heights), len(columns), heights)
    header = column_header(whole, columns)
    if header:
        for row in whole[: header.rows]:
            row.alone = row.alone and 0 in row.cells
        header = Header(header.rows, column_names(whole[: header.rows], header, words, shown))
    text, spans, links = "", [], []
    for row in whole:
        row_text, where, targets = _row_text(row, words, shown)
        at = len(text) + bool(text)
        text = f"{text}\n{row_text}" if text else row_text
        spans += [Span(s.start + at, s.end + at, s.page, s.box) for s in where]
        links += [BlockLink(x.start + at, x.end + at, x.url) for x in targets]
    return PaperBlock("table", text, 1, kind, tuple(spans), tuple(links), header)


def _with_cells(columns: Sequence[tuple[float, float]], rows: Sequence[GridRow]) -> list[tuple[float, float]]:
    """Return the columns, each in which no cell begins joined to the one before it; empty if none is joined.

    Only the words of a heading are there, which reach over from their own column.
    """
    begun = {column for row in rows for column in row.cells}
    if len(begun) == len(columns) or 0 not in begun:
        return []
    joined: list[tuple[float, float]] = []
    for number, (x0, x1) in enumerate(columns):
        if number in begun:
            joined.append((x0, x1))
        else:
            joined[-1] = joined[-1][0], x1
    return joined if len(joined) > 1 else []


def _columns(rows: Sequence[Sequence[TextLine]]) -> list[tuple[float, float]]:
    """Return left and right end of each column, separated by strips in which hardly a row has a word."""
    if len(rows) < _MIN_ROWS:
        return []
    left = min(row[0].x0 for row in rows)
    width = int((max(x.x1 for row in rows for x in row) - left) / _STEP) + 2
    changes = [0] * (width + 1)  # of how many rows have a word at a place
    for row in rows:
        reached = 0
        for word in (w for cell in row for w in cell.words):  # from left to right
            start, end = int((word.x0 - left) / _STEP), int((word.x1 - left) / _STEP) + 1
            if end > reached:
                changes[max(start, reached)] += 1
                changes[end] -= 1
                reached = end
    taken = list(itertools.accumulate(changes))
    size = median(x.size for row in rows for x in row)
    most = max(int(_MAX_CROSSING * len(rows)), int(len(rows) >= _MIN_ROWS_CROSSING))
    columns: list[tuple[float, float]] = []
    for clear, run in itertools.groupby(range(width), key=lambda at: taken[at] <= most):
        if clear:
            continue
        places = list(run)
        x0, x1 = left + places[0] * _STEP, left + (places[-1] + 1) * _STEP
        if columns and not _separates(rows, columns[-1][1], x0, size):
            columns[-1] = columns[-1][0], x1
        else:
            columns.append((x0, x1))
    return columns


def _separates(rows: Sequence[Sequence[TextLine]], left: float, right: float, size: float) -> bool:
    """Return True if rows have cells on both sides of a strip more often than one across it."""
    if right - left < _MIN_WIDTH * size:
        return False
    middle = (left + right) / 2
    sides = [_sides(row, middle) for row in rows]
    return sides.count(2) > sides.count(1)


def _sides(row: Sequence[TextLine], middle: float) -> int:
    """Return 2 if a row has cells on both sides of a place, 1 if a cell is across it, else 0."""
    cell = next((x for x in row if x.x0 < middle < x.x1), None)
    if cell is not None:
        return 2 if len(_cut(cell, [middle])) > 1 else 1
    return 2 * (any(x.x1 <= middle for x in row) and any(x.x0 >= middle for x in row))


def _cut(cell: TextLine, middles: Sequence[float]) -> list[TextLine]:
    """Return the parts of a cell next to each strip; a blank of usual width separates only numbers there."""
    parts: list[list[Word]] = [[cell.words[0]]]
    for before, word in itertools.pairwise(cell.words):
        wide = word.x0 - before.x1 > _WIDE_BLANK * cell.size
        numbers = NUMBER.match(before.text) and NUMBER.match(word.text)
        # Headings may be so close that a strip runs through the end of one.
        left, right = ((before.x0 + before.x1) / 2, (word.x0 + word.x1) / 2) if wide else (before.x1, word.x0)
        if (wide or numbers) and any(left <= m <= right for m in middles):
            parts.append([word])
        else:
            parts[-1].append(word)
    return [cell] if len(parts) == 1 else [TextLine(part, cell.page) for part in parts]


def _place_cells(cells: Sequence[TextLine], columns: Sequence[tuple[float, float]]) -> GridRow:
    """Return the cells in their columns; cells of one column are one cell."""
    row = GridRow(cells[0].y, max(x.size for x in cells))
    last = -1
    for cell in cells:
        first, across = _where(cell, columns)
        if first <= last:
            row.forced = row.forced or first < last or across > 1
            first, across = max(row.cells), row.across[max(row.cells)]
        row.cells.setdefault(first, []).append(cell)
        row.across[first] = across
        last = first + across - 1
    number = NUMBER.match(cells[0].text)
    row.alone = len(row.cells) == 1 and not number and (0 in row.cells or row.across[first] > 1)
    return row


def _where(cell: TextLine, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """Return the first column of a cell, and over how many columns it reaches."""
    left, right = cell.x0, cell.x1
    overlaps = {
        i: min(right, x1) - max(left, x0) for i, (x0, x1) in enumerate(columns) if left < x1 and x0 < right
    }
    touched = [i for i, overlap in overlaps.items() if overlap > 0]
    if not touched:
        middle = (cell.x0 + cell.x1) / 2
        gaps = [max(x0 - middle, middle - x1) for x0, x1 in columns]
        return min(range(len(columns)), key=lambda i: gaps[i]), 1
    best = max(touched, key=lambda i: overlaps[i])
    if overlaps[best] >= _MIN_OVERLAP * sum(overlaps.values()) and overlaps[best] >= _MIN_INSIDE * cell.width:
        return best, 1
    return touched[0], touched[-1] - touched[0] + 1


def _join_rows(rows: list[GridRow], width: int, heights: Sequence[float]) -> list[GridRow]:
    """Return the rows; lines of cells that take several are joined to one row.

    heights: of the rules between rows, over which no cell goes on.
    """
    whole = [i for i, row in enumerate(rows) if i and 0 in row.cells and len(row.cells) > width / 2]
    usual = median(rows[i].y - rows[i - 1].y for i in whole) if whole else 0.0
    start = next((i for i, row in enumerate(rows) if any(is_number(h) for h in row.headings())), len(rows))
    made: list[GridRow] = []
    y = rows[0].y
    for number, row in enumerate(rows):
        step, y = row.y - y, row.y
        above = made[-1] if made else None
        ruled = above is not None and bisect(heights, above.y) < bisect(heights, row.y)
        if (
            above is not None
            and not ruled
            and number > start
            and _goes_on(above, row, step < _CLOSER * usual, width)
        ):
            for column, lines in row.cells.items():
                above.cells.setdefault(column, []).extend(lines)
            continue
        made.append(row)
    return made


def _goes_on(above: GridRow, row: GridRow, close: bool, width: int) -> bool:
    """Return True if a row goes on with the one above: fewer cells, no numbers, close or in lower case."""
    if len(row.cells) >= width or any(NUMBER.match(x.text) for x in row.lines) or above.alone:
        return False
    if any(column not in above.cells or n > 1 for column, n in row.across.items()):
        return False
    return close or (
        0 not in row.cells and all(_GOES_ON.match(lines[0].text) for lines in row.cells.values())
    )


def _row_text(row: GridRow, words: Counter[str], shown: ToShown) -> tuple[str, list[Span], list[BlockLink]]:
    """Return the text of a row, the places of its lines, and its links."""
    text, spans, links = "", [], []
    at = 0
    for column in sorted(row.cells):
        text += _CELL * (0 if row.alone else column - at)
        at = column
        cell_text, where, targets = running_text(row.cells[column], words, shown)
        start = len(text)
        spans += [Span(s.start + start, s.end + start, s.page, s.box) for s in where]
        links += [BlockLink(x.start + start, x.end + start, x.url) for x in targets]
        text += cell_text
    return text, spans, links
