"""JATS XML (and the NLM DTD before it) -> Paper.

The file is never trusted: no DTD is loaded, no entity replaced, nothing fetched. Peer reviews
and translations that travel in the same file (``sub-article``, ``response``) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from generator.core.paper import Paper, SectionKind
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, compose
from generator.reading.inline import Inline
from generator.reading.jats_front import front_blocks, keyword_blocks, metadata
from generator.reading.jats_inline import (
    FLOATS,
    HREF,
    child,
    children,
    descend,
    name_of,
    plain,
    write,
    write_part,
)
from generator.reading.jats_references import write_reference
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
# Footnotes and notes that state where data or code are; all others of the back matter are back matter.
_AVAILABILITY = re.compile(r"availab|data-access|supplementary", re.IGNORECASE)
_WIDEST = 60  # columns that a colspan may claim
_LONG_ITEM = 240  # characters; longer items are paragraphs that happen to bear bullets


def read_jats(path: Path, *, id: str) -> Paper:
    """The article in the JATS file ``path``. Raises UnreadablePaper, in one sentence, where there is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadablePaper(
            f"cannot be read ({error.strerror})", path, "check the file and its rights"
        ) from error
    article = _article(data, path)
    walk = _Walk()
    walk.article(article)
    paper = compose(
        id=id,
        format="jats",
        source=path.name,
        metadata=metadata(article),
        blocks=walk.blocks,
        warnings=walk.warnings,
    )
    if not paper.sentences:
        raise UnreadablePaper(
            "is a JATS article without any text", path, "export it again with its full text"
        )
    return paper


def _article(data: bytes, path: Path) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = re.sub(r"\s+", " ", str(error)).strip(" .") or "no element found"
        raise UnreadablePaper(
            f"is not well-formed XML ({reason})", path, "export the article again, or repair that line"
        ) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise UnreadablePaper(
            "declares XML entities of its own, which are never resolved",
            path,
            "replace each of them by its text and remove the declarations from the DOCTYPE",
        )
    article = (
        root
        if name_of(root) == "article"
        else next((e for e in root.iter() if name_of(e) == "article"), None)
    )
    if article is None or child(article, "front", "body", "front-stub") is None:
        raise UnreadablePaper(
            f"is XML but not a JATS article (its root is <{name_of(root)}>)",
            path,
            "give the JATS XML, HTML or PDF of the paper",
        )
    return article


