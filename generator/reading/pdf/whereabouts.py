"""The lines of a page on which the words of a sentence stand.

A reader gives a sentence one box: around all its lines, with whatever stands before and behind it in the
first and the last one, and only as far as its first column. Here the page's own characters are compared with
the sentence, letters and digits alone, so that each line of it gets its own box, on the next page too.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from generator.core.spots import Box, Line
from generator.reading.pdf import calls

# Fewer letters at the end of a column or page may stand there by chance.
_LEAST = 12
_NEAR = 3.0  # points by which a first letter may stand outside of the sentence's box
_FINE = 10_000  # steps of a page's width and height in which PDFium is asked for places


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a page, folded, with the box of each: shares of its width and height."""

    text: str
    boxes: tuple[Box, ...]


def letters_of(page: Any) -> Letters:
    """The letters of an open page in the order of the file. Raises MemoryError where it cannot be read."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise MemoryError
    try:
        address, found, boxes = calls.address_of(text_page), [], []
        rect = pdfium.FS_RECTF()
        for index in range(max(pdfium.FPDFText_CountChars(text_page), 0)):
            code = calls.char_unicode(address, index)
            folded = _folded(chr(code)) if 32 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
            if folded and calls.loose_box(address, index, calls.place_of(rect)):
                box = _share(page, rect)
                found.append(folded)
                boxes += [box] * len(folded)
        return Letters("".join(found), tuple(boxes))
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def lines_of(text: str, box: Box, pages: Sequence[tuple[int, Letters]]) -> tuple[Line, ...]:
    """The lines of a sentence that begins within ``box`` of the first of ``pages``; none if not found there.

    box: shares of the page. pages: that one and, where there is one, the next, with their numbers.
    """
    wanted = _folded(text)
    if not wanted or not pages:
        return ()
    number, letters = pages[0]
    start, length = _longest(wanted, box, letters)
    if length < min(_LEAST, len(wanted)):
        return ()
    runs = [(number, letters.boxes[start : start + length])]
    rest = wanted[length:]
    if rest:
        at = letters.text.find(rest, start + length)
        if at >= 0:
            runs.append((number, letters.boxes[at : at + len(rest)]))
        elif len(pages) > 1 and (at := pages[1][1].text.find(rest)) >= 0:
            runs.append((pages[1][0], pages[1][1].boxes[at : at + len(rest)]))
    return tuple(Line(page, line) for page, boxes in runs for line in _in_lines(boxes))


def _longest(wanted: str, box: Box, letters: Letters) -> tuple[int, int]:
    """Where within the box the most of a sentence stands from its first letter on, and how much of it."""
    best = (0, 0)
    head = wanted[: min(_LEAST, len(wanted))]
    at = letters.text.find(head)
    while at >= 0:
        if _within(letters.boxes[at], box):
            length = _common(wanted, letters.text, at)
            if length > best[1]:
                best = (at, length)
        at = letters.text.find(head, at + 1)
    return best


def _common(wanted: str, text: str, at: int) -> int:
    """How many letters of ``wanted`` stand in ``text`` from ``at`` on."""
    low, high = 0, min(len(wanted), len(text) - at)
    while low < high:
        middle = (low + high + 1) // 2
        if text.startswith(wanted[low:middle], at + low):
            low = middle
        else:
            high = middle - 1
    return low


def _within(letter: Box, box: Box) -> bool:
    x, y = (letter[0] + letter[2]) / 2, (letter[1] + letter[3]) / 2
    near = _NEAR / 600  # of a page of usual size
    return box[0] - near <= x <= box[2] + near and box[1] - near <= y <= box[3] + near


def _in_lines(boxes: Sequence[Box]) -> list[Box]:
    """Boxes of letters that follow each other, joined line by line; a raised or lowered one breaks none."""
    lines: list[Box] = []
    for left, top, right, bottom in boxes:
        if lines:
            a, b, c, d = lines[-1]
            middle = (top + bottom) / 2
            if left >= a and b - (d - b) / 2 < middle < d + (d - b) / 2 and left - c < 0.1:
                lines[-1] = min(a, left), min(b, top), max(c, right), max(d, bottom)
                continue
        lines.append((left, top, right, bottom))
    return lines


def _share(page: Any, rect: Any) -> Box:
    """A rectangle of the file as shares of the page as shown, whichever way that is turned."""
    xs, ys = [], []
    for x, y in ((rect.left, rect.top), (rect.right, rect.bottom)):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
        xs.append(min(max(across.value / _FINE, 0.0), 1.0))
        ys.append(min(max(down.value / _FINE, 0.0), 1.0))
    return min(xs), min(ys), max(xs), max(ys)


def _folded(text: str) -> str:
    """Letters and digits alone, without case and accents: what a hyphen or a ligature does not change."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain.casefold() if c.isalnum())
