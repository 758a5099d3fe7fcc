"""Divisions, paragraphs, lists, figures, tables and notes of TEI as blocks in reading order.

In all functions, ``kind`` is the kind of the blocks if it is not that of the section around them.
Example: a table headed "Table 1" with a cell "a" gives the blocks "Table 1." and "a".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator.core.paper import SectionKind
from generator.reading.block_text import LONG_ITEM, Inline, names
from generator.reading.compose import PaperBlock, Span
from generator.reading.sections import section_kind
from generator.reading.tei.coords import column_boxes, text_place
from generator.reading.tei.inline import identifier, placed, plain, write, write_part
from generator.reading.tei.references import REFERENCES, write_reference
from generator.reading.tei.tables import write_rows
from generator.reading.xml_tree import child, children, name_of

# Kinds of sections by the types of divisions; for other types, the heading decides.
_DIVISION_TYPES: tuple[tuple[SectionKind, re.Pattern[str]], ...] = (
    ("references", re.compile(r"^(?:references?|bibliogra\w*)$")),
    ("abstract", re.compile(r"abstract|^(?:summary|resume)$")),
    ("availability", re.compile(r"availab|supplement|data[-_ ]?access")),
    (
        "back",
        re.compile(
            r"^ack|fund|conflict|competing|interest|contribution|ethic|consent|disclos|declaration|abbreviation"
        ),
    ),
    ("introduction", re.compile(r"^introduction$")),
    ("methods", re.compile(r"^(?:materials?[-_| ]?)?methods?$|^materials")),
    ("results", re.compile(r"^results?$")),
    ("discussion", re.compile(r"^(?:discussion|conclusions?)$")),
)
_DIVISION = re.compile(r"div[0-7]?|group|floatingText|body|argument")
_HEADINGS_OF_STATEMENTS: dict[str, str] = {
    "acknowledgement": "Acknowledgements",
    "acknowledgment": "Acknowledgements",
    "funding": "Funding",
    "availability": "Data availability",
    "conflict": "Competing interests",
    "contribution": "Author contributions",
    "annex": "Appendix",
}
_LISTS = names("list listOrg listPerson glossList")
_SPLITTING = _LISTS | names("quote cit lg eg egXML listBibl")
_BIBLIOGRAPHIC = frozenset((*REFERENCES, "listBibl"))
_SKIPPED = names(
    "head label titlePart docTitle docAuthor docImprint byline fw graphic media pb cb lb milestone"
)
_MAX_LEVEL = 8  # of a heading; divisions that are nested more deeply have this level too


def division(part: Any, level: int, kind: SectionKind | None = None) -> Iterator[PaperBlock]:
    """Yield the heading of a division, if it has one, and its content."""
    own = stated_kind(part)
    if (part.get("type") or "").lower() in ("annex", "appendix"):
        kind = "other"  # part of the paper, though in the back matter
    head = child(part, "head")
    title = _title(head)
    if not title and own in ("back", "availability"):
        title = _HEADINGS_OF_STATEMENTS.get((part.get("type") or "").lower(), "")
        if title and any(child(inner, "head") is not None for inner in children(part, "div")):
            title = ""  # a division inside this one has the heading
    if not title and (part.get("type") or "").lower() == "annex" and not _has_heading(part):
        title = _HEADINGS_OF_STATEMENTS["annex"]
    if title:
        level = min(_level(part, head, level), _MAX_LEVEL)
        line = Inline()
        if head is not None and column_boxes(head):
            with placed(head, line, whole=True):
                line.add(title)
        else:
            line.add(title)
        forced = own or (kind if kind == "abstract" else None)
        if forced is None and kind in ("back", "references") and section_kind(title) == "other":
            forced = kind
        if forced is None and kind == "availability" and section_kind(title) != "back":
            forced = kind  # "Data" in the division for what is available is no method
        yield line.block("heading", level=level, kind=forced, element=identifier(part))
        yield from content(part, level + 1, None)
    else:
        yield from content(part, level, own or kind or ("other" if level == 1 else None))


def content(parent: Any, level: int, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield the content of a body, a division or the back matter, in order."""
    references: list[Any] = []
    loose = Inline()
    loose.add(parent.text)
    for part in parent:
        name = name_of(part)
        if name in REFERENCES:
            references.append(part)
            continue
        if loose:
            yield loose.block("prose", element=identifier(parent), kind=kind)
            loose = Inline()
        if name == "floatingText":
            yield from _box(part, level, kind)
        elif name == "div" or _DIVISION.fullmatch(name):
            yield from division(part, level, kind)
        else:
            yield from block(part, level, kind)
        loose.add(part.tail)
    if loose:
        yield loose.block("prose", element=identifier(parent), kind=kind)
    if references:
        yield _references(references, identifier(parent))


