"""Where on the pages of a PDF an element of TEI stands: the attribute ``coords``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from generator.reading.compose import Box

_MAX_BOXES = 2000  # rectangles of one element; a paragraph has one a line
_MAX_PAGES = 100_000


def places(element: Any) -> list[tuple[int, Box]]:
    """Return the columns in which ``element`` stands, each as its page and a box in points.

    GROBID gives ``coords="page,x,y,width,height;..."``, a rectangle a line, y from the top of the page.
    Rectangles one below the other make one box; another page or a step upward begins the next. What is no
    such list gives nothing.
    """
    given = element.get("coords")
    columns: list[tuple[int, Box]] = []
    last: Box | None = None
    for rectangle in given.split(";", _MAX_BOXES)[:_MAX_BOXES] if given else ():
        if (read := _rectangle(rectangle)) is None:
            return []
        page, box = read
        same = bool(columns) and columns[-1][0] == page and last is not None and box[3] > last[1]
        if same:
            columns[-1] = (page, _around(columns[-1][1], box))
        else:
            columns.append((page, box))
        last = box
    return columns


def place(element: Any, *, whole: bool) -> tuple[int | None, Box | None]:
    """Return page and box of the text of ``element``, or nothing where the file does not say.

    whole: the text is one sentence, of which the box marks the part where it begins. Of several sentences
    nobody knows which of them stands in the second column: then only a single column gives a place.
    """
    columns = places(element)
    if not columns or (len(columns) > 1 and not whole):
        return (columns[0][0], None) if _one_page(columns) else (None, None)
    return columns[0]


def _one_page(columns: Sequence[tuple[int, Box]]) -> bool:
    return len({page for page, _ in columns}) == 1


def _rectangle(written: str) -> tuple[int, Box] | None:
    parts = written.split(",")
    if len(parts) != 5:
        return None
    try:
        page = int(parts[0])
        x, y, width, height = (float(part) for part in parts[1:])
    except ValueError:
        return None
    # The sums too: two numbers that are finite may add up to one that no JSON can hold.
    sides = x, y, x + width, y + height
    if not 1 <= page <= _MAX_PAGES or not all(map(math.isfinite, sides)) or width < 0 or height < 0:
        return None
    return page, (round(x, 2), round(y, 2), round(x + width, 2), round(y + height, 2))


def _around(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
