"""The running text of TEI: marked-up words, references, formulas.

Example: `10<hi rend="superscript">5</hi> beetles` is "10^5 beetles".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.entities import html5
from typing import Any

from lxml import etree

from generator.core.paper import UNREADABLE
from generator.reading.block_text import FORMULA, Inline, add_quoted, leave_out_struck, names
from generator.reading.compose import Span
from generator.reading.mathml import math_text, tex_text
from generator.reading.raised import add_formula, add_reference, add_script, reference_numbers, runs_into
from generator.reading.tei.coords import text_place
from generator.reading.web_addresses import target
from generator.reading.xml_tree import child, name_of

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_SILENT = names("graphic media binaryObject fw del surplus index anchor milestone cb gb lb pb sic orig rdg")
# Elements that may be within a sentence without being part of it; the caller puts them after the paragraph.
FLOATS = names("note figure table floatingText")
_CITED = names("bibr biblio")  # types of references to the list of references
_NOTED = names("foot note noteAnchor")  # and to the notes
_SEPARATE = names(
    "p ab head item label row cell lg l figDesc formula div bibl biblStruct listBibl list eg egXML"
    " address addrLine orgName affiliation author persName analytic monogr imprint"
)
_UNREAD = names("gap g")  # what could not be read, and signs without a character
_RAISED = re.compile(r"sup|exponent", re.IGNORECASE)
_STRUCK = re.compile(r"strike|line-?through|struck", re.IGNORECASE)
_LOWERED = re.compile(r"\bsub|indice|inferior", re.IGNORECASE)


def plain(element: Any | None) -> str:
    """Return all text in ``element`` on one line."""
    if element is None:
        return ""
    line = Inline()
    write(element, line, [])
    return line.text


def identifier(element: Any) -> str | None:
    """Return the ``xml:id`` of ``element`` or of the nearest element around it."""
    while element is not None:
        if id := element.get(XML_ID):
            return str(id)
        element = element.getparent()
    return None


def write(element: Any, line: Inline, floats: list[Any]) -> None:
    """Append the text in ``element`` to ``line``, and its figures, tables and notes to ``floats``."""
    line.add(element.text)
    for part in element:
        write_part(part, line, floats)
        line.add(part.tail)


def write_part(part: Any, line: Inline, floats: list[Any]) -> None:
    """Append one element of running text, without the text after it."""
    name = name_of(part)
    if not name:
        if part.tag is etree.Entity:
            line.add(html5.get(part.text[1:], part.text))
    elif name == "s":
        with placed(part, line, whole=True):
            write(part, line, floats)
        line.gap()
    elif name in ("ref", "ptr"):
        _reference(part, name, line, floats)
    elif name == "q":
        add_quoted(line, lambda: write(part, line, floats))
    elif name == "hi":
        _highlighted(part, line, floats)
    elif name == "formula":
        _formula(part, line, floats)
    elif name == "math":
        add_formula(line, math_text(part))
    elif name == "choice":
        _choice(part, line, floats)
    elif name in ("lb", "pb", "cb"):
        # A break within a word is marked as such; others, such as those of GROBID, are between words.
        if part.get("break") != "no":
            line.gap()
    elif name in ("forename", "surname", "nameLink", "genName", "roleName"):
        if line.tail().isalnum():
            line.gap()  # publishers leave the blank between the parts of a name to the style sheet
        write(part, line, floats)
    elif name in FLOATS:
        floats.append(part)
        line.gap()
    elif name in _UNREAD and not "".join(part.itertext()).strip():
        line.add(UNREADABLE)
    elif name in _SILENT:
        line.gap()
    elif name in _SEPARATE:
        line.gap()
        write(part, line, floats)
        line.gap()
    else:
        write(part, line, floats)


@contextmanager
def placed(element: Any, line: Inline, *, whole: bool) -> Iterator[None]:
    """Mark the text added within as that of ``element``, with the page and box in its attributes.

    whole: as in `text_place`.
    """
    start = line.length
    yield
    page, box = text_place(element, whole=whole)
    if page is not None and line.length > start:
        line.spans.append(Span(start, line.length, page, box, identifier(element)))


def _reference(part: Any, name: str, line: Inline, floats: list[Any]) -> None:
    """Append a reference to a page, a work or a figure with its link; one without words shows its address."""
    href = target(part.get("target"))
    if name == "ref" and part.get("type") in (*_CITED, *_NOTED) and runs_into(line, plain(part)):
        add_reference(line, reference_numbers(plain(part)))
        return
    with line.link(href):
        if name == "ref" and (len(part) or (part.text or "").strip()):
            write(part, line, floats)
        elif href:
            line.add(href)


def _highlighted(part: Any, line: Inline, floats: list[Any]) -> None:
    """Append highlighted words; superscripts and subscripts so that no two numbers run together."""
    style = f"{part.get('rend') or ''} {part.get('rendition') or ''} {part.get('style') or ''}"
    inside = "".join(part.itertext()).strip()
    before = line.last_letter()
    if _STRUCK.search(style):
        leave_out_struck(line, "".join(part.itertext()))
        return
    if inside and _RAISED.search(style):
        cited = [e for e in part if name_of(e) == "ref" and e.get("type") in _CITED]
        if cited and before in (".", ",", ";", ":"):
            line.before_punctuation(f" [{plain(part).strip('[]() ')}]")
            return
        if cited:
            line.gap()
            line.add(f"[{plain(part).strip('[]() ')}]")
            return
        add_script(line, inside, raised=True, linked=True, write=lambda: write(part, line, floats))
    elif inside and _LOWERED.search(style):
        add_script(line, inside, raised=False, write=lambda: write(part, line, floats))
    else:
        write(part, line, floats)


def _formula(part: Any, line: Inline, floats: list[Any]) -> None:
    label = child(part, "label")
    line.gap()
    if child(part, "graphic") is not None and not "".join(part.itertext()).strip():
        line.add(FORMULA)
    elif (part.get("notation") or "").lower() in ("tex", "latex"):
        add_formula(line, tex_text("".join(part.itertext())))
    else:
        line.add(part.text)
        for piece in part:
            if piece is not label:
                write_part(piece, line, floats)
            line.add(piece.tail)
    if label is not None:
        line.add(" " + plain(label))
    line.gap()


def _choice(part: Any, line: Inline, floats: list[Any]) -> None:
    """Append one of several forms of the same words: the corrected or regularised one before others."""
    for form in ("corr", "reg", "abbr", "expan", "unclear", "seg"):
        if (chosen := child(part, form)) is not None:
            write(chosen, line, floats)
            return
    for piece in list(part)[:1]:
        write(piece, line, floats)
