"""Whether words leave a trace on the page: it is drawn with and without them.

>>> _is_seen(10, 10, 10), _is_seen(20, 20, 20), _is_seen(0, -60, 120)
(False, True, True)
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import category

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.areas import Area, intersection
from generator.reading.pdf.drawings import BLUE, GREEN, RED
from generator.reading.pdf.frame import Frame
from generator.reading.pdf.pieces import TextPiece

SEEN = 16  # steps of lightness (of 255) that a reader sees
_SEEN_COLOUR = 96  # steps (of 255) of one colour: red on a green of the same lightness is seen
_MIN_TRACE = 0.04  # share of a word's box that changes; its ink fills a tenth to a fifth of the box
_MIN_SIGN_TRACE = 0.01  # the same for signs with little ink
_SMALL_SIGNS = frozenset(["Pd", "Po", "Ps", "Pe", "Pc", "Sm"])  # a dot, a minus: their Unicode categories
_MAX_WIDTH = 0.8  # of the type size: a character's width, whatever its font says
_UNCHANGED = (0, 0, 0)
_SCALE = 1.5  # pixels a point
_MAX_PIXELS = 4000  # pixels of the longer side of what is drawn
_MAX_PLACE = 1 << 24  # pixels; places farther from the page's corner are given to PDFium as numbers
_MARGIN = 2.0  # points drawn around the doubtful words
_CELL = 12.0  # points of height and width within which words may lie over one another
_MAX_CELLS = 60  # rows and columns of one word, however large
_FAR = 1e6  # points; what is drawn farther away is on no page
_MIN_SHARED = 0.4  # of the lower word's height: with less, two words are on two lines
_MAX_TURNS = 6  # drawings of one page, for words over one another


def box_of(piece: TextPiece) -> Area:
    """Return the area of the whole piece, in the file's coordinates."""
    return (
        min(piece.x, piece.left),
        min(piece.y, piece.bottom),
        max(piece.x, piece.right),
        max(piece.y, piece.top),
    )


def without_trace(
    page: Any, pieces: Sequence[TextPiece], doubtful: Mapping[int, bool], frame: Frame
) -> set[int]:
    """Return those of the doubtful pieces without which the page looks the same.

    doubtful: indices of pieces, and whether the least trace of a piece is enough.
    """
    boxes = {k: frame.box(*box_of(pieces[k])) for k in doubtful}
    width, height = frame.size
    shown = [box for box in boxes.values() if intersection(box, (0.0, 0.0, width, height)) == box]
    # Only the part of the page with these words is drawn.
    left, top = (min((box[k] for box in shown), default=0.0) - _MARGIN for k in (0, 1))
    right = max((box[2] for box in shown), default=width) + _MARGIN
    bottom = max((box[3] for box in shown), default=height) + _MARGIN
    part = intersection((left, top, right, bottom), (0.0, 0.0, width, height))
    with_them = _drawn(page, frame.size, part)
    traceless: set[int] = set()
    for turn in _turns({k: pieces[k].handle for k in doubtful}, boxes):
        handles = {pieces[k].handle for k in turn}
        try:
            for handle in handles:
                calls.set_active(handle, 0)
            without = _drawn(page, frame.size, part)
        finally:
            for handle in handles:
                calls.set_active(handle, 1)
        if with_them is not None and without is not None:
            traceless |= {
                k
                for k in turn
                if not _differs(with_them, without, boxes[k], 0.0 if doubtful[k] else _least_trace(pieces[k]))
            }
    return traceless


def _least_trace(piece: TextPiece) -> float:
    """Return the share of a piece's box that must change for the piece to be seen."""
    signs = all(category(c) in _SMALL_SIGNS for c in piece.text)
    share = _MIN_SIGN_TRACE if signs else _MIN_TRACE
    left, bottom, right, top = box_of(piece)
    area, size = (right - left) * (top - bottom), piece.style.size
    if piece.style.use.is_type3 and size > 0 < area:
        # Fonts of bitmaps may give boxes far larger than their characters.
        share *= min(_MAX_WIDTH * size * size * len(piece.text) / area, 1.0)
    return share


