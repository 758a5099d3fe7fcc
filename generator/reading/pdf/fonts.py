"""The fonts of a file and the style of its text objects, each asked for once.

Weight and slope are read from the font's name, among other places:

    >>> bool(_BOLD.search("CMBX10")), bool(_BOLD.search("Times-Roman")), bool(_ITALIC.search("CMMI10"))
    (True, False, True)
"""

from __future__ import annotations

import ctypes
import math
import re
import statistics
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.characters import FILLER, LIGATURE
from generator.reading.pdf.font_files import FontFiles
from generator.reading.pdf.glyph_tables import SYMBOL, ligature
from generator.reading.pdf.glyphs import AS_CODE, LOST, UNREAD, Glyphs, plain_letters
from generator.reading.pdf.letter_forms import (
    JUDGED,
    MEASURED,
    Form,
    draws_others,
    form_of,
    is_blank,
    sign_of_form,
)
from generator.reading.pdf.nested_forms import examined_pages
from generator.reading.pdf.type_sizes import TINY, shown_size

_BOLD = re.compile(
    r"bold|black|heavy|demi|semib|medi$|mediital|medium|cmbx|sfbx|ecbx|-b(?:i|d|oldit)?$|\.b(?:i)?$|bd$", re.I
)
_ITALIC = re.compile(r"ital|obli|slant|cmti|cmsl|cmmi|sfti|ecti|-(?:b?i|it|bdit)$|\.b?i$", re.I)
# Fonts of sums, roots and tall brackets.
_TALL = re.compile(r"cmex|lmex|lmmathext|euex|mtex|txex|pxex|esint|mathext|yhmath", re.I)
# Fillers, and characters of no width: places to break a word, signs of direction, invisible operators.
_NOTHING = re.compile(f"[{FILLER}\u200b\u200e\u200f\u202a-\u202e\u2061-\u2064\ufe00-\ufe0f\ufeff]")

# Letters that never hang below the line; the Greek ones at the same places of Symbol do (μ, χ, β, ρ).
_NEVER_BELOW = frozenset("mcbr")
_MAX_SIGN_CHARS = 20  # characters that a paper uses of a font of signs; with more it is a font of text
_MIN_HANG = 0.2  # of the glyph's height below the baseline
_MAX_NAME_BYTES = 200  # bytes of a font's name
_BOLD_WEIGHT = 600  # semi-bold on the scale of 100 to 900 of OpenType
_ITALIC_FLAG, _FORCE_BOLD_FLAG = 0x40, 0x40000  # bits 7 and 19 of the descriptor (ISO 32000-1, 9.8.2)


@dataclass(frozen=True, slots=True)
class Font:
    """A font as readers distinguish it: its name without the subset prefix, weight and slope."""

    name: str
    bold: bool = False
    italic: bool = False

    def __hash__(self) -> int:
        """Return the hash of the name: it is asked for each word of a line in several fonts."""
        return hash(self.name)


NO_FONT = Font("")
SLANTED = 5  # value of TextStyle.turn for a direction between quarter turns, such as a watermark's
_MAX_SKEW = 0.2  # quarter turns by which a page may be scanned askew


class FontUse:
    """A font of the file and what is known of its characters.

    is_greek: its Latin letters are drawn as the Greek ones of Symbol. em: points of type for each unit of
    the size that the file states; 0 if not measured. is_type3: each glyph is drawn by operators of its own,
    or by none. blank: letters and digits of other fonts that draw nothing. visible: characters of either that
    have left a trace on a page. forms: of its small letters. is_disguised: it draws other letters than the
    file says. learned: characters that were looked up. replacements: what is read for some of them.
    readings: words, and what is read for them. plain: words that are read as they are.
    """

    __slots__ = (
        "blank", "em", "font", "forms", "full_name", "is_disguised", "is_greek", "is_tall", "is_type3",
        "learned", "plain", "readings", "replacements", "visible",
    )  # fmt: skip

    def __init__(self, font: Font, full_name: str) -> None:
        self.font, self.full_name = font, full_name
        self.is_tall = _TALL.search(font.name) is not None
        self.is_greek = False
        self.em = 0.0
        self.is_type3 = False
        self.blank: set[str] = set()
        self.visible: set[str] = set()
        self.forms: dict[str, Form] = {}
        self.is_disguised = False
        self.learned: set[str] = set()
        self.replacements: dict[str, str] = {}
        self.readings: dict[str, str] = {}
        self.plain: set[str] = set()

    def may_be_blank(self, text: str) -> bool:
        """Return True if only a look at the page tells whether anything is drawn for ``text``."""
        if self.is_type3:
            return not self.visible.issuperset(text)
        return bool(self.blank) and not (self.blank - self.visible).isdisjoint(text)


