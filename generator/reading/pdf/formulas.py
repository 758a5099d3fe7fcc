"""Formulas on lines of their own: part of the sentence that they are in, and never a paragraph.

A formula is set in several pieces of lines (a fraction, the limits of a sum, its number at the margin) in
sizes of its own, so that it may look like a label, a table or a note. Signs and the lack of words show that
it is one.

    >>> _words("V_dl = softmax(x) where x is dark"), bool(_FIGURE.fullmatch("<0.001"))
    (2, True)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.reading.pdf.built import has_bars, in_one_line, is_built
from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.frame import Box
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.text_lines import TextLine

EQUATION_NUMBER = re.compile(r"\(\s?[A-Z]?\.?\d{1,3}(?:\.\d{1,3})?[a-z]?\s?\)$")
_RELATION = re.compile(r"[=<>≤≥≈≃∼≜≡∝∈⊂⊆→↦←⇒≪≫]|:=")
_SIGN = re.compile(r"[=<>≤≥≈∼≡∝∈∑∏∫√⎧⎨⎩⎪→←±×÷∂∞∥‖⊤^_]|[+−*/|]\s")
# A word of the language, and not the name of a function or a variable with an index: "softmax(", "V_dl".
_WORD = re.compile(r"(?<![\w\\^])(?:[A-Za-zÀ-ÿ]?[a-zà-ÿ]{2,}|[A-Z]{4,})(?![\w(_^\[])")
# Words in the rows of a table: figures, and their errors ("<0.001", "n=12", "95%").
_FIGURE = re.compile(r"[(\[]?(?:[pPnN]\s?)?[=<>≤≥±~]?\s?[-−–]?\d[\d.,%–−-]*+[)\],;]*")
_MAX_FIGURES = 0.6  # share of a paragraph's words that are figures; with more it is rows of a table
_FUNCTIONS = frozenset({
    "all", "and", "arg", "argmax", "argmin", "cos", "det", "diag", "dim", "div", "else", "exp", "for", "if",
    "inf", "lim", "log", "max", "min", "mod", "or", "otherwise", "sgn", "sign", "sin", "softmax", "sup",
    "tan", "tanh", "then", "where", "with",
})  # fmt: skip
# Words of the language.
_MAX_WORDS = 2  # in a row of a formula at the edge of its column
_MAX_WORDS_WITHOUT_BAR = 3  # in all of a formula without the bar of a fraction
_MAX_WORDS_INDENTED = 5  # in an indented row: "1 if the pixel is dark"
_MAX_WORDS_PER_ROW = 2  # in all of a formula, and _MAX_WORDS more
# Type sizes.
_INDENT = 0.9  # from the column's edge
_MAX_STEP = 3.2  # between the rows of one formula
_MAX_FRACTION_STEP = 1.6  # between the rows of a fraction
# Characters.
_MAX_CHARS, _MIN_SENTENCE_CHARS = 400, 20  # of a formula, and of an open sentence before one
_MAX_PART_CHARS = 12  # of a row without words, which may be any part of a formula
_MAX_NARROW_CHARS, _NARROW = 40, 0.5  # of a row of a fraction, and its width as a share of the column
_OPENING_LINES = 6  # lines at the start or end of a paragraph in which a formula is searched
_ITEM = re.compile(r"^\(?(?:[a-z]|[ivx]{1,4})[.)]\s")
_ROLES = ("prose", "table", "label", "note")


def mark_formulas(paragraphs: list[ParagraphBuilder], rules: Mapping[int, Sequence[Box]]) -> None:
    """Give paragraphs that are nothing else the role of formulas, and join those of one formula.

    rules: for each page, the boxes of its thin level shapes, among which the bars of fractions are.
    """
    kept: list[ParagraphBuilder] = []
    for paragraph in paragraphs:
        if paragraph.role != "formula" and not _is_formula(paragraph, kept[-1] if kept else None):
            kept.append(paragraph)
            continue
        last = kept[-1] if kept else None
        if last is not None and last.role == "formula" and last.columns == paragraph.columns:
            last.lines.extend(paragraph.lines)
        else:
            paragraph.role = "formula"
            kept.append(paragraph)
    _gather(kept)
    for paragraph in kept:
        if paragraph.role == "formula":
            paragraph.lines = _ordered(paragraph.lines, rules)
        elif paragraph.role == "prose" and paragraph.kind != "front":
            _order_within(paragraph, rules)
    paragraphs[:] = kept


def _gather(paragraphs: list[ParagraphBuilder]) -> None:
    """Give formulas the numerators and denominators at the edges of the paragraphs before and behind them."""
    for index in range(len(paragraphs) - 1, -1, -1):
        paragraph = paragraphs[index]
        if paragraph.role != "formula":
            continue
        for other, at in ((index - 1, -1), (index + 1, 0)):
            if not 0 <= other < len(paragraphs):
                continue
            near = paragraphs[other]
            if near.role not in _ROLES or near.kind == "front" or near.columns != paragraph.columns:
                continue
            rows = rows_of(near.lines)
            while rows and _is_part(rows[at], near, paragraph):
                moved = rows.pop(at)
                paragraph.lines[:] = [*paragraph.lines, *moved] if at == 0 else [*moved, *paragraph.lines]
            near.lines[:] = [x for row in rows for x in row]
    paragraphs[:] = [p for p in paragraphs if p.lines]


def _is_part(row: Sequence[TextLine], paragraph: ParagraphBuilder, formula: ParagraphBuilder) -> bool:
    """Return True if a row is as close to a formula as a numerator, and indented as one."""
    size = max(x.size for x in formula.lines)
    step = min(abs(x.y - row[0].y) for x in formula.lines)
    left, right = min(x.x0 for x in formula.lines), max(x.x1 for x in formula.lines)
    if step > _MAX_FRACTION_STEP * size or row[0].x0 > right + size or row[-1].x1 < left - size:
        return False
    text = " ".join(x.text for x in row)
    return (
        _is_indented(row, paragraph) and _is_row(row, paragraph, 0) and not re.search(r"[a-z]{3}[.:]$", text)
    )


def _ordered(lines: Sequence[TextLine], rules: Mapping[int, Sequence[Box]]) -> list[TextLine]:
    """Return the lines of a formula in their order; one line if it has parts above one another."""
    numbers = [x for x in lines if EQUATION_NUMBER.fullmatch(x.text)]
    own = [x for x in lines if not any(x is n for n in numbers)]
    page = lines[0].page
    if not own or any(x.page != page for x in lines):
        return numbers_last(lines)
    bars = rules.get(page, ())
    # Words without the bar of a fraction are a list or code, whose rows a scan may set unevenly.
    wordy = sum(_words(x.text) for x in own) > _MAX_WORDS_WITHOUT_BAR
    if not is_built(own, bars) or (wordy and not has_bars(own, bars)):
        return numbers_last(lines)
    if len(numbers) < 2:
        return [in_one_line(own, numbers[0] if numbers else None, bars)]
    parts: dict[int, list[TextLine]] = {k: [] for k in range(len(numbers))}
    for line in own:
        parts[min(parts, key=lambda k: abs(numbers[k].y - line.y))].append(line)
    return [in_one_line(parts[k], numbers[k], bars) for k in parts if parts[k]]


def _order_within(paragraph: ParagraphBuilder, rules: Mapping[int, Sequence[Box]]) -> None:
    """Put formulas on lines of their own among the lines of a paragraph in order."""
    if len(paragraph.lines) < 2 or not any(_RELATION.search(x.text) for x in paragraph.lines):
        return
    lines: list[TextLine] = []
    run: list[TextLine] = []
    for row in [*rows_of(paragraph.lines), []]:
        if row and _is_indented(row, paragraph) and _is_row(row, paragraph, _MAX_WORDS):
            run.extend(row)
            continue
        if len(run) > 1 and any(_relates(x) for x in run):
            run = _ordered(run, rules)
        lines.extend(run)
        lines.extend(row)
        run = []
    paragraph.lines = lines


def opens_with_formula(paragraph: ParagraphBuilder) -> bool:
    """Return True if a formula opens the paragraph: "F = m a (1) / where m is the mass"."""
    if paragraph.role != "prose" or not any(
        _RELATION.search(x.text) for x in paragraph.lines[:_OPENING_LINES]
    ):
        return False
    first = rows_of(paragraph.lines[:_OPENING_LINES])[0]
    return (
        _is_indented(first, paragraph)
        and _is_row(first, paragraph, _MAX_WORDS)
        and any(_relates(x) for x in first)
    )


def continues_formula(last: ParagraphBuilder, paragraph: ParagraphBuilder) -> bool:
    """Return True if a sentence goes on with a formula, or behind one.

    It goes on with a formula if it is open, or ends with a colon ("as follows:"); and behind one with words
    in lower case ("where m is the mass").
    """
    if last.kind != paragraph.kind or (
        last.columns[-1] != paragraph.columns[0] and not paragraph.opens_column
    ):
        return False
    end = last.lines[-1].text
    open_ = last.role == "prose" and (not last.ends_sentence or end.endswith(":"))
    if paragraph.role == "formula" or (open_ and opens_with_formula(paragraph)):
        return open_ and len(last.text) > _MIN_SENTENCE_CHARS
    if paragraph.role != "prose" or not (paragraph.text[:1].islower() or paragraph.text[:2] in (", ", "; ")):
        return False
    return last.role == "formula" or (_ends_with_formula(last) and not _ITEM.match(paragraph.text))


def _ends_with_formula(paragraph: ParagraphBuilder) -> bool:
    """Return True if the last row of the paragraph is a formula."""
    last = rows_of(paragraph.lines[-_OPENING_LINES:])[-1]
    return (
        _is_indented(last, paragraph)
        and _is_row(last, paragraph, _MAX_WORDS)
        and any(_relates(x) for x in last)
    )


def numbers_last(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a formula with its number, which is next to them, behind them all.

    Behind a stop it follows without a blank, as no sentence of its own: ``x = 1.(4)``.
    """
    numbers = [x for x in lines if EQUATION_NUMBER.fullmatch(x.text)]
    if len(numbers) != 1 or len(lines) < 2:
        return list(lines)
    others = [x for x in lines if x is not numbers[0]]
    if not others[-1].text.endswith("."):
        return [*others, numbers[0]]
    numbers[0].words[0].glued = True
    return [*others[:-1], TextLine([*others[-1].words, *numbers[0].words], others[-1].page)]


