"""What is drawn on a page, in the order of painting: text and the forms around it, shapes and pictures.

Example: a page that fills a box and then shows a word over it gives the shape, and the text after it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.areas import (
    EVERYWHERE,
    SAME,
    Area,
    Matrix,
    intersection,
    is_rectangle,
    product,
    transformed,
)
from generator.reading.pdf.calls import Address
from generator.reading.pdf.clips import RECTANGLE_POINTS, clip_area, point_of

_TEXT: int = pdfium.FPDF_PAGEOBJ_TEXT
_MAX_OBJECTS = 30_000  # objects of one page that are examined
_MAX_DEPTH = 41  # levels of forms within forms; PDFium draws no more
_MIN_COVER = 3.0  # points in width and height; nothing smaller hides a word
_MAX_RULE_HEIGHT = 1.6  # points; a shape that is no thicker is a rule
_MIN_RULE_WIDTH = 1.5  # points
_MIN_LINE_WIDTH = 3.0  # in the line's own units; a line so thick may cover words
_MIN_STRIP = 0.4  # points; several shapes of so little height or width may cover words together
PATTERN = 191  # the shade that PDFium gives for the colour of a pattern
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
_WIDTH = ctypes.c_float()
_AT_WIDTH = calls.place_of(_WIDTH)
_AT_PAINTED = tuple(calls.place_of(_PAINTED, 4 * k) for k in range(2))
_AT_EDGES = tuple(calls.place_of(_EDGES, 4 * k) for k in range(4))


@dataclass(slots=True)
class Cover:
    """A shape or picture that may hide words.

    paint_order: its place in the order of painting. shade: lightness, 0 black to 255 white; -1 unknown, also
    for what may be transparent or not be shown at all. fills_area: it has the form of its area.
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
    or clipped to no rectangle. unclear: areas of gradients. strips: shapes too thin to hide a word alone.
    rules: thin level shapes, such as the bar of a fraction.
    complete: every object was examined. actual_text_letters: letters and digits that the file gives in place
    of what it draws.
    """

    paint_order: dict[int, int] = field(default_factory=dict)
    forms: dict[int, tuple[Matrix, Area]] = field(default_factory=dict)
    unsure: set[int] = field(default_factory=set)
    covers: list[Cover] = field(default_factory=list)
    unclear: list[Area] = field(default_factory=list)
    strips: list[Area] = field(default_factory=list)
    rules: list[Area] = field(default_factory=list)
    complete: bool = True
    actual_text_letters: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where objects are drawn.

    matrix: of the forms around them; None on the page itself. clip: what these leave of the page. depth:
    number of these forms. unsure: one of them is nearly transparent, masked, or clipped to no rectangle.
    blended: the page has soft masks or blend modes. layered: the file has layers.
    """

    matrix: Matrix | None = None
    clip: Area = EVERYWHERE
    depth: int = 0
    unsure: bool = False
    blended: bool = False
    layered: bool = False


def drawings_of(page: Any, *, blended: bool, layered: bool) -> Drawings:
    """Return everything that is drawn on the open page.

    blended: the page uses soft masks or blend modes. layered: the file has layers, which can be switched off.
    """
    found = Drawings()
    place = _Place(blended=blended, layered=layered)
    address = calls.address_of(page)
    count = pdfium.FPDFPage_CountObjects(page)
    found.complete = count <= _MAX_OBJECTS
    indices = range(min(count, _MAX_OBJECTS))
    handles = [handle for handle in map(calls.page_object, repeat(address), indices) if handle]
    for handle, kind in zip(handles, map(calls.object_type, handles), strict=True):
        if kind == _TEXT:
            found.count += 1
            found.paint_order[handle] = found.count
        else:
            _add(found, handle, kind, place)
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


def _add(found: Drawings, handle: int, kind: int, place: _Place) -> None:
    """Add an object, and the objects within it if it is a form."""
    found.count += 1
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        found.paint_order[handle] = found.count
        if place.matrix is not None:
            found.forms[handle] = (place.matrix, place.clip)
            if place.unsure:
                found.unsure.add(handle)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM:
        _add_form(found, handle, place)
    elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
        cover = _cover(handle, kind, found, place)
        if cover is not None:
            if not cover.picture and (_may_be_off(handle, place) or calls.has_transparency(handle)):
                cover.shade, cover.fills_area = -1, False
            found.covers.append(cover)
    elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
        found.unclear.append(EVERYWHERE)
        if calls.object_bounds(Address(handle), *_AT_EDGES):
            left, bottom, right, top = _EDGES[:]
            area = intersection(place.clip, transformed((left, bottom, right, top), place.matrix))
            found.covers.append(Cover(found.count, area, -1, picture=False, fills_area=False))


