"""Markdown as a Paper: CommonMark with tables, and what Pandoc, Quarto and R Markdown add.

Code chunks are kept as lists with one statement a line: they hold seeds and settings that readers of the
source can see. They are never prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.reading.decoding import Undecodable, decode_text, file_bytes
from generator.reading.html.hidden import hidden_words_warning
from generator.reading.markdown import front_matter
from generator.reading.markdown.dialects import section_level, to_commonmark
from generator.reading.markdown.hiding_styles import MarkdownStyles
from generator.reading.markdown.walk import MarkdownWalker
from generator.reading.title_heading import without_title

_MAX_NESTING = 50  # levels of lists and quotations in each other


def read_markdown(path: Path, *, id: str) -> Paper:
    """Return the paper in the Markdown file ``path``. Raises UnreadablePaper if there is none."""
    data = file_bytes(path)
    try:
        text, warnings = decode_text(data, records=True)
    except Undecodable as error:
        raise UnreadablePaper(str(error), path, "save it as UTF-8 text") from error
    matter, text, more = front_matter.split(text)
    metadata = front_matter.metadata(matter)
    blocks = [*_front(matter, metadata), *_abstract(matter)]
    styles = MarkdownStyles(text)
    walk = MarkdownWalker(styles.sheet)
    level = 1 if metadata.title else section_level(text)
    walk.tokens(_parsed(text, level, styles))
    for title, part in front_matter.parts(matter):
        walk.tokens(_parsed(f"{'#' * level} {title}\n\n{part}", styles=styles))
    body, title = without_title(walk.blocks, metadata.title, printed=bool(metadata.title))
    if title and not metadata.title:
        metadata = metadata.overlaid(Metadata(title=title))
    file = PaperFile(id, "markdown", path.name, metadata)
    paper = compose(
        file,
        [*blocks, *body],
        warnings=(*warnings, *more, *hidden_words_warning([*walk.hidden, *styles.hidden])),
    )
    if not paper.sentences:
        raise UnreadablePaper("holds no text", path, "check that the file was saved completely")
    return paper


def _parsed(text: str, part_level: int = 1, styles: MarkdownStyles | None = None) -> Sequence[Any]:
    from markdown_it import MarkdownIt

    from generator.reading.markdown.parser_rules import add_rules

    markdown = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    add_rules(markdown)
    return markdown.parse(to_commonmark(text, part_level, styles))


def _front(matter: dict[str, Any], metadata: Metadata) -> list[PaperBlock]:
    names = ", ".join(map(str, metadata.authors))
    keywords = front_matter.keywords(matter)
    subtitle = matter.get("subtitle")
    return [
        PaperBlock("prose", metadata.title, kind="front"),
        PaperBlock("prose", subtitle if isinstance(subtitle, str) else "", kind="front"),
        PaperBlock("list", names, kind="front"),
        PaperBlock("list", f"Keywords: {keywords}" if keywords else "", kind="front"),
    ]


def _abstract(matter: dict[str, Any]) -> list[PaperBlock]:
    value = matter.get("abstract")
    if not isinstance(value, str) or not value.strip():
        return []
    walk = MarkdownWalker()
    walk.tokens(_parsed(value))
    # A heading inside the abstract must not start a section of the paper.
    return [
        PaperBlock("prose" if b.role == "heading" else b.role, b.text, kind="abstract", links=b.links)
        for b in walk.blocks
    ]
