"""Fonts that draw other letters than the file says, by the heights of their glyphs.

A file can say that a glyph is an "n" and draw an "h": then its text is not what the page shows. In type of
any kind, b, d, h, k and l rise above other small letters, g, p, q and y reach below the line, and the rest
do neither. A font whose small letters break this in numbers draws other letters. Letters that break it alike,
all of one height and none below the line, are small capitals. Figures are all of one form and say nothing.

In 431 fonts of 57 papers no letter breaks the rule but for three fonts of small capitals.

    >>> honest = {c: (0.0, 0.45, 0.5) for c in "acemnors"} | {c: (0.0, 0.7, 0.5) for c in "bdhlk"}
    >>> draws_others(honest), draws_others(dict(zip("hdapbmlcenrsk", honest.values())))
    (False, True)
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping
from string import ascii_letters, digits

import pypdfium2.raw as pdfium

from generator.core.paper import UNREADABLE
from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address

# Bottom and top of a glyph's ink above its baseline, and its width, as shares of the type size.
Form = tuple[float, float, float]

_SMALL, _RISING, _HANGING = frozenset("acemnorsuvwxz"), frozenset("bdhkl"), frozenset("gpqy")
JUDGED = _SMALL | _RISING | _HANGING
MEASURED = frozenset(ascii_letters + digits + "=;:,.^")
_RISE = 1.25  # of the height of small letters: what is higher rises above them
_HANG = -0.2  # of the same: what is lower hangs below the line
_MIN_LETTERS, _MIN_SMALL = 8, 4  # different letters, and small ones among them, by which a font is judged
_MIN_WRONG, _MIN_WRONG_SHARE = 4, 0.25  # letters of another form than theirs
_SAME_HEIGHT = 1.06  # ratio of the highest small capital of a font to the lowest
_ON_LINE = -0.1  # of the height of small letters: what small capitals reach below the line at most
_MAX_SLOPE = 0.05  # of a line of type that counts as level
# Ratios of height to width: of a slash at least, of a full stop and a comma at most. An equals sign has 0.3,
# a colon 3 to 5, a semicolon 4 to 7.
_SLASH, _DOT, _COMMA = 1.3, 1.5, 3.6
# Fonts of signs have these on the keys of figures and stops. A figure is taller than wide and stands on the
# line; a comma or a full stop is below half the height of "<".
_LEVEL_SIGNS, _POINTED_SIGNS = {"5": "=", "2": "−"}, {",": "<", ".": ">"}
_LEVEL, _LIFTED = 0.75, 0.05  # ratio of height to width at most, and white below, of "=" and "−"
# A circumflex stands above small letters, 0.3 to 0.5 from the line. Where one is as tall as a letter and
# stands on the line, the font has another sign on its key, such as the plus-minus of Mathematical Pi.
_MAX_BOTTOM, _MIN_TALL = 0.15, 0.3
_POINTED = 0.3  # of the type size: least height and width of "<" and ">"
_NO_INK = 0.005  # height of a glyph that draws nothing: PDFium gives a thousandth

# Places for the results of calls, shared by all: a call holds the interpreter's lock.
_MATRIX = pdfium.FS_MATRIX()
_EDGES = (ctypes.c_double * 6)()
_AT_MATRIX = calls.place_of(_MATRIX)
_AT_EDGES = tuple(calls.place_of(_EDGES, 8 * k) for k in range(4))
_AT_ORIGIN = tuple(calls.place_of(_EDGES, 8 * k) for k in range(4, 6))


def form_of(address: Address, index: int) -> Form | None:
    """Return the form of a character's glyph; None if its line is neither level nor upright."""
    matrix = _MATRIX
    calls.char_matrix(address, index, _AT_MATRIX)
    along, up = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    size = calls.char_size(address, index) * up
    slope = min(abs(matrix.a), abs(matrix.b))
    if size <= 0 or along <= 0 or slope > _MAX_SLOPE * along:
        return None
    calls.ink_box(address, index, *_AT_EDGES)
    calls.char_origin(address, index, *_AT_ORIGIN)
    left, right, bottom, top, x, y = _EDGES[:]
    if abs(matrix.b) > abs(matrix.a):  # set sideways
        low, high = sorted((matrix.c * (left - x), matrix.c * (right - x)))
        width = top - bottom
    else:
        low, high = sorted((matrix.d * (bottom - y), matrix.d * (top - y)))
        width = right - left
    return low / (up * size), high / (up * size), width / size


def is_blank(form: Form) -> bool:
    """Return True if a glyph of this form draws nothing."""
    bottom, top, _ = form
    return top - bottom < _NO_INK


def sign_of_form(character: str, form: Form, *, is_type3: bool) -> str:
    """Return the sign that is drawn for one whose form it cannot have; empty if it may be what it seems.

    Mathematical italics of TeX have a slash, a comma and a full stop at the places of ``=``, ``;`` and ``:``.
    Mathematical Pi has an equals sign at that of ``5``: n 5 12 would be another number than n = 12.
    is_type3: the boxes of such fonts may be upside down, and tell no more than the proportions of a sign.

    >>> [sign_of_form("=", form, is_type3=False) for form in [(-0.25, 0.75, 0.39), (0.1, 0.4, 0.6)]]
    ['/', '']
    >>> [sign_of_form("5", form, is_type3=False) for form in [(0.15, 0.45, 0.6), (0.0, 0.68, 0.45)]]
    ['=', '']
    >>> [sign_of_form("^", form, is_type3=False) for form in [(-0.12, 0.63, 0.63), (0.34, 0.73, 0.42)]]
    ['\ufffd', '']
    """
    bottom, top, width = form
    height = top - bottom
    if character in _LEVEL_SIGNS:
        is_level = not is_type3 and bottom > _LIFTED and height < _LEVEL * width
        return _LEVEL_SIGNS[character] if is_level else ""
    if character in _POINTED_SIGNS:
        is_pointed = not is_type3 and bottom > -_LIFTED and min(height, width) > _POINTED
        return _POINTED_SIGNS[character] if is_pointed else ""
    if character == "^":
        return UNREADABLE if not is_type3 and bottom < _MAX_BOTTOM and height > _MIN_TALL else ""
    if character == "=":
        return "/" if height > _SLASH * width else ""
    if character == ";":
        return "," if (0 < height < _COMMA * width if is_type3 else 0 < top < -bottom) else ""
    if character != ":" or not 0 < height < _DOT * width:
        return ""
    return "." if is_type3 or abs(bottom) < height / 2 else ""


def draws_others(forms: Mapping[str, Form]) -> bool:
    """Return True if a font draws other letters than these, given with their forms."""
    small = sorted(top for letter, (_, top, _) in forms.items() if letter in _SMALL)
    if len(forms) < _MIN_LETTERS or len(small) < _MIN_SMALL:
        return False
    height = small[len(small) // 4]  # the lower quartile: some may be small capitals, or not what they seem
    if height <= 0:
        return False
    wrong = [
        (bottom, top)
        for letter, (bottom, top, _) in forms.items()
        if (top > _RISE * height) != (letter in _RISING) or (bottom < _HANG * height) != (letter in _HANGING)
    ]
    if len(wrong) < max(_MIN_WRONG, _MIN_WRONG_SHARE * len(forms)):
        return False
    bottoms, tops = zip(*wrong, strict=True)
    return bool(min(bottoms) < _ON_LINE * height or max(tops) > _SAME_HEIGHT * min(tops))
