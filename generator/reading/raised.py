"""Text above or below the line, on the line: ``10^-3``, ``x_i``, but ``m2``, ``5th`` and ``CO2``.

One notation for every format: the mark stands only where a raised or lowered part would otherwise make
another number or word of what it follows.
"""

from __future__ import annotations

import re

from generator.reading.inline import Inline

_ORDINAL = frozenset(("st", "nd", "rd", "th", "o", "º", "°", "®", "™"))
_REFERENCES = re.compile(r"\[?\s?[0-9]{1,3}(?:\s?[,;\s–-]\s?\[?[0-9]{1,3}\]?){0,40}\s?\]?[,;]?")


def script_mark(before: str, inside: str, *, raised: bool) -> str:
    """Return ``^``, ``_`` or nothing: what parts the script ``inside`` from the character before it."""
    if not inside or not before.isalnum():
        return ""
    number = inside.strip("+-−–±*′,").isdigit()
    if not raised:
        return "_" if before.isdigit() or not number else ""
    apart = before.isdigit() or not number
    return "^" if apart and inside.lower() not in _ORDINAL and inside[0] not in "*†‡§" else ""


def reference_numbers(inside: str) -> str:
    """Return the numbers of references or notes that ``inside`` lists, without brackets; else nothing."""
    return inside.strip("[]() ,;\t\n") if _REFERENCES.fullmatch(inside.strip("() \t\n")) else ""


def add_reference(line: Inline, numbers: str) -> None:
    """Append raised numbers of references in brackets, before the stop: ``shown [3,4].``

    Raised they stand apart from the word; on the line they would make ``shown.3,4`` of it.
    """
    if line.tail() in (".", ",", ";", ":"):
        line.before_punctuation(f" [{numbers}]")
    else:
        line.gap()
        line.add(f"[{numbers}]")
