"""The running text of JATS: marked-up words, links, citations, formulas, names.

>>> from lxml.etree import fromstring
>>> person_name(fromstring("<name><surname>Example</surname><given-names>Ada</given-names></name>"))
('Example', 'Ada')
>>> plain(fromstring("<p>Ten <italic>Apis</italic>\\n bees.</p>"))
'Ten Apis bees.'
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from lxml import etree

from generator.core.paper import UNREADABLE
from generator.reading.block_text import FORMULA, Inline, leave_out_struck, names
from generator.reading.jats.name_forms import printed_form
from generator.reading.jats.pictured_signs import FORMULAS, PICTURED_SIGNS, is_in_running_text, is_pictured
from generator.reading.mathml import math_text, tex_text
from generator.reading.raised import (
    add_formula,
    add_reference,
    add_script,
    continue_reference,
    is_note_mark,
    parts_references,
    reference_numbers,
    runs_into,
    sign_before,
)
from generator.reading.web_addresses import target, written_links
from generator.reading.xml_tree import HREF, child, name_of, text_after

_SILENT = names(
    "graphic object-id alt-text long-desc index-term milestone-start milestone-end x-private term-id"
    " processing-meta"
)
# Elements that may be within a sentence without being part of it; the caller puts them after the paragraph.
FLOATS = names(
    "fig fig-group table-wrap table-wrap-group boxed-text supplementary-material fn"
    " chem-struct-wrap statement"
)
_SEPARATE = names(
    "p title label list list-item def-list def-item term def disp-quote verse-group verse-line attrib break"
    " td th tr entry row sec caption disp-formula disp-formula-group addr-line institution institution-wrap"
    " country city array code preformat"
)
_NOTED = names("bibr fn")  # kinds of references to what stands elsewhere
_LINKS = names("ext-link uri inline-supplementary-material self-uri email")
_MAX_FORMULA_WORDS = 3  # of plain language in the text of a formula that is shown as a picture
_CITATIONS = names("element-citation mixed-citation nlm-citation citation")
_RELATED = names("related-object related-article")  # another work: marked up like a citation
_SCRIPT_STYLE = re.compile(r"\b(sup|sub)(?:er)?script|vertical-align\s?:\s?(sup|sub)", re.IGNORECASE)
_STRUCK = re.compile(r"strike|line-?through|struck", re.IGNORECASE)
_NOTES = ("fn", "table-wrap-foot", "author-notes", "aff", "corresp")
# The parts of a reference that is marked up as data, in the order of print, with the text before and after.
_PRINTED = (
    ("year", " (", ")"),
    ("article-title", " ", "."),
    ("chapter-title", " ", "."),
    ("data-title", " ", "."),
    ("source", " ", ""),
    ("edition", ", ", ""),
    ("volume", " ", ""),
    ("issue", "(", ")"),
    ("fpage", ": ", ""),
    ("lpage", "–", ""),
    ("elocation-id", ": ", ""),
    ("publisher-loc", ". ", ""),
    ("publisher-name", ": ", ""),
    ("version", ", version ", ""),
)
_PRINTED_NAMES = frozenset(name for name, _, _ in _PRINTED)


def plain(element: Any | None) -> str:
    """Return all text in ``element`` on one line."""
    if element is None:
        return ""
    line = Inline()
    write(element, line, [])
    return line.text


def write(element: Any, line: Inline, floats: list[Any]) -> None:
    """Append the text in ``element`` to ``line``, and its figures, tables and notes to ``floats``."""
    add = line.add
    if text := element.text:
        add(text)
    for part in element:
        write_part(part, line, floats)
        if tail := part.tail:
            add(tail)


def write_part(part: Any, line: Inline, floats: list[Any]) -> None:
    """Append one element of running text, without the text after it."""
    name = name_of(part)
    if not name:
        if part.tag is etree.Entity:
            # An entity of the JATS character sets, whose definitions are never fetched.
            line.add(html5.get(part.text[1:], part.text))
    elif name in _CITATIONS or name in _RELATED:
        _citation_in_text(part, line, floats)
    elif name in _LINKS:
        with line.link(_target(part)):
            write(part, line, floats)
    elif name == "sup" and parts_references(part, _is_raised_citation):
        pass  # the next citation brings the sign with it
    elif name == "strike" or _STRUCK.search(_style_of(part)):
        leave_out_struck(line, "".join(part.itertext()))
    elif name in ("sup", "sub"):
        _script(part, name, line, floats)
    elif name == "styled-content" and (script := _SCRIPT_STYLE.search(_style_of(part))):
        _script(part, script[1] or script[2], line, floats)
    elif name == "xref":
        if _is_raised_citation(part):
            _citation_mark(part[0], line, floats)
        elif part.get("ref-type") in _NOTED and runs_into(line, "".join(part.itertext())):
            add_reference(line, reference_numbers("".join(part.itertext())))
        else:
            write(part, line, floats)
    elif name == "alternatives":
        _alternative(part, line, floats)
    elif name == "math":
        add_formula(line, math_text(part))
    elif name == "tex-math":
        # Both forms of a formula may occur without ``alternatives`` around them; one of them is enough.
        if child(part.getparent(), "math") is None:
            add_formula(line, tex_text("".join(part.itertext())))
    elif name in FORMULAS and is_pictured(part):
        displayed = name == "disp-formula"
        if displayed or line.last_letter().isalnum():
            line.gap()
        line.add(f"{FORMULA} {plain(child(part, 'label'))}".rstrip())
        if displayed:
            line.gap()
    elif name in PICTURED_SIGNS:
        line.add(UNREADABLE if is_in_running_text(part) else " ")
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
    elif name in FLOATS or (name == "media" and child(part, "label", "caption") is not None):
        floats.append(part)
        line.gap()
    elif name in _SILENT or name == "media":
        line.gap()
    elif name in ("name", "string-name"):
        _name(part, line, floats)
    elif name in ("name-alternatives", "collab-alternatives", "citation-alternatives"):
        chosen = part[0] if name == "citation-alternatives" and len(part) else printed_form(part)
        if chosen is not None:
            write_part(chosen, line, floats)
    elif name in _SEPARATE:
        line.gap()
        with line.element(part.get("id") if name in ("p", "disp-formula") else None):
            write(part, line, floats)
        line.gap()
    elif part.get(HREF):
        with line.link(_target(part)):
            write(part, line, floats)
    else:
        write(part, line, floats)


def _style_of(part: Any) -> str:
    return f"{part.get('style-type') or ''} {part.get('style') or ''}"


def person_name(name: Any) -> tuple[str, str]:
    """Return family and given name of a ``name`` or ``string-name``; a suffix is part of the family name."""
    family, given = plain(child(name, "surname")), plain(child(name, "given-names", "given-name"))
    suffix = plain(child(name, "suffix"))
    if not family and not given:
        return plain(name), ""
    return f"{family} {suffix}".strip(), given


def _name(part: Any, line: Inline, floats: list[Any]) -> None:
    """Append a person's name with blanks between its parts, which publishers leave to the style sheet."""
    for piece in part:
        if name_of(piece) in ("given-names", "surname", "suffix", "prefix") and line.tail().isalnum():
            line.gap()
        write(piece, line, floats)
        line.add(piece.tail)
    if not len(part):
        line.add(part.text)


