"""Figures that a font raises by glyphs of its own, though the file places them on the line.

OpenType calls them superiors. An exponent or the mark of a note in them looks like any other digit to PDFium,
so 10^3 would be read as 103. The ink of the glyph shows the difference: in type of 10 points a figure on the
line has ink from 0 to about 7 points above the baseline, a superior one from about 3 to 7.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.fonts import TextStyle
from generator.reading.pdf.pieces import TextPiece

# Shares of the type size. The ink of a figure on the line begins on it or below, and is twice as high.
_MIN_LIFT = 0.2  # from the baseline to the ink of a raised figure
_MIN_HEIGHT, _MAX_HEIGHT = 0.1, 0.55  # of its ink
_SUPERIOR_SIZE = 0.65  # the size of type that a raised figure is given
_MAX_MARK = 3  # characters of a mark that is drawn as an object of its own
_DIGIT = re.compile(r"\d")
_LAST = re.compile(r"[A-Za-z0-9](?=[\W_]*$)")
# Places for the results of calls, shared by all: a call holds the interpreter's lock.
_INK = (ctypes.c_double * 4)()
_AT_INK = tuple(calls.place_of(_INK, 8 * k) for k in range(4))
_BETWEEN = "−–-+,*"
_SIGNS = "−–-+"


def with_superiors(pieces: Sequence[TextPiece], address: Address) -> list[TextPiece]:
    """Return the pieces, with raised figures as pieces of their own, in smaller type and higher up."""
    found: list[TextPiece] = []
    for piece in pieces:
        text = piece.text
        if text.isalpha() and not piece.continues_word:  # most words
            found.append(piece)
            continue
        marked = _DIGIT.search(text) or (piece.continues_word and len(text) <= _MAX_MARK)
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
                    part.y, part.style = (
                        y,
                        TextStyle(_SUPERIOR_SIZE * piece.style.size, piece.style.turn, piece.style.use),
                    )
                found.append(part)
    return found


def _raised(piece: TextPiece, address: Address) -> tuple[int, int, float]:
    """Return begin, end and baseline of the raised characters at one end of a piece; begin = end if none."""
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


def _line_of(piece: TextPiece, at: int, address: Address) -> float | None:
    """Return the height at which the ink of a raised character begins; None if it is on the line."""
    calls.ink_box(address, piece.start + at, *_AT_INK)
    _, _, bottom, top = _INK
    size = piece.style.size
    lifted = bottom - piece.y > _MIN_LIFT * size and _MIN_HEIGHT * size < top - bottom < _MAX_HEIGHT * size
    return bottom if lifted else None


def _part(piece: TextPiece, first: int, last: int, address: Address) -> TextPiece:
    """Return the characters ``first:last`` of a piece as a piece of their own."""
    part = TextPiece(
        piece.text[first:last],
        piece.start + first,
        piece.start + last,
        piece.style,
        piece.handle,
        piece.continues_word if not first else True,
    )
    part.after_hidden = piece.after_hidden and not first
    left, right = _edges(piece.start + first, address), _edges(piece.start + last - 1, address)
    part.x, part.y = piece.x if not first else left[0], piece.y
    part.left, part.right = right[0], right[2]
    part.bottom, part.top = piece.bottom, piece.top
    return part


def _edges(index: int, address: Address) -> tuple[float, ...]:
    """Return left, top, right and bottom of a character."""
    edges = (ctypes.c_float * 4)()
    calls.loose_box(address, index, calls.place_of(edges))
    return tuple(edges)
