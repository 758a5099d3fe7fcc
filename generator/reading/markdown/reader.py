"""Markdown -> Paper: CommonMark with tables, and what Pandoc, Quarto and R Markdown add.

Code chunks are kept, one statement a line of a list: they hold seeds and settings that readers of
the source can see. They are never prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, BlockRole, PaperFile, compose
from generator.reading.decoding import Undecodable, decoded, file_bytes
from generator.reading.html.reader import text_blocks
from generator.reading.inline import LONG_ITEM, Inline
from generator.reading.links import target
from generator.reading.markdown import front_matter
from generator.reading.markdown.source import prepared, statements
from generator.reading.titles import without_title

_ATTRIBUTES = re.compile(r"\s*\{(?=[#.=\s-]|[\w-]+=)([^{}]*)\}\s*#*\s*$")
_IDENTIFIER = re.compile(r"#([\w:.-]+)")
_CELL_LABEL = re.compile(r"^#\|\s*label:\s*(\S+)", re.MULTILINE)
_CELL_CAPTION = re.compile(r"^#\|\s*(?:fig|tbl|lst)-cap:\s*(.+)$", re.MULTILINE)
_CHUNK_CAPTION = re.compile(r"fig\.cap\s*=\s*([\"'])(.+?)\1")


def read_markdown(path: Path, *, id: str) -> Paper:
    """The paper in the Markdown file ``path``. Raises UnreadablePaper where there is none."""
    data = file_bytes(path)
    try:
        text, warnings = decoded(data)
    except Undecodable as error:
        raise UnreadablePaper(str(error), path, "save it as UTF-8 text") from error
    matter, text, more = front_matter.split(text)
    metadata = front_matter.metadata(matter)
    blocks = [*_front(matter, metadata), *_abstract(matter)]
    walk = _Walk()
    walk.tokens(_parsed(text))
    body, title = without_title(walk.blocks, metadata.title, printed=bool(metadata.title))
    if title and not metadata.title:
        metadata = metadata.overlaid(Metadata(title=title))
    file = PaperFile(id, "markdown", path.name, metadata)
    paper = compose(file, [*blocks, *body], warnings=(*warnings, *more))
    if not paper.sentences:
        raise UnreadablePaper("holds no text", path, "check that the file was saved completely")
    return paper


def _parsed(text: str) -> Sequence[Any]:
    from markdown_it import MarkdownIt

    from generator.reading.markdown.source import add_rules

    markdown = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"])
    add_rules(markdown)
    return markdown.parse(prepared(text))


def _front(matter: dict[str, Any], metadata: Metadata) -> list[Block]:
    names = ", ".join(map(str, metadata.authors))
    keywords = front_matter.keywords(matter)
    subtitle = matter.get("subtitle")
    return [
        Block("prose", metadata.title, kind="front"),
        Block("prose", subtitle if isinstance(subtitle, str) else "", kind="front"),
        Block("list", names, kind="front"),
        Block("list", f"Keywords: {keywords}" if keywords else "", kind="front"),
    ]


def _abstract(matter: dict[str, Any]) -> list[Block]:
    value = matter.get("abstract")
    if not isinstance(value, str) or not value.strip():
        return []
    walk = _Walk()
    walk.tokens(_parsed(value))
    # Whatever it contains, it is the abstract: a heading in it must not start a section of the text.
    return [
        Block("prose" if b.role == "heading" else b.role, b.text, kind="abstract", links=b.links)
        for b in walk.blocks
    ]


class _Walk:
    """The blocks that a list of markdown-it tokens makes."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._element: str | None = None  # the id of the section that is open

    def tokens(self, tokens: Sequence[Any]) -> None:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type in ("bullet_list_open", "ordered_list_open", "table_open"):
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
                for text in text_blocks(token.content):
                    line = Inline()
                    line.add(text)
                    self._add(line, "prose")
            index += 1

    def heading(self, token: Any, level: int) -> None:
        line = Inline()
        _write(token.children or (), line)
        title, attributes = _without_attributes(line.text)
        self._element = attributes
        line = Inline()
        line.add(title)
        self._add(line, "heading", level=level)

    def paragraph(self, token: Any) -> None:
        line = Inline()
        children = token.children or ()
        _write(children, line)
        if not line:
            return
        text = line.text
        shown = [
            c
            for c in children
            if c.type not in ("softbreak", "hardbreak") and (c.type != "text" or c.content.strip())
        ]
        image = [c for c in shown if c.type == "image"]
        attributes_alone = all(
            c.type == "image" or re.fullmatch(r"\s*\{[^{}]*\}\s*", c.content) for c in shown
        )
        if image and attributes_alone:
            self._add(_stripped(line), "caption")
        elif re.match(r"^(?:Table)?:\s+\S", text) and self.blocks and self.blocks[-1].role == "table":
            caption = Inline()
            caption.add(_without_attributes(text)[0].lstrip(": "))
            self._add(caption, "caption")
        else:
            self._add(_stripped(line), "prose")

    def list(self, tokens: Sequence[Any]) -> None:
        items: list[Inline] = []
        open_: list[Inline] = []
        for token in tokens:
            if token.type == "list_item_open":
                open_.append(Inline())
                items.append(open_[-1])
            elif token.type == "list_item_close":
                open_.pop()
            elif token.type == "inline" and open_:
                open_[-1].gap()
                _write(token.children or (), open_[-1])
            elif token.type in ("fence", "code_block") and open_:
                open_[-1].gap()
                open_[-1].add(token.content)
            elif token.type == "html_block" and open_:
                open_[-1].gap()
                open_[-1].add(" ".join(text_blocks(token.content)))
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
        rows = Inline()
        first = True
        for token in tokens:
            if token.type == "tr_open":
                rows.newline()
                first = True
            elif token.type in ("th_open", "td_open"):
                if not first:
                    rows.cell()
                first = False
            elif token.type == "inline":
                _write(token.children or (), rows)
        self._add(rows, "table")

    def code(self, token: Any) -> None:
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

    def _add(self, line: Inline, role: BlockRole, level: int = 1, element: str | None = None) -> None:
        if line:
            self.blocks.append(line.block(role, level=level, element=element or self._element))


def _closing(tokens: Sequence[Any], index: int) -> int:
    """The index of the token that closes the one at ``index``."""
    depth = 0
    for at in range(index, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    return len(tokens) - 1


def _write(children: Sequence[Any], line: Inline) -> None:
    """Append running text; markup is dropped, links and formulas stay."""
    index = 0
    while index < len(children):
        token = children[index]
        if token.type in ("text", "code_inline", "math", "text_special"):
            line.add(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            line.gap()
        elif token.type == "image":
            _write(token.children or (), line)
        elif token.type == "note":
            line.gap()
            line.add(f"({token.content})")
        elif token.type == "link_open":
            end = _closing(children, index)
            with line.link(target(token.attrGet("href"))):
                _write(children[index + 1 : end], line)
            index = end
        elif token.type == "html_inline" and re.match(r"<br\b", token.content, re.IGNORECASE):
            line.gap()
        index += 1


def _without_attributes(text: str) -> tuple[str, str | None]:
    """A title without ``{#id .class}`` at its end, and the id."""
    found = _ATTRIBUTES.search(text)
    if found is None:
        return text, None
    identifier = _IDENTIFIER.search(found[1])
    return text[: found.start()], identifier[1] if identifier else None


def _stripped(line: Inline) -> Inline:
    """The text without attributes at its end; its links stay where they are."""
    text, _ = _without_attributes(line.text)
    if text == line.text:
        return line
    bare = Inline()
    bare.add(text)
    bare.links = line.links
    return bare
