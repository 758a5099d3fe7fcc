"""Invisible characters that can carry a hidden text, and text whose display order is reversed.

People do not see such text on a screen or on paper, but a language model may read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Tag characters, repeated variation selectors, fillers.
_CARRIERS = re.compile(
    "[\U000e0000-\U000e0fff\u115f\u1160\u3164\uffa0\u2065]|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]"
)
# Legitimate uses of such characters: a variant of an ideograph, the flag of a region.
_USED = re.compile(
    "(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
    "|(?<=\U0001f3f4)[\U000e0020-\U000e007e]{2,7}\U000e007f"
)
# The text that a direction override affects, up to the character that ends it.
_TURNED = re.compile("[\u202d\u202e][^\u202c\n]*\u202c?")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# All characters with which one of these may begin: most texts hold none, and need one search, not four.
_SUSPECT = re.compile(
    "[\u115f\u1160\u202a-\u202e\u2065-\u2069\u3164\ufe00-\ufe0f\uffa0\U0001f3f4\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class VisibleText:
    """A text without its invisible characters.

    hidden_count: how many of these could carry a text. offsets: for each offset in the original text, and for
    its end, the offset in ``text``.
    """

    text: str
    hidden_count: int
    offsets: tuple[int, ...]


def visible_text(text: str) -> VisibleText | None:
    """Return ``text`` without invisible characters and reversed text; None if it contains neither.

    >>> visible_text("a lamp\\U000e0041\\U000e0042 burns")
    VisibleText(text='a lamp burns', hidden_count=2, offsets=(0, 1, 2, 3, 4, 5, 6, 6, 6, 7, 8, 9, 10, 11, 12))
    """
    if text.isascii() or not _SUSPECT.search(text):
        return None
    used = {at for match in _USED.finditer(text) for at in range(*match.span())}
    hidden = {
        at
        for pattern in (_CARRIERS, _TURNED)
        for match in pattern.finditer(text)
        for at in range(*match.span())
        if at not in used
    }
    removed = hidden | used | {match.start() for match in _DIRECTIONS.finditer(text)}
    if not removed:
        return None
    offsets = [0]
    for at in range(len(text)):
        offsets.append(offsets[-1] + (at not in removed))
    visible = "".join(character for at, character in enumerate(text) if at not in removed)
    return VisibleText(visible, len(hidden), tuple(offsets))
