"""Blanks that tight lines lose: PDFium sets none for gaps below about a fifth of the type size.

In type of 10 points a gap of 1.4 points within "migrainewith" becomes a blank if the line's own blanks are
about 2 points wide: it is above .1 of the size, and above .7 of the usual blank.
"""

from __future__ import annotations

import ctypes
import statistics
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.pieces import TextPiece

# Shares of the type size.
_TIGHT_BLANK = 0.2  # a line with a narrower blank may have lost others
_MIN_GAP = 0.1  # of a lost blank
_MAX_LETTER_GAP = 0.03  # median between the letters of a word; if it is wider, the word is spaced out
_LONG_WORD = 18  # letters; a longer word is examined on any line
_MIN_WORD = 4  # letters; a word of no more is not cut on a tight line
_MIN_SHARE = 0.7  # of the line's usual blank that a lost one has at least
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")


def with_blanks(pieces: list[TextPiece], address: Address) -> list[TextPiece]:
    """Return the pieces; those that hold a gap as wide as the blanks of their line are cut in two."""
    found: list[TextPiece] = []
    for line in _lines(pieces):
        if len(line) == 1 and line[0].end - line[0].start < _LONG_WORD:
            found.append(line[0])
            continue
        if True in [piece.continues_word for piece in line]:
            _separate_objects(line)
        blanks = [
            gap
            for before, piece in pairwise(line)
            if not piece.continues_word and (gap := piece.x - before.right) > 0
        ]
        size = line[0].style.size
        tight = bool(blanks) and min(blanks) < _TIGHT_BLANK * size
        if not tight and max([piece.end - piece.start for piece in line]) < _LONG_WORD:
            found.extend(line)
            continue
        least = max(_MIN_GAP * size, _MIN_SHARE * statistics.median(blanks) if len(blanks) > 2 else 0.0)
        for piece in line:
            if (
                len(piece.text) > (_MIN_WORD if tight else _LONG_WORD)
                and len(piece.text) == piece.end - piece.start
            ):
                found.extend(_cut(piece, address, least))
            else:
                found.append(piece)
    return found


def _separate_objects(line: Sequence[TextPiece]) -> None:
    """Separate words that are text objects of their own with a gap between them that is a narrow blank."""
    gaps = [(b.x - a.right, a, b) for a, b in pairwise(line) if b.continues_word]
    if not gaps or max(gap for gap, _, _ in gaps) <= _MIN_GAP * line[0].style.size:
        return
    singly = all(len(a.text) == len(b.text) == 1 for _, a, b in gaps)
    if singly and statistics.median(gap for gap, _, _ in gaps) > _MAX_LETTER_GAP * line[0].style.size:
        return  # each letter for itself, spaced out
    for gap, before, piece in gaps:
        if gap > _MIN_GAP * line[0].style.size and before.text and piece.text:
            ends = before.text[-1], piece.text[0]
            piece.continues_word = not (_may_part(*ends) and not before.text.endswith(_LIGATURES))


def _lines(pieces: Sequence[TextPiece]) -> Iterator[list[TextPiece]]:
    """Yield the pieces line by line."""
    if not pieces:
        return
    line = [pieces[0]]
    for last, piece in pairwise(pieces):
        style, before = piece.style, last.style
        if (
            piece.y != last.y
            or piece.x < last.x
            or (style is not before and style.size != before.size)
            or style.turn
        ):
            yield line
            line = [piece]
        else:
            line.append(piece)
    yield line


def _cut(piece: TextPiece, address: Address, least: float) -> list[TextPiece]:
    """Return the piece in parts, cut at gaps wider than ``least`` (points)."""
    if piece.style.turn or piece.style.size <= 0:
        return [piece]
    text = piece.text
    lefts, rights = _edges(address, piece.start, piece.end)
    gaps = [after - before for before, after in zip(rights, lefts[1:], strict=False)]
    if max(gaps) <= least or statistics.median(gaps) > _MAX_LETTER_GAP * piece.style.size:
        return [piece]
    at = [
        k + 1
        for k, gap in enumerate(gaps)
        if gap > least and _may_part(text[k], text[k + 1]) and not text[: k + 1].endswith(_LIGATURES)
    ]
    if not at:
        return [piece]
    cuts = [0, *at, len(text)]
    parts = []
    for begin, end in pairwise(cuts):
        part = TextPiece(
            text[begin:end],
            piece.start + begin,
            piece.start + end,
            piece.style,
            piece.handle,
            piece.continues_word and not begin,
        )
        part.after_hidden = piece.after_hidden and not begin
        part.x, part.y = piece.x if not begin else lefts[begin], piece.y
        part.left, part.right = lefts[end - 1], rights[end - 1]
        part.bottom, part.top = piece.bottom, piece.top
        parts.append(part)
    return parts


def _may_part(before: str, after: str) -> bool:
    """Return True if a blank may be between these two characters."""
    if before.isdigit() and after.isdigit():
        return False
    return (before.isalnum() or before in ".,;:)]%") and (after.isalnum() or after in "([")


def _edges(address: Address, start: int, end: int) -> tuple[list[float], list[float]]:
    """Return the left and the right edge of each character."""
    boxes, (places, *_) = calls.room(ctypes.c_float, 4, end - start)
    deque(map(calls.loose_box, repeat(address), range(start, end), places), maxlen=0)
    edges: list[Any] = boxes.tolist()
    return edges[::4], edges[2::4]
