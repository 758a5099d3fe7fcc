"""References that fill the foot of a page in small type, below text that has columns of its own.

They run in all columns there, often in more of them than the text, alone or behind other back matter
("Article information"). Such a page is read in two bands: the columns of the text first, then those of the
references. Otherwise the text at the head of the second column would be read behind the foot of the first.

    >>> bool(_REFERENCES.match("5. References")), bool(_REFERENCES.match("References are in small type"))
    (True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.text_lines import TextLine

_REFERENCES = re.compile(
    r"^\W*(?:\d{1,2}\W+|[IVX]{1,5}\W+)?(?:references(?: cited)?|bibliography|literature cited)\W*$", re.I
)
_MAX_SMALL = 0.94  # size of the band's type, as a share of that of the text above
_MIN_LINES = 4  # lines of each part that are next to the title's column
_MAX_TITLE_CHARS = 40  # characters of a title
_LONG = 12  # characters of a line whose type counts
_MAX_INDENT = 2  # type sizes by which the title may be indented
_BOLD = 0.8  # share of a line's characters


def split_reference_band(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]] | None:
    """Return the lines of a page above the band of its references, and those in it; None if it has none.

    The band begins with a title at the left edge; everything below it, in every column, is set smaller than
    the text above.
    """
    if not any(_REFERENCES.match(x.text) for x in lines if len(x.text) < _MAX_TITLE_CHARS):
        return None
    left = min((x.x0 for x in lines if len(x.text) >= _LONG), default=0.0)
    titles = [x for x in lines if _may_be_title(x) and x.x0 < left + _MAX_INDENT * x.size]
    for title in sorted(titles, key=lambda x: x.y):
        below = [x for x in lines if x.bottom > title.top]
        chosen = {id(x) for x in below}
        above = [x for x in lines if id(x) not in chosen]
        if _is_band(title, above, below):
            return above, below
    return None


def _may_be_title(line: TextLine) -> bool:
    """Return True if the line is the title of the references, or short and bold or in capitals."""
    if len(line.text) < _MAX_TITLE_CHARS and _REFERENCES.match(line.text):
        return True
    return (
        len(line.text) < _MAX_TITLE_CHARS
        and (line.bold > _BOLD or line.text.isupper())
        and line.text[:1].isupper()
    )


def _is_band(title: TextLine, above: Sequence[TextLine], below: Sequence[TextLine]) -> bool:
    """Return True if references in small type begin at this title, next to columns of text."""
    if not any(_REFERENCES.match(x.text) for x in below if len(x.text) < _MAX_TITLE_CHARS):
        return False
    set_below = [x for x in below if x is not title and len(x.text) >= _LONG]
    own = [x.x1 for x in set_below if x.x0 < title.x1 and x.x1 > title.x0]
    if not own:
        return False
    # Lines of the other columns, below and above: their order is at stake.
    edge = sorted(own)[len(own) // 2]
    others = [x for x in set_below if x.x0 > edge - 1]
    over = [x for x in above if x.x1 > edge and len(x.text) >= _LONG]
    if len(others) < _MIN_LINES or len(over) < _MIN_LINES:
        return False
    sizes = sorted(x.size for x in over)
    limit = _MAX_SMALL * sizes[len(sizes) // 4]  # of the lower quartile
    return all(x.size <= limit for x in set_below if x.bold < _BOLD or len(x.text) >= _MAX_TITLE_CHARS)
