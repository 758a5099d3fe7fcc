"""Notes in a narrow column next to a table, as some medical journals set them.

Their lines would be taken for the last cells of the rows that they happen to be level with. They are told by
the first of them, which has a note's mark, by their left edge, and by their own steps from line to line.

    >>> from generator.reading.pdf.fonts import NO_FONT
    >>> from generator.reading.pdf.page_words import Word
    >>> def line(text, x, y): return TextLine([Word(text, x, x + 4 * len(text), y, 10, NO_FONT)], 1)
    >>> rows = [line(f"lamp {k}", 0, 100 + 15 * k) for k in range(4)]
    >>> notes = [line(t, 90, 104 + 12 * k) for k, t in enumerate(("Abbreviation: W,", "watts of", "light"))]
    >>> [[x.text for x in note] for note in split_side_notes([*rows, *notes])[1]]
    [['Abbreviation: W,', 'watts of', 'light']]
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from generator.reading.pdf.captions import TABLE_NOTE
from generator.reading.pdf.text_lines import TextLine

_MIN_LINES = 3  # of the notes
_MIN_CHARS = 8  # characters of their first line
_EDGE = 2.0  # points by which lines may begin left of the first one
# Shares of the type size.
_MAX_INDENT = 1.5  # of the lines below a note's mark
_MIN_STEP, _MAX_STEP = 0.9, 2.2  # from one line to the next: they are one column of lines
_NEXT_NOTE = 1.12  # of the least step: a wider one is before another note
_LEVEL = 0.1  # between baselines of a note's line and a cell that would be a row
_MAX_LEVEL = 0.5  # share of lines that are level with a cell; a column of the table has more


def split_side_notes(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[list[TextLine]]]:
    """Return the lines of a table without the notes next to it, and these notes."""
    for first in lines:
        if len(first.text) < _MIN_CHARS or not TABLE_NOTE.match(first.text):
            continue
        notes = sorted((x for x in lines if x.x0 > first.x0 - _EDGE), key=lambda x: x.y)
        own = {id(x) for x in notes}
        rest = [x for x in lines if id(x) not in own]
        if notes[0] is first and _is_column(notes, rest):
            return rest, _parted(notes)
    return list(lines), []


def _is_column(notes: Sequence[TextLine], rest: Sequence[TextLine]) -> bool:
    """Return True if lines are a column of text next to the cells, and no column of these."""
    if len(notes) < _MIN_LINES or len(rest) < _MIN_LINES:
        return False
    left, size = notes[0].x0, notes[0].size
    if any(x.x1 >= left for x in rest) or any(x.x0 > left + _MAX_INDENT * size for x in notes):
        return False
    if any(not _MIN_STEP * size <= step <= _MAX_STEP * size for step in _steps(notes)):
        return False
    level = sum(any(abs(x.y - y.y) < _LEVEL * size for y in rest) for x in notes)
    return level <= _MAX_LEVEL * len(notes)


def _steps(lines: Sequence[TextLine]) -> list[float]:
    """Return the distances from line to line."""
    return [below.y - above.y for above, below in itertools.pairwise(lines)]


def _parted(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the notes, each of which begins with a mark below some white."""
    steps = _steps(lines)
    least = min(steps)
    notes = [[lines[0]]]
    for step, line in zip(steps, lines[1:], strict=True):
        if step > _NEXT_NOTE * least and TABLE_NOTE.match(line.text):
            notes.append([line])
        else:
            notes[-1].append(line)
    return notes
