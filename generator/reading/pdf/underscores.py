"""Underscores that are drawn as rules, as TeX draws them in text: "func_rate", without a blank.

In type of 10 points TeX's rule is 3 points wide and lies on the baseline between the two words. A rule of 3
points that begins within 2 points behind "func" and ends within 2 points before "rate" joins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from generator.reading.pdf.frame import Box
from generator.reading.pdf.scripts import PlacedWord

# Shares of the type size. TeX's rule is .3 wide, on the baseline, with .06 of white before and behind it.
_MIN_WIDTH, _MAX_WIDTH = 0.2, 0.75
_MAX_ABOVE, _MAX_BELOW = 0.08, 0.22  # from the baseline to the rule
_MAX_OVERLAP, _MAX_WHITE = 0.15, 0.2  # PDFium's boxes of strokes are wider than the strokes
_SAME_BASELINE = 0.05
_MAX_RULE_POINTS = 12  # points; a longer rule is the underscore of no text
_ROW_HEIGHT = 4.0  # points of the rows in which words are searched


def join_at_underscores(words: Sequence[PlacedWord], rules: Iterable[Box]) -> None:
    """Join words with an underscore if nothing but a short rule on their line is between them."""
    rows: dict[float, list[tuple[PlacedWord, PlacedWord]]] | None = None
    for left, top, right, _ in rules:
        if right - left > _MAX_RULE_POINTS:
            continue
        if rows is None:
            rows = _pairs(words)
        row = top // _ROW_HEIGHT
        for at in (row - 1, row, row + 1):
            for before, after in rows.get(at, ()):
                size = after.size
                if (
                    _MIN_WIDTH * size <= right - left <= _MAX_WIDTH * size
                    and -_MAX_ABOVE * size <= top - after.y <= _MAX_BELOW * size
                    and -_MAX_OVERLAP * size <= left - before.x1 <= _MAX_WHITE * size
                    and -_MAX_OVERLAP * size <= after.x0 - right <= _MAX_WHITE * size
                    and before.text[-1:].isalnum()
                    and after.text[:1].isalnum()
                ):
                    before.text += "_"
                    before.x1 = right
                    after.glued = True


def _pairs(words: Sequence[PlacedWord]) -> dict[float, list[tuple[PlacedWord, PlacedWord]]]:
    """Return pairs of words that follow one another on one line, by the row of their baseline."""
    rows: dict[float, list[tuple[PlacedWord, PlacedWord]]] = {}
    for before, after in pairwise(words):
        if abs(before.y - after.y) < _SAME_BASELINE * after.size and before.size == after.size:
            rows.setdefault(after.y // _ROW_HEIGHT, []).append((before, after))
    return rows
