"""Built formulas in one line: ``NDSI = (a − b)/(a + b)``, from the places of their parts and their bars.

The file draws a fraction, a sum with limits or a root in pieces above and below one another, in an order of
its own. A formula whose order is not certain is only named: ``[formula]``, with the sign for unread text
within the brackets, so that no sentence with it counts as word for word. The notation is the one of the other
readers (`generator.reading.mathml`).

    >>> from generator.reading.pdf.fonts import NO_FONT
    >>> def line(text, x, y): return TextLine([Word(text, x, x + 5 * len(text), y, 10, NO_FONT)], 1)
    >>> lines = [line("x =", 50, 103), line("a", 75, 96), line("b", 75, 110)]
    >>> in_one_line(lines, None, [(72, 100, 83, 100.5)]).text
    'x = a/b'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.reading.block_text import FORMULA
from generator.reading.pdf.frame import Box
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.scripts import text_with_scripts
from generator.reading.pdf.text_lines import TextLine

# Shares of the type size.
_SMALL = 0.85  # size of scripts and limits, at most
_SAME_ROW = 0.16  # between baselines of one row
_NEXT_ROW = 1.0  # between those of two rows, at least
_SCRIPT = 0.75  # between a row and its raised or lowered characters
_MAX_WHITE = 0.5  # between a row and these
_ABOVE_BAR = 1.45  # from a bar to the baseline above it
_BELOW_BAR = 1.9  # and to the one below it
_LIMIT = 2.4  # from a sum to its limits
_OVER = 0.25  # by which a part may reach beyond its bar
_THROUGH = 0.3  # by which a part may reach over or under the bar
_AXIS = 0.25  # from a baseline to the bar of a fraction
_CLEAR = 0.5  # white above and below a fraction
_TOUCHING = 0.12  # a narrower gap is no blank
_ASCENT, _DESCENT = 0.75, 0.25  # from a baseline to top and bottom of a part
_MAX_OFF_CENTRE = 2  # sum of the edges by which limits may be off the centre of their sign
_MAX_OVERLAP = 0.35  # of two parts of a row
_MAX_BACK = 0.5  # by which a small part may begin before the end of the one that it follows
_SAME_SCRIPT = 1.1  # size of that one, in sizes of the small part

_PILED = frozenset("⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎪⎫⎬⎭⎰⎱⌠⌡⏐�")
_LIMITED = re.compile(r"(?:[∑∏∐∫∮⋃⋂⨁⨂⋁⋀⨆]|(?:arg\s?)?(?:max|min)|lim|sup|inf|E)$")
_ONE = re.compile(r"[+−-]?[\w.]+|[\w.]{0,60}\([^()]*\)|[\w.]{1,60}[_^][\w.′∗]+")
_NOTE = re.compile(r" \[(\d{1,2})\]")
_END = re.compile(r"[.,;]$")


@dataclass(slots=True)
class FormulaPart:
    """Words joined to one, with their place. glued: no blank precedes it. is_fraction: it holds a bar."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    glued: bool
    top: float
    bottom: float
    is_fraction: bool = False


def is_built(lines: Sequence[TextLine], rules: Sequence[Box]) -> bool:
    """Return True if the lines of a formula are more than rows to be read from left to right."""
    if any(_PILED & set(x.text) for x in lines):
        return True
    size = max(x.size for x in lines)
    for index, line in enumerate(lines):
        for other in lines[index + 1 :]:
            step = abs(line.y - other.y)
            if _SAME_ROW * size < step < _NEXT_ROW * size:
                return True
            small = min(line.size, other.size) < _SMALL * size
            if small and step < _LIMIT * size and line.x0 < other.x1 and other.x0 < line.x1:
                return True
    return has_bars(lines, rules)


def has_bars(lines: Sequence[TextLine], rules: Sequence[Box]) -> bool:
    """Return True if bars of fractions or roots are among the lines."""
    return bool(_bars(lines, rules))


