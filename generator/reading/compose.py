"""Composing a Paper from the blocks that a reader found in a file.

Every reader ends here, so that canonical text, sentences and kinds of sections are made in the same way for
all formats.

Example: a block "Seeds were fixed. We used five." under a heading "Methods" is a section with two sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from generator.core.counting import pluralize
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
from generator.reading.announced import announced_kind
from generator.reading.checklists import mark_checklists
from generator.reading.sections import bare_title, section_kind
from generator.reading.smuggled import visible_text
from generator.reading.unspaced_stops import sentences_of

# Kinds of sections in which a paragraph that begins like a statement ("Funding. ...") is not set apart.
_WITHOUT_STATEMENTS = ("front", "abstract", "references", "availability", "back", "furniture")

Box = tuple[float, float, float, float]


class Span(NamedTuple):
    """The place in the source of the characters ``start:end`` of a block's text.

    page: number of the page, from 1. box: on that page, in points from its top left corner. element: id of
    an element of the source.
    """

    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True)
class BlockLink:
    """A link on the characters ``start:end`` of a block's text."""

    start: int
    end: int
    url: str


BlockRole = Literal["heading", "title", "box", "box end"] | Role


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """A heading or a paragraph in reading order.

    role: ``heading`` starts a section of ``level`` (1 is the top), and so does ``title``, the title of the
    paper, which is a paragraph of that section. Behind a box (``box``, ``box end``; both without text) the
    section around it goes on. text: one line per item of a list or row of a table;
    otherwise without line breaks. kind of a heading: the section's kind, if the source states it (JATS
    ``sec-type``). kind of a paragraph: set if it differs from that of the section around it (front matter, an
    abstract without a heading); the paragraph then becomes an untitled section. spans: in the order of the
    text, without overlap. header: of a table.
    """

    role: BlockRole
    text: str
    level: int = 1
    kind: SectionKind | None = None
    spans: tuple[Span, ...] = ()
    links: tuple[BlockLink, ...] = ()
    header: Header = NO_HEADER


@dataclass(frozen=True, slots=True)
class PaperFile:
    """The file of a paper, and what it says besides the text.

    id: of the paper. format: of the file. source: the file's name without its folder. metadata: what the file
    says about the paper. pages: number of pages of a PDF; None for other formats.
    """

    id: str
    format: Format
    source: str
    metadata: Metadata
    pages: int | None = None


def compose(
    file: PaperFile,
    blocks: Iterable[PaperBlock],
    *,
    furniture: Sequence[PaperBlock] = (),
    warnings: Sequence[str] = (),
) -> Paper:
    """Return the paper that consists of ``blocks``, with ``furniture`` as a last section.

    Invisible characters, which could carry hidden text, are left out; a warning says how many.
    """
    canonical = _CanonicalText()
    unseen: list[int] = []
    walk = _SectionWalk(canonical)
    for block in blocks:
        walk.add(_as_visible(block, unseen))
    walk.close()
    sections = walk.sections
    if furniture:
        visible = (_as_visible(block, unseen) for block in furniture)
        rows = tuple(_paragraph(block, canonical) for block in visible if block.text.strip())
        if rows:
            sections.append(Section("furniture", "", 1, rows))
    metadata = file.metadata
    visible_title, abstract = visible_text(metadata.title), visible_text(metadata.abstract)
    metadata = replace(metadata, title=visible_title.text) if visible_title else metadata
    left_out = [f"{pluralize(sum(unseen), 'hidden character')} left out"] if sum(unseen) else []
    return Paper(
        id=file.id,
        format=file.format,
        source=file.source,
        metadata=replace(metadata, abstract=abstract.text) if abstract else metadata,
        text=canonical.text,
        sections=tuple(mark_checklists(_merged(sections, walk.apart), canonical.text)),
        pages=file.pages,
        warnings=(*warnings, *left_out),
    )


class _Place(NamedTuple):
    """A section while it is open. above: levels and kinds of the headings over it, with its own."""

    above: tuple[tuple[int, SectionKind], ...] = ()
    title: str = ""
    level: int = 1
    kind: SectionKind = "front"


