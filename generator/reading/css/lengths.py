"""Lengths in style declarations, converted to pixels on a page of usual size.

``1in`` is 96 pixels, ``2em`` 32 in text of 16 pixels, ``50%`` half of 1280, and ``calc(1em + 4px)`` 20.
"""

from __future__ import annotations

import re

PAGE_WIDTH, PAGE_HEIGHT = 1280.0, 800.0  # pixels of a common window
DEFAULT_TEXT_SIZE = 16.0  # pixels, as in all browsers

_LENGTH = re.compile(r"([+-]?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9})(?:e[+-]?\d{1,2})?)\s?([a-z]{1,5}|%)?")
_PIXELS_PER_UNIT = {
    **{"": 1.0, "px": 1.0, "pt": 1.333, "pc": 16.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "in": 96.0},
    **{"vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8, "dvw": 12.8, "dvh": 8.0},  # hundredths of the page
    "rem": DEFAULT_TEXT_SIZE,
}
_TEXT_SIZES_PER_UNIT = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "lh": 1.2}
_NAMED_TEXT_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0}
_NAMED_TEXT_SIZES |= {"x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0}
_TEXT_SIZE_FACTORS = {"smaller": 1 / 1.2, "larger": 1.2}


def pixels(value: str, *, text: float = DEFAULT_TEXT_SIZE, whole: float = PAGE_WIDTH) -> float | None:
    """Return a length in pixels; None if ``value`` is none.

    text: size of the text in pixels, for ``em``. whole: pixels that 100 % stands for.
    """
    value = value.strip()
    if value.startswith(("calc(", "min(", "max(", "clamp(")):
        return _calculated(value, text, whole)
    length = _LENGTH.fullmatch(value)
    if length is None:
        return None
    number, unit = float(length[1]), length[2] or ""
    if unit == "%":
        return number * whole / 100
    if unit in _TEXT_SIZES_PER_UNIT:
        return number * text * _TEXT_SIZES_PER_UNIT[unit]
    return number * _PIXELS_PER_UNIT[unit] if unit in _PIXELS_PER_UNIT else None


def text_size(value: str, above: float) -> float | None:
    """Return the size of text in pixels that ``value`` states; ``above`` is the size of the parent's text."""
    if value in _NAMED_TEXT_SIZES:
        return _NAMED_TEXT_SIZES[value]
    if value in _TEXT_SIZE_FACTORS:
        return above * _TEXT_SIZE_FACTORS[value]
    return pixels(value, text=above, whole=above)


def font_size(font: str) -> str:
    """Return the size in the shorthand ``font``, or nothing: that of "italic 1px/2 Times" is "1px"."""
    for word in font.split()[:8]:
        size = word.partition("/")[0]
        if size in _NAMED_TEXT_SIZES or size in _TEXT_SIZE_FACTORS or size == "0":
            return size
        if _LENGTH.fullmatch(size) and not size.isdecimal():  # a bare number such as 700 is a weight
            return size
    return ""


def _calculated(value: str, text: float, whole: float) -> float | None:
    """Return the result of ``calc`` with products and sums of lengths, or of ``min``, ``max`` or ``clamp``.

    Operations are done from left to right. None for nested functions and for what is no length.
    """
    name, _, inside = value.partition("(")
    parts = [part.strip() for part in inside.rstrip(") ").split(",")]
    if name != "calc":
        sizes = [pixels(part, text=text, whole=whole) for part in parts[:8] if "(" not in part]
        lengths = [size for size in sizes if size is not None]
        if not lengths or len(lengths) < len(parts):
            return None
        if name == "clamp" and len(lengths) == 3:
            return max(lengths[0], min(lengths[1], lengths[2]))
        return min(lengths) if name == "min" else max(lengths)
    words = re.split(r" ([*/+-]) | ?([*/]) ?", " ".join(parts[0].split()))
    words = [word for word in words if word]
    total = pixels(words[0], text=text, whole=whole) if words and "(" not in parts[0] else None
    for sign, word in zip(words[1:20:2], words[2:20:2], strict=False):
        other = pixels(word, text=text, whole=whole)
        if total is None or other is None or (sign == "/" and not other):
            return None
        total = {"*": total * other, "/": total / (other or 1), "+": total + other, "-": total - other}[sign]
    return total