def in_one_line(lines: Sequence[TextLine], number: TextLine | None, rules: Sequence[Box]) -> TextLine:
    """Return the formula as one line, with its number behind it; named only if its order is not certain."""
    parts = [_part(word) for line in lines for word in line.words]
    text = _linear(parts, _bars(lines, rules))
    first = lines[0]
    if not text:
        last = max(parts, key=lambda p: (p.x1, p.y))
        end = _END.search(last.text)
        text = FORMULA + (end[0] if end else "")
    if number is not None:
        text += f"{'' if text.endswith('.') else ' '}{number.text}"
    large = max(lines, key=lambda x: (x.size, x.width))
    word = Word(text, min(x.x0 for x in lines), max(x.x1 for x in lines), large.y, large.size, large.font)
    return TextLine([word], first.page)


def _part(word: Word) -> FormulaPart:
    """Return a word as a part of a formula."""
    top, bottom = word.y - _ASCENT * word.size, word.y + _DESCENT * word.size
    return FormulaPart(word.text, word.x0, word.x1, word.y, word.size, word.glued, top, bottom)


def _bars(lines: Sequence[TextLine], rules: Sequence[Box]) -> list[Box]:
    """Return the rules among the lines, the shortest first."""
    left, right = min(x.x0 for x in lines), max(x.x1 for x in lines)
    top, bottom = min(x.top for x in lines), max(x.bottom for x in lines)
    size = max(x.size for x in lines)
    found = [r for r in rules if left - size < r[0] and r[2] < right + size and top - size < r[1] < bottom]
    return sorted(found, key=lambda r: r[2] - r[0])


def _linear(parts: list[FormulaPart], bars: Sequence[Box]) -> str:
    """Return the formula as text, or an empty string if its order is not certain."""
    if any(_PILED & set(p.text) for p in parts):
        return ""
    for bar in bars:
        if not _join_at_bar(bar, parts):
            return ""
    _join_limits(parts)
    rows = _rows(parts)
    return " ".join(_row_text(row) for row in rows)


def _row_text(row: Sequence[FormulaPart]) -> str:
    """Return the text of a row, in which raised numbers are exponents and no notes."""
    return _NOTE.sub(r"^\1", text_with_scripts(row)[0])


def _grouped(row: Sequence[FormulaPart]) -> str:
    """Return the text of a row, in brackets if it is more than one term."""
    text = _row_text(row)
    return text if _ONE.fullmatch(text) else f"({text})"


def _join_at_bar(bar: Box, parts: list[FormulaPart]) -> bool:
    """Join the parts above and below a bar, or under that of a root; False if their order is unclear."""
    left, top, right, low = bar
    y = (top + low) / 2
    size = max(p.size for p in parts)
    reach = _OVER * size
    own = [p for p in parts if p.x0 >= left - reach and p.x1 <= right + reach]
    above = [p for p in own if y - _ABOVE_BAR * size < p.y <= y and p.bottom <= y + _THROUGH * p.size]
    below = [p for p in own if y < p.y < y + _BELOW_BAR * size and p.top >= y - _THROUGH * p.size]
    root = next((p for p in parts if p.text.endswith("√") and abs(p.x1 - left) < reach), None)
    if root is not None and below and root.y > y:
        rows = _rows(below)
        if len(rows) != 1:
            return False
        root.text += _grouped(rows[0])
        root.x1, root.y = right, max(rows[0], key=lambda p: p.size).y
        _drop(parts, below)
        return True
    upper, lower = _rows(above), _rows(below)
    if len(upper) != 1 or len(lower) != 1:
        return not above and not below  # a rule that belongs to nothing here
    text = f"{_grouped(upper[0])}/{_grouped(lower[0])}"
    tallest = max(p.size for p in (*above, *below))
    whole = FormulaPart(
        text, left, right, y + _AXIS * tallest, tallest, False,
        min(p.top for p in above), max(p.bottom for p in below),
        is_fraction=True,
    )  # fmt: skip
    _drop(parts, [*above, *below])
    # No other part may be close above or below the fraction: it might belong to it.
    white = _CLEAR * size
    if any(
        p.x0 < right - reach
        and p.x1 > left + reach
        and p.top < whole.bottom + white
        and p.bottom > whole.top - white
        for p in parts
    ):
        return False
    before = max((p for p in parts if p.x1 <= left + reach), key=lambda p: p.x1, default=None)
    whole.glued = before is not None and left - before.x1 < _TOUCHING * size and before.text[-1:] in "([{|"
    parts.append(whole)
    return True


