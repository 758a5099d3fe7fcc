"""The computed style of an element, from its own declarations and inherited ones, and whether it hides text.

Text can be hidden by ``display: none``, by transparency, by a tiny size, by the colour of its background, by
a box of one pixel, and by a place outside the page.

>>> hides_text({"display": "none"}), hides_text({"color": "red"})
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.reading.css.colours import Colour, blend, colour, colours, is_same_colour
from generator.reading.css.lengths import (
    DEFAULT_TEXT_SIZE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    font_size,
    pixels,
    text_size,
)
from generator.reading.css.sheets import Declarations, resolve_variables

MIN_READABLE_SIZE = 2.0  # pixels; smaller text is for machines
_MIN_OPACITY = 0.1  # below it nobody can read text
_OFF_PAGE_PIXELS = 450.0  # beyond an edge of the page; the shifts of layouts are a fraction of this
_FAR_RIGHT_PIXELS = 5000.0  # to the right or downwards, where nobody scrolls to
_OVER_ONE_ANOTHER = -0.5  # of the text's size: letters that are set back by half of it lie over one another
_MAX_CLIPPED_BOX = 1.0  # pixels; text in a box of this size whose overflow is cut off is hidden
# Opacities of a background: from the first on it hides what is below; under the second it is invisible.
_MIN_OPAQUE = 0.5
_MAX_TRANSPARENT = 0.05
_MIN_SHADOW_OPACITY = 0.3  # of a shadow that draws transparent text
_MIN_BLUR = 6.0  # pixels; letters of usual size that are blurred more cannot be read
_MIN_SCALE = 0.1  # of a transformed box; below it nobody can read its text


@dataclass(frozen=True, slots=True)
class ComputedStyle:
    """The style that an element hands down to its children.

    colour: of the text; None if it is not known. ground: colour of the background; None if that is a picture.
    size: of the text, in pixels. invisible: by ``visibility``. in_box: an element around it has a
    ``position``, to which shares of places refer. variables: custom properties by name.
    """

    colour: Colour | None = None
    ground: Colour | None = (255, 255, 255, 1.0)
    size: float = DEFAULT_TEXT_SIZE
    invisible: bool = False
    in_box: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_unreadable(self) -> bool:
        """Whether text of this style is invisible or too small, whatever its colour."""
        return self.invisible or self.size < MIN_READABLE_SIZE

    @property
    def is_camouflaged(self) -> bool:
        """Whether text of this style is transparent or has the colour of its background."""
        if self.colour is None:
            return False
        if self.colour[3] < _MIN_OPACITY:
            return True
        return self.ground is not None and is_same_colour(blend(self.colour, self.ground), self.ground)

    def child_style(self, declared: Declarations) -> tuple[ComputedStyle, bool]:
        """Return the style of a child with these declarations, and whether it and its content are hidden."""
        if not declared:
            return self, False
        own = {name: value for name, value in declared.items() if name.startswith("--")}
        style = replace(self, variables={**self.variables, **own}) if own else self
        declared = {
            name: resolve_variables(value, style.variables)
            for name, value in declared.items()
            if name not in own
        }
        return style._apply(declared), _is_hidden(declared, style)

    def _apply(self, declared: Declarations) -> ComputedStyle:
        style = self
        if declared.get("position", "static") != "static" and not self.in_box:
            style = replace(style, in_box=True)
        if "visibility" in declared and declared["visibility"] != "inherit":
            style = replace(style, invisible=declared["visibility"] in ("hidden", "collapse"))
        if size := declared.get("font-size") or font_size(declared.get("font", "")):
            if size in ("initial", "unset", "revert"):
                style = replace(style, size=DEFAULT_TEXT_SIZE if size == "initial" else self.size)
            elif (measured := text_size(size, self.size)) is not None:
                style = replace(style, size=measured)
            elif size != "inherit":
                style = replace(
                    style, size=max(style.size, DEFAULT_TEXT_SIZE)
                )  # a size that is not understood
        if zoom := pixels(declared.get("zoom", ""), whole=1):
            style = replace(style, size=style.size * zoom)
        ground = " ".join(filter(None, (declared.get(f"background{x}") for x in ("", "-color", "-image"))))
        if ground:
            style = replace(style, ground=_ground(ground, style.ground))
        return style._coloured(declared)

    def _coloured(self, declared: Declarations) -> ComputedStyle:
        text = declared.get("-webkit-text-fill-color") or declared.get("color") or ""
        if not text or text in ("inherit", "currentcolor", "unset", "revert"):
            return self
        stated = colour(text)
        clipped = "text" in (declared.get("background-clip", ""), declared.get("-webkit-background-clip", ""))
        shadow = colour(declared.get("text-shadow", ""))
        drawn_otherwise = clipped or (shadow and shadow[3] > _MIN_SHADOW_OPACITY)
        if stated is not None and stated[3] < _MIN_OPACITY and drawn_otherwise:
            return replace(self, colour=None)  # visible by its background, or by its shadow
        return replace(self, colour=stated)


def hides_text(declared: Declarations) -> bool:
    """Return True if these declarations alone hide an element and its content."""
    style, is_hidden = PAGE_STYLE.child_style(declared)
    return is_hidden or style.is_unreadable or style.is_camouflaged


def _ground(value: str, below: Colour | None) -> Colour | None:
    """Return the background that ``value`` states, also an even gradient; None for a picture.

    below: background of the parent, which shows through a translucent colour.
    """
    stated = colours(value)
    if "url(" in value or "gradient" in value:
        is_even = bool(stated) and all(is_same_colour(stated[0], other) for other in stated)
        return stated[0] if is_even and stated[0][3] > _MIN_OPAQUE and "url(" not in value else None
    if not stated or stated[0][3] < _MAX_TRANSPARENT or below is None:
        return below if not stated or stated[0][3] < _MIN_OPAQUE else stated[0]
    return blend(stated[0], below)


def _is_hidden(declared: Declarations, style: ComputedStyle) -> bool:
    size = style.size
    if declared.get("display") == "none" or declared.get("content-visibility") == "hidden":
        return True
    if declared.get("-webkit-text-security", "none") != "none":
        return True  # each letter is drawn as a dot
    return (
        _is_faint(declared)
        or _is_clipped(declared, size)
        or _is_off_page(declared, size)
        or _is_shrunk(declared)
        or (not style.in_box and _is_beside_page(declared))
    )


def _is_faint(declared: Declarations) -> bool:
    stated = declared.get("opacity", "")
    if filtered := re.search(r"opacity\(\s*([\d.]{1,8}%?)", declared.get("filter", "")):
        stated = filtered[1]
    opacity = pixels(stated, whole=1)
    if opacity is not None and opacity < _MIN_OPACITY:
        return True
    blurred = re.search(r"blur\(\s*([\d.]{1,8}[a-z]{0,3})", declared.get("filter", ""))
    if blurred is not None and (pixels(blurred[1]) or 0) >= _MIN_BLUR:
        return True
    for name in ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image"):
        shades = colours(declared.get(name, "")) if "gradient" in declared.get(name, "") else ()
        if shades and all(shade[3] < _MAX_TRANSPARENT for shade in shades):
            return True
    return False


def _is_clipped(declared: Declarations, size: float) -> bool:
    """Return True if the element's box is so small or cut so far that no text shows."""
    spacing = pixels(declared.get("letter-spacing", ""), text=size)
    if spacing is not None and spacing < 0 and spacing <= _OVER_ONE_ANOTHER * size:
        return True
    cut = ("hidden", "clip", "auto", "scroll")
    if any(declared.get(f"overflow{x}", "").startswith(cut) for x in ("", "-x", "-y")):
        for name in ("width", "height", "inline-size", "block-size"):
            for stated in (declared.get(name, ""), declared.get(f"max-{name}", "")):
                box = pixels(stated, text=size)
                if box is not None and box <= _MAX_CLIPPED_BOX:
                    return True
        # A way to show a picture instead of a heading: its words begin beyond the edge of its box.
        if (pixels(declared.get("text-indent", ""), text=size) or 0) >= PAGE_WIDTH:
            return True
    if clip := re.search(r"rect\(([^()]{1,80})\)", declared.get("clip", "")):
        sides = [pixels(side) for side in re.split(r"[\s,]+", clip[1].strip())]
        if len(sides) == 4 and None not in sides:
            top, right, bottom, left = (side or 0 for side in sides)
            return right - left <= 2 * _MAX_CLIPPED_BOX or bottom - top <= 2 * _MAX_CLIPPED_BOX
    shape = declared.get("clip-path", "")
    return _is_cut_away(shape) or (
        re.search(r"(?:circle|ellipse)\(\s*0(?!\.[1-9])|polygon\(\s*(?:0(?:px|%)?[\s,]*){6,}\)", shape)
        is not None
    )


