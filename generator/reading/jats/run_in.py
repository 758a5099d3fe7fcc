"""Titles of statements at the start of a paragraph: "**Funding.** The Lamp Fund paid."."""

from __future__ import annotations

import re
from typing import Any

from generator.core.paper import SectionKind
from generator.reading.jats.inline import plain
from generator.reading.sections import section_kind
from generator.reading.xml_tree import child, name_of

_EMPHASIS = ("bold", "italic", "underline", "sc", "styled-content")
_MAX_TITLE_WORDS = 10
# Kinds of statements. Other titles at the start of a paragraph ("Participants.") begin no section.
_STATEMENT_KINDS = ("availability", "back")


def run_in_title(part: Any) -> tuple[str, SectionKind] | None:
    """Return the title of a statement at the start of a paragraph, and its kind; None if there is none.

    The title is in bold, italic or the like, and ends with a full stop or a colon, or is the whole paragraph.
    """
    first = next(iter(part), None)
    if first is None or (part.text or "").strip() or name_of(first) not in _EMPHASIS:
        return None
    title = plain(first)
    rest = (first.tail or "").lstrip()
    if not title or len(title.split()) > _MAX_TITLE_WORDS:
        return None
    if title[-1] not in ".:" and rest[:1] not in (".", ":", "–") and not is_title_alone(part):
        return None
    kind = section_kind(title.rstrip(" .:"))
    return (title.rstrip(" .:"), kind) if kind in _STATEMENT_KINDS else None


def is_title_alone(part: Any) -> bool:
    """Return True if a paragraph consists of one run of text in bold, italic or the like."""
    first = next(iter(part), None)
    return (
        first is not None
        and len(part) == 1
        and name_of(first) in _EMPHASIS
        and not (part.text or "").strip()
        and not re.sub(r"[\s.:]", "", first.tail or "")
    )


def titled_kind(note: Any) -> SectionKind | None:
    """Return the kind that a note's title, label or first words state; None if they state none."""
    for named in ("title", "label"):
        if (title := plain(child(note, named))) and (
            kind := section_kind(title.rstrip(" .:"))
        ) in _STATEMENT_KINDS:
            return kind
    first = child(note, "p")
    title_and_kind = None if first is None else run_in_title(first)
    return title_and_kind[1] if title_and_kind else None
