"""Blanks that a tight line has lost: PDFium sets none for gaps below about a fifth of the type size."""

from __future__ import annotations

import ctypes
import statistics
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.pieces import Piece

# Shares of the type size.
_TIGHT = 0.2  # a line with a blank as narrow may have lost others
_GAP = 0.1
_USUAL = 0.03  # between the letters of a word; where it is more, the word is spaced out
_LONG = 18  # letters; a longer word is looked at on any line
_ALIKE = 0.7  # of the line's own blanks
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")


def with_blanks(pieces: list[Piece], address: Address) -> list[Piece]:
    """The pieces, those cut in two that hold a gap as wide as the blanks of their line."""
    found: list[Piece] = []
    for line in _lines(pieces):
        if len(line) == 1 and line[0].end - line[0].start < _LONG:
            found.append(line[0])
            continue
        if True in [piece.inside for piece in line]:
            _part_objects(line)
        blanks = [
            gap
            for before, piece in pairwise(line)
            if not piece.inside and (gap := piece.x - before.right) > 0
        ]
        size = line[0].style.size
        tight = bool(blanks) and min(blanks) < _TIGHT * size
        if not tight and max([piece.end - piece.start for piece in line]) < _LONG:
            found.extend(line)
            continue
        least = max(_GAP * size, _ALIKE * statistics.median(blanks) if len(blanks) > 2 else 0.0)
        for piece in line:
            if len(piece.text) > (4 if tight else _LONG) and len(piece.text) == piece.end - piece.start:
                found.extend(_cut(piece, address, least))
            else:
                found.append(piece)
    return found


def _part_objects(line: Sequence[Piece]) -> None:
    """Take words apart that are drawn each for itself, with a gap between them that is a narrow blank."""
    gaps = [(b.x - a.right, a, b) for a, b in pairwise(line) if b.inside]
    if not gaps or max(gap for gap, _, _ in gaps) <= _GAP * line[0].style.size:
        return
    singly = all(len(a.text) == len(b.text) == 1 for _, a, b in gaps)
    if singly and statistics.median(gap for gap, _, _ in gaps) > _USUAL * line[0].style.size:
        return  # each letter for itself, spaced out
    for gap, before, piece in gaps:
        if gap > _GAP * line[0].style.size and before.text and piece.text:
            ends = before.text[-1], piece.text[0]
            piece.inside = not (_may_part(*ends) and not before.text.endswith(_LIGATURES))


def _lines(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    if not pieces:
        return
    line = [pieces[0]]
    for last, piece in pairwise(pieces):
        style = piece.style
        if piece.y != last.y or piece.x < last.x or style.turn or style.size != last.style.size:
            yield line
            line = [piece]
        else:
            line.append(piece)
    yield line


def _cut(piece: Piece, address: Address, least: float) -> list[Piece]:
    if piece.style.turn or piece.style.size <= 0:
        return [piece]
    text = piece.text
    lefts, rights = _edges(address, piece.start, piece.end)
    gaps = [after - before for before, after in zip(rights, lefts[1:], strict=False)]
    if max(gaps) <= least or statistics.median(gaps) > _USUAL * piece.style.size:
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
        part = Piece(
            text[begin:end],
            piece.start + begin,
            piece.start + end,
            piece.style,
            piece.handle,
            piece.inside and not begin,
        )
        part.apart = piece.apart and not begin
        part.x, part.y = piece.x if not begin else lefts[begin], piece.y
        part.left, part.right = lefts[end - 1], rights[end - 1]
        part.bottom, part.top = piece.bottom, piece.top
        parts.append(part)
    return parts


def _may_part(before: str, after: str) -> bool:
    if before.isdigit() and after.isdigit():
        return False
    return (before.isalnum() or before in ".,;:)]%") and (after.isalnum() or after in "([")


def _edges(address: Address, start: int, end: int) -> tuple[list[float], list[float]]:
    """Left and right of each of the characters."""
    boxes, (places, *_) = calls.room(ctypes.c_float, 4, end - start)
    deque(map(calls.loose_box, repeat(address), range(start, end), places), maxlen=0)
    edges: list[Any] = boxes.tolist()
    return edges[::4], edges[2::4]
