"""Bands at the side of the pages: a journal's name or a download notice next to the text.

Words of a band are at one place on several pages, or are letters one below the other, and no text reaches as
far out. A band's word at the height of a line of text would be read as part of it: where text ends at 500
points on every page, "Downloaded" from 520 to 560 at the same height on three pages is a band.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from generator.reading.pdf.captions import CAPTION
from generator.reading.pdf.text_lines import TextLine

_LONG = 40  # characters of lines that show where the text begins and ends
_MIN_LONG_LINES = 8  # such lines of a page whose edges count
_MAX_SHIFT = 4.0  # points by which a band's place may differ from page to page
_MIN_STACK = 5  # letters one below the other
_MAX_STEP = 2.2  # type sizes from one to the next
_MIN_KEY = 3  # letters of a word that may come back
_FEW_PAGES = 4  # of a paper in which two places make a band; in longer ones three do
_MIN_EDGE_LINES, _MIN_EDGE_SHARE = 3, 0.08  # lines that begin (or end) at an edge of the text

Parts = tuple[list[TextLine], list[TextLine]]


def split_side_bands(pages: Sequence[Sequence[TextLine]]) -> list[Parts]:
    """Return for each page the lines that are text, and those that are words of a band at its side."""
    outside = [_outside(lines) for lines in pages]
    places: dict[str, list[tuple[int, TextLine]]] = defaultdict(list)
    for number, found in enumerate(outside):
        for _, side in found:
            key = re.sub(r"[\W\d_]+", "", side.text.casefold())
            if len(key) >= _MIN_KEY and not CAPTION.match(side.text):
                places[key].append((number, side))
    enough = 2 if len(pages) <= _FEW_PAGES else 3
    bands = {
        id(line)
        for found in places.values()
        for _, line in found
        if len({n for n, x in found if abs(x.x0 - line.x0) < _MAX_SHIFT and abs(x.y - line.y) < _MAX_SHIFT})
        >= enough
    }
    result: list[Parts] = []
    for lines, found in zip(pages, outside, strict=True):
        chosen = bands | _stacked([side for _, side in found])
        taken = {id(whole): side for whole, side in found if id(side) in chosen}
        text: list[TextLine] = []
        for line in lines:
            band = taken.get(id(line))
            if band is None:
                text.append(line)
            elif band is not line:
                inner = {id(w) for w in band.words}
                text.append(TextLine([w for w in line.words if id(w) not in inner], line.page))
        result.append((text, list(taken.values())))
    return result


def _outside(lines: Sequence[TextLine]) -> list[tuple[TextLine, TextLine]]:
    """Return the lines that reach beyond the edges of the text, and of each the part beyond."""
    long = [x for x in lines if len(x.text) >= _LONG]
    if len(long) < _MIN_LONG_LINES:
        return []
    left, right = _edge([x.x0 for x in long], first=True), _edge([x.x1 for x in long], first=False)
    found = []
    for line in lines:
        if line.x0 >= left - 1 and line.x1 <= right + 1:
            continue
        words = [w for w in line.words if w.x1 <= left - 1]
        if not words:
            words = [w for w in line.words if w.x0 >= right + 1]
        if len(words) == len(line.words):
            found.append((line, line))
        elif words:
            found.append((line, TextLine(words, line.page)))
    return found


def _edge(values: Sequence[float], *, first: bool) -> float:
    """Return the outermost place at which several lines begin (or end); stray ones reach further out."""
    counts = Counter(round(v) for v in values)
    several = [
        place
        for place in counts
        if counts[place - 1] + counts[place] + counts[place + 1]
        >= max(_MIN_EDGE_LINES, _MIN_EDGE_SHARE * len(values))
    ]
    if not several:
        return min(values) if first else max(values)
    return float(min(several) if first else max(several))


def _stacked(lines: Sequence[TextLine]) -> set[int]:
    """Return the ids of letters that are one below the other."""
    letters = sorted((x for x in lines if len(x.text) <= 2 and x.text[:1].isalpha()), key=lambda x: x.y)
    heights = [x.y for x in letters]
    found: set[int] = set()
    for start in letters:
        if id(start) in found:
            continue  # its run is known
        run = [start]
        at = bisect_right(heights, start.y)
        while at < len(letters) and (line := letters[at]).y - run[-1].y < _MAX_STEP * start.size:
            at += 1
            if line.y > run[-1].y and abs(line.x0 + line.x1 - start.x0 - start.x1) < start.size:
                run.append(line)
        if len(run) >= _MIN_STACK:
            found.update(id(x) for x in run)
    return found
