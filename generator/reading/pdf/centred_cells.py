"""Rows of a table with a label over several lines, at half the height of which its values may stand.

The lines of such a label are above, level with, and below the values, so that each would be a row of its own.
They are one cell if rules above and below enclose the row, or if the values are so close to two lines that
they cannot be a row between them.

    >>> from generator.reading.pdf.fonts import NO_FONT
    >>> from generator.reading.pdf.page_words import Word
    >>> from generator.reading.pdf.text_lines import TextLine
    >>> def cell(text, x, y): return TextLine([Word(text, x, x + 5 * len(text), y, 10, NO_FONT)], 1)
    >>> label, value, rest = (GridRow(y, 10.0) for y in (100.0, 106.0, 112.0))
    >>> label.cells, value.cells = {0: [cell("Lamps that", 0, 100)]}, {1: [cell("12", 90, 106)]}
    >>> rest.cells = {0: [cell("are lit", 0, 112)]}
    >>> [[x.text for x in row.lines] for row in with_whole_labels([label, value, rest], [])]
    [['Lamps that', 'are lit', '12']]
"""

from __future__ import annotations

import itertools
from bisect import bisect
from collections.abc import Sequence
from statistics import fmean

from generator.reading.pdf.frame import Box
from generator.reading.pdf.grid_headers import GridRow

# Shares of the type size.
_MAX_HALF_STEP = 0.85  # from a line of a label to values next to it; rows are further apart
_MAX_UNEVEN = 0.15  # by which the two steps may differ
_MAX_OFF_CENTRE = 0.35  # from the middle of a label to its values
_MAX_LABEL_ROWS = 6  # lines of one label
_MIN_BANDS = 3  # rows between rules in a table that has a rule below each row
_MIN_COVERED = 0.8  # share of the first column that a rule between two rows is as wide as


def label_rules(rules: Sequence[Box], column: tuple[float, float]) -> list[float]:
    """Return the heights of the rules that run over the first column of a table, from top to bottom."""
    left, right = column
    least = _MIN_COVERED * (right - left)
    return sorted(rule[1] for rule in rules if min(rule[2], right) - max(rule[0], left) >= least)


def with_whole_labels(rows: Sequence[GridRow], heights: Sequence[float]) -> list[GridRow]:
    """Return the rows, those joined whose values stand at half the height of one label.

    heights: of the rules over the first column.
    """
    inside = [height for height in heights if rows[0].y < height < rows[-1].y]
    header, *bands = [[*band] for _, band in itertools.groupby(rows, key=lambda row: bisect(inside, row.y))]
    by_row = len(bands) >= _MIN_BANDS and all(len(_valued(band)) < 2 for band in bands)
    whole: list[GridRow] = []
    for band in (header, *bands):
        if band is not header and _is_one(band, by_row):
            whole.append(_joined(band))
            continue
        at = 0
        while at < len(band):
            end = at + 3 if _around(band[at : at + 3]) else at + 1
            whole.append(_joined(band[at:end]) if end - at > 1 else band[at])
            at = end
    return whole


def _valued(rows: Sequence[GridRow]) -> list[GridRow]:
    """Return the rows with cells behind the first column."""
    return [row for row in rows if any(row.cells)]


def _is_one(rows: Sequence[GridRow], by_row: bool) -> bool:
    """Return True if all rows between two rules are lines of one label, and one of them has its values.

    by_row: there is a rule below each row.
    """
    valued = _valued(rows)
    labels = [row.y for row in rows if 0 in row.cells]
    if len(valued) != 1 or not 2 <= len(labels) <= _MAX_LABEL_ROWS or any(row.forced for row in rows):
        return False
    centred = abs(valued[0].y - fmean(labels)) < _MAX_OFF_CENTRE * valued[0].size
    return centred or (by_row and valued[0] is rows[0])


def _around(rows: Sequence[GridRow]) -> bool:
    """Return True if two lines of a label are right above and right below the values in other columns."""
    if len(rows) < 3 or 0 in rows[1].cells or any(row.forced for row in rows):
        return False
    if any(set(row.cells) != {0} for row in (rows[0], rows[2])):
        return False
    steps = [below.y - above.y for above, below in itertools.pairwise(rows)]
    size = rows[0].size
    return max(steps) < _MAX_HALF_STEP * size and abs(steps[0] - steps[1]) < _MAX_UNEVEN * size


def _joined(rows: Sequence[GridRow]) -> GridRow:
    """Return the rows as one, at the height of that with the values."""
    made = GridRow(_valued(rows)[0].y, max(row.size for row in rows))
    for row in rows:
        for column, lines in row.cells.items():
            made.cells.setdefault(column, []).extend(lines)
            made.across[column] = max(made.across.get(column, 1), row.across.get(column, 1))
    return made
