"""Figures and tables on a page: a caption, and the lines that belong to it, taken out of the text.

What belongs to a caption is what stands between it and the next line of prose: above a figure's
caption, below a table's (above, where there is nothing below). The float leaves one line in its
place, so that the order of the page is found without its labels and cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.reading.pdf.captions import begins_caption
from generator.reading.pdf.columns import Gutter, in_rows
from generator.reading.pdf.lines import Line
from generator.reading.pdf.titles import NUMBERED, is_canonical
from generator.reading.pdf.style import BodyStyle

_FULL = 0.6  # share of the column that a line of prose fills at least, but for a paragraph's last
_TABLE_GAP = 3.6  # widest gap between two rows of a table, in type sizes


@dataclass(slots=True)
class Float:
    """A figure or a table with its caption; lines in rows from top to bottom."""

    kind: str  # "figure" or "table"
    caption: list[Line]
    content: list[Line] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [*self.caption, *self.content]


class StandIn(Line):
    """A line in the place of a float, as wide and (by its baseline) as high as the float's top."""

    __slots__ = ("float_",)

    def __init__(self, float_: Float) -> None:
        first = min(float_.lines, key=lambda x: x.y)
        super().__init__(first.words, first.page)
        self.float_ = float_
        self.x0 = min(x.x0 for x in float_.lines)
        self.x1 = max(x.x1 for x in float_.lines)


@dataclass(slots=True)
class _Strip:
    """Lines of one column (or of the whole width), from top to bottom, with the column's edges."""

    lines: list[Line]
    x0: float
    x1: float
    prose: set[int] = field(default_factory=set)


def take_floats(lines: Sequence[Line], body: BodyStyle, gutter: Gutter | None) -> list[Line]:
    """The lines of a page, with every float that has a caption replaced by a stand-in."""
    if not any(begins_caption(x, body) for x in lines):
        return list(lines)
    lines = _labels_joined(lines, body)
    strips = _strips(lines, gutter)
    whole = _strip(list(lines))
    prose = set().union(*(_mark_prose(s, body) for s in strips))
    for strip in (*strips, whole):
        strip.prose = prose
    taken: set[int] = set()
    floats: list[Float] = []
    for line in in_rows(lines):
        if id(line) in taken or not begins_caption(line, body):
            continue
        strip = next((s for s in strips if any(x is line for x in s.lines)), whole)
        if _goes_on(line, strip):
            continue
        if gutter is not None and len(strips) > 1 and line.x0 < gutter[0] - 1 and line.x1 > gutter[1] + 1:
            strip = whole
        found = _grow(line, strip, body, taken)
        if strip is not whole and strip.x1 - strip.x0 < 0.7 * (whole.x1 - whole.x0):
            found = _widened(found, line, strip, whole, body, taken)
        taken.update(id(x) for x in found.lines)
        floats.append(found)
    rest: list[Line] = [x for x in lines if id(x) not in taken]
    return [*rest, *(StandIn(f) for f in floats)]


def _goes_on(line: Line, strip: _Strip) -> bool:
    """Whether the line only continues a sentence: "... as listed in / Table 2. The model"."""
    at = next(i for i, x in enumerate(strip.lines) if x is line)
    if not at or id(strip.lines[at - 1]) not in strip.prose:
        return False
    before = strip.lines[at - 1]
    near = 0 < line.y - before.y < 1.5 * line.size and abs(line.size - before.size) < 0.02 * line.size
    return near and line.words[0].font is before.words[-1].font and not before.text.rstrip().endswith((".", ":", "?", "!"))


def _strips(lines: Sequence[Line], gutter: tuple[float, float] | None) -> list[_Strip]:
    if gutter is None:
        return [_strip(list(lines))]
    left, right = gutter
    sides: list[list[Line]] = [[], [], []]
    for line in lines:
        if line.x0 < left - 1 and line.x1 > right + 1:
            sides[2].append(line)
        else:
            sides[0 if line.x0 + line.x1 < left + right else 1].append(line)
    return [_strip(side) for side in sides if side]


def _labels_joined(lines: Sequence[Line], body: BodyStyle) -> list[Line]:
    """"FIGURE 4" and the text of its caption, which a wide blank parts, as one line."""
    gone: set[int] = set()
    made: dict[int, Line] = {}
    for line in lines:
        if len(line.text) > 16 or not begins_caption(line, body):
            continue
        for other in lines:
            if other is not line and abs(other.y - line.y) < 0.25 * line.size and 0 < other.x0 - line.x1 < 4 * line.size:
                made[id(line)] = Line([*line.words, *other.words], line.page)
                gone.add(id(other))
                break
    return [made.get(id(x), x) for x in lines if id(x) not in gone]