def _script(part: Any, name: str, line: Inline, floats: list[Any]) -> None:
    """Append a superscript or subscript so that it reads as printed and no two numbers run together."""
    if name == "sup" and any(name_of(x) == "xref" and x.get("ref-type") == "bibr" for x in part):
        _citation_mark(part, line, floats)
        return
    inside = "".join(part.itertext()).strip()
    before = line.last_letter()
    add_script(line, inside, raised=name == "sup", linked=True, write=lambda: write(part, line, floats))
    if name == "sup" and before in ("", " ", "\n") and _opens_note(part, inside):
        line.gap()


def _opens_note(part: Any, mark: str) -> bool:
    """Return True if the raised ``mark`` begins a note and would run together with its first word."""
    around = part.getparent()
    while around is not None and name_of(around) not in _NOTES:
        if name_of(around) in ("sec", "body", "abstract"):
            return False
        around = around.getparent()
    if around is None:
        return False
    after = text_after(part, *_NOTES)
    return after[:1].isalnum() and is_note_mark(mark, after)


def _citation_mark(part: Any, line: Inline, floats: list[Any]) -> None:
    """Append raised numbers of references."""
    inner = Inline()
    write(part, inner, floats)
    if numbers := inner.text.strip("[]() "):
        holder = part.getparent()
        sign = "" if holder is None else sign_before(holder, _is_raised_citation)
        continue_reference(line, sign, numbers) if sign else add_reference(line, numbers)


