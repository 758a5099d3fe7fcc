"""The characters of a page, one for each of PDFium's indices, and where words begin and end.

A word ends at white space, or behind the mark U+FFFE that PDFium sets for a hyphen at the end of a line.
Names set with thin blanks lose them ("EmilioGuirado"): at such places the gap itself is measured.

    >>> [m.span() for m in _WORD.finditer("see Table 2")]
    [(0, 3), (4, 9), (10, 11)]
    >>> [m.start() for m in _CAMEL.finditer("EmilioGuirado")]
    [6]
"""

from __future__ import annotations

import ctypes
import re
import sys
from bisect import bisect_right
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.glyphs import AS_CODE

_WORD = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")
# The pattern begins with the rare characters, so that a page is searched fast.
_CAMEL = re.compile(r"[A-Z\]),;](?:(?<=[a-z][A-Z])(?=[a-z])|(?<=[\]),;])(?=[A-Za-z]))")
_CONTROL = re.compile(r"[\x0b\x0c\x1c-\x1f\x85]")
_LONE = re.compile(rf"(?<!\r)\n|\r(?!\n)|{_CONTROL.pattern}")
_ENDS = re.compile("\ufffe")  # hyphens at the ends of lines, and glyphs that the file maps to nothing
_MIN_BLANK = 0.1  # of a character's height; a wider gap is a blank
# Halves of characters beyond U+FFFF in UTF-16: high ones, low ones, and the code behind both.
_HIGH, _LOW, _BEHIND = 0xD800, 0xDC00, 0xE000
_SUPPLEMENTARY = 0x10000  # the first such character
_HALF = re.compile("[\ud800-\udfff]")
_LINE_END_HYPHEN = 2  # code that PDFium gives a hyphen at the end of a line
_HYPHEN = re.compile(chr(_LINE_END_HYPHEN))
LIGATURE = "\U0001fffe"  # an f that is as wide as a ligature: no character of any text
FILLER = "\u2060"  # the second half of a character beyond U+FFFF: nothing of its own


def page_text(text_page: Any, address: Address) -> str:
    """Return all characters of the page, one for each of PDFium's indices."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    units = bytearray(2 * (2 * count + 2))  # an array of ctypes would be a new type for each length
    written = pdfium.FPDFText_GetText(text_page, 0, count, ctypes.c_ushort.from_buffer(units))
    text = str(memoryview(units)[: 2 * max(written - 1, 0)], "utf-16-le", "replace")
    if len(text) != count:
        # Some glyphs have no Unicode value and are left out of the bulk text: then one by one.
        text = _one_by_one(list(map(calls.char_unicode, repeat(address), range(count))), address)
    if "\ufffe" in text:
        text = _ENDS.sub(lambda m: m[0] if calls.char_unicode(address, m.start()) else chr(AS_CODE), text)
    lines = text.count("\r\n")
    if lines == text.count("\n") == text.count("\r") and not _CONTROL.search(text):
        return text
    # White space that ends no line is the code of a glyph (a ligature, say).
    return _LONE.sub(lambda m: chr(AS_CODE + ord(m[0])) if ord(m[0]) < 32 else "\ufffd", text)


def _one_by_one(codes: list[int], address: Address) -> str:
    """Return the characters of these codes, one for each."""
    if max(codes) > sys.maxunicode or _HALF.search(text := "".join(map(chr, codes))):
        text = "".join(_joined(codes))
    text = text.replace("\0", chr(AS_CODE))
    # A hyphen at the end of a line, as PDFium keeps it, or a glyph with this code.
    return _HYPHEN.sub(lambda m: "\ufffe" if calls.is_unmapped(address, m.start()) != 1 else m[0], text)


def _joined(codes: list[int]) -> list[str]:
    """Return the characters of these codes; the two halves of one beyond U+FFFF are joined."""
    characters: list[str] = []
    for code in codes:
        if _LOW <= code < _BEHIND and characters and _HIGH <= ord(characters[-1]) < _LOW:
            high = ord(characters[-1])
            characters[-1] = chr(_SUPPLEMENTARY + ((high - _HIGH) << 10) + code - _LOW)
            characters.append(FILLER)
        else:
            characters.append(chr(code) if code <= sys.maxunicode else "\ufffd")
    return ["\ufffd" if "\ud800" <= c <= "\udfff" else c for c in characters]


def word_cuts(text: str, address: Address) -> list[tuple[int, int]]:
    """Return start and end of every word."""
    cuts = [match.span() for match in _WORD.finditer(text)]
    places = [m.start() if m[0].isalpha() else m.end() for m in _CAMEL.finditer(text)]
    for at in [at for at in places if _gap(address, at) > _MIN_BLANK]:
        index = bisect_right(cuts, (at, at)) - 1
        start, end = cuts[index]
        cuts[index : index + 1] = [(start, at), (at, end)]
    return cuts


def _gap(address: Address, index: int) -> float:
    """Return the white space before the character ``index``, as a share of its height."""
    before, after = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    calls.loose_box(address, index - 1, calls.place_of(before))
    calls.loose_box(address, index, calls.place_of(after))
    return float((after.left - before.right) / max(abs(after.top - after.bottom), 1.0))
