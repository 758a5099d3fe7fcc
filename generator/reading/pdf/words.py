"""The words of a PDF page, as PDFium sees them: text, place, size and font.

PDFium gives the text of a page in one call, and the place of a character in one call each. A call
costs half a microsecond through ctypes, so only the first and the last character of a word are
asked for theirs; font, size and direction are asked for once per text object.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from generator.reading.pdf.frame import Box, Frame

# A word ends at white space, or behind the mark (U+FFFE) that PDFium sets for a hyphen at the end
# of a line. A carriage return alone is a glyph without a Unicode value (a ligature, say).
_WORD = re.compile(r"(?:[^\s\ufffe]|\r(?!\n))*\ufffe|(?:[^\s\ufffe]|\r(?!\n))+")
# Glyphs that the file does not map to a character: control characters, private use, U+FFFD.
_UNMAPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
# Names set with thin blanks lose them ("EmilioGuirado"): there the gap itself is measured.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[\]),;])(?=[A-Za-z])")

_BOLD = re.compile(
    r"bold|black|heavy|demi|semib|medi$|mediital|medium|cmbx|sfbx|ecbx|-b(?:i|d|oldit)?$|\.b(?:i)?$|bd$", re.I
)
_ITALIC = re.compile(r"ital|obli|slant|cmti|cmsl|cmmi|sfti|ecti|-(?:b?i|it|bdit)$|\.b?i$", re.I)


@dataclass(frozen=True, slots=True)
class Font:
    """A font as a reader tells it apart: its name without the subset prefix, weight and slope."""

    name: str
    bold: bool = False
    italic: bool = False


NO_FONT = Font("")


class Word:
    """Characters without a blank between them.

    x0, x1: left and right; y: baseline; points from the top left corner of the page as it is read.
    glued: no blank stands before it, though it is a word of its own. breaks: PDFium began a new line with it.
    """

    __slots__ = ("breaks", "font", "glued", "size", "text", "url", "x0", "x1", "y")

    def __init__(self, text: str, x0: float, x1: float, y: float, size: float, font: Font) -> None:
        self.text = text
        self.x0, self.x1, self.y = x0, x1, y
        self.size = size
        self.font = font
        self.glued = False
        self.breaks = False
        self.url = ""

    def __repr__(self) -> str:
        return f"Word({self.text!r}, {self.x0:.1f}-{self.x1:.1f}, y={self.y:.1f}, {self.size:.1f})"


@dataclass(slots=True)
class TextPage:
    """What stands on one page.

    width, height: points, of the page as it is read. turns: quarter turns by which a reader turns
    the page as shown to read it (a table set sideways); boxes are turned back by ``as_shown``.
    across: words in another direction than the page's (banners in the margin, labels of an axis),
    each with its box.
    """

    number: int
    width: float
    height: float
    frame: Frame
    turns: int = 0
    words: list[Word] = field(default_factory=list)
    across: list[tuple[str, Box]] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0

    def as_shown(self, box: Box) -> Box:
        """The same box on the page as shown."""
        left, top, right, bottom = box
        if self.turns == 0:
            return box
        if self.turns == 1:
            return top, self.width - right, bottom, self.width - left
        if self.turns == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        return self.height - bottom, left, self.height - top, right


# The functions that are called for every word take plain addresses: half the cost of pypdfium2's
# typed pointers.
_VOID, _INT = ctypes.c_void_p, ctypes.c_int


def _by_address(function: Any, *arguments: Any, result: Any = _INT) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, _VOID).value or 0)


_get_origin = _by_address(pdfium.FPDFText_GetCharOrigin, _VOID, _INT, _VOID, _VOID)
_get_loose_box = _by_address(pdfium.FPDFText_GetLooseCharBox, _VOID, _INT, _VOID)
_get_text_object = _by_address(pdfium.FPDFText_GetTextObject, _VOID, _INT, result=_VOID)
_get_matrix = _by_address(pdfium.FPDFText_GetMatrix, _VOID, _INT, _VOID)
_get_object_size = _by_address(pdfium.FPDFTextObj_GetFontSize, _VOID, _VOID)
_get_object_font = _by_address(pdfium.FPDFTextObj_GetFont, _VOID, result=_VOID)
_get_unicode = _by_address(pdfium.FPDFText_GetUnicode, _VOID, _INT, result=ctypes.c_uint)


def read_words(page: Any, text_page: Any, number: int, fonts: dict[int, Font]) -> TextPage:
    """The words of an open page; ``fonts`` is kept from page to page of one document."""
    address = ctypes.cast(text_page, _VOID).value or 0
    frame = _frame(page)
    text = _text(text_page, address)
    found: list[tuple[str, int, int, float, float, float, float, float, float, tuple[float, int, Font]]] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    ax, ay = ctypes.addressof(x), ctypes.addressof(y)
    rect = pdfium.FS_RECTF()
    arect = ctypes.addressof(rect)
    origin, loose_box, text_object = _get_origin, _get_loose_box, _get_text_object
    styles: dict[int, tuple[float, int, Font]] = {}
    style = (0.0, 0, NO_FONT)
    weights: dict[int, int] = {}
    for start, end in _cuts(text, address):
        handle = text_object(address, start)
        if handle:
            if handle not in styles:
                styles[handle] = _style(handle, address, start, fonts)
            style = styles[handle]
        origin(address, start, ax, ay)
        loose_box(address, end - 1, arect)
        found.append(
            (
                text[start:end],
                start,
                end,
                x.value,
                y.value,
                rect.left,
                rect.bottom,
                rect.right,
                rect.top,
                style,
            )
        )
        weights[style[1]] = weights.get(style[1], 0) + end - start
    characters = sum(weights.values())
    direction = max(weights, key=lambda k: weights[k]) if weights else 0
    # Upright wins unless nearly all stands sideways.
    shown = frame.turns % 4
    if weights.get(direction, 0) < 0.8 * characters or characters < 200:
        direction = shown
    frame = Frame(frame.left, frame.bottom, frame.right, frame.top, direction)
    width, height = frame.size
    result = TextPage(number, width, height, frame, (direction - shown) % 4)
    result.characters = characters
    result.unmapped = len(_UNMAPPED.findall(text.replace("\r\n", "")))
    _place(result, text, found, direction)
    return result


def _text(text_page: Any, address: int) -> str:
    """All characters of the page, one for each of PDFium's indices."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    units = (ctypes.c_ushort * (2 * count + 2))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, units)
    text = bytes(units)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # Some glyphs have no Unicode value and are left out of the bulk text: then one by one.
    return "".join(_character(_get_unicode(address, index)) for index in range(count))


