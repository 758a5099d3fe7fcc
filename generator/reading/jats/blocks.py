"""Sections, paragraphs, lists, captions and boxes of JATS as blocks in reading order.

In all functions, ``kind`` is the kind of the blocks if it is not that of the section around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from generator.core.paper import SectionKind
from generator.reading.block_text import LONG_ITEM, Inline, names
from generator.reading.compose import BlockLink, PaperBlock
from generator.reading.jats.inline import plain, write, write_part
from generator.reading.jats.lists import LISTS, heading_line, item_line, list_items
from generator.reading.jats.people_of_notes import names_before
from generator.reading.jats.pictured_signs import is_pictured
from generator.reading.jats.references import write_reference
from generator.reading.jats.run_in import is_title_alone, run_in_title
from generator.reading.jats.section_kinds import announces_availability, note_kind, stated_kind
from generator.reading.jats.tables import write_foot, write_rows
from generator.reading.web_addresses import target
from generator.reading.xml_tree import HREF, TITLE, child, children, descend, name_of, nearest_id

_BACK_ELEMENTS = names("ack glossary bio notes fn-group")
_SPLITTING = names("disp-quote code preformat verse-group") | LISTS  # within a paragraph, they end its block
_SKIPPED = names(
    "title label sec-meta object-id processing-meta permissions alt-text long-desc kwd-group subj-group"
    " index-term"
)
_FIGURES = names("fig fig-group chem-struct-wrap media graphic")
# Elements that are blocks of their own in a note or quotation; a note without any is one paragraph.
_NOTE_BLOCKS = LISTS | names(
    "p sec disp-formula verse-line disp-quote table-wrap fig fig-group media attrib statement boxed-text"
    " supplementary-material code preformat"
)
_GRIDS = names("table alternatives tgroup")
_LABELS = names("label title speaker")
# The caption that PMC gives to a supplement ("Click here for additional data file."), and titles that
# publishers give to one, do not describe its content.
_CLICK_HERE, _MAX_CLICK_WORDS = "click here ", 12
_EMPTY_TITLES = names("local_file url supplement supplementary")


def section(
    part: Any, level: int, kind: SectionKind | None = None, forced: bool = False
) -> Iterator[PaperBlock]:
    """Yield the title of a section, if it has one, and its content.

    forced: all of it has the kind ``kind``, whatever its titles say.
    """
    floats: list[Any] = []
    line = Inline()
    for named in (child(part, "label"), child(part, "title")):
        if named is not None:
            line.gap()
            write(named, line, floats)
    title = line.text
    if not forced:
        stated = stated_kind(part)
        if stated in (None, "back") and kind == "back" and announces_availability(title):
            stated = "availability"
        kind = stated or kind
    if not title and name_of(part) == "app":
        title = "Appendix"
    if title:
        yield from heading(title, level, kind, part.get("id"))
        yield from _floating(floats, kind if forced else None)
        yield from content(part, level + 1, kind if forced else None, forced)
    else:
        # An untitled section at the top must not become part of the section before it.
        yield from content(part, level, kind or ("other" if level == 1 else None), forced)


def heading(title: str, level: int, kind: SectionKind | None, element: str | None) -> Iterator[PaperBlock]:
    """Yield a heading. element: id of the section."""
    line = Inline()
    line.add(title)
    yield line.block("heading", level=level, kind=kind, element=element)


def content(
    parent: Any, level: int, kind: SectionKind | None = None, forced: bool = False
) -> Iterator[PaperBlock]:
    """Yield the content of a body, a section, a box or the back matter, in order."""
    for part in parent:
        name = name_of(part)
        if name == "sec":
            yield from section(part, level, kind if forced or kind == "back" else None, forced)
        elif name == "app-group" or name == "app":
            supplements = all(name_of(x) in ("supplementary-material", "title", "label") for x in part)
            yield from section(part, level, "availability" if supplements else None)
        elif name == "p" and not forced and (title := run_in_title(part)):
            if is_title_alone(part):
                yield from heading(title[0], level, title[1], part.get("id"))
            else:
                yield from paragraph(part, title[1])
        elif name == "ref-list":
            yield from references(part, level)
        elif name in _BACK_ELEMENTS:
            yield from section(part, level, kind="back")
        elif name == "fn":
            own = note_kind(part)
            yield from paragraphs(part, own if own == "availability" else kind, names_before(part))
        else:
            yield from block(part, level, kind)


def block(part: Any, level: int, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield the blocks of an element that is not a section: a paragraph, a list, a figure, a table, a box."""
    name = name_of(part)
    if not name or name in _SKIPPED:
        return
    if name == "p":
        yield from paragraph(part, kind)
    elif name in LISTS:
        yield from list_block(part, kind)
    elif name in _FIGURES:
        yield from figure(part, kind)
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
        yield PaperBlock("list", lines, kind=kind)
    elif name in ("floats-group", "floats-wrap"):
        yield from _floating(part, kind)
    elif name == "disp-formula" and is_pictured(part):
        line = Inline()
        write_part(part, line, [])
        yield line.block("prose", element=part.get("id") or nearest_id(part), kind=kind)
    else:
        yield from paragraph(part, kind)


