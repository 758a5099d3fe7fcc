"""JATS XML (and the NLM DTD before it) -> Paper.

The file is never trusted: no DTD is loaded, no entity replaced, nothing fetched. Peer reviews
and translations that travel in the same file (``sub-article``, ``response``) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from generator.core.paper import Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, PaperFile, compose
from generator.reading.decoding import file_bytes
from generator.reading.inline import Inline
from generator.reading.jats.blocks import (
    AVAILABILITY,
    block,
    content,
    heading,
    note_kind,
    paragraph,
    paragraphs,
    section,
    supplement,
)
from generator.reading.jats.front import front_blocks, keyword_blocks, metadata
from generator.reading.jats.inline import child, children, descend, name_of, plain, write


def read_jats(path: Path, *, id: str) -> Paper:
    """The article in the JATS file ``path``. Raises UnreadablePaper where there is none."""
    data = file_bytes(path)
    article = _article(data, path)
    paper = compose(PaperFile(id, "jats", path.name, metadata(article)), _blocks(article))
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


def _blocks(article: Any) -> Iterator[Block]:
    """All blocks of an article in the order in which it is read."""
    meta = descend(article, "front", "article-meta")
    yield from front_blocks(article)
    for abstract in children(meta, "abstract", "trans-abstract"):
        yield from section(abstract, 1, kind="abstract", forced=True)
    yield from keyword_blocks(article)
    body = child(article, "body")
    if body is not None:
        yield from content(body, 1, kind="other")
    for part in child(article, "floats-group", "floats-wrap") or ():
        yield from block(part, 1, "other")
    if meta is not None:
        yield from _statements(meta)
    back = child(article, "back")
    if back is not None:
        yield from content(back, 1, kind="back")


def _statements(meta: Any) -> Iterator[Block]:
    """Notes on the authors, funding and data availability: kept in the front, printed at the end."""
    for note in [n for notes in children(meta, "author-notes") for n in children(notes, "fn", "p")]:
        yield from paragraphs(note, note_kind(note))
    for group in children(meta, "funding-group"):
        statements = children(group, "funding-statement")
        for statement in statements:
            yield from paragraph(statement, "back")
        if not statements:
            lines = Inline()
            for award in children(group, "award-group"):
                lines.newline()
                write(award, lines, [])
            yield lines.block("list", kind="back")
    for group in children(meta, "custom-meta-group", "custom-meta-wrap"):
        for custom in children(group, "custom-meta"):
            name, value = plain(child(custom, "meta-name")), child(custom, "meta-value")
            if AVAILABILITY.search(name) and value is not None:
                yield from heading(name, 1, "availability", custom.get("id"))
                yield from paragraph(value, None, custom.get("id"))
    for part in children(meta, "supplementary-material"):
        yield from supplement(part, "availability")
