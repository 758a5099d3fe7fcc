"""PDFium's functions that are called for every word or drawing of a page.

They take plain addresses and keep the interpreter's lock, for a call is shorter than giving it up and
getting it back: half the cost of pypdfium2's typed pointers.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

VOID, INT, UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint


def _by_address(function: Any, *arguments: Any, result: Any = INT) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, VOID).value or 0)


def address_of(handle: Any) -> int:
    """The plain address of one of pypdfium2's typed pointers."""
    return ctypes.cast(handle, VOID).value or 0


# Of a text page and the index of a character.
char_origin = _by_address(pdfium.FPDFText_GetCharOrigin, VOID, INT, VOID, VOID)
ink_box = _by_address(pdfium.FPDFText_GetCharBox, VOID, INT, VOID, VOID, VOID, VOID)
loose_box = _by_address(pdfium.FPDFText_GetLooseCharBox, VOID, INT, VOID)
text_object = _by_address(pdfium.FPDFText_GetTextObject, VOID, INT, result=VOID)
char_matrix = _by_address(pdfium.FPDFText_GetMatrix, VOID, INT, VOID)
char_unicode = _by_address(pdfium.FPDFText_GetUnicode, VOID, INT, result=UINT)
is_unmapped = _by_address(pdfium.FPDFText_HasUnicodeMapError, VOID, INT)
is_generated = _by_address(pdfium.FPDFText_IsGenerated, VOID, INT)

# Of a text object.
font_size = _by_address(pdfium.FPDFTextObj_GetFontSize, VOID, VOID)
font_of = _by_address(pdfium.FPDFTextObj_GetFont, VOID, result=VOID)
render_mode = _by_address(pdfium.FPDFTextObj_GetTextRenderMode, VOID)

# Of any object of a page.
page_object = _by_address(pdfium.FPDFPage_GetObject, VOID, INT, result=VOID)
object_type = _by_address(pdfium.FPDFPageObj_GetType, VOID)
object_bounds = _by_address(pdfium.FPDFPageObj_GetBounds, VOID, VOID, VOID, VOID, VOID)
object_matrix = _by_address(pdfium.FPDFPageObj_GetMatrix, VOID, VOID)
fill_color = _by_address(pdfium.FPDFPageObj_GetFillColor, VOID, VOID, VOID, VOID, VOID)
stroke_color = _by_address(pdfium.FPDFPageObj_GetStrokeColor, VOID, VOID, VOID, VOID, VOID)
has_transparency = _by_address(pdfium.FPDFPageObj_HasTransparency, VOID)
set_active = _by_address(pdfium.FPDFPageObj_SetIsActive, VOID, INT)
count_marks = _by_address(pdfium.FPDFPageObj_CountMarks, VOID)
mark_of = _by_address(pdfium.FPDFPageObj_GetMark, VOID, ctypes.c_ulong, result=VOID)
mark_name = _by_address(pdfium.FPDFPageObjMark_GetName, VOID, VOID, ctypes.c_ulong, VOID)
draw_mode = _by_address(pdfium.FPDFPath_GetDrawMode, VOID, VOID, VOID)
count_path_segments = _by_address(pdfium.FPDFPath_CountSegments, VOID)
form_count = _by_address(pdfium.FPDFFormObj_CountObjects, VOID)
form_object = _by_address(pdfium.FPDFFormObj_GetObject, VOID, ctypes.c_ulong, result=VOID)
clip_path = _by_address(pdfium.FPDFPageObj_GetClipPath, VOID, result=VOID)
clip_count = _by_address(pdfium.FPDFClipPath_CountPaths, VOID)
clip_segment_count = _by_address(pdfium.FPDFClipPath_CountPathSegments, VOID, INT)
clip_segment = _by_address(pdfium.FPDFClipPath_GetPathSegment, VOID, INT, INT, result=VOID)
segment_point = _by_address(pdfium.FPDFPathSegment_GetPoint, VOID, VOID, VOID)
