"""The reading order of a page: bands from top to bottom, in each its columns from left to right.

A gutter is a vertical strip that hardly any line of text crosses, with lines next to one another on both
sides. Lines that cross it (a title, a wide figure's caption) divide the page into bands. Notes in the margin
precede the text that they are next to.

    >>> from generator.reading.pdf.fonts import NO_FONT
    >>> from generator.reading.pdf.page_words import Word
    >>> def line(text, x, y): return TextLine([Word(text, x, x + 5 * len(text), y, 10, NO_FONT)], 1)
    >>> left = [line(f"left column, line {n} of text", 50, 100 + 12 * n) for n in range(6)]
    >>> right = [line(f"right column, line {n} of text", 300, 100 + 12 * n) for n in range(6)]
    >>> find_gutter([*left, *right])
    (186, 300)
    >>> [len(column.lines) for column in reading_order([*left, *right], (186, 300))]
    [6, 6]
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter

from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import TextLine

Gutter = tuple[float, float]

_MIN_GUTTER = 5  # points; journals use 10 to 24
_MIN_SIDE = 4  # lines on either side
_MAX_CROSSING = 0.45  # share of the lines that cross a gutter: title, wide abstract, captions
_LONG = 20  # characters of a line that says something about columns
_SAME_GUTTER = 12  # points by which the edges of one gutter may differ from page to page
_MIN_SHARING = 0.6  # share of the pages with a gutter that have the usual one
_MAX_CROSSING_USUAL = 0.3  # share of a page's lines that cross the usual gutter where it applies
_MIN_UNCROSSING = 3  # lines that do not cross it
_ELSEWHERE = 16  # points (sum of both edges) from the usual gutter to one that is another
# Notes in the margin.
_MARGIN_LINE = 45  # characters of lines that show where the text begins and ends
_MIN_MARGIN_LINES = 8  # such lines
_STRAY = 20  # one line in so many may reach further out than the text
_MARGIN_GAP = 4  # points between the text and its margin
_MIN_NOTE_LETTERS = 6
_MAX_MARGIN = 0.5  # share of a page's lines that may be in its margin
_LEAD_CHARS, _LEAD_GAP, _LEAD_RISE = 8, 2.2, 0.2  # a number left of its heading: length, and type sizes
# Bands and columns within columns.
_LAST_LINE_STEP = 1.6  # type sizes from a wide line down to the last line of its paragraph
_SAME_EDGE = 2  # points
_SAME_HEIGHT = 0.5  # type sizes between lines next to one another
_COMPANY = 15  # characters of a line that is company for one across the gutter
_MAX_DEPTH = 2  # levels of columns within columns
_MIN_NESTED = 16  # lines of a column that may hold columns
_MAX_WIDTH_RATIO = 1.5  # of two columns of text; cells of a table differ more
# The search for a gutter.
_MIN_PROSE = 12  # characters of a line that counts
_MIN_WIDTH, _MAX_WIDTH = 100, 5000  # points of text that may have columns
_FIRST, _LAST = 0.12, 0.88  # share of the width between which a gutter may be
_NEXT_TO = 0.8  # type sizes between the baselines of two lines next to one another
_MIN_BESIDE = 0.3  # share of the shorter side's lines that have a line next to them
_ROW = 0.35  # type sizes by which the lines of one row may differ in height
# Score of a gutter: for lines on both sides, less the cost of each that crosses; width counts a little.
_CROSSING_COST, _MAX_SCORED_WIDTH, _WIDTH_DIVISOR = 3, 30, 10


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one column of one band, from top to bottom, and the edges of that column in points."""

    lines: tuple[TextLine, ...]
    x0: float
    x1: float


def page_gutter(lines: Sequence[TextLine], body: BodyStyle) -> Gutter | None:
    """Return the gutter of a page's running text, or None if it has one column."""
    text = [x for x in lines if len(x.text) >= _LONG and body.is_text_size(x.size)]
    return find_gutter(text) or find_gutter([x for x in lines if len(x.text) >= _LONG])


