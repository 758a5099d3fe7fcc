"""Paragraphs that a column, a page or a float cuts in two are joined again.

Floats and notes are held back until the paragraph around them has ended.

    >>> bool(_ITEM.match("(ii) lamps")), bool(_SIGN.search("0.5 1.0 1.5")), bool(_SIGN.search("m = 2"))
    (True, False, True)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.formulas import continues_formula
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.section_titles import NUMBERED, is_canonical
from generator.reading.sections import section_kind

_ADDRESS = re.compile(r"(?:https?:|www\.|doi\b|10\.\d{4})", re.I)
# A formula has a letter or a sign; figures alone are the ticks of an axis.
_SIGN = re.compile(r"[^\W\d_]|[=<>≤≥±∑∫√]")
# Abbreviations behind which a sentence goes on, with any word or with a number only.
_ABBREVIATED = re.compile(r"(?:e\.g|i\.e|et al|Fig|cf|vs)\.$")
_BEFORE_NUMBER = re.compile(r"\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|nos?|vol|pp?|eqs?)\.$", re.I)
_ITEM = re.compile(r"^\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)]\s")
_APART = ("float", "float note", "note", "table", "label")
_MAX_FORMULA_LINES = 8  # pieces of lines: a fraction or a sum is set in several
_MIN_LINES = 4  # lines of a paragraph that show where its lines end
_LOOK_AHEAD = 60  # paragraphs behind an open one among which its other half is searched
_PAGES_AHEAD = 2  # pages; one of figures may be between
_MIN_OPEN_CHARS = 40  # characters of a paragraph whose other half is searched
_MIN_BREAK_CHARS = 120  # characters of a paragraph of text that ends the search
_LARGER = 1.03  # of the text's size, of a title that ends the search
_MIN_GOING_ON = 20  # characters of the words behind a formula
_SAME_SIZE, _SAME_TYPE = 0.06, 0.03  # relative differences in type size: of one paragraph, of one type
_MAX_EMPTY = 0.15  # share of the width that may be empty at the end of a paragraph that is cut
_FULL_LINE = 0.12  # share of the column that a full line may leave empty
_MAX_FORMULA_WORDS, _MAX_FORMULA_CHARS = 3, 149
_FORMULA_INDENT, _INDENT = 1.5, 0.8  # type sizes, of a formula and of a paragraph's first line
_CLOSING = frozenset(")],;%")  # signs with which no sentence begins
_FIRST_INDENT = 3  # points between the left ends of the first line and the second


def join_paragraphs(paragraphs: Sequence[ParagraphBuilder]) -> list[ParagraphBuilder]:
    """Join paragraphs that a column, a page or a float cuts in two, with floats and notes behind them.

    A float or note follows the paragraph that it interrupts. It precedes the paragraph if that runs on into
    a later column of the same page, so that the order of columns is kept.
    """
    result: list[ParagraphBuilder] = []
    held: list[ParagraphBuilder] = []
    last: ParagraphBuilder | None = None
    at = 0  # index of the last paragraph in the result

    def release() -> None:
        before = [p for p in held if last is not None and _runs_past(last, p)]
        chosen = {id(p) for p in before}
        result[at:at] = before
        result.extend(p for p in held if id(p) not in chosen)
        held.clear()

    apart = False  # a float or a note is between the last paragraph and this one
    until = -1  # index of the paragraph in which the last one goes on
    in_references = False  # their lines stay as they are
    for index, paragraph in enumerate(paragraphs):
        between = any(p.role == "prose" for p in held)  # prose that would be left behind
        figure = index < until and last is not None and _of_figure(last, paragraph)
        if last is not None and not between and not figure and continues_formula(last, paragraph):
            _append(last, paragraph)
            apart = False
            continue
        if held and _ends_note(held[-1], paragraph, last):
            held[-1].lines.extend(paragraph.lines)
            continue
        if index < until or paragraph.role in _APART:
            if paragraph.role == "heading":
                paragraph.role = "box title"
            held.append(paragraph)
            apart = apart or not _within(last, paragraph)
            continue
        if (
            paragraph.role == "prose"
            and last is not None
            and (index == until or _goes_on(last, paragraph, apart))
        ):
            if _formula(last, held, paragraph):
                last.lines.extend(x for p in held for x in p.lines)
                held.clear()
            _append(last, paragraph)
            apart = False
            until = -1 if in_references else _other_half(paragraphs, index, last)
            continue
        release()
        if paragraph.role == "heading":
            in_references = section_kind(paragraph.text) == "references"
        at = len(result)
        result.append(paragraph)
        last = paragraph if paragraph.role in ("prose", "formula") else None
        apart = False
        until = _other_half(paragraphs, index, last) if last is not None and not in_references else -1
    release()
    return result


def _ends_note(note: ParagraphBuilder, paragraph: ParagraphBuilder, last: ParagraphBuilder | None) -> bool:
    """Return True if this is the last line of a footnote, apart from it in another column of lines."""
    if note.role != "note" or paragraph.role != "prose" or note.ends_sentence or note.page != paragraph.page:
        return False
    same = abs(note.size - paragraph.size) < _SAME_TYPE * note.size
    other = last is None or abs(last.size - paragraph.size) > _SAME_SIZE * last.size
    return same and other and paragraph.text[:1].islower()


def _append(last: ParagraphBuilder, paragraph: ParagraphBuilder) -> None:
    """Let a paragraph go on with another; a formula with the words behind it is a paragraph."""
    if paragraph.role == "prose":
        last.role = "prose"
    last.lines.extend(paragraph.lines)
    last.columns.extend(paragraph.columns)
    last.x0, last.x1 = paragraph.x0, paragraph.x1


def _other_half(paragraphs: Sequence[ParagraphBuilder], at: int, last: ParagraphBuilder) -> int:
    """Return the index of the paragraph in which the open sentence of ``last`` goes on; -1 if there is none.

    Between the two halves may be floats, notes, and boxes with their titles, which are set in another type;
    a paragraph of running text ends the search. at: index of the last part of ``last``.
    """
    end = last.lines[-1]
    hyphen = end.text[-1:] in "\ufffe\u00ad-"
    if last.kind == "front" or (last.ends_sentence and not hyphen) or len(last.text) < _MIN_OPEN_CHARS:
        return -1
    behind = _behind_formula(paragraphs, at, last)
    if behind >= 0:
        return behind
    right = _right_edge(last)
    if not hyphen and end.x1 < right - _MAX_EMPTY * (right - last.x0):
        return -1
    close = True  # nothing but floats and notes is between
    for index in range(at + 1, min(at + _LOOK_AHEAD, len(paragraphs))):
        paragraph = paragraphs[index]
        if paragraph.page > end.page + _PAGES_AHEAD:
            break
        if paragraph.role in _APART:
            continue
        if paragraph.role == "heading":
            if is_canonical(paragraph.text) or NUMBERED.match(paragraph.text):
                break
            if section_kind(paragraph.text) == "references":
                break
            close = False
            continue
        if paragraph.role in ("code", "formula") and _of_figure(last, paragraph):
            close = False
            continue
        if paragraph.role != "prose" or paragraph.kind == "front":
            break
        if _same_type(last, paragraph):
            if paragraph.text[:1].islower() and not _ADDRESS.match(paragraph.text):
                return (
                    index
                    if paragraph.opens_column or paragraph.columns[0] != last.columns[-1] or close
                    else -1
                )
            if len(paragraph.text) > _MIN_BREAK_CHARS:
                break
        elif paragraph.size > _LARGER * last.size:
            break
        close = False
    return -1


def _of_figure(last: ParagraphBuilder, paragraph: ParagraphBuilder) -> bool:
    """Return True if code is in another column than the text and another size, which no formula of it has."""
    apart = paragraph.columns[0] != last.columns[-1]
    return apart and abs(last.size - paragraph.size) > _SAME_SIZE * last.size


def _right_edge(last: ParagraphBuilder) -> float:
    """Return where the lines of a paragraph end; next to a box they are narrower than its column."""
    return max(x.x1 for x in last.lines[-_MIN_LINES:]) if len(last.lines) >= _MIN_LINES else last.x1


def _same_type(last: ParagraphBuilder, paragraph: ParagraphBuilder) -> bool:
    """Return True if one paragraph begins in the type in which the other ends."""
    end, first = last.lines[-1], paragraph.lines[0]
    fonts = {x.font.name for x in last.lines[-3:]} | {w.font.name for w in end.words}
    return abs(end.size - first.size) < _SAME_TYPE * end.size and first.font.name in fonts


def _behind_formula(paragraphs: Sequence[ParagraphBuilder], at: int, last: ParagraphBuilder) -> int:
    """Return the index of the paragraph that goes on behind a formula on lines of its own; or -1."""
    for index in range(at + 1, min(at + 1 + _MAX_FORMULA_LINES, len(paragraphs))):
        paragraph = paragraphs[index]
        if paragraph.role != "prose" or paragraph.columns[0] != last.columns[-1]:
            return -1
        if (
            index > at + 1
            and _same_type(last, paragraph)
            and paragraph.text[:1].islower()
            and len(paragraph.text) > _MIN_GOING_ON
        ):
            return index
        if not _like_formula(paragraph):
            return -1
    return -1


def _like_formula(paragraph: ParagraphBuilder) -> bool:
    """Return True if a paragraph is short, indented in its column, and no sentence."""
    text = paragraph.text
    if not _SIGN.search(text) or _ITEM.match(text):
        return False
    few = len(re.findall(r"\b[a-z]{3,}", text)) <= _MAX_FORMULA_WORDS and len(text) <= _MAX_FORMULA_CHARS
    return (
        few
        and not re.search(r"[a-z]{2}[.?!]$", text)
        and paragraph.lines[0].x0 > paragraph.x0 + _FORMULA_INDENT * paragraph.size
    )


def _within(last: ParagraphBuilder | None, paragraph: ParagraphBuilder) -> bool:
    """Return True for a formula, or words without a caption, below a paragraph in its own column."""
    if last is None or paragraph.columns[0] != last.columns[-1]:
        return False
    if paragraph.role == "label":
        return _SIGN.search(paragraph.text) is not None
    return paragraph.role == "prose" and _like_formula(paragraph)


def _formula(last: ParagraphBuilder, held: Sequence[ParagraphBuilder], paragraph: ParagraphBuilder) -> bool:
    """Return True if what is between two parts of a sentence belongs to it: a few words in the same column.

    Without them the sentence would say something else than the page.
    """
    if not held or not all(_within(last, p) for p in held) or paragraph.columns[0] != last.columns[-1]:
        return False
    return sum(len(p.lines) for p in held) <= _MAX_FORMULA_LINES


def _runs_past(last: ParagraphBuilder, paragraph: ParagraphBuilder) -> bool:
    """Return True if ``last`` runs on into a column behind this paragraph's on the same page."""
    page, column = paragraph.columns[0]
    return any(p == page and c > column for p, c in last.columns)


