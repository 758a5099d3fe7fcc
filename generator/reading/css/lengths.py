"""Lengths of style declarations in pixels, as a page of usual size has them."""

from __future__ import annotations

import re

WIDTH, HEIGHT = 1280.0, 800.0  # of the page, in pixels
TEXT = 16.0  # pixels of text whose size nothing states

_LENGTH = re.compile(r"([+-]?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9})(?:e[+-]?\d{1,2})?)\s?([a-z]{1,5}|%)?")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 1.333, "pc": 16.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "in": 96.0}
_PIXELS |= {"rem": TEXT, "vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8, "dvw": 12.8, "dvh": 8.0}
_OF_TEXT = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "lh": 1.2}
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0}
_SIZES |= {"x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0}
_RELATIVE = {"smaller": 1 / 1.2, "larger": 1.2}


def pixels(value: str, *, text: float = TEXT, whole: float = WIDTH) -> float | None:
    """Return a length in pixels, or None for what is none. text, whole: what ``em`` and ``%`` are of."""
    value = value.strip()
    if value.startswith(("calc(", "min(", "max(", "clamp(")):
        return _computed(value, text, whole)
    found = _LENGTH.fullmatch(value)
    if found is None:
        return None
    number, unit = float(found[1]), found[2] or ""
    if unit == "%":
        return number * whole / 100
    if unit in _OF_TEXT:
        return number * text * _OF_TEXT[unit]
    return number * _PIXELS[unit] if unit in _PIXELS else None


def text_size(value: str, above: float) -> float | None:
    """Return the size of text that ``value`` states; ``above`` is that of the text around it."""
    if value in _SIZES:
        return _SIZES[value]
    if value in _RELATIVE:
        return above * _RELATIVE[value]
    return pixels(value, text=above, whole=above)


def size_of_font(font: str) -> str:
    """Return the size that the shorthand ``font`` states: "italic 1px/2 Times" says 1px."""
    for word in font.split()[:8]:
        size = word.partition("/")[0]
        # A bare number is a weight, but for a zero.
        if size in _SIZES or size in _RELATIVE or (_LENGTH.fullmatch(size) and not size.isdecimal()):
            return size
        if size == "0":
            return size
    return ""


def _computed(value: str, text: float, whole: float) -> float | None:
    """What a calculation comes to, where it is one product or sum, or the least of a few lengths."""
    name, _, inside = value.partition("(")
    parts = [part.strip() for part in inside.rstrip(") ").split(",")]
    if name != "calc":
        found = [pixels(part, text=text, whole=whole) for part in parts[:8] if "(" not in part]
        known = [size for size in found if size is not None]
        if not known or len(known) < len(parts):
            return None
        if name == "clamp" and len(known) == 3:
            return max(known[0], min(known[1], known[2]))
        return min(known) if name == "min" else max(known)
    words = re.split(r" ([*/+-]) | ?([*/]) ?", " ".join(parts[0].split()))
    words = [word for word in words if word]
    total = pixels(words[0], text=text, whole=whole) if words and "(" not in parts[0] else None
    for sign, word in zip(words[1:20:2], words[2:20:2], strict=False):
        other = pixels(word, text=text, whole=whole)
        if total is None or other is None or (sign == "/" and not other):
            return None
        total = {"*": total * other, "/": total / (other or 1), "+": total + other, "-": total - other}[sign]
    return total
