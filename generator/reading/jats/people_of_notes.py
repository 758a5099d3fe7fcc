"""Whose a note is, where an author points to it and it names nobody: eLife has a note an author."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from generator.core.paper import Person
from generator.reading.jats.front import article_meta, contributor
from generator.reading.jats.inline import plain
from generator.reading.xml_tree import children, name_of

# Notes that say something of the people who point to them; other notes ("equal contribution") name groups.
_PERSONAL = re.compile(r"\bcon\b|contribut|coi|conflict|compet|interest|financial|disclos", re.IGNORECASE)
_MAX_PEOPLE = 10  # people; what more of them point to is said of all
_EVERYBODY = re.compile(r"\bauthors?\b|\bwe\b|\ball\b", re.IGNORECASE)


def lead_of(note: Any) -> str:
    """Return "Ada Example, Ben Sample:" for a note to which these authors point; else nothing.

    Nothing as well where the note says itself whom it is about.
    """
    if name_of(note) != "fn" or not note.get("id") or not _is_personal(note):
        return ""
    article = next((a for a in note.iterancestors() if name_of(a) in ("article", "sub-article")), None)
    meta = None if article is None else article_meta(article)
    people = [
        person
        for group in children(meta, "contrib-group")
        for contrib in children(group, "contrib")
        if _points_to(contrib, note.get("id")) and (person := contributor(contrib)) is not None
    ]
    text = plain(note)
    if not 0 < len(people) <= _MAX_PEOPLE or _EVERYBODY.search(text):
        return ""
    named = any(p.family and p.family.casefold() in text.casefold() for p in people)
    return "" if named or any(map(_initials(text), people)) else f"{', '.join(map(str, people))}:"


def _initials(text: str) -> Callable[[Person], bool]:
    """Return what tells whether a text has somebody's initials: "AE", "A.B.E."."""
    written = {
        re.sub(r"[.\s-]", "", found) for found in re.findall(r"(?<!\w)(?:[A-Z][.\s-]{0,2}){2,5}(?!\w)", text)
    }

    def has(person: Person) -> bool:
        letters = [word[0].upper() for word in f"{person.given} {person.family}".split()]
        return "".join(letters) in written or "".join((letters[0], letters[-1])) in written

    return has


def _is_personal(note: Any) -> bool:
    group = note.getparent()
    stated = [note.get("fn-type"), note.get("content-type")]
    if name_of(group) in ("fn-group", "author-notes"):
        stated.append(group.get("content-type"))
    return _PERSONAL.search(" ".join(filter(None, stated))) is not None


def _points_to(contrib: Any, id: str) -> bool:
    return any(name_of(x) == "xref" and id in (x.get("rid") or "").split() for x in contrib.iter())