class _Walk:
    """The blocks of an article, collected in reading order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.warnings: list[str] = []

    def article(self, article: Any) -> None:
        meta = descend(article, "front", "article-meta")
        self.blocks += front_blocks(article)
        for abstract in children(meta, "abstract", "trans-abstract"):
            self.section(abstract, 1, kind="abstract", forced=True)
        self.blocks += keyword_blocks(article)
        body = child(article, "body")
        if body is not None:
            self.content(body, 1, kind="other")
        floats = child(article, "floats-group", "floats-wrap")
        if floats is not None:
            self.floats(floats, 1, "other")
        if meta is not None:
            self.statements(meta)
        back = child(article, "back")
        if back is not None:
            self.back(back)

    # Front matter that is printed at the end

    def statements(self, meta: Any) -> None:
        """Footnotes on the authors, funding and data availability, which JATS keeps in the front."""
        for fn in [fn for notes in children(meta, "author-notes") for fn in children(notes, "fn", "p")]:
            self.paragraphs(fn, self.fn_kind(fn))
        for group in children(meta, "funding-group"):
            statements = children(group, "funding-statement")
            for statement in statements:
                self.paragraph(statement, "back")
            if not statements:
                lines = Inline()
                for award in children(group, "award-group"):
                    lines.newline()
                    write(award, lines, [])
                self.blocks.append(lines.block("list", kind="back"))
        for custom in [
            c
            for g in children(meta, "custom-meta-group", "custom-meta-wrap")
            for c in children(g, "custom-meta")
        ]:
            name = plain(child(custom, "meta-name"))
            if _AVAILABILITY.search(name):
                self.heading(name, 1, "availability", custom.get("id"))
                value = child(custom, "meta-value")
                if value is not None:
                    self.paragraph(value, None, custom.get("id"))
        for part in children(meta, "supplementary-material"):
            self.supplement(part, "availability")

    @staticmethod
    def fn_kind(fn: Any) -> SectionKind:
        return "availability" if _AVAILABILITY.search(fn.get("fn-type") or "") else "back"

    # Sections

    def section(self, sec: Any, level: int, kind: SectionKind | None = None, forced: bool = False) -> None:
        """A titled part; ``forced``: its parts are of its kind, whatever they are called."""
        if not forced:
            kind = _kind(sec) or kind
        title = child(sec, "title")
        label = plain(child(sec, "label"))
        text = " ".join(filter(None, (label, plain(title))))
        if text:
            self.heading(text, level, kind, sec.get("id"))
            self.content(sec, level + 1, kind if forced else None, forced)
        else:
            # An untitled part at the top must not be taken for part of what stands before it.
            self.content(sec, level, kind or ("other" if level == 1 else None), forced)

    def heading(self, title: str, level: int, kind: SectionKind | None, element: str | None) -> None:
        line = Inline()
        line.add(title)
        self.blocks.append(line.block("heading", level=level, kind=kind, element=element))

    def content(self, parent: Any, level: int, kind: SectionKind | None = None, forced: bool = False) -> None:
        """What stands in a body, a section or a box, one thing after the other."""
        for part in parent:
            name = name_of(part)
            if name == "sec":
                self.section(part, level, kind if forced or kind != "other" else None, forced)
            elif name == "p":
                self.paragraph(part, kind)
            elif name in ("title", "label", "sec-meta", "object-id"):
                continue
            elif name == "ref-list":
                self.references(part, level)
            elif name in ("ack", "app", "app-group", "fn-group", "glossary", "notes", "bio"):
                self.back_part(part, level)
            else:
                self.block(part, level, kind)

    def block(self, part: Any, level: int, kind: SectionKind | None) -> None:
        """Something that stands between paragraphs."""
        name = name_of(part)
        if name in ("list", "def-list"):
            self.list(part, kind)
        elif name in ("fig", "fig-group", "chem-struct-wrap"):
            self.caption(part, kind)
            for inner in children(part, "fig", "graphic"):
                self.block(inner, level, kind) if name_of(inner) == "fig" else None
        elif name in ("table-wrap", "table-wrap-group"):
            self.table(part, kind)
        elif name in ("boxed-text", "sidebar"):
            self.box(part, level, kind)
        elif name == "supplementary-material":
            self.supplement(part, kind)
        elif name in ("disp-quote", "verse-group", "statement", "speech", "fn"):
            self.paragraphs(part, kind)
        elif name in ("code", "preformat"):
            self.code(part, kind)
        elif name in ("graphic", "media", "object-id", "processing-meta", ""):
            return
        elif name in ("floats-group", "floats-wrap"):
            self.floats(part, level, kind)
        else:
            self.paragraph(part, kind)

    def floats(self, parts: Iterable[Any], level: int, kind: SectionKind | None) -> None:
        for part in parts:
            self.block(part, level, kind)

    # Paragraphs

    def paragraphs(self, parent: Any, kind: SectionKind | None) -> None:
        """The paragraphs of a footnote, a quotation, a statement; its label stands before the first."""
        inner = children(parent, "p", "list", "disp-formula", "verse-line", "disp-quote", "table-wrap", "fig")
        if not inner:
            self.paragraph(parent, kind)
            return
        lead = " ".join(filter(None, (plain(x) for x in children(parent, "label", "title"))))
        for part in inner:
            if name_of(part) == "p":
                self.paragraph(part, kind, parent.get("id"), lead)
            else:
                self.block(part, 1, kind)
            lead = ""

    def paragraph(self, p: Any, kind: SectionKind | None, element: str | None = None, lead: str = "") -> None:
        """A paragraph; a list in it parts it, figures, tables and footnotes in it come after it."""
        floats: list[Any] = []
        line = Inline()
        line.add(f"{lead} " if lead else "")
        element = p.get("id") or element or _nearest_id(p)

        def flush() -> None:
            nonlocal line
            if line:
                self.blocks.append(line.block("prose", element=element, kind=kind))
            line = Inline()

        line.add(p.text)
        for part in p:
            if name_of(part) in ("list", "def-list", "disp-quote", "code", "preformat", "verse-group"):
                flush()
                self.block(part, 1, kind)
            else:
                write_part(part, line, floats)
            line.add(part.tail)
        flush()
        self.floats(floats, 1, kind)

    def list(self, parent: Any, kind: SectionKind | None) -> None:
        floats: list[Any] = []
        lines: list[tuple[Inline, Any]] = []
        self.items(parent, lines, floats)
        if any(line.length > _LONG_ITEM for line, _ in lines):
            for line, item in lines:
                self.blocks.append(
                    line.block("prose", element=item.get("id") or _nearest_id(parent), kind=kind)
                )
        elif lines:
            whole = Inline()
            for _, item in lines:
                whole.newline()
                with whole.element(item.get("id")):
                    _write_item(item, whole, floats=[])
            self.blocks.append(whole.block("list", element=_nearest_id(parent), kind=kind))
        self.floats(floats, 1, kind)

    def items(self, parent: Any, lines: list[tuple[Inline, Any]], floats: list[Any]) -> None:
        """A line for every item; the lists inside an item follow it."""
        for item in children(parent, "list-item", "def-item"):
            line = Inline()
            _write_item(item, line, floats)
            if line:
                lines.append((line, item))
            for inner in [x for x in item.iter() if x is not item and name_of(x) in ("list", "def-list")]:
                if _nearest(inner.getparent(), ("list-item", "def-item")) is item:
                    self.items(inner, lines, floats)

    def code(self, part: Any, kind: SectionKind | None) -> None:
        lines = "\n".join(x.strip() for x in "".join(part.itertext()).splitlines() if x.strip())
        self.blocks.append(Block("list", lines, kind=kind))

    # Figures, tables, boxes

    def caption(self, part: Any, kind: SectionKind | None, *feet: Any) -> None:
        """Label, title and text of a figure or table, then what stands below it."""
        line = Inline()
        floats: list[Any] = []
        _add_sentence(line, plain(child(part, "label")))
        caption = child(part, "caption")
        if caption is not None:
            for piece in caption:
                if name_of(piece) == "title":
                    write(piece, line, floats)
                    _add_sentence(line, "")
                else:
                    line.gap()
                    write_part(piece, line, floats)
            if not len(caption):
                line.add(caption.text)
        for foot in feet:
            line.gap()
            write(foot, line, floats)
            for note in [f for f in floats if name_of(f) == "fn"]:
                line.gap()
                write(note, line, [])
            floats = [f for f in floats if name_of(f) != "fn"]
        if line:
            self.blocks.append(line.block("caption", element=_nearest_id(part), kind=kind))
        self.floats(floats, 1, kind)

    def table(self, part: Any, kind: SectionKind | None) -> None:
        if name_of(part) == "table-wrap-group":
            self.caption(part, kind)
            for inner in children(part, "table-wrap"):
                self.table(inner, kind)
            return
        self.caption(part, kind)
        for table in [e for e in part.iter() if name_of(e) == "table"]:
            rows = Inline()
            taken: dict[int, int] = {}  # columns that a cell of an earlier row reaches down into
            for row in [e for e in table.iter() if name_of(e) == "tr"]:
                _write_row(row, rows, taken)
            self.blocks.append(rows.block("table", element=_nearest_id(part), kind=kind))
        for foot in children(part, "table-wrap-foot"):
            line = Inline()
            notes: list[Any] = []
            for piece in foot:
                line.gap()
                write(piece, line, notes) if name_of(piece) in ("fn", "fn-group", "p") else write_part(
                    piece, line, notes
                )
                for note in notes:
                    line.gap()
                    write(note, line, [])
                notes.clear()
            self.blocks.append(line.block("caption", element=_nearest_id(part), kind=kind))

    def box(self, part: Any, level: int, kind: SectionKind | None) -> None:
        """A box: its text as a section of its own where it has a title."""
        title = " ".join(
            filter(
                None,
                (
                    plain(child(part, "label")),
                    plain(
                        child(part, "title")
                        if child(part, "title") is not None
                        else descend(part, "caption", "title")
                    ),
                ),
            )
        )
        if title:
            self.heading(title, level, kind, part.get("id"))
        for p in children(child(part, "caption"), "p"):
            self.paragraph(p, kind)
        for inner in part:
            if name_of(inner) not in ("caption", "label", "title", "object-id"):
                if name_of(inner) == "sec":
                    self.section(inner, level + 1)
                elif name_of(inner) == "p":
                    self.paragraph(inner, kind)
                else:
                    self.block(inner, level + 1, kind)

    def supplement(self, part: Any, kind: SectionKind | None) -> None:
        """Supplementary material: what it is, and where."""
        before = len(self.blocks)
        self.caption(part, kind)
        if len(self.blocks) == before and (text := plain(part)):
            line = Inline()
            line.add(text)
            self.blocks.append(line.block("caption", element=_nearest_id(part), kind=kind))
        places = [
            target(x.get(HREF))
            for x in (part, *part.iter())
            if name_of(x) in ("supplementary-material", "media")
        ]
        links = [place for place in places if place]
        if links and len(self.blocks) > before:
            first = self.blocks[before]
            from dataclasses import replace

            from generator.reading.compose import Link

            extra = tuple(Link(0, len(first.text), url) for url in dict.fromkeys(links))
            self.blocks[before] = replace(first, links=first.links + extra)

    # Back matter

    def back(self, back: Any) -> None:
        for part in back:
            self.back_part(part, 1)

    def back_part(self, part: Any, level: int) -> None:
        name = name_of(part)
        title = plain(child(part, "title"))
        if name == "ref-list":
            self.references(part, level)
        elif name == "sec":
            self.section(part, level)
        elif name == "app-group":
            if title:
                self.heading(title, level, None, part.get("id"))
            for app in part:
                if name_of(app) != "title":
                    self.back_part(app, level)
        elif name == "app":
            label = plain(child(part, "label"))
            self.heading(" ".join(filter(None, (label, title))) or "Appendix", level, None, part.get("id"))
            self.content(part, level + 1)
        elif name in ("fn-group", "ack", "glossary", "bio", "notes"):
            stated = " ".join(
                (part.get("notes-type") or "", part.get("fn-type") or "", part.get("sec-type") or "")
            )
            kind: SectionKind = "availability" if _AVAILABILITY.search(f"{stated} {title}") else "back"
            if title:
                self.heading(title, level, kind, part.get("id"))
            if name == "fn-group":
                for fn in children(part, "fn", "p"):
                    own = self.fn_kind(fn)
                    self.paragraphs(fn, own if own != "back" else kind)
            else:
                self.content(part, level + 1, None if title else kind)
        elif name in ("title", "label", ""):
            return
        else:
            self.block(part, level, "back")

    def references(self, part: Any, level: int) -> None:
        title = plain(child(part, "title"))
        if title:
            self.heading(title, level, "references", part.get("id"))
        lines = Inline()
        for piece in part:
            if name_of(piece) == "ref":
                write_reference(piece, lines)
        if lines:
            self.blocks.append(lines.block("list", element=part.get("id"), kind="references"))
        for piece in part:
            if name_of(piece) == "ref-list":
                self.references(piece, level + 1)
            elif name_of(piece) == "p":
                self.paragraph(piece, "references")


def _kind(sec: Any) -> SectionKind | None:
    named = (sec.get("sec-type") or "").lower()
    for word in re.split(r"[|,;\s]+", named):
        if word in _SECTION_TYPES:
            return _SECTION_TYPES[word]
    return "availability" if _AVAILABILITY.search(named) else None


def _write_item(item: Any, line: Inline, floats: list[Any]) -> None:
    """An item of a list without the lists inside it, whose items have lines of their own."""
    line.add(item.text)
    for part in item:
        _write_without_lists(part, line, floats)
        line.gap()


def _write_without_lists(part: Any, line: Inline, floats: list[Any]) -> None:
    name = name_of(part)
    if name in ("list", "def-list"):
        return
    if name in ("p", "def", "term", "label", "title"):
        line.add(part.text)
        for piece in part:
            if name_of(piece) in ("list", "def-list"):
                line.gap()
            else:
                write_part(piece, line, floats)
            line.add(piece.tail)
        if name == "term" and line.tail().isalnum():
            line.add(": ")
    else:
        write_part(part, line, floats)


def _write_row(row: Any, rows: Inline, taken: dict[int, int]) -> None:
    rows.newline()
    column, waiting, began = 0, 0, False
    cells = iter(children(row, "td", "th"))
    while True:
        if taken.get(column, 0) > 0:
            taken[column] -= 1
            column, waiting = column + 1, waiting + 1
            continue
        cell = next(cells, None)
        if cell is None:
            return
        across, down = _span(cell, "colspan"), _span(cell, "rowspan")
        inner = Inline()
        write(cell, inner, [])
        if inner:
            for _ in range(waiting if began or waiting else 0):
                rows.cell()
            waiting, began = 0, True
            write(cell, rows, [])
        for offset in range(across):
            if down > 1:
                taken[column + offset] = down - 1
        column, waiting = column + across, waiting + across


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), _WIDEST)) if value.isdecimal() and len(value) < 6 else 1


def _add_sentence(line: Inline, text: str) -> None:
    """Append ``text`` and a full stop, if it ends without punctuation."""
    line.add(text)
    if line and line.tail() not in ".?!:":
        line.add(".")
    line.gap()


def _nearest_id(element: Any) -> str | None:
    while element is not None:
        if element.get("id"):
            return str(element.get("id"))
        element = element.getparent()
    return None


def _nearest(element: Any, names: tuple[str, ...]) -> Any | None:
    while element is not None and name_of(element) not in names:
        element = element.getparent()
    return element


__all__ = ["FLOATS", "read_jats"]
