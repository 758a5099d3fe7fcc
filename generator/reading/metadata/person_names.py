"""Names of people, as strings and as the records that front matter and sidecars have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from generator.core.paper import Person

PARTICLES = frozenset(
    (
        "de",
        "da",
        "do",
        "del",
        "della",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "zu",
        "dos",
        "el",
        "bin",
        "ibn",
    )
)


def person(name: str) -> Person | None:
    """Return the person of ``Family, Given`` or ``Given Family``; ``{Braces}`` mark an organisation.

    >>> person("Ludwig van Beethoven")
    Person(family='van Beethoven', given='Ludwig')
    """
    name = " ".join(name.split())
    if name.startswith("{") and name.endswith("}"):
        return Person(name.strip("{} ")) if name.strip("{} ") else None
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return Person(family, given) if family else None
    words = name.split()
    if not words:
        return None
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in PARTICLES and words[at - 1][0].islower():
        at -= 1
    return Person(" ".join(words[at:]), " ".join(words[:at]))


def people(value: Any) -> tuple[Person, ...]:
    """Return the people in a value: a string (``A and B``, ``A; B``), a record, or a list of either.

    A record may have ``family`` and ``given``, ``literal``, or ``name`` (a string or another such record), as
    Pandoc, Quarto and Jekyll write them. Values that name nobody are left out.
    """
    if isinstance(value, str):
        names = re.split(r"(?<!\s)\s+and\s+|(?:(?<!\s)\s+)?;\s*|\n", value)
        return tuple(filter(None, (person(name) for name in names)))
    if isinstance(value, Mapping):
        family = value.get("family") or value.get("family-names") or value.get("last") or value.get("surname")
        if isinstance(family, str) and family.strip():
            given = value.get("given") or value.get("given-names") or value.get("first") or ""
            particle = value.get("non-dropping-particle") or value.get("dropping-particle") or ""
            return (Person(f"{particle} {family}".strip(), str(given).strip()),)
        if isinstance(value.get("literal"), str):
            return (Person(value["literal"].strip()),) if value["literal"].strip() else ()
        named = value.get("name")
        if isinstance(named, str):
            one = person(named)
            return (one,) if one else ()
        return people(named) if isinstance(named, Mapping) else ()
    if isinstance(value, Iterable):
        # In a list every string is one name: "Family, Given" may hold "and" in an organisation's name.
        found: list[Person] = []
        for one in value:
            if isinstance(one, str):
                found += filter(None, [person(one)])
            elif isinstance(one, Mapping):
                found += people(one)
        return tuple(found)
    return ()