class TextStyle:
    """What all characters of a text object have in common.

    size: points, as printed on the page. turn: direction in quarter turns counter-clockwise, or SLANTED.
    """

    __slots__ = ("size", "turn", "use")

    def __init__(self, size: float, turn: int, use: FontUse) -> None:
        self.size, self.turn, self.use = size, turn, use


NO_STYLE = TextStyle(0.0, 0, FontUse(NO_FONT, ""))


class Fonts:
    """The fonts of one file, kept from page to page.

    has_disguised: some draw other letters than the file says.
    """

    def __init__(self, data: bytes) -> None:
        self.files = FontFiles(data)
        self._blended: set[int] | None = None
        self.glyphs = Glyphs(self.files)
        self.has_disguised = False
        self._uses: dict[int, FontUse] = {}

    def has_layers(self) -> bool:
        """Return True if the file has layers, which can be switched off."""
        return self.files.has_layers()

    def examine_pages(self, path: Path) -> Fonts:
        """Look at the resources of all pages before they are drawn, and return these fonts.

        Raises UnreadablePaper if a page would draw more forms than a paper does.
        """
        self._blended = examined_pages(self.files.file(), path)
        return self

    def is_blended(self, page: int) -> bool:
        """Return True if the page (from 1) has soft masks or blend modes, or if that is not known."""
        return self._blended is None or page in self._blended

    def without_useless_maps(self) -> bytes:
        """Return the file without the maps that turn known glyphs into nothing; empty if it has none."""
        return self.files.without_maps(self.glyphs.useless) if self.glyphs.useless else b""

    def find_disguised(self) -> bool:
        """Return True if a font of the pages read so far draws other letters than the file says.

        What was learned of such fonts is dropped: when the pages are read again, their letters become U+FFFD.
        """
        found = [
            u for u in self._uses.values() if not (u.is_greek or u.is_disguised) and draws_others(u.forms)
        ]
        for use in found:
            use.is_disguised = True
            use.learned.clear()
            use.replacements.clear()
            use.readings.clear()
            use.plain.clear()
        self.has_disguised |= bool(found)
        return bool(found)

    def style(self, handle: int, address: Address, index: int) -> TextStyle:
        """Return the style of a text object; ``index`` is one of its characters."""
        return self.styles({handle: index}, address)[handle]

    def styles(self, objects: dict[int, int], address: Address) -> dict[int, TextStyle]:
        """Return the styles of text objects, each given with the index of one of its characters."""
        sizes, (at_size,) = calls.room(ctypes.c_float, 1, len(objects))
        matrices, (at_matrix, *_) = calls.room(ctypes.c_float, 6, len(objects))
        deque(map(calls.font_size, map(Address, objects), at_size), maxlen=0)
        deque(map(calls.char_matrix, repeat(address), objects.values(), at_matrix), maxlen=0)
        parts = matrices.tolist()
        tiny: dict[int, list[int]] = {}  # objects by font
        matrix = zip(parts[::6], parts[1::6], parts[2::6], parts[3::6], strict=True)
        fonts = map(calls.font_of, objects)
        found = {}
        uses = self._uses
        for handle, font, size, (a, b, c, d) in zip(objects, fonts, sizes, matrix, strict=True):
            turn = 0 if b == 0.0 < a else _turn(a, b)
            points = abs(size * (d if c == 0.0 else (a * d - b * c) / (math.hypot(a, b) or 1.0)))
            use = uses.get(font or 0)
            if use is None:
                use = uses[font or 0] = _use(font or 0)
            if TINY <= points < math.inf:
                found[handle] = TextStyle(points, turn, use)
                continue
            found[handle] = TextStyle(points if math.isfinite(points) else 0.0, turn, use)
            if 0 < points < TINY:
                tiny.setdefault(font or 0, []).append(handle)
        for handles in tiny.values():
            _set_to_scale([found[h] for h in handles], [objects[h] for h in handles], address)
        return found

    def reading(self, piece: str, use: FontUse, address: Address, start: int) -> str:
        """Return what the page shows for ``piece``, characters of one font from index ``start`` on."""
        if not use.learned.issuperset(piece):
            self._learn(piece, use, address, start)
        read = piece
        if use.replacements and not use.replacements.keys().isdisjoint(piece):
            read = "".join(use.replacements.get(c, c) for c in piece)
        if not read.isascii():
            read = plain_letters(_NOTHING.sub("", read).replace(LIGATURE, "f" + UNREAD))
        if use.learned.issuperset(piece):
            use.readings[piece] = read  # what was learned of a character does not change
        return read

    def _learn(self, piece: str, use: FontUse, address: Address, start: int) -> None:
        """Look up what the page shows for each character of ``piece`` that the font has not shown before."""
        for offset, character in enumerate(piece):
            if character in use.learned or character in "\ufffe\u2060":
                continue
            if use.is_disguised and character.isalnum():
                use.learned.add(character)
                use.replacements[character] = UNREAD
                continue
            if character in MEASURED and (form := form_of(address, start + offset)):
                if is_blank(form):
                    use.blank.add(character)
                elif character in JUDGED:
                    use.forms[character] = form
                elif sign := sign_of_form(character, form, is_type3=use.is_type3):
                    use.learned.add(character)
                    use.replacements[character] = sign
                    continue
            few = character in _NEVER_BELOW and len(use.learned) < _MAX_SIGN_CHARS
            if use.is_greek or (few and _hangs(address, start + offset)):
                use.is_greek = True
                use.learned.add(character)
                use.replacements[character] = SYMBOL.get(ord(character)) or LOST.sub(UNREAD, character)
                continue
            unmapped = calls.is_unmapped(address, start + offset) == 1
            read = self.glyphs.reading(use.full_name, character, unmapped=unmapped)
            if read == UNREAD and not use.full_name and (sign := ligature(ord(character) % AS_CODE)):
                # Bitmaps of TeX's fonts, which have no names: within a word the glyph is a ligature.
                if any("a" <= c <= "z" for c in piece):
                    read = sign
                else:
                    use.replacements[character] = UNREAD  # until it occurs in a word
                    continue
            use.learned.add(character)
            if read is not None:
                use.replacements[character] = read


