"""The people a note is about, if it names nobody but authors refer to it: eLife has one note per author."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from generator.core.paper import Person
from generator.reading.jats.front import article_meta, contributor
from generator.reading.jats.inline import plain
from generator.reading.xml_tree import children, name_of

# Types of notes about the people who refer to them; other notes ("equal contribution") are about groups.
_PERSONAL = re.compile(r"\bcon\b|contribut|coi|conflict|compet|interest|financial|disclos", re.IGNORECASE)
_MAX_NAMED_PEOPLE = 10  # a note to which more people refer is about all authors
_EVERYBODY = re.compile(r"\bauthors?\b|\bwe\b|\ball\b", re.IGNORECASE)


def names_before(note: Any) -> str:
    """Return "Ada Example, Ben Sample:" for a note to which these authors refer.

    Returns nothing if no author refers to it, or if the note itself says whom it is about.
    """
    if name_of(note) != "fn" or not note.get("id") or not _is_personal(note):
        return ""
    article = next((a for a in note.iterancestors() if name_of(a) in ("article", "sub-article")), None)
    meta = None if article is None else article_meta(article)
    people = [
        person
        for group in children(meta, "contrib-group")
        for contrib in children(group, "contrib")
        if _refers_to(contrib, note.get("id")) and (person := contributor(contrib)) is not None
    ]
    text = plain(note)
    if not 0 < len(people) <= _MAX_NAMED_PEOPLE or _EVERYBODY.search(text):
        return ""
    is_named = any(p.family and p.family.casefold() in text.casefold() for p in people)
    return "" if is_named or any(map(_initials_finder(text), people)) else f"{', '.join(map(str, people))}:"


def _initials_finder(text: str) -> Callable[[Person], bool]:
    """Return a function that returns True if the text has a person's initials: "AE", "A.B.E."."""
    initials = {
        re.sub(r"[.\s-]", "", written)
        for written in re.findall(r"(?<!\w)(?:[A-Z][.\s-]{0,2}){2,5}(?!\w)", text)
    }

    def has_initials(person: Person) -> bool:
        letters = [word[0].upper() for word in f"{person.given} {person.family}".split()]
        return "".join(letters) in initials or "".join((letters[0], letters[-1])) in initials

    return has_initials


def _is_personal(note: Any) -> bool:
    group = note.getparent()
    stated = [note.get("fn-type"), note.get("content-type")]
    if name_of(group) in ("fn-group", "author-notes"):
        stated.append(group.get("content-type"))
    return _PERSONAL.search(" ".join(filter(None, stated))) is not None


def _refers_to(contrib: Any, id: str) -> bool:
    return any(name_of(x) == "xref" and id in (x.get("rid") or "").split() for x in contrib.iter())