def usual_gutter(gutters: Iterable[Gutter | None]) -> Gutter | None:
    """Return the gutter that most pages of a paper share, for pages that show none of their own."""
    found = sorted(g for g in gutters if g is not None)
    if len(found) < 2:
        return None
    middle = found[len(found) // 2]
    near = [g for g in found if abs(g[0] - middle[0]) < _SAME_GUTTER and abs(g[1] - middle[1]) < _SAME_GUTTER]
    return middle if len(near) >= _MIN_SHARING * len(found) else None


def applies(gutter: Gutter, lines: Sequence[TextLine], body: BodyStyle) -> bool:
    """Return True if a gutter found on other pages separates this page's text too.

    Hardly a line of text crosses it, or none does below the title and abstract.
    """
    text = [x for x in lines if len(x.text) >= _LONG and body.is_text_size(x.size)]
    crossing = [x for x in text if _crosses(x, gutter)]
    if len(text) - len(crossing) >= _MIN_UNCROSSING and len(crossing) <= _MAX_CROSSING_USUAL * len(text):
        return True
    last = max((x.y for x in crossing), default=0.0)
    below = [x for x in text if x.y > last]
    sides = sum(x.x1 <= gutter[1] for x in below), sum(x.x0 >= gutter[0] - 1 for x in below)
    return min(sides) >= _MIN_SIDE - 1 and sum(sides) == len(below)


def choose_gutter(
    gutter: Gutter | None, usual: Gutter | None, lines: Sequence[TextLine], body: BodyStyle
) -> Gutter | None:
    """Return the gutter of a page, given the one that most pages share.

    A page that shows none has the usual one if that applies. So has a page whose own is elsewhere (at the
    hanging indent of its references, say), if no more lines cross the usual one.
    """
    if usual is None:
        return gutter
    if gutter is None:
        return usual if applies(usual, lines, body) else None
    if abs(sum(gutter) - sum(usual)) > _ELSEWHERE and applies(usual, lines, body):
        text = [x for x in lines if len(x.text) >= _LONG]
        if sum(_crosses(x, usual) for x in text) <= sum(_crosses(x, gutter) for x in text):
            return usual
    return gutter


def reading_order(lines: Sequence[TextLine], gutter: Gutter | None) -> list[Column]:
    """Return the columns of a page in reading order; every line is in exactly one."""
    margin, text = _split_margins(lines, gutter)
    columns = [column_of(margin)] if margin else []
    return columns + _banded(text, gutter, 0)


def _split_margins(lines: Sequence[TextLine], gutter: Gutter | None) -> tuple[list[TextLine], list[TextLine]]:
    """Return notes in the margin (dates, licence), and the text.

    Lines beyond the gutter are a column, however few they are.
    """
    long = [x for x in lines if len(x.text) >= _MARGIN_LINE]
    if len(long) < _MIN_MARGIN_LINES:
        return [], list(lines)
    x0s = sorted(x.x0 for x in long)
    x1s = sorted(x.x1 for x in long)
    left, right = x0s[len(x0s) // _STRAY], x1s[-1 - len(x1s) // _STRAY]
    if gutter is not None and right <= gutter[1]:
        right = math.inf
    if gutter is not None and left >= gutter[0] - 1:
        left = -math.inf
    margin = [
        x
        for x in lines
        if (x.x1 < left - _MARGIN_GAP or x.x0 > right + _MARGIN_GAP)
        and sum(c.isalpha() for c in x.text) >= _MIN_NOTE_LETTERS
        and not _leads_row(x, lines)
    ]
    if not margin or len(margin) > _MAX_MARGIN * len(lines):
        return [], list(lines)
    chosen = {id(x) for x in margin}
    return margin, [x for x in lines if id(x) not in chosen]


def _leads_row(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Return True for a number or word to the left of the heading or item that follows it at once."""
    return any(
        0 <= x.x0 - line.x1 < _LEAD_GAP * line.size
        and abs(x.y - line.y) < _LEAD_RISE * line.size
        and len(line.text) < _LEAD_CHARS
        for x in lines
    )


def _crosses(line: TextLine, gutter: Gutter) -> bool:
    """Return True if the line begins left of the gutter and ends right of it."""
    return line.x0 < gutter[0] - 1 and line.x1 > gutter[1] + 1


def _banded(lines: list[TextLine], gutter: Gutter | None, depth: int) -> list[Column]:
    """Return the columns of all bands of these lines."""
    if not lines:
        return []
    if gutter is None:
        return [column_of(lines)]
    across: list[TextLine] = []
    beside: list[TextLine] = []
    for line in lines:
        (across if _crosses(line, gutter) else beside).append(line)
    # A line across the gutter with company at its own height (a label that sticks out of its figure, a
    # formula) separates nothing.
    separators = {id(x) for x in across if not _has_company(x, beside)}
    columns: list[Column] = []
    band: list[TextLine] = []
    full: list[TextLine] = []
    for line in sorted(lines, key=lambda x: (x.y, x.x0)):
        if id(line) in separators:
            columns.extend(_sides(band, gutter, depth))
            band = []
            full.append(line)
        elif full and not band and _ends_paragraph(full[-1], line, lines):
            full.append(line)
        else:
            if full:
                columns.append(column_of(full))
                full = []
            band.append(line)
    columns.extend(_sides(band, gutter, depth))
    if full:
        columns.append(column_of(full))
    return columns


def _ends_paragraph(last: TextLine, line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Return True if a short line follows a full-width one at the same left edge, with nothing next to it."""
    if abs(line.x0 - last.x0) > _SAME_EDGE or not 0 < line.y - last.y < _LAST_LINE_STEP * last.size:
        return False
    return not any(x is not line and abs(x.y - line.y) < _SAME_HEIGHT * line.size for x in lines)


def _sides(band: Sequence[TextLine], gutter: Gutter, depth: int) -> list[Column]:
    """Return the columns of the two sides of a band, each of which may have columns of its own."""
    middle = gutter[0] + gutter[1]
    left = [x for x in band if x.x1 <= gutter[1] or (x.x0 < gutter[0] and x.x0 + x.x1 < middle)]
    chosen = {id(x) for x in left}
    right = [x for x in band if id(x) not in chosen]
    columns = []
    for side in (left, right):
        inner = find_gutter(side) if depth < _MAX_DEPTH and len(side) >= _MIN_NESTED else None
        columns.extend(_banded(side, inner if inner and _even(side, inner) else None, depth + 1))
    return columns


def _even(lines: Sequence[TextLine], gutter: Gutter) -> bool:
    """Return True if both sides are columns of text of about the same width, and not the cells of a table."""
    sides = [x for x in lines if x.x1 <= gutter[1]], [x for x in lines if x.x0 >= gutter[0]]
    widths = [max(x.x1 for x in side) - min(x.x0 for x in side) for side in sides]
    letters = [sum(len(x.text) for x in side) / len(side) for side in sides]
    return min(letters) >= _LONG and max(widths) < _MAX_WIDTH_RATIO * min(widths)


def _has_company(line: TextLine, others: Sequence[TextLine]) -> bool:
    """Return True if a longer line is at the same height."""
    return any(abs(x.y - line.y) < _SAME_HEIGHT * line.size and len(x.text) > _COMPANY for x in others)


def find_gutter(lines: Sequence[TextLine]) -> Gutter | None:
    """Return left and right edge of the gutter that separates these lines best, or None."""
    prose = [x for x in lines if len(x.text) >= _MIN_PROSE]
    if len(prose) < 2 * _MIN_SIDE:
        return None
    x0 = min(x.x0 for x in prose)
    x1 = max(x.x1 for x in prose)
    size = sorted(x.size for x in prose)[len(prose) // 2]
    width = int(x1 - x0) + 2
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return None
    cover = _cover(prose, x0, width)
    limit = _MAX_CROSSING * len(prose)
    low, high = int(_FIRST * width), int(_LAST * width)
    best: tuple[float, float, float] | None = None
    position = low
    while position < high:
        level = cover[position]
        end = position + 1
        while end < high and cover[end] == level:
            end += 1
        # A strip that fewer lines cover than the places left and right of it.
        valley = level <= limit and cover[position - 1] > level and cover[min(end, width - 1)] > level
        if valley and end - position >= _MIN_GUTTER:
            score = _score(prose, position + x0, end + x0, size)
            if score is not None and (best is None or score > best[0]):
                best = (score, position + x0, end + x0)
        position = end
    return None if best is None else (best[1], best[2])


def _cover(lines: Sequence[TextLine], x0: float, width: int) -> list[int]:
    """Return for each point of the width how many lines pass over it."""
    steps = [0] * (width + 2)
    for line in lines:
        steps[int(line.x0 - x0)] += 1
        steps[int(line.x1 - x0) + 1] -= 1
    return list(accumulate(steps[:width]))


def _score(prose: Sequence[TextLine], left: float, right: float, size: float) -> float | None:
    """Return how well the strip separates the lines; None if it is no gutter."""
    ys = sorted(x.y for x in prose if x.x1 <= right)
    on_right = [x for x in prose if x.x0 >= left]
    crossing = len(prose) - len(ys) - len(on_right)
    fewer = min(len(ys), len(on_right))
    if fewer < _MIN_SIDE:
        return None
    beside = 0
    for line in on_right:
        at = bisect.bisect_left(ys, line.y - _NEXT_TO * size)
        if at < len(ys) and ys[at] <= line.y + _NEXT_TO * size:
            beside += 1
    if beside < max(_MIN_SIDE - 1, _MIN_BESIDE * fewer):
        return None
    return (
        fewer * 2 + beside - _CROSSING_COST * crossing + min(right - left, _MAX_SCORED_WIDTH) / _WIDTH_DIVISOR
    )


def column_of(lines: list[TextLine]) -> Column:
    """Return these lines as a column."""
    return Column(tuple(in_rows(lines)), min(x.x0 for x in lines), max(x.x1 for x in lines))


def in_rows(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines from top to bottom; those of one height from left to right."""
    result: list[TextLine] = []
    row: list[TextLine] = []
    for line in sorted(lines, key=attrgetter("y")):
        if row and line.y - row[0].y > _ROW * max(line.size, row[0].size):
            result.extend(sorted(row, key=attrgetter("x0")) if len(row) > 1 else row)
            row = []
        row.append(line)
    result.extend(sorted(row, key=attrgetter("x0")))
    return result
