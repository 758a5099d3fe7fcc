"""The places of TEI elements on the pages of a PDF, from the attribute ``coords``.

``coords="2,50,100,200,12;2,50,114,180,12"`` are two lines on page 2; their box is (50, 100, 250, 126).
"""

from __future__ import annotations

import math
from typing import Any

from generator.reading.compose import Box

# Limits for hostile files.
_MAX_BOXES = 2000  # rectangles of one element; a paragraph has one per line
_MAX_PAGES = 100_000


def column_boxes(element: Any) -> list[tuple[int, Box]]:
    """Return page and box, in points, of the element's part in each column.

    GROBID writes ``coords="page,x,y,width,height;..."`` with a rectangle for each line and y from the top of
    the page. Rectangles below each other make one box; another page, or a rectangle above the previous one,
    begins the next box. Returns nothing if the attribute is missing or has another form.
    """
    coordinates = element.get("coords")
    columns: list[tuple[int, Box]] = []
    last: Box | None = None
    for written in coordinates.split(";", _MAX_BOXES)[:_MAX_BOXES] if coordinates else ():
        if (rectangle := _rectangle(written)) is None:
            return []
        page, box = rectangle
        is_same_column = bool(columns) and columns[-1][0] == page and last is not None and box[3] > last[1]
        if is_same_column:
            columns[-1] = (page, _enclosing_box(columns[-1][1], box))
        else:
            columns.append((page, box))
        last = box
    return columns


def text_place(element: Any, *, whole: bool) -> tuple[int | None, Box | None]:
    """Return page and box of the text of ``element``; None if they are not known.

    whole: the text is one sentence; its box is that of its beginning. Of several sentences, it is not known
    which are in the second column, so they have a box only if there is one column.
    """
    columns = column_boxes(element)
    if not columns or (len(columns) > 1 and not whole):
        is_one_page = len({page for page, _ in columns}) == 1
        return (columns[0][0], None) if is_one_page else (None, None)
    return columns[0]


def _rectangle(written: str) -> tuple[int, Box] | None:
    """Return page and box of ``page,x,y,width,height``; None if it is invalid."""
    parts = written.split(",")
    if len(parts) != 5:
        return None
    try:
        page = int(parts[0])
        x, y, width, height = (float(part) for part in parts[1:])
    except ValueError:
        return None
    # The sums are checked too: two finite numbers may add up to infinity, which JSON cannot represent.
    sides = x, y, x + width, y + height
    if not 1 <= page <= _MAX_PAGES or not all(map(math.isfinite, sides)) or width < 0 or height < 0:
        return None
    return page, (round(x, 2), round(y, 2), round(x + width, 2), round(y + height, 2))


def _enclosing_box(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
