"""Superscripts and subscripts on the line: ``10^-3`` and ``x_i``, but ``m2``, ``5th`` and ``CO2``.

All formats use this notation. A mark is written only where the script would otherwise change the number or
word before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from generator.reading.block_text import Inline

_ORDINAL = frozenset(("st", "nd", "rd", "th", "o", "º", "°", "®", "™"))
_REFERENCES = re.compile(r"\[?\s?[0-9]{1,3}(?:\s?[,;\s–-]\s?\[?[0-9]{1,3}\]?){0,40}\s?\]?[,;]?")
_BETWEEN_REFERENCES = frozenset(",;-–—")


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


def runs_into(line: Inline, inside: str) -> bool:
    """Return True if a reference that is no more than numbers would change the number or stop before it.

    "10" and the reference 6 are not 106, nor are "5." and 6 a number with a fraction.
    """
    before = line.last_letter()
    return (before.isdigit() or before == ".") and bool(reference_numbers(inside))


def add_formula(line: Inline, text: str) -> None:
    """Append a formula; a fraction behind a whole number stays apart from it: 5 1/2 is not 51/2."""
    if text[:1].isdigit() and line.last_letter().isdigit():
        line.gap()
    line.add(text)


def add_reference(line: Inline, numbers: str) -> None:
    """Append raised numbers of references in brackets, before the full stop: ``shown [3,4].``

    Without the brackets they would run into the word: ``shown.3,4``.
    """
    if line.tail() in (".", ",", ";", ":"):
        line.before_punctuation(f" [{numbers}]")
    else:
        line.gap()
        line.add(f"[{numbers}]")


def parts_references(part: Any, is_reference: Callable[[Any], bool]) -> bool:
    """Return True if a raised element (lxml) is no more than the comma or dash between two raised references.

    is_reference: tells whether an element is a raised reference. Publishers mark up each on its own.
    """
    before, after = part.getprevious(), part.getnext()
    return (
        before is not None
        and after is not None
        and "".join(part.itertext()).strip() in _BETWEEN_REFERENCES
        and not (before.tail or "").strip()
        and not (part.tail or "").strip()
        and is_reference(before)
        and is_reference(after)
    )


def sign_before(part: Any, is_reference: Callable[[Any], bool]) -> str:
    """Return the raised comma or dash between a raised reference and the one before; nothing without one."""
    sign = part.getprevious()
    if sign is None or (sign.tail or "").strip() or not is_reference(part):
        return ""
    return "".join(sign.itertext()).strip() if parts_references(sign, is_reference) else ""


def continue_reference(line: Inline, sign: str, numbers: str) -> None:
    """Append numbers to the brackets at the end of the text: ``[3]`` becomes ``[3,4]``.

    sign: the comma or dash between them.
    """
    end = line.ending(2)
    if not end.rstrip(".,;:").endswith("]"):
        add_reference(line, numbers)
        return
    mark = end[-1] if end[-1] != "]" else ""
    for _ in range(1 + len(mark)):
        line.remove_last()
    line.add(f"{sign}{numbers}]{mark}")
