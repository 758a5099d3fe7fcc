"""Areas of a page in the file's coordinates, and the matrices that move them.

>>> transformed((0, 0, 10, 20), (2, 0, 0, 2, 100, 100)), intersection((0, 0, 10, 20), (5, 5, 50, 50))
((100, 100, 120, 140), (5, 5, 10, 20))
"""

from __future__ import annotations

import math
from collections.abc import Sequence

# Left, bottom, right, top.
Area = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE: Area = (-math.inf, -math.inf, math.inf, math.inf)
_DIGITS = 2  # of points, in which the corners of a rectangle agree


def product(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies ``first`` and then ``then``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def transformed(area: Area, matrix: Matrix | None) -> Area:
    """Return the bounds of the area under the matrix."""
    if matrix is None or area is EVERYWHERE or math.inf in area:
        return area
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in area[::2] for y in area[1::2]]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def intersection(one: Area, other: Area) -> Area:
    """Return the common part of both areas; its right is left of its left if there is none."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def size_of(area: Area) -> float:
    """Return the size of an area in square points; 0 where its edges are crossed."""
    left, bottom, right, top = area
    return max(right - left, 0.0) * max(top - bottom, 0.0)


def is_rectangle(points: Sequence[tuple[float, float]]) -> bool:
    """Return True if the points, in the order of drawing, are the corners of an upright rectangle."""
    xs, ys = {round(x, _DIGITS) for x, _ in points}, {round(y, _DIGITS) for _, y in points}
    corners = [(round(x, _DIGITS), round(y, _DIGITS)) for x, y in points]
    steps = zip(corners, corners[1:] + corners[:1], strict=True)
    return (
        len(xs) <= 2
        and len(ys) <= 2
        and len(set(corners)) == len(xs) * len(ys)
        and all(x == u or y == v for (x, y), (u, v) in steps)
    )
