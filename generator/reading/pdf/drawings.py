"""What is drawn on a page, in the order of painting: text and the forms around it, shapes and pictures.

>>> transformed((0, 0, 10, 20), (2, 0, 0, 2, 100, 100)), intersection((0, 0, 10, 20), (5, 5, 50, 50))
((100, 100, 120, 140), (5, 5, 10, 20))
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address

# In the file's coordinates: left, bottom, right, top.
Area = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

_TEXT: int = pdfium.FPDF_PAGEOBJ_TEXT
EVERYWHERE: Area = (-math.inf, -math.inf, math.inf, math.inf)
_MAX_OBJECTS = 30_000  # objects of one page that are examined
_MAX_DEPTH = 6  # levels of forms within forms
_MIN_COVER = 3.0  # points in width and height; nothing smaller hides a word
_MAX_PATH_POINTS = 200  # points of a clip path that are asked for
_RECTANGLE_POINTS = 6  # points of the path of a rectangle, at most
_MAX_RULE_HEIGHT = 1.6  # points; a shape that is no thicker is a rule
_MIN_RULE_WIDTH = 1.5  # points
_MIN_LINE_WIDTH = 3.0  # in the line's own units; a line so thick may cover words
_MAX_RULES = 1000  # rules of one page
_MAX_ANNOTATIONS = 2000  # annotations of one page
# Weights of red, green and blue in the lightness of a colour, in thousandths (ITU-R BT.601).
RED, GREEN, BLUE = 299, 587, 114
_NOT_LAID_OVER = frozenset(
    [
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
    ]
)
FAINT = 60  # opacity (0 to 255); a fainter object is nearly transparent
# Places for the results of calls, shared by all: a call holds the interpreter's lock.
_PAINTED = (ctypes.c_int * 2)()  # filled, stroked
_EDGES = (ctypes.c_float * 4)()
_POINT = (ctypes.c_float * 2)()
_WIDTH = ctypes.c_float()
_AT_WIDTH = calls.place_of(_WIDTH)
_AT_PAINTED = tuple(calls.place_of(_PAINTED, 4 * k) for k in range(2))
_AT_POINT = tuple(calls.place_of(_POINT, 4 * k) for k in range(2))
_AT_EDGES = tuple(calls.place_of(_EDGES, 4 * k) for k in range(4))


@dataclass(slots=True)
class Cover:
    """A shape or picture that may hide words.

    paint_order: its place in the order of painting. shade: lightness, 0 black to 255 white; -1 unknown.
    fills_area: it has the form of its area.
    """

    paint_order: int
    area: Area
    shade: int
    picture: bool
    fills_area: bool


@dataclass(slots=True)
class Drawings:
    """The objects of a page.

    paint_order: of each text object by its address. forms: for text objects within forms, the matrix to the
    page and the area to which the forms clip. unsure: text objects within forms that are nearly transparent
    or clipped to no rectangle. unclear: areas of gradients and of transparent shapes. rules: thin level
    shapes, such as the bar of a fraction. actual_text_letters: letters and digits that the file gives in
    place of what it draws.
    """

    paint_order: dict[int, int] = field(default_factory=dict)
    forms: dict[int, tuple[Matrix, Area]] = field(default_factory=dict)
    unsure: set[int] = field(default_factory=set)
    covers: list[Cover] = field(default_factory=list)
    unclear: list[Area] = field(default_factory=list)
    rules: list[Area] = field(default_factory=list)
    actual_text_letters: int = 0
    count: int = 0


def drawings_of(page: Any) -> Drawings:
    """Return everything that is drawn on the open page."""
    found = Drawings()
    address = calls.address_of(page)
    indices = range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS))
    handles = [handle for handle in map(calls.page_object, repeat(address), indices) if handle]
    for handle, kind in zip(handles, map(calls.object_type, handles), strict=True):
        if kind == _TEXT:
            found.count += 1
            found.paint_order[handle] = found.count
        else:
            _add(found, handle, kind, None, EVERYWHERE, 0)
    found.covers.extend(_annotations(page, found.count + 1))
    return found


def _annotations(page: Any, turn: int) -> Iterator[Cover]:
    """Yield what annotations lay over the page: notes, stamps, fields of forms; links are not drawn."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            box = pdfium.FS_RECTF()
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind in _NOT_LAID_OVER or not pdfium.FPDFAnnot_GetRect(annotation, box):
                continue
            left, right = sorted((box.left, box.right))
            bottom, top = sorted((box.bottom, box.top))
            if right - left >= _MIN_COVER and top - bottom >= _MIN_COVER:
                yield Cover(turn, (left, bottom, right, top), -1, picture=False, fills_area=False)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _add(found: Drawings, handle: int, kind: int, matrix: Matrix | None, clip: Area, depth: int) -> None:
    """Add an object, and the objects within it if it is a form."""
    found.count += 1
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        found.paint_order[handle] = found.count
        if matrix is not None:
            found.forms[handle] = (matrix, clip)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM:
        if depth < _MAX_DEPTH:
            own = _matrix(handle)
            inner = own if matrix is None else _product(own, matrix)
            odd: set[int] = set()
            area = intersection(clip, transformed(clip_area(handle, {}, odd), matrix))
            before = found.count
            for index in range(min(calls.form_count(handle), _MAX_OBJECTS - found.count)):
                child = calls.form_object(handle, index)
                if child:
                    _add(found, child, calls.object_type(child), inner, area, depth + 1)
            if odd or shades([handle])[0][1] < FAINT:
                found.unsure |= {text for text, turn in found.paint_order.items() if turn > before}
    elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
        cover = _cover(handle, kind, found, matrix, clip)
        if cover is not None and (cover.picture or not calls.has_transparency(handle)):
            found.covers.append(cover)
        elif cover is not None:
            found.unclear.append(cover.area)
    elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
        found.unclear.append(EVERYWHERE)
        if calls.object_bounds(Address(handle), *_AT_EDGES):
            left, bottom, right, top = _EDGES[:]
            area = intersection(clip, transformed((left, bottom, right, top), matrix))
            found.covers.append(Cover(found.count, area, -1, picture=False, fills_area=False))


