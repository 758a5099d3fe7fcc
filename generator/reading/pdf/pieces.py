"""Pieces of a page's words: characters of one text object, with their place in the file."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterator
from itertools import repeat

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.characters import FILLER, word_cuts
from generator.reading.pdf.fonts import NO_STYLE, Fonts, TextStyle

# Start and end of a piece, whether it continues a word, and its text object.
PieceSpan = tuple[int, int, bool, int | None]


class TextPiece:
    """Characters ``start:end`` of the page, of one word and one text object, in the file's coordinates.

    x, y: of the first character on its baseline; left, bottom, right, top: the box of the last one. handle:
    the text object. continues_word: it is not the first piece of its word. after_hidden: the piece before
    it in the file is hidden.
    """

    __slots__ = (
        "after_hidden", "bottom", "continues_word", "end", "handle", "left", "right", "start", "style",
        "text", "top", "x", "y",
    )  # fmt: skip
    x: float
    y: float
    left: float
    bottom: float
    right: float
    top: float

    def __init__(
        self, text: str, start: int, end: int, style: TextStyle, handle: int, continues_word: bool
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.style, self.handle, self.continues_word = style, handle, continues_word
        self.after_hidden = False


def text_pieces(text: str, address: Address, fonts: Fonts) -> list[TextPiece]:
    """Return the pieces of the page in the order of its text."""
    style, handle, use = NO_STYLE, 0, NO_STYLE.use
    pieces: list[TextPiece] = []
    last_x = math.nan
    spans = _spans(text, address)
    objects: dict[int, int] = {}
    for begin, _, _, found in spans:
        if found and found not in objects:
            objects[found] = begin
    styles = fonts.styles(objects, address)
    for (begin, stop, inside, found), place in zip(spans, _places(text, address, spans), strict=True):
        if found and found != handle:
            handle = found
            style = styles[handle]
            use = style.use
        word = text[begin:stop]
        if use.replacements or not word.isascii() or not use.learned.issuperset(word):
            word = use.readings.get(word) or fonts.reading(word, use, address, begin)
        piece = TextPiece(word, begin, stop, style, handle, inside)
        piece.x, piece.y, piece.left, piece.top, piece.right, piece.bottom = place
        if place[0] == last_x and pieces and pieces[-1].handle == handle and pieces[-1].y == piece.y:
            # Words that the file gives instead of what it draws all begin where the drawing does.
            piece.x = _left_of(address, begin)
        else:
            last_x = place[0]
        pieces.append(piece)
    return pieces


def _left_of(address: Address, index: int) -> float:
    """Return the left edge of a character."""
    edges = (ctypes.c_float * 4)()
    calls.loose_box(address, index, calls.place_of(edges))
    return edges[0]


def _places(text: str, address: Address, spans: list[PieceSpan]) -> Iterator[tuple[float, ...]]:
    """Return x and y of the first character of each piece, and left, top, right and bottom of the last."""
    points, (at_x, at_y) = calls.room(ctypes.c_double, 2, len(spans))
    boxes, (at_box, *_) = calls.room(ctypes.c_float, 4, len(spans))
    firsts = [span[0] for span in spans]
    lasts = [span[1] - 1 for span in spans]
    if FILLER in text:
        for index, last in enumerate(lasts):
            while text[last] == FILLER and last > firsts[index]:
                last -= 1  # PDFium has no box at the place of an accent that was moved
            lasts[index] = last
    # Calls by map cost less than those of a loop; the queue of no length drops their results.
    deque(map(calls.char_origin, repeat(address), firsts, at_x, at_y), maxlen=0)
    deque(map(calls.loose_box, repeat(address), lasts, at_box), maxlen=0)
    xy, edges = points.tolist(), boxes.tolist()
    return zip(xy[::2], xy[1::2], edges[::4], edges[1::4], edges[2::4], edges[3::4], strict=True)


def _spans(text: str, address: Address) -> list[PieceSpan]:
    """Return where pieces begin and end: at the ends of words, and where a text object ends within one."""
    cuts = word_cuts(text, address)
    starts = [start for start, _ in cuts]
    firsts: list[int | None] = list(map(calls.text_object, repeat(address), starts))
    spans: list[PieceSpan] = []
    for (start, end), first, following in zip(cuts, firsts, [*firsts[1:], None], strict=False):
        # The characters of a text object follow one another: where the next word begins in the same, so
        # does all of this one.
        if first != following and end - start > 1:
            other = calls.text_object(address, end - 1)
            if other and other != first:
                spans.extend(_cut_at_objects(text, address, start, end))
                continue
        spans.append((start, end, False, first))
    return spans


def _cut_at_objects(text: str, address: Address, start: int, end: int) -> Iterator[PieceSpan]:
    """Yield the word ``start:end`` in parts, cut where another text object begins."""
    objects = list(map(calls.text_object, repeat(address), range(start, end)))
    begin, before = start, objects[0]
    for index, here in enumerate(objects, start):
        if here and here != before and text[index] != "\ufffe":
            yield begin, index, begin > start, before
            begin, before = index, here
    yield begin, end, begin > start, before
