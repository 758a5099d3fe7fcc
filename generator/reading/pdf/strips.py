"""The columns of a page as strips of lines, and which of these lines are prose.

Prose fills its column from edge to edge, but for the last lines of paragraphs; lines in figures and tables do
not. In a column from 50 to 250 points a line of prose is at least 120 points wide (_MIN_FILL) and begins
before 90 (_MAX_INDENT).

>>> bool(_LAST_LINE.match("for five epochs.")), bool(_LAST_LINE.match("0.91 0.89 0.92"))
(True, False)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.reading.pdf.columns import in_rows
from generator.reading.pdf.paragraph_text import count_cells
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import TextLine

# Shares of the column's width.
_MIN_FILL = 0.6  # of a line of prose, but for a paragraph's last
_MAX_INDENT = 0.2  # empty to the left of a line of prose
_ROW_FILL = 0.9  # from which on a line between rows of cells is prose, and no title of rows
_SPLIT_FILL = 0.85  # of the two parts of a line that a wide blank separates
_BESIDE_FLOAT = 0.2  # that text takes next to a float which it runs around
# Counts.
_MIN_CELLS = 3  # words set apart in one line that are certainly cells
_MANY_CELLS = 4  # the same for a line with hardly a word in lower case
_SHORT = 20  # characters of a cell, as a rule
_LONG = 25  # characters of lines that show the edges of a column
_MIN_ROWS_AROUND = 5  # lines of text that runs around a float
_MIN_TEXT_WORDS = 4  # words in lower case of a line of text
_MIN_PROSE_WORDS = 5  # words of a line of prose
_MIN_WORD_SHARE = 0.6  # of the words of a line of prose that begin with a letter or bracket
_MOST, _ALL = 9, 10  # so many of so many lines end before the column's right edge
# Type sizes.
_AROUND = 8  # above and below a caption: text within runs around its float
_SAME_HEIGHT = 0.3
_NEXT_LINE = 1.6  # from line to line of one paragraph
_LAST_LINE_SHIFT = 2.5  # by which the last line of a paragraph may begin elsewhere
_MAX_BLANK = 3  # between a title that runs in and the text behind it
_SAME_TEXT = 0.03  # relative difference of two sizes of text
_SAME_SIZE = 0.3  # points between the sizes of lines of one paragraph
_SAME_EDGE = 2  # points
_SAME_START = 3  # points, for a line that a wide blank separates
_LOWER_WORD = re.compile(r"\b[a-z]{2,}")
_LAST_LINE = re.compile(r"^[a-z(].*[.!?]$")


@dataclass(slots=True)
class Strip:
    """Lines of one column (or of the whole width), from top to bottom, with the column's edges.

    prose: ids of the lines that are prose.
    """

    lines: list[TextLine]
    x0: float
    x1: float
    prose: set[int] = field(default_factory=set)


def strips_of(lines: Sequence[TextLine], gutter: tuple[float, float] | None) -> list[Strip]:
    """Return the strips of a page: its columns, and one of the lines that run over the gutter."""
    if gutter is None:
        return [strip_of(list(lines))]
    left, right = gutter
    sides: list[list[TextLine]] = [[], [], []]
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


def strip_of(lines: list[TextLine]) -> Strip:
    """Return the lines as a strip: from the left edge of most lines to the right one of most long lines."""
    long = [x for x in lines if len(x.text) > _LONG] or lines
    (left, _), *_ = Counter(round(x.x0) for x in long).most_common(1)
    x1s = sorted(x.x1 for x in long)
    return Strip(in_rows(lines), float(left), x1s[len(x1s) * _MOST // _ALL])


def cells_of_rows(lines: Sequence[TextLine], gutter: tuple[float, float] | None) -> set[int]:
    """Return the ids of the lines of a page that are cells.

    Two short lines are next to them at their own height, or any line if they run over the gutter. Within
    one column ``in_row`` finds cells; here a table runs over several.
    """
    found: set[int] = set()
    row: list[TextLine] = []
    for line in (*sorted(lines, key=lambda x: x.y), None):
        if line is not None and (not row or line.y - row[0].y < _SAME_HEIGHT * max(line.size, row[0].size)):
            row.append(line)
            continue
        short = sum(len(x.text) <= _SHORT for x in row)
        apart = all(len(x.text) <= _SHORT or count_cells(x) >= _MIN_CELLS for x in row)
        for each in row:
            across = gutter is not None and each.x0 < gutter[0] - 1 and each.x1 > gutter[1] + 1
            others = short - (len(each.text) <= _SHORT)
            if others >= 2 or (len(row) > 1 and (across or apart)):
                found.add(id(each))
        row = [line] if line is not None else []
    return found


def beside_text(strip: Strip, caption: TextLine, body: BodyStyle) -> Strip:
    """Return the part of a column with a float that the text runs around; else the whole column.

    Lines of text are next to the caption, on one side of it; they are marked as prose.
    """
    reach = _AROUND * caption.size
    text = [
        x
        for x in strip.lines
        if abs(x.y - caption.y) < reach and abs(x.size - body.size) < _SAME_TEXT * body.size and _wordy(x)
    ]
    left = [x for x in text if x.x1 < caption.x0 - caption.size / 2]
    right = [x for x in text if x.x0 > caption.x1 + caption.size / 2]
    if len(left) >= _MIN_ROWS_AROUND and caption.x0 > strip.x0 + _BESIDE_FLOAT * (strip.x1 - strip.x0):
        edge = sorted(x.x1 for x in left)[len(left) * _MOST // _ALL]
        own = [x for x in strip.lines if x.x0 > edge]
    elif len(right) >= _MIN_ROWS_AROUND and caption.x1 < strip.x1 - _BESIDE_FLOAT * (strip.x1 - strip.x0):
        edge = sorted(x.x0 for x in right)[len(right) // _ALL]
        own = [x for x in strip.lines if x.x1 < edge]
    else:
        return strip
    if not any(x is caption for x in own):
        return strip
    inside = {id(x) for x in own}
    strip.prose.update(id(x) for x in strip.lines if id(x) not in inside and body.is_text_size(x.size))
    return Strip(own, min(x.x0 for x in own), max(x.x1 for x in own), strip.prose)


def _wordy(line: TextLine) -> bool:
    """Return True if the line has enough words in lower case to be text."""
    return len(_LOWER_WORD.findall(line.text)) >= _MIN_TEXT_WORDS


def mark_prose(strip: Strip, body: BodyStyle) -> set[int]:
    """Return the ids of the lines that are prose: they fill the column, or end a paragraph."""
    lines = strip.lines
    marked: set[int] = set()
    width = strip.x1 - strip.x0
    for index, line in enumerate(lines):
        if not body.is_text_size(line.size) or in_row(lines, index):
            continue
        words = line.text.split()
        if not _wordy(line) and len(words) > _MANY_CELLS and count_cells(line) >= _MANY_CELLS:
            continue
        if sum(w[0].isalpha() or w[0] in "(“‘[" for w in words) < _MIN_WORD_SHARE * len(words):
            continue
        if (
            line.width >= _MIN_FILL * width
            and len(words) >= _MIN_PROSE_WORDS
            and line.x0 - strip.x0 < _MAX_INDENT * width
        ):
            marked.add(id(line))
        else:
            # The last line of a paragraph: below a line of prose, or alone at the top of the column.
            before = lines[index - 1] if index else None
            if before is None:
                ended = _LAST_LINE.search(line.text) is not None and line.font.name == body.font
                if ended and abs(line.x0 - strip.x0) < _SAME_EDGE:
                    marked.add(id(line))
            elif (
                id(before) in marked
                and 0 < line.y - before.y <= _NEXT_LINE * body.size
                and abs(line.size - before.size) < _SAME_SIZE
            ) and min(abs(line.x0 - before.x0), abs(line.x0 - strip.x0)) < _LAST_LINE_SHIFT * body.size:
                marked.add(id(line))
    for index in range(1, len(lines) - 1):
        if id(lines[index]) in marked and _is_row_title(lines, index, strip, marked):
            marked.discard(id(lines[index]))
    for index in range(len(lines) - 1, 0, -1):
        _mark_split(lines, index, strip, marked)
    return marked


def _is_row_title(lines: Sequence[TextLine], index: int, strip: Strip, marked: set[int]) -> bool:
    """Return True for a line between rows of cells that does not fill its column: "Deaths by all causes"."""
    around = (lines[index - 1], lines[index + 1])
    if any(id(x) in marked for x in around) or lines[index].width > _ROW_FILL * (strip.x1 - strip.x0):
        return False
    return in_row(lines, index - 1) and in_row(lines, index + 1)


def _mark_split(lines: Sequence[TextLine], index: int, strip: Strip, marked: set[int]) -> None:
    """Mark two parts of one line above or below prose as prose.

    Such are a title that runs in and the text behind it, or two sentences a wide blank apart.
    """
    first, second = lines[index - 1], lines[index]
    if abs(first.y - second.y) > _SAME_HEIGHT * second.size:
        return
    below = lines[index + 1] if index + 1 < len(lines) else None
    above = lines[index - 2] if index > 1 and first.text.endswith((".", "?", "!")) else None
    steps = [
        step
        for step, other in ((1, below), (-1, above))
        if other is not None
        and id(other) in marked
        and 0 < step * (other.y - second.y) <= _NEXT_LINE * second.size
        and (step > 0 or other.font is first.font is second.font)
    ]
    close = second.x0 - first.x1 < _MAX_BLANK * second.size
    if (
        steps
        and close
        and abs(first.x0 - strip.x0) < _SAME_START
        and second.x1 - first.x0 >= _SPLIT_FILL * (strip.x1 - strip.x0)
    ):
        marked.update((id(first), id(second)))


def in_row(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if another line of the column is at the same height."""
    y, size = lines[index].y, lines[index].size
    return any(
        0 <= i < len(lines) and abs(lines[i].y - y) < _SAME_HEIGHT * size for i in (index - 1, index + 1)
    )
