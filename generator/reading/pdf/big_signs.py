"""Sums, integrals, roots and tall brackets, which TeX hangs below a point far above their line.

Their glyphs hang from the top, so the file gives them a baseline that no other word of the line has. The line
runs through their middle, which lies on the axis of formulas, a quarter of the type size above the baseline
(D. E. Knuth, The TeXbook, appendix G; axis height of Computer Modern .25 em). A sum whose ink reaches from
690 to 714 points in type of 10 points belongs to the line at 702 - 2.5 = 699.5 points.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.pieces import TextPiece

_AXIS = 0.25  # of the type size, above the baseline
_MAX_OFFSET = 0.15  # of the type size, by which a sign on its own line may miss the axis
_SIGNS = frozenset("∑∏∐∫∮√⋃⋂⨁⨂⨀⋁⋀⨆")


def align_big_signs(pieces: Iterable[TextPiece], address: Address) -> None:
    """Give the pieces that hold such signs the baseline of the line that runs through their middle."""
    for piece in pieces:
        text = piece.text
        if not (text and (text[0] in _SIGNS or piece.style.use.is_tall)) or piece.style.turn:
            continue
        edges = (ctypes.c_double * 4)()
        calls.ink_box(address, piece.start, *(calls.place_of(edges, 8 * k) for k in range(4)))
        _, _, bottom, top = edges
        size = piece.style.size
        line = (bottom + top) / 2 - _AXIS * size
        if top > bottom and abs(line - piece.y) > _MAX_OFFSET * size:
            piece.y = line
