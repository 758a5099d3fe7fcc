"""The words of a PDF page, as PDFium sees them: text, place, size and font.

PDFium gives the text of a page in one call, and the place of a character in one call each. A call
costs half a microsecond through ctypes, so only the first and the last character of a word are
asked for theirs; font, size and direction are asked for once per text object.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.accents import with_accents
from generator.reading.pdf.big_signs import on_their_line
from generator.reading.pdf.characters import page_text
from generator.reading.pdf.drawings import drawings_of
from generator.reading.pdf.fonts import SLANTED, Font, Fonts
from generator.reading.pdf.frame import Box, Frame
from generator.reading.pdf.gaps import with_blanks
from generator.reading.pdf.glyphs import UNREAD
from generator.reading.pdf.hidden import hidden_pieces
from generator.reading.pdf.ligatures import with_marks
from generator.reading.pdf.pieces import Piece, pieces_of
from generator.reading.pdf.superiors import with_superiors
from generator.reading.pdf.underscores import with_underscores

# Characters of one word whose baselines differ by less, as a share of the type size, stand on one.
_SAME_BASELINE = 0.05
_SAME_PLACE = 1.5  # points
_ROW = 2.0  # points; more than that, so that the same place is in the same row or the next


class Word:
    """Characters without a blank between them, on one baseline.

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
    each with its box. hidden: characters that a reader of the page does not see, left out. retold: letters
    that the file gives in place of what it draws. rules: boxes of thin level shapes.
    """

    number: int
    width: float
    height: float
    frame: Frame
    turns: int = 0
    words: list[Word] = field(default_factory=list)
    across: list[tuple[str, Box]] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0
    hidden: int = 0
    retold: int = 0

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


def read_words(page: Any, text_page: Any, number: int, fonts: Fonts) -> TextPage:
    """The words of an open page; ``fonts`` is kept from page to page of one document."""
    address = calls.address_of(text_page)
    frame = _frame(page)
    text = with_marks(with_accents(page_text(text_page, address), address, fonts), address)
    pieces = pieces_of(text, address, fonts)
    drawings = drawings_of(page)
    unseen = hidden_pieces(page, drawings, pieces, frame, fonts.has_layers)
    weights: dict[int, int] = {}
    for piece in pieces:
        turn = piece.style.turn
        weights[turn] = weights.get(turn, 0) + piece.end - piece.start
    characters = sum(weights.values())
    weights.pop(SLANTED, None)
    direction = max(weights, key=lambda k: weights[k]) if weights else 0
    # Upright wins unless nearly all stands sideways.
    shown = frame.turns % 4
    if weights.get(direction, 0) < 0.8 * characters or characters < 200:
        direction = shown
    frame = Frame(frame.left, frame.bottom, frame.right, frame.top, direction)
    width, height = frame.size
    result = TextPage(number, width, height, frame, (direction - shown) % 4)
    result.characters = characters
    result.retold = drawings.retold
    result.hidden = sum(len(pieces[k].text) for k in unseen)
    if unseen:
        pieces = _left(pieces, unseen)
    on_their_line(pieces, address)
    pieces = with_blanks(with_superiors(pieces, address), address)
    result.unmapped = "".join([piece.text for piece in pieces]).count(UNREAD)
    _place(result, text, pieces, direction)
    result.rules = [frame.box(*rule) for rule in drawings.rules]
    with_underscores(result.words, result.rules)
    return result


def _left(pieces: list[Piece], unseen: set[int]) -> list[Piece]:
    """The pieces that are seen; behind one that is not, the place decides whether a blank comes between."""
    left = []
    for index, piece in enumerate(pieces):
        if index not in unseen:
            piece.apart = index - 1 in unseen
            left.append(piece)
    return left


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


def _place(page: TextPage, text: str, pieces: list[Piece], direction: int) -> None:
    frame, width, height = page.frame, page.width, page.height
    upright, edge, top_edge = frame.turns == 0, frame.left, frame.top
    widest, lowest = width + 2, height + 12
    words = page.words
    previous = -1
    last: Word | None = None
    for piece in pieces:
        clean, style = piece.text, piece.style
        if not clean:
            previous = piece.end if previous == piece.start else previous
            continue
        if style.turn != direction:
            x, y = piece.x, piece.y
            left, bottom, right, top = piece.left, piece.bottom, piece.right, piece.top
            box = frame.box(min(x, left), min(y, bottom), max(x, right), max(y, top))
            if box[2] < -2 or box[0] > width + 2 or box[3] < -2 or box[1] > height + 2:
                page.hidden += len(clean)
                continue
            if piece.inside and page.across and last is None:
                before, around = page.across[-1]
                page.across[-1] = (before + clean, _around(around, box))
            else:
                page.across.append((clean, box))
            previous, last = -1, None
            continue
        if upright:
            x0, base, x1 = piece.x - edge, top_edge - piece.y, piece.right - edge
        else:
            x0, base = frame.point(piece.x, piece.y)
            x1 = frame.box(piece.left, piece.bottom, piece.right, piece.top)[2]
        if x1 < x0:
            x0, x1 = x1, x0
        if not (x1 >= -2 and x0 <= widest and -2 <= base <= lowest):
            page.hidden += len(clean)
            continue  # outside of what is shown, or nowhere at all
        size = style.size or abs(piece.top - piece.bottom) * 0.75
        if (
            piece.inside
            and last is not None
            and previous == piece.start
            and abs(base - last.y) <= _SAME_BASELINE * max(size, last.size)
        ):
            last.text = _with_slash(last.text + clean)
            last.x1 = max(last.x1, x1)
            previous = piece.end
            continue
        word = Word(clean, x0, x1, base, size, style.use.font)
        start = piece.start
        if piece.inside and previous == start:
            word.glued = True
        if (
            previous < 0
            or piece.apart
            or (start - previous > 1 and "\n" in text[previous:start])
            or text[previous - 1] == "\ufffe"
        ):
            word.breaks = True
        previous, last = piece.end, word
        words.append(word)
    page.words = _once(words)


def _once(words: list[Word]) -> list[Word]:
    """The words without those that are printed again at the same place, to look bold or to cast a shadow."""
    places: dict[str, dict[float, list[Word]]] = {}  # by text and row
    once: list[Word] = []
    for word in words:
        row = word.y // _ROW
        rows = places.get(word.text)
        if rows is None:
            places[word.text] = {row: [word]}
        elif row in rows or row - 1.0 in rows or row + 1.0 in rows:
            near = [other for at in (row - 1.0, row, row + 1.0) for other in rows.get(at, ())]
            if any(_same_place(word, other) for other in near):
                continue
            rows.setdefault(row, []).append(word)
        else:
            rows[row] = [word]
        once.append(word)
    return once


def _same_place(word: Word, other: Word) -> bool:
    near = min(_SAME_PLACE, 0.15 * word.size)
    return (
        abs(word.x0 - other.x0) <= near
        and abs(word.y - other.y) <= near
        and abs(word.size - other.size) <= 0.1 * word.size
    )


def _with_slash(text: str) -> str:
    """The text with a slash drawn before the sign that it negates as one character: not equal."""
    if "\u0338" not in text:
        return text
    return re.sub("\u0338([=∈<>≡∼≈⊂⊃≤≥])", lambda m: unicodedata.normalize("NFC", m[1] + "\u0338"), text)


def _around(box: Box, other: Box) -> Box:
    return min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])
