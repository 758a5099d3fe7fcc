"""The rows of a table on a page: which cells stand below one another, and which rows head the columns.

Columns are what lies between strips that hardly any row sets a word in. A cell belongs to the column that it
stands above or below; one that reaches over several heads them all. Where cells will not fit into columns, a
row is what stands on one height, and nothing is said of what heads what.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from generator.core.paper import NO_HEADER, Header, SectionKind
from generator.reading.compose import Block, Box, Link, Span
from generator.reading.grid import Heading, guessed_header, header_of, is_title
from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.lines import Line
from generator.reading.pdf.text import running_text, split_cells
from generator.reading.pdf.words import Word

_MIN_ROWS = 2  # with two cells or more
_STEP = 0.5  # points
_MAX_CROSSING = 0.08  # of the rows may set a word across a strip that parts columns
_SEVERAL = 7  # rows from which on one may set a word there
_MIN_WIDTH = 0.3  # type sizes, of such a strip
_WIDE_BLANK = 0.5  # type sizes; a blank within a cell is a quarter to a third
_MAX_FORCED = 0.1  # of the rows may have cells that overlap
_CLEAR = 0.7  # of its overlap a cell must have with one column to belong to it, though it touches others
_CLOSER = 0.92  # of the usual step between rows: what comes sooner goes on with the row above
_NUMBER = re.compile(r"\W{0,3}\d")
_RUN_TOGETHER = re.compile(r"[-−+]?\d[\d.,]*[%*†]?(?: [-−+]?\d[\d.,]*[%*†]?)+")  # "10.1 12.5"
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_CENTRED = 0.6  # type sizes from the middle of what a heading stands above
_APART = 1.3  # type sizes from one row to the next; lines of one cell stand closer
_MAX_BOLD = 2  # rows
_GOES_ON = re.compile(r"[a-z(]")
_CELL = " | "

Shown = Callable[[int, Box], Box]


@dataclass(slots=True)
class _Row:
    """A row: its cells by the first column of each, with how many columns it reaches over."""

    y: float
    size: float
    cells: dict[int, list[Line]] = field(default_factory=dict)
    across: dict[int, int] = field(default_factory=dict)
    forced: bool = False  # cells overlap
    alone: bool = False  # one cell over the whole table: the heading of a group of rows

    @property
    def lines(self) -> list[Line]:
        return [line for lines in self.cells.values() for line in lines]

    def headings(self) -> list[Heading]:
        return [
            Heading(" ".join(x.text for x in self.cells[c]), c, self.across.get(c, 1))
            for c in sorted(self.cells)
        ]


def set_grid(
    lines: Sequence[Line], words: Counter[str], shown: Shown, kind: SectionKind | None = None
) -> Block | None:
    """Return the table that the lines make, a line a row; None where its columns cannot be told."""
    found = [[cell for line in row for cell in split_cells(line)] for row in rows_of(lines)]
    columns = _columns([row for row in found if len(row) > 1])
    if len(columns) < 2:
        return None
    middles = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    rows = [_placed([part for cell in cells for part in _cut(cell, middles)], columns) for cells in found]
    if own := _with_cells(columns, rows):
        columns = own
        middles = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
        rows = [_placed([part for cell in cells for part in _cut(cell, middles)], columns) for cells in found]
    if sum(row.forced for row in rows) > _MAX_FORCED * len(rows):
        return None
    whole = _joined(rows, len(columns))
    header = _header(whole, columns)
    if header:
        for row in whole[: header.rows]:
            row.alone = row.alone and 0 in row.cells
        header = Header(header.rows, _columns_named(whole[: header.rows], header, words, shown))
    text, spans, links = "", [], []
    for row in whole:
        said, where, targets = _set(row, words, shown)
        at = len(text) + bool(text)
        text = f"{text}\n{said}" if text else said
        spans += [Span(s.start + at, s.end + at, s.page, s.box) for s in where]
        links += [Link(x.start + at, x.end + at, x.url) for x in targets]
    return Block("table", text, 1, kind, tuple(spans), tuple(links), header)


def _with_cells(columns: Sequence[tuple[float, float]], rows: Sequence[_Row]) -> list[tuple[float, float]]:
    """Return the columns, each one in which no cell begins joined to the one before it; or nothing.

    Only the words of a heading stand there, which reach over from their own column.
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


