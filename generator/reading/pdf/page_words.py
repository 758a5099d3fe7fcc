"""The words of a PDF page, as PDFium sees them: text, place, size and font.

PDFium gives the text of a page in one call, and the place of a character in one call each. A call costs half
a microsecond through ctypes, so only the first and the last character of a word are asked for theirs; font,
size and direction are asked for once per text object.

>>> _around((10, 0, 40, 12), (44, 2, 80, 14))
(10, 0, 80, 14)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.accents import with_accents
from generator.reading.pdf.big_signs import align_big_signs
from generator.reading.pdf.characters import page_text
from generator.reading.pdf.drawings import drawings_of
from generator.reading.pdf.fonts import SLANTED, Font, Fonts
from generator.reading.pdf.frame import Box, Frame
from generator.reading.pdf.gaps import with_blanks
from generator.reading.pdf.glyphs import UNREAD
from generator.reading.pdf.hidden import hidden_pieces
from generator.reading.pdf.ligatures import mark_lost_ligatures
from generator.reading.pdf.pieces import TextPiece, text_pieces
from generator.reading.pdf.superiors import with_superiors
from generator.reading.pdf.underscores import join_at_underscores

_SAME_BASELINE = 0.05  # of the type size, by which baselines of the characters of one word may differ
_MAX_REPRINT_SHIFT = 1.5  # points between two prints of a word that shall look bold or cast a shadow
_MAX_REPRINT_SHARE = 0.15  # of the type size, for the same; the smaller of both counts
_SAME_SIZE = 0.1  # relative difference in size between the two prints
_ROW_HEIGHT = 2.0  # points; above _MAX_REPRINT_SHIFT, so that the same place is in the same row or the next
_MIN_TURNED_SHARE = 0.8  # of a page's characters: a page set sideways, and not one with sideways labels
_MIN_TURNED_CHARS = 200  # characters; a page with fewer is read as shown
# A float set sideways on a page of upright text: it opens with a caption, and is no mere label.
_CAPTION = re.compile(r"(?:table|tabela|tabla|tableau|fig(?:ure|ura|\.)?)\s?\d", re.I)
_MIN_SIDEWAYS_CHARS = 200
_MARGIN = 2  # points by which a word may begin or end outside of the page
_MARGIN_BELOW = 12  # points for baselines, whose letters may reach into the page
_SIZE_OF_BOX = 0.75  # of a character's height, for a text object that states no size


class Word:
    """Characters without a blank between them, on one baseline.

    x0, x1: left and right; y: baseline; points from the top left corner of the page as it is read. glued:
    no blank precedes it, though it is a word of its own. starts_line: PDFium began a new line with it.
    """

    __slots__ = ("font", "glued", "size", "starts_line", "text", "url", "x0", "x1", "y")

    def __init__(self, text: str, x0: float, x1: float, y: float, size: float, font: Font) -> None:
        self.text = text
        self.x0, self.x1, self.y = x0, x1, y
        self.size = size
        self.font = font
        self.glued = False
        self.starts_line = False
        self.url = ""

    def __repr__(self) -> str:
        return f"Word({self.text!r}, {self.x0:.1f}-{self.x1:.1f}, y={self.y:.1f}, {self.size:.1f})"


@dataclass(slots=True)
class TextPage:
    """The words of one page.

    width, height: points, of the page as it is read. turns: quarter turns by which a reader turns the page
    as shown to read it (a table set sideways); ``as_shown`` turns boxes back. across: words in another
    direction than the page's (banners in the margin, labels of an axis), each with its box. hidden: number
    of characters that a reader of the page does not see, left out. sideways: a table or figure in another
    direction than the page's, as a page of its own. disguised: number of characters in fonts
    that draw other letters than the file says. actual_text_letters: number of letters that the file gives in
    place of what it draws. rules: boxes of thin level shapes.
    """

    number: int
    width: float
    height: float
    frame: Frame
    turns: int = 0
    words: list[Word] = field(default_factory=list)
    across: list[tuple[str, Box]] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    sideways: TextPage | None = None
    characters: int = 0
    unmapped: int = 0
    hidden: int = 0
    disguised: int = 0
    actual_text_letters: int = 0

    def as_shown(self, box: Box) -> Box:
        """Return the same box on the page as shown."""
        left, top, right, bottom = box
        if self.turns == 0:
            return box
        if self.turns == 1:
            return top, self.width - right, bottom, self.width - left
        if self.turns == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        return self.height - bottom, left, self.height - top, right


def read_words(page: Any, text_page: Any, number: int, fonts: Fonts) -> TextPage:
    """Return the words of an open page; ``fonts`` is kept from page to page of one document."""
    address = calls.address_of(text_page)
    frame = _frame(page)
    text = mark_lost_ligatures(with_accents(page_text(text_page, address), address, fonts), address)
    pieces = text_pieces(text, address, fonts)
    drawings = drawings_of(page, blended=fonts.is_blended(number), layered=fonts.has_layers())
    unseen = hidden_pieces(page, drawings, pieces, frame, fonts.has_layers)
    weights: dict[int, int] = {}
    for piece in pieces:
        turn = piece.style.turn
        weights[turn] = weights.get(turn, 0) + piece.end - piece.start
    characters = sum(weights.values())
    weights.pop(SLANTED, None)
    direction = max(weights, key=lambda k: weights[k]) if weights else 0
    # The page is read as shown unless nearly all text is turned.
    shown = frame.turns % 4
    if weights.get(direction, 0) < _MIN_TURNED_SHARE * characters or characters < _MIN_TURNED_CHARS:
        direction = shown
    frame = Frame(frame.left, frame.bottom, frame.right, frame.top, direction)
    width, height = frame.size
    result = TextPage(number, width, height, frame, (direction - shown) % 4)
    result.characters = characters
    result.actual_text_letters = drawings.actual_text_letters
    result.hidden = sum(len(pieces[k].text) for k in unseen)
    if unseen:
        pieces = _visible(pieces, unseen)
    align_big_signs(pieces, address)
    pieces = with_blanks(with_superiors(pieces, address), address)
    if fonts.has_disguised:
        result.disguised = sum(len(piece.text) for piece in pieces if piece.style.use.is_disguised)
    result.unmapped = "".join([piece.text for piece in pieces]).count(UNREAD)
    other = _sideways(pieces, direction)
    if other is not None:
        turned = Frame(frame.left, frame.bottom, frame.right, frame.top, other)
        result.sideways = TextPage(number, *turned.size, turned, (other - shown) % 4)
        _add_words(result.sideways, text, [p for p in pieces if p.style.turn == other], other)
        pieces = [p for p in pieces if p.style.turn != other]
    _add_words(result, text, pieces, direction)
    result.rules = [frame.box(*rule) for rule in drawings.rules]
    join_at_underscores(result.words, result.rules)
    return result


def _sideways(pieces: Sequence[TextPiece], direction: int) -> int | None:
    """Return the direction of a table or figure set sideways on a page; None if there is none."""
    for turn in {piece.style.turn for piece in pieces} - {direction, SLANTED}:
        texts = [piece.text for piece in pieces if piece.style.turn == turn and piece.text]
        if sum(map(len, texts)) >= _MIN_SIDEWAYS_CHARS and _CAPTION.match(" ".join(texts[:2])):
            return turn
    return None


def _visible(pieces: list[TextPiece], unseen: set[int]) -> list[TextPiece]:
    """Return the visible pieces, marking those behind a hidden one: there the gap decides about a blank."""
    left = []
    for index, piece in enumerate(pieces):
        if index not in unseen:
            piece.after_hidden = index - 1 in unseen
            left.append(piece)
    return left


def _frame(page: Any) -> Frame:
    """Return the visible part of the page, turned as the file says."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    turns = pdfium.FPDFPage_GetRotation(page) % 4
    rect = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page, rect) and rect.right > rect.left and rect.top > rect.bottom:
        return Frame(rect.left, rect.bottom, rect.right, rect.top, turns)
    if turns % 2:
        width, height = height, width
    return Frame(0.0, 0.0, width, height, turns)


