"""Superscripts and subscripts on the line: ``10^-3`` and ``x_i``, but ``m2``, ``5th`` and ``CO2``.

All formats use this notation. A mark is written only where the script would otherwise change the number or
word before it.
"""

from __future__ import annotations

import re

from generator.reading.inline import Inline

_ORDINAL = frozenset(("st", "nd", "rd", "th", "o", "º", "°", "®", "™"))
_REFERENCES = re.compile(r"\[?\s?[0-9]{1,3}(?:\s?[,;\s–-]\s?\[?[0-9]{1,3}\]?){0,40}\s?\]?[,;]?")


def script_mark(before: str, inside: str, *, raised: bool) -> str:
    """Return the mark between the character ``before`` and the script ``inside``: ``^``, ``_`` or nothing.

    >>> [script_mark("0", "-3", raised=True), script_mark("m", "2", raised=True)]
    ['^', '']
    >>> [script_mark("x", "i", raised=False), script_mark("O", "2", raised=False)]
    ['_', '']
    """
    if not inside or not before.isalnum():
        return ""
    is_number = inside.strip("+-−–±*′,").isdigit()
    runs_together = before.isdigit() or not is_number
    if not raised:
        return "_" if runs_together else ""
    return "^" if runs_together and inside.lower() not in _ORDINAL and inside[0] not in "*†‡§" else ""


def reference_numbers(inside: str) -> str:
    """Return the numbers of references or notes in ``inside`` without brackets; nothing for words."""
    return inside.strip("[]() ,;\t\n") if _REFERENCES.fullmatch(inside.strip("() \t\n")) else ""


def add_reference(line: Inline, numbers: str) -> None:
    """Append raised numbers of references in brackets, before the full stop: ``shown [3,4].``

    Without the brackets they would run into the word: ``shown.3,4``.
    """
    if line.tail() in (".", ",", ";", ":"):
        line.before_punctuation(f" [{numbers}]")
    else:
        line.gap()
        line.add(f"[{numbers}]")
