"""The areas to which the objects of a page are clipped."""

from __future__ import annotations

import ctypes

from generator.reading.pdf import calls
from generator.reading.pdf.areas import EVERYWHERE, Area, intersection, is_rectangle
from generator.reading.pdf.calls import Address

_MAX_PATH_POINTS = 200  # points of a clip path that are asked for
RECTANGLE_POINTS = 6  # points of the path of a rectangle, at most
_POINT = (ctypes.c_float * 2)()  # place for the result of a call, which holds the interpreter's lock
_AT_POINT = tuple(calls.place_of(_POINT, 4 * k) for k in range(2))


def clip_area(handle: int, known: dict[int, Area], odd: set[int]) -> Area:
    """Return the area to which an object is clipped, in its own coordinates: the intersection of its clips.

    known: areas of clips by the address of their first point, for objects drawn under one clip. odd:
    receives the addresses of clips that are no rectangles: not everything within their area is shown.
    """
    path = Address(calls.clip_path(handle))
    count = calls.clip_count(path)
    area = EVERYWHERE
    for index in range(max(count, 0)):
        first = calls.clip_segment(path, index, 0)
        own = known.get(first) if first else None
        if own is None:
            points = calls.clip_segment_count(path, index)
            if points < 2:
                continue
            corners = [_point(path, index, k) for k in range(min(points, _MAX_PATH_POINTS))]
            xs, ys = zip(*corners, strict=True)
            own = known[first] = (min(xs), min(ys), max(xs), max(ys))
            if points > RECTANGLE_POINTS or not is_rectangle(corners):
                odd.add(first)
        area = own if area is EVERYWHERE else intersection(area, own)
    return area


def has_one_of(handle: int, clips: set[int]) -> bool:
    """Return True if one of these clips (addresses of their first points) applies to the object."""
    path = Address(calls.clip_path(handle))
    return any(calls.clip_segment(path, k, 0) in clips for k in range(max(calls.clip_count(path), 0)))


def _point(path: Address, index: int, segment: int) -> tuple[float, float]:
    """Return a point of a clip path."""
    return point_of(calls.clip_segment(path, index, segment)) or (0.0, 0.0)


def point_of(segment: int) -> tuple[float, float] | None:
    """Return the point of a path's segment; None if it has none."""
    if not segment or not calls.segment_point(Address(segment), *_AT_POINT):
        return None
    x, y = _POINT[:]
    return x, y
