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
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from generator.core.spots import Box, Line
from generator.reading.pdf import calls

# Fewer letters at the end of a column or page may stand there by chance.
_MIN_CHARS = 12
_BY_CHANCE = 4  # letters; more do not happen to follow
_NEAR = 3.0  # points by which a first letter may stand outside of the sentence's box
_GAP = 0.1  # of a page; letters of one line are not further apart
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
    if length < min(_MIN_CHARS, len(wanted)):
        return ()
    for less in range(min(_BY_CHANCE, length) if length < len(wanted) else 0):
        if rest := _rest(wanted[length - less :], start + length - less, pages):
            return _lines([(number, letters.boxes[start : start + length - less]), rest])
    return _lines([(number, letters.boxes[start : start + length])])


def _rest(words: str, behind: int, pages: Sequence[tuple[int, Letters]]) -> tuple[int, Sequence[Box]] | None:
    """Where the rest of a sentence stands: further on in its page, on the next one, or before.

    Lines that are set sideways may come in another order than that in which they are read. A few letters
    stand anywhere, and are looked for nowhere.
    """
    if len(words) < _MIN_CHARS:
        return None
    number, letters = pages[0]
    ways = [(number, letters, behind), *((n, others, 0) for n, others in pages[1:2]), (number, letters, 0)]
    for page, found, first in ways:
        if (at := found.text.find(words, first)) >= 0:
            return page, found.boxes[at : at + len(words)]
    return None


def _lines(runs: Sequence[tuple[int, Sequence[Box]]]) -> tuple[Line, ...]:
    return tuple(Line(page, line) for page, boxes in runs for line in _in_lines(boxes))


def _longest(wanted: str, box: Box, letters: Letters) -> tuple[int, int]:
    """Where within the box the most of a sentence stands from its first letter on, and how much of it."""
    best = (0, 0)
    head = wanted[: min(_MIN_CHARS, len(wanted))]
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
    """Boxes of letters that follow each other, joined line by line; a raised or lowered one breaks none.

    Lines may run in any direction: a table may be set sideways.
    """
    steps = [(abs(b[0] - a[0]), abs(b[1] - a[1])) for a, b in pairwise(boxes)]
    sideways = sum(down > across for across, down in steps) > len(steps) / 2
    lines: list[Box] = []
    for box in boxes:
        if lines and _goes_on(lines[-1], box, 0 if sideways else 1):
            a, b, c, d = lines[-1]
            lines[-1] = min(a, box[0]), min(b, box[1]), max(c, box[2]), max(d, box[3])
        else:
            lines.append(box)
    return _parted(lines)


def _goes_on(line: Box, letter: Box, across: int) -> bool:
    """Whether a letter stands in a line and near its ends. across: 1 where lines are level, else 0."""
    along = 1 - across
    middle, room = (letter[across] + letter[across + 2]) / 2, (line[across + 2] - line[across]) / 2
    if not line[across] - room < middle < line[across + 2] + room:
        return False
    return letter[along] - line[along + 2] < _GAP and line[along] - letter[along + 2] < _GAP


def _parted(lines: list[Box]) -> list[Box]:
    """Lines that reach into each other, each up to the middle between them."""
    for n in range(len(lines) - 1):
        one, other = lines[n], lines[n + 1]
        if one[1] < other[1] < one[3] < other[3]:
            middle = (one[3] + other[1]) / 2
            lines[n] = (*one[:3], middle)
            lines[n + 1] = (other[0], middle, *other[2:])
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
