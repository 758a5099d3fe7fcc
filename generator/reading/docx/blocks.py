"""The body of a Word document as blocks, in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.core.paper import SectionKind
from generator.reading.block_text import LONG_ITEM, Inline
from generator.reading.compose import PaperBlock
from generator.reading.docx.heading_looks import CAPTION, StyledParagraph, is_title, level_of, title_by_look
from generator.reading.docx.package import Package, attribute
from generator.reading.docx.word_runs import HiddenContent, RunWriter
from generator.reading.docx.word_styles import WordStyles, fill_of, is_on, with_paragraph_properties
from generator.reading.grid import GridCell, cell_span, write_grid
from generator.reading.sections import section_kind
from generator.reading.xml_tree import child, children, descend, name_of

__all__ = ["Body", "blocks"]

_MAX_CAPTION_CHARS = 1200
_NOWHERE = re.compile(r"-\d{5,9}")  # twentieths of a point: seven inches and more before the page
_WHITES = frozenset(("ffffff", "#ffffff", "#fff", "white", "window", "bg1", "lt1"))
_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent"))


@dataclass(slots=True)
class Body:
    """Walks through a document's body and collects its contents: styled paragraphs and finished blocks.

    white_is_hidden: whether the page is white, so that white text cannot be seen.
    """

    package: Package
    styles: WordStyles
    hidden: HiddenContent
    contents: list[StyledParagraph | PaperBlock] = field(default_factory=list)
    white_is_hidden: bool = True
    _notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    _numbers: Counter[str] = field(default_factory=Counter)
    _open: Inline | None = None  # a paragraph whose end is deleted, so that the next one continues it

    def read(self, body: Any) -> list[StyledParagraph | PaperBlock]:
        """Return the contents of ``body``, in order."""
        self._walk(body, self._writer(""))
        return self.contents

    def _writer(self, part: str) -> RunWriter:
        return RunWriter(
            self.styles, self.package.links(part), self.hidden, white_is_hidden=self.white_is_hidden
        )

    def _walk(self, parent: Any, runs: RunWriter) -> None:
        for part in parent:
            name = name_of(part)
            if name == "p":
                self._paragraph(part, runs)
            elif name == "tbl":
                self._table(part, runs)
            elif name == "altChunk":
                self.hidden.documents = True
            elif name in ("del", "moveFrom"):
                self.hidden.tracked_changes = True
            elif name == "sdt" and _is_contents(part):
                continue
            elif name == "AlternateContent":
                chosen = child(part, "Choice")
                for inner in [chosen] if chosen is not None else children(part, "Fallback"):
                    self._walk(inner, runs)
            elif name in _WRAPPERS:
                self._walk(part, runs)

    def _paragraph(self, p: Any, runs: RunWriter) -> None:
        properties = child(p, "pPr")
        style = with_paragraph_properties(
            self.styles.style(attribute(child(properties, "pStyle"), "val")), properties
        )
        runs.begin()
        line = self._open or Inline()
        self._open = None
        if _is_off_page(child(properties, "framePr")):
            self.hidden.words += sum(len((e.text or "").split()) for e in p.iter() if name_of(e) == "t")
            return
        contents = runs.in_contents
        runs.write(p, line, style.look)
        if descend(properties, "rPr", "del") is not None:
            self._open = line
            return
        if contents or runs.in_contents or re.match(r"(?:toc|table of figures|index) ?[0-9]?$", style.name):
            return
        if line:
            kind: SectionKind | None = None
            if runs.in_bibliography or style.name == "bibliography":
                kind = "references"
            self.contents.append(StyledParagraph(line, style, runs.bold, runs.sizes, kind))
        self._floating(runs.floats)

    def _floating(self, floats: list[Any]) -> None:
        """Read the notes and text boxes that a paragraph refers to."""
        for part in floats:
            if name_of(part) == "txbxContent":
                boxed = self._writer("")
                boxed.white_is_hidden = boxed.white_is_hidden and not _is_coloured_box(part)
                self._walk(part, boxed)
            else:
                self._note("footnotes" if name_of(part) == "footnoteReference" else "endnotes", part)

    def _note(self, kind: str, reference: Any) -> None:
        if kind not in self._notes:
            root = self.package.related(kind)
            self._notes[kind] = {
                attribute(e, "id"): e
                for e in (root if root is not None else ())
                if attribute(e, "type") in ("", "normal")
            }
        note = self._notes[kind].pop(attribute(reference, "id"), None)  # read once, however often it is cited
        if note is None:
            return
        self._numbers[kind] += 1
        runs = self._writer(kind)
        lead = f"{self._numbers[kind]} "
        for p in [e for e in note.iter() if name_of(e) == "p"]:
            runs.begin()
            line = Inline()
            line.add(lead)
            start = line.length
            runs.write(p, line, self.styles.plain.look)
            if line.length > start:
                self.contents.append(line.block("prose"))
                lead = ""

    def _table(self, table: Any, runs: RunWriter) -> None:
        rows = [r for r in _rows(table) if descend(r, "trPr", "del") is None and not self._is_hidden(r)]
        if sum(1 for row in rows for _ in _cells(row)) == 1:
            for row in rows:  # not a table but a frame around text
                for cell in _cells(row):
                    self._walk(cell, runs)
            return
        before, runs.white_is_hidden = (
            runs.white_is_hidden,
            runs.white_is_hidden and not _may_be_coloured(table),
        )
        floats: list[Any] = []
        grid: list[list[GridCell]] = []
        for row in rows:
            cells: list[GridCell] = []
            if (skipped := descend(row, "trPr", "gridBefore")) is not None:
                cells.append(GridCell(Inline(), cell_span(attribute(skipped, "val"))))
            for cell in _cells(row):
                properties = child(cell, "tcPr")
                merged = child(properties, "vMerge")
                covered = merged is not None and attribute(merged, "val") != "restart"
                line = Inline() if covered else self._cell(cell, runs, floats)
                across = cell_span(attribute(child(properties, "gridSpan"), "val"))
                cells.append(GridCell(line, across, is_header=descend(row, "trPr", "tblHeader") is not None))
            grid.append(cells)
        runs.white_is_hidden = before
        lines = Inline()
        header = write_grid(grid, lines)
        if lines:
            self.contents.append(lines.block("table", header=header))
        self._floating(floats)

    def _is_hidden(self, row: Any) -> bool:
        """Return True if a row is switched off, and count its words."""
        stated = descend(row, "trPr", "hidden")
        hidden = stated is not None and is_on(attribute(stated, "val"))
        if hidden:
            self.hidden.words += sum(len((e.text or "").split()) for e in row.iter() if name_of(e) == "t")
        return hidden

    def _cell(self, cell: Any, runs: RunWriter, floats: list[Any]) -> Inline:
        line = Inline()
        for p in [e for e in cell.iter() if name_of(e) == "p" and not _in_box(e, cell)]:
            properties = child(p, "pPr")
            style = with_paragraph_properties(
                self.styles.style(attribute(child(properties, "pStyle"), "val")), properties
            )
            runs.begin()
            line.gap()
            runs.write(p, line, style.look)
            floats += runs.floats
            line.gap()
        return line


def blocks(contents: list[StyledParagraph | PaperBlock]) -> Iterator[PaperBlock]:
    """Yield headings, lists, captions and paragraphs from the contents of a body.

    Styles decide which is which; where there are none, the look of the text decides.
    """
    sizes: Counter[int] = Counter()
    for one in contents:
        if isinstance(one, StyledParagraph):
            sizes.update(one.sizes)
    body = sizes.most_common(1)[0][0] if sizes else 0
    paragraphs = [one for one in contents if isinstance(one, StyledParagraph)]
    styled_headings = any(one.style.level and not is_title(one.style) for one in paragraphs)
    titles = [] if any(is_title(p.style) for p in paragraphs) else title_by_look(paragraphs, body)
    for part in titles[1:]:
        titles[0].line.gap()
        titles[0].line.append(part.line)
    items: list[Inline] = []
    references = False
    for one in contents:
        heading = None
        if isinstance(one, StyledParagraph):
            if any(one is part for part in titles[1:]):
                continue
            heading = 0 if titles and one is titles[0] else level_of(one, body, styled_headings)
        continues_list = (
            isinstance(one, StyledParagraph) and one.style.listed and heading is None and not references
        )
        if items and not continues_list:
            yield from _list_blocks(items)
            items = []
        if isinstance(one, PaperBlock):
            yield one
        elif heading is not None:
            references = section_kind(one.line.text) == "references"
            yield one.line.block("heading", level=heading)
        elif one.kind or references:
            yield one.line.block("list", kind=one.kind)
        elif one.style.listed:
            items.append(one.line)
        elif one.style.name == "caption" or (
            one.line.length < _MAX_CAPTION_CHARS and CAPTION.match(one.line.text)
        ):
            yield one.line.block("caption")
        else:
            yield one.line.block("prose")
    yield from _list_blocks(items)


def _list_blocks(items: list[Inline]) -> Iterator[PaperBlock]:
    if any(item.length > LONG_ITEM for item in items):
        for item in items:
            yield item.block("prose")
    elif items:
        whole = Inline()
        for item in items:
            whole.newline()
            whole.append(item)
        yield whole.block("list")


def _rows(table: Any) -> Iterator[Any]:
    for part in table:
        if name_of(part) == "tr":
            yield part
        elif name_of(part) in _WRAPPERS:
            yield from _rows(part)


def _cells(row: Any) -> Iterator[Any]:
    for part in row:
        if name_of(part) == "tc":
            yield part
        elif name_of(part) in _WRAPPERS:
            yield from _cells(part)


def _may_be_coloured(table: Any) -> bool:
    """Return True if a table may have cells that are not white, on which white words can be read."""
    if descend(table, "tblPr", "tblStyle") is not None:
        return True
    return any(name_of(e) == "shd" and bool(fill_of(e)) for e in table.iter())


def _is_coloured_box(content: Any) -> bool:
    """Return True if the box around a text may have a colour other than white."""
    for around in content.iterancestors():
        name = name_of(around)
        if name in ("shape", "rect", "roundrect", "oval"):
            return around.get("filled") not in ("f", "false") and (
                (around.get("fillcolor") or "white").partition(" ")[0].lower() not in _WHITES
            )
        if name in ("wsp", "sp"):
            look = child(around, "spPr")
            if child(look, "noFill") is not None:
                return False
            if any(child(look, kind) is not None for kind in ("gradFill", "blipFill", "pattFill")):
                return True
            if (plain := child(look, "solidFill")) is not None:
                colours = [str(e.get("val") or "").lower() for e in plain]
                return not all(colour in _WHITES for colour in colours)
            by_theme = descend(around, "style", "fillRef")
            return by_theme is not None and by_theme.get("idx") != "0"
    return False


def _in_box(p: Any, cell: Any) -> bool:
    """Return True if a paragraph of a cell is in a text box, whose content is read separately."""
    parent = p.getparent()
    while parent is not None and parent is not cell:
        if name_of(parent) == "txbxContent":
            return True
        parent = parent.getparent()
    return False


def _is_off_page(frame: Any | None) -> bool:
    """Return True if the frame around a paragraph is off the page, or has no height."""
    if frame is None:
        return False
    if any(_NOWHERE.fullmatch(attribute(frame, side)) for side in ("x", "y")):
        return True
    return attribute(frame, "hRule") == "exact" and attribute(frame, "h") in ("0", "1")


def _is_contents(part: Any) -> bool:
    gallery = descend(part, "sdtPr", "docPartObj", "docPartGallery")
    return "table of contents" in attribute(gallery, "val").lower()