def _add_words(page: TextPage, text: str, pieces: list[TextPiece], direction: int) -> None:
    """Put pieces together to words of ``page``, and count those outside of the page as hidden."""
    frame, width, height = page.frame, page.width, page.height
    upright, edge, top_edge = frame.turns == 0, frame.left, frame.top
    widest, lowest = width + _MARGIN, height + _MARGIN_BELOW
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
            if box[2] < -_MARGIN or box[0] > widest or box[3] < -_MARGIN or box[1] > height + _MARGIN:
                page.hidden += len(clean)
                continue
            if piece.continues_word and page.across and last is None:
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
        if not (x1 >= -_MARGIN and x0 <= widest and -_MARGIN <= base <= lowest):
            page.hidden += len(clean)
            continue  # outside of the visible page, or at no place at all
        size = style.size or abs(piece.top - piece.bottom) * _SIZE_OF_BOX
        if (
            piece.continues_word
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
        if piece.continues_word and previous == start:
            word.glued = True
        if (
            previous < 0
            or piece.after_hidden
            or (start - previous > 1 and "\n" in text[previous:start])
            or text[previous - 1] == "\ufffe"
        ):
            word.starts_line = True
        previous, last = piece.end, word
        words.append(word)
    page.words = _without_reprints(words)


def _without_reprints(words: list[Word]) -> list[Word]:
    """Return the words without those printed again at the same place, to look bold or cast a shadow."""
    firsts: dict[str, Word] = {}
    places: dict[str, dict[float, list[Word]]] = {}  # of words that occur again, by text and row
    once: list[Word] = []
    for word in words:
        first = firsts.setdefault(word.text, word)
        if first is word:
            once.append(word)
            continue
        row = word.y // _ROW_HEIGHT
        rows = places.get(word.text)
        if rows is None:
            rows = places[word.text] = {first.y // _ROW_HEIGHT: [first]}
        if row in rows or row - 1.0 in rows or row + 1.0 in rows:
            near = [other for at in (row - 1.0, row, row + 1.0) for other in rows.get(at, ())]
            if any(_same_place(word, other) for other in near):
                continue
            rows.setdefault(row, []).append(word)
        else:
            rows[row] = [word]
        once.append(word)
    return once


def _same_place(word: Word, other: Word) -> bool:
    """Return True if two words of one text are printed at nearly the same place in the same size."""
    near = min(_MAX_REPRINT_SHIFT, _MAX_REPRINT_SHARE * word.size)
    return (
        abs(word.x0 - other.x0) <= near
        and abs(word.y - other.y) <= near
        and abs(word.size - other.size) <= _SAME_SIZE * word.size
    )


def _with_slash(text: str) -> str:
    """Return the text with a combining slash and the sign that it negates as one character (≠)."""
    if "\u0338" not in text:
        return text
    return re.sub("\u0338([=∈<>≡∼≈⊂⊃≤≥])", lambda m: unicodedata.normalize("NFC", m[1] + "\u0338"), text)


def _around(box: Box, other: Box) -> Box:
    """Return the smallest box around both boxes."""
    return min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])
