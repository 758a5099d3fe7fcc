"""Sections, paragraphs, lists, captions and boxes of JATS -> blocks, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from generator.core.paper import SectionKind
from generator.reading.compose import Block, Link
from generator.reading.inline import LONG_ITEM, Inline, names
from generator.reading.jats.inline import HREF, child, children, descend, name_of, plain, write_part
from generator.reading.jats.lists import LISTS, item_line, items
from generator.reading.jats.references import write_reference
from generator.reading.jats.tables import write_rows
from generator.reading.links import target

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
# Notes and statements about where data or code are; all other notes of the back matter are back matter.
AVAILABILITY = re.compile(r"availab|data-access|supplementary", re.IGNORECASE)
_BACK = names("ack glossary bio notes fn-group")
_PARTS = names("disp-quote code preformat verse-group") | LISTS  # what parts a paragraph in two
_QUIET = names("title label sec-meta object-id graphic media processing-meta")


def section(part: Any, level: int, kind: SectionKind | None = None, forced: bool = False) -> Iterator[Block]:
    """A part with a title, if it has one; ``forced``: all in it is of its kind, whatever it is called."""
    if not forced:
        kind = _stated_kind(part) or kind
    title = " ".join(filter(None, (plain(child(part, "label")), plain(child(part, "title")))))
    if not title and name_of(part) == "app":
        title = "Appendix"
    if title:
        yield from heading(title, level, kind, part.get("id"))
        yield from content(part, level + 1, kind if forced else None, forced)
    else:
        # An untitled part at the top must not be taken for part of what stands before it.
        yield from content(part, level, kind or ("other" if level == 1 else None), forced)


def heading(title: str, level: int, kind: SectionKind | None, element: str | None) -> Iterator[Block]:
    line = Inline()
    line.add(title)
    yield line.block("heading", level=level, kind=kind, element=element)


def content(
    parent: Any, level: int, kind: SectionKind | None = None, forced: bool = False
) -> Iterator[Block]:
    """What stands in a body, a section, a box or the back matter, one thing after the other."""
    for part in parent:
        name = name_of(part)
        if name == "sec":
            yield from section(part, level, kind if forced or kind == "back" else None, forced)
        elif name == "app-group" or name == "app":
            yield from section(part, level)
        elif name == "ref-list":
            yield from references(part, level)
        elif name in _BACK:
            yield from section(part, level, kind="back")
        elif name == "fn":
            own = note_kind(part)
            yield from paragraphs(part, own if own == "availability" else kind)
        else:
            yield from block(part, level, kind)


def block(part: Any, level: int, kind: SectionKind | None) -> Iterator[Block]:
    """Something that stands between headings."""
    name = name_of(part)
    if not name or name in _QUIET:
        return
    if name == "p":
        yield from paragraph(part, kind)
    elif name in LISTS:
        yield from listed(part, kind)
    elif name in ("fig", "fig-group", "chem-struct-wrap"):
        yield from caption(part, kind)
        for inner in children(part, "fig"):
            yield from caption(inner, kind)
    elif name in ("table-wrap", "table-wrap-group"):
        yield from table(part, kind)
    elif name in ("boxed-text", "sidebar"):
        yield from box(part, level, kind)
    elif name == "supplementary-material":
        yield from supplement(part, kind)
    elif name in ("disp-quote", "verse-group", "statement", "speech", "fn"):
        yield from paragraphs(part, kind)
    elif name in ("code", "preformat"):
        lines = "\n".join(x.strip() for x in "".join(part.itertext()).splitlines() if x.strip())
        yield Block("list", lines, kind=kind)
    elif name in ("floats-group", "floats-wrap"):
        yield from _floating(part, kind)
    else:
        yield from paragraph(part, kind)


def paragraphs(parent: Any, kind: SectionKind | None) -> Iterator[Block]:
    """The paragraphs of a note, a quotation, a statement; its label stands before the first."""
    inner = children(
        parent, "p", "list", "disp-formula", "verse-line", "disp-quote", "table-wrap", "fig", "attrib"
    )
    if not inner:
        yield from paragraph(parent, kind)
        return
    lead = " ".join(filter(None, (plain(x) for x in children(parent, "label", "title"))))
    for part in inner:
        if name_of(part) == "p":
            yield from paragraph(part, kind, parent.get("id"), lead)
        else:
            yield from block(part, 1, kind)
        lead = ""


def paragraph(
    p: Any, kind: SectionKind | None, element: str | None = None, lead: str = ""
) -> Iterator[Block]:
    """A paragraph; a list in it parts it, figures, tables and notes in it come after it."""
    floats: list[Any] = []
    element = p.get("id") or element or _nearest_id(p)
    line = Inline()
    line.add(f"{lead} " if lead else "")
    line.add(p.text)
    for part in p:
        if name_of(part) in _PARTS:
            if line:
                yield line.block("prose", element=element, kind=kind)
            line = Inline()
            yield from block(part, 1, kind)
        else:
            write_part(part, line, floats)
        line.add(part.tail)
    if line:
        yield line.block("prose", element=element, kind=kind)
    yield from _floating(floats, kind)


def listed(parent: Any, kind: SectionKind | None) -> Iterator[Block]:
    """A list, an item a line; items as long as paragraphs become paragraphs."""
    floats: list[Any] = []
    lines = [(line, item) for item in items(parent) if (line := item_line(item, floats))]
    if any(line.length > LONG_ITEM for line, _ in lines):
        for line, item in lines:
            yield line.block("prose", element=item.get("id") or _nearest_id(parent), kind=kind)
    elif lines:
        whole = Inline()
        for line, item in lines:
            whole.newline()
            with whole.element(item.get("id")):
                whole.append(line)
        yield whole.block("list", element=_nearest_id(parent), kind=kind)
    yield from _floating(floats, kind)


def caption(part: Any, kind: SectionKind | None) -> Iterator[Block]:
    """Label, title and text of a figure, a table or supplementary material."""
    line = Inline()
    floats: list[Any] = []
    line.add(plain(child(part, "label")))
    _full_stop(line)
    stated = child(part, "caption")
    if stated is not None:
        line.add(stated.text)
        for piece in stated:
            line.gap()
            write_part(piece, line, floats)
            if name_of(piece) == "title":
                _full_stop(line)
    if line:
        yield line.block("caption", element=_nearest_id(part), kind=kind)
    yield from _floating(floats, kind)


def table(part: Any, kind: SectionKind | None) -> Iterator[Block]:
    """A table: its caption, its rows, what stands below it."""
    yield from caption(part, kind)
    for inner in children(part, "table-wrap"):
        yield from table(inner, kind)
    grids = [e for e in part.iter() if name_of(e) == "table"] if name_of(part) == "table-wrap" else []
    for grid in grids:
        rows = Inline()
        write_rows(grid, rows)
        yield rows.block("table", element=_nearest_id(part), kind=kind)
    for foot in children(part, "table-wrap-foot"):
        line = Inline()
        _write_with_notes(foot, line)
        yield line.block("caption", element=_nearest_id(part), kind=kind)


def box(part: Any, level: int, kind: SectionKind | None) -> Iterator[Block]:
    """A box: its text as a section of its own where it has a title."""
    titled = child(part, "title")
    if titled is None:
        titled = descend(part, "caption", "title")
    title = " ".join(filter(None, (plain(child(part, "label")), plain(titled))))
    if title:
        yield from heading(title, level, kind, part.get("id"))
    for p in children(child(part, "caption"), "p"):
        yield from paragraph(p, kind)
    yield from content([x for x in part if name_of(x) != "caption"], level + 1, kind)


def supplement(part: Any, kind: SectionKind | None) -> Iterator[Block]:
    """Supplementary material: what it is, and where."""
    blocks = [b for b in caption(part, kind) if b.text]
    if not blocks and (text := plain(part)):
        line = Inline()
        line.add(text)
        blocks = [line.block("caption", element=_nearest_id(part), kind=kind)]
    if blocks:
        places = [
            target(x.get(HREF)) for x in part.iter() if name_of(x) in ("supplementary-material", "media")
        ]
        first = blocks[0]
        links = tuple(Link(0, len(first.text), url) for url in dict.fromkeys(filter(None, places)))
        blocks[0] = replace(first, links=first.links + links)
    yield from blocks


def references(part: Any, level: int) -> Iterator[Block]:
    """A list of references, a line each, and the lists within it."""
    if title := plain(child(part, "title")):
        yield from heading(title, level, "references", part.get("id"))
    lines = Inline()
    for ref in children(part, "ref"):
        write_reference(ref, lines)
    if lines:
        yield lines.block("list", element=part.get("id"), kind="references")
    for piece in part:
        if name_of(piece) == "ref-list":
            yield from references(piece, level + 1)
        elif name_of(piece) == "p":
            yield from paragraph(piece, "references")


def note_kind(note: Any) -> SectionKind:
    """Whether a note states what is available and where, or belongs to the back matter like all others."""
    return "availability" if AVAILABILITY.search(note.get("fn-type") or "") else "back"


def _stated_kind(part: Any) -> SectionKind | None:
    """The kind that the file states by ``sec-type`` and the like; none where it states nothing we know."""
    stated = " ".join(part.get(name) or "" for name in ("sec-type", "notes-type", "fn-type")).lower()
    for word in re.split(r"[|,;\s]+", stated):
        if word in _SECTION_TYPES:
            return _SECTION_TYPES[word]
    if name_of(part) in _BACK:
        stated += " " + plain(child(part, "title"))
    return "availability" if AVAILABILITY.search(stated) else None


def _floating(parts: Iterable[Any], kind: SectionKind | None) -> Iterator[Block]:
    for part in parts:
        yield from block(part, 1, kind)


def _write_with_notes(foot: Any, line: Inline) -> None:
    """The text under a table, with its notes, which are not floats there."""
    for part in foot:
        line.gap()
        if name_of(part) in ("fn", "fn-group"):
            _write_with_notes(part, line)
        else:
            write_part(part, line, [])


def _full_stop(line: Inline) -> None:
    """Close what stands on the line with a full stop, if it ends without punctuation."""
    if line and line.ending(1) not in ".?!:":
        line.close()
        line.add(".")
    line.gap()


def _nearest_id(element: Any) -> str | None:
    while element is not None:
        if element.get("id"):
            return str(element.get("id"))
        element = element.getparent()
    return None