def _cover(handle: int, kind: int, found: Drawings, matrix: Matrix | None, clip: Area) -> Cover | None:
    """Return a shape or picture that may hide words; None for rules, thin lines and small shapes."""
    turn = found.count
    picture = kind == pdfium.FPDF_PAGEOBJ_IMAGE
    if not picture and (not calls.draw_mode(Address(handle), *_AT_PAINTED) or not any(_PAINTED)):
        return None
    if not calls.object_bounds(Address(handle), *_AT_EDGES):
        return None
    left, bottom, right, top = _EDGES[:]
    if top - bottom <= _MAX_RULE_HEIGHT:  # some programs write rules as pictures
        if right - left >= _MIN_RULE_WIDTH and len(found.rules) < _MAX_RULES:
            found.rules.append(transformed((left, bottom, right, top), matrix))
        return None
    filled = bool(_PAINTED[0]) or picture
    if not filled and (not calls.line_width(Address(handle), _AT_WIDTH) or _WIDTH.value < _MIN_LINE_WIDTH):
        return None
    area = intersection(clip, transformed((left, bottom, right, top), matrix))
    if area[2] - area[0] < _MIN_COVER or area[3] - area[1] < _MIN_COVER:
        return None
    area = intersection(area, transformed(clip_area(handle, {}, set()), matrix))
    if area[2] - area[0] < _MIN_COVER or area[3] - area[1] < _MIN_COVER:
        return None
    if picture:
        return Cover(turn, area, -1, picture=True, fills_area=False)
    if not filled:
        return Cover(turn, area, line_shade(handle), picture=False, fills_area=False)
    lightness, _ = shades([handle])[0]
    return Cover(
        turn,
        area,
        lightness,
        picture=False,
        fills_area=calls.count_path_segments(handle) <= _RECTANGLE_POINTS,
    )


def shades(handles: list[int]) -> list[tuple[int, int]]:
    """Return lightness (0 black to 255 white; -1 if no plain colour) and opacity (0 to 255) of each fill."""
    colours, places = calls.room(ctypes.c_uint, 4, len(handles))
    plain = list(map(calls.fill_color, map(Address, handles), *places))
    parts = colours.tolist()
    return [
        ((RED * red + GREEN * green + BLUE * blue) // (RED + GREEN + BLUE), opacity) if known else (-1, 255)
        for known, red, green, blue, opacity in zip(
            plain, parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True
        )
    ]


def line_shade(handle: int) -> int:
    """Return the lightness of an object's lines, 0 black to 255 white; -1 if no plain colour."""
    parts = (ctypes.c_uint * 4)()
    if not calls.line_color(Address(handle), *(calls.place_of(parts, 4 * k) for k in range(4))):
        return -1
    red, green, blue, _ = parts
    return int(RED * red + GREEN * green + BLUE * blue) // (RED + GREEN + BLUE)


def clip_area(handle: int, known: dict[int, Area], odd: set[int]) -> Area:
    """Return the area to which an object is clipped, in its own coordinates: the intersection of its clips.

    known: areas of clips by the address of their first point, for objects drawn under one clip. odd:
    receives the addresses of clips that are no rectangles: not everything within their area is shown.
    """
    path = Address(calls.clip_path(handle))
    count = calls.clip_count(path)
    area = EVERYWHERE
    for index in range(max(count, 0)):
        first = calls.clip_segment(path, index, 0)
        own = known.get(first) if first else None
        if own is None:
            points = calls.clip_segment_count(path, index)
            if points < 2:
                continue
            xs, ys = zip(*(_point(path, index, k) for k in range(min(points, _MAX_PATH_POINTS))), strict=True)
            own = known[first] = (min(xs), min(ys), max(xs), max(ys))
            if points > _RECTANGLE_POINTS:
                odd.add(first)
        area = own if area is EVERYWHERE else intersection(area, own)
    return area


def has_one_of(handle: int, clips: set[int]) -> bool:
    """Return True if one of these clips (addresses of their first points) applies to the object."""
    path = Address(calls.clip_path(handle))
    return any(calls.clip_segment(path, k, 0) in clips for k in range(max(calls.clip_count(path), 0)))


def _point(path: Address, index: int, segment: int) -> tuple[float, float]:
    """Return a point of a clip path."""
    found = calls.clip_segment(path, index, segment)
    if not found or not calls.segment_point(Address(found), *_AT_POINT):
        return 0.0, 0.0
    x, y = _POINT[:]
    return x, y


def _matrix(handle: int) -> Matrix:
    """Return the matrix of an object; the identity if it has none."""
    matrix = pdfium.FS_MATRIX()
    if not calls.object_matrix(handle, ctypes.addressof(matrix)):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies ``first`` and then ``then``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def transformed(area: Area, matrix: Matrix | None) -> Area:
    """Return the bounds of the area under the matrix."""
    if matrix is None or area is EVERYWHERE or math.inf in area:
        return area
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in area[::2] for y in area[1::2]]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def intersection(one: Area, other: Area) -> Area:
    """Return the common part of both areas; its right is left of its left if there is none."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
