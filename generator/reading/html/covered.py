"""Text that an opaque box covers: the box lies over the whole element that contains both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.reading.css import Declarations
from generator.reading.css.colours import colour
from generator.reading.css.lengths import pixels

_MIN_OPAQUE = 0.95  # under such a box nobody can read
_MAX_COVERS = 200  # looked at; no page has more boxes of this kind
_MAX_EDGE = 1.0  # pixels between the edges of the box and of what it covers
_MAX_SHARE = 0.5  # of the page: what covers more is a curtain that the page draws aside when it has loaded
_SIDES = ("top", "right", "bottom", "left")


def covered(root: Any, positioned: Mapping[Any, Declarations]) -> Iterator[Any]:
    """Yield the elements whose text is below an opaque box.

    positioned: the visible elements with a ``position`` of their own, with their declarations.
    """
    covers = [element for element, declared in positioned.items() if _covers_all(declared)]
    if not covers:
        return
    page_chars = len("".join(root.itertext()))
    for cover in covers[:_MAX_COVERS]:
        around = next((e for e in cover.iterancestors() if e in positioned), None)
        if around is None or len("".join(around.itertext())) > _MAX_SHARE * page_chars:
            continue
        layer = _layer(positioned[cover])
        above = {cover, *cover.iterancestors()}
        is_after = False  # whether the box comes before the element in the page
        for part in around:
            if part in above:
                is_after = True
                continue
            own = positioned.get(part)
            if own is not None and (_layer(own), is_after) > (layer, False):
                continue  # painted over the box
            yield part


def _covers_all(declared: Declarations) -> bool:
    """Return True if an element is an opaque box from edge to edge of the element around it."""
    if declared.get("position") != "absolute" or _layer(declared) < 0:
        return False
    ground = colour(declared.get("background-color") or declared.get("background") or "")
    opacity = pixels(declared.get("opacity", ""), whole=1)
    if ground is None or ground[3] < _MIN_OPAQUE or (opacity is not None and opacity < _MIN_OPAQUE):
        return False
    inset = declared.get("inset", "").split()
    edges = [declared.get(side) or _side(inset, at) for at, side in enumerate(_SIDES)]
    top, right, bottom, left = (_is_at_edge(edge) for edge in edges)
    wide, high = (declared.get(name, "") in ("100%", "100vw", "100vh") for name in ("width", "height"))
    return ((left and right) or (wide and (left or right))) and (
        (top and bottom) or (high and (top or bottom))
    )


def _side(inset: list[str], at: int) -> str:
    """Return the value for a side in a shorthand of one to four values, from the top clockwise."""
    if not inset:
        return ""
    return inset[at] if at < len(inset) else inset[at - 2] if 0 <= at - 2 < len(inset) else inset[0]


def _is_at_edge(value: str) -> bool:
    distance = pixels(value)
    return distance is not None and distance <= _MAX_EDGE


def _layer(declared: Declarations) -> int:
    stated = declared.get("z-index", "")
    return int(stated) if stated.lstrip("-").isdecimal() and len(stated) < 12 else 0