def paragraphs(parent: Any, kind: SectionKind | None, lead: str = "") -> Iterator[PaperBlock]:
    """Yield the content of a note, a quotation or a statement.

    lead: words to put before the first paragraph, which the element's label follows.
    """
    inner = [x for x in parent if name_of(x) not in _LABELS and name_of(x) not in _SKIPPED]
    stray = [parent.text, *(x.tail for x in parent)]
    if any((text or "").strip() for text in stray) or not any(name_of(x) in _NOTE_BLOCKS for x in inner):
        yield from paragraph(parent, kind, lead=lead)
        return
    lead = " ".join(filter(None, (lead, *(plain(x) for x in parent if name_of(x) in _LABELS))))
    for part in inner:
        if name_of(part) == "p":
            yield from paragraph(part, kind, parent.get("id"), lead)
        else:
            if lead and name_of(part) != "attrib":
                yield PaperBlock("prose", lead, kind=kind)
            yield from block(part, 1, kind)
        lead = ""


def paragraph(
    p: Any, kind: SectionKind | None, element: str | None = None, lead: str = ""
) -> Iterator[PaperBlock]:
    """Yield a paragraph.

    A list within it ends the block, and the rest becomes another one. Figures, tables and notes within it
    come after it. lead: words to put before it.
    """
    floats: list[Any] = []
    element = p.get("id") or element or nearest_id(p)
    line = Inline()
    line.add(f"{lead} " if lead else "")
    line.add(p.text)
    for part in p:
        if name_of(part) in _SPLITTING:
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


