"""References that fill the foot of a page in small type, below text that has columns of its own.

They run there in all columns, often in more of them than the text, alone or behind other back
matter ("Article information"). Such a page is read in two bands: the columns of the text first,
then those of the references. Without this the text at the head of the second column would be read
behind what stands at the foot of the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.lines import Line

_REFERENCES = re.compile(
    r"^\W*(?:\d{1,2}\W+|[IVX]{1,5}\W+)?(?:references(?: cited)?|bibliography|literature cited)\W*$", re.I
)
_SMALL = 0.94  # the band's type, at most, as a share of that of the text above
_MIN_LINES = 4  # lines of each part that stand beside the title's column
_TITLE = 40  # characters
_LONG = 12  # characters from which on a line's type counts


def part_band(lines: Sequence[Line]) -> tuple[list[Line], list[Line]] | None:
    """The lines of a page above the band of its references, and those in it; None where it has none.

    The band begins with a title at the left edge; all that stands from there down, in every column,
    is set smaller than the text above.
    """
    if not any(_REFERENCES.match(x.text) for x in lines if len(x.text) < _TITLE):
        return None
    left = min((x.x0 for x in lines if len(x.text) >= _LONG), default=0.0)
    titles = [x for x in lines if _may_be_title(x) and x.x0 < left + 2 * x.size]
    for title in sorted(titles, key=lambda x: x.y):
        below = [x for x in lines if x.bottom > title.top]
        chosen = {id(x) for x in below}
        above = [x for x in lines if id(x) not in chosen]
        if _is_band(title, above, below):
            return above, below
    return None


def _may_be_title(line: Line) -> bool:
    if len(line.text) < _TITLE and _REFERENCES.match(line.text):
        return True
    return len(line.text) < _TITLE and (line.bold > 0.8 or line.text.isupper()) and line.text[:1].isupper()


def _is_band(title: Line, above: Sequence[Line], below: Sequence[Line]) -> bool:
    if not any(_REFERENCES.match(x.text) for x in below if len(x.text) < _TITLE):
        return False
    set_below = [x for x in below if x is not title and len(x.text) >= _LONG]
    own = [x.x1 for x in set_below if x.x0 < title.x1 and x.x1 > title.x0]
    if not own:
        return False
    # What stands in the other columns, below and above: there the order is at stake.
    edge = sorted(own)[len(own) // 2]
    others = [x for x in set_below if x.x0 > edge - 1]
    over = [x for x in above if x.x1 > edge and len(x.text) >= _LONG]
    if len(others) < _MIN_LINES or len(over) < _MIN_LINES:
        return False
    sizes = sorted(x.size for x in over)
    limit = _SMALL * sizes[len(sizes) // 4]
    return all(x.size <= limit for x in set_below if x.bold < 0.8 or len(x.text) >= _TITLE)
