"""The reading order of a page: bands from top to bottom, in each its columns from left to right.

A gutter is a vertical strip that hardly any line of text crosses, and on both sides of which lines
stand beside one another. Lines that cross it (a title, a wide figure's caption) part the page into
bands. Notes in the margin come before the text that they stand beside.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from generator.reading.pdf.lines import Line
from generator.reading.pdf.style import BodyStyle

Gutter = tuple[float, float]

_MIN_GUTTER = 5  # points; journals use 10 to 24
_MIN_SIDE = 4  # lines on either side
_MAX_CROSSING = 0.45  # share of the lines that cross a gutter: title, wide abstract, captions
_LONG = 20  # characters from which on a line tells something about columns


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one column of one band, from top to bottom, and the edges of that column."""

    lines: tuple[Line, ...]
    x0: float
    x1: float


def page_gutter(lines: Sequence[Line], body: BodyStyle) -> Gutter | None:
    """The gutter of a page's running text, or None where it has one column."""
    text = [x for x in lines if len(x.text) >= _LONG and body.is_text_size(x.size)]
    return find_gutter(text) or find_gutter([x for x in lines if len(x.text) >= _LONG])


def usual_gutter(gutters: Iterable[Gutter | None]) -> Gutter | None:
    """The gutter that most pages of a paper share, for pages that show none of their own."""
    found = sorted(g for g in gutters if g is not None)
    if len(found) < 2:
        return None
    middle = found[len(found) // 2]
    near = [g for g in found if abs(g[0] - middle[0]) < 12 and abs(g[1] - middle[1]) < 12]
    return middle if len(near) >= 0.6 * len(found) else None


def fits(gutter: Gutter, lines: Sequence[Line], body: BodyStyle) -> bool:
    """Whether a gutter seen on other pages parts this page's text too.

    Hardly a line of text crosses it, or none does below the title and abstract.
    """
    text = [x for x in lines if len(x.text) >= _LONG and body.is_text_size(x.size)]
    crossing = [x for x in text if _crosses(x, gutter)]
    if len(text) - len(crossing) >= 3 and len(crossing) <= 0.3 * len(text):
        return True
    last = max((x.y for x in crossing), default=0.0)
    below = [x for x in text if x.y > last]
    sides = sum(x.x1 <= gutter[1] for x in below), sum(x.x0 >= gutter[0] - 1 for x in below)
    return min(sides) >= _MIN_SIDE - 1 and sum(sides) == len(below)


def settle_gutter(
    gutter: Gutter | None, usual: Gutter | None, lines: Sequence[Line], body: BodyStyle
) -> Gutter | None:
    """The gutter of a page, given the one that most pages share.

    A page that shows none has the usual one where that fits. So has a page whose own lies elsewhere
    (beside the hanging indent of its references, say), where no more lines cross the usual one.
    """
    if usual is None:
        return gutter
    if gutter is None:
        return usual if fits(usual, lines, body) else None
    if abs(sum(gutter) - sum(usual)) > 16 and fits(usual, lines, body):
        text = [x for x in lines if len(x.text) >= _LONG]
        if sum(_crosses(x, usual) for x in text) <= sum(_crosses(x, gutter) for x in text):
            return usual
    return gutter


def reading_order(lines: Sequence[Line], gutter: Gutter | None) -> list[Column]:
    """The columns of a page in reading order; every line stands in exactly one."""
    margin, text = _part_margins(lines, gutter)
    columns = [_column(margin)] if margin else []
    return columns + _banded(text, gutter, 0)


def _part_margins(lines: Sequence[Line], gutter: Gutter | None) -> tuple[list[Line], list[Line]]:
    """Notes beside the text (dates, licence), and the text.

    What stands beyond the gutter is a column, however few its lines.
    """
    long = [x for x in lines if len(x.text) >= 45]
    if len(long) < 8:
        return [], list(lines)
    x0s = sorted(x.x0 for x in long)
    x1s = sorted(x.x1 for x in long)
    left, right = x0s[len(x0s) // 20], x1s[-1 - len(x1s) // 20]
    if gutter is not None and right <= gutter[1]:
        right = math.inf
    if gutter is not None and left >= gutter[0] - 1:
        left = -math.inf
    margin = [
        x
        for x in lines
        if (x.x1 < left - 4 or x.x0 > right + 4)
        and sum(c.isalpha() for c in x.text) >= 6
        and not _leads_row(x, lines)
    ]
    if not margin or len(margin) > 0.5 * len(lines):
        return [], list(lines)
    chosen = {id(x) for x in margin}
    return margin, [x for x in lines if id(x) not in chosen]


def _leads_row(line: Line, lines: Sequence[Line]) -> bool:
    """A number or word set out to the left of the heading or item that follows it at once."""
    return any(
        0 <= x.x0 - line.x1 < 2.2 * line.size and abs(x.y - line.y) < 0.2 * line.size and len(line.text) < 8
        for x in lines
    )


def _crosses(line: Line, gutter: Gutter) -> bool:
    return line.x0 < gutter[0] - 1 and line.x1 > gutter[1] + 1


def _banded(lines: list[Line], gutter: Gutter | None, depth: int) -> list[Column]:
    if not lines:
        return []
    if gutter is None:
        return [_column(lines)]
    across: list[Line] = []
    beside: list[Line] = []
    for line in lines:
        (across if _crosses(line, gutter) else beside).append(line)
    # A line across that has company at its own height (a label that sticks out of its figure, a
    # formula) parts nothing.
    separators = {id(x) for x in across if not _has_company(x, beside)}
    columns: list[Column] = []
    band: list[Line] = []
    full: list[Line] = []
    for line in sorted(lines, key=lambda x: (x.y, x.x0)):
        if id(line) in separators:
            columns.extend(_sides(band, gutter, depth))
            band = []
            full.append(line)
        elif full and not band and _ends_paragraph(full[-1], line, lines):
            full.append(line)
        else:
            if full:
                columns.append(_column(full))
                full = []
            band.append(line)
    columns.extend(_sides(band, gutter, depth))
    if full:
        columns.append(_column(full))
    return columns


def _ends_paragraph(last: Line, line: Line, lines: Sequence[Line]) -> bool:
    """Whether a short line stands alone right below one that runs across, at the same edge."""
    if abs(line.x0 - last.x0) > 2 or not 0 < line.y - last.y < 1.6 * last.size:
        return False
    return not any(x is not line and abs(x.y - line.y) < 0.5 * line.size for x in lines)


def _sides(band: Sequence[Line], gutter: Gutter, depth: int) -> list[Column]:
    middle = gutter[0] + gutter[1]
    left = [x for x in band if x.x1 <= gutter[1] or (x.x0 < gutter[0] and x.x0 + x.x1 < middle)]
    chosen = {id(x) for x in left}
    right = [x for x in band if id(x) not in chosen]
    columns = []
    for side in (left, right):
        inner = find_gutter(side) if depth < 2 and len(side) >= 4 * _MIN_SIDE else None
        columns.extend(_banded(side, inner if inner and _even(side, inner) else None, depth + 1))
    return columns


def _even(lines: Sequence[Line], gutter: Gutter) -> bool:
    """Whether both sides are columns of text of about the same width, and not the cells of a table."""
    sides = [x for x in lines if x.x1 <= gutter[1]], [x for x in lines if x.x0 >= gutter[0]]
    widths = [max(x.x1 for x in side) - min(x.x0 for x in side) for side in sides]
    letters = [sum(len(x.text) for x in side) / len(side) for side in sides]
    return min(letters) >= _LONG and max(widths) < 1.5 * min(widths)


def _has_company(line: Line, others: Sequence[Line]) -> bool:
    return any(abs(x.y - line.y) < 0.5 * line.size and len(x.text) > 15 for x in others)


def find_gutter(lines: Sequence[Line]) -> Gutter | None:
    """Left and right edge of the gutter that parts these lines best, or None."""
    prose = [x for x in lines if len(x.text) >= 12]
    if len(prose) < 2 * _MIN_SIDE:
        return None
    x0 = min(x.x0 for x in prose)
    x1 = max(x.x1 for x in prose)
    size = sorted(x.size for x in prose)[len(prose) // 2]
    width = int(x1 - x0) + 2
    if not 100 <= width <= 5000:
        return None
    cover = _cover(prose, x0, width)
    limit = _MAX_CROSSING * len(prose)
    low, high = int(0.12 * width), int(0.88 * width)
    best: tuple[float, float, float] | None = None
    position = low
    while position < high:
        level = cover[position]
        end = position + 1
        while end < high and cover[end] == level:
            end += 1
        # A strip that lines cover less than what stands left and right of it.
        valley = level <= limit and cover[position - 1] > level and cover[min(end, width - 1)] > level
        if valley and end - position >= _MIN_GUTTER:
            score = _judged(prose, position + x0, end + x0, size)
            if score is not None and (best is None or score > best[0]):
                best = (score, position + x0, end + x0)
        position = end
    return None if best is None else (best[1], best[2])


def _cover(lines: Sequence[Line], x0: float, width: int) -> list[int]:
    """For each point of the width: how many lines pass over it."""
    steps = [0] * (width + 2)
    for line in lines:
        steps[int(line.x0 - x0)] += 1
        steps[int(line.x1 - x0) + 1] -= 1
    return list(accumulate(steps[:width]))


def _judged(prose: Sequence[Line], left: float, right: float, size: float) -> float | None:
    """How well the strip parts the lines; None where it is no gutter."""
    ys = sorted(x.y for x in prose if x.x1 <= right)
    on_right = [x for x in prose if x.x0 >= left]
    crossing = len(prose) - len(ys) - len(on_right)
    fewer = min(len(ys), len(on_right))
    if fewer < _MIN_SIDE:
        return None
    beside = 0
    for line in on_right:
        at = bisect.bisect_left(ys, line.y - 0.8 * size)
        if at < len(ys) and ys[at] <= line.y + 0.8 * size:
            beside += 1
    if beside < max(_MIN_SIDE - 1, 0.3 * fewer):
        return None
    return fewer * 2 + beside - 3 * crossing + min(right - left, 30) / 10


def _column(lines: list[Line]) -> Column:
    return Column(tuple(in_rows(lines)), min(x.x0 for x in lines), max(x.x1 for x in lines))


def in_rows(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom; those of one height from left to right."""
    result: list[Line] = []
    row: list[Line] = []
    for line in sorted(lines, key=lambda x: x.y):
        if row and line.y - row[0].y > 0.35 * max(line.size, row[0].size):
            result.extend(sorted(row, key=lambda x: x.x0))
            row = []
        row.append(line)
    result.extend(sorted(row, key=lambda x: x.x0))
    return result
