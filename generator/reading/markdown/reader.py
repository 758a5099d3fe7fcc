"""Markdown as a Paper: CommonMark with tables, and what Pandoc, Quarto and R Markdown add.

Code chunks are kept as lists with one statement a line: they hold seeds and settings that readers of the
source can see. They are never prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.core.counting import pluralize
from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.reading.decoding import Undecodable, decode_text, file_bytes
from generator.reading.front_page import first_page
from generator.reading.html.hidden import hidden_words_warning
from generator.reading.markdown import front_matter
from generator.reading.markdown.comments import split_at_open_comment
from generator.reading.markdown.dialects import section_level, to_commonmark
from generator.reading.markdown.footnotes import Footnotes
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
    text, cut = split_at_open_comment(text)
    if cut:
        more = (*more, f"{pluralize(len(cut.split()), 'word')} behind a comment that nothing closes left out")
    notes = Footnotes(text)
    text = notes.text
    styles = MarkdownStyles(text)
    parse = _Parser(styles, notes)
    walk = MarkdownWalker(styles.sheet, parse.note)
    blocks = [*_front(matter, metadata), *_abstract(matter, parse)]
    level = 1 if metadata.title else section_level(text)
    walk.tokens(parse(text, level))
    for title, part in front_matter.parts(matter):
        walk.tokens(parse(f"{'#' * level} {title}\n\n{part}"))
    body, title = without_title(walk.blocks, metadata.title, printed=bool(metadata.title))
    if title and not metadata.title:
        metadata = metadata.overlaid(Metadata(title=title))
    metadata = first_page(body, metadata.title).overlaid(metadata)
    file = PaperFile(id, "markdown", path.name, metadata)
    paper = compose(
        file,
        [*blocks, *body],
        warnings=(*warnings, *more, *notes.warnings(), *hidden_words_warning([*walk.hidden, *styles.hidden])),
    )
    if not paper.sentences:
        raise UnreadablePaper("holds no text", path, "check that the file was saved completely")
    return paper


class _Parser:
    """Parses Markdown in which styles hide text, and whose notes are apart from it."""

    def __init__(self, styles: MarkdownStyles, notes: Footnotes) -> None:
        from markdown_it import MarkdownIt

        from generator.reading.markdown.parser_rules import add_rules

        self._styles = styles
        self._notes = notes.definitions
        self._read: set[str] = set()
        self._markdown = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
        self._markdown.enable(["table", "strikethrough"])
        add_rules(self._markdown)

    def __call__(self, text: str, part_level: int = 1) -> Sequence[Any]:
        """Return the tokens of ``text``. part_level: as in `to_commonmark`."""
        return self._markdown.parse(
            to_commonmark(text, part_level, self._styles), {"notes": frozenset(self._notes)}
        )

    def note(self, name: str) -> Sequence[Any]:
        """Return the tokens of a note: once, however often the text refers to it."""
        if name in self._read:
            return ()
        self._read.add(name)
        return self(self._notes[name])


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


def _abstract(matter: dict[str, Any], parse: _Parser) -> list[PaperBlock]:
    value = matter.get("abstract")
    if not isinstance(value, str) or not value.strip():
        return []
    walk = MarkdownWalker(note=parse.note)
    walk.tokens(parse(value))
    # A heading inside the abstract must not start a section of the paper.
    return [
        PaperBlock("prose" if b.role == "heading" else b.role, b.text, kind="abstract", links=b.links)
        for b in walk.blocks
    ]
