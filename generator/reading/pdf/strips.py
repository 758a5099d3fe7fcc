"""The columns of a page as strips of lines, and which of these lines are prose.

Prose fills its column from edge to edge, but for the last lines of paragraphs; what stands in
figures and tables does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.reading.pdf.columns import in_rows
from generator.reading.pdf.lines import Line
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text import split_cells

_FULL = 0.6  # share of the column that a line of prose fills at least, but for a paragraph's last
_INDENT = 0.2  # share of the column that may stand empty to the left of a line of prose
_FILLS = 0.9  # the same for a line whose neighbours are text as well
_CELLS = 3  # words set apart in one line that are cells beyond doubt
_MANY_CELLS = 4  # the same for a line that holds hardly a word in lower case
_SHORT = 20  # characters of a cell, as a rule
_AROUND = 8  # type sizes above and below a caption in which text that runs around its float is sought
_ROWS_AROUND = 5  # lines of such text
_TEXT_WORDS = 4  # words in lower case of such a line
_LAST_LINE = re.compile(r"^[a-z(].*[.!?]$")


@dataclass(slots=True)
class Strip:
    """Lines of one column (or of the whole width), from top to bottom, with the column's edges."""

    lines: list[Line]
    x0: float
    x1: float
    prose: set[int] = field(default_factory=set)


def strips_of(lines: Sequence[Line], gutter: tuple[float, float] | None) -> list[Strip]:
    if gutter is None:
        return [strip_of(list(lines))]
    left, right = gutter
    sides: list[list[Line]] = [[], [], []]
    for line in lines:
        if line.x0 < left - 1 and line.x1 > right + 1:
            sides[2].append(line)
        else:
            sides[0 if line.x0 + line.x1 < left + right else 1].append(line)
    strips = [strip_of(side) for side in sides if side]
    if sides[2] and len(strips) > 1:
        # What runs over the gutter is as wide as the page's text, or a cell.
        strips[-1].x0 = min(s.x0 for s in strips)
        strips[-1].x1 = max(s.x1 for s in strips)
    return strips