def _add_form(found: Drawings, handle: int, place: _Place) -> None:
    """Add the objects within a form."""
    count = calls.form_count(handle)
    own, odd = _matrix(handle), set[int]()
    area = transformed(clip_area(handle, {}, odd), place.matrix)
    unsure = place.unsure or bool(odd) or shades([handle])[0][1] < FAINT
    inner = replace(
        place,
        matrix=own if place.matrix is None else product(own, place.matrix),
        clip=intersection(place.clip, area),
        depth=place.depth + 1,
        unsure=unsure or (place.blended and bool(calls.has_transparency(handle))),
    )
    if place.depth >= _MAX_DEPTH or count > _MAX_OBJECTS - found.count:
        found.complete = False
        count = 0 if place.depth >= _MAX_DEPTH else max(_MAX_OBJECTS - found.count, 0)
    for index in range(count):
        child = calls.form_object(handle, index)
        if child:
            _add(found, child, calls.object_type(child), inner)


def _may_be_off(handle: int, place: _Place) -> bool:
    """Return True if an object may not be shown: in a masked form, or on a layer that is off."""
    return place.unsure or (place.layered and (place.depth > 0 or calls.count_marks(handle) > 0))


def _cover(handle: int, kind: int, found: Drawings, place: _Place) -> Cover | None:
    """Return a shape or picture that may hide words; None for rules, thin lines and small shapes."""
    picture = kind == pdfium.FPDF_PAGEOBJ_IMAGE
    if not picture and (not calls.draw_mode(Address(handle), *_AT_PAINTED) or not any(_PAINTED)):
        return None
    if not calls.object_bounds(Address(handle), *_AT_EDGES):
        return None
    left, bottom, right, top = _EDGES[:]
    filled = bool(_PAINTED[0]) or picture
    thick = filled or (calls.line_width(Address(handle), _AT_WIDTH) and _WIDTH.value >= _MIN_LINE_WIDTH)
    # Some programs write rules as pictures.
    is_rule = top - bottom <= _MAX_RULE_HEIGHT
    if is_rule and right - left >= _MIN_RULE_WIDTH and len(found.rules) < _MAX_RULES:
        found.rules.append(transformed((left, bottom, right, top), place.matrix))
    area = intersection(place.clip, transformed((left, bottom, right, top), place.matrix))
    wide, tall = area[2] - area[0], area[3] - area[1]
    # PDFium's bounds of a line are twice as wide as the line.
    if min(wide, tall) < (_MIN_COVER if thick else 2 * _MIN_COVER):
        if min(wide, tall) >= _MIN_STRIP and max(wide, tall) >= _MIN_COVER:
            found.strips.append(area)
        return None
    if is_rule or not thick:
        return None
    area = intersection(area, transformed(clip_area(handle, {}, set()), place.matrix))
    if area[2] - area[0] < _MIN_COVER or area[3] - area[1] < _MIN_COVER:
        return None
    if picture:
        return Cover(found.count, area, -1, picture=True, fills_area=False)
    if not filled:
        return Cover(found.count, area, line_shade(handle)[0], picture=False, fills_area=False)
    lightness, _ = shades([handle])[0]
    return Cover(
        found.count,
        area,
        -1 if lightness == PATTERN else lightness,
        picture=False,
        fills_area=lightness != PATTERN and _is_rectangle(handle, place.matrix),
    )


def _is_rectangle(handle: int, matrix: Matrix | None) -> bool:
    """Return True if a path is a rectangle with upright sides on the page."""
    count = calls.count_path_segments(handle)
    if not 4 <= count <= RECTANGLE_POINTS:
        return False
    if any(each[1] or each[2] for each in (_matrix(handle), matrix or SAME)):
        return False
    points = [point_of(calls.path_segment(handle, index)) for index in range(count)]
    known = [point for point in points if point is not None]
    return len(known) == count and is_rectangle(known)


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


def line_shade(handle: int) -> tuple[int, int]:
    """Return lightness (0 black to 255 white; -1 if no plain colour) and opacity of an object's lines."""
    parts = (ctypes.c_uint * 4)()
    if not calls.line_color(Address(handle), *(calls.place_of(parts, 4 * k) for k in range(4))):
        return -1, 255
    red, green, blue, opacity = parts
    return int(RED * red + GREEN * green + BLUE * blue) // (RED + GREEN + BLUE), opacity


def _matrix(handle: int) -> Matrix:
    """Return the matrix of an object; the identity if it has none."""
    matrix = pdfium.FS_MATRIX()
    if not calls.object_matrix(handle, ctypes.addressof(matrix)):
        return SAME
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
