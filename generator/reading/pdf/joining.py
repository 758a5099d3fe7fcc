"""What a column, a page or a float cuts in two is made whole; what floats is held back until the
paragraph around it has ended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.formulas import continues_formula
from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.titles import NUMBERED, is_canonical
from generator.reading.sections import section_kind

_ADDRESS = re.compile(r"(?:https?:|www\.|doi\b|10\.\d{4})", re.I)
# Figures alone are the ticks of an axis.
_SIGN = re.compile(r"[^\W\d_]|[=<>≤≥±∑∫√]")
_ITEM = re.compile(r"^\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)]\s")
_APART = ("float", "float note", "note", "table", "label")
_FORMULA_LINES = 8  # pieces of lines: a fraction or a sum is set in several
_TELLING = 4  # lines from which on they tell where a paragraph's lines end
_LOOK_AHEAD = 60  # pieces behind an open paragraph among which its other half is sought
_PAGES_AHEAD = 2  # a page of figures may stand between


def join(pieces: Sequence[Piece]) -> list[Piece]:
    """Paragraphs that a column, a page or a float cuts in two made whole, floats and notes beside them.

    What floats stands behind the paragraph that it interrupts; before it where the paragraph runs
    on into a later column of the same page, so that the order of columns is kept.
    """
    result: list[Piece] = []
    held: list[Piece] = []
    last: Piece | None = None
    at = 0  # where the last paragraph stands in the result

    def release() -> None:
        before = [p for p in held if last is not None and _runs_past(last, p)]
        chosen = {id(p) for p in before}
        result[at:at] = before
        result.extend(p for p in held if id(p) not in chosen)
        held.clear()

    apart = False  # a float or a note stands between
    until = -1  # index of the paragraph that the last one goes on in
    listed = False  # among references, whose lines stay as they are
    for index, piece in enumerate(pieces):
        between = any(p.role == "prose" for p in held)  # what would be left behind
        if last is not None and not between and continues_formula(last, piece):
            _append(last, piece)
            apart = False
            continue
        if held and _ends_note(held[-1], piece, last):
            held[-1].lines.extend(piece.lines)
            continue
        if index < until or piece.role in _APART:
            if piece.role == "heading":
                piece.role = "box title"
            held.append(piece)
            apart = apart or not _within(last, piece)
            continue
        if piece.role == "prose" and last is not None and (index == until or _goes_on(last, piece, apart)):
            if _formula(last, held, piece):
                last.lines.extend(x for p in held for x in p.lines)
                held.clear()
            _append(last, piece)
            apart = False
            until = -1 if listed else _other_half(pieces, index, last)
            continue
        release()
        if piece.role == "heading":
            listed = section_kind(piece.text) == "references"
        at = len(result)
        result.append(piece)
        last = piece if piece.role in ("prose", "formula") else None
        apart = False
        until = _other_half(pieces, index, last) if last is not None and not listed else -1
    release()
    return result


def _ends_note(note: Piece, piece: Piece, last: Piece | None) -> bool:
    """Whether the last line of a footnote stands apart from it, in another column of lines."""
    if note.role != "note" or piece.role != "prose" or note.ended or note.page != piece.page:
        return False
    same = abs(note.size - piece.size) < 0.03 * note.size
    other = last is None or abs(last.size - piece.size) > 0.06 * last.size
    return same and other and piece.text[:1].islower()


def _append(last: Piece, piece: Piece) -> None:
    """Let a paragraph go on with another; a formula with the words behind it is a paragraph."""
    if piece.role == "prose":
        last.role = "prose"
    last.lines.extend(piece.lines)
    last.columns.extend(piece.columns)
    last.x0, last.x1 = piece.x0, piece.x1


def _other_half(pieces: Sequence[Piece], at: int, last: Piece) -> int:
    """Index of the paragraph in which the sentence goes on that ``last`` leaves open; -1 where none is.

    Between the two halves may stand floats, notes, and boxes with their titles, which are set in
    another type; a paragraph of running text ends the search. at: index of the last part of ``last``.
    """
    end = last.lines[-1]
    hyphen = end.text[-1:] in "\ufffe\u00ad-"
    if last.kind == "front" or (last.ended and not hyphen) or len(last.text) < 40:
        return -1
    behind = _behind_formula(pieces, at, last)
    if behind >= 0:
        return behind
    right = _right_edge(last)
    if not hyphen and end.x1 < right - 0.15 * (right - last.x0):
        return -1
    close = True  # nothing but floats and notes stands between
    for index in range(at + 1, min(at + _LOOK_AHEAD, len(pieces))):
        piece = pieces[index]
        if piece.page > end.page + _PAGES_AHEAD:
            break
        if piece.role in _APART:
            continue
        if piece.role == "heading":
            if is_canonical(piece.text) or NUMBERED.match(piece.text):
                break
            if section_kind(piece.text) == "references":
                break
            close = False
            continue
        if piece.role != "prose" or piece.kind == "front":
            break
        if _same_type(last, piece):
            if piece.text[:1].islower() and not _ADDRESS.match(piece.text):
                return index if piece.first or piece.columns[0] != last.columns[-1] or close else -1
            if len(piece.text) > 120:
                break
        elif piece.size > 1.03 * last.size:
            break
        close = False
    return -1


def _right_edge(last: Piece) -> float:
    """Where the lines of a paragraph end, which may be narrower than its column (beside a box)."""
    return max(x.x1 for x in last.lines[-_TELLING:]) if len(last.lines) >= _TELLING else last.x1


def _same_type(last: Piece, piece: Piece) -> bool:
    """Whether the piece begins in the type of the paragraph."""
    end, first = last.lines[-1], piece.lines[0]
    fonts = {x.font.name for x in last.lines[-3:]} | {w.font.name for w in end.words}
    return abs(end.size - first.size) < 0.03 * end.size and first.font.name in fonts


def _behind_formula(pieces: Sequence[Piece], at: int, last: Piece) -> int:
    """Index of the paragraph that goes on with the sentence behind a formula on lines of its own; or -1."""
    for index in range(at + 1, min(at + 1 + _FORMULA_LINES, len(pieces))):
        piece = pieces[index]
        if piece.role != "prose" or piece.columns[0] != last.columns[-1]:
            return -1
        if index > at + 1 and _same_type(last, piece) and piece.text[:1].islower() and len(piece.text) > 20:
            return index
        if not _like_formula(piece):
            return -1
    return -1


def _like_formula(piece: Piece) -> bool:
    """Whether a piece is short, set in from the edge of its column, and no sentence."""
    text = piece.text
    if not _SIGN.search(text) or _ITEM.match(text):
        return False
    few = len(re.findall(r"\b[a-z]{3,}", text)) < 4 and len(text) < 150
    return few and not re.search(r"[a-z]{2}[.?!]$", text) and piece.lines[0].x0 > piece.x0 + 1.5 * piece.size


def _within(last: Piece | None, piece: Piece) -> bool:
    """Whether a formula, or words without a caption, stand below a paragraph in its own column."""
    if last is None or piece.columns[0] != last.columns[-1]:
        return False
    if piece.role == "label":
        return _SIGN.search(piece.text) is not None
    return piece.role == "prose" and _like_formula(piece)


def _formula(last: Piece, held: Sequence[Piece], piece: Piece) -> bool:
    """Whether what stands between two parts of a sentence belongs to it: a few words in the same column.

    Without them the sentence would say what the page does not.
    """
    if not held or not all(_within(last, p) for p in held) or piece.columns[0] != last.columns[-1]:
        return False
    return sum(len(p.lines) for p in held) <= _FORMULA_LINES


def _runs_past(paragraph: Piece, piece: Piece) -> bool:
    page, column = piece.columns[0]
    return any(p == page and c > column for p, c in paragraph.columns)


def _goes_on(last: Piece, piece: Piece, apart: bool) -> bool:
    if last.kind != piece.kind and "front" in (last.kind, piece.kind):
        return False
    if abs(last.size - piece.size) > 0.06 * max(last.size, piece.size):
        return False
    end = last.lines[-1]
    start = piece.text[:1]
    if end.text[-1:] in "\ufffe\u00ad" or (end.text[-1:] == "-" and start.islower()):
        return True
    opened = end.text.endswith(":") and start.islower() and not _ITEM.match(piece.text)
    if last.ended and not opened and not re.search(r"(?:e\.g|i\.e|et al|Fig|cf|vs)\.$", end.text):
        return False
    if start.islower():
        return True
    if not (piece.first or apart):
        return False
    full = end.x1 > last.x1 - 0.12 * (last.x1 - last.x0)
    indented = (
        piece.lines[0].x0 > piece.x0 + 0.8 * piece.size
        and len(piece.lines) > 1
        and piece.lines[1].x0 < piece.lines[0].x0 - 3
    )
    return full and not indented and not re.match(r"[•●▪◦–]", start)
