"""The size of type that a file does not tell: fonts of bitmaps whose unit is a dot of the printer.

Some programs write the bitmaps of TeX's fonts so that all type seems to be a quarter of a point high, while
each glyph is as large as it is on the page. The letters themselves tell.
"""

from __future__ import annotations

import ctypes
import statistics
from collections.abc import Iterable

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address

TINY = 2.0  # points; what seems smaller is looked at
_READABLE = 3.0  # points; what its letters show to be smaller is small indeed
# Heights above the baseline in Computer Modern and Times, as shares of the type size.
_HEIGHTS = {
    **dict.fromkeys("acemnorsuvwxz", 0.44),
    **dict.fromkeys("ABCDEFGHIKLMNOPRSTUVWXYZbdfhkl0123456789", 0.67),
}
_ENOUGH = 3  # letters


def shown_size(indices: Iterable[int], address: Address, *, sideways: bool) -> float:
    """Points of the type in which the characters at these indices of a page are drawn; 0 where unknown.

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
    size = statistics.median(sizes) if len(sizes) >= _ENOUGH else 0.0
    return size if size >= _READABLE else 0.0
