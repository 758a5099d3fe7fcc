"""The lines of a page with the words of a sentence.

A reader gives a sentence one box: around all its lines, with everything before and behind it in the first and
the last one, and only as far as its first column. Here the page's own characters are compared with the
sentence, letters and digits alone, so that each of its lines gets its own box, on the next page too.

    >>> _folded("Padé-based, in \N{LATIN SMALL LIGATURE FI}g. 2")
    'padebasedinfig2'
    >>> boxes = tuple((0.1 + 0.02 * n, 0.1, 0.12 + 0.02 * n, 0.12) for n in range(14))
    >>> letters = Letters("lampsdrewmoths", boxes)
    >>> [(line.page, round(line.box[0], 2)) for line in lines_of("Drew moths", (0, 0, 1, 1), [(3, letters)])]
    [(3, 0.2)]
"""

from __future__ import annotations

import ctypes
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from generator.core.spots import Box, QuoteLine
from generator.reading.pdf import calls

_MIN_CHARS = 12  # letters of a sentence found together; fewer may occur anywhere by chance
_MAX_BY_CHANCE = 4  # letters behind the first part that may continue it only by chance
_MAX_OUTSIDE = 3.0  # points by which a first letter may be outside of the sentence's box
_USUAL_PAGE = 600  # points of a page of usual size
_MAX_GAP = 0.1  # of a page: letters of one line are not further apart
_STEPS = 10_000  # of a page's width and height in which PDFium is asked for places


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a page, folded, with the box of each as shares of its width and height."""

    text: str
    boxes: tuple[Box, ...]


def letters_of(page: Any) -> Letters:
    """Return the letters of an open page in file order. Raises MemoryError if it cannot be read."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise MemoryError
    try:
        address, found, boxes = calls.address_of(text_page), [], []
        rect = pdfium.FS_RECTF()
        for index in range(max(pdfium.FPDFText_CountChars(text_page), 0)):
            code = calls.char_unicode(address, index)
            folded = _folded(chr(code)) if 32 < code <= sys.maxunicode and not 0xD800 <= code < 0xE000 else ""
            if folded and calls.loose_box(address, index, calls.place_of(rect)):
                box = _share(page, rect)
                found.append(folded)
                boxes += [box] * len(folded)
        return Letters("".join(found), tuple(boxes))
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def lines_of(text: str, box: Box, pages: Sequence[tuple[int, Letters]]) -> tuple[QuoteLine, ...]:
    """Return the lines of a sentence that begins within ``box`` of the first page; empty if not found there.

    box: shares of the page. pages: that page and the next one, if there is one, with their numbers.
    """
    wanted = _folded(text)
    if not wanted or not pages:
        return ()
    number, letters = pages[0]
    start, length = _longest(wanted, box, letters)
    if length < min(_MIN_CHARS, len(wanted)):
        return ()
    for less in range(min(_MAX_BY_CHANCE, length) if length < len(wanted) else 0):
        if rest := _rest(wanted[length - less :], start + length - less, pages):
            return _lines([(number, letters.boxes[start : start + length - less]), rest])
    return _lines([(number, letters.boxes[start : start + length])])


def _rest(words: str, behind: int, pages: Sequence[tuple[int, Letters]]) -> tuple[int, Sequence[Box]] | None:
    """Return where the rest of a sentence is: further on in its page, on the next one, or before.

    Lines that are set sideways may come in another order than that in which they are read. A few letters
    are not searched for, because they occur anywhere.
    """
    if len(words) < _MIN_CHARS:
        return None
    number, letters = pages[0]
    ways = [(number, letters, behind), *((n, others, 0) for n, others in pages[1:2]), (number, letters, 0)]
    for page, found, first in ways:
        if (at := found.text.find(words, first)) >= 0:
            return page, found.boxes[at : at + len(words)]
    return None


def _lines(runs: Sequence[tuple[int, Sequence[Box]]]) -> tuple[QuoteLine, ...]:
    """Return the lines of runs of letters, each run with the number of its page."""
    return tuple(QuoteLine(page, line) for page, boxes in runs for line in _in_lines(boxes))


def _longest(wanted: str, box: Box, letters: Letters) -> tuple[int, int]:
    """Return where in the box the longest beginning of a sentence is, and its number of letters."""
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
    """Return how many letters of ``wanted`` follow one another in ``text`` from ``at`` on."""
    low, high = 0, min(len(wanted), len(text) - at)
    while low < high:
        middle = (low + high + 1) // 2
        if text.startswith(wanted[low:middle], at + low):
            low = middle
        else:
            high = middle - 1
    return low


def _within(letter: Box, box: Box) -> bool:
    """Return True if the middle of a letter is in the box, or nearly so."""
    x, y = (letter[0] + letter[2]) / 2, (letter[1] + letter[3]) / 2
    near = _MAX_OUTSIDE / _USUAL_PAGE
    return box[0] - near <= x <= box[2] + near and box[1] - near <= y <= box[3] + near


def _in_lines(boxes: Sequence[Box]) -> list[Box]:
    """Join boxes of letters that follow each other line by line; a raised or lowered letter ends no line.

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
    return _without_overlap(lines)


def _goes_on(line: Box, letter: Box, across: int) -> bool:
    """Return True if a letter is in a line and near its ends. across: 1 if lines are level, else 0."""
    along = 1 - across
    middle, room = (letter[across] + letter[across + 2]) / 2, (line[across + 2] - line[across]) / 2
    if not line[across] - room < middle < line[across + 2] + room:
        return False
    return letter[along] - line[along + 2] < _MAX_GAP and line[along] - letter[along + 2] < _MAX_GAP


def _without_overlap(lines: list[Box]) -> list[Box]:
    """Return the lines; two that overlap end at the middle between them."""
    for n in range(len(lines) - 1):
        one, other = lines[n], lines[n + 1]
        if one[1] < other[1] < one[3] < other[3]:
            middle = (one[3] + other[1]) / 2
            lines[n] = (*one[:3], middle)
            lines[n + 1] = (other[0], middle, *other[2:])
    return lines


def _share(page: Any, rect: Any) -> Box:
    """Return a rectangle of the file as shares of the page as shown, in any rotation."""
    xs, ys = [], []
    for x, y in ((rect.left, rect.top), (rect.right, rect.bottom)):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, _STEPS, _STEPS, 0, x, y, across, down)
        xs.append(min(max(across.value / _STEPS, 0.0), 1.0))
        ys.append(min(max(down.value / _STEPS, 0.0), 1.0))
    return min(xs), min(ys), max(xs), max(ys)


def _folded(text: str) -> str:
    """Return letters and digits alone, without case and accents: what hyphens and ligatures do not change."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain.casefold() if c.isalnum())
