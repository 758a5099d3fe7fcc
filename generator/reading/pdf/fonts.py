"""The fonts of a file and the style of its text objects, each asked for once."""

from __future__ import annotations

import ctypes
import math
import re
import statistics
from collections import deque
from dataclasses import dataclass
from itertools import repeat

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.characters import FILLER, LIGATURE
from generator.reading.pdf.font_files import FontFiles
from generator.reading.pdf.glyph_tables import SYMBOL, ligature
from generator.reading.pdf.glyphs import AS_CODE, UNREAD, Glyphs, plain_letters
from generator.reading.pdf.type_sizes import TINY, shown_size

_BOLD = re.compile(
    r"bold|black|heavy|demi|semib|medi$|mediital|medium|cmbx|sfbx|ecbx|-b(?:i|d|oldit)?$|\.b(?:i)?$|bd$", re.I
)
_ITALIC = re.compile(r"ital|obli|slant|cmti|cmsl|cmmi|sfti|ecti|-(?:b?i|it|bdit)$|\.b?i$", re.I)
# Fonts of sums, roots and tall brackets.
_TALL = re.compile(r"cmex|lmex|lmmathext|euex|mtex|txex|pxex|esint|mathext|yhmath", re.I)
# Fillers, and characters of no width: places to break a word, signs of direction, operators that none sees.
_NOTHING = re.compile(f"[{FILLER}\u200b\u200e\u200f\u202a-\u202e\u2061-\u2064\ufe00-\ufe0f\ufeff]")

# Letters of which no type lets a part hang below the line; the Greek ones at their places do (μ, χ, β, ρ).
_NEVER_BELOW = frozenset("mcbr")
_FEW = 20  # characters of a font of signs
_HANGING = 0.2  # of the glyph's height


@dataclass(frozen=True, slots=True)
class Font:
    """A font as a reader tells it apart: its name without the subset prefix, weight and slope."""

    name: str
    bold: bool = False
    italic: bool = False


NO_FONT = Font("")
SLANTED = 5  # a direction between quarter turns: a watermark's
_SLANT = 0.2  # quarter turns by which a page may be scanned askew


class FontUse:
    """A font of the file, with the characters of it that have been met and what is read instead of some."""

    __slots__ = (
        "drawn", "em", "font", "full_name", "greek", "instead", "known", "procedures", "read", "tall",
    )  # fmt: skip

    def __init__(self, font: Font, full_name: str) -> None:
        self.font, self.full_name = font, full_name
        self.tall = _TALL.search(font.name) is not None
        self.greek = False  # its Latin letters are drawn as the Greek ones of the Symbol font
        self.em = 0.0  # points of type for each of the size that the file states; 0 where not measured
        self.procedures = False  # each glyph is drawn by operators of its own (Type 3), or by none
        self.drawn: set[str] = set()  # characters of such a font that have left a trace on a page
        self.known: set[str] = set()
        self.instead: dict[str, str] = {}
        self.read: dict[str, str] = {}  # words, and what is read for them


class Style:
    """What is the same for all characters of a text object.

    size: points, as it stands on the page. turn: direction, quarter turns counter-clockwise; or SLANTED.
    """

    __slots__ = ("size", "turn", "use")

    def __init__(self, size: float, turn: int, use: FontUse) -> None:
        self.size, self.turn, self.use = size, turn, use


NO_STYLE = Style(0.0, 0, FontUse(NO_FONT, ""))


