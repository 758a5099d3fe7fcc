"""Colours in style declarations, to find text that has the colour of its background."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from tinycss2 import parse_component_value_list
from tinycss2.color4 import parse_color

Colour = tuple[float, float, float, float]  # red, green, blue from 0 to 255, and opacity from 0 to 1

_MAX_UNSEEN_DIFFERENCE = 14  # of 255, in red, green and blue: nobody sees a smaller difference on a page
_MAX_GREY_CHROMA = 4.0  # in Lab; up to it a colour is a grey. In OKLab the bound is a hundredth of it.
_MAX_VALUE_TOKENS = 200  # of one value; no real style has more
_MAX_VALUE_CHARS = 4000  # fewer than the digits that Python takes for one number


def colour(value: str) -> Colour | None:
    """Return the first colour in ``value``, the value of ``color`` or ``background``; None without any."""
    return next(iter(colours(value)), None)


@lru_cache(maxsize=1000)  # of one page, whose elements share few styles
def colours(value: str) -> tuple[Colour, ...]:
    """Return the colours in ``value``, including those of a gradient."""
    return tuple(_colours(value[:_MAX_VALUE_CHARS]))


def _colours(value: str) -> Iterator[Colour]:
    waiting = parse_component_value_list(value, skip_comments=True)[:_MAX_VALUE_TOKENS]
    while waiting:
        token = waiting.pop(0)
        if token.type not in ("ident", "hash", "function"):
            continue
        parsed = parse_color(token)
        if parsed is not None and parsed != "currentcolor":
            if (rgb := _as_rgb(parsed)) is not None:
                yield rgb
        elif token.type == "function":
            waiting = [*token.arguments[:_MAX_VALUE_TOKENS], *waiting][:_MAX_VALUE_TOKENS]


def is_same_colour(one: Colour, other: Colour) -> bool:
    """Return True if readers see no difference between two colours."""
    return all(abs(a - b) <= _MAX_UNSEEN_DIFFERENCE for a, b in zip(one[:3], other[:3], strict=True))


def blend(over: Colour, ground: Colour) -> Colour:
    """Return the colour that results from a translucent colour on its background."""
    share = over[3]
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(over[:3], ground[:3], strict=True))
    return (red, green, blue, 1.0)


def _as_rgb(parsed: Any) -> Colour | None:
    """Convert a colour of tinycss2; None for unknown colour spaces, and for Lab colours except greys."""
    parts = [float(part or 0) for part in parsed.coordinates]
    if parsed.space in ("hsl", "hwb"):
        parsed = parsed.to("srgb")
        parts = list(parsed.coordinates)
    elif parsed.space in ("lab", "lch", "oklab", "oklch"):
        # Greys suffice here: pages are white or grey, and so is the text that hides on them.
        scale = 100.0 if parsed.space.startswith("ok") else 1.0
        chroma = parts[1] if parsed.space.endswith("lch") else (parts[1] ** 2 + parts[2] ** 2) ** 0.5
        if chroma * scale > _MAX_GREY_CHROMA:
            return None
        parts = [parts[0] * scale / 100] * 3
    elif parsed.space not in ("srgb", "srgb-linear", "display-p3"):
        return None
    red, green, blue = (255 * min(1.0, max(0.0, part)) for part in parts)
    return (red, green, blue, parsed.alpha)
