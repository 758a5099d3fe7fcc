"""Colours of style declarations, to tell text that has the colour of its ground."""

from __future__ import annotations

import re

Colour = tuple[float, float, float, float]  # red, green, blue from 0 to 255, and opacity from 0 to 1

_NAMED: dict[str, tuple[int, int, int]] = {
    "white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255), "floralwhite": (255, 250, 240), "whitesmoke": (245, 245, 245),
    "mintcream": (245, 255, 250), "azure": (240, 255, 255), "red": (255, 0, 0), "lime": (0, 255, 0),
    "green": (0, 128, 0), "blue": (0, 0, 255), "navy": (0, 0, 128), "yellow": (255, 255, 0),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192), "maroon": (128, 0, 0),
    "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211), "darkgray": (169, 169, 169),
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_FUNCTION = re.compile(
    r"(rgb|hsl)a?\(\s*([\d.]{1,8})(?:deg)?[\s,]+([\d.]{1,8})(%?)[\s,]+([\d.]{1,8})%?"
    r"(?:\s*[,/]\s*([\d.]{1,8})(%?))?\s*\)"
)
_ALIKE = 14  # of 255: a difference in every part of the colour that nobody sees on a page


def colour(value: str) -> Colour | None:
    """Return the colour that ``value`` (of ``color`` or ``background``, in lower case) names, or None."""
    if found := _HEX.search(value):
        digits = found[1]
        if len(digits) in (3, 4):
            digits = "".join(2 * d for d in digits)
        if len(digits) not in (6, 8):
            return None
        parts = [int(digits[i : i + 2], 16) for i in range(0, len(digits), 2)]
        return (parts[0], parts[1], parts[2], parts[3] / 255 if len(parts) == 4 else 1.0)
    if found := _FUNCTION.search(value):
        return _computed(found)
    for word in re.findall(r"[a-z]+", value)[:8]:
        if word == "transparent":
            return (0, 0, 0, 0)
        if word in _NAMED:
            return (*_NAMED[word], 1.0)
    return None


def alike(one: Colour, other: Colour) -> bool:
    """Return whether a reader sees no difference between two colours."""
    return all(abs(a - b) <= _ALIKE for a, b in zip(one[:3], other[:3], strict=True))


def _computed(found: re.Match[str]) -> Colour | None:
    try:
        first, second, third = float(found[2]), float(found[3]), float(found[5])
        opacity = float(found[6]) / (100 if found[7] else 1) if found[6] else 1.0
    except ValueError:
        return None
    if found[1] == "hsl":
        import colorsys

        red, green, blue = colorsys.hls_to_rgb(
            first % 360 / 360, min(third, 100) / 100, min(second, 100) / 100
        )
        return (255 * red, 255 * green, 255 * blue, opacity)
    scale = 2.55 if found[4] else 1.0
    return (first * scale, second * scale, third * scale, opacity)
