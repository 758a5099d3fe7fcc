"""Pieces of a page's words: characters of one text object, with their place in the file."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.characters import FILLER, word_cuts
from generator.reading.pdf.fonts import NO_STYLE, Fonts, TextStyle

# Starts and ends of all pieces, whether each continues a word, and the text object of each.
PieceSpans = tuple[list[int], list[int], list[bool], list[int | None]]


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
    begins, ends, inside, objects = _spans(text, address)
    # Each object with its first character; a later one does not replace it.
    firsts: dict[int, int] = {}
    for found, begin in zip(objects, begins, strict=True):
        if found:
            firsts.setdefault(found, begin)
    styles = fonts.styles(firsts, address)
    for begin, end, continues, found, x, y, left, top, right, bottom in zip(
        begins, ends, inside, objects, *_places(text, address, begins, ends), strict=True
    ):
        if found and found != handle:
            handle = found
            style = styles[handle]
            use = style.use
        word = text[begin:end]
        if word not in use.plain:
            if use.replacements or not word.isascii() or not use.learned.issuperset(word):
                word = use.readings.get(word) or fonts.reading(word, use, address, begin)
            else:
                use.plain.add(word)
        piece = TextPiece(word, begin, end, style, handle, continues)
        piece.x, piece.y, piece.left, piece.top, piece.right, piece.bottom = x, y, left, top, right, bottom
        if x == last_x and pieces and pieces[-1].handle == handle and pieces[-1].y == y:
            # Words that the file gives instead of what it draws all begin where the drawing does.
            piece.x = _left_of(address, begin)
        else:
            last_x = x
        pieces.append(piece)
    return pieces


def _left_of(address: Address, index: int) -> float:
    """Return the left edge of a character."""
    edges = (ctypes.c_float * 4)()
    calls.loose_box(address, index, calls.place_of(edges))
    return edges[0]


def _places(text: str, address: Address, begins: list[int], ends: list[int]) -> list[list[float]]:
    """Return x and y of the first character of all pieces, and left, top, right and bottom of the last."""
    points, (at_x, at_y) = calls.room(ctypes.c_double, 2, len(begins))
    boxes, (at_box, *_) = calls.room(ctypes.c_float, 4, len(begins))
    lasts = [end - 1 for end in ends]
    if FILLER in text:
        for index, last in enumerate(lasts):
            while text[last] == FILLER and last > begins[index]:
                last -= 1  # PDFium has no box at the place of an accent that was moved
            lasts[index] = last
    # Calls by map cost less than those of a loop; the queue of no length drops their results.
    deque(map(calls.char_origin, repeat(address), begins, at_x, at_y), maxlen=0)
    deque(map(calls.loose_box, repeat(address), lasts, at_box), maxlen=0)
    xy: list[Any] = points.tolist()
    edges: list[Any] = boxes.tolist()
    return [xy[::2], xy[1::2], edges[::4], edges[1::4], edges[2::4], edges[3::4]]


def _spans(text: str, address: Address) -> PieceSpans:
    """Return where pieces begin and end: at the ends of words, and where a text object ends within one."""
    cuts = word_cuts(text, address)
    starts = [start for start, _ in cuts]
    firsts: list[int | None] = list(map(calls.text_object, repeat(address), starts))
    begins: list[int] = []
    ends: list[int] = []
    inside: list[bool] = []
    objects: list[int | None] = []
    for (start, end), first, following in zip(cuts, firsts, [*firsts[1:], None], strict=False):
        # The characters of a text object follow one another: where the next word begins in the same, so
        # does all of this one.
        if first != following and end - start > 1:
            other = calls.text_object(address, end - 1)
            if other and other != first:
                for begin, stop, handle in _cut_at_objects(text, address, start, end):
                    begins.append(begin)
                    ends.append(stop)
                    inside.append(begin > start)
                    objects.append(handle)
                continue
        begins.append(start)
        ends.append(end)
        inside.append(False)
        objects.append(first)
    return begins, ends, inside, objects


def _cut_at_objects(
    text: str, address: Address, start: int, end: int
) -> Iterator[tuple[int, int, int | None]]:
    """Yield begin, end and text object of the parts of a word, cut where another text object begins."""
    objects = list(map(calls.text_object, repeat(address), range(start, end)))
    begin, before = start, objects[0]
    for index, here in enumerate(objects, start):
        if here and here != before and text[index] != "\ufffe":
            yield begin, index, before
            begin, before = index, here
    yield begin, end, before
