"""Signs and formulas that a JATS article holds as pictures only."""

from __future__ import annotations

from typing import Any

from generator.reading.block_text import names
from generator.reading.xml_tree import name_of

PICTURED_SIGNS = names("inline-graphic private-char")
FORMULAS = names("inline-formula disp-formula")
_PICTURES = names("graphic inline-graphic media")
_RUNNING_TEXT = names("p title label td th term def")
_UNSHOWN = names("label alt-text long-desc object-id")


def is_pictured(formula: Any) -> bool:
    """Return True if a formula is shown as a picture and given in no other form."""
    shown = [e for e in formula.iter() if name_of(e) not in _UNSHOWN]
    pictures = any(name_of(e) in _PICTURES for e in shown)
    return pictures and not any((e.text or "").strip() for e in shown)


def is_in_running_text(part: Any) -> bool:
    """Return True if an element is part of a sentence, a heading or a cell, and of no formula in it."""
    around = part.getparent()
    while around is not None and name_of(around) not in _RUNNING_TEXT:
        if name_of(around) in FORMULAS:
            return False  # beside another form of the formula
        around = around.getparent()
    return around is not None
