"""Which words of a page a reader of the page does not see.

What PDFium tells of a text object (render mode, clip, size) decides where it can. Where it only raises a
doubt (pale or transparent type, a layer, a later shape over it), the page is drawn with and without the
doubtful words: those without which it looks the same are hidden. Drawing costs 25 ms twice, so it is
done for pages with such words only.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.drawings import (
    EVERYWHERE,
    Area,
    Cover,
    Drawings,
    clip_area,
    drawings_of,
    intersection,
    moved,
    shade,
)
from generator.reading.pdf.frame import Frame
from generator.reading.pdf.pieces import Piece

_INVISIBLE_MODES = (3, 7)  # neither filled nor stroked; the latter only clips what follows
_STROKED = 1
_SMALLEST = 1.5  # points; half of the smallest type that is printed
_NARROWEST = 0.05  # of the type size, a character's mean width
_INSIDE = 0.15  # share of a word within its clip from which it counts as shown
_PALE = 225  # lightness on white from which the page is drawn to see
_FAINT = 60  # opacity, of 255
_LIKE = 24  # steps of lightness between type and what is under it that a reader sees
_SEEN = 16  # steps of lightness in a word's box when it is drawn and when it is not
_SCALE = 1.5  # pixels a point
_LARGEST = 4000  # pixels
_ALMOST_ALL = 0.8  # of a page's characters: a scan with its recognised text
_ROW = 20.0  # points


class Doubts:
    """What is known of the text objects of one page."""

    def __init__(self, page: Any, drawings: Drawings, layers: Callable[[], bool]) -> None:
        self.page, self.drawings, self.layers = page, drawings, layers
        self.never: set[int] = set()  # objects in an invisible render mode
        self.doubtful: set[int] = set()
        self.shades: dict[int, int] = {}
        self.clips: dict[int, Area] = {}
        self._marks: dict[int, bool] = {}
        self._areas: dict[tuple[float, ...], Area] = {}

    def look(self, handle: int) -> None:
        """Ask for what does not depend on the single word."""
        mode = calls.render_mode(handle)
        if mode in _INVISIBLE_MODES:
            self.never.add(handle)
            return
        lightness, opacity = shade(handle)
        self.shades[handle] = lightness
        if opacity < _FAINT or (lightness >= _PALE and mode != _STROKED) or self._layered(handle):
            self.doubtful.add(handle)
        area = clip_area(handle, self._areas)
        if handle in self.drawings.forms:
            matrix, outer = self.drawings.forms[handle]
            area = intersection(moved(area, matrix), outer)
            if self.layers():
                self.doubtful.add(handle)
        if area is not EVERYWHERE and area != EVERYWHERE:
            self.clips[handle] = area

    def _layered(self, handle: int) -> bool:
        for index in range(calls.count_marks(handle)):
            mark = calls.mark_of(handle, index)
            if mark not in self._marks:
                self._marks[mark] = _name(mark) == "OC"
            if self._marks[mark]:
                return True
        return False


def _name(mark: int) -> str:
    buffer = ctypes.create_string_buffer(64)
    length = ctypes.c_ulong()
    calls.mark_name(mark, ctypes.addressof(buffer), 64, ctypes.addressof(length))
    return buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def hidden_pieces(page: Any, pieces: Sequence[Piece], frame: Frame, layers: Callable[[], bool]) -> set[int]:
    """Indices of the pieces that nobody sees who looks at the page.

    frame: of the page as shown. layers: whether the file has any that can be switched off.
    """
    drawings = drawings_of(page)
    doubts = Doubts(page, drawings, layers)
    for handle in {piece.handle for piece in pieces if piece.handle}:
        doubts.look(handle)
    total = sum(piece.end - piece.start for piece in pieces)
    covered = _covered(pieces, drawings, doubts.shades)
    if _share(pieces, covered, total) > _ALMOST_ALL:
        covered = set()  # text under the picture of a scan
    unseen, unprinted, doubtful = set(), set(), []
    for index, piece in enumerate(pieces):
        if piece.handle in doubts.never:
            unprinted.add(index)
        elif _too_small(piece) or not _within(piece, doubts.clips.get(piece.handle)):
            unseen.add(index)
        elif index in covered or piece.handle in doubts.doubtful:
            doubtful.append(index)
    if _share(pieces, unprinted, total) > _ALMOST_ALL:
        unprinted = set()  # the recognised text of a scan
    if doubtful:
        unseen |= _without_trace(page, pieces, doubtful, frame)
    unseen |= unprinted
    if _share(pieces, unseen, total) > _ALMOST_ALL and _pictured(drawings, frame):
        return set()
    return unseen


def _share(pieces: Sequence[Piece], chosen: set[int], total: int) -> float:
    return sum(pieces[k].end - pieces[k].start for k in chosen) / total if total else 0.0


def _pictured(drawings: Drawings, frame: Frame) -> bool:
    """Whether pictures or shapes cover half of the page."""
    page = (frame.left, frame.bottom, frame.right, frame.top)
    whole = (page[2] - page[0]) * (page[3] - page[1])
    parts = [intersection(page, cover.area) for cover in drawings.covers]
    return sum(max(p[2] - p[0], 0) * max(p[3] - p[1], 0) for p in parts) > 0.5 * whole


def _box(piece: Piece) -> Area:
    return (
        min(piece.x, piece.left), min(piece.y, piece.bottom), max(piece.x, piece.right), max(piece.y, piece.top),
    )  # fmt: skip


def _too_small(piece: Piece) -> bool:
    size = piece.style.size
    if size < _SMALLEST:
        return size > 0 or piece.top - piece.bottom < _SMALLEST
    left, bottom, right, top = _box(piece)
    length = piece.end - piece.start
    return (
        length > 2
        and max(right - left, top - bottom if piece.style.turn % 2 else 0) < _NARROWEST * size * length
    )


def _within(piece: Piece, clip: Area | None) -> bool:
    """Whether enough of the word lies in the area to which it is clipped."""
    if clip is None:
        return True
    if not piece.style.turn % 2:
        # The height of small letters: what a clip leaves of their ends is not read.
        rise = math.copysign(0.5 * piece.style.size, piece.top - piece.y)
        left, right = sorted((min(piece.x, piece.left), max(piece.x, piece.right)))
        bottom, top = sorted((piece.y, piece.y + rise))
    else:
        left, bottom, right, top = _box(piece)
    common = intersection((left, bottom, right, top), clip)
    width, height = max(right - left, 0.01), max(top - bottom, 0.01)
    share = max(min(common[2] - common[0], width), 0.0) * max(min(common[3] - common[1], height), 0.0)
    return share >= _INSIDE * width * height


def _covered(pieces: Sequence[Piece], drawings: Drawings, shades: dict[int, int]) -> set[int]:
    """Pieces over which something is painted later, or that have the shade of what is under them."""
    rows: dict[int, list[Cover]] = {}
    for cover in drawings.covers:
        _, bottom, _, top = cover.area
        if top - bottom < 100 * _ROW:
            for row in range(math.floor(bottom / _ROW), math.floor(top / _ROW) + 1):
                rows.setdefault(row, []).append(cover)
    found = set()
    if not rows:
        return found
    for index, piece in enumerate(pieces):
        turn = drawings.turns.get(piece.handle)
        if turn is None:
            continue
        x, y = (
            (min(piece.x, piece.left) + max(piece.x, piece.right)) / 2,
            piece.y + 0.25 * (piece.top - piece.y),
        )
        own = shades.get(piece.handle, -1)
        for cover in rows.get(math.floor(y / _ROW), ()):
            left, bottom, right, top = cover.area
            if (
                left <= x <= right
                and bottom <= y <= top
                and (cover.turn > turn or (own >= 0 and cover.shade >= 0 and abs(own - cover.shade) < _LIKE))
            ):
                found.add(index)
                break
    return found


def _without_trace(page: Any, pieces: Sequence[Piece], doubtful: Sequence[int], frame: Frame) -> set[int]:
    """Those of the doubtful pieces without which the page looks the same."""
    width, height = frame.size
    scale = min(_SCALE, _LARGEST / max(width, height, 1.0))
    handles = {pieces[k].handle for k in doubtful}
    with_them = _drawn(page, width, height, scale)
    try:
        for handle in handles:
            calls.set_active(handle, 0)
        without = _drawn(page, width, height, scale)
    finally:
        for handle in handles:
            calls.set_active(handle, 1)
    if with_them is None or without is None:
        return set()
    return {k for k in doubtful if not _differs(with_them, without, frame.box(*_box(pieces[k])), scale)}


Picture = tuple[bytes, int, int]  # grey values in rows, bytes a row, rows


def _drawn(page: Any, width: float, height: float, scale: float) -> Picture | None:
    columns, rows = max(round(width * scale), 1), max(round(height * scale), 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, pdfium.FPDF_GRAYSCALE)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        return ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * rows), stride, rows
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _differs(one: Picture, other: Picture, box: Area, scale: float) -> bool:
    (first, stride, rows), second = one, other[0]
    left, right = max(int(box[0] * scale) - 1, 0), min(int(box[2] * scale) + 2, stride)
    for row in range(max(int(box[1] * scale) - 1, 0), min(int(box[3] * scale) + 2, rows)):
        a, b = (
            first[row * stride + left : row * stride + right],
            second[row * stride + left : row * stride + right],
        )
        if a != b and max(abs(x - y) for x, y in zip(a, b, strict=True)) >= _SEEN:
            return True
    return False