def list_block(parent: Any, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield a list with one line per item. If an item is as long as a paragraph, all become paragraphs."""
    floats: list[Any] = []
    lines = [(line, item) for item in list_items(parent) if (line := item_line(item, floats))]
    if title := heading_line(parent, floats):
        lines.insert(0, (title, parent))
    if any(line.length > LONG_ITEM for line, _ in lines):
        for line, item in lines:
            yield line.block("prose", element=item.get("id") or nearest_id(parent), kind=kind)
    elif lines:
        whole = Inline()
        for line, item in lines:
            whole.newline()
            with whole.element(item.get("id")):
                whole.append(line)
        yield whole.block("list", element=nearest_id(parent), kind=kind)
    yield from _floating(floats, kind)


def figure(part: Any, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield the caption and other content of a figure, a video or a group of figures."""
    blocks = list(caption(part, kind))
    if name_of(part) == "media" and blocks:
        if blocks[0].text.lower().startswith(_CLICK_HERE) and len(blocks[0].text.split()) <= _MAX_CLICK_WORDS:
            return
        blocks = _linked_to_files(blocks, [part])
    yield from blocks
    yield from _other_content(part, kind)


def caption(part: Any, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield label, title and text of a figure, a table or supplementary material as one block."""
    line = Inline()
    floats: list[Any] = []
    line.add(plain(child(part, "label")))
    _full_stop(line)
    for stated in children(part, "caption"):
        line.gap()
        line.add(stated.text)
        for piece in stated:
            line.gap()
            write_part(piece, line, floats)
            if name_of(piece) == "title":
                _full_stop(line)
    for credit in children(part, "attrib"):
        line.gap()
        write(credit, line, floats)
    if line:
        yield line.block("caption", element=nearest_id(part), kind=kind)
    yield from _floating(floats, kind)


def table(part: Any, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield caption, rows and notes of a table or a group of tables."""
    yield from caption(part, kind)
    for piece in part:
        name = name_of(piece)
        floats: list[Any] = []
        if not name:
            continue
        grids = (
            [] if name in ("table-wrap", "caption") else [e for e in piece.iter() if name_of(e) == "table"]
        )
        if grids:
            for grid in grids:
                rows = Inline()
                header = write_rows(grid, rows, floats)
                yield rows.block("table", element=nearest_id(part), kind=kind, header=header)
        elif name == "table-wrap-foot":
            line = Inline()
            write_foot(piece, line, floats)
            yield line.block("caption", element=nearest_id(part), kind=kind)
        else:
            yield from _other_content([piece], kind)
        yield from _floating(floats, kind)


def supplement(part: Any, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield the description of supplementary material with links to its files, and its tables and figures."""
    blocks = [b for b in caption(part, kind) if b.text]
    titles = [x.get(TITLE) or "" for x in part.iter() if name_of(x) in ("supplementary-material", "media")]
    title = next((" ".join(t.split()) for t in titles if t.strip().lower() not in ("", *_EMPTY_TITLES)), "")
    if child(part, "caption") is None and blocks and " " in title and title not in blocks[0].text:
        label = blocks[0].text
        blocks[0] = replace(
            blocks[0], text=title if title.startswith(label.rstrip(".")) else f"{label} {title}"
        )
    floats: list[Any] = []
    whole = Inline()
    write(part, whole, floats)
    if blocks or floats or not whole:
        description = " ".join(b.text for b in blocks)
        blocks += [b for b in _other_content(part, kind) if b.text and b.text not in description]
    elif whole:
        blocks = [whole.block("caption", element=nearest_id(part), kind=kind)]
    if not blocks and title:
        blocks = [PaperBlock("caption", title, kind=kind)]
    files = [x for x in part.iter() if name_of(x) in ("supplementary-material", "media")]
    yield from _linked_to_files(blocks, files)


def _linked_to_files(blocks: list[PaperBlock], files: Iterable[Any]) -> list[PaperBlock]:
    """Return the blocks with links from the first one to the files that the elements name."""
    places = dict.fromkeys(filter(None, (target(x.get(HREF)) for x in files)))
    if not blocks or not places:
        return blocks
    first = blocks[0]
    links = tuple(BlockLink(0, len(first.text), url) for url in places)
    return [replace(first, links=first.links + links), *blocks[1:]]


def _other_content(part: Iterable[Any], kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield the content of a figure, a table or a supplement besides its caption."""
    for piece in part:
        if name_of(piece) not in ("caption", "attrib"):
            yield from block(piece, 1, kind)


def box(part: Any, level: int, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield the content of a box, as a section if it has a title."""
    titled = child(part, "title")
    if titled is None:
        titled = descend(part, "caption", "title")
    title = " ".join(filter(None, (plain(child(part, "label")), plain(titled))))
    yield PaperBlock("box", "")
    if title:
        yield from heading(title, level, kind, part.get("id"))
    stated = child(part, "caption")
    yield from content([] if stated is None else stated, level + 1, kind)
    yield from content([x for x in part if name_of(x) != "caption"], level + 1, kind)
    yield PaperBlock("box end", "")


def references(part: Any, level: int) -> Iterator[PaperBlock]:
    """Yield a list of references with one line per reference, and the lists within it."""
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
        elif name_of(piece) != "ref":
            yield from block(piece, level, "references")


def _floating(parts: Iterable[Any], kind: SectionKind | None) -> Iterator[PaperBlock]:
    for part in parts:
        yield from block(part, 1, kind)


def _full_stop(line: Inline) -> None:
    """End the line with a full stop if it ends without punctuation."""
    if line and line.ending(1) not in ".?!:":
        line.close()
        line.add(".")
    line.gap()