class Fonts:
    """The fonts of one file, kept from page to page."""

    def __init__(self, data: bytes) -> None:
        self.files = FontFiles(data)
        self.glyphs = Glyphs(self.files)
        self._uses: dict[int, FontUse] = {}

    def has_layers(self) -> bool:
        """Whether the file has layers, which can be switched off."""
        return self.files.has_layers()

    def without_useless_maps(self) -> bytes:
        """The file without the maps that turn known glyphs into nothing; nothing where it has none."""
        return self.files.without_maps(self.glyphs.useless) if self.glyphs.useless else b""

    def style(self, handle: int, address: Address, index: int) -> Style:
        """The style of a text object, of which ``index`` is a character."""
        return self.styles({handle: index}, address)[handle]

    def styles(self, objects: dict[int, int], address: Address) -> dict[int, Style]:
        """The styles of text objects, each given with the index of one of its characters."""
        sizes, (at_size,) = calls.room(ctypes.c_float, 1, len(objects))
        matrices, (at_matrix, *_) = calls.room(ctypes.c_float, 6, len(objects))
        deque(map(calls.font_size, map(Address, objects), at_size), maxlen=0)
        deque(map(calls.char_matrix, repeat(address), objects.values(), at_matrix), maxlen=0)
        parts = matrices.tolist()
        tiny: dict[int, list[int]] = {}  # objects by font
        matrix = zip(parts[::6], parts[1::6], parts[2::6], parts[3::6], strict=True)
        fonts = map(calls.font_of, objects)
        found = {}
        for handle, font, size, (a, b, c, d) in zip(objects, fonts, sizes, matrix, strict=True):
            turn = 0 if b == 0.0 < a else _turn(a, b)
            points = abs(size * (d if c == 0.0 else (a * d - b * c) / (math.hypot(a, b) or 1.0)))
            use = self._uses.get(font or 0)
            if use is None:
                use = self._uses[font or 0] = _use(font or 0)
            found[handle] = Style(points if math.isfinite(points) else 0.0, turn, use)
            if 0 < points < TINY:
                tiny.setdefault(font or 0, []).append(handle)
        for handles in tiny.values():
            _set_to_scale([found[h] for h in handles], [objects[h] for h in handles], address)
        return found

    def reading(self, piece: str, use: FontUse, address: Address, start: int) -> str:
        """What the page shows for ``piece``, characters of one font from index ``start`` on."""
        if not use.known.issuperset(piece):
            self._learn(piece, use, address, start)
        read = piece
        if use.instead and not use.instead.keys().isdisjoint(piece):
            read = "".join(use.instead.get(c, c) for c in piece)
        if not read.isascii():
            read = plain_letters(_NOTHING.sub("", read).replace(LIGATURE, "f" + UNREAD))
        if use.known.issuperset(piece):
            use.read[piece] = read  # what is known of a character stays
        return read

    def _learn(self, piece: str, use: FontUse, address: Address, start: int) -> None:
        for offset, character in enumerate(piece):
            if character in use.known or character in "\ufffe\u2060":
                continue
            few = character in _NEVER_BELOW and len(use.known) < _FEW
            if use.greek or (few and _hangs(address, start + offset)):
                use.greek = True
                use.known.add(character)
                use.instead[character] = SYMBOL.get(ord(character), character)
                continue
            unmapped = calls.is_unmapped(address, start + offset) == 1
            read = self.glyphs.reading(use.full_name, character, unmapped=unmapped)
            if read == UNREAD and not use.full_name and (sign := ligature(ord(character) % AS_CODE)):
                # Bitmaps of TeX's fonts, which have no names: within a word the glyph is a ligature.
                if any("a" <= c <= "z" for c in piece):
                    read = sign
                else:
                    use.instead[character] = UNREAD  # until it is met in a word
                    continue
            use.known.add(character)
            if read is not None:
                use.instead[character] = read


def _turn(a: float, b: float) -> int:
    turns = math.atan2(b, a) / (math.pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) <= _SLANT else SLANTED


def _set_to_scale(styles: list[Style], indices: list[int], address: Address) -> None:
    """Give the styles of one font, whose type seems tiny, the size in which its letters are drawn."""
    use = styles[0].use
    if not use.em:
        shown = shown_size(indices, address, sideways=bool(styles[0].turn % 2))
        use.em = shown / statistics.median(style.size for style in styles) if shown else 0.0
    if use.em:
        for style in styles:
            style.size *= use.em


def _hangs(address: Address, index: int) -> bool:
    """Whether the glyph reaches well below its baseline."""
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
    return bool(above > 0 and below > _HANGING * (above + below))


def _use(handle: int) -> FontUse:
    if not handle:
        return FontUse(NO_FONT, "")
    typed = ctypes.cast(handle, pdfium.FPDF_FONT)
    buffer = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(typed, buffer, len(buffer))
    full_name = buffer.value.decode("utf-8", "replace")
    name = re.sub(r"^[A-Z]{6}\+", "", full_name)
    flags = pdfium.FPDFFont_GetFlags(typed)
    bold = _BOLD.search(name) is not None or pdfium.FPDFFont_GetWeight(typed) >= 600 or bool(flags & 0x40000)
    italic = _ITALIC.search(name) is not None or (flags > 0 and bool(flags & 0x40))
    use = FontUse(Font(name, bold, italic), full_name)
    length = ctypes.c_size_t(0)
    if pdfium.FPDFFont_GetIsEmbedded(typed):
        pdfium.FPDFFont_GetFontData(typed, None, 0, length)
        use.procedures = not length.value
    return use
