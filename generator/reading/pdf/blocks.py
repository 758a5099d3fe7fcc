"""Blocks of a paper from its paragraphs: running text, headings, captions, tables, references."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Literal

from generator.core.paper import SectionKind
from generator.reading.compose import Block, BlockRole, Box, Link, Span
from generator.reading.pdf.code import is_links
from generator.reading.pdf.floats import StandIn, rows_of
from generator.reading.pdf.grids import set_grid
from generator.reading.pdf.lines import Line
from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.reference_parts import leaves_references, reference_headings, unheaded_references
from generator.reading.pdf.references import split_entries
from generator.reading.pdf.text import cells_text, running_text
from generator.reading.pdf.titles import KEYWORDS_MARK
from generator.reading.sections import section_kind

_BULLET = re.compile(r"^(?:[•●▪◦‣∙·■□►➢✓*]\s?|[–—−-]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s|\[\d{1,3}\]\s)")
_LINK_MARK = re.compile(r"(?:\d{1,3}|[*†‡§¶])\s?(?:https?:|www\.)")
_WIDE_BLANK = 0.6  # of the type size; between words of a justified line half of that is usual
_RUN_IN_KINDS = {"availability", "back", "front"}
_STATEMENT_KINDS = {"availability", "back"}

Shown = Callable[[int, Box], Box]


class Setter:
    """Sets lines to text: knows the document's vocabulary, and how boxes lie on the pages as shown."""

    def __init__(self, words: Counter[str], shown: Shown) -> None:
        self.words, self.shown = words, shown
        self.run_in_fonts: set[str] = set()  # of titles of several words that open paragraphs

    def block(
        self, lines: Sequence[Line], role: BlockRole, level: int = 1, kind: SectionKind | None = None
    ) -> Block:
        text, spans, links = running_text(lines, self.words, self.shown)
        return Block(role, text, level, kind, tuple(spans), tuple(links))

    def rows(self, rows: Iterable[Block], role: BlockRole, kind: SectionKind | None = None) -> Block:
        """Blocks as the lines of one."""
        text, spans, links = "", [], []
        for row in rows:
            if text:
                text += "\n"
            at = len(text)
            spans += [Span(s.start + at, s.end + at, s.page, s.box) for s in row.spans]
            links += [Link(x.start + at, x.end + at, x.url) for x in row.links]
            text += row.text
        return Block(role, text, 1, kind, tuple(spans), tuple(links))

    def grid(self, lines: Sequence[Line], kind: SectionKind | None = None) -> Block:
        """The rows of a table, in columns where these can be told."""
        return set_grid(lines, self.words, self.shown, kind) or self.table(lines, kind)

    def table(self, lines: Sequence[Line], kind: SectionKind | None = None) -> Block:
        """One line a row, cells parted by `` | ``."""
        made = []
        for row in rows_of(lines):
            text, spans, links = cells_text(row, self.words, self.shown)
            made.append(Block("table", text, 1, None, tuple(spans), tuple(links)))
        return self.rows(made, "table", kind)


