"""The pieces of a page's words: characters of one text object, with their place in the file."""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
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

    def __init__(self, text: str, start: int, end: int, style: Style, handle: int, inside: bool) -> None:
        self.text, self.start, self.end = text, start, end
        self.style, self.handle, self.inside = style, handle, inside
        self.apart = False
        self.x = self.y = self.left = self.bottom = self.right = self.top = 0.0


def pieces_of(text: str, address: int, fonts: Fonts) -> list[Piece]:
    """The pieces of the page in the order of its text."""
    x, y = ctypes.c_double(), ctypes.c_double()
    ax, ay = ctypes.addressof(x), ctypes.addressof(y)
    rect = pdfium.FS_RECTF()
    arect = ctypes.addressof(rect)
    origin, loose_box, text_object = calls.char_origin, calls.loose_box, calls.text_object
    styles: dict[int, Style] = {}
    style, handle, use = NO_STYLE, 0, NO_STYLE.use
    pieces: list[Piece] = []
    cuts = word_cuts(text, address)
    if not cuts:
        return []
    firsts = [text_object(address, start) for start, _ in cuts]
    for (start, end), first, following in zip(cuts, firsts, [*firsts[1:], None], strict=False):
        parts = [(start, end, False)]
        # The characters of a text object follow one another: where the next word begins in the same, so
        # does all of this one.
        if first != following and end - start > 1:
            other = text_object(address, end - 1)
            if other and other != first:
                parts = _parts(text, address, start, end)
        for begin, stop, inside in parts:
            found = text_object(address, begin) if inside else first
            if found and found != handle:
                handle = found
                known = styles.get(handle)
                if known is None:
                    known = styles[handle] = fonts.style(handle, address, begin)
                style = known
                use = style.use
            word = text[begin:stop]
            if use.instead or not word.isascii() or not use.known.issuperset(word):
                word = fonts.reading(word, use, address, begin)
            piece = Piece(word, begin, stop, style, handle, inside)
            origin(address, begin, ax, ay)
            piece.x, piece.y = x.value, y.value
            last = stop - 1
            while text[last] == FILLER and last > begin:
                last -= 1  # where an accent stood, PDFium knows of no box
            loose_box(address, last, arect)
            piece.left, piece.bottom, piece.right, piece.top = rect.left, rect.bottom, rect.right, rect.top
            pieces.append(piece)
    return pieces


def _parts(text: str, address: int, start: int, end: int) -> list[tuple[int, int, bool]]:
    """The word ``start:end`` cut where another text object begins: start, end, and whether it goes on."""
    cuts = [start]
    before = calls.text_object(address, start)
    for index in range(start + 1, end):
        here = calls.text_object(address, index)
        if here and here != before and text[index] != "\ufffe":
            cuts.append(index)
            before = here
    return [(a, b, a > start) for a, b in zip(cuts, [*cuts[1:], end], strict=True)]
