"""The blocks of an article in a web page, in reading order.

>>> bool(_NOTE_LABEL.fullmatch("[12]")), bool(_NOTE_LABEL.fullmatch("12 bees"))
(True, False)
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator.core.paper import SectionKind
from generator.reading.announced import statement_kind
from generator.reading.block_text import LONG_ITEM, Inline
from generator.reading.compose import BlockRole, PaperBlock, Span
from generator.reading.html.chrome import is_box, is_button_label, is_chrome, is_site_title
from generator.reading.html.hidden import LEFT_OUT
from generator.reading.html.inline import BLOCKS, HEADINGS, STRUCK, left_out, write, write_part
from generator.reading.html.tables import is_layout, is_span_table, own_cells, write_rows
from generator.reading.sections import section_kind

_STATEMENT_LEVEL = 6  # of the title of a statement that is not marked up as a heading
# A heading "Figure 1." or "Table S2" is the label of the figure or table below it.
_OBJECT_LABEL = re.compile(
    r"(?:(?:supplementary|supporting|extended data|suppl?\.?)\s)?(?:fig(?:ure|\.)?|table|tab\.|box"
    r"|scheme|chart|plate"
    r"|algorithm|listing|video"
    r"|movie)\s?[A-Z]{0,2}\s?-?[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}[A-Za-z]?\s?[.:|–—-]?(?P<title>\s.*)?",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT_CLASSES = re.compile(
    r"\b(?:fig|figure|table-wrap|tw|table|boxed-text|ltx_figure|ltx_table|ltx_float)\b", re.IGNORECASE
)
_CAPTION_CLASS = re.compile(
    r"(?:[\w-]{0,60}[-_])?caption(?:[-_][\w-]{0,20})?|figure__description|legend", re.IGNORECASE
)
_EQUATION_CLASS = re.compile(
    r"c-article-equation|(?:html-)?disp-?formula(?:-info|-group)?|display-(?:formula|equation)"
    r"|(?:numbered-)?equation"
    r"|ltx_eqn_table|ltx_equation(?:group)?|formula|inline-formula",
    re.IGNORECASE,
)
_NOTE_LABEL = re.compile(r"[\[(]?(?:[a-zA-Z]|[0-9]{1,3}|[*†‡§¶#]{1,3})[\])]?[.:]?")
_MAX_CAPTION_CHARS = 4000  # a longer element with such a class is a section with figures
_MAX_EQUATION_CHARS = 2000  # a longer element with such a class is more than an equation
_MAX_BOX_DEPTH = 3  # between a heading and the figure, table or box around it


class HtmlWalk:
    """Collects the blocks of an article. Text outside of paragraphs becomes paragraphs too.

    lengths: number of characters of text in each element.
    """

    def __init__(self, lengths: dict[Any, int]) -> None:
        self.blocks: list[PaperBlock] = []
        self._lengths = lengths
        self._line = Inline()
        self._ids: list[str] = []
        self._label = ""  # of a figure or table whose caption comes next
        # While in the references: the level of their heading, and the element that begins with it, if any.
        self._references: tuple[int, Any] | None = None
        # Kind of the paragraphs, if it is not that of the section around them.
        self._kind: SectionKind | None = None

    def flush(self, role: BlockRole = "prose", level: int = 1, kind: SectionKind | None = None) -> None:
        """End the open paragraph; it is left out if it is empty or the label of a button."""
        line, self._line = self._line, Inline()
        if role == "caption" and self._label:
            labelled = Inline()
            labelled.add(self._label)
            labelled.gap()
            labelled.append(line)
            line, self._label = labelled, ""
        if not line or (role == "prose" and is_button_label(line.text)):
            return
        if self._label:
            label, self._label = self._label, ""
            self._add(_line_of(label), "caption", 1, None)
        self._add(line, role, level, kind)

    def _add(self, line: Inline, role: BlockRole, level: int, kind: SectionKind | None) -> None:
        block = line.block(role, level=level, element=self._ids[-1] if self._ids else None)
        kind = kind or (self._kind if role != "heading" else None)
        self.blocks.append(replace(block, kind=kind) if kind else block)

    def read_content(self, element: Any) -> None:
        """Read the content of ``element``."""
        self._line.add(element.text)
        for part in element:
            self.read_element(part)
            self._line.add(part.tail)

    def read_element(self, part: Any) -> None:
        """Read one element."""
        name = part.tag if isinstance(part.tag, str) else ""
        if name == LEFT_OUT or name in STRUCK:
            write_part(part, self._line)
            return
        if not name or left_out(part, name) or is_chrome(part, self._lengths):
            self._line.gap()
            return
        depth, kind = len(self._ids), self._kind
        if own := part.get("id"):
            self._ids.append(own)
        if self._references and _is_notes(part):
            self._kind = "other"
        self._block(part, name)
        self._kind = kind
        # The id of a heading is also that of the text after it, to the end of the element around it.
        if name not in HEADINGS:
            del self._ids[depth:]

    def _block(self, part: Any, name: str) -> None:
        if is_box(part) and _first_heading(part) is not None:
            self.flush()
            self.blocks.append(PaperBlock("box", ""))
            self.read_content(part)
            self.flush()
            self.blocks.append(PaperBlock("box end", ""))
        elif name in HEADINGS:
            self.flush()
            self._heading(part, HEADINGS[name])
        elif name in ("ul", "ol", "dl"):
            self.flush()
            self._list(part)
        elif self._is_equation(part, name):
            self.flush()
            write(part, self._line)
            self.flush()
        elif name == "table" or is_span_table(part):
            self.flush()
            self._table(part)
        elif name == "pre":
            self.flush()
            for line in "".join(part.itertext()).splitlines():
                self._line.newline()
                self._line.add(line.strip())
            self.flush("list")
        elif name in ("figcaption", "caption") or self._is_caption(part, name):
            self.flush()
            write(part, self._line)
            self.flush("caption")
        elif title := _title_of_statement(part, name):
            self.flush()
            self._line.add(title)
            self.flush("heading", _STATEMENT_LEVEL)
        elif name in BLOCKS:
            # The raised letter of a note belongs to its text: "a" before "As counted by two."
            if not (name in ("p", "div") and _NOTE_LABEL.fullmatch(self._line.text) and _is_item(part)):
                self.flush()
            self._line.gap()
            self.read_content(part)
            self.flush()
        elif any(
            isinstance(e.tag, str) and (e.tag in BLOCKS or is_span_table(e)) for e in part.iterdescendants()
        ):
            self.read_content(part)  # a link or a span around paragraphs
        elif "ltx_creator" in (part.get("class") or "").split():
            self.flush()
            write_part(part, self._line)
            self.flush()
        else:
            write_part(part, self._line)

    def _is_caption(self, part: Any, name: str) -> bool:
        if name not in ("div", "p", "section", "span") or self._lengths.get(part, 0) > _MAX_CAPTION_CHARS:
            return False
        marked = any(_CAPTION_CLASS.fullmatch(mark) for mark in (part.get("class") or "").split())
        return marked and not any(e.tag in ("table", "figure") or e.tag in HEADINGS for e in part.iter())

    def _is_equation(self, part: Any, name: str) -> bool:
        if name not in ("div", "table", "p", "figure") or self._lengths.get(part, 0) > _MAX_EQUATION_CHARS:
            return False
        return any(_EQUATION_CLASS.fullmatch(mark) for mark in (part.get("class") or "").split())

    def _heading(self, part: Any, level: int) -> None:
        """Add a heading, or keep it as label of a figure or table, and note where the references begin."""
        write(part, self._line)
        title = self._line.text.strip(" ¶#")
        if title != self._line.text:
            self._line = _line_of(title)
        label = _OBJECT_LABEL.fullmatch(title)
        is_label_alone = label is not None and not (label["title"] or "").strip()
        if is_label_alone:
            self._line = Inline()
            self._label = title
            return
        if (label and _in_object(part)) or "obj_head" in (part.get("class") or "").split():
            self.flush("caption")
            return
        kind: SectionKind | None = None
        if self._references is not None:
            above, around = self._references
            if level > above and around is not None and around not in part.iterancestors():
                kind, self._references = section_kind(title), None
            elif level <= above:
                self._references = None
        if self._references is None and section_kind(title) == "references":
            parent = part.getparent()
            own = parent is not None and parent.tag in ("section", "div") and self._lengths.get(parent, 0) > 0
            self._references = (level, parent if own and _first_heading(parent) is part else None)
        self.flush("heading", level, "furniture" if is_site_title(title) else kind)

    def _list(self, part: Any) -> None:
        """Add a list as one block, or as paragraphs if an item is as long as one."""
        items: list[Inline] = []
        _items(part, items)
        if any(item.length > LONG_ITEM for item in items) and not _is_references(part):
            for item in items:
                self._line = item
                self.flush()
            return
        for item in items:
            self._line.newline()
            self._line.append(item)
        self.flush("list")

    def _table(self, part: Any) -> None:
        """Add caption and rows of a table, or the content of the cells of one that only arranges the page."""
        if is_layout(part):
            for cell in own_cells(part):
                self.read_content(cell)
                self.flush()
            return
        for caption in part.iterchildren("caption"):
            self.read_element(caption)
        header = write_rows(part, self._line)
        self.flush("table")
        if header:
            self.blocks[-1] = replace(self.blocks[-1], header=header)


def _title_of_statement(part: Any, name: str) -> str:
    """Return the title of a statement in bold or in a ``summary`` element; nothing if it is none."""
    bold = name == "p" and len(part) == 1 and part[0].tag in ("b", "strong")
    if name != "summary" and not (bold and not f"{part.text or ''}{part[0].tail or ''}".strip(" \n\t.:")):
        return ""
    title = " ".join("".join(part.itertext()).split()).rstrip(".:")
    return title if statement_kind(title) else ""


def _line_of(text: str) -> Inline:
    line = Inline()
    line.add(text)
    return line


def _items(part: Any, items: list[Inline]) -> None:
    """Append each item of a list to ``items``; items of a nested list follow the item that contains it."""
    for item in part:
        if item.tag not in ("li", "dt", "dd") or left_out(item, item.tag):
            if isinstance(item.tag, str) and item.tag in ("ul", "ol", "dl", "div"):
                _items(item, items)
            continue
        line, inner = Inline(), []
        line.add(item.text)
        for piece in item:
            if piece.tag in ("ul", "ol", "dl"):
                inner.append(piece)
                line.gap()
            else:
                write_part(piece, line)
            line.add(piece.tail)
        if line and not is_button_label(line.text):
            if item.get("id"):
                line.spans.append(Span(0, line.length, element=item.get("id")))
            items.append(line)
        for piece in inner:
            _items(piece, items)


def _is_references(part: Any) -> bool:
    parent = part.getparent()
    around = ((parent.get("class") or ""),) if parent is not None else ()
    marks = " ".join((part.get("class") or "", part.get("id") or "", *around))
    return re.search(r"\b(?:ref|bib|cite|citation)", marks, re.IGNORECASE) is not None


def _is_notes(part: Any) -> bool:
    """Return True if an element contains the notes of the text, which may come within the references."""
    marks = (part.get("class") or "").split()
    return part.get("role") in ("doc-endnotes", "doc-footnote") or "footnotes" in marks or "ltx_note" in marks


def _is_item(part: Any) -> bool:
    """Return True if the element before ``part`` may be its mark: a raised letter or a number."""
    before = part.getprevious()
    return before is not None and before.tag in ("sup", "span", "b", "strong", "a", "label")


def _in_object(part: Any) -> bool:
    """Return True if a heading is in a figure, a table or a box."""
    for depth, above in enumerate(part.iterancestors()):
        if depth > _MAX_BOX_DEPTH:
            return False
        if above.tag in ("figure", "figcaption", "caption") or _OBJECT_CLASSES.search(
            above.get("class") or ""
        ):
            return True
    return False


def _first_heading(part: Any) -> Any:
    return next((e for e in part.iter() if e.tag in HEADINGS), None)
