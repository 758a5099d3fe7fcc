"""The pieces of a page's words: characters of one text object, with their place in the file."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.characters import FILLER, word_cuts
from generator.reading.pdf.fonts import NO_STYLE, Fonts, Style


class Piece:
    """Characters ``start:end`` of the page, of one word and one text object, in the file's coordinates.

    x, y: where the first stands on its baseline; left, bottom, right, top: the box of the last.
    handle: of the text object. inside: it is not the first piece of its word. apart: what stands before it
    in the file is not seen.
    """

    __slots__ = (
        "apart", "bottom", "end", "handle", "inside", "left", "right", "start", "style", "text", "top",
        "x", "y",
    )  # fmt: skip
    x: float
    y: float
    left: float
    bottom: float
    right: float
    top: float

    def __init__(self, text: str, start: int, end: int, style: Style, handle: int, inside: bool) -> None:
        self.text, self.start, self.end = text, start, end
        self.style, self.handle, self.inside = style, handle, inside
        self.apart = False


def pieces_of(text: str, address: Address, fonts: Fonts) -> list[Piece]:
    """The pieces of the page in the order of its text."""
    x, y, edges = ctypes.c_double(), ctypes.c_double(), (ctypes.c_float * 4)()
    at_x, at_y, at_edges = calls.place_of(x), calls.place_of(y), calls.place_of(edges)
    box = memoryview(edges).cast("B").cast("f")
    origin, loose_box = calls.char_origin, calls.loose_box
    styles: dict[int, Style] = {}
    style, handle, use = NO_STYLE, 0, NO_STYLE.use
    read = use.read
    fillers = FILLER in text
    pieces: list[Piece] = []
    add = pieces.append
    for begin, stop, inside, found in _spans(text, address):
        if found and found != handle:
            handle = found
            known = styles.get(handle)
            if known is None:
                known = styles[handle] = fonts.style(handle, address, begin)
            style = known
            use = style.use
            read = use.read
        word = text[begin:stop]
        shown = read.get(word)
        if shown is None:
            shown = fonts.reading(word, use, address, begin)
        piece = Piece(shown, begin, stop, style, handle, inside)
        origin(address, begin, at_x, at_y)
        piece.x, piece.y = x.value, y.value
        last = stop - 1
        if fillers:
            while text[last] == FILLER and last > begin:
                last -= 1  # where an accent stood, PDFium knows of no box
        loose_box(address, last, at_edges)
        piece.left, piece.top, piece.right, piece.bottom = box.tolist()
        add(piece)
    return pieces


def _spans(text: str, address: Address) -> Iterator[tuple[int, int, bool, int | None]]:
    """Start and end of every piece, whether it goes on with a word, and its text object."""
    text_object = calls.text_object
    cuts = word_cuts(text, address)
    firsts = [text_object(address, start) for start, _ in cuts]
    for (start, end), first, following in zip(cuts, firsts, [*firsts[1:], None], strict=False):
        # The characters of a text object follow one another: where the next word begins in the same, so
        # does all of this one.
        if first != following and end - start > 1:
            other = text_object(address, end - 1)
            if other and other != first:
                yield from _parts(text, address, start, end)
                continue
        yield start, end, False, first


def _parts(text: str, address: Address, start: int, end: int) -> Iterator[tuple[int, int, bool, int | None]]:
    """The word ``start:end`` cut where another text object begins."""
    text_object = calls.text_object
    begin, before = start, text_object(address, start)
    for index in range(start + 1, end):
        here = text_object(address, index)
        if here and here != before and text[index] != "\ufffe":
            yield begin, index, begin > start, before
            begin, before = index, here
    yield begin, end, begin > start, before
