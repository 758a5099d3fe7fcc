"""Whether words leave a trace on the page: it is drawn with and without them.

>>> _is_seen(10, 10, 10), _is_seen(20, 20, 20), _is_seen(0, -60, 120)
(False, True, True)
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.drawings import BLUE, GREEN, RED, Area, intersection
from generator.reading.pdf.frame import Frame
from generator.reading.pdf.pieces import TextPiece

SEEN = 16  # steps of lightness (of 255) that a reader sees
_SEEN_COLOUR = 96  # steps (of 255) of one colour: red on a green of the same lightness is seen
_MIN_TRACE = 0.04  # share of a word's box that changes; its ink fills a tenth to a fifth of the box
_UNCHANGED = (0, 0, 0)
_SCALE = 1.5  # pixels a point
_MAX_PIXELS = 4000  # pixels of the page's longer side
_MARGIN = 2.0  # points drawn around the doubtful words


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
    width, height = frame.size
    boxes = {k: frame.box(*box_of(pieces[k])) for k in doubtful}
    shown = {k for k, box in boxes.items() if intersection(box, (0.0, 0.0, width, height)) == box}
    handles = {pieces[k].handle for k in doubtful}
    # Only the part of the page with these words is drawn.
    left = min((boxes[k][0] for k in shown), default=0.0) - _MARGIN
    top = min((boxes[k][1] for k in shown), default=0.0) - _MARGIN
    right = max((boxes[k][2] for k in shown), default=width) + _MARGIN
    bottom = max((boxes[k][3] for k in shown), default=height) + _MARGIN
    part = intersection((left, top, right, bottom), (0.0, 0.0, width, height))
    with_them = _drawn(page, (width, height), part)
    try:
        for handle in handles:
            calls.set_active(handle, 0)
        without = _drawn(page, (width, height), part)
    finally:
        for handle in handles:
            calls.set_active(handle, 1)
    if with_them is None or without is None:
        return set()
    return {
        k
        for k, least in doubtful.items()
        if not _differs(with_them, without, boxes[k], 0 if least else _MIN_TRACE)
    }


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
    scale = min(_SCALE, _MAX_PIXELS / max(*size, 1.0))
    left, top = int(part[0] * scale), int(part[1] * scale)
    columns, rows = max(int(part[2] * scale) + 1 - left, 1), max(int(part[3] * scale) + 1 - top, 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        whole = max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, -left, -top, *whole, 0, pdfium.FPDF_ANNOT)
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
