"""Blocks, as a reader found them in a file, composed to a Paper.

Every reader ends here, so that the canonical text, the sentences and the kinds of section are
made in one way for all formats.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.core.counting import counted
from generator.core.formats import Format
from generator.core.paper import (
    NO_HEADER,
    Header,
    Metadata,
    Paper,
    Paragraph,
    Role,
    Section,
    SectionKind,
    Sentence,
)
from generator.core.sentences import sentence_spans
from generator.reading.announced import announced
from generator.reading.checklists import set_apart
from generator.reading.sections import bare_title, section_kind
from generator.reading.smuggled import shown

# Kinds of section in which no paragraph that begins like a statement stands apart from the rest.
_WITHOUT_STATEMENTS = ("front", "abstract", "references", "availability", "back", "furniture")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Span:
    """Where the characters ``start:end`` of a block's text stand in the source."""

    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link shown by the characters ``start:end`` of a block's text."""

    start: int
    end: int
    url: str


BlockRole = Literal["heading"] | Role


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph in reading order.

    role: ``heading`` starts a section of ``level`` (1 is the top). text: of a list or table, one
    item or row a line; else without line breaks. kind: of a heading, the section's kind where the
    source names it (JATS ``sec-type``); of a paragraph, a kind of its own that sets it apart from
    the section around it (an abstract without a heading, front matter), by which it becomes an
    untitled section. spans: in the order of the text, without overlap. header: of a table.
    """

    role: BlockRole
    text: str
    level: int = 1
    kind: SectionKind | None = None
    spans: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    header: Header = NO_HEADER


@dataclass(frozen=True, slots=True)
class PaperFile:
    """What a reader knows of a paper besides its text.

    id: of the paper. format: of the file that it is read from. source: the file's name, without its folder.
    metadata: what the file says about the paper. pages: how many the file has; None for all but a PDF.
    """

    id: str
    format: Format
    source: str
    metadata: Metadata
    pages: int | None = None


def compose(
    file: PaperFile,
    blocks: Iterable[Block],
    *,
    furniture: Sequence[Block] = (),
    warnings: Sequence[str] = (),
) -> Paper:
    """Return the paper that these blocks make; furniture comes last in its text, out of the way.

    Signs that show nothing, and can hold a text of their own, are left out and counted.
    """
    canonical = _CanonicalText()
    unseen: list[int] = []
    sections: list[Section] = []
    open_: list[tuple[int, SectionKind]] = []  # levels and kinds of the titles above
    title, level = "", 1
    kind: SectionKind = "front"
    paragraphs: list[Paragraph] = []

    def close() -> None:
        if paragraphs or title:
            sections.append(Section(kind, title, level, tuple(paragraphs)))
            paragraphs.clear()

    for block in (_as_shown(block, unseen) for block in blocks):
        text = block.text.strip()
        if not text:
            continue
        if block.role == "heading":
            close()
            while open_ and open_[-1][0] >= block.level:
                open_.pop()
            parent = open_[-1][1] if open_ else None
            title, level = re.sub(r"\s+", " ", text), block.level
            kind = block.kind or section_kind(title, parent)
            open_.append((level, kind))
            canonical.paragraph(title)
            continue
        own = block.kind
        if own is None and block.role == "prose" and kind not in _WITHOUT_STATEMENTS:
            own = announced(text)
        if own is not None and own != kind:
            close()
            title, kind = "", own
        elif own is None and not title and open_ and kind != open_[-1][1]:
            # Back from a paragraph that was set apart: the section around it goes on.
            close()
            level, kind = open_[-1]
        paragraphs.append(_paragraph(block, canonical))
    close()
    if furniture:
        around = (_as_shown(block, unseen) for block in furniture)
        rows = tuple(_paragraph(block, canonical) for block in around if block.text.strip())
        if rows:
            sections.append(Section("furniture", "", 1, rows))
    said = file.metadata
    named, abstract = shown(said.title), shown(said.abstract)
    said = replace(said, title=named.text) if named else said
    left_out = [f"{counted(sum(unseen), 'hidden character')} left out"] if sum(unseen) else []
    return Paper(
        id=file.id,
        format=file.format,
        source=file.source,
        metadata=replace(said, abstract=abstract.text) if abstract else said,
        text=canonical.text,
        sections=tuple(set_apart(_merged(sections), canonical.text)),
        pages=file.pages,
        warnings=(*warnings, *left_out),
    )


class _CanonicalText:
    """The growing canonical text."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def paragraph(self, text: str) -> int:
        """Append ``text`` after a blank line; return the offset at which it starts."""
        if self._pieces:
            self._append("\n\n")
        start = self._length
        self._append(text)
        return start

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    @property
    def text(self) -> str:
        return "".join(self._pieces)


