"""Ligatures that the file's map loses: found by their width, restored from the paper's other words.

A lost "fi" leaves "signi" and "cant" with U+FFFD between them. If the paper prints exactly one word that
fits, that word is used:

    >>> _restored(f"signi{UNREAD}cant", Counter(["significant"]))
    'significant'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

import pypdfium2.raw as pdfium

from generator.reading.pdf import calls
from generator.reading.pdf.calls import Address
from generator.reading.pdf.characters import LIGATURE
from generator.reading.pdf.glyphs import UNREAD

# A page of English with so many f and hardly any of fi and ff has lost them.
_MIN_F = 15
_MIN_WIDENING = 1.35  # width of a lost ligature, in widths of the font's narrowest f
_F = re.compile(r"f(?=[^\W\d_])|(?<=[^\W\d_])f")
_LOST = re.compile("fi|fl|ff")
# Pairs of letters that no lost ligature leaves behind, as "file" leaves "fle": in English a seventh of the f.
_KEPT = re.compile("fi|ff")
_MAX_KEPT = 0.05  # of the f of a page that has lost its ligatures
_MIN_REST = 3  # letters that must be left of a word to restore it
_WORD = re.compile(rf"[^\W\d_{UNREAD}]+")
_BROKEN = re.compile(rf"[^\W\d_{UNREAD}]{{0,40}}{UNREAD}[^\W\d_{UNREAD}]{{0,40}}")
_LIGATURES = ("fi", "fl", "ff", "ffi", "ffl", "ti", "tt", "ft", "fj", "th", "tf", "tti")


class HasText(Protocol):
    """A word of a page; only its text matters here."""

    text: str


def mark_lost_ligatures(text: str, address: Address) -> str:
    """Return the text of a page, index by index, with a mark for each f that is as wide as a ligature."""
    count = text.count("f")
    if count < _MIN_F or len(_KEPT.findall(text)) > _MAX_KEPT * count:
        return text
    widths: dict[int, float] = {}
    usual: dict[int, float] = {}
    fonts: dict[int, int] = {}
    rect = pdfium.FS_RECTF()
    place = calls.place_of(rect)
    for match in _F.finditer(text):
        at = match.start()
        handle = calls.text_object(address, at)
        if not handle:
            continue
        calls.loose_box(address, at, place)
        width = (rect.right - rect.left) / max(abs(rect.top - rect.bottom), 0.1)
        font = calls.font_of(handle) or 0
        widths[at], fonts[at] = width, font
        usual[font] = min(usual.get(font, width), width)
    wide = [at for at, width in widths.items() if width > _MIN_WIDENING * usual[fonts[at]] > 0]
    wide = [at for at in wide if not (_LOST.match(text, at) and _in_one_glyph(address, at))]
    if not wide:
        return text
    characters = list(text)
    for at in wide:
        characters[at] = LIGATURE
    return "".join(characters)


def _in_one_glyph(address: Address, at: int) -> bool:
    """Return True if a character and the next are read from one glyph: a ligature that is not lost."""
    rects = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    for index, rect in enumerate(rects):
        calls.loose_box(address, at + index, calls.place_of(rect))
    first, second = rects
    return bool(second.left < (first.left + first.right) / 2)


def restore_ligatures(pages: Sequence[Iterable[HasText]]) -> None:
    """Replace marks within words by letters if exactly one word of the paper fits."""
    broken = [
        word for words in pages for word in words if UNREAD in word.text and len(word.text) >= _MIN_REST
    ]
    if not broken:
        return
    whole = "\n".join([word.text for words in pages for word in words if UNREAD not in word.text])
    known: Counter[str] = Counter()
    for found, times in Counter(_WORD.findall(whole)).items():
        known[found.casefold()] += times
    for word in broken:
        word.text = _BROKEN.sub(lambda match: _restored(match[0], known), word.text)


def _restored(piece: str, known: Counter[str]) -> str:
    """Return the word without its mark, or unchanged if no word or several words fit."""
    before, _, after = piece.partition(UNREAD)
    if len(before) + len(after) < _MIN_REST:
        return piece
    fits = {before + sign + after for sign in _LIGATURES}
    if before.endswith("f"):
        fits |= {before[:-1] + sign + after for sign in _LIGATURES if sign.startswith("f")}
    found = [word for word in sorted(fits) if known[word.casefold()]]
    return found[0] if len(found) == 1 else piece