def _is_formula(paragraph: ParagraphBuilder, before: ParagraphBuilder | None) -> bool:
    """Return True if the paragraph holds signs of a formula and hardly a word."""
    if paragraph.role not in _ROLES or paragraph.kind == "front" or len(paragraph.text) > _MAX_CHARS:
        return False
    if _words(paragraph.lines[0].text) > _MAX_WORDS_INDENTED:
        return False
    rows = rows_of(paragraph.lines)
    if not all(_is_row(row, paragraph, _MAX_WORDS_INDENTED) for row in rows):
        return False
    if sum(_words(" ".join(x.text for x in row)) for row in rows) > _MAX_WORDS + _MAX_WORDS_PER_ROW * len(
        rows
    ):
        return False
    goes_on = before is not None and before.role == "formula" and _near(before, paragraph)
    if goes_on and not re.search(r"[^\W\d_]{4,}", paragraph.text):
        return True  # limits, brackets, a denominator
    if not any(_relates(x) for x in paragraph.lines):
        return False
    tokens = paragraph.text.split()
    if sum(_FIGURE.fullmatch(t) is not None for t in tokens) > _MAX_FIGURES * len(tokens):
        return False
    return (
        goes_on
        or any(_is_indented(row, paragraph) for row in rows)
        or EQUATION_NUMBER.search(paragraph.text) is not None
    )


