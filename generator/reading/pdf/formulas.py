"""Formulas on lines of their own: part of the sentence that they stand in, and never a paragraph.

A formula is set in several pieces of lines (a fraction, the limits of a sum, its number at the margin)
in sizes of its own, so that it may look like a label, a table or a note. It is told by its signs, and
by the words that it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.reading.pdf.built import has_bars, in_one_line, is_built
from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.frame import Box
from generator.reading.pdf.lines import Line
from generator.reading.pdf.paragraphs import Piece

EQUATION_NUMBER = re.compile(r"\(\s?[A-Z]?\.?\d{1,3}(?:\.\d{1,3})?[a-z]?\s?\)$")
_RELATION = re.compile(r"[=<>≤≥≈≃∼≜≡∝∈⊂⊆→↦←⇒≪≫]|:=")
_SIGN = re.compile(r"[=<>≤≥≈∼≡∝∈∑∏∫√⎧⎨⎩⎪→←±×÷∂∞∥‖⊤^_]|[+−*/|]\s")
# A word of the language, and not the name of a function or a variable with an index: "softmax(", "V_dl".
_WORD = re.compile(r"(?<![\w\\^])(?:[A-Za-zÀ-ÿ]?[a-zà-ÿ]{2,}|[A-Z]{4,})(?![\w(_^\[])")
# What stands in the rows of a table: figures, and how sure they are ("<0.001", "n=12", "95%").
_FIGURE = re.compile(r"[(\[]?(?:[pPnN]\s?)?[=<>≤≥±~]?\s?[-−–]?\d[\d.,%–−-]*+[)\],;]*")
_FIGURES = 0.6  # share of a row's words that are figures, from which on it is one of a table
_FUNCTIONS = frozenset({
    "all", "and", "arg", "argmax", "argmin", "cos", "det", "diag", "dim", "div", "else", "exp", "for", "if",
    "inf", "lim", "log", "max", "min", "mod", "or", "otherwise", "sgn", "sign", "sin", "softmax", "sup",
    "tan", "tanh", "then", "where", "with",
})  # fmt: skip
_FEW = 2  # words of the language in a row of a formula at the edge of its column
_WORDY = 3  # in all of a formula without a bar
_CASES = 5  # in one that is set in: "1 if the pixel is dark"
_SET_IN = 0.9  # type sizes from the column's edge
_NEAR = 3.2  # type sizes between the rows of one formula
_CLOSE = 1.6  # type sizes between the rows of a fraction
_ITEM = re.compile(r"^\(?(?:[a-z]|[ivx]{1,4})[.)]\s")
_ROLES = ("prose", "table", "label", "note")


def mark_formulas(pieces: list[Piece], rules: Mapping[int, Sequence[Box]]) -> None:
    """Give the role of formulas to paragraphs that are nothing else, those of one formula put together.

    rules: of each page, the boxes of its thin level shapes, among which the bars of fractions are.
    """
    kept: list[Piece] = []
    for piece in pieces:
        if piece.role != "formula" and not _is_formula(piece, kept[-1] if kept else None):
            kept.append(piece)
            continue
        last = kept[-1] if kept else None
        if last is not None and last.role == "formula" and last.columns == piece.columns:
            last.lines.extend(piece.lines)
        else:
            piece.role = "formula"
            kept.append(piece)
    _gather(kept)
    for piece in kept:
        if piece.role == "formula":
            piece.lines = _set(piece.lines, rules)
        elif piece.role == "prose" and piece.kind != "front":
            _set_within(piece, rules)
    pieces[:] = kept


def _gather(pieces: list[Piece]) -> None:
    """Give formulas the numerators and denominators that stand in the pieces before and behind them."""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if piece.role != "formula":
            continue
        for other, at in ((index - 1, -1), (index + 1, 0)):
            if not 0 <= other < len(pieces):
                continue
            near = pieces[other]
            if near.role not in _ROLES or near.kind == "front" or near.columns != piece.columns:
                continue
            rows = rows_of(near.lines)
            while rows and _is_part(rows[at], near, piece):
                moved = rows.pop(at)
                piece.lines[:] = [*piece.lines, *moved] if at == 0 else [*moved, *piece.lines]
            near.lines[:] = [x for row in rows for x in row]
    pieces[:] = [p for p in pieces if p.lines]


def _is_part(row: Sequence[Line], piece: Piece, formula: Piece) -> bool:
    """Whether a row stands as close to a formula as a numerator, and is set in as one."""
    size = max(x.size for x in formula.lines)
    step = min(abs(x.y - row[0].y) for x in formula.lines)
    left, right = min(x.x0 for x in formula.lines), max(x.x1 for x in formula.lines)
    if step > _CLOSE * size or row[0].x0 > right + size or row[-1].x1 < left - size:
        return False
    text = " ".join(x.text for x in row)
    return _set_in(row, piece) and _is_row(row, piece, 0) and not re.search(r"[a-z]{3}[.:]$", text)


def _set(lines: Sequence[Line], rules: Mapping[int, Sequence[Box]]) -> list[Line]:
    """The lines of a formula in their order; one line where it is built of parts above one another."""
    numbers = [x for x in lines if EQUATION_NUMBER.fullmatch(x.text)]
    own = [x for x in lines if not any(x is n for n in numbers)]
    page = lines[0].page
    if not own or any(x.page != page for x in lines):
        return numbers_last(lines)
    bars = rules.get(page, ())
    # Words without the bar of a fraction are a list or code, whose rows a scan may set unevenly.
    wordy = sum(_words(x.text) for x in own) > _WORDY
    if not is_built(own, bars) or (wordy and not has_bars(own, bars)):
        return numbers_last(lines)
    if len(numbers) < 2:
        return [in_one_line(own, numbers[0] if numbers else None, bars)]
    parts: dict[int, list[Line]] = {k: [] for k in range(len(numbers))}
    for line in own:
        parts[min(parts, key=lambda k: abs(numbers[k].y - line.y))].append(line)
    return [in_one_line(parts[k], numbers[k], bars) for k in parts if parts[k]]


def _set_within(piece: Piece, rules: Mapping[int, Sequence[Box]]) -> None:
    """Set the formulas among the lines of a paragraph that stand on lines of their own."""
    if len(piece.lines) < 2 or not any(_RELATION.search(x.text) for x in piece.lines):
        return
    lines: list[Line] = []
    run: list[Line] = []
    for row in [*rows_of(piece.lines), []]:
        if row and _set_in(row, piece) and _is_row(row, piece, _FEW):
            run.extend(row)
            continue
        if len(run) > 1 and any(_relates(x) for x in run):
            run = _set(run, rules)
        lines.extend(run)
        lines.extend(row)
        run = []
    piece.lines = lines


def opens_with_formula(piece: Piece) -> bool:
    """Whether a formula stands above the text of a paragraph: "F = m a (1) / where m is the mass"."""
    if piece.role != "prose" or not any(_RELATION.search(x.text) for x in piece.lines[:6]):
        return False
    first = rows_of(piece.lines[:6])[0]
    return _set_in(first, piece) and _is_row(first, piece, _FEW) and any(_relates(x) for x in first)


def continues_formula(last: Piece, piece: Piece) -> bool:
    """Whether a sentence goes on with a formula, or behind one.

    It does with a formula where it is open, or ends with a colon ("as follows:"); and behind one with
    words in lower case ("where m is the mass").
    """
    if last.kind != piece.kind or (last.columns[-1] != piece.columns[0] and not piece.first):
        return False
    end = last.lines[-1].text
    open_ = last.role == "prose" and (not last.ended or end.endswith(":"))
    if piece.role == "formula" or (open_ and opens_with_formula(piece)):
        return open_ and len(last.text) > 20
    if piece.role != "prose" or not (piece.text[:1].islower() or piece.text[:2] in (", ", "; ")):
        return False
    return last.role == "formula" or (_ends_with_formula(last) and not _ITEM.match(piece.text))


def _ends_with_formula(piece: Piece) -> bool:
    last = rows_of(piece.lines[-6:])[-1]
    return _set_in(last, piece) and _is_row(last, piece, _FEW) and any(_relates(x) for x in last)


def numbers_last(lines: Sequence[Line]) -> list[Line]:
    """The lines of a formula with its number, which stands beside them, behind them all.

    Behind a stop it follows without a blank, as no sentence of its own: ``x = 1.(4)``.
    """
    numbers = [x for x in lines if EQUATION_NUMBER.fullmatch(x.text)]
    if len(numbers) != 1 or len(lines) < 2:
        return list(lines)
    others = [x for x in lines if x is not numbers[0]]
    if not others[-1].text.endswith("."):
        return [*others, numbers[0]]
    numbers[0].words[0].glued = True
    return [*others[:-1], Line([*others[-1].words, *numbers[0].words], others[-1].page)]


def _is_formula(piece: Piece, before: Piece | None) -> bool:
    if piece.role not in _ROLES or piece.kind == "front" or len(piece.text) > 400:
        return False
    if _words(piece.lines[0].text) > _CASES:
        return False
    rows = rows_of(piece.lines)
    if not all(_is_row(row, piece, _CASES) for row in rows):
        return False
    if sum(_words(" ".join(x.text for x in row)) for row in rows) > _FEW + 2 * len(rows):
        return False
    goes_on = before is not None and before.role == "formula" and _near(before, piece)
    if goes_on and not re.search(r"[^\W\d_]{4,}", piece.text):
        return True  # limits, brackets, a denominator
    if not any(_relates(x) for x in piece.lines):
        return False
    tokens = piece.text.split()
    if sum(_FIGURE.fullmatch(t) is not None for t in tokens) > _FIGURES * len(tokens):
        return False
    return goes_on or any(_set_in(row, piece) for row in rows) or _numbered(piece)


def _near(before: Piece, piece: Piece) -> bool:
    step = piece.lines[0].y - before.lines[-1].y
    return before.columns == piece.columns and step < _NEAR * max(piece.size, before.size)


def _numbered(piece: Piece) -> bool:
    return EQUATION_NUMBER.search(piece.text) is not None


def _relates(line: Line) -> bool:
    if not _RELATION.search(line.text):
        return False
    return any(_RELATION.search(t) and not _FIGURE.fullmatch(t) for t in line.text.split())


def _set_in(row: Sequence[Line], piece: Piece) -> bool:
    return row[0].x0 > piece.x0 + _SET_IN * max(x.size for x in row)


def _is_row(row: Sequence[Line], piece: Piece, most: int) -> bool:
    """Whether a row may belong to a formula: it holds signs and few words, or nothing but a part of one."""
    text = " ".join(x.text for x in row)
    words = _words(text)
    if words == 0 and len(text) <= 12:
        return True
    if not (_SIGN.search(text) or EQUATION_NUMBER.search(text)):
        # The words of a fraction: "moths that came to a lamp" over "all moths".
        narrow = row[-1].x1 - row[0].x0 < 0.5 * (piece.x1 - piece.x0)
        return words <= most and narrow and len(text) < 40 and _set_in(row, piece)
    return words <= (most if _set_in(row, piece) else _FEW)


def _words(text: str) -> int:
    return sum(w.lower() not in _FUNCTIONS for w in _WORD.findall(text))
