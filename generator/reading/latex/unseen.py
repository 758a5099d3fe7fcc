"""What LaTeX typesets so that nobody sees it: in the colour of the page, too small, moved off the page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.reading.inline import names

# Commands whose argument in braces nobody sees, by the number of arguments before it.
UNSEEN = {
    **dict.fromkeys(("phantom", "hphantom", "vphantom", "invisible"), 0),
    **dict.fromkeys(("sbox", "savebox"), 1),
    **dict.fromkeys(("typeout", "message", "errmessage", "wlog", "special", "pdfliteral"), 0),
    **dict.fromkeys(("BeginAccSupp", "EndAccSupp", "pdfcomment"), 0),
    **dict.fromkeys(("PackageInfo", "PackageWarning", "ClassWarning", "PackageWarningNoLine"), 1),
}
# Commands that bear on text up to the end of the group that they stand in.
SWITCHES = names("color fontsize transparent hspace kern hskip vspace")
# Commands of one argument that says how the next one is set.
BOXES = names("scalebox resizebox raisebox texttransparent textcolor")

_LIGHT = 0.945  # of white, in every part of the colour: 241 of 255
_TINY = 2.0  # points
_FAINT = 0.1  # opacity
_SMALL = 0.1  # of its own size
_FAR = 500.0  # points; a page is 800 high
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
_WIDTHS = re.compile(r"([+-]?[\d.]{1,9})\s?\\(?:text|line|column|paper)(?:width|height)")


def is_white(model: str, stated: str, own: Mapping[str, bool]) -> bool:
    """Return whether a colour can hardly be told from white. own: colours of the paper's own, by name."""
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
    other = mixed[1].lower() if len(mixed) > 1 else "white"
    if len(mixed) > 2:
        return False
    white = (share if light else 0) + (1 - share if other == "white" or own.get(other, False) else 0)
    return white >= _LIGHT


def is_tiny(size: str) -> bool:
    """Return whether text of such a size (``\\fontsize``) is too small to be read."""
    points = _points(size)
    return points is not None and points < _TINY


def is_away(length: str) -> bool:
    """Return whether such a shift moves text off the page."""
    points = _points(length)
    return points is not None and abs(points) >= _FAR


def hides_box(name: str, stated: str) -> bool:
    """Return whether a box of ``BOXES`` with this argument shows nothing that can be read."""
    if name == "raisebox":
        return is_away(stated)
    if name == "resizebox":
        return is_tiny(stated)
    number = _LENGTH.match(stated.strip())
    return number is not None and abs(float(number[1])) < (_FAINT if name == "texttransparent" else _SMALL)


def is_transparent(stated: str) -> bool:
    """Return whether text of such an opacity (``\\transparent``) cannot be seen."""
    number = _LENGTH.match(stated.strip())
    return number is not None and float(number[1]) < _FAINT


def _points(length: str) -> float | None:
    length = length.strip()
    if found := _WIDTHS.match(length):
        return float(found[1]) * 450 if re.fullmatch(r"[+-]?\d{0,4}\.?\d{0,4}", found[1]) else None
    found = _LENGTH.match(length)
    if found is None:
        return None
    return float(found[1]) * _POINTS.get(found[2] or "pt", 1.0)


def _is_light(model: str, stated: str) -> bool:
    if model == "HTML":
        return re.fullmatch(r"(?:[fF][0-9a-fA-F]){3}", stated.strip()) is not None
    try:
        parts = [float(part) for part in stated.split(",")[:4]]
    except ValueError:
        return False
    if model == "RGB":
        parts = [part / 255 for part in parts]
    if model in ("cmyk", "cmy"):
        return all(part <= 1 - _LIGHT for part in parts)
    return model in ("rgb", "RGB", "gray") and all(part >= _LIGHT for part in parts)