def _is_raised_citation(part: Any) -> bool:
    """Return True if an element refers to the list of references and is raised as a whole."""
    alone = len(part) == 1 and name_of(part[0]) == "sup" and not (part.text or "").strip()
    return name_of(part) == "xref" and part.get("ref-type") == "bibr" and alone


def _alternative(part: Any, line: Inline, floats: list[Any]) -> None:
    """Append one of several forms of the same thing: MathML, or else TeX, or else one with text."""
    # Prose next to a picture is for readers who do not see the picture, which may show something else.
    has_picture = child(part, "graphic", "inline-graphic", "media") is not None
    for form in ("math", "tex-math", "table", "textual-form"):
        chosen = child(part, form)
        if chosen is not None and not (has_picture and form == "textual-form" and _is_prose(chosen)):
            write_part(chosen, line, floats)
            return
    for piece in part:
        if name_of(piece) != "textual-form":
            write_part(piece, line, floats)


def _is_prose(form: Any) -> bool:
    return len(re.findall(r"(?<![A-Za-z])[A-Za-z]{2,}", "".join(form.itertext()))) > _MAX_FORMULA_WORDS


def _target(part: Any) -> str | None:
    href = part.get(HREF) or part.get("href")
    address = target(href)
    if address is None and href:  # "zenodo.org/record/1": an address without its scheme
        address = next((x.url for x in written_links(href.strip()) if x.start == 0), None)
    if address is None and name_of(part) in ("uri", "ext-link", "self-uri"):
        address = target("".join(part.itertext()))
    return address


def _citation_in_text(citation: Any, line: Inline, floats: list[Any]) -> None:
    """Append a citation within a paragraph, with a full stop between it and a citation directly before it."""
    before = citation.getprevious()
    if before is not None and name_of(before) in _CITATIONS | _RELATED:
        if not (before.tail or "").strip() and line and line.ending(1) not in ".?!;,":
            line.close()
            line.add(".")
        line.gap()
    stray = [citation.text, *(part.tail for part in citation)]
    bare = len(citation) and child(citation, "x") is None and not any((text or "").strip() for text in stray)
    with line.element(citation.get("id")), line.link(_target(citation)):
        if bare:  # marked up as data, without the punctuation between the parts
            write_citation(citation, line, closed=False)
        else:
            write(citation, line, floats)


def write_citation(citation: Any, lines: Inline, *, closed: bool = True) -> None:
    """Append a citation; if it is marked up as data, with its parts in the order of print.

    closed: put a full stop before the identifiers, as in a list of references.
    """
    inner_label = child(citation, "label")
    written_out = (citation.text or "").strip() or any(
        (part.tail or "").strip(" \n\t.,") for part in citation
    )
    if name_of(citation) in ("note", "p") or (name_of(citation) != "element-citation" and written_out):
        write(citation, lines, [])
        return
    if inner_label is not None:
        lines.add(plain(inner_label) + " ")
    groups = [g for g in citation if name_of(g) in ("person-group", "name", "string-name", "collab", "etal")]
    names = [n for group in groups for n in _names(group)]
    lines.add(", ".join(names))
    for name, before, after in _PRINTED:
        part = child(citation, name)
        if part is not None and plain(part):
            lines.add(before)
            write(part, lines, [])
            lines.add("" if after == "." and lines.tail() in ".?!" else after)
    lines.add("." * closed)
    for part in citation:
        name = name_of(part)
        if (
            name in _PRINTED_NAMES
            or part in groups
            or part is inner_label
            or name in ("month", "day", "size")
        ):
            continue
        lines.gap()
        if name == "pub-id":
            kind = part.get("pub-id-type", "")
            lines.add(f"{kind}:" if kind in ("doi", "pmid", "pmcid", "arxiv") else "")
        write_part(part, lines, [])


def _names(group: Any) -> list[str]:
    """Return the names in a citation's element for people: persons, groups, "et al."."""
    if name_of(group) == "person-group":
        return [name for part in group for name in _names(part)]
    if name_of(group) in ("name", "string-name"):
        family, given = person_name(group)
        return [f"{family} {given}".strip()]
    if name_of(group) in ("name-alternatives", "collab-alternatives"):
        form = printed_form(group)
        return _names(form) if form is not None else []
    if name_of(group) == "etal":
        return [plain(group) or "et al."]
    return (
        [text] if name_of(group) in ("collab", "anonymous", "institution") and (text := plain(group)) else []
    )
