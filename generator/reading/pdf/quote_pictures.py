"""Pictures of the places of quotes: the lines of the page around them, with the quote marked.

The page is drawn as it is, and marked as with a pen. Text alone needs few shades, and is kept without loss;
pictures with photographs are not. A picture larger than ``MAX_BYTES`` is drawn coarser, or not at all.

    >>> _crop([(100, 300, 500, 312), (100, 314, 500, 326)], 600, 800)
    (86.0, 272.0, 514.0, 354.0)
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

from generator.core.spots import Box, LocatedQuote, QuoteLine, QuotePicture, SentenceBox
from generator.reading.pdf.document import open_pdf
from generator.reading.pdf.reader import MAX_PAGES
from generator.reading.pdf.whereabouts import Letters, letters_of, lines_of

MAX_BYTES = 40_000  # bytes of a picture
MAX_PICTURES = 2  # pictures of a quote
MARK = (255, 236, 150)  # colour of the pen: white becomes this, black stays black
# Margins that show where on the page the quote is.
_SIDE_MARGIN = 14.0  # points left and right
_LINES_AROUND = 2  # lines above and below
_MIN_WIDTH = 240.0  # points; a reader does not recognise less of a page
_MAX_HEIGHT = 330.0  # points
_SHOWN = 4 / 3  # pixels of a screen for a point, as in browsers
_MAX_PIXELS = 4_000_000  # pixels of a picture in memory
_MAX_OPEN = 4  # pages kept open
# How finely to draw, in pixels for a point, and how well to keep what has more than shades of text.
_STEPS = ((2.0, 0), (2.0, 55), (1.5, 0), (1.5, 40), (1.0, 0), (1.0, 30))
_SHADES = 6  # of each colour
_MAX_STEP = 3.0  # heights of a line; lines further below are a picture of their own


def locate_quotes(path: str, spots: Sequence[Sequence[SentenceBox]], *, draw: bool) -> list[LocatedQuote]:
    """Find each quote, given as its sentences, in a PDF; a quote that is not found has no lines.

    draw: with pictures. Raises UnreadablePaper if the file cannot be opened, and MemoryError.
    """
    with open_pdf(Path(path), MAX_PAGES) as (document, count, _):
        pages = _Pages(document, count)
        try:
            return [_locate(pages, quote, draw=draw) for quote in spots]
        finally:
            pages.close()


class _Pages:
    """The pages of an open document; those that were asked for last stay open."""

    def __init__(self, document: Any, count: int) -> None:
        self._document, self._count = document, count
        self._open: dict[int, Any] = {}
        self._letters: dict[int, Letters] = {}

    def page(self, number: int) -> Any:
        """Return an open page; None if there is none, or it is damaged."""
        if number not in self._open:
            if len(self._open) >= _MAX_OPEN:
                self._close(next(iter(self._open)))
            loads = 1 <= number <= self._count
            self._open[number] = pdfium.FPDF_LoadPage(self._document, number - 1) if loads else None
        return self._open[number] or None

    def size(self, number: int) -> tuple[float, float]:
        """Return width and height of the page in points."""
        page = self.page(number)
        return max(pdfium.FPDF_GetPageWidthF(page), 1.0), max(pdfium.FPDF_GetPageHeightF(page), 1.0)

    def letters(self, number: int) -> Letters:
        """Return the letters of the page."""
        if number not in self._letters:
            self._letters[number] = letters_of(self.page(number))
        return self._letters[number]

    def _close(self, number: int) -> None:
        if page := self._open.pop(number):
            pdfium.FPDF_ClosePage(page)

    def close(self) -> None:
        for number in list(self._open):
            self._close(number)


def _locate(pages: _Pages, quote: Sequence[SentenceBox], *, draw: bool) -> LocatedQuote:
    """Return the lines of a quote and, if asked for, their pictures."""
    lines = tuple(dict.fromkeys(line for spot in quote for line in _lines(pages, spot)))
    if not draw:
        return LocatedQuote(lines)
    parts = list(_parts(pages, lines))[:MAX_PICTURES]
    drawn = [_picture(pages, number, boxes) for number, boxes in parts]
    return LocatedQuote(lines, tuple(picture for picture in drawn if picture is not None))


def _lines(pages: _Pages, spot: SentenceBox) -> tuple[QuoteLine, ...]:
    """Return the lines of a sentence; its box if its words are not found on the page, say on a scan."""
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
    return found or (QuoteLine(spot.page, box),)


def _parts(pages: _Pages, lines: Sequence[QuoteLine]) -> Iterator[tuple[int, list[Box]]]:
    """Yield groups of lines that are on one page and in one column, as boxes in points."""
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
    """Return True if a line is in the row of the last one, or not far below it.

    A line of the next column is further up.
    """
    _, top, _, bottom = part[-1]
    return top < (box[1] + box[3]) / 2 < bottom + _MAX_STEP * (box[3] - box[1])


def _picture(pages: _Pages, number: int, boxes: Sequence[Box]) -> QuotePicture | None:
    """Return the part of a page around ``boxes``; None if it cannot be small enough."""
    page, (width, height) = pages.page(number), pages.size(number)
    crop = _crop(boxes, width, height)
    for scale, quality in _STEPS:
        image = _drawn(page, crop, (width, height), scale, boxes)
        data = _packed(image, quality)
        if len(data) <= MAX_BYTES:
            shown = round((crop[2] - crop[0]) * _SHOWN), round((crop[3] - crop[1]) * _SHOWN)
            return QuotePicture(number, max(shown[0], 1), max(shown[1], 1), data)
    return None


def _crop(boxes: Sequence[Box], width: float, height: float) -> Box:
    """Return the part of a page to show: the boxes with a margin, neither too narrow nor too tall."""
    left, right = min(b[0] for b in boxes) - _SIDE_MARGIN, max(b[2] for b in boxes) + _SIDE_MARGIN
    leading = _leading(boxes)
    # A line's box may reach into the lines around it, which would be cut through.
    room = _LINES_AROUND * leading - max(boxes[0][3] - boxes[0][1] - leading, 0.0)
    top, bottom = min(b[1] for b in boxes) - room, max(b[3] for b in boxes) + room
    lacking = max(_MIN_WIDTH - (right - left), 0.0)
    left = max(left - lacking / 2, 0.0)
    right = min(max(right, left + _MIN_WIDTH), width)
    left = max(min(left, right - _MIN_WIDTH), 0.0)
    top = max(top, 0.0)
    return left, top, right, min(bottom, height, top + _MAX_HEIGHT)


def _leading(boxes: Sequence[Box]) -> float:
    """Return the distance from one line to the next, so that the picture ends between lines."""
    steps = [b[1] - a[1] for a, b in pairwise(boxes) if b[1] > a[3] - (a[3] - a[1]) / 2]
    return median(steps) if steps else boxes[0][3] - boxes[0][1]


def _drawn(page: Any, crop: Box, size: tuple[float, float], scale: float, boxes: Sequence[Box]) -> Any:
    """Draw the part of the page in colours, with the boxes marked."""
    from PIL import Image, ImageChops

    left, top, right, bottom = crop
    scale = min(scale, (_MAX_PIXELS / max((right - left) * (bottom - top), 1.0)) ** 0.5)
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
    """Return the picture as WebP.

    quality: 0 for few shades without loss; else up to 100, with loss.
    """
    out = io.BytesIO()
    if quality:
        image.save(out, "WEBP", quality=quality, method=4)
    else:
        step = 255 / (_SHADES - 1)  # of 8-bit colours
        image.point([round(round(v / step) * step) for v in range(256)] * 3).save(
            out, "WEBP", lossless=True, quality=50, method=2
        )
    return out.getvalue()
