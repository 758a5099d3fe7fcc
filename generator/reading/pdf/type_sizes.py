"""The size of type in fonts of bitmaps, which the file does not state in points.

Some programs write the bitmaps of TeX's fonts so that all type seems to be a quarter of a point high, though
each glyph is as large as it should be. The size is found from the heights of letters: an "n" whose ink rises
4.4 points above the baseline belongs to type of 10 points.

    >>> round(4.4 / _HEIGHTS["n"], 1)
    10.0
"""

from __future__ import annotations

import ctypes
import statistics
from collections.abc import Iterable

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address

TINY = 2.0  # points; type that seems smaller is measured
_MIN_READABLE = 3.0  # points; type whose letters show it to be smaller is small indeed
# Heights above the baseline in Computer Modern and Times, as shares of the type size.
_HEIGHTS = {
    **dict.fromkeys("acemnorsuvwxz", 0.44),
    **dict.fromkeys("ABCDEFGHIKLMNOPRSTUVWXYZbdfhkl0123456789", 0.67),
}
_MIN_LETTERS = 3  # letters whose heights give a size


def shown_size(indices: Iterable[int], address: Address, *, sideways: bool) -> float:
    """Return the size of type (points) in which the characters at these indices are drawn; 0 if unknown.

    sideways: they are turned by a quarter, so that their height is the width of their boxes.
    """
    edges = (ctypes.c_double * 6)()
    places = [calls.place_of(edges, 8 * k) for k in range(6)]
    sizes = []
    for index in indices:
        share = _HEIGHTS.get(chr(calls.char_unicode(address, index)))
        if share is None:
            continue
        calls.ink_box(address, index, *places[:4])
        calls.char_origin(address, index, *places[4:])
        left, right, bottom, top, x, y = edges
        height = max(right - x, x - left) if sideways else max(top - y, y - bottom)
        sizes.append(height / share)
    size = statistics.median(sizes) if len(sizes) >= _MIN_LETTERS else 0.0
    return size if size >= _MIN_READABLE else 0.0
