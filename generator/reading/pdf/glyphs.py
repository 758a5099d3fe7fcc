"""The characters that glyphs stand for if the file's own map is missing or wrong.

A glyph that stands for no known character becomes U+FFFD in the text: the mark that the page shows more than
could be read.

    >>> plain_letters("\N{MATHEMATICAL ITALIC SMALL P} < .01, \N{LATIN SMALL LIGATURE FI}t")
    'p < .01, fit'
"""

from __future__ import annotations

import re
import unicodedata

from generator.reading.pdf.font_files import FontFiles
from generator.reading.pdf.glyph_tables import (
    ICONS,
    LAYOUTS,
    layout_of,
    sign_of_name,
    sign_of_private,
    wrongly_mapped,
)

UNREAD = "\ufffd"
# PDFium gives the code of a glyph that has no character. Codes that look like white space or like nothing
# are moved up by this, to places of Unicode that hold no character (U+FDD0 to U+FDEF).
AS_CODE = 0xFDD0
_MOVED_CODES = 32  # codes that are moved: those below the blank
LOST = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd\ue000-\uf8ff]")
# Some programs map a font's ligature ff to an arrow, and ffi to nothing.
_ARROW = re.compile("[\u2190-\u21ff]")
# Letters of mathematical alphabets, and ligatures that have a place of their own.
_COMPATIBLE = re.compile(
    "[\U0001d400-\U0001d7ff\ufb00-\ufb06\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128\u212c-\u2134]"
)


def plain_letters(text: str) -> str:
    """Return the text with mathematical letters as plain letters, and ligatures as their letters."""
    if text.isascii() or not _COMPATIBLE.search(text):
        return text
    return _COMPATIBLE.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    """Return the plain letter or letters for one that has a compatible character."""
    letter = unicodedata.normalize("NFKC", match[0])
    return letter if len(letter) == 1 or match[0] >= "\ufb00" else match[0]


class Glyphs:
    """What the glyphs of one file's fonts stand for.

    useless: fonts whose own map gives U+FFFD.
    """

    def __init__(self, files: FontFiles) -> None:
        self._files = files
        self.useless: set[str] = set()

    def reading(self, font: str, character: str, *, unmapped: bool) -> str | None:
        """Return what the page shows where PDFium gives ``character``; None if it is that very character.

        font: the font's name with its subset prefix. unmapped: PDFium found no character, and ``character``
        is the glyph's code.
        """
        if not unmapped and not LOST.match(character):
            if _ARROW.match(character) and self._files.is_ligature(font, character):
                self.useless |= {font} | self._files.losing_ligatures()
            sign = wrongly_mapped(font).get(character)
            return None if sign == character else sign
        if ICONS.search(font):
            return ""
        if 0xE000 <= ord(character) <= 0xF8FF:
            sign = sign_of_private(ord(character), font)
            if sign:
                return sign
        read = self._by_name(font, character, unmapped=unmapped)
        if read == UNREAD == character and not unmapped:
            self.useless.add(font)
        return read

    def _by_name(self, font: str, character: str, *, unmapped: bool) -> str | None:
        """Return the character that the glyph's name stands for, or U+FFFD; None if the code is ASCII."""
        layout = layout_of(font)
        code = self._code(font, character, unmapped=unmapped)
        if code is not None:
            name = self._files.name(font, code)
            sign = sign_of_name(name, layout) or ("" if name else LAYOUTS.get(layout, {}).get(code, ""))
            if sign:
                return sign
        if unmapped and " " < character < "\x7f" and not layout and not self._files.is_composite(font):
            return None  # fonts of bitmaps without names are mostly coded as ASCII
        return UNREAD

    def _code(self, font: str, character: str, *, unmapped: bool) -> int | None:
        """Return the glyph's code in its font; None if it is not known."""
        value = ord(character)
        if value == AS_CODE and not unmapped and self._files.maps_to(font, "\0"):
            return self._files.code(font, "\0")
        if AS_CODE <= value <= AS_CODE + _MOVED_CODES:
            return value - AS_CODE
        if unmapped:
            return value if value < 256 else None
        return self._files.code(font, character)