def _is_cut_away(shape: str) -> bool:
    """Return True if an inset shape cuts from opposite sides as much as there is."""
    cut = re.search(r"inset\(([^()]{1,80})\)", shape)
    sides = cut[1].partition("round")[0].split()[:4] if cut else []
    shares = [float(side[:-1]) if re.fullmatch(r"\d{1,4}(?:\.\d{1,4})?%", side) else 0.0 for side in sides]
    if not shares:
        return False
    top, right = shares[0], shares[1] if len(shares) > 1 else shares[0]
    bottom = shares[2] if len(shares) > 2 else top
    left = shares[3] if len(shares) > 3 else right
    return top + bottom >= 100 or left + right >= 100


def _is_off_page(declared: Declarations, size: float) -> bool:
    """Return True if margins, indents, positions or shifts move the element off the page."""
    away = [
        declared.get(name, "") for name in ("text-indent", "margin-left", "margin-top", "margin-inline-start")
    ]
    away += _top_and_left(declared.get("margin", ""))
    before: list[str] = []
    if declared.get("position") in ("absolute", "fixed", "relative", "sticky"):
        before = [
            declared.get("left", ""),
            declared.get("top", ""),
            *_top_and_left(declared.get("inset", "")),
        ]
        away += [*before, declared.get("right", ""), declared.get("bottom", "")]
    moved = re.search(
        r"translate(?:x|y|3d)?\(\s*([^,()]{1,20})(?:,\s*([^,()]{1,20}))?", declared.get("transform", "")
    )
    steps = [*(moved.groups("") if moved else ()), *declared.get("translate", "").split()[:2]]
    shifts = [_shift(step, size) for step in steps]
    if declared.get("position") == "fixed":  # such an element never scrolls into the window
        left, top = (pixels(declared.get(name, "")) or 0 for name in ("left", "top"))
        if left >= PAGE_WIDTH or top >= PAGE_HEIGHT:
            return True
    return (
        any(_shift(side, size) <= -_OFF_PAGE_PIXELS for side in away)
        or any(_shift(side, size) >= _FAR_RIGHT_PIXELS for side in before)
        or any(shift <= -_OFF_PAGE_PIXELS or shift >= _FAR_RIGHT_PIXELS for shift in shifts)
    )


