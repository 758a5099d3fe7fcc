"""Blocks of a paper from its paragraphs: running text, headings, captions, tables, references.

>>> bool(_BULLET.match("(ii) lamps")), bool(_LINK_MARK.match("3 https://example.org"))
(True, True)
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from generator.core.paper import SectionKind
from generator.reading.compose import BlockLink, BlockRole, PaperBlock, Span
from generator.reading.pdf.floats import FloatPlaceholder, rows_of
from generator.reading.pdf.frame import Box
from generator.reading.pdf.grids import grid_block
from generator.reading.pdf.paragraph_text import ToShown, cells_text, running_text
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.program_code import is_links
from generator.reading.pdf.reference_parts import leaves_references, reference_headings, unheaded_references
from generator.reading.pdf.references import split_entries
from generator.reading.pdf.section_titles import KEYWORDS_MARK
from generator.reading.pdf.text_lines import TextLine
from generator.reading.sections import section_kind

_BULLET = re.compile(r"^(?:[•●▪◦‣∙·■□►➢✓*]\s?|[–—−-]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s|\[\d{1,3}\]\s)")
_LINK_MARK = re.compile(r"(?:\d{1,3}|[*†‡§¶])\s?(?:https?:|www\.)")
# Titles that run into their paragraph: "Results. We found ...".
_WIDE_BLANK = 0.6  # type sizes behind one; between words of a justified line half of that is usual
_SAME_LINE = 0.2  # type sizes by which the baselines of title and text may differ
_MAX_BOLD = 0.6  # share of the paragraph's characters
_MAX_TITLE_WORDS, _MAX_TITLE_CHARS, _MIN_TITLE_LETTERS = 18, 130, 3
_MIN_TEXT_CHARS = 25  # characters of the text behind it
_MIN_TEXT_CHARS_WITH_SIGN = 28  # the same where a colon, dash or stop opens the text
_MAX_ITEM_CHARS = 250  # characters of an item of a list
_MIN_LABEL_WORDS = 4  # words of labels that say something beyond ticks and panel letters
_RUN_IN_KINDS = {"availability", "back", "front"}
_STATEMENT_KINDS = {"availability", "back"}


class BlockBuilder:
    """Makes blocks of lines.

    words: how often the document has each word. shown: converts boxes to pages as shown. rules: for each
    page, the boxes of its thin level shapes. run_in_fonts: fonts of titles of several words that open
    paragraphs.
    """

    def __init__(
        self, words: Counter[str], shown: ToShown, rules: Mapping[int, Sequence[Box]] | None = None
    ) -> None:
        self.words, self.shown, self.rules = words, shown, rules or {}
        self.run_in_fonts: set[str] = set()

    def block(
        self, lines: Sequence[TextLine], role: BlockRole, level: int = 1, kind: SectionKind | None = None
    ) -> PaperBlock:
        """Return running text as a block."""
        text, spans, links = running_text(lines, self.words, self.shown)
        return PaperBlock(role, text, level, kind, tuple(spans), tuple(links))

    def rows(
        self, rows: Iterable[PaperBlock], role: BlockRole, kind: SectionKind | None = None
    ) -> PaperBlock:
        """Return several blocks as the lines of one."""
        text, spans, links = "", [], []
        for row in rows:
            if text:
                text += "\n"
            at = len(text)
            spans += [Span(s.start + at, s.end + at, s.page, s.box) for s in row.spans]
            links += [BlockLink(x.start + at, x.end + at, x.url) for x in row.links]
            text += row.text
        return PaperBlock(role, text, 1, kind, tuple(spans), tuple(links))

    def grid(self, lines: Sequence[TextLine], kind: SectionKind | None = None) -> PaperBlock:
        """Return the rows of a table, in columns if these can be found."""
        rules = self.rules.get(lines[0].page, ()) if lines else ()
        return grid_block(lines, self.words, self.shown, kind, rules) or self.table(lines, kind)

    def table(self, lines: Sequence[TextLine], kind: SectionKind | None = None) -> PaperBlock:
        """Return a block of one line a row, with `` | `` between cells."""
        row_blocks = []
        for row in rows_of(lines):
            text, spans, links = cells_text(row, self.words, self.shown)
            row_blocks.append(PaperBlock("table", text, 1, None, tuple(spans), tuple(links)))
        return self.rows(row_blocks, "table", kind)


def blocks_of(
    paragraphs: Sequence[ParagraphBuilder], builder: BlockBuilder
) -> tuple[list[PaperBlock], list[PaperBlock]]:
    """Return blocks in reading order, and those that belong to no text (labels of a figure's axes)."""
    paragraphs = _front_first(paragraphs)
    lists = reference_headings(paragraphs)
    start = -1 if lists else unheaded_references(paragraphs)
    blocks: list[PaperBlock] = []
    aside: list[PaperBlock] = []
    entries: list[TextLine] = []
    references_at: int | None = None
    headed: ParagraphBuilder | None = None  # the heading of the references
    level = 1
    inside: SectionKind | Literal[""] = ""
    builder.run_in_fonts = {
        p.lines[0].words[0].font.name for p in paragraphs if p.role == "prose" and _run_in(p)
    }

    def close_references() -> None:
        nonlocal references_at
        if entries:
            items = [builder.block(entry, "list") for entry in split_entries(entries)]
            blocks.append(builder.rows(items, "list", "references"))
            entries.clear()
        references_at = None

    for index, paragraph in enumerate(paragraphs):
        if index == start:
            references_at, inside = len(blocks), "references"
        if paragraph.role in ("heading", "title"):
            if references_at is not None and not leaves_references(paragraph, headed):
                entries.extend(paragraph.lines)
                continue
            if references_at is not None and headed is not None:
                paragraph.level = min(paragraph.level, headed.level)
            close_references()
            is_title = paragraph.role == "title"
            kind: SectionKind | None = "front" if is_title else paragraph.kind
            role: BlockRole = "title" if is_title else "heading"
            blocks.append(builder.block(paragraph.lines, role, paragraph.level, kind))
            level, inside = paragraph.level, kind or section_kind(blocks[-1].text)
            if inside == "references" and id(paragraph) in lists:
                references_at, headed = len(blocks) - 1, paragraph
            continue
        if references_at is not None and paragraph.role != "float":
            entries.extend(paragraph.lines)
            continue
        new_blocks = _paragraph_blocks(paragraph, builder, aside, level, inside)
        if references_at is not None:
            # A figure among the references belongs to the text before them.
            blocks[references_at:references_at] = new_blocks
            references_at += len(new_blocks)
        else:
            blocks.extend(new_blocks)
            for block in new_blocks:
                if block.role == "heading" and block.level == 1:
                    inside = block.kind or section_kind(block.text)
    close_references()
    return _lists(_levelled(blocks)), aside


def _levelled(blocks: Iterable[PaperBlock]) -> Iterator[PaperBlock]:
    """Yield the blocks, their headings without gaps between levels: level 2 follows level 1, and so on."""
    above: list[tuple[int, int]] = []  # levels of the headings around: before and after
    for block in blocks:
        if block.role != "heading":
            yield block
            continue
        while above and above[-1][0] >= block.level:
            above.pop()
        level = above[-1][1] + 1 if above else 1
        above = [] if block.kind == "front" else [*above, (block.level, level)]
        yield dataclasses.replace(block, level=level)


def _paragraph_blocks(
    paragraph: ParagraphBuilder, builder: BlockBuilder, aside: list[PaperBlock], level: int, inside: str
) -> list[PaperBlock]:
    """Return the blocks of one paragraph; blocks that belong to no text are added to ``aside``.

    level: of the last heading. inside: kind of the section.
    """
    kind = paragraph.kind
    if paragraph.role == "float":
        return _float(paragraph, builder, aside)
    if paragraph.role == "table":
        return [builder.grid(paragraph.lines, kind)]
    if paragraph.role == "note" and is_links(paragraph.text):
        starts = [i for i, x in enumerate(paragraph.lines) if _LINK_MARK.match(x.text)]
        ends = [*starts[1:], len(paragraph.lines)]
        notes = [paragraph.lines[a:b] for a, b in zip([0, *starts[1:]], ends, strict=False)]
        return [builder.rows([builder.block(x, "list") for x in notes], "list", kind)]
    if paragraph.role in ("formula", "item"):
        return [builder.block(paragraph.lines, "list", kind=kind)]
    if paragraph.role == "code":
        return [builder.rows([builder.block(row, "list") for row in rows_of(paragraph.lines)], "list", kind)]
    if paragraph.role in ("box title", "float note"):
        return [builder.block(paragraph.lines, "caption", kind=kind)]
    if paragraph.role == "label":
        made = builder.table(paragraph.lines)
        if _wordy(made.text):
            return [made]
        aside.append(made)
        return []
    if kind == "front" and not any(c.isalnum() for c in paragraph.text):
        aside.append(builder.table(paragraph.lines))
        return []
    lead = _run_in(paragraph, builder.run_in_fonts)
    if lead is None or kind == "front":
        block = builder.block(paragraph.lines, "prose", kind=kind)
        if (
            _BULLET.match(block.text)
            and len(block.text) < _MAX_ITEM_CHARS
            and not re.search(r"[a-z)]\. [A-Z]", block.text)
        ):
            return [builder.block(paragraph.lines, "list", kind=kind)]
        return [block]
    head, rest = lead
    title = builder.block(head, "heading")
    title_kind = section_kind(title.text)
    if title_kind == "other" and inside in _STATEMENT_KINDS:
        return [builder.block(paragraph.lines, "prose", kind=kind)]  # a name and what its bearer did
    if kind == "abstract" or inside == "abstract":
        own: SectionKind | None = "abstract"
        depth = level + 1
    else:
        own = None
        within = ("availability", "methods", "results")
        depth = 1 if title_kind in _RUN_IN_KINDS and inside not in within else level + 1
        if title_kind in _RUN_IN_KINDS and inside in _RUN_IN_KINDS:
            depth = level
    heading = PaperBlock("heading", title.text, depth, own, title.spans, title.links)
    return [heading, builder.block(rest, "prose", kind=kind)]


def _float(paragraph: ParagraphBuilder, builder: BlockBuilder, aside: list[PaperBlock]) -> list[PaperBlock]:
    """Return caption and content of a figure or table; labels that say nothing go to ``aside``."""
    placeholder = paragraph.lines[0]
    assert isinstance(placeholder, FloatPlaceholder)
    caption = builder.block(placeholder.float_.caption, "caption")
    if not placeholder.float_.content:
        return [caption]
    if placeholder.float_.kind == "table":
        content = builder.grid(placeholder.float_.content)
        notes = [placeholder.float_.notes, *placeholder.float_.side_notes]
        return [caption, content, *(builder.block(note, "caption") for note in notes if note)]
    content = builder.table(placeholder.float_.content)
    if _wordy(content.text):
        return [content, caption]
    aside.append(content)
    return [caption]


def _wordy(text: str) -> bool:
    """Return True if labels say something beyond ticks and panel letters."""
    return len(re.findall(r"[^\W\d_]{3,}", text)) >= _MIN_LABEL_WORDS


def _run_in(
    paragraph: ParagraphBuilder, fonts: Container[str] = ()
) -> tuple[list[TextLine], list[TextLine]] | None:
    """Return the bold words that open a paragraph like a heading, and the rest; None if there are none.

    fonts: of such titles of the paper. One word ("Measures.") is a title only in one of them.
    """
    first = paragraph.lines[0]
    if not first.words[0].font.bold or paragraph.bold > _MAX_BOLD:
        return None
    words = 0
    head: list[TextLine] = []
    for number, line in enumerate(paragraph.lines[:2]):
        count = 0
        for word in line.words:
            if not word.font.bold:
                break
            count += 1
        words += count
        if count:
            head.append(TextLine(line.words[:count], line.page) if count < len(line.words) else line)
        if count < len(line.words):
            tail = [TextLine(line.words[count:], line.page), *paragraph.lines[number + 1 :]]
            break
    else:
        return None
    text = " ".join(x.text for x in head).strip()
    rest = " ".join(x.text for x in tail)
    if (
        words > _MAX_TITLE_WORDS
        or len(text) > _MAX_TITLE_CHARS
        or not sum(c.isalpha() for c in text) >= _MIN_TITLE_LETTERS
        or (not text[0].isupper() and not text[0].isdigit())
    ):
        return None
    if (
        not (text.endswith((".", ":", "—", "–")) or rest[:1] in ":—–." or _is_set_apart(head[-1], tail[0]))
        or len(rest) < _MIN_TEXT_CHARS
        or text.endswith(("Fig.", "et al."))
    ):
        return None
    if KEYWORDS_MARK.match(text):
        return None
    if words == 1 and section_kind(text) == "other":
        plain = text.endswith(".") and text[:-1].isalpha() and text[1:].islower()
        if not plain or first.words[0].font.name not in fonts:
            return None
    if rest[:1] in ":—–.":
        return None if len(rest) < _MIN_TEXT_CHARS_WITH_SIGN else (head, tail)
    return head, tail


def _is_set_apart(head: TextLine, tail: TextLine) -> bool:
    """Return True if a blank as wide as two is between a title and its text, as LaTeX sets it."""
    same_line = abs(head.y - tail.y) < _SAME_LINE * head.size
    return same_line and tail.text[:1].isupper() and tail.x0 - head.x1 > _WIDE_BLANK * head.size


def _front_first(paragraphs: Sequence[ParagraphBuilder]) -> list[ParagraphBuilder]:
    """Return the paragraphs, with front matter among the text of the first page before that text.

    Such are notes at its foot and boxes in its margin. Keywords and paragraphs of a later column stay where
    they are.
    """
    if not paragraphs:
        return []
    first = paragraphs[0].page
    start = next((i for i, p in enumerate(paragraphs) if p.kind != "front"), len(paragraphs))
    middle = max(p.x1 for p in paragraphs if p.page == first) / 2
    late = [
        p
        for p in paragraphs[start:]
        if p.page == first
        and p.kind == "front"
        and p.role != "heading"
        and not KEYWORDS_MARK.match(p.text)
        and p.x0 < middle
    ]
    moved = {id(p) for p in late}
    return [*paragraphs[:start], *late, *(p for p in paragraphs[start:] if id(p) not in moved)]


def _lists(blocks: Iterable[PaperBlock]) -> list[PaperBlock]:
    """Return the blocks, with items that follow one another as one list."""
    result: list[PaperBlock] = []
    for block in blocks:
        last = result[-1] if result else None
        if last is not None and block.role == last.role == "list" and block.kind == last.kind != "references":
            at = len(last.text) + 1
            result[-1] = PaperBlock(
                "list",
                f"{last.text}\n{block.text}",
                1,
                last.kind,
                (*last.spans, *(Span(s.start + at, s.end + at, s.page, s.box) for s in block.spans)),
                (*last.links, *(BlockLink(x.start + at, x.end + at, x.url) for x in block.links)),
            )
        else:
            result.append(block)
    return result