def _character(code: int) -> str:
    if code == 2:
        return "\ufffe"  # a hyphen at the end of a line, as PDFium keeps it
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\x01"


def _cuts(text: str, address: int) -> list[tuple[int, int]]:
    """Start and end of every word."""
    cuts = [match.span() for match in _WORD.finditer(text)]
    inner = [at for at in (m.start() for m in _CAMEL.finditer(text)) if _gap(address, at) > 0.1]
    for at in inner:
        index = bisect_right(cuts, (at, at)) - 1
        start, end = cuts[index]
        cuts[index : index + 1] = [(start, at), (at, end)]
    return cuts


def _gap(address: int, index: int) -> float:
    """White space before the character ``index``, as a share of its height."""
    before, after = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    _get_loose_box(address, index - 1, ctypes.addressof(before))
    _get_loose_box(address, index, ctypes.addressof(after))
    return float((after.left - before.right) / max(abs(after.top - after.bottom), 1.0))


def _style(handle: int, address: int, index: int, fonts: dict[int, Font]) -> tuple[float, int, Font]:
    """Size in points, direction (quarter turns counter-clockwise) and font of a text object."""
    size = ctypes.c_float()
    _get_object_size(handle, ctypes.addressof(size))
    matrix = pdfium.FS_MATRIX()
    _get_matrix(address, index, ctypes.addressof(matrix))
    angle = math.atan2(matrix.b, matrix.a)
    points = abs(size.value) * math.hypot(matrix.c, matrix.d)
    font = _get_object_font(handle) or 0
    if font not in fonts:
        fonts[font] = _font(font)
    return (points if math.isfinite(points) else 0.0), round(angle / (math.pi / 2)) % 4, fonts[font]


def _font(handle: int) -> Font:
    if not handle:
        return NO_FONT
    typed = ctypes.cast(handle, pdfium.FPDF_FONT)
    buffer = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(typed, buffer, len(buffer))
    name = re.sub(r"^[A-Z]{6}\+", "", buffer.value.decode("utf-8", "replace"))
    flags = pdfium.FPDFFont_GetFlags(typed)
    bold = _BOLD.search(name) is not None or pdfium.FPDFFont_GetWeight(typed) >= 600 or bool(flags & 0x40000)
    italic = _ITALIC.search(name) is not None or (flags > 0 and bool(flags & 0x40))
    return Font(name, bold, italic)


def _frame(page: Any) -> Frame:
    """The visible part of the page; turned as the file says."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    turns = pdfium.FPDFPage_GetRotation(page) % 4
    rect = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page, rect) and rect.right > rect.left and rect.top > rect.bottom:
        return Frame(rect.left, rect.bottom, rect.right, rect.top, turns)
    if turns % 2:
        width, height = height, width
    return Frame(0.0, 0.0, width, height, turns)


def _place(page: TextPage, text: str, found: list[Any], direction: int) -> None:
    frame, width, height = page.frame, page.width, page.height
    upright = frame.turns == 0
    previous = -1
    for piece, start, end, x, y, left, bottom, right, top, (size, turn, font) in found:
        clean = piece if piece.isascii() and piece.isprintable() else _UNMAPPED.sub("", piece)
        if not clean:
            continue
        if turn != direction:
            page.across.append((clean, frame.box(min(x, left), min(y, bottom), max(x, right), max(y, top))))
            previous = -1
            continue
        if upright:
            x0, base, x1 = x - frame.left, frame.top - y, right - frame.left
        else:
            x0, base = frame.point(x, y)
            x1 = frame.box(left, bottom, right, top)[2]
        if x1 < x0:
            x0, x1 = x1, x0
        if x1 < -2 or x0 > width + 2 or base < -2 or base > height + 12:
            continue  # outside of what is shown
        word = Word(clean, x0, x1, base, size or abs(top - bottom) * 0.75, font)
        word.breaks = (
            previous < 0
            or (start - previous > 1 and "\n" in text[previous:start])
            or text[previous - 1] == "\ufffe"
        )
        previous = end
        page.words.append(word)
