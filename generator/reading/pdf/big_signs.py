"""Sums, integrals, roots and tall brackets, which TeX hangs below a point far above their line.

Their glyphs begin at the top, so that the file states a baseline that no other word of the line has. What
the line runs through is their middle: it lies on the axis of formulas, a quarter of the type size above
the baseline (D. E. Knuth, The TeXbook, appendix G; axis height of Computer Modern .25 em).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.pieces import Piece

_AXIS = 0.25  # of the type size
_OFF = 0.15  # of the type size: what the axis of a sign on its line may differ
_SIGNS = frozenset("∑∏∐∫∮√⋃⋂⨁⨂⨀⋁⋀⨆")


def on_their_line(pieces: Iterable[Piece], address: Address) -> None:
    """Give the pieces that hold such signs the baseline of the line that runs through their middle."""
    for piece in pieces:
        text = piece.text
        if not (text and (text[0] in _SIGNS or piece.style.use.tall)) or piece.style.turn:
            continue
        edges = (ctypes.c_double * 4)()
        calls.ink_box(address, piece.start, *(calls.place_of(edges, 8 * k) for k in range(4)))
        _, _, bottom, top = edges
        size = piece.style.size
        line = (bottom + top) / 2 - _AXIS * size
        if top > bottom and abs(line - piece.y) > _OFF * size:
            piece.y = line