def block(part: Any, level: int, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield the blocks of an element that is not a division: a paragraph, a list, a figure, a note."""
    name = name_of(part)
    if not name or name in _SKIPPED:
        return
    if name == "listBibl":
        yield from references(part, level)
    elif name in _LISTS:
        yield from list_block(part, kind)
    elif name == "figure" and part.get("type") != "table" and child(part, "table") is None:
        yield from caption(part, kind)
    elif name in ("figure", "table"):
        yield from table(part, kind)
    elif name == "note":
        yield from note(part, kind)
    elif name in ("quote", "cit", "sp", "epigraph", "q") and child(part, "p", "quote") is not None:
        for inner in part:
            yield from block(inner, level, kind)
    elif name in ("eg", "egXML", "lg"):
        lines = "\n".join(filter(None, (" ".join(x.split()) for x in "".join(part.itertext()).splitlines())))
        if lines:
            yield PaperBlock("list", lines, kind=kind)
    else:
        yield from paragraph(part, kind)


def paragraph(p: Any, kind: SectionKind | None, lead: str = "") -> Iterator[PaperBlock]:
    """Yield a paragraph.

    A list within it ends the block, and the rest becomes another one. Figures, tables and notes within it
    come after it. lead: words to put before it.
    """
    floats: list[Any] = []
    element = identifier(p)
    line = Inline()
    line.add(f"{lead} " if lead else "")
    start, is_split = line.length, False
    line.add(p.text)
    for part in p:
        if name_of(part) in _SPLITTING and not _is_inline_quote(part):
            if line:
                yield line.block("prose", element=element, kind=kind)
            line, is_split = Inline(), True
            yield from block(part, 1, kind)
        else:
            write_part(part, line, floats)
        line.add(part.tail)
    if line:
        page, box = text_place(p, whole=False)
        if page is not None and not is_split and not line.spans:
            line.spans.append(Span(start, line.length, page, box, element))
        yield line.block("prose", element=element, kind=kind)
    yield from floating(floats, kind)


def list_block(parent: Any, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield a list with one line per item. If an item is as long as a paragraph, all become paragraphs."""
    if title := plain(child(parent, "head")):
        yield PaperBlock("prose", title, kind=kind)
    floats: list[Any] = []
    lines = [line for line in _items(parent, floats) if line]
    if any(line.length > LONG_ITEM for line in lines):
        for line in lines:
            yield line.block("prose", element=identifier(parent), kind=kind)
    elif lines:
        whole = Inline()
        for line in lines:
            whole.newline()
            whole.append(line)
        yield whole.block("list", element=identifier(parent), kind=kind)
    yield from floating(floats, kind)


def caption(part: Any, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield title and description of a figure or table as one block; GROBID repeats one in the other."""
    floats: list[Any] = []
    line = Inline()
    descriptions = [e for e in part if name_of(e) in ("figDesc", "desc", "p", "ab")]
    head = " ".join(filter(None, map(plain, children(part, "head"))))
    description = " ".join(filter(None, map(plain, descriptions)))
    if head and not _bare(description).startswith(_bare(head)):
        line.add(head)
        line.close()
        line.add("" if head[-1] in ".?!:" else ".")
        line.gap()
    for piece in descriptions:
        with placed(piece if column_boxes(piece) else part, line, whole=False):
            write(piece, line, floats)
        line.gap()
    if line:
        yield line.block("caption", element=identifier(part), kind=kind)
    yield from floating(floats, kind)
    for inner in children(part, "figure"):
        yield from block(inner, 1, kind)


def table(part: Any, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield caption, rows and notes of a table."""
    yield from caption(part, kind)
    for grid in [part] if name_of(part) == "table" else children(part, "table"):
        if grid is not part:
            yield from caption(grid, kind)
        rows = Inline()
        header = write_rows(grid, rows)
        if rows:
            with_place = Inline()
            with placed(part, with_place, whole=False):
                with_place.append(rows)
            yield with_place.block("table", element=identifier(part), kind=kind, header=header)
        yield from floating(children(grid, "note") if grid is not part else (), kind)
    yield from floating(children(part, "note"), kind)


def note(part: Any, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield a note, with its number before its first paragraph."""
    number = (part.get("n") or "").strip()
    inner = children(part, "p", "ab", "list", "listBibl")
    if not inner:
        yield from paragraph(part, kind, number)
        return
    for piece in inner:
        if name_of(piece) in ("p", "ab"):
            yield from paragraph(piece, kind, number)
        else:
            yield from block(piece, 1, kind)
        number = ""


def references(part: Any, level: int) -> Iterator[PaperBlock]:
    """Yield a list of references with one line per reference, and the lists within it."""
    if title := plain(child(part, "head")):
        line = Inline()
        line.add(title)
        yield line.block("heading", level=min(level, _MAX_LEVEL), kind="references", element=identifier(part))
    entries = [e for e in part if name_of(e) in REFERENCES]
    if entries:
        yield _references(entries, identifier(part))
    for inner in children(part, "listBibl"):
        yield from references(inner, level + 1)


def floating(parts: Iterable[Any], kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield figures, tables and notes that were taken out of the sentences around them."""
    for part in parts:
        if name_of(part) == "floatingText":
            yield from _box(part, 1, kind)
        else:
            yield from block(part, 1, kind)


def _box(part: Any, level: int, kind: SectionKind | None) -> Iterator[PaperBlock]:
    """Yield a text within the text, behind which the section around it goes on."""
    yield from (PaperBlock("box", ""), *division(part, level, kind), PaperBlock("box end", ""))


def stated_kind(part: Any) -> SectionKind | None:
    """Return the kind of a division by its type, or by its content if that is only references; else None."""
    stated = (part.get("type") or part.get("subtype") or "").strip().lower()
    for kind, pattern in _DIVISION_TYPES:
        if stated and pattern.search(stated):
            return kind
    inside = [name_of(e) for e in part if name_of(e) not in ("head", "")]
    if inside and _BIBLIOGRAPHIC.issuperset(inside):
        return "references"
    return None


def _references(parts: Iterable[Any], element: str | None) -> PaperBlock:
    lines = Inline()
    for part in parts:
        write_reference(part, lines)
    return lines.block("list", element=element, kind="references")


def _title(head: Any) -> str:
    """Return the words of a heading with its number, which GROBID writes into an attribute."""
    title, number = plain(head), (head.get("n") or "").strip() if head is not None else ""
    if number and title and not title.startswith(number):
        return f"{number} {title}"
    return title


def _level(part: Any, head: Any, level: int) -> int:
    """Return the level of a division; if the file does not nest divisions, by its number (``2.1``)."""
    number = (head.get("n") or "").strip() if head is not None else ""
    parent = part.getparent()
    is_flat = parent is None or name_of(parent) in ("body", "back", "front")
    if is_flat and re.fullmatch(r"[0-9]+(?:\.[0-9]+)+\.?", number):
        return level + number.strip(".").count(".")
    return level


def _has_heading(part: Any) -> bool:
    return any(name_of(e) == "head" and name_of(e.getparent()) == "div" for e in part.iter())


def _is_inline_quote(part: Any) -> bool:
    """Return True if a quotation is part of a sentence and not a block of its own."""
    return name_of(part) in ("quote", "cit") and not any(
        name_of(e) in ("p", "lg", "list") or (e.get("rend") or "") in ("block", "display")
        for e in part.iter()
    )


def _items(parent: Any, floats: list[Any]) -> Iterator[Inline]:
    """Yield each item as a line that begins with its label; items of a nested list follow it."""
    label = ""
    for item in parent:
        name = name_of(item)
        if name == "label":
            label = plain(item)
        elif name in ("item", "org", "person"):
            line, inner = Inline(), []
            line.add(f"{label} " if label else "")
            label = ""
            line.add(item.text)
            for piece in item:
                if name_of(piece) in _LISTS:
                    inner.append(piece)
                    line.gap()
                else:
                    write_part(piece, line, floats)
                line.add(piece.tail)
            yield line
            for deeper in inner:
                yield from _items(deeper, floats)
        elif name in _LISTS:
            yield from _items(item, floats)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


__all__ = ["block", "content", "division", "floating", "references", "stated_kind"]
