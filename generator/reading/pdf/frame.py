"""Coordinates of a page: from those of the file to those of the page as it is read.

A page of 600 by 800 points that is turned clockwise by a quarter is 800 points wide:

    >>> Frame(0, 0, 600, 800, turns=1).box(100, 700, 200, 750)
    (700, 100, 750, 200)
"""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's visible part in the file's coordinates (points, origin bottom left).

    turns: quarter turns clockwise by which the page is shown.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is read, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point in coordinates of the page as read: x to the right, y down, from the top left."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box in coordinates of the page as read: left, top, right, bottom."""
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
