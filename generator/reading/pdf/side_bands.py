"""Bands at the side of the pages: a journal's name or a download notice set beside the text.

Words of a band stand at one place on several pages, or are letters set one below the other, and
nothing of the text reaches as far out. One that stands on the height of a line of text would be
read as part of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from generator.reading.pdf.captions import CAPTION
from generator.reading.pdf.lines import Line

_LONG = 40  # characters of a line that tells where the text begins and ends
_MIN_COUNT = 8  # such lines of a page whose edges are believed
_NEAR = 4.0  # points by which a band's place may differ from page to page
_STACK = 5  # letters that stand one below the other

Parts = tuple[list[Line], list[Line]]


def part_side_bands(pages: Sequence[Sequence[Line]]) -> list[Parts]:
    """For each page the lines that are text, and those that are words of a band at its side."""
    outside = [_outside(lines) for lines in pages]
    places: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for number, found in enumerate(outside):
        for _, side in found:
            key = re.sub(r"[\W\d_]+", "", side.text.casefold())
            if len(key) >= 3 and not CAPTION.match(side.text):
                places[key].append((number, side))
    enough = 2 if len(pages) <= 4 else 3
    bands = {
        id(line)
        for found in places.values()
        for _, line in found
        if len({n for n, x in found if abs(x.x0 - line.x0) < _NEAR and abs(x.y - line.y) < _NEAR}) >= enough
    }
    result: list[Parts] = []
    for lines, found in zip(pages, outside, strict=True):
        chosen = bands | _stacked([side for _, side in found])
        taken = {id(whole): side for whole, side in found if id(side) in chosen}
        text: list[Line] = []
        for line in lines:
            band = taken.get(id(line))
            if band is None:
                text.append(line)
            elif band is not line:
                inner = {id(w) for w in band.words}
                text.append(Line([w for w in line.words if id(w) not in inner], line.page))
        result.append((text, list(taken.values())))
    return result


def _outside(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Lines that reach beyond the edges of the text, and of each the part that lies beyond."""
    long = [x for x in lines if len(x.text) >= _LONG]
    if len(long) < _MIN_COUNT:
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
            found.append((line, Line(words, line.page)))
    return found


def _edge(values: Sequence[float], *, first: bool) -> float:
    """The outermost place at which several lines begin (or end); stray ones reach further out."""
    counts = Counter(round(v) for v in values)
    several = [
        place
        for place in counts
        if counts[place - 1] + counts[place] + counts[place + 1] >= max(3, 0.08 * len(values))
    ]
    if not several:
        return min(values) if first else max(values)
    return float(min(several) if first else max(several))


def _stacked(lines: Sequence[Line]) -> set[int]:
    """Ids of letters that stand one below the other."""
    letters = sorted((x for x in lines if len(x.text) <= 2 and x.text[:1].isalpha()), key=lambda x: x.y)
    found: set[int] = set()
    for start in letters:
        run = [start]
        for line in letters:
            below = 0 < line.y - run[-1].y < 2.2 * start.size
            if below and abs(line.x0 + line.x1 - start.x0 - start.x1) < start.size:
                run.append(line)
        if len(run) >= _STACK:
            found.update(id(x) for x in run)
    return found
