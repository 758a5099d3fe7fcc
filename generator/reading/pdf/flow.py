"""The paragraphs of all pages in reading order, each with its role; nothing is joined yet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.bands import part_band
from generator.reading.pdf.columns import (
    Column,
    Gutter,
    page_gutter,
    reading_order,
    settle_gutter,
    usual_gutter,
)
from generator.reading.pdf.drop_caps import with_drop_caps
from generator.reading.pdf.floats import rows_of, take_floats
from generator.reading.pdf.furniture import Page
from generator.reading.pdf.headings import heading_depth, settle_levels
from generator.reading.pdf.lines import Line
from generator.reading.pdf.paragraphs import Piece, split_column
from generator.reading.pdf.style import BodyStyle
from generator.reading.sections import section_kind

_EQUATION_NUMBER = re.compile(r"^\([A-Z]?\d{1,3}[a-z]?\)$")
# What hangs out to the left of an item: a bullet or its number.
_MARK = re.compile(r"^(?:[•●▪◦‣∙·■□►➢✓*–—−-]|[\[(]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)\]]?)$")
_FIGURE = re.compile(
    r"[(\[]?[<>≤≥±~=]?[-−–+]?(?:\d*[.,])?\d+(?:[-–/](?:\d*\.)?\d+)?%?[)\],;]*|[-–−—]|n/?a", re.I
)
_NUMBERED_NOTE = re.compile(r"^\d{1,2}\s?[A-Z][\w.]*\s\S")
_FULL_LINE = 60  # characters of a paragraph that a footnote may cut
_SECTION = re.compile(r"\d{1,2}\.(?:\d\.?)*\s[A-Z]")
_NOTE_LINES = 14  # of the footnotes of one column
_RUN_IN = 60  # characters of a title that runs in, at most
_FIGURES = 0.7  # share of a row's words that are figures
_FEW_FIGURES = 6  # words from which on that share tells
_NOTE = re.compile(r"^(?:\d{1,2}|[*†‡§¶#∗]+|[a-e])\s?\S")


def pieces_of(pages: Sequence[Page], body: BodyStyle, title: Sequence[Line]) -> list[Piece]:
    """All paragraphs in reading order with their roles; nothing is joined yet."""
    named = {id(x) for x in title}
    pieces: list[Piece] = []
    count = 0
    for page in pages:
        page.lines = with_run_ins(with_drop_caps(page.lines))
    gutters = [page_gutter(page.lines, body) for page in pages]
    usual = usual_gutter(gutters)
    for page, gutter in zip(pages, gutters, strict=True):
        made: list[Piece] = []
        gutter = settle_gutter(gutter, usual, page.lines, body)
        for column in _columns(take_floats(page.lines, body, gutter, title), gutter, body):
            own = split_column(column.lines, column.x0, column.x1)
            if own and not any(id(x) in named for x in column.lines):
                _mark_notes(own, body)
            count += 1
            for piece in own:
                piece.columns.append((page.number, count))
            made.extend(own)
        pieces.extend(_with_title(made, named))
    _classify(pieces, body)
    return pieces


def with_run_ins(lines: Sequence[Line]) -> list[Line]:
    """A bold title and the text behind it, parted by a wide blank, as one line: "Results.   We find"."""
    following: dict[int, Line] = {}
    for first in lines:
        if first.bold < 0.9 or len(first.text) > _RUN_IN or not first.text.endswith((".", ":")):
            continue
        for other in lines:
            near = 0 < other.x0 - first.x1 < 2.2 * first.size and abs(other.y - first.y) < 0.15 * first.size
            if near and other.bold < 0.5 and len(other.text) > _RUN_IN / 2 and id(other) not in following:
                following[id(first)] = other
                break
    gone = {id(x) for x in following.values()}
    return [
        Line([*x.words, *following[id(x)].words], x.page) if id(x) in following else x
        for x in lines
        if id(x) not in gone
    ]


def _columns(lines: Sequence[Line], gutter: Gutter | None, body: BodyStyle) -> list[Column]:
    """The columns of a page in reading order; back matter at its foot has columns of its own."""
    bands = part_band(lines)
    if bands is None:
        return reading_order(lines, gutter)
    return [c for band in bands for c in reading_order(band, page_gutter(band, body) or gutter)]


def _with_title(pieces: list[Piece], named: set[int]) -> list[Piece]:
    """The title's lines as one piece, whatever paragraph they fell into."""
    if not any(id(x) in named for p in pieces for x in p.lines):
        return pieces
    result: list[Piece] = []
    for piece in pieces:
        inside = [x for x in piece.lines if id(x) in named]
        if not inside or piece.role == "float":
            result.append(piece)
            continue
        before = piece.lines[: piece.lines.index(inside[0])]
        after = [x for x in piece.lines[len(before) :] if id(x) not in named]
        if before:
            result.append(Piece(before, piece.x0, piece.x1, piece.first, columns=piece.columns))
        if result and result[-1].role == "title":
            result[-1].lines.extend(inside)
        else:
            result.append(
                Piece(inside, piece.x0, piece.x1, role="title", level=1, kind="front", columns=piece.columns)
            )
        if after:
            result.append(Piece(after, piece.x0, piece.x1, columns=piece.columns))
    return result


