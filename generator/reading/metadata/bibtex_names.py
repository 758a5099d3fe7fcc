"""Names of people in BibTeX: ``First von Last``, ``von Last, First`` and similar forms."""

from __future__ import annotations

import html
import re

from generator.core.paper import Person
from generator.reading.metadata.tex import from_tex

_SUFFIX = re.compile(r"(?:jr|sr|junior|senior|i{1,3}|iv|v|[2-5](?:nd|rd|th))\.?", re.IGNORECASE)
# Degrees, which are not part of a name.
_DEGREE = re.compile(
    r"(?:ph\.?\s?d|m\.?\s?d|m\.?\s?sc|b\.?\s?sc|m\.?a|b\.?a|dr|prof|d\.?phil|mph|r\.?n)\.?", re.IGNORECASE
)
_NOBODY = frozenset(("others", "et al", "et al.", "and others", ""))
_TOKEN = re.compile(r"[{}]|,|;|\s+|~|[^{},;\s~]+")
_EXTENDED = re.compile(
    r"\s*(family|given|prefix|suffix|useprefix|given-i|family-i|prefix-i|suffix-i)\s*=", re.I
)


def bibtex_people(value: str) -> tuple[tuple[Person, ...], str]:
    """Return the people of an ``author`` field, and what is wrong with it (empty if nothing is).

    If a single name cannot be understood, nobody is returned: a list that lacks one of its names is wrong.

    >>> bibtex_people("van der Berg, Jan and {The Moth Group} and others")
    ((Person(family='van der Berg', given='Jan'), Person(family='The Moth Group', given='')), '')
    """
    if "&" in value:
        value = html.unescape(value.replace("\\&", "&"))
    people: list[Person] = []
    names = _names(value)
    if len(names) > 1 and not _parts_of(names[-1])[1:] and any(map(_is_two_people, names[:-1])):
        return (), (
            f"the names {from_tex(value)[:80]!r} seem to be separated by commas; write authors as "
            "`Family, Given and Family, Given`"
        )
    for name in names:
        if from_tex(name).casefold() in _NOBODY:
            continue
        person = _person(name)
        if person is None:
            shown = from_tex(name)
            return (), (
                f"the name {shown[:80]!r} has too many commas; write authors as "
                "`Family, Given and Family, Given`, and an organisation between braces"
            )
        if person.family:
            people.append(person)
    return tuple(people), ""


def _names(value: str) -> list[str]:
    """Split at ``and`` and at semicolons outside of braces."""
    value = f" {value} "
    names: list[str] = []
    start, depth = 0, 0
    for token in re.finditer(r"\\.|[{}]|(?<=\s)and(?=\s)|;", value, re.IGNORECASE):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and token[0][0] != "\\":
            names.append(value[start : token.start()])
            start = token.end()
    names.append(value[start:])
    return [name.strip() for name in names]


def _parts_of(name: str) -> list[str]:
    return [part for part in _parts(name, ",") if part]


def _is_two_people(name: str) -> bool:
    """Return True for ``Ada Example, Ben Sample``: full names on both sides of the comma, no initials."""
    sides = [from_tex(part).split() for part in _parts_of(name)]
    return len(sides) > 1 and all(
        len(words) == 2 and all(len(w) > 2 and w.isalpha() and w[0].isupper() for w in words)
        for words in sides
    )


def _person(name: str) -> Person | None:
    """Return the person of one name; None if its commas make no sense."""
    parts = _parts_of(name)
    if parts and all(_EXTENDED.match(part) for part in parts):
        return _extended(parts)
    if len(parts) > 2:
        parts = [part for part in parts if not _DEGREE.fullmatch(from_tex(part))]
    if len(parts) > 3 or not parts:
        return None if parts else Person("")
    if len(parts) == 1:
        return _in_order(parts[0])
    plain = [from_tex(part) for part in parts]
    if len(plain) == 2:
        return Person(plain[0], plain[1])
    suffixes = [n for n in (1, 2) if _SUFFIX.fullmatch(plain[n])]
    if not suffixes:
        return None
    return Person(f"{plain[0]} {plain[suffixes[0]]}", plain[3 - suffixes[0]])


def _extended(parts: list[str]) -> Person:
    """Return the person of ``family=Berg, given=Jan``, as biblatex and Better BibTeX write names."""
    parts_by_name = {}
    for part in parts:
        name, _, value = part.partition("=")
        parts_by_name[name.strip().lower()] = from_tex(value.strip().strip('"'))
    family = " ".join(
        filter(None, (parts_by_name.get("prefix"), parts_by_name.get("family"), parts_by_name.get("suffix")))
    )
    return Person(family, parts_by_name.get("given", ""))


def _in_order(name: str) -> Person:
    """Return the person of ``First von Last``.

    The family name begins with the first word in lower case, or is the last word.
    """
    words = [word for word in _parts(name, " ") if word]
    plain = [from_tex(word) for word in words]
    if len(words) < 2:
        return Person(" ".join(plain))
    lower = [n for n, word in enumerate(plain[:-1]) if word[:1].islower() and not words[n].startswith("{{")]
    at = lower[0] if lower else len(words) - 1
    if _SUFFIX.fullmatch(plain[-1]) and len(words) > 2 and not lower and plain[-1].lower() not in ("i", "v"):
        at -= 1  # "Ada Example Jr."
    return Person(" ".join(plain[at:]), " ".join(plain[:at]))


def _parts(text: str, mark: str) -> list[str]:
    """Split ``text`` at commas, or at spaces, outside of braces."""
    parts, depth = [""], 0
    for token in _TOKEN.finditer(text):
        piece = token[0]
        depth = max(0, depth + (piece == "{") - (piece == "}"))
        if depth == 0 and (piece == mark if mark == "," else piece.isspace() or piece == "~"):
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts]
