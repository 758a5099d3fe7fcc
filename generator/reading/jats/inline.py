"""The running text of JATS: marked-up words, references to things, formulas, names."""

from __future__ import annotations

from html.entities import html5
from typing import Any

from lxml import etree

from generator.reading.inline import Inline, names
from generator.reading.links import target
from generator.reading.mathml import math_text, tex_text

HREF = "{http://www.w3.org/1999/xlink}href"

_SILENT = names(
    "graphic inline-graphic media object-id alt-text long-desc index-term milestone-start milestone-end"
    " private-char x-private term-id processing-meta"
)
# What may stand inside a sentence without being part of it; the caller puts it after the paragraph.
FLOATS = names(
    "fig fig-group table-wrap table-wrap-group boxed-text supplementary-material fn"
    " chem-struct-wrap statement"
)
_APART = names(
    "p title label list list-item def-list def-item term def disp-quote verse-group verse-line attrib break"
    " td th tr entry row sec caption disp-formula disp-formula-group addr-line institution institution-wrap"
    " country city array code preformat"
)
_LINKS = names("ext-link uri inline-supplementary-material related-article related-object self-uri email")


_NAMES: dict[Any, str] = {}  # of tags; a paper has a few dozen, and asks for them thousands of times


def name_of(element: Any) -> str:
    """The element's name without its namespace; nothing for an entity."""
    tag = element.tag
    name = _NAMES.get(tag)
    if name is None:
        name = tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""
        if len(_NAMES) < 1024:
            _NAMES[tag] = name
    return name


def child(element: Any, *names: str) -> Any | None:
    """The first child with one of these names, or None."""
    if element is None:
        return None
    return next((c for c in element if name_of(c) in names), None)


def children(element: Any, *names: str) -> list[Any]:
    """The children with one of these names."""
    return [] if element is None else [c for c in element if name_of(c) in names]


def descend(element: Any, *path: str) -> Any | None:
    """The first child of the first child ... with these names, or None."""
    for name in path:
        element = child(element, name)
    return element


def plain(element: Any | None) -> str:
    """All the text under ``element`` on one line."""
    if element is None:
        return ""
    line = Inline()
    write(element, line, [])
    return line.text


def write(element: Any, line: Inline, floats: list[Any]) -> None:
    """Append the text under ``element`` to ``line``; what floats in it goes to ``floats``."""
    add = line.add
    if text := element.text:
        add(text)
    for part in element:
        write_part(part, line, floats)
        if tail := part.tail:
            add(tail)


def write_part(part: Any, line: Inline, floats: list[Any]) -> None:
    """Append one element that stands in running text, without what follows it."""
    name = name_of(part)
    if not name:
        if part.tag is etree.Entity:
            # A name of the JATS character sets, whose definitions are never fetched.
            line.add(html5.get(part.text[1:], part.text))
    elif name in _LINKS:
        with line.link(_target(part)):
            write(part, line, floats)
    elif name in ("sup", "sub"):
        _script(part, name, line, floats)
    elif name == "xref":
        if part.get("ref-type") == "bibr" and len(part) == 1 and name_of(part[0]) == "sup" and not part.text:
            _citation(part[0], line, floats)
        else:
            write(part, line, floats)
    elif name == "alternatives":
        _alternative(part, line, floats)
    elif name == "math":
        line.add(math_text(part))
    elif name == "tex-math":
        line.add(tex_text("".join(part.itertext())))
    elif name in ("disp-formula", "chem-struct"):
        line.gap()
        label = child(part, "label")
        for piece in part:
            if piece is not label:
                write_part(piece, line, floats)
        if not len(part):
            line.add(part.text)
        if label is not None:
            line.add(" " + plain(label))
        line.gap()
    elif name in FLOATS:
        floats.append(part)
        line.gap()
    elif name in _SILENT:
        line.gap()
    elif name in ("name", "string-name"):
        _name(part, line, floats)
    elif name in _APART:
        line.gap()
        with line.element(part.get("id") if name in ("p", "disp-formula") else None):
            write(part, line, floats)
        line.gap()
    else:
        write(part, line, floats)


def person_name(name: Any) -> tuple[str, str]:
    """Family and given name of a ``name`` or ``string-name``; a suffix belongs to the family name."""
    family, given = plain(child(name, "surname")), plain(child(name, "given-names", "given-name"))
    suffix = plain(child(name, "suffix"))
    if not family and not given:
        return plain(name), ""
    return f"{family} {suffix}".strip(), given


def _name(part: Any, line: Inline, floats: list[Any]) -> None:
    """A person's name; publishers leave the blank between its parts to the style sheet."""
    for piece in part:
        if name_of(piece) in ("given-names", "surname", "suffix", "prefix") and line.tail().isalnum():
            line.gap()
        write(piece, line, floats)
        line.add(piece.tail)
    if not len(part):
        line.add(part.text)


def _script(part: Any, name: str, line: Inline, floats: list[Any]) -> None:
    """Text above or below the line, so that it reads as printed and glues no two numbers."""
    if name == "sup" and any(name_of(x) == "xref" and x.get("ref-type") == "bibr" for x in part):
        _citation(part, line, floats)
        return
    inside = "".join(part.itertext()).strip()
    before = line.last_letter()
    if inside and before.isalnum():
        number = inside.strip("+-−–±*′,").isdigit()
        if name == "sup":
            glued = before.isdigit() or not number  # 10^−3, x^T; but m2 and 5th
            if (
                glued
                and inside.lower() not in ("st", "nd", "rd", "th", "o", "º", "°", "®", "™")
                and inside[0] not in "*†‡§"
            ):
                line.add("^")
        elif before.isdigit() or not number:  # x_i; but CO2
            line.add("_")
    write(part, line, floats)


def _citation(part: Any, line: Inline, floats: list[Any]) -> None:
    """Raised numbers of references, in brackets and before the full stop: ``shown [3,4].``

    Raised, they stand apart from the word; on the line they would make ``shown.3,4`` of it.
    """
    inner = Inline()
    write(part, inner, floats)
    numbers = inner.text.strip("[]() ")
    if not numbers:
        return
    if line.tail() in (".", ",", ";", ":"):
        line.before_punctuation(f" [{numbers}]")
    else:
        line.gap()
        line.add(f"[{numbers}]")


def _alternative(part: Any, line: Inline, floats: list[Any]) -> None:
    """One of several forms of the same thing: MathML, else TeX, else what holds text."""
    for wanted in ("math", "tex-math", "table", "textual-form"):
        chosen = child(part, wanted)
        if chosen is not None:
            write_part(chosen, line, floats)
            return
    for piece in part:
        write_part(piece, line, floats)


def _target(part: Any) -> str | None:
    href = target(part.get(HREF) or part.get("href"))
    if href is None and name_of(part) in ("uri", "ext-link", "self-uri"):
        href = target("".join(part.itertext()))
    return href
