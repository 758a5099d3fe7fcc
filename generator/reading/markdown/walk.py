"""The blocks of a Markdown file, from the tokens of its parser.

>>> _without_attributes("Methods {#sec-methods .numbered}")
('Methods', 'sec-methods')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from generator.core.paper import NO_HEADER, Header
from generator.reading.announced import statement_kind
from generator.reading.block_text import LONG_ITEM, Inline, add_quoted, leave_out_struck
from generator.reading.compose import BlockRole, PaperBlock, Span
from generator.reading.grid import GridCell, write_grid
from generator.reading.html.hidden import hiding_tag
from generator.reading.html.reader import html_blocks
from generator.reading.markdown.dialects import statements
from generator.reading.markdown.latex import CAPTION
from generator.reading.raised import add_formula, add_script
from generator.reading.web_addresses import target

_ATTRIBUTES = re.compile(r"(?:(?<!\s)\s+)?\{(?=[#.=\s-]|[\w-]+=)([^{}]*)\}\s*+(?:#++\s*+)?$")
_UNMARKED_LEVEL = 6  # of a bold line that is a heading without being marked as one
_IDENTIFIER = re.compile(r"#([\w:.-]+)")
_CELL_LABEL = re.compile(r"^#\|\s*label:\s*(\S+)", re.MULTILINE)
_CELL_CAPTION = re.compile(r"^#\|\s*(?:fig|tbl|lst)-cap:\s*(.+)$", re.MULTILINE)
_CHUNK_CAPTION = re.compile(r"fig\.cap\s*=\s*([\"'])(.+?)\1")


class MarkdownWalker:
    """Builds blocks from a list of markdown-it tokens.

    hidden: number of words in each passage that the text hides from its readers.
    """

    def __init__(self, sheet: str = "", note: Callable[[str], Sequence[Any]] = lambda _: ()) -> None:
        """Start without blocks.

        sheet: the style sheet for raw HTML in the text. note: returns the tokens of a note, by its name.
        """
        self._sheet = sheet
        self._note = note
        self.blocks: list[PaperBlock] = []
        self.hidden: list[int] = []
        # Tokens of the notes of the paragraph that is being read; they follow it.
        self._notes: list[Sequence[Any]] = []
        self._hiding_tag = ""  # of the element around the tokens, if it hides its content
        self._depth = 0  # of elements with that tag
        self._element: str | None = None  # id of the current section

    def tokens(self, tokens: Sequence[Any]) -> None:
        """Add the blocks of ``tokens``."""
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if self._hiding_tag:
                self._hide(token)
            elif token.type in ("bullet_list_open", "ordered_list_open", "table_open"):
                end = _closing(tokens, index)
                inside = tokens[index + 1 : end]
                self.table(inside) if token.type == "table_open" else self.list(inside)
                index = end
            elif token.type == "heading_open":
                self.heading(tokens[index + 1], int(token.tag[1]))
                index += 2
            elif token.type == "inline":
                self.paragraph(token)
            elif token.type in ("fence", "code_block"):
                self.code(token)
            elif token.type == "html_block":
                self._html(token.content)
            index += 1

    def _html(self, markup: str) -> None:
        for block in self._html_blocks(markup):
            level = block.level if block.role == "heading" else 1
            self.blocks.append(replace(block, spans=(), level=level))
            if self._element and block.text:
                self.blocks[-1] = replace(
                    self.blocks[-1], spans=(Span(0, len(block.text), element=self._element),)
                )

    def _html_blocks(self, markup: str) -> Sequence[PaperBlock]:
        """Return the blocks of raw HTML. If an element that it leaves open hides its content, note that."""
        found, hidden = html_blocks(markup, self._sheet)
        self.hidden += hidden
        self._hiding_tag = hiding_tag(markup, self._sheet)
        if self._hiding_tag:
            self._depth = max(1, _opened(markup, self._hiding_tag))
            self.hidden.append(0)  # a passage, whose words are counted as they come
        return found

    def _hide(self, token: Any) -> None:
        """Leave out a block inside a hidden element, up to the tag that closes the element."""
        if token.type == "html_block":
            self._depth += _opened(token.content, self._hiding_tag)
            if self._depth <= 0:
                self._hiding_tag = ""
                return
        if token.type in ("inline", "fence", "code_block", "html_block"):
            self.hidden[-1] += len(re.sub(r"<[^<>]*>", " ", token.content).split())

    def heading(self, token: Any, level: int) -> None:
        """Add a heading; the blocks after it belong to its id."""
        line = Inline()
        self._write(token.children or (), line)
        title, attributes = _without_attributes(line.text)
        self._element = attributes
        line = Inline()
        line.add(title)
        self._add(line, "heading", level=level)

    def paragraph(self, token: Any) -> None:
        """Add a paragraph, or the caption or heading that it is."""
        line = Inline()
        children = token.children or ()
        alone = _is_picture(children)
        self._write([c for image in children for c in image.children or ()] if alone else children, line)
        if not line:
            return
        text = line.text
        if text.startswith(CAPTION):
            caption = Inline()
            caption.add(_without_attributes(text.lstrip(CAPTION))[0])
            self._add(caption, "caption")
            return
        shown = [
            c
            for c in children
            if c.type not in ("softbreak", "hardbreak") and (c.type != "text" or c.content.strip())
        ]
        if alone:
            self._add(_stripped(line), "caption")
        elif re.match(r"^(?:Table)?:\s+\S", text) and self.blocks and self.blocks[-1].role == "table":
            caption = Inline()
            caption.add(_without_attributes(text)[0].lstrip(": "))
            self._add(caption, "caption")
        elif _is_bold(shown) and statement_kind(text):
            self._add(line, "heading", _UNMARKED_LEVEL)
        else:
            self._add(_stripped(line), "prose")

    def list(self, tokens: Sequence[Any]) -> None:
        """Add a list, or one paragraph for each item if an item is long."""
        items: list[Inline] = []
        open_: list[Inline] = []
        for token in tokens:
            if token.type == "list_item_open":
                open_.append(Inline())
                items.append(open_[-1])
            elif token.type == "list_item_close":
                open_.pop()
            elif self._hiding_tag:
                self._hide(token)
            elif token.type == "inline" and open_:
                open_[-1].gap()
                self._write(token.children or (), open_[-1])
            elif token.type in ("fence", "code_block") and open_:
                open_[-1].gap()
                open_[-1].add(token.content)
            elif token.type == "html_block" and open_:
                open_[-1].gap()
                open_[-1].add(" ".join(block.text for block in self._html_blocks(token.content)))
        items = [item for item in items if item]
        if any(item.length > LONG_ITEM for item in items):
            for item in items:
                self._add(item, "prose")
        else:
            whole = Inline()
            for item in items:
                whole.newline()
                whole.append(item)
            self._add(whole, "list")

    def table(self, tokens: Sequence[Any]) -> None:
        """Add a table, one row a line."""
        grid: list[list[GridCell]] = []
        for token in tokens:
            if token.type == "tr_open":
                grid.append([])
            elif token.type in ("th_open", "td_open"):
                grid[-1].append(GridCell(Inline(), is_header=token.type == "th_open"))
            elif token.type == "inline":
                self._write(token.children or (), grid[-1][-1].content)
        rows = Inline()
        header = write_grid(grid, rows)
        self._add(rows, "table", header=header)

    def code(self, token: Any) -> None:
        """Add a code chunk as a list of statements, after the captions among its options."""
        info = (token.info or "").strip()
        for caption in (*_CELL_CAPTION.findall(token.content), *(m[1] for m in _CHUNK_CAPTION.findall(info))):
            line = Inline()
            line.add(caption.strip().strip("\"'"))
            label = _CELL_LABEL.search(token.content)
            self._add(line, "caption", element=label[1] if label else None)
        lines = Inline()
        for statement in statements(token.content):
            lines.newline()
            lines.add(statement)
        self._add(lines, "list")

    def _add(
        self,
        line: Inline,
        role: BlockRole,
        level: int = 1,
        element: str | None = None,
        header: Header = NO_HEADER,
    ) -> None:
        if line:
            place = element or self._element
            self.blocks.append(line.block(role, level=level, element=place, header=header))
        notes, self._notes = self._notes, []
        for note in notes:
            self.tokens(note)

    def _write(self, children: Sequence[Any], line: Inline) -> None:
        """Append running text. Markup is dropped, links and formulas stay, notes follow after the block."""
        index = 0
        while index < len(children):
            token = children[index]
            if token.type == "math":
                add_formula(line, token.content)
            elif token.type in ("text", "code_inline", "text_special"):
                line.add(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                line.gap()
            elif token.type == "s_open":
                end = _closing(children, index)
                leave_out_struck(line, "".join(c.content for c in children[index:end]))
                index = end
            elif token.type == "script" and not _parts_notes(children, index):
                add_script(line, token.content, raised=token.markup == "^")
            elif token.type == "image":
                line.gap()  # its alternative text is for readers who cannot see it
            elif token.type == "note":
                self._notes.append([replace(token, type="inline")])
            elif token.type == "note_reference":
                self._notes.append(self._note(token.content))
            elif token.type == "link_open":
                end = _closing(children, index)
                with line.link(target(token.attrGet("href"))):
                    self._write(children[index + 1 : end], line)
                index = end
            elif token.type == "html_inline":
                index = self._inline_html(children, index, line)
            index += 1

    def _inline_html(self, children: Sequence[Any], index: int, line: Inline) -> int:
        """Read a tag in running text. Return the index of the last token that belongs to it."""
        tag = children[index].content
        if re.match(r"<br\b", tag, re.IGNORECASE):
            line.gap()
        elif opening := re.match(r"<(sup|sub|del|s|strike|q)\b", tag, re.IGNORECASE):
            name = opening[1].lower()
            end = _closing_tag(children, index, name)
            inside = children[index + 1 : end]
            if name in ("sup", "sub"):
                inner = Inline()
                self._write(inside, inner)
                add_script(line, inner.text, raised=name == "sup", write=lambda: line.append(inner))
            elif name == "q":
                add_quoted(line, lambda: self._write(inside, line))
            else:
                leave_out_struck(line, "".join(c.content for c in inside if c.type == "text"))
            return end
        elif hiding := hiding_tag(tag, self._sheet):
            depth = 1
            for end in range(index + 1, len(children)):
                if children[end].type == "html_inline":
                    depth += _opened(children[end].content, hiding)
                if depth <= 0 or end == len(children) - 1:  # the end of the block also ends an open element
                    inside = [c for c in children[index + 1 : end + 1] if c.type != "html_inline"]
                    self.hidden.append(sum(len(c.content.split()) for c in inside))
                    return end
        return index


def _opened(markup: str, tag: str) -> int:
    """Return how many more elements with this tag a piece of HTML opens than it closes."""
    found = re.findall(rf"<(/?){re.escape(tag)}\b[^<>]*?(/?)>", markup.lower())
    return sum(-1 if closing else not alone for closing, alone in found)


def _closing_tag(children: Sequence[Any], index: int, name: str) -> int:
    """Return the index of the tag that closes the one at ``index``; without one, ``index`` itself."""
    depth = 0
    for at in range(index, len(children)):
        if children[at].type == "html_inline":
            depth += _opened(children[at].content, name)
            if not depth:
                return at
    return index


def _parts_notes(children: Sequence[Any], index: int) -> bool:
    """Return True if a raised sign stands between the marks of two notes."""
    around = [children[at].type for at in (index - 1, index + 1) if 0 <= at < len(children)]
    return around == ["note_reference"] * 2 and children[index].content in (",", ";", "–", "-")


def _closing(tokens: Sequence[Any], index: int) -> int:
    """Return the index of the token that closes the one at ``index``."""
    depth = 0
    for at in range(index, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    return len(tokens) - 1


def _without_attributes(text: str) -> tuple[str, str | None]:
    """Return a title without the ``{#id .class}`` at its end, and the id."""
    found = _ATTRIBUTES.search(text)
    if found is None:
        return text, None
    identifier = _IDENTIFIER.search(found[1])
    return text[: found.start()], identifier[1] if identifier else None


def _stripped(line: Inline) -> Inline:
    """Return the text without attributes at its end, with its links."""
    text, _ = _without_attributes(line.text)
    if text == line.text:
        return line
    bare = Inline()
    bare.add(text)
    bare.links = line.links
    return bare


def _is_picture(children: Sequence[Any]) -> bool:
    """Return True if a paragraph has nothing but pictures, so that their texts are captions."""
    shown = [c for c in children if c.type not in ("softbreak", "hardbreak") and c.content.strip()]
    return any(c.type == "image" for c in shown) and all(
        c.type == "image" or re.fullmatch(r"\s*\{[^{}]*\}\s*", c.content) for c in shown
    )


def _is_bold(shown: Sequence[Any]) -> bool:
    """Return True if a paragraph is one run of bold text."""
    kinds = [token.type for token in shown]
    return kinds[:1] == ["strong_open"] and kinds[-1] == "strong_close" and kinds.count("strong_open") == 1
