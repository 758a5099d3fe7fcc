"""The pieces of a page's words: characters of one text object, with their place in the file's coordinates."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.characters import word_cuts
from generator.reading.pdf.fonts import NO_STYLE, Fonts, Style


@dataclass(slots=True)
class Piece:
    """Characters ``start:end`` of the page, of one word and on one baseline, in the file's coordinates.

    inside: it is not the first piece of its word. handle: of the text object that holds
    them. apart: what stands before it in the file is not seen.
    """

    text: str
    start: int
    end: int
    x: float
    y: float
    left: float
    bottom: float
    right: float
    top: float
    style: Style
    handle: int
    inside: bool = False
    apart: bool = False


def pieces_of(text: str, address: int, fonts: Fonts) -> Iterator[Piece]:
    """The pieces of the page in the order of its text."""
    x, y = ctypes.c_double(), ctypes.c_double()
    ax, ay = ctypes.addressof(x), ctypes.addressof(y)
    rect = pdfium.FS_RECTF()
    arect = ctypes.addressof(rect)
    origin, loose_box, text_object = calls.char_origin, calls.loose_box, calls.text_object
    styles: dict[int, Style] = {}
    style, handle = NO_STYLE, 0
    for start, end in word_cuts(text, address):
        first = text_object(address, start) or 0
        last = text_object(address, end - 1) or first if end - start > 1 else first
        for begin, stop, inside in (
            ((start, end, False),) if first == last else _parts(text, address, start, end)
        ):
            found = text_object(address, begin) if inside else first
            if found:
                handle = found
                if handle not in styles:
                    styles[handle] = fonts.style(handle, address, begin)
                style = styles[handle]
            origin(address, begin, ax, ay)
            loose_box(address, stop - 1, arect)
            yield Piece(
                fonts.reading(text[begin:stop], style.use, address, begin),
                begin, stop, x.value, y.value, rect.left, rect.bottom, rect.right, rect.top,
                style, handle, inside,
            )  # fmt: skip


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
