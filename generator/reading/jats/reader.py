"""JATS XML, and XML of the older NLM DTD -> Paper.

The file is not trusted: no DTD is loaded, no entity replaced, nothing fetched. Peer reviews and translations
in the same file (``sub-article``, ``response``) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.core.paper import Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.reading.decoding import file_bytes
from generator.reading.jats.blocks import block, content, section
from generator.reading.jats.front import article_meta, front_blocks, keyword_blocks, metadata
from generator.reading.jats.statements import statements
from generator.reading.unseen import hidden_warning, remove_hidden
from generator.reading.xml_tree import child, children, name_of
from generator.storage.xml_file import xml_root

# A body with fewer words that refers to the full text elsewhere is a notice, not a paper.
_MAX_NOTICE_WORDS = 60
_NOTICE = re.compile(
    r"\bfull[ -]?text\b|\bprintable copy\b|\bscanned\b|\bsubscri(?:be|ption)|\bpurchase\b", re.IGNORECASE
)
_BODY_KINDS = ("introduction", "methods", "results", "discussion", "other")


def read_jats(path: Path, *, id: str) -> Paper:
    """Read the article in the JATS file ``path``. Raises UnreadablePaper if it contains none, or no text."""
    data = file_bytes(path)
    article = _article(data, path)
    hidden = hidden_warning(remove_hidden(article))
    paper = compose(PaperFile(id, "jats", path.name, metadata(article)), _blocks(article))
    paper = replace(paper, warnings=(*paper.warnings, *hidden, *_missing_text_warnings(article, paper)))
    if not paper.sentences:
        raise UnreadablePaper(
            "is a JATS article without any text", path, "export it again with its full text"
        )
    return paper


def _article(data: bytes, path: Path) -> Any:
    """Return the only article of the file. Raises UnreadablePaper if it has none, or several."""
    root = xml_root(data, path, "export the article again, or repair that line")
    articles = [root] if name_of(root) == "article" else [e for e in root.iter() if name_of(e) == "article"]
    # Other formats of publishers have an ``article`` too, but only that of JATS has a ``front``.
    complete = [a for a in articles if child(a, "front", "front-stub") is not None]
    if len(complete) > 1:
        raise UnreadablePaper(
            f"holds {len(complete)} articles", path, "give one file each: a paper has one set of answers"
        )
    if complete:
        return complete[0]
    reason = "its <article> has no <front>" if articles else f"its root is <{name_of(root)}>"
    raise UnreadablePaper(
        f"is XML but not a JATS article ({reason})", path, "give the JATS XML, HTML or PDF of the paper"
    )


def _missing_text_warnings(article: Any, paper: Paper) -> Iterator[str]:
    """Yield a warning if the article has only an abstract: "not reported" then means nothing."""
    body = child(article, "body")
    words = [] if body is None else "".join(body.itertext()).split()
    if len(words) > _MAX_NOTICE_WORDS or any(
        s.kind in _BODY_KINDS for s in paper.sections if not words and s.paragraphs
    ):
        return
    if words and not _NOTICE.search(" ".join(words)):
        return
    holds = "an abstract" if any(x.kind == "abstract" for x in paper.sections) else "a title and notes"
    yield f"holds only {holds}; a question not answered there says nothing about the paper"


def _blocks(article: Any) -> Iterator[PaperBlock]:
    """Yield all blocks of an article in reading order."""
    meta = article_meta(article)
    yield from front_blocks(article)
    for abstract in children(meta, "abstract", "trans-abstract"):
        yield from section(abstract, 1, kind="abstract", forced=True)
    yield from keyword_blocks(article)
    body = child(article, "body")
    if body is not None:
        yield from content(body, 1, kind="other")
    for floating in children(article, "floats-group", "floats-wrap"):
        yield from block(floating, 1, "other")
    yield from statements(article)
    back = child(article, "back")
    if back is not None:
        yield from content(back, 1, kind="back")