def _paragraph(block: Block, canonical: _CanonicalText) -> Paragraph:
    role = block.role
    assert role != "heading"
    by_line = role in ("table", "list")
    spans = _line_spans(block.text) if by_line else sentence_spans(block.text)
    # White space between sentences is made canonical, and with it every line break within one.
    pieces = [" ".join(block.text[a:b].split()) for a, b in spans]
    start = canonical.paragraph(("\n" if by_line else " ").join(pieces))
    sentences = []
    for (a, b), piece in zip(spans, pieces, strict=True):
        page, box, element = _place(block.spans, a, b)
        links = tuple(dict.fromkeys(x.url for x in block.links if x.start < b and x.end > a))
        sentences.append(Sentence(piece, start, start + len(piece), page, box, element, links))
        start += len(piece) + 1
    return Paragraph(role, tuple(sentences), block.header)


def _as_shown(block: Block, unseen: list[int]) -> Block:
    """The block as its readers see it; what is linked or placed in it moves with its text."""
    seen = shown(block.text)
    if seen is None:
        return block
    unseen.append(seen.hidden)
    moved = seen.moved
    return replace(
        block,
        text=seen.text,
        spans=tuple(replace(span, start=moved[span.start], end=moved[span.end]) for span in block.spans),
        links=tuple(replace(link, start=moved[link.start], end=moved[link.end]) for link in block.links),
    )


def _line_spans(text: str) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in re.finditer(r"\S[^\n]*(?<=\S)", text)]


def _place(spans: Sequence[Span], start: int, end: int) -> tuple[int | None, Box | None, str | None]:
    """Page, box and element of the characters ``start:end``.

    Of a sentence that goes on in another column or on another page, the box holds the part where
    it begins: a box over both columns would mark half a page.
    """
    first = bisect_right(spans, start, key=lambda s: s.end)
    touched = [
        s
        for s in spans[first : bisect_left(spans, end, key=lambda s: s.start)]
        if s.start < end and s.end > start
    ]
    if not touched:
        return None, None, None
    page, element = touched[0].page, next((s.element for s in touched if s.element), None)
    box: Box | None = None
    last: Box | None = None
    for span in touched:
        if span.page != page:
            break
        if span.box is None:
            continue
        if box is None or last is None:
            box = span.box
        elif span.box[3] <= last[1]:
            break  # above the line before: the next column
        else:
            box = (
                min(box[0], span.box[0]),
                min(box[1], span.box[1]),
                max(box[2], span.box[2]),
                max(box[3], span.box[3]),
            )
        last = span.box
    return page, box, element


def _merged(sections: Sequence[Section]) -> list[Section]:
    """Sections, where an untitled one that follows another of its kind is part of it."""
    merged: list[Section] = []
    for section in sections:
        last = merged[-1] if merged else None
        if last is not None and not section.title and section.kind == last.kind != "furniture":
            merged[-1] = Section(last.kind, last.title, last.level, last.paragraphs + section.paragraphs)
        else:
            merged.append(section)
    return merged


__all__ = ["Block", "Box", "Link", "PaperFile", "Span", "bare_title", "compose"]
