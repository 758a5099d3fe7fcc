"""Media queries, evaluated for a reader with a mouse and a screen of usual size."""

from __future__ import annotations

import re

from generator.reading.css.lengths import PAGE_HEIGHT, PAGE_WIDTH, pixels

_FEATURE = re.compile(r"\(\s*([a-z-]{1,40})\s*(?::\s*([^()]{1,40}?)\s*)?\)")
_RANGE = re.compile(r"\(\s*(width|height)\s*(<=?|>=?|=)\s*([\w.%]{1,20})\s*\)")
# The media features of such a screen, with a browser's default settings.
_SCREEN_FEATURES = {
    "hover": "hover", "any-hover": "hover", "pointer": "fine", "any-pointer": "fine", "color": "",
    "orientation": "landscape", "prefers-color-scheme": "light", "prefers-reduced-motion": "no-preference",
    "prefers-contrast": "no-preference", "forced-colors": "none", "scripting": "enabled", "update": "fast",
    "display-mode": "browser", "overflow-block": "scroll", "grid": "0", "inverted-colors": "none",
}  # fmt: skip


def media_query_holds(query: str) -> bool:
    """Return True if a media query, of ``@media`` or of an attribute ``media``, holds."""
    query = query.strip().lower()
    return not query or any(_holds(part.strip()) for part in query.split(",")[:20])


def _holds(query: str) -> bool:
    """Return True if one query of a list holds: ``only screen and (min-width: 600px)``."""
    if query.startswith("not "):
        return not _holds(query[4:].strip())
    query = query.removeprefix("only ").strip()
    if " or " in query:
        return any(_holds(part.strip()) for part in query.split(" or "))
    for part in query.split(" and "):
        part = part.strip()
        if part.startswith("("):
            if not _feature_holds(part):
                return False
        elif part not in ("all", "screen"):
            return False
    return True


def _feature_holds(feature: str) -> bool:
    """Return True if a feature holds: ``(min-width: 600px)``, ``(width > 600px)``, ``(hover)``."""
    if ranged := _RANGE.fullmatch(feature):
        size, limit = _screen_side(ranged[1]), pixels(ranged[3])
        if limit is None:
            return False
        return size > limit if ranged[2][0] == ">" else size < limit if ranged[2][0] == "<" else size == limit
    stated = _FEATURE.fullmatch(feature)
    if stated is None:
        return False
    name, value = stated[1], stated[2] or ""
    bound, _, quantity = name.removeprefix("-webkit-").partition("-")
    if bound in ("min", "max") and quantity in ("width", "height", "device-width", "device-height"):
        limit = pixels(value)
        size = _screen_side(quantity)
        return limit is not None and (size >= limit if bound == "min" else size <= limit)
    if quantity in ("resolution", "device-pixel-ratio"):
        density = re.match(r"[\d.]{1,6}", value)
        dots = float(density.group()) / (96 if value.endswith("dpi") else 1) if density else 0.0
        return dots <= 1 if bound == "min" else dots >= 1
    actual = _SCREEN_FEATURES.get(name)
    if actual is None:
        return False
    return value == actual or (not value and actual not in ("none", "0", "no-preference"))


def _screen_side(quantity: str) -> float:
    return PAGE_WIDTH if quantity.endswith("width") else PAGE_HEIGHT
