"""How the text of an element looks, by its own style and by what it inherits; and whether anybody sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.reading.css.colours import Colour, alike, blended, colour, colours
from generator.reading.css.lengths import TEXT, WIDTH, pixels, size_of_font, text_size
from generator.reading.css.sheets import Declarations, resolved

TINY = 2.0  # pixels: text of less is there for machines
_FAINT = 0.1  # opacity below which nobody reads anything
_FAR = 450.0  # pixels outside the page; the largest shift that layouts use is a fraction of this
_OUT = 5000.0  # pixels to the right of its place, where nobody scrolls to
_SMALL = 1.0  # pixels of a box whose overflow is cut off
_SCALE = 0.1  # of a transformed box


@dataclass(frozen=True, slots=True)
class Look:
    """What an element hands down: colours of text and ground, size, opacity, whether text shows at all.

    ground: None where a picture lies below. size: pixels. variables: custom properties, by name.
    """

    colour: Colour | None = None
    ground: Colour | None = (255, 255, 255, 1.0)
    size: float = TEXT
    opacity: float = 1.0
    invisible: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def unseen(self) -> bool:
        """Whether text that looks so is invisible, whatever its colour."""
        return self.invisible or self.size < TINY

    @property
    def coloured_away(self) -> bool:
        """Whether the text has the colour of its ground, or none."""
        if self.colour is None:
            return False
        if self.colour[3] < _FAINT:
            return True
        return self.ground is not None and alike(blended(self.colour, self.ground), self.ground)

    def within(self, says: Declarations) -> tuple[Look, bool]:
        """Return the look of an element in this one, and whether it and all that it holds are hidden."""
        if not says:
            return self, False
        own = {name: value for name, value in says.items() if name.startswith("--")}
        look = replace(self, variables={**self.variables, **own}) if own else self
        says = {name: resolved(value, look.variables) for name, value in says.items() if name not in own}
        return look._set(says), _is_gone(says, look.size)

    def _set(self, says: Declarations) -> Look:
        look = self
        if "visibility" in says and says["visibility"] != "inherit":
            look = replace(look, invisible=says["visibility"] in ("hidden", "collapse"))
        if size := says.get("font-size") or size_of_font(says.get("font", "")):
            if size in ("initial", "unset", "revert"):
                look = replace(look, size=TEXT if size == "initial" else self.size)
            elif (measured := text_size(size, self.size)) is not None:
                look = replace(look, size=measured)
            elif size != "inherit":
                look = replace(look, size=max(look.size, TEXT))  # of a kind that nobody can tell
        if zoom := pixels(says.get("zoom", ""), whole=1):
            look = replace(look, size=look.size * zoom)
        ground = " ".join(filter(None, (says.get(f"background{x}") for x in ("", "-color", "-image"))))
        if ground:
            look = replace(look, ground=_ground(ground, look.ground))
        return look._coloured(says)

    def _coloured(self, says: Declarations) -> Look:
        text = says.get("-webkit-text-fill-color") or says.get("color") or ""
        if not text or text in ("inherit", "currentcolor", "unset", "revert"):
            return self
        stated = colour(text)
        clipped = "text" in (says.get("background-clip", ""), says.get("-webkit-background-clip", ""))
        shadow = colour(says.get("text-shadow", ""))
        if stated is not None and stated[3] < _FAINT and (clipped or (shadow and shadow[3] > 0.3)):
            return replace(self, colour=None)  # drawn by its ground, or by its shadow
        return replace(self, colour=stated)


def stated_gone(says: Declarations) -> bool:
    """Return whether a style by itself hides an element and all that it holds."""
    look, gone = PAGE.within(says)
    return gone or look.unseen or look.coloured_away


def _ground(value: str, below: Colour | None) -> Colour | None:
    """What lies under text: a colour, also that of an even gradient; None for a picture."""
    found = list(colours(value))
    if "url(" in value or "gradient" in value:
        even = bool(found) and all(alike(found[0], other) for other in found) and found[0][3] > 0.5
        return found[0] if even and "url(" not in value else None
    if not found or found[0][3] < 0.05 or below is None:
        return below if not found or found[0][3] < 0.5 else found[0]
    return blended(found[0], below)


def _is_gone(says: Declarations, size: float) -> bool:
    if says.get("display") == "none" or says.get("content-visibility") == "hidden":
        return True
    return _is_faint(says) or _is_cut(says, size) or _is_away(says, size) or _is_shrunk(says)


def _is_faint(says: Declarations) -> bool:
    stated = says.get("opacity", "")
    if found := re.search(r"opacity\(\s*([\d.]{1,8}%?)", says.get("filter", "")):
        stated = found[1]
    opacity = pixels(stated, whole=1)
    return opacity is not None and opacity < _FAINT


def _is_cut(says: Declarations, size: float) -> bool:
    if any(says.get(f"overflow{x}", "").startswith(("hidden", "clip")) for x in ("", "-x", "-y")):
        for name in ("width", "height", "inline-size", "block-size"):
            for stated in (says.get(name, ""), says.get(f"max-{name}", "")):
                box = pixels(stated, text=size)
                if box is not None and box <= _SMALL:
                    return True
        # The trick of pictures in the place of headings: the words begin where the box ends.
        if (pixels(says.get("text-indent", ""), text=size) or 0) >= WIDTH:
            return True
    if found := re.search(r"rect\(([^()]{1,80})\)", says.get("clip", "")):
        sides = [pixels(side) for side in re.split(r"[\s,]+", found[1].strip())]
        if len(sides) == 4 and None not in sides:
            top, right, bottom, left = (side or 0 for side in sides)
            return right - left <= 2 * _SMALL or bottom - top <= 2 * _SMALL
    return (
        re.search(
            r"inset\(\s*(?:[5-9]\d|100)(?:\.\d{1,4})?%|(?:circle|ellipse)\(\s*0(?!\.[1-9])"
            r"|polygon\(\s*(?:0(?:px|%)?[\s,]*){6,}\)",
            says.get("clip-path", ""),
        )
        is not None
    )


def _is_away(says: Declarations, size: float) -> bool:
    away = [
        says.get(name, "") for name in ("text-indent", "margin-left", "margin-top", "margin-inline-start")
    ]
    away += _top_and_left(says.get("margin", ""))
    before: list[str] = []
    if says.get("position") in ("absolute", "fixed", "relative", "sticky"):
        before = [says.get("left", ""), says.get("top", ""), *_top_and_left(says.get("inset", ""))]
        away += [*before, says.get("right", ""), says.get("bottom", "")]
    moved = re.search(
        r"translate(?:x|y|3d)?\(\s*([^,()]{1,20})(?:,\s*([^,()]{1,20}))?", says.get("transform", "")
    )
    steps = [*(moved.groups("") if moved else ()), *says.get("translate", "").split()[:2]]
    shifts = [_shift(step, size) for step in steps]
    return (
        any(_shift(side, size) <= -_FAR for side in away)
        or any(_shift(side, size) >= _OUT for side in before)
        or any(shift <= -_FAR or shift >= _OUT for shift in shifts)
    )


def _shift(length: str, size: float) -> float:
    """Pixels; shares of the page count half: layouts shift by half of it, and shift back by other means."""
    moved = pixels(length, text=size) or 0
    return moved / 2 if length.endswith(("%", "vw", "vh")) else moved


def _top_and_left(sides: str) -> list[str]:
    """The first and the last side that a shorthand of one to four names."""
    parts = sides.split()[:4]
    return [parts[0], parts[3] if len(parts) == 4 else parts[-1 if len(parts) < 3 else 1]] if parts else []


def _is_shrunk(says: Declarations) -> bool:
    transform = says.get("transform", "")
    found = re.search(
        r"(?:scale(?:x|y|3d)?|matrix)\(\s*(-?[\d.]{1,10}%?)(?:,\s*(-?[\d.]{1,10}%?))?", transform
    )
    sizes = [*(found.groups() if found else ()), *says.get("scale", "").split()[:2]]
    if found is not None and found.group().startswith("matrix"):
        sizes[1] = None  # a skew
    known = [pixels(size, whole=1) for size in sizes if size]
    return any(size is not None and abs(size) <= _SCALE for size in known) or (
        re.search(r"rotate[xy]\(\s*-?90deg", transform) is not None
    )


PAGE = Look()
__all__ = ["PAGE", "TINY", "Look", "stated_gone"]
