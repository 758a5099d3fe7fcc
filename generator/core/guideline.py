"""Items of reporting guidelines, as questions name them and as checklists number them."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["GUIDELINES", "NEURIPS", "GuidelineItem", "items_of"]

# With the edition where it matters: another edition numbers its items differently.
NEURIPS = "NeurIPS paper checklist"
GUIDELINES = (
    NEURIPS,
    "CONSORT 2010",
    "SPIRIT 2013",
    "PRISMA 2020",
    "ARRIVE 2.0",
    "STROBE",
    "REFORMS",
)
_PIECE = re.compile(r"(?P<name>[^,;]+), items? (?P<numbers>[\w., ]+)")
_NUMBER = re.compile(r"\d{1,2}[a-z]?(?:\.\d)?")


@dataclass(frozen=True, slots=True, order=True)
class GuidelineItem:
    """An item of a guideline: ``Item("PRISMA 2020", "13d")``."""

    guideline: str
    number: str


def items_of(source: str) -> frozenset[GuidelineItem]:
    """Return the items of known guidelines that the source of a question names.

    >>> sorted(item.number for item in items_of("NeurIPS paper checklist, item 5; REFORMS, items 2a, 2b"))
    ['2a', '2b', '5']
    """
    found = set()
    for piece in source.split(";"):
        named = _PIECE.fullmatch(piece.strip())
        if named and (guideline := named["name"].strip()) in GUIDELINES:
            found |= {GuidelineItem(guideline, number) for number in _NUMBER.findall(named["numbers"])}
    return frozenset(found)