class _SectionWalk:
    """Divides blocks into sections. apart: the indices of those that go on behind a box."""

    def __init__(self, canonical: _CanonicalText) -> None:
        self.sections: list[Section] = []
        self.apart: set[int] = set()
        self._canonical = canonical
        self._paragraphs: list[Paragraph] = []
        self._here = _Place()
        self._boxed: list[_Place] = []  # the sections around the boxes around the current place
        self._goes_on = False  # whether the section is one that goes on behind a box

    def add(self, block: PaperBlock) -> None:
        """Add a block to the section that it belongs to, or start one."""
        if block.role == "box":
            self._boxed.append(self._here)
        elif block.role == "box end":
            if self._boxed:
                self._leave_box(self._boxed.pop())
        elif text := block.text.strip():
            if block.role in ("heading", "title"):
                self._heading(block, re.sub(r"\s+", " ", text))
            else:
                self._paragraph(block, text)

    def close(self) -> None:
        """End the section, unless nothing of it came behind a box."""
        here = self._here
        if self._paragraphs or (here.title and not self._goes_on):
            self.sections.append(Section(here.kind, here.title, here.level, tuple(self._paragraphs)))
            self._paragraphs.clear()

    def _heading(self, block: PaperBlock, title: str) -> None:
        self.close()
        around = self._boxed[-1] if self._boxed else None
        above, level = list(self._here.above), block.level
        depth = len(around.above) if around else 0  # a heading in a box ends no section around it
        while len(above) > depth and above[-1][0] >= level:
            above.pop()
        if around:
            level = max(level, around.level + bool(around.title))
        kind = block.kind or section_kind(title, above[-1][1] if above else None)
        is_title = block.role == "title"
        self._here = _Place((*above, (level, kind)), "" if is_title else title, level, kind)
        self._goes_on = False
        if is_title:
            # A paragraph too: "a randomised trial" in the title answers a question.
            self._paragraphs.append(_paragraph(replace(block, role="prose"), self._canonical))
        else:
            self._canonical.paragraph(title)

    def _paragraph(self, block: PaperBlock, text: str) -> None:
        here, own = self._here, block.kind
        if own is None and block.role == "prose" and here.kind not in _WITHOUT_STATEMENTS:
            own = announced_kind(text)
        if own is not None and own != here.kind:
            self.close()
            self._here = here._replace(title="", kind=own)
        elif own is None and not here.title and here.above and here.kind != here.above[-1][1]:
            # The section around a paragraph of another kind continues after it.
            self.close()
            level, kind = here.above[-1]
            self._here = here._replace(level=level, kind=kind)
        self._paragraphs.append(_paragraph(block, self._canonical))

    def _leave_box(self, before: _Place) -> None:
        here = self._here
        if (here.above, here.title, here.level) != (before.above, before.title, before.level):
            self.close()
            self._here, self._goes_on = before, True
            self.apart.add(len(self.sections))


class _CanonicalText:
    """The growing canonical text."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def paragraph(self, text: str) -> int:
        """Append ``text`` after a blank line, and return its offset."""
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


def _paragraph(block: PaperBlock, canonical: _CanonicalText) -> Paragraph:
    """Append a block to the canonical text, and return it as a paragraph of sentences, rows or items."""
    role = block.role
    assert role != "heading"
    assert role != "title"
    assert role != "box"
    assert role != "box end"
    by_line = role in ("table", "list")
    lines = ((m.start(), m.end()) for m in re.finditer(r"\S[^\n]*(?<=\S)", block.text))
    spans = list(lines) if by_line else sentences_of(block.text)
    # Canonical white space: one blank between words, and one blank or line break between sentences.
    pieces = [" ".join(block.text[a:b].split()) for a, b in spans]
    start = canonical.paragraph(("\n" if by_line else " ").join(pieces))
    sentences = []
    for (a, b), piece in zip(spans, pieces, strict=True):
        page, box, element = _place(block.spans, a, b)
        links = tuple(dict.fromkeys(x.url for x in block.links if x.start < b and x.end > a))
        sentences.append(Sentence(piece, start, start + len(piece), page, box, element, links))
        start += len(piece) + 1
    return Paragraph(role, tuple(sentences), block.header)


def _as_visible(block: PaperBlock, unseen: list[int]) -> PaperBlock:
    """Return the block without invisible characters, and append their number to ``unseen``.

    Spans and links keep their words.
    """
    visible = visible_text(block.text)
    if visible is None:
        return block
    unseen.append(visible.hidden_count)
    new = visible.offsets
    return replace(
        block,
        text=visible.text,
        spans=tuple(span._replace(start=new[span.start], end=new[span.end]) for span in block.spans),
        links=tuple(replace(link, start=new[link.start], end=new[link.end]) for link in block.links),
    )


def _place(spans: Sequence[Span], start: int, end: int) -> tuple[int | None, Box | None, str | None]:
    """Return page, box and element of the characters ``start:end``.

    The box of a sentence that continues in another column or on another page covers only its beginning:
    a box around both columns would mark half a page.
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
            break  # above the previous line, so in the next column
        else:
            box = (
                min(box[0], span.box[0]),
                min(box[1], span.box[1]),
                max(box[2], span.box[2]),
                max(box[3], span.box[3]),
            )
        last = span.box
    return page, box, element


def _merged(sections: Sequence[Section], apart: Container[int]) -> list[Section]:
    """Merge each untitled section into the one before it if both have the same kind.

    apart: the indices of those that go on behind a box, of which the section before is a part.
    """
    merged: list[Section] = []
    for index, section in enumerate(sections):
        last = merged[-1] if merged else None
        if (
            index not in apart
            and last is not None
            and not section.title
            and section.kind == last.kind != "furniture"
        ):
            merged[-1] = Section(last.kind, last.title, last.level, last.paragraphs + section.paragraphs)
        else:
            merged.append(section)
    return merged


__all__ = ["BlockLink", "Box", "PaperBlock", "PaperFile", "Span", "bare_title", "compose"]