def _drop(parts: list[FormulaPart], gone: Sequence[FormulaPart]) -> None:
    """Remove these parts from the list."""
    ids = {id(p) for p in gone}
    parts[:] = [p for p in parts if id(p) not in ids]


def _join_limits(parts: list[FormulaPart]) -> None:
    """Give sums and similar signs the parts above and below them."""
    for sign in [p for p in parts if _LIMITED.search(p.text)]:
        if not any(p is sign for p in parts):
            continue
        own = [
            p
            for p in parts
            if p is not sign
            and p.size < _SMALL * sign.size
            and _SCRIPT * sign.size < abs(p.y - sign.y) < _LIMIT * sign.size
        ]
        for mark, chosen in (
            ("_", [p for p in own if p.y > sign.y]),
            ("^", [p for p in own if p.y < sign.y]),
        ):
            near = _around(sign, chosen)
            rows = _rows(near)
            if len(rows) != 1:
                continue
            inside = re.sub(r"\s?([=<>≤≥∈∼+−-])\s?", r"\1", _row_text(rows[0]))
            sign.text += mark + (inside if re.fullmatch(r"[+−-]?[^\W_]+|[∞∗]", inside) else f"({inside})")
            _drop(parts, near)


def _around(sign: FormulaPart, parts: Sequence[FormulaPart]) -> list[FormulaPart]:
    """Return the small parts that are centred at a sign's place, without a gap between them."""
    near = [p for p in parts if p.x0 < sign.x1 and p.x1 > sign.x0]
    grown = True
    while grown and near:
        left, right = min(p.x0 for p in near), max(p.x1 for p in near)
        more = [
            p
            for p in parts
            if not any(p is q for q in near)
            and -_MAX_WHITE * p.size <= max(p.x0 - right, left - p.x1) <= _MAX_WHITE * p.size
        ]
        near.extend(more)
        grown = bool(more)
    if not near:
        return []
    left, right = min(p.x0 for p in near), max(p.x1 for p in near)
    centred = abs((left + right) - (sign.x0 + sign.x1)) < _MAX_OFF_CENTRE * sign.size
    return near if centred else []


def _rows(parts: Sequence[FormulaPart]) -> list[list[FormulaPart]]:
    """Return the parts in rows from top to bottom, each from left to right; empty if these are unclear."""
    if not parts:
        return []
    size = max(p.size for p in parts)
    large = sorted((p for p in parts if p.size >= _SMALL * size), key=lambda p: p.y)
    rows: list[list[FormulaPart]] = []
    for part in large:
        if rows and part.y - rows[-1][0].y <= _SAME_ROW * size:
            rows[-1].append(part)
        elif rows and part.y - rows[-1][-1].y < _NEXT_ROW * size:
            return []
        else:
            rows.append([part])
    for part in parts:
        if part.size >= _SMALL * size:
            continue
        row = min(rows, key=lambda r: abs(r[0].y - part.y))
        step = abs(row[0].y - part.y)
        beside = min(max(part.x0 - p.x1, p.x0 - part.x1) for p in row)
        if step > _SCRIPT * size or (beside > _MAX_WHITE * size and not _follows(part, parts)):
            return []
        row.append(part)
    for row in rows:
        row.sort(key=lambda p: (p.x0, p.y))
        for before, part in pairwise(row):
            if part.x0 < before.x1 - _MAX_OVERLAP * size and part.size >= _SMALL * size:
                return []  # one is above the other
            part.glued = part.x0 - before.x1 < _TOUCHING * part.size and not (
                before.is_fraction and part.text[0].isalnum()
            )
        row[0].glued = False
    return rows


def _follows(part: FormulaPart, parts: Sequence[FormulaPart]) -> bool:
    """Return True if a small part goes on with another one on its own line."""
    return any(
        p is not part and p.size < _SAME_SCRIPT * part.size and abs(p.y - part.y) < _SCRIPT * part.size
        and -_MAX_BACK * part.size < part.x0 - p.x1 < _MAX_WHITE * part.size
        for p in parts
    )  # fmt: skip
