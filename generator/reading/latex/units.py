"""Units as the package siunitx writes them, on one line.

>>> unit_text(r"\\kilo\\gram\\per\\square\\metre"), unit_text(r"\\newton\\metre\\tothe{4}")
('kg/m^2', 'N m^4')
"""

from __future__ import annotations

import re

from generator.reading.block_text import names
from generator.reading.latex.command_names import UNITS
from generator.reading.latex.formulas import sign

# Unlike other packages, siunitx lets a power stand before its unit.
_POWERS_BEFORE = {"square": "^2", "cubic": "^3"}
_PREFIXES = names("milli micro nano kilo mega giga centi pico tera deci femto hecto")
_PART = re.compile(r"\\([A-Za-z]{1,30})\s{0,4}(?:\{([^{}]{0,20})\})?|([^\\\s~]+)|[\s~]+")


def unit_text(source: str) -> str:
    """Return the unit in the argument of ``\\si``, ``\\SI`` or ``\\qty``; unknown ones by name."""
    text, power, ended = "", "", False
    for name, argument, plain in _PART.findall(source):
        if name in _POWERS_BEFORE:
            power = _POWERS_BEFORE[name]
        elif name == "raiseto":
            power = f"^{argument}"
        elif name == "tothe":
            text += f"^{argument}"
        elif name in ("squared", "cubed", "per"):
            text += UNITS[name]
            ended = name != "per"
        elif name == "of":
            text += f" ({argument})"
        elif name:
            is_prefix = name in _PREFIXES
            shown = UNITS.get(name) or sign(name) or name
            text += " " * ended + shown
            ended = not is_prefix
            if ended:
                text, power = text + power, ""
        elif plain:
            text += plain
            ended = False
    return text
