"""Figures that a font raises by glyphs of its own: the file says that they stand on the line.

OpenType calls them superiors. An exponent or the mark of a note in them looks like any other digit to
PDFium, so 10^3 would be read as 103: the ink of the glyph tells.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.fonts import Style
from generator.reading.pdf.pieces import Piece

# Shares of the type size: a figure's ink begins on the line or below, and is twice as high.
_LIFTED = 0.2
_MAX_HEIGHT = 0.55
_SIZE = 0.65
_MARK = 3  # letters of a mark that is drawn for itself
_DIGIT = re.compile(r"\d")
_LAST = re.compile(r"[A-Za-z0-9](?=[\W_]*$)")
_BETWEEN = "−–-+,*"
_SIGNS = "−–-+"


def with_superiors(pieces: Sequence[Piece], address: Address) -> list[Piece]:
    """The pieces, raised figures as pieces of their own, in smaller type and higher up."""
    found: list[Piece] = []
    for piece in pieces:
        text = piece.text
        marked = _DIGIT.search(text) or (piece.inside and len(text) <= _MARK)
        if not marked or piece.style.turn or len(text) != piece.end - piece.start:
            found.append(piece)
            continue
        begin, end, y = _raised(piece, address)
        if begin == end:
            found.append(piece)
            continue
        for first, last in ((0, begin), (begin, end), (end, len(text))):
            if first < last:
                part = _part(piece, first, last, address)
                if first == begin:
                    part.y, part.style = y, Style(_SIZE * piece.style.size, piece.style.turn, piece.style.use)
                found.append(part)
    return found


def _raised(piece: Piece, address: Address) -> tuple[int, int, float]:
    """Begin and end of the raised characters at the end or the start of a piece, and where they stand."""
    text = piece.text
    last = _LAST.search(text)
    if last is None:
        return 0, 0, 0.0
    end = last.end()
    if (y := _line_of(piece, end - 1, address)) is not None:
        begin = end - 1
        for at in range(end - 2, -1, -1):
            if text[at].isascii() and text[at].isalnum():
                if _line_of(piece, at, address) is None:
                    break
                begin = at
            elif text[at] not in _BETWEEN:
                break
        if begin and text[begin - 1] in _SIGNS and begin > 1:
            begin -= 1
        return begin, end, y
    if text[0].isdigit() and (y := _line_of(piece, 0, address)) is not None:
        end = 1
        while text[end : end + 1].isdigit() and _line_of(piece, end, address) is not None:
            end += 1
        return 0, end, y
    return 0, 0, 0.0


def _line_of(piece: Piece, at: int, address: Address) -> float | None:
    """Where the ink of a raised letter or figure begins; None where it stands on the line."""
    edges = (ctypes.c_double * 4)()
    calls.ink_box(address, piece.start + at, *(calls.place_of(edges, 8 * k) for k in range(4)))
    _, _, bottom, top = edges
    size = piece.style.size
    lifted = bottom - piece.y > _LIFTED * size and 0.1 * size < top - bottom < _MAX_HEIGHT * size
    return bottom if lifted else None


def _part(piece: Piece, first: int, last: int, address: Address) -> Piece:
    part = Piece(
        piece.text[first:last],
        piece.start + first,
        piece.start + last,
        piece.style,
        piece.handle,
        piece.inside if not first else True,
    )
    part.apart = piece.apart and not first
    left, right = _edges(piece.start + first, address), _edges(piece.start + last - 1, address)
    part.x, part.y = piece.x if not first else left[0], piece.y
    part.left, part.right = right[0], right[2]
    part.bottom, part.top = piece.bottom, piece.top
    return part


def _edges(index: int, address: Address) -> tuple[float, ...]:
    edges = (ctypes.c_float * 4)()
    calls.loose_box(address, index, calls.place_of(edges))
    return tuple(edges)
