"""Accents that a file draws as separate characters, joined to the letters above or below which they are.

TeX draws "Padé" as "Pad", an accent and "e". The accent belongs to the letter whose box holds its centre:

    >>> unicodedata.normalize("NFC", "e" + _MARKS["´"])
    'é'
"""

from __future__ import annotations

import ctypes
import re
import unicodedata

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.characters import FILLER
from generator.reading.pdf.fonts import Fonts
from generator.reading.pdf.glyph_tables import layout_of

_MARKS = dict(
    zip(
        "´`¨ˆ^˜¸ˇ˘˚¯˙˝˛",
        "\u0301\u0300\u0308\u0302\u0302\u0303\u0327\u030c\u0306\u030a\u0304\u0307\u030b\u0328",
        strict=True,
    )
)
_ACCENT = re.compile("[´`¨ˆ^˜¸ˇ˘˚¯˙˝˛\u0300-\u030f\u0327\u0328\u0338€\x00-\x08\x0e-\x1f\x7f\ufdd0-\ufdef]")
_SLASH = "\u0338"
_DOTLESS = {"ı": "i", "ȷ": "j"}
_BACK, _AHEAD = 40, 6  # characters before and behind the accent among which its letter is searched
_FAR_BACK = 200  # characters of a long line; some files draw all accents of a line behind it
# Shares of the height of the taller of letter and accent.
_MAX_RISE = 0.8  # between their baselines
_MARGIN = 0.05  # by which an accent's centre may be outside of its letter's box
_MIN_BLANK = 0.12  # a narrower gap is no blank
_RING_BACK = 3  # characters before a ring among which a digit makes it a degree sign

Box = tuple[float, float, float, float]  # left, bottom, right, top


def with_accents(text: str, address: Address, fonts: Fonts) -> str:
    """Return the text, index by index, with accented letters; U+2060 replaces the accents."""
    if not _ACCENT.search(text):
        return text
    characters, ink = list(text), _Ink(address)
    for at in [m.start() for m in _ACCENT.finditer(text)]:
        mark = text[at] if text[at] in _MARKS else _read(text, at, address, fonts)
        mark = _MARKS.get(mark, mark)
        if len(mark) == 1 and unicodedata.combining(mark):
            _compose(characters, at, mark, ink)
    return "".join(characters)


def _read(text: str, at: int, address: Address, fonts: Fonts) -> str:
    """Return what the font says that the character is: perhaps an accent that the file's map lacks."""
    handle = calls.text_object(address, at)
    use = fonts.style(handle, address, at).use if handle else None
    if use is None or layout_of(use.full_name) != "cmr":
        return text[at]
    return fonts.reading(text[at], use, address, at)


def _compose(characters: list[str], at: int, mark: str, ink: _Ink) -> None:
    """Put the accent at index ``at`` on its letter; leave it if no letter is close enough."""
    near = range(max(at - _BACK, 0), min(at + _AHEAD + 1, len(characters)))
    best = _letter_of(characters, at, mark, ink, near)
    if best is None and near.start:
        best = _letter_of(characters, at, mark, ink, range(max(at - _FAR_BACK, 0), near.start))
    if best is None and at and characters[at] == mark:
        # The file's own combining character: it belongs to the letter before it, wherever it is drawn.
        whole = unicodedata.normalize("NFC", characters[at - 1] + mark)
        best = (0.0, at - 1, whole) if len(whole) == 1 and whole.isalpha() else None
    if best is None:
        if mark == "\u030a" and _before(characters, at).isdigit():
            characters[at] = "°"
        return
    characters[best[1]] = best[2]
    characters[at] = FILLER
    _close(characters, at, ink.address)


def _letter_of(
    characters: list[str], at: int, mark: str, ink: _Ink, indices: range
) -> tuple[float, int, str] | None:
    """Return the letter among ``indices`` to which the accent belongs: distance, index, both as one."""
    accent, line = ink.place(at)
    centre = (accent[0] + accent[2]) / 2
    best: tuple[float, int, str] | None = None
    for index in indices:
        base = characters[index]
        if index == at or not (base.isalpha() or (mark == _SLASH and base in "=∈<>≡∼≈⊂⊃≤≥")):
            continue
        box, own = ink.place(index)
        away = abs((box[0] + box[2]) / 2 - centre)
        tall = max(box[3] - box[1], accent[3] - accent[1], 1.0)
        if (
            abs(own - line) > _MAX_RISE * tall
            or not box[0] - _MARGIN * tall <= centre <= box[2] + _MARGIN * tall
            or (best is not None and away >= best[0])
        ):
            continue
        whole = unicodedata.normalize("NFC", _DOTLESS.get(base, base) + mark)
        if len(whole) == 1:
            best = away, index, whole
    return best


def _before(characters: list[str], at: int) -> str:
    """Return the last character before ``at`` that is no blank, or an empty string."""
    return next((c for c in reversed(characters[max(at - _RING_BACK, 0) : at]) if not c.isspace()), "")


def _close(characters: list[str], at: int, address: Address) -> None:
    """Remove the blanks that PDFium sets around an accent within a word."""
    left, right = at - 1, at + 1
    while left >= 0 and characters[left] in (" ", FILLER):
        left -= 1
    while right < len(characters) and characters[right] in (" ", FILLER):
        right += 1
    if (
        left < 0
        or right >= len(characters)
        or (right - left < 3 and characters[left : right + 1].count(" ") == 0)
    ):
        return
    if not (characters[left].isalpha() and characters[right].isalpha()):
        return
    before, after = _loose(address, left), _loose(address, right)
    tall = max(after[3] - after[1], 1.0)
    if -tall < after[0] - before[2] < _MIN_BLANK * tall:
        for index in range(left + 1, right):
            if characters[index] == " ":
                characters[index] = FILLER


class _Ink:
    """Where the characters of a page are drawn, each asked for once: many accents search the same letters."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._places: dict[int, tuple[Box, float]] = {}
        self._edges, self._origin = (ctypes.c_double * 4)(), (ctypes.c_double * 2)()
        self._at_edges = tuple(calls.place_of(self._edges, 8 * k) for k in range(4))
        self._at_origin = tuple(calls.place_of(self._origin, 8 * k) for k in range(2))

    def place(self, index: int) -> tuple[Box, float]:
        """Return the box of the glyph's ink, and the height of the baseline."""
        if index not in self._places:
            calls.ink_box(self.address, index, *self._at_edges)
            calls.char_origin(self.address, index, *self._at_origin)
            left, right, bottom, top = self._edges[:]
            self._places[index] = (left, bottom, right, top), self._origin[1]
        return self._places[index]


def _loose(address: Address, index: int) -> Box:
    """Return the box of the character with the font's full height."""
    edges = (ctypes.c_float * 4)()
    calls.loose_box(address, index, calls.place_of(edges))
    return edges[0], edges[3], edges[2], edges[1]
