"""Figures and tables on a page: a caption, and the lines that belong to it, taken out of the text.

What is between a caption and the next line of prose belongs to it: above a figure's caption, below a table's
(above, if nothing is below). The float leaves one line in its place, so that the order of the page is found
without its labels and cells.

    >>> bool(_LISTING.match("Algorithm 1")), bool(_LISTING.match("Table 1"))
    (True, False)
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.reading.pdf.caption_lines import caption_lines, continues_sentence, join_labels, spans_columns
from generator.reading.pdf.captions import TABLE_NOTE, begins_caption, is_of_table
from generator.reading.pdf.columns import Gutter, in_rows
from generator.reading.pdf.float_extent import SMALL, all_labels, behind_gap, dense, through_cells
from generator.reading.pdf.section_titles import NUMBERED, is_canonical
from generator.reading.pdf.side_notes import split_side_notes
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
from generator.reading.pdf.text_lines import TextLine

# Floats whose content is below their title.
_LISTING = re.compile(r"(?:algorithm|listing)\b", re.I)
_MAX_UNMARKED = 24  # characters of a small line below a table that is no note
_NEXT_ROW = 0.85  # type sizes below a row; what is nearer is a line of its first cell
_NEAR = 40  # points above and below a float in which another one's caption claims lines
_ROW = 0.4  # type sizes by which the lines of one row may differ in height
_NARROW = 0.7  # of the page's text: width of a column that a float may reach beyond
# The content of a float.
_MIN_LABELS = 4  # labels below a figure's caption that are its content
_MIN_CELL_ROWS = 0.3  # share of a table's rows with several cells
_SAME_EDGE = 3  # points
_MARGIN = 2  # points above and below a float that count as its height
_LEVEL, _MIN_LEVEL = 0.3, 0.6  # type sizes, and share of lines in the other column in the float's rows


@dataclass(slots=True)
class Float:
    """A figure or a table with its caption; lines in rows from top to bottom.

    kind: ``figure`` or ``table``. notes: below the rows of a table. side_notes: next to them.
    """

    kind: str
    caption: list[TextLine]
    content: list[TextLine] = field(default_factory=list)
    notes: list[TextLine] = field(default_factory=list)
    side_notes: list[list[TextLine]] = field(default_factory=list)

    @property
    def lines(self) -> list[TextLine]:
        return [*self.caption, *self.content, *self.notes, *(x for note in self.side_notes for x in note)]

    def split_notes(self) -> Float:
        """Separate the notes below a table, and next to it, from its rows."""
        if self.kind != "table" or self.notes:
            return self
        self.content, self.side_notes = split_side_notes(self.content)
        rows = rows_of(self.content)
        last = max((i for i, row in enumerate(rows) if len(row) > 1), default=len(rows))
        usual = max((row[0].size for row in rows[: last + 1]), default=0.0)
        below = rows[last][0].y + _NEXT_ROW * usual if last < len(rows) else math.inf
        start = next(
            (i for i, row in enumerate(rows) if i > last and row[0].y > below and _is_note(row[0], usual)),
            len(rows),
        )
        self.content = [x for row in rows[:start] for x in row]
        self.notes = [x for row in rows[start:] for x in row]
        return self


def _is_note(line: TextLine, usual: float) -> bool:
    """Return True if a line below the rows of a table is a note: by its mark, or set smaller than they are.

    usual: size of the rows' type.
    """
    return TABLE_NOTE.match(line.text) is not None or (
        line.size < SMALL * usual and len(line.text) > _MAX_UNMARKED
    )


class FloatPlaceholder(TextLine):
    """A line in the place of a float: as wide as it, and at the height of its top line."""

    __slots__ = ("float_",)

    def __init__(self, float_: Float) -> None:
        first = min(float_.lines, key=lambda x: x.y)
        super().__init__(first.words, first.page)
        self.float_ = float_
        self.x0 = min(x.x0 for x in float_.lines)
        self.x1 = max(x.x1 for x in float_.lines)


def take_floats(
    lines: Sequence[TextLine], body: BodyStyle, gutter: Gutter | None, title: Sequence[TextLine] = ()
) -> list[TextLine]:
    """Return the lines of a page, with every float that has a caption replaced by a placeholder.

    title: lines of the paper's title, which no float reaches over.
    """
    if not any(begins_caption(x, body) for x in lines):
        return list(lines)
    lines = join_labels(lines, body)
    strips = strips_of(lines, gutter)
    whole = strip_of(list(lines))
    prose = set().union(*(mark_prose(s, body) for s in strips))
    for strip in strips:
        strip.prose = prose
    whole.prose = prose - cells_of_rows(lines, gutter)
    taken = {id(x) for x in title}
    opening = any(id(x) in taken for x in lines)
    text_from = math.inf
    if opening:
        text_from = min(
            (x.top - x.size for x in lines if id(x) in prose or is_canonical(x.text)), default=math.inf
        )
    floats: list[Float] = []
    captions: list[tuple[TextLine, Strip]] = []
    for line in in_rows(lines):
        if id(line) in taken or not begins_caption(line, body):
            continue
        strip = next((s for s in strips if any(x is line for x in s.lines)), whole)
        if continues_sentence(line, strip):
            continue
        if gutter is not None and len(strips) > 1 and spans_columns(line, lines, gutter):
            strip = whole
        captions.append((line, beside_text(strip, line, body)))
    captions_below = _captions_below(captions, body, taken)
    for line, strip in captions:
        if id(line) in taken:
            continue
        found = _grow(line, strip, body, taken, captions_below)
        if opening:
            found = Float(found.kind, found.caption, behind_gap(found.content, line, text_from))
        if strip is not whole and strip.x1 - strip.x0 < _NARROW * (whole.x1 - whole.x0):
            found = _over_both_columns(found, line, strip, whole, body, taken)
        taken.update(id(x) for x in found.lines)
        floats.append(found.split_notes())
    inside = {id(x) for f in floats for x in f.lines}
    rest: list[TextLine] = [x for x in lines if id(x) not in inside]
    return [*rest, *(FloatPlaceholder(f) for f in floats)]


def _captions_below(captions: Sequence[tuple[TextLine, Strip]], body: BodyStyle, taken: set[int]) -> bool:
    """Return True if the tables of a page have captions below; those with rows on one side only vote."""
    votes = 0
    for line, strip in captions:
        if is_of_table(line):
            at = next(i for i, x in enumerate(strip.lines) if x is line)
            caption, after = caption_lines(strip.lines, at, strip, body, taken)
            above = _content(strip.lines, range(at - 1, -1, -1), strip, body, taken)
            below = _content(strip.lines, range(after, len(strip.lines)), strip, body, taken)
            votes += _looks_tabular(dense(above, line)) - _looks_tabular(dense(below, caption[-1]))
    return votes > 0


def _grow(start: TextLine, strip: Strip, body: BodyStyle, taken: set[int], captions_below: bool) -> Float:
    """Return the float whose caption begins with this line."""
    lines = strip.lines
    at = next(i for i, x in enumerate(lines) if x is start)
    caption, after = caption_lines(lines, at, strip, body, taken)
    kind = "table" if is_of_table(start) else "figure"
    above = _content(lines, range(at - 1, -1, -1), strip, body, taken)
    below = _content(lines, range(after, len(lines)), strip, body, taken)
    if kind == "table":
        below = dense(below, caption[-1])
        if below or caption[-1].size < SMALL * body.size:
            below = through_cells(lines, after, below, body)
        content = below
        # Rows of long cells have few others next to them: these are enough if nothing else is near.
        rows_above = _looks_tabular(above) or (not below and sum(len(r) > 1 for r in rows_of(above)) > 1)
        if rows_above and (captions_below or not _looks_tabular(below)):
            content = dense(above, start)
    elif _LISTING.match(start.text):
        content = dense(below, caption[-1])
    else:
        content = above
        if not above and len(below) >= _MIN_LABELS and all_labels(below, body):
            content = below
    return Float(kind, caption, in_rows(content))


def _content(
    lines: Sequence[TextLine], indices: range, strip: Strip, body: BodyStyle, taken: set[int]
) -> list[TextLine]:
    """Return the lines from the caption on until prose, a heading, another caption or another float."""
    found: list[TextLine] = []
    for index in indices:
        line = lines[index]
        if id(line) in strip.prose or id(line) in taken or begins_caption(line, body):
            break
        if _is_heading(lines, index, indices.step, strip, body):
            break
        found.append(line)
    return found


def _is_heading(lines: Sequence[TextLine], index: int, step: int, strip: Strip, body: BodyStyle) -> bool:
    """Return True for a line set like headings that is one: well-known, numbered, or next to prose."""
    line = lines[index]
    if not body.like_heading(line) or in_row(lines, index):
        return False
    if is_canonical(line.text) or NUMBERED.match(line.text):
        return True
    beyond = index + step
    return abs(line.x0 - strip.x0) < _SAME_EDGE and (
        not 0 <= beyond < len(lines) or id(lines[beyond]) in strip.prose
    )


def _looks_tabular(content: Sequence[TextLine]) -> bool:
    """Return True if enough rows have several cells."""
    rows = rows_of(content)
    return sum(len(r) > 1 for r in rows) >= max(1, _MIN_CELL_ROWS * len(rows))


def _over_both_columns(
    found: Float, line: TextLine, strip: Strip, whole: Strip, body: BodyStyle, taken: set[int]
) -> Float:
    """Return the float with the lines next to it in the other column, if they are part of it."""
    if not found.content:
        return found
    top = min(x.y for x in found.lines) - _MARGIN
    bottom = max(x.y for x in found.lines) + _MARGIN
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
    level = sum(any(abs(x.y - y) < _LEVEL * x.size for y in own_heights) for x in beside)
    # Other captions in the other column claim the lines near them.
    others = [
        x
        for x in whole.lines
        if x is not line and (x.x0 >= strip.x1 or x.x1 <= strip.x0) and begins_caption(x, body)
    ]
    if level < _MIN_LEVEL * len(beside):
        # Not cells of the same rows: labels of the same figure.
        if others or found.kind == "table":
            return found
    elif any(top - _NEAR <= x.y <= bottom + _NEAR for x in others):
        return found
    return Float(found.kind, found.caption, in_rows([*found.content, *beside]))


def rows_of(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the lines grouped by height, each row from left to right."""
    rows: list[list[TextLine]] = []
    for line in in_rows(lines):
        if rows and abs(line.y - rows[-1][0].y) <= _ROW * max(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(r, key=lambda x: x.x0) for r in rows]
