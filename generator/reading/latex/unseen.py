"""What LaTeX typesets so that nobody sees it: in the colour of the page, too small, or off the page.

>>> is_white("", "white!97!black", {}), is_white("rgb", "0.2,0.2,0.2", {}), is_away("-20cm")
(True, False, True)
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.reading.block_text import names

# Commands with an argument that nobody sees, by the number of arguments before it.
UNSEEN = {
    **dict.fromkeys(("phantom", "hphantom", "vphantom", "invisible"), 0),
    **dict.fromkeys(("sbox", "savebox"), 1),
    **dict.fromkeys(("typeout", "message", "errmessage", "wlog", "special", "pdfliteral"), 0),
    **dict.fromkeys(("BeginAccSupp", "EndAccSupp", "pdfcomment"), 0),
    **dict.fromkeys(("PackageInfo", "PackageWarning", "ClassWarning", "PackageWarningNoLine"), 1),
}
# Commands that change the text up to the end of their group.
SWITCHES = names("color fontsize transparent")
# Spaces, which shift all that follows on the line or on the page, by the axis.
SPACES = {**dict.fromkeys(("hspace", "hskip", "kern"), "line"), **dict.fromkeys(("vspace", "vskip"), "page")}
# Commands whose first argument says how the second one is typeset.
BOXES = names("scalebox resizebox raisebox texttransparent textcolor")

_MIN_WHITE = 0.945  # share of white in each component of a colour: 241 of 255
_MIN_POINTS = 2.0  # smaller type cannot be read
_MIN_OPACITY = 0.1
_MIN_SCALE = 0.1  # of the normal size
_FAR_POINTS = 500.0  # a shift off the page, which is about 800 points high
_LINE_HEIGHT, _LINE_CHARS = 12.0, 90  # points from line to line, and characters in each
_LINE_POINTS = 450  # width of a line, if a length is stated in lines
# Units in points; em and ex for type of 10 points.
_POINTS = {
    "pt": 1.0,
    "bp": 1.0,
    "px": 1.0,
    "mm": 2.845,
    "cm": 28.45,
    "in": 72.27,
    "em": 10.0,
    "ex": 4.3,
    "pc": 12.0,
}
_LENGTH = re.compile(r"([+-]?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))\s?([a-z]{2})?\b")
_WIDTHS = re.compile(r"([+-]?[\d.]{0,9})\s?\\(?:text|line|column|paper)(?:width|height)")


def is_white(model: str, stated: str, own: Mapping[str, bool]) -> bool:
    """Return True if a colour can hardly be told from white.

    model: of the colour, empty for a named one. own: the paper's own colours by name, True if they look
    white.
    """
    stated = " ".join(stated.split())
    if model:
        return _is_light(model.strip(), stated)
    name, *mixed = (part.strip() for part in stated.split("!"))
    if name.startswith("-"):
        return False
    light = name.lower() == "white" or own.get(name, False)
    if not mixed:
        return light
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,4})?", mixed[0]):
        return False
    # "white!97!black" is white with 3 % of black; "blue!3" is blue with 97 % of white.
    share = float(mixed[0]) / 100
    other_colour = mixed[1].lower() if len(mixed) > 1 else "white"
    if len(mixed) > 2:
        return False
    white = (share if light else 0) + (
        1 - share if other_colour == "white" or own.get(other_colour, False) else 0
    )
    return white >= _MIN_WHITE


def shift(length: str) -> float:
    """Return a shift in points; 0 for a length that is not understood."""
    return _points(length) or 0.0


def is_far(points: float) -> bool:
    """Return True if a shift by so many points moves text off the page."""
    return abs(points) >= _FAR_POINTS


def covered_characters(points: float) -> int:
    """Return about how many characters a shift of the page by so many points takes off the page."""
    return int(abs(points) / _LINE_HEIGHT * _LINE_CHARS)


def is_tiny(size: str) -> bool:
    """Return True if text of this size (``\\fontsize``) is too small to be read."""
    points = _points(size)
    return points is not None and points < _MIN_POINTS


def is_away(length: str) -> bool:
    """Return True if a shift by this length moves text off the page."""
    return is_far(shift(length))


def hides_box(name: str, stated: str) -> bool:
    """Return True if a box of ``BOXES`` with this argument shows nothing that can be read."""
    if name == "raisebox":
        return is_away(stated)
    if name == "resizebox":
        return is_tiny(stated)
    number = _LENGTH.match(stated.strip())
    return number is not None and abs(float(number[1])) < (
        _MIN_OPACITY if name == "texttransparent" else _MIN_SCALE
    )


def is_transparent(stated: str) -> bool:
    """Return True if text with this opacity (``\\transparent``) cannot be seen."""
    number = _LENGTH.match(stated.strip())
    return number is not None and float(number[1]) < _MIN_OPACITY


def _points(length: str) -> float | None:
    """Return a length in points; None if it is not understood."""
    length = length.strip()
    if found := _WIDTHS.match(length):
        share = found[1] if found[1].strip("+-") else f"{found[1]}1"
        return (
            float(share) * _LINE_POINTS
            if re.fullmatch(r"[+-]?(?:\d{1,4}\.?|\d{0,4}\.\d{1,4})", share)
            else None
        )
    found = _LENGTH.match(length)
    if found is None:
        return None
    return float(found[1]) * _POINTS.get(found[2] or "pt", 1.0)


def _is_light(model: str, stated: str) -> bool:
    """Return True if a colour is nearly white in a colour model of the package xcolor."""
    if model == "HTML":
        return re.fullmatch(r"(?:[fF][0-9a-fA-F]){3}", stated.strip()) is not None
    try:
        parts = [float(part) for part in stated.split(",")[:4]]
    except ValueError:
        return False
    if model == "RGB":
        parts = [part / 255 for part in parts]
    if model in ("cmyk", "cmy"):
        return all(part <= 1 - _MIN_WHITE for part in parts)
    return model in ("rgb", "RGB", "gray") and all(part >= _MIN_WHITE for part in parts)
