"""The box of a title page with dates and keywords on its left and the abstract on its right.

Its columns are narrower and wider than those of the text below, so the gutter of the page says nothing about
them. It begins with two headings at one height, "ARTICLE INFO" and "ABSTRACT", and ends with the abstract.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.reading.pdf.text_lines import TextLine

_INFO = re.compile(r"article\s?(?:info(?:rmation)?|history|details)|keywords|key\s?words", re.IGNORECASE)
_ABSTRACT = re.compile(r"abstract|summary|graphical\s?abstract", re.IGNORECASE)
_MAX_HEADING = 30  # characters of the heading above the abstract
_SAME_HEIGHT = 0.6  # type sizes between the baselines of the two headings
_MAX_INDENT = 25.0  # points from the heading of the abstract to the beginning of one of its lines
_MAX_STEP = 3.0  # type sizes from one line of a column to the next; it has no wider gap
_MIN_LINES = 3  # of the abstract
_MARGIN = 2.0  # points by which a line may reach beyond its column


@dataclass(frozen=True, slots=True)
class InfoBox:
    """The lines of a title page: above the box, of its two columns, and below it."""

    above: list[TextLine]
    info: list[TextLine]
    abstract: list[TextLine]
    below: list[TextLine]


def split_info_box(lines: Sequence[TextLine]) -> InfoBox | None:
    """Return the parts of a page with such a box; None if it has none."""
    for right in lines:
        if len(right.text) > _MAX_HEADING or not _ABSTRACT.fullmatch(_heading(right)):
            continue
        for left in lines:
            level = abs(left.y - right.y) < _SAME_HEIGHT * right.size
            if level and left.x1 < right.x0 and _INFO.fullmatch(_heading(left)):
                return _box(lines, left, right)
    return None


def _heading(line: TextLine) -> str:
    """Return the text of a heading without stop and colon."""
    return line.text.strip(" .:")


def _box(lines: Sequence[TextLine], left: TextLine, right: TextLine) -> InfoBox | None:
    """Return the parts of a page, given the two headings of its box."""
    edge = right.x0
    heads = {id(left), id(right)}
    lower = sorted((x for x in lines if x.y > right.y and id(x) not in heads), key=lambda x: x.y)
    abstract = _column(right, [x for x in lower if edge - _MARGIN <= x.x0 <= edge + _MAX_INDENT])
    if len(abstract) <= _MIN_LINES:
        return None
    end = abstract[-1].y + _SAME_HEIGHT * right.size
    info = _column(left, [x for x in lower if x.x1 < edge and x.y < end])
    taken = {id(x) for x in (*abstract, *info)}
    if any(right.y < x.y < end for x in lower if id(x) not in taken and x.x0 < edge < x.x1):
        return None  # lines across both columns: they are none
    above = [x for x in lines if x.y <= right.y and id(x) not in heads]
    return InfoBox(above, info, abstract, [x for x in lower if id(x) not in taken])


def _column(head: TextLine, lines: Sequence[TextLine]) -> list[TextLine]:
    """Return a heading and the lines below it, up to the first wide gap."""
    column = [head]
    for line in lines:
        if line.y - column[-1].y > _MAX_STEP * max(line.size, column[-1].size):
            break
        column.append(line)
    return column