def strip_of(lines: list[Line]) -> Strip:
    """The left edge at which most lines begin, and the right one that most of the long ones reach."""
    long = [x for x in lines if len(x.text) > 25] or lines
    (left, _), *_ = Counter(round(x.x0) for x in long).most_common(1)
    x1s = sorted(x.x1 for x in long)
    return Strip(in_rows(lines), float(left), x1s[len(x1s) * 9 // 10])


def cells_of_rows(lines: Sequence[Line], gutter: tuple[float, float] | None) -> set[int]:
    """Ids of the lines of a page that are cells: with two short ones beside them at their own height,
    or, of those that run over the gutter, with any.

    Within one column cells are told by ``in_row``; here a table runs over several.
    """
    found: set[int] = set()
    row: list[Line] = []
    for line in (*sorted(lines, key=lambda x: x.y), None):
        if line is not None and (not row or line.y - row[0].y < 0.3 * max(line.size, row[0].size)):
            row.append(line)
            continue
        short = sum(len(x.text) <= _SHORT for x in row)
        apart = all(len(x.text) <= _SHORT or len(split_cells(x)) >= _CELLS for x in row)
        for each in row:
            across = gutter is not None and each.x0 < gutter[0] - 1 and each.x1 > gutter[1] + 1
            others = short - (len(each.text) <= _SHORT)
            if others >= 2 or (len(row) > 1 and (across or apart)):
                found.add(id(each))
        row = [line] if line is not None else []
    return found


def beside_text(strip: Strip, caption: Line, body: BodyStyle) -> Strip:
    """The part of a column in which a float stands that the text runs around; else the whole column.

    Beside the caption, at one side of it, stand lines of text, which are marked as prose.
    """
    reach = _AROUND * caption.size
    text = [
        x
        for x in strip.lines
        if abs(x.y - caption.y) < reach and abs(x.size - body.size) < 0.03 * body.size and _wordy(x)
    ]
    left = [x for x in text if x.x1 < caption.x0 - caption.size / 2]
    right = [x for x in text if x.x0 > caption.x1 + caption.size / 2]
    if len(left) >= _ROWS_AROUND and caption.x0 > strip.x0 + 0.2 * (strip.x1 - strip.x0):
        edge = sorted(x.x1 for x in left)[len(left) * 9 // 10]
        own = [x for x in strip.lines if x.x0 > edge]
    elif len(right) >= _ROWS_AROUND and caption.x1 < strip.x1 - 0.2 * (strip.x1 - strip.x0):
        edge = sorted(x.x0 for x in right)[len(right) // 10]
        own = [x for x in strip.lines if x.x1 < edge]
    else:
        return strip
    if not any(x is caption for x in own):
        return strip
    inside = {id(x) for x in own}
    strip.prose.update(id(x) for x in strip.lines if id(x) not in inside and body.is_text_size(x.size))
    return Strip(own, min(x.x0 for x in own), max(x.x1 for x in own), strip.prose)


def _wordy(line: Line) -> bool:
    return len(re.findall(r"\b[a-z]{2,}", line.text)) >= _TEXT_WORDS


def mark_prose(strip: Strip, body: BodyStyle) -> set[int]:
    """Ids of the lines that are prose: those that fill the column, and the last ones of paragraphs."""
    lines = strip.lines
    marked: set[int] = set()
    width = strip.x1 - strip.x0
    for index, line in enumerate(lines):
        if not body.is_text_size(line.size) or in_row(lines, index):
            continue
        words = line.text.split()
        if not _wordy(line) and len(words) > _MANY_CELLS and len(split_cells(line)) >= _MANY_CELLS:
            continue
        if sum(w[0].isalpha() or w[0] in "(“‘[" for w in words) < 0.6 * len(words):
            continue
        if line.width >= _FULL * width and len(words) >= 5 and line.x0 - strip.x0 < _INDENT * width:
            marked.add(id(line))
        else:
            # The last line of a paragraph: below a line of prose, or alone at the top of the column.
            before = lines[index - 1] if index else None
            if before is None:
                ended = _LAST_LINE.search(line.text) is not None and line.font.name == body.font
                if ended and abs(line.x0 - strip.x0) < 2:
                    marked.add(id(line))
            elif (
                id(before) in marked
                and 0 < line.y - before.y <= 1.6 * body.size
                and abs(line.size - before.size) < 0.3
            ) and min(abs(line.x0 - before.x0), abs(line.x0 - strip.x0)) < 2.5 * body.size:
                marked.add(id(line))
    for index in range(1, len(lines) - 1):
        if id(lines[index]) in marked and _is_row_title(lines, index, strip, marked):
            marked.discard(id(lines[index]))
    for index in range(len(lines) - 1, 0, -1):
        _mark_parted(lines, index, strip, marked)
    return marked


def _is_row_title(lines: Sequence[Line], index: int, strip: Strip, marked: set[int]) -> bool:
    """Whether a line stands between rows of cells, and does not fill its column: "Deaths by all causes"."""
    around = (lines[index - 1], lines[index + 1])
    if any(id(x) in marked for x in around) or lines[index].width > _FILLS * (strip.x1 - strip.x0):
        return False
    return in_row(lines, index - 1) and in_row(lines, index + 1)


def _mark_parted(lines: Sequence[Line], index: int, strip: Strip, marked: set[int]) -> None:
    """A title that runs in and the text behind it, or two sentences a wide blank apart: two pieces of one
    line above or below prose.
    """
    first, second = lines[index - 1], lines[index]
    if abs(first.y - second.y) > 0.3 * second.size:
        return
    below = lines[index + 1] if index + 1 < len(lines) else None
    above = lines[index - 2] if index > 1 and first.text.endswith((".", "?", "!")) else None
    steps = [
        step
        for step, other in ((1, below), (-1, above))
        if other is not None
        and id(other) in marked
        and 0 < step * (other.y - second.y) <= 1.6 * second.size
        and (step > 0 or other.font is first.font is second.font)
    ]
    close = second.x0 - first.x1 < 3 * second.size
    if (
        steps
        and close
        and abs(first.x0 - strip.x0) < 3
        and second.x1 - first.x0 >= 0.85 * (strip.x1 - strip.x0)
    ):
        marked.update((id(first), id(second)))


def in_row(lines: Sequence[Line], index: int) -> bool:
    """Whether another line of the column stands at the same height."""
    y, size = lines[index].y, lines[index].size
    return any(0 <= i < len(lines) and abs(lines[i].y - y) < 0.3 * size for i in (index - 1, index + 1))
