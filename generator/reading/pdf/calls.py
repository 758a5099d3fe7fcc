"""PDFium's functions that are called for every word or drawing of a page.

They take plain addresses and keep the interpreter's lock, because a call is shorter than releasing the lock
and getting it back: half the cost of pypdfium2's typed pointers. Those with several arguments do not check
them, which halves the cost again: there an address must be an ``Address``, and a place for results a
``place_of`` (an int would be cut to its lower half).
"""

from __future__ import annotations

import ctypes
import functools
from typing import Any

import pypdfium2.raw as pdfium

VOID, INT, UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint

Address = ctypes.c_void_p
place_of = ctypes.byref


def _by_address(function: Any, *arguments: Any, result: Any = INT) -> Any:
    """Return a PDFium function that takes plain addresses and checks its arguments."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, VOID).value or 0)


def _unchecked(function: Any, result: Any = INT) -> Any:
    """Return a PDFium function that takes any arguments unchecked."""
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, VOID).value or 0)


def address_of(handle: Any) -> Address:
    """Return the plain address of one of pypdfium2's typed pointers."""
    return ctypes.cast(handle, VOID)


@functools.lru_cache(maxsize=64)
def _room(kind: Any, parts: int, count: int) -> tuple[memoryview[Any], tuple[list[Any], ...]]:
    """Make room for ``count`` results; kept, because pages ask for the same sizes."""
    numbers, size = (kind * (parts * count))(), ctypes.sizeof(kind)
    places = ([place_of(numbers, size * (parts * k + part)) for k in range(count)] for part in range(parts))
    return memoryview(numbers).cast("B").cast(kind._type_), tuple(places)


def room(kind: Any, parts: int, count: int) -> tuple[memoryview[Any], tuple[list[Any], ...]]:
    """Return room for the results of calls on ``count`` things: ``parts`` numbers of a ctypes type for each.

    Returns the numbers, those of the first thing first, and for each part the places of all things in turn.
    Valid until the next call asks for the same; for one thread at a time, like PDFium itself.
    """
    numbers, places = _room(kind, parts, 1 << count.bit_length())
    return numbers[: parts * count], places


# Unchecked. Of a text page and the index of a character.
char_origin = _unchecked(pdfium.FPDFText_GetCharOrigin)
ink_box = _unchecked(pdfium.FPDFText_GetCharBox)
loose_box = _unchecked(pdfium.FPDFText_GetLooseCharBox)
text_object = _unchecked(pdfium.FPDFText_GetTextObject, result=VOID)
char_matrix = _unchecked(pdfium.FPDFText_GetMatrix)
char_size = _unchecked(pdfium.FPDFText_GetFontSize, result=ctypes.c_double)
char_unicode = _unchecked(pdfium.FPDFText_GetUnicode, result=UINT)
is_unmapped = _unchecked(pdfium.FPDFText_HasUnicodeMapError)

# Of a text object.
font_size = _unchecked(pdfium.FPDFTextObj_GetFontSize)
font_of = _by_address(pdfium.FPDFTextObj_GetFont, VOID, result=VOID)
render_mode = _by_address(pdfium.FPDFTextObj_GetTextRenderMode, VOID)

# Of any object of a page.
page_object = _unchecked(pdfium.FPDFPage_GetObject, result=VOID)
object_type = _by_address(pdfium.FPDFPageObj_GetType, VOID)
object_bounds = _unchecked(pdfium.FPDFPageObj_GetBounds)
object_matrix = _by_address(pdfium.FPDFPageObj_GetMatrix, VOID, VOID)
fill_color = _unchecked(pdfium.FPDFPageObj_GetFillColor)
line_color = _unchecked(pdfium.FPDFPageObj_GetStrokeColor)
line_width = _unchecked(pdfium.FPDFPageObj_GetStrokeWidth)
has_transparency = _by_address(pdfium.FPDFPageObj_HasTransparency, VOID)
set_active = _by_address(pdfium.FPDFPageObj_SetIsActive, VOID, INT)
count_marks = _by_address(pdfium.FPDFPageObj_CountMarks, VOID)
mark_of = _by_address(pdfium.FPDFPageObj_GetMark, VOID, ctypes.c_ulong, result=VOID)
mark_name = _by_address(pdfium.FPDFPageObjMark_GetName, VOID, VOID, ctypes.c_ulong, VOID)
mark_text = _by_address(pdfium.FPDFPageObjMark_GetParamStringValue, VOID, VOID, VOID, ctypes.c_ulong, VOID)
draw_mode = _unchecked(pdfium.FPDFPath_GetDrawMode)
path_segment = _by_address(pdfium.FPDFPath_GetPathSegment, VOID, INT, result=VOID)
count_path_segments = _by_address(pdfium.FPDFPath_CountSegments, VOID)
form_count = _by_address(pdfium.FPDFFormObj_CountObjects, VOID)
form_object = _by_address(pdfium.FPDFFormObj_GetObject, VOID, ctypes.c_ulong, result=VOID)
clip_path = _by_address(pdfium.FPDFPageObj_GetClipPath, VOID, result=VOID)
clip_count = _by_address(pdfium.FPDFClipPath_CountPaths, VOID)

# Unchecked. Of a clip and the index of a path in it, and of a point of a path.
clip_segment_count = _unchecked(pdfium.FPDFClipPath_CountPathSegments)
clip_segment = _unchecked(pdfium.FPDFClipPath_GetPathSegment, result=VOID)
segment_point = _unchecked(pdfium.FPDFPathSegment_GetPoint)