def blocks_of(pieces: Sequence[Piece], setter: Setter) -> tuple[list[Block], list[Block]]:
    """Blocks in reading order, and those of words that belong to no text (labels of a figure's axes)."""
    pieces = _front_first(pieces)
    lists = reference_headings(pieces)
    start = -1 if lists else unheaded_references(pieces)
    blocks: list[Block] = []
    aside: list[Block] = []
    entries: list[Line] = []
    references_at: int | None = None
    headed: Piece | None = None  # the heading of the references
    level = 1
    inside: SectionKind | Literal[""] = ""
    setter.run_in_fonts = {p.lines[0].words[0].font.name for p in pieces if p.role == "prose" and _run_in(p)}

    def close_references() -> None:
        nonlocal references_at
        if entries:
            items = [setter.block(entry, "list") for entry in split_entries(entries)]
            blocks.append(setter.rows(items, "list", "references"))
            entries.clear()
        references_at = None

    for index, piece in enumerate(pieces):
        if index == start:
            references_at, inside = len(blocks), "references"
        if piece.role in ("heading", "title"):
            if references_at is not None and not leaves_references(piece, headed):
                entries.extend(piece.lines)
                continue
            if references_at is not None and headed is not None:
                piece.level = min(piece.level, headed.level)
            close_references()
            kind: SectionKind | None = "front" if piece.role == "title" else piece.kind
            blocks.append(setter.block(piece.lines, "heading", piece.level, kind))
            level, inside = piece.level, kind or section_kind(blocks[-1].text)
            if inside == "references" and id(piece) in lists:
                references_at, headed = len(blocks) - 1, piece
            continue
        if references_at is not None and piece.role != "float":
            entries.extend(piece.lines)
            continue
        made = _set(piece, setter, aside, level, inside)
        if references_at is not None:
            # A figure among the references belongs to the text before them.
            blocks[references_at:references_at] = made
            references_at += len(made)
        else:
            blocks.extend(made)
            for block in made:
                if block.role == "heading" and block.level == 1:
                    inside = block.kind or section_kind(block.text)
    close_references()
    return _lists(_levelled(blocks)), aside


