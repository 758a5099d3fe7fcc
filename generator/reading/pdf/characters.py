"""The characters of a page, one for each of PDFium's indices, and where words begin and end."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from typing import Any

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.glyphs import AS_CODE

# A word ends at white space, or behind the mark (U+FFFE) that PDFium sets for a hyphen at the end
# of a line.
_WORD = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")
# Names set with thin blanks lose them ("EmilioGuirado"): there the gap itself is measured.
# The pattern begins with what is rare, for which a page is searched fast.
_CAMEL = re.compile(r"[A-Z\]),;](?:(?<=[a-z][A-Z])(?=[a-z])|(?<=[\]),;])(?=[A-Za-z]))")
_LONE = re.compile(r"(?<!\r)\n|\r(?!\n)|[\x0b\x0c\x1c-\x1f\x85]")
_ENDS = re.compile("\ufffe")  # hyphens at the ends of lines, and glyphs that the file maps to nothing
LIGATURE = "\U0001fffe"  # an f that is as wide as a ligature: no character of any text
FILLER = "\u2060"  # the second half of a character beyond U+FFFF: nothing of its own


def page_text(text_page: Any, address: Address) -> str:
    """All characters of the page, one for each of PDFium's indices."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    units = (ctypes.c_ushort * (2 * count + 2))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, units)
    text = str(memoryview(units).cast("B")[: 2 * max(written - 1, 0)], "utf-16-le", "replace")
    if len(text) != count:
        # Some glyphs have no Unicode value and are left out of the bulk text: then one by one.
        text = "".join(_joined([calls.char_unicode(address, index) for index in range(count)], address))
    if "\ufffe" in text:
        text = _ENDS.sub(lambda m: m[0] if calls.char_unicode(address, m.start()) else chr(AS_CODE), text)
    # White space that ends no line is the code of a glyph (a ligature, say).
    text = _LONE.sub(lambda m: chr(AS_CODE + ord(m[0])) if ord(m[0]) < 32 else "\ufffd", text)
    return text


def _joined(codes: list[int], address: Address) -> list[str]:
    """The characters of these codes; the halves of one beyond U+FFFF, which come apart, joined."""
    characters: list[str] = []
    for index, code in enumerate(codes):
        if 0xDC00 <= code < 0xE000 and characters and 0xD800 <= ord(characters[-1]) < 0xDC00:
            high = ord(characters[-1])
            characters[-1] = chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
            characters.append(FILLER)
        elif code == 2 and calls.is_unmapped(address, index) != 1:
            characters.append("\ufffe")  # a hyphen at the end of a line, as PDFium keeps it
        elif code == 0:
            characters.append(chr(AS_CODE))
        else:
            characters.append(chr(code) if code < 0x110000 else "\ufffd")
    return ["\ufffd" if "\ud800" <= c <= "\udfff" else c for c in characters]


def word_cuts(text: str, address: Address) -> list[tuple[int, int]]:
    """Start and end of every word."""
    cuts = [match.span() for match in _WORD.finditer(text)]
    places = [m.start() if m[0].isalpha() else m.end() for m in _CAMEL.finditer(text)]
    for at in [at for at in places if _gap(address, at) > 0.1]:
        index = bisect_right(cuts, (at, at)) - 1
        start, end = cuts[index]
        cuts[index : index + 1] = [(start, at), (at, end)]
    return cuts


def _gap(address: Address, index: int) -> float:
    """White space before the character ``index``, as a share of its height."""
    before, after = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    calls.loose_box(address, index - 1, calls.place_of(before))
    calls.loose_box(address, index, calls.place_of(after))
    return float((after.left - before.right) / max(abs(after.top - after.bottom), 1.0))
