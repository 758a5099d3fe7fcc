"""Figures and tables on a page: a caption, and the lines that belong to it, taken out of the text.

What belongs to a caption is what stands between it and the next line of prose: above a figure's
caption, below a table's (above, where there is nothing below). The float leaves one line in its
place, so that the order of the page is found without its labels and cells.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.reading.pdf.captions import TABLE_NOTE, begins_caption, is_of_table
from generator.reading.pdf.columns import Gutter, in_rows
from generator.reading.pdf.float_extent import SMALL, all_labels, behind_gap, dense, same_type, through_cells
from generator.reading.pdf.lines import Line
from generator.reading.pdf.strips import (
    Strip,
    beside_text,
    cells_of_rows,
    in_row,
    mark_prose,
    strip_of,
    strips_of,
)
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.titles import NUMBERED, is_canonical

# What stands below its title.
_LISTING = re.compile(r"(?:algorithm|listing)\b", re.I)
_NOTE = 24  # characters from which on a line without others beside it may be a note
_NEAR = 40  # points above and below a float in which another one's caption stands


@dataclass(slots=True)
class Float:
    """A figure or a table with its caption; lines in rows from top to bottom."""

    kind: str  # "figure" or "table"
    caption: list[Line]
    content: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)  # below the rows of a table

    @property
    def lines(self) -> list[Line]:
        return [*self.caption, *self.content, *self.notes]

    def part_notes(self) -> Float:
        """Tell the notes below a table from its rows."""
        if self.kind != "table" or self.notes:
            return self
        rows = rows_of(self.content)
        last = max((i for i, row in enumerate(rows) if len(row) > 1), default=len(rows))
        usual = max((row[0].size for row in rows[: last + 1]), default=0.0)
        start = next((i for i, row in enumerate(rows) if i > last and _is_note(row[0], usual)), len(rows))
        self.content = [x for row in rows[:start] for x in row]
        self.notes = [x for row in rows[start:] for x in row]
        return self


def _is_note(line: Line, usual: float) -> bool:
    """Whether a line below the rows of a table is a note: by its mark, or set smaller than they are.

    usual: size of the rows' type.
    """
    return TABLE_NOTE.match(line.text) is not None or (line.size < SMALL * usual and len(line.text) > _NOTE)


class StandIn(Line):
    """A line in the place of a float, as wide and (by its baseline) as high as the float's top."""

    __slots__ = ("float_",)

    def __init__(self, float_: Float) -> None:
        first = min(float_.lines, key=lambda x: x.y)
        super().__init__(first.words, first.page)
        self.float_ = float_
        self.x0 = min(x.x0 for x in float_.lines)
        self.x1 = max(x.x1 for x in float_.lines)


def take_floats(
    lines: Sequence[Line], body: BodyStyle, gutter: Gutter | None, title: Sequence[Line] = ()
) -> list[Line]:
    """The lines of a page, with every float that has a caption replaced by a stand-in.

    title: lines of the paper's title, which no float reaches over.
    """
    if not any(begins_caption(x, body) for x in lines):
        return list(lines)
    lines = _labels_joined(lines, body)
    strips = strips_of(lines, gutter)
    whole = strip_of(list(lines))
    prose = set().union(*(mark_prose(s, body) for s in strips))
    for strip in strips:
        strip.prose = prose
    whole.prose = prose - cells_of_rows(lines, gutter)
    taken = {id(x) for x in title}
    opening = any(id(x) in taken for x in lines)
    text_from = min(
        (x.top - x.size for x in lines if id(x) in prose or is_canonical(x.text)), default=math.inf
    )
    floats: list[Float] = []
    captions: list[tuple[Line, Strip]] = []
    for line in in_rows(lines):
        if id(line) in taken or not begins_caption(line, body):
            continue
        strip = next((s for s in strips if any(x is line for x in s.lines)), whole)
        if _goes_on(line, strip):
            continue
        if gutter is not None and len(strips) > 1 and _spans(line, lines, gutter):
            strip = whole
        captions.append((line, beside_text(strip, line, body)))
    captions_below = _captions_below(captions, body, taken)
    for line, strip in captions:
        if id(line) in taken:
            continue
        found = _grow(line, strip, body, taken, captions_below)
        if opening:
            found = Float(found.kind, found.caption, behind_gap(found.content, line, text_from))
        if strip is not whole and strip.x1 - strip.x0 < 0.7 * (whole.x1 - whole.x0):
            found = _widened(found, line, strip, whole, body, taken)
        taken.update(id(x) for x in found.lines)
        floats.append(found.part_notes())
    inside = {id(x) for f in floats for x in f.lines}
    rest: list[Line] = [x for x in lines if id(x) not in inside]
    return [*rest, *(StandIn(f) for f in floats)]


def _spans(line: Line, lines: Sequence[Line], gutter: Gutter) -> bool:
    """Whether a caption runs over both columns: its first line, or that below a label alone."""
    wide = line.x0 < gutter[0] - 1 and line.x1 > gutter[1] + 1
    if wide or len(line.text) > 16:
        return wide
    below = [x for x in lines if 0 < x.y - line.y < 2.2 * max(line.size, x.size) and abs(x.x0 - line.x0) < 3]
    return any(x.x0 < gutter[0] - 1 and x.x1 > gutter[1] + 1 for x in below)


def _goes_on(line: Line, strip: Strip) -> bool:
    """Whether the line only continues a sentence: "... as listed in / Table 2. The model"."""
    at = next(i for i, x in enumerate(strip.lines) if x is line)
    if not at or id(strip.lines[at - 1]) not in strip.prose:
        return False
    before = strip.lines[at - 1]
    near = 0 < line.y - before.y < 1.5 * line.size and abs(line.size - before.size) < 0.02 * line.size
    return (
        near
        and line.words[0].font is before.words[-1].font
        and not before.text.rstrip().endswith((".", ":", "?", "!"))
    )