def _strip(lines: list[Line]) -> _Strip:
    long = [x for x in lines if len(x.text) > 25] or lines
    x0s, x1s = sorted(x.x0 for x in long), sorted(x.x1 for x in long)
    return _Strip(in_rows(lines), x0s[len(x0s) // 10], x1s[len(x1s) * 9 // 10])


def _mark_prose(strip: _Strip, body: BodyStyle) -> set[int]:
    """Ids of the lines that are prose: those that fill the column, and the last ones of paragraphs."""
    lines = strip.lines
    marked: set[int] = set()
    width = strip.x1 - strip.x0
    for index, line in enumerate(lines):
        if not body.is_text_size(line.size) or _in_row(lines, index):
            continue
        words = line.text.split()
        wordy = sum(w[0].isalpha() or w[0] in "(“‘[" for w in words) >= 0.6 * len(words)
        if line.width >= _FULL * width and len(words) >= 5 and wordy:
            marked.add(id(line))
        elif index and id(lines[index - 1]) in marked:
            before = lines[index - 1]
            near = 0 < line.y - before.y <= 1.6 * body.size
            if near and abs(line.size - before.size) < 0.3 and abs(line.x0 - strip.x0) < 2.5 * body.size and wordy:
                marked.add(id(line))
    return marked


def _in_row(lines: Sequence[Line], index: int) -> bool:
    """Whether another line of the column stands at the same height."""
    y, size = lines[index].y, lines[index].size
    return any(
        0 <= i < len(lines) and abs(lines[i].y - y) < 0.3 * size for i in (index - 1, index + 1)
    )


def _grow(start: Line, strip: _Strip, body: BodyStyle, taken: set[int]) -> Float:
    lines = strip.lines
    at = next(i for i, x in enumerate(lines) if x is start)
    caption, after = _caption_lines(lines, at, strip, body, taken)
    kind = "table" if start.text.lower().startswith("tab") else "figure"
    above = _content(lines, range(at - 1, -1, -1), start, strip, body, taken)
    below = _content(lines, range(after, len(lines)), caption[-1], strip, body, taken)
    if kind == "table":
        below = _dense(below, caption[-1])
        content = below if _looks_tabular(below) or not _looks_tabular(above) else _dense(above, start)
    else:
        content = above
        if not above and below and _all_labels(below, body):
            content = below
    return Float(kind, caption, in_rows(content))


def _caption_lines(
    lines: Sequence[Line], at: int, strip: _Strip, body: BodyStyle, taken: set[int]
) -> tuple[list[Line], int]:
    """The caption's lines, and the index behind them."""
    caption = [lines[at]]
    index = at + 1
    size: float | None = None
    leading: float | None = None
    while index < len(lines):
        line, last = lines[index], caption[-1]
        if id(line) in taken or begins_caption(line, body):
            break
        step = line.y - last.y
        tall = max(line.size, last.size)
        row = abs(step) <= 0.35 * tall
        if not row:
            limit = 1.35 * leading if leading else 1.75 * tall
            label_alone = len(caption) == 1 and len(last.text) < 18
            if step > (2.6 * tall if label_alone else limit):
                break
            if size is not None and abs(line.size - size) > 0.04 * size:
                break
            if size is None and not label_alone and abs(line.size - last.size) > 0.08 * tall:
                break
            if _in_row(lines, index) and not label_alone:
                break
            if body.like_heading(line):
                break
            full = last.x1 > strip.x1 - 0.25 * (strip.x1 - strip.x0)
            if not full and not label_alone and last.text.rstrip().endswith((".", ")")) and abs(line.size - body.size) < 0.2:
                break
            if leading is None and not label_alone:
                leading = step
            size = line.size if size is None else size
        caption.append(line)
        index += 1
    return caption, index


def _content(
    lines: Sequence[Line], indices: range, edge: Line, strip: _Strip, body: BodyStyle, taken: set[int]
) -> list[Line]:
    """Lines from the caption on until prose, a heading, another caption or another float."""
    found: list[Line] = []
    for index in indices:
        line = lines[index]
        if id(line) in strip.prose or id(line) in taken or begins_caption(line, body):
            break
        if _is_heading(lines, index, indices.step, strip, body):
            break
        found.append(line)
    return found


def _is_heading(lines: Sequence[Line], index: int, step: int, strip: _Strip, body: BodyStyle) -> bool:
    """A line set like the paper's headings that is one: well-known, numbered, or next to prose."""
    line = lines[index]
    if not body.like_heading(line) or _in_row(lines, index):
        return False
    if is_canonical(line.text) or NUMBERED.match(line.text):
        return True
    beyond = index + step
    return abs(line.x0 - strip.x0) < 3 and (not 0 <= beyond < len(lines) or id(lines[beyond]) in strip.prose)


def _dense(content: list[Line], edge: Line) -> list[Line]:
    """Rows as long as they follow one another closely: a table has no wide gaps."""
    kept: list[Line] = []
    last = edge
    for line in content:
        if abs(line.y - last.y) > _TABLE_GAP * max(line.size, last.size, 7.0):
            break
        kept.append(line)
        last = line
    return kept


def _looks_tabular(content: Sequence[Line]) -> bool:
    rows = rows_of(content)
    return sum(len(r) > 1 for r in rows) >= max(1, 0.3 * len(rows))


def _all_labels(content: Sequence[Line], body: BodyStyle) -> bool:
    return all(len(x.text) < 40 and abs(x.size - body.size) > 0.05 * body.size for x in content)


def _widened(found: Float, line: Line, strip: _Strip, whole: _Strip, body: BodyStyle, taken: set[int]) -> Float:
    """The float over the whole width, where what stands beside it in the other column is part of it."""
    if not found.content:
        return found
    top = min(x.y for x in found.lines) - 2
    bottom = max(x.y for x in found.lines) + 2
    own = {id(x) for x in found.lines}
    beside = [
        x for x in whole.lines
        if top <= x.y <= bottom and id(x) not in own and id(x) not in taken and (x.x0 >= strip.x1 or x.x1 <= strip.x0)
    ]
    if not beside or any(id(x) in whole.prose or begins_caption(x, body) or body.like_heading(x) for x in beside):
        return found
    return Float(found.kind, found.caption, in_rows([*found.content, *beside]))


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped by height, each row from left to right."""
    rows: list[list[Line]] = []
    for line in in_rows(lines):
        if rows and abs(line.y - rows[-1][0].y) <= 0.4 * max(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(r, key=lambda x: x.x0) for r in rows]