def _columns(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """Return left and right end of each column: what lies between strips in which hardly a row has a word."""
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
    most = max(int(_MAX_CROSSING * len(rows)), int(len(rows) >= _SEVERAL))
    columns: list[tuple[float, float]] = []
    for clear, run in itertools.groupby(range(width), key=lambda at: taken[at] <= most):
        if clear:
            continue
        places = list(run)
        x0, x1 = left + places[0] * _STEP, left + (places[-1] + 1) * _STEP
        if columns and not _parts(rows, columns[-1][1], x0, size):
            columns[-1] = columns[-1][0], x1
        else:
            columns.append((x0, x1))
    return columns


def _parts(rows: Sequence[Sequence[Line]], left: float, right: float, size: float) -> bool:
    """Whether a strip parts columns: rows have cells on either side of it more often than one across it."""
    if right - left < _MIN_WIDTH * size:
        return False
    middle = (left + right) / 2
    sides = [_sides(row, middle) for row in rows]
    return sides.count(2) > sides.count(1)


def _sides(row: Sequence[Line], middle: float) -> int:
    """Return 2 where a row has cells on both sides of a place, 1 where one goes across, else 0."""
    cell = next((x for x in row if x.x0 < middle < x.x1), None)
    if cell is not None:
        return 2 if len(_cut(cell, [middle])) > 1 else 1
    return 2 * (any(x.x1 <= middle for x in row) and any(x.x0 >= middle for x in row))


def _cut(cell: Line, middles: Sequence[float]) -> list[Line]:
    """Return the parts of a cell beside each strip; a blank of usual width there parts only numbers."""
    parts: list[list[Word]] = [[cell.words[0]]]
    for before, word in itertools.pairwise(cell.words):
        wide = word.x0 - before.x1 > _WIDE_BLANK * cell.size
        numbers = _NUMBER.match(before.text) and _NUMBER.match(word.text)
        # Of headings that stand close, a strip may run through the end of one.
        left, right = ((before.x0 + before.x1) / 2, (word.x0 + word.x1) / 2) if wide else (before.x1, word.x0)
        if (wide or numbers) and any(left <= m <= right for m in middles):
            parts.append([word])
        else:
            parts[-1].append(word)
    return [cell] if len(parts) == 1 else [Line(part, cell.page) for part in parts]


def _placed(cells: Sequence[Line], columns: Sequence[tuple[float, float]]) -> _Row:
    """Return the cells in their columns; what stands in the same one is one cell."""
    row = _Row(cells[0].y, max(x.size for x in cells))
    last = -1
    for cell in cells:
        first, across = _where(cell, columns)
        if first <= last:
            row.forced = row.forced or first < last or across > 1
            first, across = max(row.cells), row.across[max(row.cells)]
        row.cells.setdefault(first, []).append(cell)
        row.across[first] = across
        last = first + across - 1
    number = _NUMBER.match(cells[0].text)
    row.alone = len(row.cells) == 1 and not number and (0 in row.cells or row.across[first] > 1)
    return row


def _where(cell: Line, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """Return the first column of a cell, and how many it reaches over."""
    overlaps = [max(0.0, min(cell.x1, x1) - max(cell.x0, x0)) for x0, x1 in columns]
    touched = [i for i, overlap in enumerate(overlaps) if overlap > 0]
    if not touched:
        middle = (cell.x0 + cell.x1) / 2
        gaps = [max(x0 - middle, middle - x1) for x0, x1 in columns]
        return min(range(len(columns)), key=lambda i: gaps[i]), 1
    best = max(touched, key=lambda i: overlaps[i])
    if overlaps[best] >= _CLEAR * sum(overlaps) and overlaps[best] >= 0.5 * cell.width:
        return best, 1
    return touched[0], touched[-1] - touched[0] + 1


def _joined(rows: list[_Row], width: int) -> list[_Row]:
    """Rows whose cells take several lines as one row each."""
    whole = [i for i, row in enumerate(rows) if i and 0 in row.cells and len(row.cells) > width / 2]
    usual = median(rows[i].y - rows[i - 1].y for i in whole) if whole else 0.0
    start = next((i for i, row in enumerate(rows) if any(_is_number(h) for h in row.headings())), len(rows))
    made: list[_Row] = []
    y = rows[0].y
    for number, row in enumerate(rows):
        step, y = row.y - y, row.y
        above = made[-1] if made else None
        if above is not None and number > start and _goes_on(above, row, step < _CLOSER * usual, width):
            for column, lines in row.cells.items():
                above.cells.setdefault(column, []).extend(lines)
            continue
        made.append(row)
    return made


def _goes_on(above: _Row, row: _Row, close: bool, width: int) -> bool:
    """Whether a row goes on with the one above: fewer cells, no numbers, set closer or in small letters."""
    if len(row.cells) >= width or any(_NUMBER.match(x.text) for x in row.lines) or above.alone:
        return False
    if any(column not in above.cells or n > 1 for column, n in row.across.items()):
        return False
    return close or (
        0 not in row.cells and all(_GOES_ON.match(lines[0].text) for lines in row.cells.values())
    )


def _header(rows: Sequence[_Row], columns: Sequence[tuple[float, float]]) -> Header:
    """Return what heads the columns; nothing where one holds several, or two are headed alike."""
    headings = [row.headings() for row in rows]
    if _runs_together(headings):
        return NO_HEADER
    # A table of words: what is set in bold above what is not.
    bold = next((i for i, row in enumerate(rows) if any(x.bold < 0.5 for x in row.lines)), 0)
    worded = 0 < bold <= _MAX_BOLD and not any(_is_number(h) for row in headings[:bold] for h in row)
    count = guessed_header(headings).rows or (bold if worded and len(headings[bold - 1]) > 1 else 0)
    if count > 1 and _heads_group(rows[count - 2], rows[count - 1]):
        count -= 1
        rows[count].alone = True
    for above, below in itertools.pairwise(rows[:count]):
        _reach_over(above, below, columns)
        _repeat(above, rows[count - 1])
    header = header_of([row.headings() for row in rows], count) if count else NO_HEADER
    named = [text for text in header.columns if text]
    return header if len(named) == len(set(named)) else NO_HEADER


def _heads_group(above: _Row, row: _Row) -> bool:
    """Whether the last row above the numbers heads a group of rows: one cell that goes on with no heading."""
    apart = row.y - above.y >= _APART * row.size
    return len(row.cells) == 1 and (apart or 0 in row.cells or max(row.across.values()) > 1)


def _runs_together(rows: Sequence[Sequence[Heading]]) -> bool:
    """Whether one column holds the numbers of several: "10.1 12.5" in most of its cells."""
    cells: dict[int, list[bool]] = {}
    for heading in (h for row in rows for h in row if _is_number(h)):
        joined = bool(_RUN_TOGETHER.fullmatch(heading.text)) and not _THOUSANDS.fullmatch(heading.text)
        cells.setdefault(heading.column, []).append(joined)
    return any(2 * sum(column) > len(column) for column in cells.values())


def _reach_over(row: _Row, below: _Row, columns: Sequence[tuple[float, float]]) -> None:
    """Let each cell of an upper row of headings reach over the columns in the middle of which it stands.

    Only where the rows stand apart: lines set close are one heading. Each column must have a heading below.
    """
    if below.y - row.y < _APART * row.size:
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
            and abs((columns[a][0] + columns[b][1]) / 2 - middle) < _CENTRED * row.size
        ]
        if spans:
            a, b = max(spans, key=lambda span: span[1] - span[0])
            del row.cells[first], row.across[first]
            row.cells[a], row.across[a] = lines, b - a + 1
            starts[number] = a


def _repeat(row: _Row, lowest: _Row) -> None:
    """Let cells reach on over headings below that stand under others too: "test, dev, test, dev"."""
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


def _columns_named(
    rows: Sequence[_Row], header: Header, words: Counter[str], shown: Shown
) -> tuple[str, ...]:
    """Return the words above each column, those that a line's end has parted put together again."""
    columns: list[list[Line]] = [[] for _ in header.columns]
    headings = [row.headings() for row in rows]
    for row, cells in zip(rows, headings, strict=True):
        if is_title(cells, headings):
            continue
        for first, lines in row.cells.items():
            for column in range(first, first + row.across.get(first, 1)):
                columns[column] += lines
    return tuple(running_text(lines, words, shown)[0] if lines else "" for lines in columns)


def _is_number(cell: Heading) -> bool:
    return cell.column > 0 and _NUMBER.match(cell.text) is not None


def _set(row: _Row, words: Counter[str], shown: Shown) -> tuple[str, list[Span], list[Link]]:
    text, spans, links = "", [], []
    at = 0
    for column in sorted(row.cells):
        text += _CELL * (0 if row.alone else column - at)
        at = column
        said, where, targets = running_text(row.cells[column], words, shown)
        start = len(text)
        spans += [Span(s.start + start, s.end + start, s.page, s.box) for s in where]
        links += [Link(x.start + start, x.end + start, x.url) for x in targets]
        text += said
    return text, spans, links
