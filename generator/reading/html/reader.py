"""HTML -> Paper: the article of a page, without the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, BlockRole, PaperFile, Span, compose
from generator.reading.decoding import Undecodable, decoded, file_bytes
from generator.reading.html.head import head_metadata
from generator.reading.html.inline import BLOCKS, HEADINGS, left_out, write, write_part
from generator.reading.inline import LONG_ITEM, Inline
from generator.reading.titles import without_title

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(
    rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,40})", re.IGNORECASE
)


def read_html(path: Path, *, id: str) -> Paper:
    """The article in the HTML file ``path``. Raises UnreadablePaper where there is none."""
    data = file_bytes(path)
    declared = _XML_ENCODING.search(data[:1024]) or _CHARSET.search(data[:4096])
    try:
        text, warnings = decoded(data, declared[1].decode("ascii") if declared else None)
    except Undecodable as error:
        raise UnreadablePaper(str(error), path, "save the page again as HTML in UTF-8") from error
    root = _parsed(text, path)
    metadata, page_title = head_metadata(root)
    walk = _Walk()
    walk.inside(_article(root))
    walk.flush()
    blocks, heading = without_title(walk.blocks, metadata.title or page_title)
    if not metadata.title:
        metadata = metadata.overlaid(Metadata(title=heading or page_title))
    paper = compose(PaperFile(id, "html", path.name, metadata), blocks, warnings=warnings)
    if not paper.sentences:
        raise UnreadablePaper(
            "holds no text that a reader would see",
            path,
            "save the page after it has loaded, or give the PDF",
        )
    return paper


def _parsed(text: str, path: Path) -> Any:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePaper("holds no HTML", path, "save the page again, complete") from error
    if root is None:
        raise UnreadablePaper("holds no HTML", path, "save the page again, complete")
    return root


def _article(root: Any) -> Any:
    """The element that holds the article: the longest of those marked as it, else the body."""
    body = root.find(".//body")
    body = root if body is None else body
    marked = root.xpath(
        ".//article | .//main | .//*[@role='main'] | .//*[@id='content'] | .//*[@itemprop='articleBody']"
    )
    longest = max(marked, key=_length, default=None)
    # A page of cards marks each of them as an article; then the body is what they stand in.
    return longest if longest is not None and _length(longest) > 0.5 * _length(body) else body


def _length(element: Any) -> int:
    return sum(
        len(e.text or "") + len(e.tail or "") for e in element.iter() if e.tag not in ("script", "style")
    )


class _Walk:
    """The blocks of a page, in reading order; text outside paragraphs makes paragraphs as well."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._line = Inline()
        self._ids: list[str] = []

    def flush(self, role: BlockRole = "prose", level: int = 1) -> None:
        if self._line:
            self.blocks.append(
                self._line.block(role, level=level, element=self._ids[-1] if self._ids else None)
            )
        self._line = Inline()

    def inside(self, element: Any) -> None:
        """The content of ``element``."""
        self._line.add(element.text)
        for part in element:
            self.part(part)
            self._line.add(part.tail)

    def part(self, part: Any) -> None:
        name = part.tag if isinstance(part.tag, str) else ""
        if not name or left_out(part, name):
            self._line.gap()
            return
        depth = len(self._ids)
        if own := part.get("id"):
            self._ids.append(own)
        if name in HEADINGS:
            self.flush()
            write(part, self._line)
            self.flush("heading", HEADINGS[name])
        elif name in ("ul", "ol", "dl"):
            self.flush()
            self.list(part)
        elif name == "table":
            self.flush()
            self.table(part)
        elif name == "pre":
            self.flush()
            for line in "".join(part.itertext()).splitlines():
                self._line.newline()
                self._line.add(line.strip())
            self.flush("list")
        elif name in ("figcaption", "caption"):
            self.flush()
            write(part, self._line)
            self.flush("caption")
        elif name in BLOCKS:
            self.flush()
            self.inside(part)
            self.flush()
        elif any(isinstance(e.tag, str) and e.tag in BLOCKS for e in part.iterdescendants()):
            self.inside(part)  # a link or a span around paragraphs
        else:
            write_part(part, self._line)
        # The id of a heading names what follows it, to the end of what it stands in.
        if name not in HEADINGS:
            del self._ids[depth:]

    def list(self, part: Any) -> None:
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

    def table(self, part: Any) -> None:
        if _is_layout(part):
            for cell in part.iter("td", "th"):
                if not any(
                    a.tag in ("td", "th")
                    for a in cell.iterancestors()
                    if a is not part and part in list(a.iterancestors())
                ):
                    self.inside(cell)
                    self.flush()
            return
        for caption in part.iterchildren("caption"):
            self.part(caption)
        rows = Inline()
        for row in part.iter("tr"):
            cells = [c for c in row if c.tag in ("td", "th")]
            rows.newline()
            empty = 0
            for cell in cells:
                inner = Inline()
                write(cell, inner)
                if inner:
                    for _ in range(empty):
                        rows.cell()
                    empty = 0
                    rows.append(inner)
                across = cell.get("colspan", "1").strip()
                empty += min(int(across), 60) if across.isdecimal() and len(across) < 6 else 1
        self._line = rows
        self.flush("table")


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
        if line:
            if item.get("id"):
                line.spans.append(Span(0, line.length, element=item.get("id")))
            items.append(line)
        for piece in inner:
            _items(piece, items)


def _is_references(part: Any) -> bool:
    marks = " ".join(
        (
            part.get("class") or "",
            part.get("id") or "",
            (part.getparent().get("class") or "") if part.getparent() is not None else "",
        )
    )
    return re.search(r"\b(?:ref|bib|cite|citation)", marks, re.IGNORECASE) is not None


def _is_layout(table: Any) -> bool:
    """Whether a table only arranges the page: it holds headings, or one cell."""
    return any(e.tag in HEADINGS for e in table.iter()) or sum(1 for _ in table.iter("td", "th")) == 1


def text_blocks(markup: str) -> Iterator[str]:
    """The text of a piece of HTML, a paragraph at a time."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    walk = _Walk()
    walk.inside(root)
    walk.flush()
    for block in walk.blocks:
        yield block.text
