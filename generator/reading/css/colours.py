"""Colours of style declarations, to tell text that has the colour of its ground."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tinycss2 import parse_component_value_list
from tinycss2.color4 import parse_color

Colour = tuple[float, float, float, float]  # red, green, blue from 0 to 255, and opacity from 0 to 1

_ALIKE = 14  # of 255: a difference in every part of the colour that nobody sees on a page
_GREY = 4.0  # chroma of Lab up to which a colour is a grey; that of OKLab is a hundredth of it
_MAX_TOKENS = 200


def colour(value: str) -> Colour | None:
    """Return the first colour that ``value`` (of ``color`` or ``background``) names, or None."""
    return next(colours(value), None)


def colours(value: str) -> Iterator[Colour]:
    """Yield the colours that ``value`` names, those of a gradient too."""
    waiting = parse_component_value_list(value, skip_comments=True)[:_MAX_TOKENS]
    while waiting:
        token = waiting.pop(0)
        if token.type not in ("ident", "hash", "function"):
            continue
        found = parse_color(token)
        if found is not None and found != "currentcolor":
            if (seen := _on_screen(found)) is not None:
                yield seen
        elif token.type == "function":
            waiting = [*token.arguments[:_MAX_TOKENS], *waiting][:_MAX_TOKENS]


def alike(one: Colour, other: Colour) -> bool:
    """Return whether a reader sees no difference between two colours."""
    return all(abs(a - b) <= _ALIKE for a, b in zip(one[:3], other[:3], strict=True))


def blended(over: Colour, ground: Colour) -> Colour:
    """Return what is seen of a colour that is not opaque, on its ground."""
    share = over[3]
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(over[:3], ground[:3], strict=True))
    return (red, green, blue, 1.0)


def _on_screen(found: Any) -> Colour | None:
    parts = [float(part or 0) for part in found.coordinates]
    if found.space in ("hsl", "hwb"):
        found = found.to("srgb")
        parts = list(found.coordinates)
    elif found.space in ("lab", "lch", "oklab", "oklch"):
        # Of these only the greys are told: they are what a ground and what hides on it are made of.
        scale = 100.0 if found.space.startswith("ok") else 1.0
        chroma = parts[1] if found.space.endswith("lch") else (parts[1] ** 2 + parts[2] ** 2) ** 0.5
        if chroma * scale > _GREY:
            return None
        parts = [parts[0] * scale / 100] * 3
    elif found.space not in ("srgb", "srgb-linear", "display-p3"):
        return None
    red, green, blue = (255 * min(1.0, max(0.0, part)) for part in parts)
    return (red, green, blue, found.alpha)
