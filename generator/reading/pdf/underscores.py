"""Underscores that are drawn as rules, as TeX draws them in text: "func_rate", and no blank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol

from generator.reading.pdf.frame import Box

# Shares of the type size. TeX's rule is .3 wide, on the baseline, with .06 of white before and behind it.
_MIN_WIDTH, _MAX_WIDTH = 0.2, 0.75
_ABOVE, _BELOW = 0.08, 0.22
_OVER, _WHITE = 0.15, 0.2  # PDFium's boxes of strokes are wider than they are
_ROW = 4.0  # points


class Placed(Protocol):
    """A word with its place."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    glued: bool


def with_underscores(words: Sequence[Placed], rules: Iterable[Box]) -> None:
    """Join words between which stands nothing but a short rule on their line, with an underscore."""
    rows: dict[float, list[tuple[Placed, Placed]]] | None = None
    for left, top, right, _ in rules:
        if right - left > 12:
            continue  # wider than the underscore of any text
        if rows is None:
            rows = _pairs(words)
        row = top // _ROW
        for at in (row - 1, row, row + 1):
            for before, after in rows.get(at, ()):
                size = after.size
                if (
                    _MIN_WIDTH * size <= right - left <= _MAX_WIDTH * size
                    and -_ABOVE * size <= top - after.y <= _BELOW * size
                    and -_OVER * size <= left - before.x1 <= _WHITE * size
                    and -_OVER * size <= after.x0 - right <= _WHITE * size
                    and before.text[-1:].isalnum()
                    and after.text[:1].isalnum()
                ):
                    before.text += "_"
                    before.x1 = right
                    after.glued = True


def _pairs(words: Sequence[Placed]) -> dict[float, list[tuple[Placed, Placed]]]:
    """Words that follow one another on one line, by their height."""
    rows: dict[float, list[tuple[Placed, Placed]]] = {}
    for before, after in pairwise(words):
        if abs(before.y - after.y) < 0.05 * after.size and before.size == after.size:
            rows.setdefault(after.y // _ROW, []).append((before, after))
    return rows
