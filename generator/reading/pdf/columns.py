"""The reading order of a page: bands from top to bottom, in each its columns from left to right.

A gutter is a vertical strip that hardly any line of prose crosses, and on both sides of which
lines stand beside one another. Lines that cross it (a title, a wide figure's caption) part the
page into bands. A column may have gutters of its own: three columns, or notes in a margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.reading.pdf.lines import Line

_MIN_GUTTER = 5  # points; journals use 10 to 24
_MIN_SIDE = 4  # lines on either side
_MAX_CROSSING = 0.4  # share of prose lines across a gutter: title, wide abstract, captions


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one column of one band, from top to bottom, and the edges of that column."""

    lines: tuple[Line, ...]
    x0: float
    x1: float


def reading_order(lines: Sequence[Line]) -> list[Column]:
    """The columns of a page in reading order; every line stands in exactly one."""
    return _ordered(list(lines), 0)


def _ordered(lines: list[Line], depth: int) -> list[Column]:
    if not lines:
        return []
    gutter = find_gutter(lines) if depth < 3 else None
    if gutter is None:
        return [_column(lines)]
    left, right = gutter
    across: list[Line] = []
    beside: list[Line] = []
    for line in lines:
        (across if line.x0 < left - 1 and line.x1 > right + 1 else beside).append(line)
    # A line across that has company at its own height (a label that sticks out of its figure, a
    # formula) is no separator.
    rows = sorted(beside, key=lambda x: x.y)
    separators = [x for x in across if not _has_company(x, rows)]
    kept = {id(x) for x in separators}
    middle = (left + right) / 2
    columns: list[Column] = []
    band: list[Line] = []
    full: list[Line] = []

    def flush_band() -> None:
        if band:
            columns.extend(_ordered([x for x in band if _side(x, left, right, middle) < 0], depth + 1))
            columns.extend(_ordered([x for x in band if _side(x, left, right, middle) >= 0], depth + 1))
            band.clear()

    for line in sorted(lines, key=lambda x: (x.y, x.x0)):
        if id(line) in kept:
            flush_band()
            full.append(line)
        else:
            if full:
                columns.append(_column(full))
                full = []
            band.append(line)
    flush_band()
    if full:
        columns.append(_column(full))
    return columns


def _side(line: Line, left: float, right: float, middle: float) -> int:
    if line.x1 <= right:
        return -1
    if line.x0 >= left:
        return 1
    return -1 if line.x0 + line.x1 < 2 * middle else 1


def _has_company(line: Line, rows: Sequence[Line]) -> bool:
    return any(abs(other.y - line.y) < 0.5 * line.size and len(other.text) > 15 for other in rows)


def find_gutter(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Left and right edge of the gutter that parts these lines, or None."""
    prose = [x for x in lines if len(x.text) >= 12]
    if len(prose) < 2 * _MIN_SIDE:
        return None
    x0 = min(x.x0 for x in prose)
    x1 = max(x.x1 for x in prose)
    size = sorted(x.size for x in prose)[len(prose) // 2]
    width = int(x1 - x0) + 2
    if width < 100:
        return None
    steps = [0] * (width + 2)
    for line in prose:
        # Longer lines say more about columns than labels do.
        steps[int(line.x0 - x0) + 1] += 1
        steps[int(line.x1 - x0)] -= 1
    cover = []
    running = 0
    for step in steps:
        running += step
        cover.append(running)
    limit = _MAX_CROSSING * len(prose)
    low, high = int(0.12 * width), int(0.88 * width)
    best: tuple[float, float, float] | None = None
    position = low
    while position < high:
        level = cover[position]
        if level > limit:
            position += 1
            continue
        # The strip around this point where cover does not grow.
        end = position
        while end < high and cover[end] <= level:
            end += 1
        start = position
        while start > low and cover[start - 1] <= level:
            start -= 1
        if end - start >= _MIN_GUTTER:
            found = _judged(prose, start + x0, end + x0, size)
            if found is not None and (best is None or found > best[0]):
                best = (found, start + x0, end + x0)
        position += 1 if cover[min(end, width)] > level else max(1, end - position)
    return None if best is None else (best[1], best[2])


def _judged(prose: Sequence[Line], left: float, right: float, size: float) -> float | None:
    """How well the strip parts the lines; None where it is no gutter."""
    on_left = [x for x in prose if x.x1 <= right]
    on_right = [x for x in prose if x.x0 >= left]
    crossing = len(prose) - len(on_left) - len(on_right)
    if len(on_left) < _MIN_SIDE or len(on_right) < _MIN_SIDE:
        return None
    beside = 0
    ys = sorted(x.y for x in on_left)
    import bisect

    for line in on_right:
        at = bisect.bisect_left(ys, line.y - 0.8 * size)
        if at < len(ys) and ys[at] <= line.y + 0.8 * size:
            beside += 1
    fewer = min(len(on_left), len(on_right))
    if beside < max(_MIN_SIDE - 1, 0.4 * fewer):
        return None
    return fewer * 2 + beside - 3 * crossing + min(right - left, 30) / 10


def _column(lines: list[Line]) -> Column:
    ordered = in_rows(lines)
    return Column(tuple(ordered), min(x.x0 for x in lines), max(x.x1 for x in lines))


def in_rows(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom; those of one height from left to right."""
    ordered = sorted(lines, key=lambda x: x.y)
    result: list[Line] = []
    row: list[Line] = []
    for line in ordered:
        if row and line.y - row[0].y > 0.35 * max(line.size, row[0].size):
            result.extend(sorted(row, key=lambda x: x.x0))
            row = []
        row.append(line)
    result.extend(sorted(row, key=lambda x: x.x0))
    return result
