"""The kind of a section or a note, as stated by its attributes.

>>> from lxml.etree import fromstring
>>> stated_kind(fromstring("<sec sec-type='methods'/>"))
'methods'
>>> announces_availability("Data and code availability")
True
"""

from __future__ import annotations

import re
from typing import Any

from generator.core.paper import SectionKind
from generator.reading.jats.run_in import titled_kind
from generator.reading.sections import section_kind
from generator.reading.xml_tree import name_of

_SECTION_TYPES: dict[str, SectionKind] = {
    "intro": "introduction",
    "introduction": "introduction",
    "background": "introduction",
    "methods": "methods",
    "method": "methods",
    "materials": "methods",
    "subjects": "methods",
    "results": "results",
    "discussion": "discussion",
    "conclusion": "discussion",
    "conclusions": "discussion",
    "supplementary-material": "availability",
    "supplementary": "availability",
    "data-availability": "availability",
    "availability": "availability",
    "ethics-statement": "back",
    "coi-statement": "back",
    "funding": "back",
    "author-contributions": "back",
    "acknowledgement": "back",
    "acknowledgements": "back",
}
# Attributes of notes about where data or code are (``fn-type="dataset"`` of bioRxiv,
# ``notes-type="database-links"`` of Nature), of sections about it, and of other statements.
_AVAILABILITY = re.compile(
    r"availab|data-?(?:access|sharing|deposit|archiv|set)|supplementary|database-link|accession"
    r"|\b(?:source-?|research-?|open-?)?(?:data|code|software)\b",
    re.IGNORECASE,
)
_SECTION_AVAILABILITY = re.compile(
    r"availab|data-?(?:access|sharing|deposit|archiv)|\bdatasets\b|supplementary|database-link"
    r"|(?:video|data|audio)-?supplement|interactive-?computing",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:coi|conflicts?|competing|interests?|ethics|ethical|funding|fund|financial|contributions?"
    r"|acknowledge?ments?|consent|disclosures?|declarations?)\b",
    re.IGNORECASE,
)


def stated_kind(part: Any) -> SectionKind | None:
    """Return the kind that ``sec-type`` and similar attributes state; None if they state no known one."""
    stated = " ".join(part.get(name) or "" for name in ("sec-type", "notes-type", "fn-type")).lower()
    if name_of(part) == "fn-group":  # in other elements this attribute is about typesetting
        stated += f" {part.get('content-type') or ''}".lower()
    for word in re.split(r"[|,;\s]+", stated):
        if word in _SECTION_TYPES:
            return _SECTION_TYPES[word]
    if _SECTION_AVAILABILITY.search(stated):
        return "availability"
    return "back" if _BACK.search(stated) else None


def announces_availability(title: str) -> bool:
    """Return True if the title of a section in the back matter announces data or code."""
    return section_kind(title) == "availability"


def note_kind(note: Any) -> SectionKind:
    """Return ``availability`` for a note about data or code, and ``back`` for all others."""
    if titled_kind(note) == "availability":
        return "availability"
    stated = f"{note.get('fn-type') or ''} {note.get('content-type') or ''}"
    return "availability" if _AVAILABILITY.search(stated) else "back"
