"""Whether the rules of a block count for somebody who reads the page on a screen of usual size."""

from __future__ import annotations

import re

from generator.reading.css.lengths import HEIGHT, WIDTH, pixels

_FEATURE = re.compile(r"\(\s*([a-z-]{1,40})\s*(?::\s*([^()]{1,40}?)\s*)?\)")
_RANGE = re.compile(r"\(\s*(width|height)\s*(<=?|>=?|=)\s*([\w.%]{1,20})\s*\)")
# What a screen with a mouse says of itself, where nobody has set anything.
_IS = {
    "hover": "hover", "any-hover": "hover", "pointer": "fine", "any-pointer": "fine", "color": "",
    "orientation": "landscape", "prefers-color-scheme": "light", "prefers-reduced-motion": "no-preference",
    "prefers-contrast": "no-preference", "forced-colors": "none", "scripting": "enabled", "update": "fast",
    "display-mode": "browser", "overflow-block": "scroll", "grid": "0", "inverted-colors": "none",
}  # fmt: skip


def is_shown(query: str) -> bool:
    """Return whether a media query, as of ``@media`` or an attribute ``media``, holds."""
    query = query.strip().lower()
    return not query or any(_holds(part.strip()) for part in query.split(",")[:20])


def _holds(query: str) -> bool:
    if query.startswith("not "):
        return not _holds(query[4:].strip())
    query = query.removeprefix("only ").strip()
    if " or " in query:
        return any(_holds(part.strip()) for part in query.split(" or "))
    for part in query.split(" and "):
        part = part.strip()
        if part.startswith("("):
            if not _has(part):
                return False
        elif part not in ("all", "screen"):
            return False
    return True


def _has(feature: str) -> bool:
    if ranged := _RANGE.fullmatch(feature):
        size, limit = _own(ranged[1]), pixels(ranged[3])
        if limit is None:
            return False
        return size > limit if ranged[2][0] == ">" else size < limit if ranged[2][0] == "<" else size == limit
    found = _FEATURE.fullmatch(feature)
    if found is None:
        return False
    name, value = found[1], found[2] or ""
    bound, _, of = name.removeprefix("-webkit-").partition("-")
    if bound in ("min", "max") and of in ("width", "height", "device-width", "device-height"):
        limit = pixels(value)
        own = _own(of)
        return limit is not None and (own >= limit if bound == "min" else own <= limit)
    if of in ("resolution", "device-pixel-ratio"):
        density = re.match(r"[\d.]{1,6}", value)
        dots = float(density.group()) / (96 if value.endswith("dpi") else 1) if density else 0.0
        return dots <= 1 if bound == "min" else dots >= 1
    if name not in _IS:
        return False
    return value == _IS[name] or (not value and _IS[name] not in ("none", "0", "no-preference"))


def _own(of: str) -> float:
    return WIDTH if of.endswith("width") else HEIGHT