def _turns(handles: Mapping[int, int], boxes: Mapping[int, Area]) -> list[list[int]]:
    """Return the pieces in turns, so that words over one another are tried one after the other.

    Else the trace of a word that is seen would count for one that is hidden in its place.
    """
    turn_of: dict[int, int] = {}  # by object
    cells: dict[tuple[int, int], list[int]] = {}
    for piece, handle in handles.items():
        box = boxes[piece]
        turn = turn_of.get(handle, 0)
        own_cells = _cells(box)
        for other in {other for cell in own_cells for other in cells.get(cell, ())}:
            if turn >= _MAX_TURNS - 1:
                break
            if handles[other] != handle and turn_of[handles[other]] >= turn and _overlap(box, boxes[other]):
                turn = turn_of[handles[other]] + 1
        turn_of[handle] = turn
        for cell in own_cells:
            cells.setdefault(cell, []).append(piece)
    turns: list[list[int]] = [[] for _ in range(max(turn_of.values(), default=0) + 1)]
    for piece, handle in handles.items():
        turns[turn_of[handle]].append(piece)
    return [turn for turn in turns if turn]


def _cells(box: Area) -> list[tuple[int, int]]:
    """Return the cells of the page, by row and column, in which a box stands."""
    left, top, right, bottom = (int(max(-_FAR, min(edge, _FAR)) // _CELL) for edge in box)
    columns, rows = range(left, right + 1)[:_MAX_CELLS], range(top, bottom + 1)[:_MAX_CELLS]
    return [(row, column) for row in rows for column in columns]


def _overlap(one: Area, other: Area) -> bool:
    """Return True if two boxes share a good part of the lower of them; lines close together do not."""
    left, top, right, bottom = intersection(one, other)
    low = min(one[3] - one[1], other[3] - other[1])
    return right > left and bottom - top > _MIN_SHARED * low


@dataclass(frozen=True, slots=True)
class RenderedPart:
    """Blue, green and red of a part of a page, in rows of ``stride`` bytes. scale: pixels a point."""

    colours: bytes
    stride: int
    rows: int
    scale: float
    left: int
    top: int


def _drawn(page: Any, size: tuple[float, float], part: Area) -> RenderedPart | None:
    """Draw a part of the page; None if PDFium has no memory for it."""
    scale = _SCALE
    if max(size) * scale > _MAX_PIXELS:  # the part may be small, however large the page
        scale = min(scale, _MAX_PIXELS / max(part[2] - part[0], part[3] - part[1], 1.0))
    left, top = int(part[0] * scale), int(part[1] * scale)
    columns, rows = max(int(part[2] * scale) + 1 - left, 1), max(int(part[3] * scale) + 1 - top, 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        whole = max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)
        if max(*whole, abs(left), abs(top)) < _MAX_PLACE:
            pdfium.FPDF_RenderPageBitmap(bitmap, page, -left, -top, *whole, 0, pdfium.FPDF_ANNOT)
        else:
            matrix = pdfium.FS_MATRIX(scale, 0, 0, scale, -left, -top)
            clip = pdfium.FS_RECTF(0, 0, columns, rows)
            pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        colours = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * rows)
        return RenderedPart(colours, stride, rows, scale, left, top)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _differs(one: RenderedPart, other: RenderedPart, box: Area, trace: float) -> bool:
    """Return True if two drawings differ visibly in at least the share ``trace`` of the box."""
    scale, stride = one.scale, one.stride
    left = max(int(box[0] * scale) - 1 - one.left, 0)
    # A box beside the page has no column in the drawing.
    right = max(min(int(box[2] * scale) + 2 - one.left, stride // 3), left)
    first, last = max(int(box[1] * scale) - 1 - one.top, 0), min(int(box[3] * scale) + 2 - one.top, one.rows)
    # Pale words that lie over dark ones change these here and there: that is no trace of their own.
    least = max(trace * (right - left) * (last - first), 1)
    changed = 0
    for row in range(first, last):
        at, end = row * stride + 3 * left, row * stride + 3 * right
        a, b = one.colours[at:end], other.colours[at:end]
        if a != b:
            steps = [x - y for x, y in zip(a, b, strict=True)]
            pixels = zip(steps[::3], steps[1::3], steps[2::3], strict=True)
            changed += sum([_is_seen(*pixel) for pixel in pixels if pixel != _UNCHANGED])
            if changed >= least:
                return True
    return False


def _is_seen(blue: int, green: int, red: int) -> bool:
    """Return True if a reader sees such a difference of the three colours."""
    lighter = abs(RED * red + GREEN * green + BLUE * blue)
    return lighter >= (RED + GREEN + BLUE) * SEEN or max(abs(blue), abs(green), abs(red)) >= _SEEN_COLOUR