def _mark_notes(pieces: list[Piece], body: BodyStyle) -> None:
    """Footnotes: the last paragraphs of a column in smaller type, below text in the usual one.

    A number before a capital, below a sentence that is not at its end, marks one in type of any size.
    """
    for index in range(1, len(pieces)):
        if not _NUMBERED_NOTE.match(pieces[index].lines[0].text):
            continue
        before, rest = pieces[index - 1], pieces[index:]
        if before.role != "prose" or before.ended or len(before.text) < _FULL_LINE:
            continue
        small = all(
            p.role == "prose" and p.size < 1.02 * before.size and p.bold < 0.5 and not _SECTION.match(p.text)
            for p in rest
        )
        if small and sum(len(p.lines) for p in rest) <= _NOTE_LINES:
            for piece in rest:
                piece.role = "note"
            return
    for index in range(len(pieces) - 1, 0, -1):
        piece, before = pieces[index], pieces[index - 1]
        above = [p for p in pieces[:index] if p.role == "prose"]
        long = [p.size for p in above if len(p.text) > 200]
        usual = max([body.size, *long[-1:]])
        if piece.role != "prose" or piece.size > 0.93 * usual:
            return
        if not any(p.size > 0.95 * usual for p in above):
            return
        if any(_heads_statement(p) and p.size < 1.05 * piece.size for p in pieces[: index + 1]):
            return  # what authors declare at the end is set small as well
        marked = _NOTE.match(piece.text) is not None
        if not marked and any(abs(p.size - piece.size) < 0.2 and len(p.text) > 150 for p in above):
            return  # parts of the text are set small as well
        if marked or not (before.ended or before.role != "prose"):
            piece.role = "note"


def _heads_statement(piece: Piece) -> bool:
    """Whether a paragraph is the title of a statement: "Author Contributions"."""
    text = piece.text
    if len(piece.lines) > 1 or len(text) > _RUN_IN or not text[:1].isupper() or piece.ended:
        return False
    return section_kind(text) in ("back", "availability", "references")


def _classify(pieces: Sequence[Piece], body: BodyStyle) -> None:
    headings: list[Piece] = []
    for index, piece in enumerate(pieces):
        if piece.role != "prose":
            continue
        if _is_table(piece) or _is_figures(piece):
            piece.role = "table"
            continue
        level = heading_depth(
            piece, body, gap=_set_off(pieces, index, body), leads=_leads(pieces, index, body)
        )
        if level:
            piece.role, piece.level = "heading", level
            headings.append(piece)
        elif _is_label(piece, body):
            piece.role = "label"
    _drop_unlikely(pieces, body)
    settle_levels([p for p in headings if p.role == "heading"], body)


def _set_off(pieces: Sequence[Piece], index: int, body: BodyStyle) -> bool:
    if not index or pieces[index].first:
        return True
    before = pieces[index - 1]
    if before.role == "float":
        return True
    return pieces[index].lines[0].y - before.lines[-1].y > 1.4 * body.size


def _leads(pieces: Sequence[Piece], index: int, body: BodyStyle) -> bool:
    """Whether a line in a font of its own stands right above lines of running text."""
    piece = pieces[index]
    if len(piece.lines) > 1 or index + 1 == len(pieces) or piece.lines[0].font.name == body.font:
        return False
    following = pieces[index + 1]
    if following.role != "prose" or following.columns[0] != piece.columns[0] or len(following.lines) < 2:
        return False
    step = following.lines[0].y - piece.lines[0].y
    return following.lines[0].font.name == body.font and 0 < step < 1.6 * body.size


def _is_table(piece: Piece) -> bool:
    """Whether most rows hold more than one cell, and hardly any is a line of text from edge to edge."""
    lines = piece.lines
    if len(lines) < 4 or any(_EQUATION_NUMBER.match(x.text) for x in lines):
        return False
    rows = rows_of(lines)
    cells = sum(len(r) > 2 or (len(r) == 2 and not _MARK.match(r[0].text)) for r in rows)
    if len(rows) < 2 or cells < 0.5 * len(rows):
        return False
    full = 0.9 * (piece.x1 - piece.x0)
    return sum(x.width > full and len(re.findall(r"\b[a-z]{2,}", x.text)) >= 4 for x in lines) < 2


def _is_figures(piece: Piece) -> bool:
    """Whether hardly anything but figures stands in a paragraph: rows of a table without their cells."""
    if len(piece.lines) > 1 and not any(c.isdigit() for c in piece.lines[0].text):
        return False
    words = piece.text.split()
    if len(words) < _FEW_FIGURES or not any(map(_is_figure, (*words[:3], *words[-2:]))):
        return False
    return sum(map(_is_figure, words)) >= _FIGURES * len(words)


def _is_figure(word: str) -> bool:
    return _FIGURE.fullmatch(word) is not None


def _is_label(piece: Piece, body: BodyStyle) -> bool:
    """Words inside a figure: small or strange type, short lines, no sentence."""
    text = piece.text
    if body.is_text_size(piece.size) or len(text) > 60 * len(piece.lines):
        return False
    if "=" in text or any(_EQUATION_NUMBER.match(x.text) for x in piece.lines):
        return False  # a formula belongs to the sentence around it
    return len(text) / len(piece.lines) < 30 and not re.search(r"[a-z]{2}[.;:]$", text) and len(text) < 300


def _drop_unlikely(pieces: Sequence[Piece], body: BodyStyle) -> None:
    """Headings that no text follows, three and more in a row, are labels of a figure or cells."""
    run: list[Piece] = []
    for piece in [*pieces, None]:
        if piece is not None and piece.role == "heading":
            run.append(piece)
            continue
        if piece is not None and piece.role == "label" and run:
            continue
        if len(run) >= 3:
            for each in run:
                if each.level == 9 and not any(body.like_heading(x) for x in each.lines):
                    each.role = "label"
        run = []
