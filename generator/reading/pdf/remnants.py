"""Words of figures and tables that no caption took along: ticks, labels, cells beside a float.

They are told from short paragraphs by what they lack (a stop, words in lower case, the width of the
column) together with where they stand or how they are set.
"""

from __future__ import annotations

import re

from generator.reading.pdf.lines import Line
from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.style import BodyStyle

# A word of the language, and no part of a name ("CWE-131-cpp").
_LOWER = re.compile(r"(?<![\w-])[a-z]{2,}")
_FEW = 4  # words in lower case from which on a piece may be a sentence
_FULL = 0.6  # share of its column that a line of text fills
_FORMULA = re.compile(r"[=≤≥<>∑∫√∈→]|^\(\d{1,3}[a-z]?\)$|\(\d{1,3}[a-z]?\)$")
_ITEM = re.compile(r"^(?:[•●▪◦‣∙·■□►➢✓*–—−-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\[\d{1,3}\])\s")
_BESIDE = ("float", "label", "table")


def mark_remnants(pieces: list[Piece], body: BodyStyle) -> None:
    """Give the role of labels to what is left of figures, and put those of one column together."""
    last = len(pieces) - 1
    for order in (range(len(pieces)), range(last, -1, -1)):
        step = -1 if order.step > 0 else 1
        for index in order:
            piece = pieces[index]
            if piece.role != "prose" or piece.kind is not None or not _is_fragment(piece, body):
                continue
            near = pieces[index + step] if 0 <= index + step <= last else None
            beside = near is not None and near.page == piece.page and near.role in _BESIDE
            if beside or not _set_as_text(piece, body):
                piece.role = "label"
    _put_together(pieces)


def _is_fragment(piece: Piece, body: BodyStyle) -> bool:
    text = piece.text
    as_text = piece.lines[0].font.name == body.font and abs(piece.size - body.size) < 0.03 * body.size
    at_left = piece.lines[0].x0 - piece.x0 < 2.5 * piece.size
    if as_text and len(text) > 2 and (text[:1].islower() or (at_left and _LOWER.search(text))):
        return False  # may belong to a sentence that a formula cuts
    if piece.ended or _FORMULA.search(text) or _ITEM.match(text):
        return False
    if len(_LOWER.findall(text)) >= _FEW * len(piece.lines):
        return False
    width = piece.x1 - piece.x0
    return all(x.width < _FULL * width or not _wordy(x) for x in piece.lines)


def _wordy(line: Line) -> bool:
    return len(_LOWER.findall(line.text)) >= _FEW


def _set_as_text(piece: Piece, body: BodyStyle) -> bool:
    return body.is_text_size(piece.size) or any(x.font.name == body.font for x in piece.lines)


def _put_together(pieces: list[Piece]) -> None:
    """Labels that follow one another in one column as one piece, so that their rows can be told."""
    kept: list[Piece] = []
    for piece in pieces:
        before = kept[-1] if kept else None
        if (
            before is not None
            and piece.role == before.role == "label"
            and piece.columns == before.columns
            and piece.kind == before.kind
        ):
            before.lines.extend(piece.lines)
        else:
            kept.append(piece)
    pieces[:] = kept
