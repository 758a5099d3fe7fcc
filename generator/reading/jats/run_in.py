"""Titles that run in at the start of a paragraph, as statements have them: "**Funding.** The Fund paid."."""

from __future__ import annotations

import re
from typing import Any

from generator.core.paper import SectionKind
from generator.reading.jats.inline import plain
from generator.reading.sections import section_kind
from generator.reading.xml_tree import child, name_of

_EMPHASIS = ("bold", "italic", "underline", "sc", "styled-content")
_MAX_WORDS = 10  # words of such a title
# Statements that stand at the end of a paper. Other titles that run in ("Participants.") part nothing.
_KINDS = ("availability", "back")


def run_in_title(part: Any) -> tuple[str, SectionKind] | None:
    """Return the title of a statement at the start of a paragraph, and its kind; None without one.

    It stands in bold, italic or the like, and ends in a stop or a colon, or is all of the paragraph.
    """
    first = next(iter(part), None)
    if first is None or (part.text or "").strip() or name_of(first) not in _EMPHASIS:
        return None
    title = plain(first)
    rest = (first.tail or "").lstrip()
    if not title or len(title.split()) > _MAX_WORDS:
        return None
    if title[-1] not in ".:" and rest[:1] not in (".", ":", "–") and not is_title_alone(part):
        return None
    kind = section_kind(title.rstrip(" .:"))
    return (title.rstrip(" .:"), kind) if kind in _KINDS else None


def is_title_alone(part: Any) -> bool:
    """Return whether a paragraph consists of one run in bold, italic or the like."""
    first = next(iter(part), None)
    return (
        first is not None
        and len(part) == 1
        and name_of(first) in _EMPHASIS
        and not (part.text or "").strip()
        and not re.sub(r"[\s.:]", "", first.tail or "")
    )


def titled_kind(note: Any) -> SectionKind | None:
    """Return the kind that a note's own title, label or first words state; None where they state none."""
    for named in ("title", "label"):
        if (title := plain(child(note, named))) and (kind := section_kind(title.rstrip(" .:"))) in _KINDS:
            return kind
    first = child(note, "p")
    found = None if first is None else run_in_title(first)
    return found[1] if found else None
