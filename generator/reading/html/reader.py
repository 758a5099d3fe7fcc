"""HTML -> Paper: the article of a web page, without the menus, headers and offers of the site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.reading.decoding import Undecodable, decode_text, file_bytes
from generator.reading.html.access import with_access_warning
from generator.reading.html.controls import without_controls
from generator.reading.html.head import head_metadata
from generator.reading.html.hidden import hidden_warning, hidden_words, remove_hidden
from generator.reading.html.page_notes import move_notes_out
from generator.reading.html.walk import HtmlWalk
from generator.reading.title_heading import without_title

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*+(?:[\"']\s*)?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(
    rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,40})", re.IGNORECASE
)

_TOO_DEEP = "nests more than 256 elements: what stands deeper and behind is left out"


def read_html(path: Path, *, id: str) -> Paper:
    """Read the article in the HTML file ``path``. Raises UnreadablePaper if it contains no text."""
    data = file_bytes(path)
    declared = _XML_ENCODING.search(data[:1024]) or _CHARSET.search(data[:4096])  # as far as browsers look
    try:
        text, warnings = decode_text(data, declared[1].decode("ascii") if declared else None)
    except Undecodable as error:
        raise UnreadablePaper(str(error), path, "save the page again as HTML in UTF-8") from error
    root, is_cut = _parsed(text, path)
    remove_hidden(root)
    metadata, page_title = head_metadata(root)
    move_notes_out(root)
    lengths = _lengths(root)
    article = _article(root, lengths)
    walk = HtmlWalk(lengths)
    walk.read_content(article)
    walk.flush()
    warnings = (*warnings, *hidden_warning(article), *((_TOO_DEEP,) if is_cut else ()))
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
    return with_access_warning(paper)


def _parsed(text: str, path: Path) -> tuple[Any, bool]:
    """Return the root of a page, and whether it nests so deep that the parser gave up before its end."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(without_controls(text).encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePaper("holds no HTML", path, "save the page again, complete") from error
    if root is None:
        raise UnreadablePaper("holds no HTML", path, "save the page again, complete")
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _article(root: Any, lengths: dict[Any, int]) -> Any:
    """Return the element of the article: the longest that is marked up as one, or else the body."""
    body = root.find(".//body")
    body = root if body is None else body
    marked = root.xpath(
        ".//article | .//main | .//*[@role='main'] | .//*[@id='content'] | .//*[@itemprop='articleBody']"
    )
    longest = max(marked, key=lambda e: lengths.get(e, 0), default=None)
    # A page of cards marks up each card as an article; then none has most of the text, and the body is taken.
    has_most_text = longest is not None and lengths.get(longest, 0) > 0.5 * lengths.get(body, 0)
    return longest if has_most_text else body


def _lengths(root: Any) -> dict[Any, int]:
    """Return the number of characters of text in each element, without scripts and style sheets."""
    lengths: dict[Any, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = 0 if element.tag in ("script", "style") else len(element.text or "")
        lengths[element] = own + sum(lengths.get(child, 0) + len(child.tail or "") for child in element)
    return lengths


def html_blocks(markup: str, sheet: str = "") -> tuple[list[PaperBlock], list[int]]:
    """Return the blocks of a piece of HTML, and the number of words of each passage that it hides.

    sheet: the style sheet of the text around it.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(without_controls(markup).encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return [], []
    if root is None:
        return [], []
    remove_hidden(root, sheet)
    walk = HtmlWalk({})
    walk.read_content(root)
    walk.flush()
    return walk.blocks, hidden_words(root)