def _levelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings without gaps between their levels: below one of the first stand those of the second."""
    above: list[tuple[int, int]] = []  # levels of the headings around: as found, as given
    for block in blocks:
        if block.role != "heading":
            yield block
            continue
        while above and above[-1][0] >= block.level:
            above.pop()
        given = above[-1][1] + 1 if above else 1
        above = [] if block.kind == "front" else [*above, (block.level, given)]
        yield dataclasses.replace(block, level=given)


def _set(piece: Piece, setter: Setter, aside: list[Block], level: int, inside: str) -> list[Block]:
    kind = piece.kind
    if piece.role == "float":
        return _float(piece, setter, aside)
    if piece.role == "table":
        return [setter.grid(piece.lines, kind)]
    if piece.role == "note" and is_links(piece.text):
        starts = [i for i, x in enumerate(piece.lines) if _LINK_MARK.match(x.text)]
        ends = [*starts[1:], len(piece.lines)]
        notes = [piece.lines[a:b] for a, b in zip([0, *starts[1:]], ends, strict=False)]
        return [setter.rows([setter.block(x, "list") for x in notes], "list", kind)]
    if piece.role in ("formula", "item"):
        return [setter.block(piece.lines, "list", kind=kind)]
    if piece.role == "code":
        return [setter.rows([setter.block(row, "list") for row in rows_of(piece.lines)], "list", kind)]
    if piece.role in ("box title", "float note"):
        return [setter.block(piece.lines, "caption", kind=kind)]
    if piece.role == "label":
        made = setter.table(piece.lines)
        if _wordy(made.text):
            return [made]
        aside.append(made)
        return []
    if kind == "front" and not any(c.isalnum() for c in piece.text):
        aside.append(setter.table(piece.lines))
        return []
    lead = _run_in(piece, setter.run_in_fonts)
    if lead is None or kind == "front":
        block = setter.block(piece.lines, "prose", kind=kind)
        if (
            _BULLET.match(block.text)
            and len(block.text) < 250
            and not re.search(r"[a-z)]\. [A-Z]", block.text)
        ):
            return [setter.block(piece.lines, "list", kind=kind)]
        return [block]
    head, rest = lead
    title = setter.block(head, "heading")
    named = section_kind(title.text)
    if named == "other" and inside in _STATEMENT_KINDS:
        return [setter.block(piece.lines, "prose", kind=kind)]  # a name and what its bearer did
    if kind == "abstract" or inside == "abstract":
        own: SectionKind | None = "abstract"
        depth = level + 1
    else:
        own = None
        within = ("availability", "methods", "results")
        depth = 1 if named in _RUN_IN_KINDS and inside not in within else level + 1
        if named in _RUN_IN_KINDS and inside in _RUN_IN_KINDS:
            depth = level
    heading = Block("heading", title.text, depth, own, title.spans, title.links)
    return [heading, setter.block(rest, "prose", kind=kind)]


def _float(piece: Piece, setter: Setter, aside: list[Block]) -> list[Block]:
    stand_in = piece.lines[0]
    assert isinstance(stand_in, StandIn)
    caption = setter.block(stand_in.float_.caption, "caption")
    if not stand_in.float_.content:
        return [caption]
    if stand_in.float_.kind == "table":
        content = setter.grid(stand_in.float_.content)
        notes = stand_in.float_.notes
        return [caption, content, *([setter.block(notes, "caption")] if notes else [])]
    content = setter.table(stand_in.float_.content)
    if _wordy(content.text):
        return [content, caption]
    aside.append(content)
    return [caption]


def _wordy(text: str) -> bool:
    """Whether labels say something beyond ticks and panel letters."""
    return len(re.findall(r"[^\W\d_]{3,}", text)) >= 4


def _run_in(piece: Piece, fonts: Container[str] = ()) -> tuple[list[Line], list[Line]] | None:
    """The bold words that open a paragraph like a heading, and the rest of it; None where there are none.

    fonts: of such titles of the paper. One word ("Measures.") is a title only in one of them.
    """
    first = piece.lines[0]
    if not first.words[0].font.bold or piece.bold > 0.6:
        return None
    words = 0
    head: list[Line] = []
    for number, line in enumerate(piece.lines[:2]):
        count = 0
        for word in line.words:
            if not word.font.bold:
                break
            count += 1
        words += count
        if count:
            head.append(Line(line.words[:count], line.page) if count < len(line.words) else line)
        if count < len(line.words):
            tail = [Line(line.words[count:], line.page), *piece.lines[number + 1 :]]
            break
    else:
        return None
    text = " ".join(x.text for x in head).strip()
    rest = " ".join(x.text for x in tail)
    if (
        words > 18
        or len(text) > 130
        or not sum(c.isalpha() for c in text) >= 3
        or (not text[0].isupper() and not text[0].isdigit())
    ):
        return None
    if (
        not (text.endswith((".", ":", "—", "–")) or rest[:1] in ":—–." or _set_apart(head[-1], tail[0]))
        or len(rest) < 25
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
        return None if len(rest) < 28 else (head, tail)
    return head, tail


def _set_apart(head: Line, tail: Line) -> bool:
    """Whether a blank as wide as two parts a title from the text behind it, as LaTeX sets it."""
    same_line = abs(head.y - tail.y) < 0.2 * head.size
    return same_line and tail.text[:1].isupper() and tail.x0 - head.x1 > _WIDE_BLANK * head.size


def _front_first(pieces: Sequence[Piece]) -> list[Piece]:
    """Front matter that stands among the text of the first page (notes at its foot, boxes in its
    margin) before that text; keywords and what stands in a later column stay where they are."""
    if not pieces:
        return []
    first = pieces[0].page
    start = next((i for i, p in enumerate(pieces) if p.kind != "front"), len(pieces))
    middle = max(p.x1 for p in pieces if p.page == first) / 2
    late = [
        p
        for p in pieces[start:]
        if p.page == first
        and p.kind == "front"
        and p.role != "heading"
        and not KEYWORDS_MARK.match(p.text)
        and p.x0 < middle
    ]
    moved = {id(p) for p in late}
    return [*pieces[:start], *late, *(p for p in pieces[start:] if id(p) not in moved)]


def _lists(blocks: Iterable[Block]) -> list[Block]:
    """Items that follow one another as one list."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if last is not None and block.role == last.role == "list" and block.kind == last.kind != "references":
            at = len(last.text) + 1
            result[-1] = Block(
                "list",
                f"{last.text}\n{block.text}",
                1,
                last.kind,
                (*last.spans, *(Span(s.start + at, s.end + at, s.page, s.box) for s in block.spans)),
                (*last.links, *(Link(x.start + at, x.end + at, x.url) for x in block.links)),
            )
        else:
            result.append(block)
    return result