def _labels_joined(lines: Sequence[Line], body: BodyStyle) -> list[Line]:
    """ "FIGURE 4" and the text of its caption, which a wide blank parts, as one line."""
    gone: set[int] = set()
    made: dict[int, Line] = {}
    for line in lines:
        if len(line.text) > 16 or not begins_caption(line, body):
            continue
        for other in lines:
            if (
                other is not line
                and abs(other.y - line.y) < 0.25 * line.size
                and 0 < other.x0 - line.x1 < 4 * line.size
            ):
                made[id(line)] = Line([*line.words, *other.words], line.page)
                gone.add(id(other))
                break
    return [made.get(id(x), x) for x in lines if id(x) not in gone]


def _captions_below(captions: Sequence[tuple[Line, Strip]], body: BodyStyle, taken: set[int]) -> bool:
    """Whether the tables of a page have their captions below, told by those with rows on one side only."""
    votes = 0
    for line, strip in captions:
        if is_of_table(line):
            at = next(i for i, x in enumerate(strip.lines) if x is line)
            caption, after = _caption_lines(strip.lines, at, strip, body, taken)
            above = _content(strip.lines, range(at - 1, -1, -1), strip, body, taken)
            below = _content(strip.lines, range(after, len(strip.lines)), strip, body, taken)
            votes += _looks_tabular(dense(above, line)) - _looks_tabular(dense(below, caption[-1]))
    return votes > 0


def _grow(start: Line, strip: Strip, body: BodyStyle, taken: set[int], captions_below: bool) -> Float:
    lines = strip.lines
    at = next(i for i, x in enumerate(lines) if x is start)
    caption, after = _caption_lines(lines, at, strip, body, taken)
    kind = "table" if is_of_table(start) else "figure"
    above = _content(lines, range(at - 1, -1, -1), strip, body, taken)
    below = _content(lines, range(after, len(lines)), strip, body, taken)
    if kind == "table":
        below = dense(below, caption[-1])
        if below or caption[-1].size < SMALL * body.size:
            below = through_cells(lines, after, below, body)
        content = below
        # Rows of long cells have few others beside them: enough where nothing else is near.
        rows_above = _looks_tabular(above) or (not below and sum(len(r) > 1 for r in rows_of(above)) > 1)
        if rows_above and (captions_below or not _looks_tabular(below)):
            content = dense(above, start)
    elif _LISTING.match(start.text):
        content = dense(below, caption[-1])
    else:
        content = above
        if not above and len(below) >= 4 and all_labels(below, body):
            content = below
    return Float(kind, caption, in_rows(content))


def _caption_lines(
    lines: Sequence[Line], at: int, strip: Strip, body: BodyStyle, taken: set[int]
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
            if in_row(lines, index) and not label_alone:
                break
            if body.like_heading(line) and not same_type(caption, line):
                break
            full = last.x1 > strip.x1 - 0.25 * (strip.x1 - strip.x0)
            if (
                not full
                and not label_alone
                and last.text.rstrip().endswith((".", ")"))
                and abs(line.size - body.size) < 0.2
            ):
                break
            if leading is None and not label_alone:
                leading = step
            size = line.size if size is None else size
        caption.append(line)
        index += 1
    return caption, index


def _content(
    lines: Sequence[Line], indices: range, strip: Strip, body: BodyStyle, taken: set[int]
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


def _is_heading(lines: Sequence[Line], index: int, step: int, strip: Strip, body: BodyStyle) -> bool:
    """A line set like the paper's headings that is one: well-known, numbered, or next to prose."""
    line = lines[index]
    if not body.like_heading(line) or in_row(lines, index):
        return False
    if is_canonical(line.text) or NUMBERED.match(line.text):
        return True
    beyond = index + step
    return abs(line.x0 - strip.x0) < 3 and (not 0 <= beyond < len(lines) or id(lines[beyond]) in strip.prose)


def _looks_tabular(content: Sequence[Line]) -> bool:
    rows = rows_of(content)
    return sum(len(r) > 1 for r in rows) >= max(1, 0.3 * len(rows))


def _widened(found: Float, line: Line, strip: Strip, whole: Strip, body: BodyStyle, taken: set[int]) -> Float:
    """The float over the whole width, where what stands beside it in the other column is part of it."""
    if not found.content:
        return found
    top = min(x.y for x in found.lines) - 2
    bottom = max(x.y for x in found.lines) + 2
    own = {id(x) for x in found.lines}
    beside = [
        x
        for x in whole.lines
        if top <= x.y <= bottom
        and id(x) not in own
        and id(x) not in taken
        and (x.x0 >= strip.x1 or x.x1 <= strip.x0 or x.x0 < strip.x1 - 1 < x.x1)  # of both columns
    ]
    if not beside or any(
        id(x) in strip.prose or begins_caption(x, body) or body.like_heading(x) for x in beside
    ):
        return found
    own_heights = [x.y for x in found.content]
    level = sum(any(abs(x.y - y) < 0.3 * x.size for y in own_heights) for x in beside)
    # Other captions in the other column claim what stands near them.
    others = [
        x
        for x in whole.lines
        if x is not line and (x.x0 >= strip.x1 or x.x1 <= strip.x0) and begins_caption(x, body)
    ]
    if level < 0.6 * len(beside):
        # Not cells of the same rows: labels of the same figure.
        if others or found.kind == "table":
            return found
    elif any(top - _NEAR <= x.y <= bottom + _NEAR for x in others):
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