def _near(before: ParagraphBuilder, paragraph: ParagraphBuilder) -> bool:
    """Return True if a paragraph is close below another in the same column."""
    step = paragraph.lines[0].y - before.lines[-1].y
    return before.columns == paragraph.columns and step < _MAX_STEP * max(paragraph.size, before.size)


def _relates(line: TextLine) -> bool:
    """Return True if the line has a sign of relation that is no part of a figure."""
    if not _RELATION.search(line.text):
        return False
    return any(_RELATION.search(t) and not _FIGURE.fullmatch(t) for t in line.text.split())


def _is_indented(row: Sequence[TextLine], paragraph: ParagraphBuilder) -> bool:
    """Return True if the row begins right of the column's edge."""
    return row[0].x0 > paragraph.x0 + _INDENT * max(x.size for x in row)


def _is_row(row: Sequence[TextLine], paragraph: ParagraphBuilder, most: int) -> bool:
    """Return True if a row may belong to a formula: signs and at most ``most`` words, or a part of one."""
    text = " ".join(x.text for x in row)
    words = _words(text)
    if words == 0 and len(text) <= _MAX_PART_CHARS:
        return True
    if not (_SIGN.search(text) or EQUATION_NUMBER.search(text)):
        # The words of a fraction: "moths that came to a lamp" over "all moths".
        narrow = row[-1].x1 - row[0].x0 < _NARROW * (paragraph.x1 - paragraph.x0)
        return words <= most and narrow and len(text) < _MAX_NARROW_CHARS and _is_indented(row, paragraph)
    return words <= (most if _is_indented(row, paragraph) else _MAX_WORDS)


def _words(text: str) -> int:
    """Return the number of words of the language, without names of functions."""
    return sum(w.lower() not in _FUNCTIONS for w in _WORD.findall(text))