def _goes_on(last: ParagraphBuilder, paragraph: ParagraphBuilder, apart: bool) -> bool:
    """Return True if the paragraph seems to go on with the sentence that ends the last one."""
    if last.kind != paragraph.kind and "front" in (last.kind, paragraph.kind):
        return False
    if abs(last.size - paragraph.size) > _SAME_SIZE * max(last.size, paragraph.size):
        return False
    end = last.lines[-1]
    start = paragraph.text[:1]
    if end.text[-1:] in "\ufffe\u00ad" or (end.text[-1:] == "-" and start.islower()):
        return True
    opened = end.text.endswith(":") and start.islower() and not _ITEM.match(paragraph.text)
    numbered = start.isdigit() and _BEFORE_NUMBER.search(end.text) is not None
    if last.ends_sentence and not (opened or numbered or _ABBREVIATED.search(end.text)):
        return False
    if start.islower() or start in _CLOSING:
        return True
    if not (paragraph.opens_column or apart or numbered):
        return False
    full = end.x1 > last.x1 - _FULL_LINE * (last.x1 - last.x0)
    indented = (
        paragraph.lines[0].x0 > paragraph.x0 + _INDENT * paragraph.size
        and len(paragraph.lines) > 1
        and paragraph.lines[1].x0 < paragraph.lines[0].x0 - _FIRST_INDENT
    )
    return full and not indented and not re.match(r"[•●▪◦–]", start)