def _is_beside_page(declared: Declarations) -> bool:
    """Return True if an element begins to the left or right of the page by shares of the page's width."""
    if declared.get("position") not in ("absolute", "fixed"):
        return False
    sides = [declared.get(name, "") for name in ("left", "right")]
    return any(side.endswith(("%", "vw")) and (pixels(side) or 0) > PAGE_WIDTH for side in sides)


def _shift(length: str, size: float) -> float:
    """Return a shift in pixels. Shares of the page count half: some layouts shift by 50 % and back again."""
    moved = pixels(length, text=size) or 0
    return moved / 2 if length.endswith(("%", "vw", "vh")) else moved


def _top_and_left(sides: str) -> list[str]:
    """Return the values for top and left in a shorthand of one to four values."""
    parts = sides.split()[:4]
    return [parts[0], parts[3] if len(parts) == 4 else parts[-1 if len(parts) < 3 else 1]] if parts else []


def _is_shrunk(declared: Declarations) -> bool:
    """Return True if the element is scaled to almost nothing, or rotated so that only its edge shows."""
    transform = declared.get("transform", "")
    scaled = re.search(
        r"(?:scale(?:x|y|3d)?|matrix)\(\s*(-?[\d.]{1,10}%?)(?:,\s*(-?[\d.]{1,10}%?))?", transform
    )
    sizes = [*(scaled.groups() if scaled else ()), *declared.get("scale", "").split()[:2]]
    if scaled is not None and scaled.group().startswith("matrix"):
        sizes[1] = None  # the second number of a matrix is a skew
    scales = [pixels(size, whole=1) for size in sizes if size]
    return any(scale is not None and abs(scale) <= _MIN_SCALE for scale in scales) or (
        re.search(r"rotate[xy]\(\s*-?90deg", transform) is not None
    )


PAGE_STYLE = ComputedStyle()
__all__ = ["MIN_READABLE_SIZE", "PAGE_STYLE", "ComputedStyle", "hides_text"]
