"""Pictures of the places of quotes: the lines of the page around them, with the quote marked.

Drawn as the page is, and marked as with a pen. Text alone needs few shades, and is kept without loss; what
has photographs is not. A picture that would be larger than ``MAX_BYTES`` is drawn coarser, or not at all.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from generator.core.spots import Box, Line, Picture, Seen, Spot
from generator.reading.pdf.document import opened
from generator.reading.pdf.reader import MAX_PAGES
from generator.reading.pdf.whereabouts import Letters, letters_of, lines_of

MAX_BYTES = 40_000  # bytes of a picture
MAX_PICTURES = 2  # pictures of a quote
MARK = (255, 236, 150)  # of the pen: what is white becomes this, black stays black
# Around a quote, as much as shows where in the page one is: points beside, lines above and below.
_BESIDE, _ABOVE = 14.0, 2
_MIN_POINTS = 240.0  # points; less of a page is not recognised
_MAX_HEIGHT = 330.0
_SHOWN = 4 / 3  # pixels of a screen for a point, as browsers have it
_PIXELS = 4_000_000  # of a picture in memory
# How finely to draw, in pixels for a point, and how well to keep what has more than shades of text.
_STEPS = ((2.0, 0), (2.0, 55), (1.5, 0), (1.5, 40), (1.0, 0), (1.0, 30))
_SHADES = 6  # of each colour
_APART = 3.0  # lines; what is further below stands by itself


def see(path: str, spots: Sequence[Sequence[Spot]], *, draw: bool) -> list[Seen]:
    """Find each quote, given as its sentences, in a PDF; what is not found has no lines.

    draw: with pictures. Raises UnreadablePaper where the file cannot be opened, MemoryError.
    """
    with opened(Path(path), MAX_PAGES) as (document, count, _):
        pages = _Pages(document, count)
        try:
            return [_seen(pages, quote, draw=draw) for quote in spots]
        finally:
            pages.close()


class _Pages:
    """The pages of an open document; those that were asked for last stay open."""

    def __init__(self, document: Any, count: int) -> None:
        self._document, self._count = document, count
        self._open: dict[int, Any] = {}
        self._letters: dict[int, Letters] = {}

    def page(self, number: int) -> Any:
        """An open page; None where there is none, or it is damaged."""
        if number not in self._open:
            if len(self._open) >= 4:
                self._close(next(iter(self._open)))
            loads = 1 <= number <= self._count
            self._open[number] = pdfium.FPDF_LoadPage(self._document, number - 1) if loads else None
        return self._open[number] or None

    def size(self, number: int) -> tuple[float, float]:
        page = self.page(number)
        return max(pdfium.FPDF_GetPageWidthF(page), 1.0), max(pdfium.FPDF_GetPageHeightF(page), 1.0)

    def letters(self, number: int) -> Letters:
        if number not in self._letters:
            self._letters[number] = letters_of(self.page(number))
        return self._letters[number]

    def _close(self, number: int) -> None:
        if page := self._open.pop(number):
            pdfium.FPDF_ClosePage(page)

    def close(self) -> None:
        for number in list(self._open):
            self._close(number)


def _seen(pages: _Pages, quote: Sequence[Spot], *, draw: bool) -> Seen:
    lines = tuple(dict.fromkeys(line for spot in quote for line in _lines(pages, spot)))
    if not draw:
        return Seen(lines)
    parts = list(_parts(pages, lines))[:MAX_PICTURES]
    drawn = [_picture(pages, number, boxes) for number, boxes in parts]
    return Seen(lines, tuple(picture for picture in drawn if picture is not None))


def _lines(pages: _Pages, spot: Spot) -> tuple[Line, ...]:
    """The lines of a sentence; where its words are not found on the page, say on a scan, its box."""
    if not pages.page(spot.page):
        return ()
    width, height = pages.size(spot.page)
    left, top, right, bottom = spot.box
    box = (
        min(max(left / width, 0.0), 1.0),
        min(max(top / height, 0.0), 1.0),
        min(max(right / width, 0.0), 1.0),
        min(max(bottom / height, 0.0), 1.0),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        return ()
    near = [n for n in (spot.page, spot.page + 1) if pages.page(n)]
    found = lines_of(spot.text, box, [(n, pages.letters(n)) for n in near])
    return found or (Line(spot.page, box),)


def _parts(pages: _Pages, lines: Sequence[Line]) -> Iterator[tuple[int, list[Box]]]:
    """Lines that stand together: on one page, in one column. Boxes in points."""
    number, part = 0, list[Box]()
    for line in lines:
        width, height = pages.size(line.page)
        left, top, right, bottom = line.box
        box = (left * width, top * height, right * width, bottom * height)
        if part and (line.page != number or not _follows(part, box)):
            yield number, part
            part = []
        number = line.page
        part.append(box)
    if part:
        yield number, part


def _follows(part: Sequence[Box], box: Box) -> bool:
    """Whether a line stands with those before it: in the row of the last one, or not far below it.

    What goes on in the next column goes on further up.
    """
    _, top, _, bottom = part[-1]
    return top < (box[1] + box[3]) / 2 < bottom + _APART * (box[3] - box[1])


def _picture(pages: _Pages, number: int, boxes: Sequence[Box]) -> Picture | None:
    """The part of a page around ``boxes``; None where it cannot be small enough."""
    page, (width, height) = pages.page(number), pages.size(number)
    crop = _crop(boxes, width, height)
    for scale, quality in _STEPS:
        image = _drawn(page, crop, (width, height), scale, boxes)
        data = _packed(image, quality)
        if len(data) <= MAX_BYTES:
            shown = round((crop[2] - crop[0]) * _SHOWN), round((crop[3] - crop[1]) * _SHOWN)
            return Picture(number, max(shown[0], 1), max(shown[1], 1), data)
    return None


def _crop(boxes: Sequence[Box], width: float, height: float) -> Box:
    """What of a page to show: the boxes with a margin, not too narrow to be recognised, nor too tall."""
    left, right = min(b[0] for b in boxes) - _BESIDE, max(b[2] for b in boxes) + _BESIDE
    leading = _leading(boxes)
    # A line's box may reach into the lines around it, which would be cut through.
    room = _ABOVE * leading - max(boxes[0][3] - boxes[0][1] - leading, 0.0)
    top, bottom = min(b[1] for b in boxes) - room, max(b[3] for b in boxes) + room
    lacking = max(_MIN_POINTS - (right - left), 0.0)
    left = max(left - lacking / 2, 0.0)
    right = min(max(right, left + _MIN_POINTS), width)
    left = max(min(left, right - _MIN_POINTS), 0.0)
    top = max(top, 0.0)
    return left, top, right, min(bottom, height, top + _MAX_HEIGHT)


def _leading(boxes: Sequence[Box]) -> float:
    """From one line to the next, so that the picture ends between lines."""
    steps = [b[1] - a[1] for a, b in pairwise(boxes) if b[1] > a[3] - (a[3] - a[1]) / 2]
    return median(steps) if steps else boxes[0][3] - boxes[0][1]


def _drawn(page: Any, crop: Box, size: tuple[float, float], scale: float, boxes: Sequence[Box]) -> Any:
    """The part of the page in colours, with the boxes marked."""
    from PIL import Image, ImageChops

    left, top, right, bottom = crop
    scale = min(scale, (_PIXELS / max((right - left) * (bottom - top), 1.0)) ** 0.5)
    width, height = max(int((right - left) * scale), 1), max(int((bottom - top) * scale), 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        whole = round(size[0] * scale), round(size[1] * scale)
        at = -round(left * scale), -round(top * scale)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, *at, *whole, 0, pdfium.FPDF_ANNOT)
        stride, buffer = pdfium.FPDFBitmap_GetStride(bitmap), pdfium.FPDFBitmap_GetBuffer(bitmap)
        rows = ctypes.string_at(buffer, stride * height)
        image = Image.frombuffer("RGB", (width, height), rows, "raw", "BGR", stride, 1).copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    pen = Image.new("RGB", image.size, (255, 255, 255))
    for box in boxes:
        a, b, c, d = box[0] - left - 1, box[1] - top, box[2] - left + 1, box[3] - top
        pen.paste(MARK, (round(a * scale), round(b * scale), round(c * scale), round(d * scale)))
    return ImageChops.multiply(image, pen)


def _packed(image: Any, quality: int) -> bytes:
    """The picture as WebP. quality: 0 without loss, in few shades; else as much as it says, up to 100."""
    out = io.BytesIO()
    if quality:
        image.save(out, "WEBP", quality=quality, method=4)
    else:
        step = 255 / (_SHADES - 1)
        image.point([round(round(v / step) * step) for v in range(256)] * 3).save(
            out, "WEBP", lossless=True, quality=50, method=2
        )
    return out.getvalue()
