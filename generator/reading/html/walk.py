"""The blocks of an article in a web page, in reading order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator.core.paper import SectionKind
from generator.reading.announced import statement_kind
from generator.reading.compose import Block, BlockRole, Span
from generator.reading.html.chrome import is_chrome, is_phrase
from generator.reading.html.hidden import LEFT_OUT
from generator.reading.html.inline import BLOCKS, HEADINGS, left_out, write, write_part
from generator.reading.html.tables import is_layout, is_span_table, own_cells, write_rows
from generator.reading.inline import LONG_ITEM, Inline
from generator.reading.sections import section_kind

_MAX_DEPTH = 6  # level of a heading that no markup gives one
# "Figure 1.", "Table S2" as a heading of its own: the label of what stands below it.
_OBJECT = re.compile(
    r"(?:(?:supplementary|supporting|extended data|suppl?\.?)\s)?(?:fig(?:ure|\.)?|table|tab\.|box"
    r"|scheme|chart|plate"
    r"|algorithm|listing|video"
    r"|movie)\s?[A-Z]{0,2}\s?-?[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}[A-Za-z]?\s?[.:|–—-]?(?P<title>\s.*)?",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT_PARTS = re.compile(
    r"\b(?:fig|figure|table-wrap|tw|table|boxed-text|ltx_figure|ltx_table|ltx_float)\b", re.IGNORECASE
)
_CAPTION = re.compile(
    r"(?:[\w-]{0,60}[-_])?caption(?:[-_][\w-]{0,20})?|figure__description|legend", re.IGNORECASE
)
_EQUATION = re.compile(
    r"c-article-equation|(?:html-)?disp-?formula(?:-info|-group)?|display-(?:formula|equation)"
    r"|(?:numbered-)?equation"
    r"|ltx_eqn_table|ltx_equation(?:group)?|formula|inline-formula",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\[(]?(?:[a-zA-Z]|[0-9]{1,3}|[*†‡§¶#]{1,3})[\])]?[.:]?")
_MAX_CAPTION_CHARS = 4000  # characters; a part of this name that holds more is a section with figures


class Walk:
    """Collects blocks; text outside paragraphs makes paragraphs as well.

    lengths: of the text under every element, in characters.
    """

    def __init__(self, lengths: dict[Any, int]) -> None:
        self.blocks: list[Block] = []
        self._lengths = lengths
        self._line = Inline()
        self._ids: list[str] = []
        self._label = ""  # of a figure or table, until its caption comes
        self._references: tuple[int, Any] | None = (
            None  # level of that heading, and the part that it stands in
        )
        self._kind: SectionKind | None = None  # of paragraphs that are set apart from the section around them

    def flush(self, role: BlockRole = "prose", level: int = 1, kind: SectionKind | None = None) -> None:
        """End the paragraph that is open, if it holds anything but the label of a button."""
        line, self._line = self._line, Inline()
        if role == "caption" and self._label:
            labelled = Inline()
            labelled.add(self._label)
            labelled.gap()
            labelled.append(line)
            line, self._label = labelled, ""
        if not line or (role == "prose" and is_phrase(line.text)):
            return
        if self._label:
            label, self._label = self._label, ""
            self._add(_line(label), "caption", 1, None)
        self._add(line, role, level, kind)

    def _add(self, line: Inline, role: BlockRole, level: int, kind: SectionKind | None) -> None:
        block = line.block(role, level=level, element=self._ids[-1] if self._ids else None)
        kind = kind or (self._kind if role != "heading" else None)
        self.blocks.append(replace(block, kind=kind) if kind else block)

    def inside(self, element: Any) -> None:
        """Read the content of ``element``."""
        self._line.add(element.text)
        for part in element:
            self.part(part)
            self._line.add(part.tail)

    def part(self, part: Any) -> None:
        """Read one element."""
        name = part.tag if isinstance(part.tag, str) else ""
        if name == LEFT_OUT:
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
        # The id of a heading names what follows it, to the end of what it stands in.
        if name not in HEADINGS:
            del self._ids[depth:]

    def _block(self, part: Any, name: str) -> None:
        if name in HEADINGS:
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
            self.flush("heading", _MAX_DEPTH)
        elif name in BLOCKS:
            # The raised letter of a note goes with the note: "a" before "As counted by two."
            if not (name in ("p", "div") and _LABEL.fullmatch(self._line.text) and _is_item(part)):
                self.flush()
            self._line.gap()
            self.inside(part)
            self.flush()
        elif any(
            isinstance(e.tag, str) and (e.tag in BLOCKS or is_span_table(e)) for e in part.iterdescendants()
        ):
            self.inside(part)  # a link or a span around paragraphs
        elif _is_creator(part):
            self.flush()
            write_part(part, self._line)
            self.flush()
        else:
            write_part(part, self._line)

    def _is_caption(self, part: Any, name: str) -> bool:
        if name not in ("div", "p", "section", "span") or self._lengths.get(part, 0) > _MAX_CAPTION_CHARS:
            return False
        marked = any(_CAPTION.fullmatch(mark) for mark in (part.get("class") or "").split())
        return marked and not any(e.tag in ("table", "figure") or e.tag in HEADINGS for e in part.iter())

    def _is_equation(self, part: Any, name: str) -> bool:
        if name not in ("div", "table", "p", "figure") or self._lengths.get(part, 0) > 2000:
            return False
        return any(_EQUATION.fullmatch(mark) for mark in (part.get("class") or "").split())

    def _heading(self, part: Any, level: int) -> None:
        write(part, self._line)
        title = self._line.text.strip(" ¶#")
        if title != self._line.text:
            self._line = _line(title)
        found = _OBJECT.fullmatch(title)
        if (found and (not (found["title"] or "").strip() or _in_object(part))) or _is_object(part):
            if found and not (found["title"] or "").strip():
                self._line = Inline()
                self._label = title
            else:
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
        self.flush("heading", level, kind)

    def _list(self, part: Any) -> None:
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
        if is_layout(part):
            for cell in own_cells(part):
                self.inside(cell)
                self.flush()
            return
        for caption in part.iterchildren("caption"):
            self.part(caption)
        header = write_rows(part, self._line)
        self.flush("table")
        if header:
            self.blocks[-1] = replace(self.blocks[-1], header=header)


def _title_of_statement(part: Any, name: str) -> str:
    """Return the title of a statement that stands in bold, or over what is folded; else nothing."""
    bold = name == "p" and len(part) == 1 and part[0].tag in ("b", "strong")
    if name != "summary" and not (bold and not f"{part.text or ''}{part[0].tail or ''}".strip(" \n\t.:")):
        return ""
    title = " ".join("".join(part.itertext()).split()).rstrip(".:")
    return title if statement_kind(title) else ""


def _line(text: str) -> Inline:
    line = Inline()
    line.add(text)
    return line


def _items(part: Any, items: list[Inline]) -> None:
    """An item a line; the lists inside an item follow it."""
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
        if line and not is_phrase(line.text):
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
    """Whether a part holds the notes of the text, which stand behind the references and are none."""
    marks = (part.get("class") or "").split()
    return part.get("role") in ("doc-endnotes", "doc-footnote") or "footnotes" in marks or "ltx_note" in marks


def _is_item(part: Any) -> bool:
    """Whether what stands before a part may be its mark: a raised letter, a number."""
    before = part.getprevious()
    return before is not None and before.tag in ("sup", "span", "b", "strong", "a", "label")


def _is_creator(part: Any) -> bool:
    return "ltx_creator" in (part.get("class") or "").split()


def _is_object(part: Any) -> bool:
    return "obj_head" in (part.get("class") or "").split()


def _in_object(part: Any) -> bool:
    """Whether a heading stands in a figure, a table or the box of one."""
    for depth, above in enumerate(part.iterancestors()):
        if depth > 3:
            return False
        if above.tag in ("figure", "figcaption", "caption") or _OBJECT_PARTS.search(above.get("class") or ""):
            return True
    return False


def _first_heading(part: Any) -> Any:
    return next((e for e in part.iter() if e.tag in HEADINGS), None)