def _turn(a: float, b: float) -> int:
    """Return the direction of a text matrix in quarter turns, or SLANTED, as for one that is no number."""
    turns = math.atan2(b, a) / (math.pi / 2)
    if math.isnan(turns):
        return SLANTED
    return round(turns) % 4 if abs(turns - round(turns)) <= _MAX_SKEW else SLANTED


def _set_to_scale(styles: list[TextStyle], indices: list[int], address: Address) -> None:
    """Give the styles of one font, whose type seems tiny, the size in which its letters are drawn."""
    use = styles[0].use
    if not use.em:
        shown = shown_size(indices, address, sideways=bool(styles[0].turn % 2))
        use.em = shown / statistics.median(style.size for style in styles) if shown else 0.0
    if use.em:
        for style in styles:
            style.size *= use.em


def _hangs(address: Address, index: int) -> bool:
    """Return True if the glyph reaches well below its baseline."""
    matrix = pdfium.FS_MATRIX()
    calls.char_matrix(address, index, calls.place_of(matrix))
    if matrix.b or matrix.c or matrix.d <= 0:
        return False  # turned or slanted
    edges = (ctypes.c_double * 6)()
    places = [calls.place_of(edges, 8 * k) for k in range(6)]
    calls.ink_box(address, index, *places[:4])
    calls.char_origin(address, index, *places[4:])
    _, _, bottom, top, _, baseline = edges
    below, above = baseline - bottom, top - baseline
    return bool(above > 0 and below > _MIN_HANG * (above + below))


def _use(handle: int) -> FontUse:
    """Ask PDFium for the name, weight, slope and kind of a font."""
    if not handle:
        return FontUse(NO_FONT, "")
    typed = ctypes.cast(handle, pdfium.FPDF_FONT)
    buffer = ctypes.create_string_buffer(_MAX_NAME_BYTES)
    pdfium.FPDFFont_GetBaseFontName(typed, buffer, len(buffer))
    full_name = buffer.value.decode("utf-8", "replace")
    name = re.sub(r"^[A-Z]{6}\+", "", full_name)
    flags = pdfium.FPDFFont_GetFlags(typed)
    bold = (
        _BOLD.search(name) is not None
        or pdfium.FPDFFont_GetWeight(typed) >= _BOLD_WEIGHT
        or bool(flags & _FORCE_BOLD_FLAG)
    )
    italic = _ITALIC.search(name) is not None or (flags > 0 and bool(flags & _ITALIC_FLAG))
    use = FontUse(Font(name, bold, italic), full_name)
    length = ctypes.c_size_t(0)
    if pdfium.FPDFFont_GetIsEmbedded(typed):
        pdfium.FPDFFont_GetFontData(typed, None, 0, length)
        use.is_type3 = not length.value
    return use
