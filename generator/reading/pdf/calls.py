"""PDFium's functions that are called for every word or drawing of a page.

They take plain addresses and keep the interpreter's lock, for a call is shorter than giving it up and
getting it back: half the cost of pypdfium2's typed pointers. Those with several arguments do not check
them, which halves the cost again: there an address must be an ``Address``, and a place for results a
``place_of`` (an int would be cut to its lower half).
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

VOID, INT, UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint

Address = ctypes.c_void_p
place_of = ctypes.byref


def _by_address(function: Any, *arguments: Any, result: Any = INT) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, VOID).value or 0)


def _unchecked(function: Any, result: Any = INT) -> Any:
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, VOID).value or 0)


def address_of(handle: Any) -> Address:
    """The plain address of one of pypdfium2's typed pointers."""
    return ctypes.cast(handle, VOID)


# Unchecked. Of a text page and the index of a character.
char_origin = _unchecked(pdfium.FPDFText_GetCharOrigin)
ink_box = _unchecked(pdfium.FPDFText_GetCharBox)
loose_box = _unchecked(pdfium.FPDFText_GetLooseCharBox)
text_object = _unchecked(pdfium.FPDFText_GetTextObject, result=VOID)
char_matrix = _unchecked(pdfium.FPDFText_GetMatrix)
char_unicode = _unchecked(pdfium.FPDFText_GetUnicode, result=UINT)
is_unmapped = _unchecked(pdfium.FPDFText_HasUnicodeMapError)

# Of a text object.
font_size = _by_address(pdfium.FPDFTextObj_GetFontSize, VOID, VOID)
font_of = _by_address(pdfium.FPDFTextObj_GetFont, VOID, result=VOID)
render_mode = _by_address(pdfium.FPDFTextObj_GetTextRenderMode, VOID)

# Of any object of a page.
page_object = _unchecked(pdfium.FPDFPage_GetObject, result=VOID)
object_type = _by_address(pdfium.FPDFPageObj_GetType, VOID)
object_bounds = _unchecked(pdfium.FPDFPageObj_GetBounds)
object_matrix = _by_address(pdfium.FPDFPageObj_GetMatrix, VOID, VOID)
fill_color = _unchecked(pdfium.FPDFPageObj_GetFillColor)
has_transparency = _by_address(pdfium.FPDFPageObj_HasTransparency, VOID)
set_active = _by_address(pdfium.FPDFPageObj_SetIsActive, VOID, INT)
count_marks = _by_address(pdfium.FPDFPageObj_CountMarks, VOID)
mark_of = _by_address(pdfium.FPDFPageObj_GetMark, VOID, ctypes.c_ulong, result=VOID)
mark_name = _by_address(pdfium.FPDFPageObjMark_GetName, VOID, VOID, ctypes.c_ulong, VOID)
draw_mode = _unchecked(pdfium.FPDFPath_GetDrawMode)
count_path_segments = _by_address(pdfium.FPDFPath_CountSegments, VOID)
form_count = _by_address(pdfium.FPDFFormObj_CountObjects, VOID)
form_object = _by_address(pdfium.FPDFFormObj_GetObject, VOID, ctypes.c_ulong, result=VOID)
clip_path = _by_address(pdfium.FPDFPageObj_GetClipPath, VOID, result=VOID)
clip_count = _by_address(pdfium.FPDFClipPath_CountPaths, VOID)
clip_segment_count = _by_address(pdfium.FPDFClipPath_CountPathSegments, VOID, INT)
clip_segment = _by_address(pdfium.FPDFClipPath_GetPathSegment, VOID, INT, INT, result=VOID)
segment_point = _by_address(pdfium.FPDFPathSegment_GetPoint, VOID, VOID, VOID)
