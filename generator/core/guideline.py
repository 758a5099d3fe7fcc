"""Items of reporting guidelines, as questions name them and as checklists number them."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["GUIDELINES", "Item", "items_of"]

# Name in questions -> how checklists and titles call it. Editions are not told apart by the first word alone:
# an item of another edition has another number, so the year is part of the name where it matters.
GUIDELINES = {
    "NeurIPS paper checklist": "neurips",
    "CONSORT 2010": "consort",
    "SPIRIT 2013": "spirit",
    "PRISMA 2020": "prisma",
    "ARRIVE 2.0": "arrive",
    "STROBE": "strobe",
    "REFORMS": "reforms",
}
_PIECE = re.compile(r"(?P<name>[^,;]+), items? (?P<numbers>[\w., ]+)")
_NUMBER = re.compile(r"\d{1,2}[a-z]?(?:\.\d)?")


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """An item of a guideline: ``Item("prisma", "13d")``."""

    guideline: str
    number: str


def items_of(source: str) -> frozenset[Item]:
    """The items of known guidelines that the source of a question names.

    ``NeurIPS paper checklist, item 5; REFORMS, items 2a, 2b`` names three.
    """
    found = set()
    for piece in source.split(";"):
        named = _PIECE.fullmatch(piece.strip())
        if named and (guideline := GUIDELINES.get(named["name"].strip())):
            found |= {Item(guideline, number) for number in _NUMBER.findall(named["numbers"])}
    return frozenset(found)
