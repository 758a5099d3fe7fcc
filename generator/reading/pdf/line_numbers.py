"""The numbers that a manuscript sets next to its lines, as opposed to those of tables and references.

They are in a strip of their own, at the same distance from one another as the lines, and count on by one step
(1, 2, 5 or 10) down the page. References and rows of a table that are numbered are at uneven distances, or
fill a small part of a page.

    >>> from generator.reading.pdf.fonts import NO_FONT
    >>> column = [Word(str(n), 40, 50, 700 + 12 * n, 9, NO_FONT) for n in range(1, 7)]
    >>> _counts(column), _counts([*column[:3], Word("9", 40, 50, 760, 9, NO_FONT)])
    (True, False)
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence

from generator.reading.pdf.page_words import Word

_MIN_NUMBERS = 5  # numbers on a page that prove themselves line numbers
_MIN_CONFIRMED = 2  # numbers on a page that do where other pages have them at the same edge
_STRIP = 3.0  # points by which aligned numbers may differ
_MIN_PAGES = 0.4  # share of the pages that have line numbers in a manuscript that has them
_MAX_EDGES = 6  # most common right edges of line numbers that other pages are compared with
_MAX_DIGITS = 4
_NEXT_WORD = 40  # points right of the numbers in which words of the text begin
_STEPS = (1, 2, 5, 10)  # from number to number
_MIN_SAME_STEP = 0.8  # share of the pairs that have the most common step
_MIN_EVEN = 0.6  # share of the pairs that are at the usual distance
_EVEN = 0.15  # of the usual distance, by which one may differ
_MAX_INTRUDERS = 0.03  # words in the strip, as a share of the numbers; one more is allowed
_MIN_WORDS = 4  # words at the height of a number that make a line of text
_MIN_HEIGHT = 0.3  # share of the text's height along which the numbers run
_MAX_NEXT = 1.6  # usual distances to the next number of a count that gets wider
_MIN_PITCH, _MAX_STEP_COUNTED = 4, 3  # points between two numbers, times their step up to this one
_MARGIN = 2  # points above and below the numbers in which words count as next to them
_OVERLAP = 0.5  # points by which a word may reach into the strip
_WHITE_LEFT, _WHITE_RIGHT = 0.9, 0.6  # type sizes of white on one side of the numbers
_WORD_ROW = 3  # points of the rows in which words are counted
_MIN_NEXT_TO_TEXT = 0.5  # share of the numbers that are next to a line of text


def strip_line_numbers(pages: Sequence[list[Word]]) -> list[list[Word]]:
    """Remove line numbers from the words of each page (in place), and return them page by page."""
    found = [_line_numbers(words, _MIN_NUMBERS) for words in pages]
    if sum(bool(f) for f in found) < max(1, _MIN_PAGES * len(pages)):
        return [[] for _ in pages]
    edges = [round(w.x1) for numbers in found for w in numbers]
    usual = {edge for edge, _ in Counter(edges).most_common(_MAX_EDGES)}
    for page, words in enumerate(pages):
        if not found[page]:
            # A page with few lines: its numbers count if they are where those of other pages are.
            found[page] = [
                w for w in _line_numbers(words, _MIN_CONFIRMED) if any(abs(w.x1 - e) <= _STRIP for e in usual)
            ]
        gone = {id(w) for w in found[page]}
        if gone:
            high = max(w.x1 for w in found[page])
            words[:] = [w for w in words if id(w) not in gone]
            for word in words:
                if word.x0 < high + _NEXT_WORD:
                    word.glued = word.glued and not word.starts_line
    return found


def _line_numbers(words: Sequence[Word], fewest: int) -> list[Word]:
    """Return the words of a page that are line numbers, at least ``fewest`` in a column."""
    numbers = [w for w in words if w.text.isascii() and w.text.isdecimal() and len(w.text) <= _MAX_DIGITS]
    if len(numbers) < fewest:
        return []
    result: list[Word] = []
    used: set[int] = set()
    groups: dict[tuple[str, int], list[Word]] = defaultdict(list)
    for word in numbers:
        groups["x1", int(word.x1 / _STRIP)].append(word)
        groups["x0", int(word.x0 / _STRIP)].append(word)
    # Of numbers set to the left, those of two digits also end alike: the longer column comes first.
    for edge, key in sorted(groups, key=lambda k: -len(groups[k])):
        column = [w for w in groups[edge, key] + groups.get((edge, key + 1), []) if id(w) not in used]
        column.sort(key=lambda w: w.y)
        if len(column) >= fewest and _counts(column) and _has_strip(column, words):
            column = _counted_on(column, [w for w in numbers if id(w) not in used])
            result.extend(column)
            used.update(id(w) for w in column)
    return result


def _counted_on(column: list[Word], numbers: Sequence[Word]) -> list[Word]:
    """Return the column with the numbers that continue its count: behind 99 they are wider."""
    step = Counter(int(b.text) - int(a.text) for a, b in itertools.pairwise(column)).most_common(1)[0][0]
    pitch = sorted(b.y - a.y for a, b in itertools.pairwise(column))[len(column) // 2 - 1]
    own = {id(w) for w in column}
    column = list(column)
    for last in sorted(numbers, key=lambda w: w.y):
        end = column[-1]
        level = min(abs(last.x0 - end.x0), abs(last.x1 - end.x1)) <= 2 * _STRIP
        follows = int(last.text) == int(end.text) + step and 0 < last.y - end.y <= _MAX_NEXT * pitch
        if id(last) not in own and level and follows:
            column.append(last)
    return column


def _counts(column: Sequence[Word]) -> bool:
    """Return True if the numbers increase by one step, at one distance."""
    pairs = list(itertools.pairwise(column))
    steps = Counter(int(b.text) - int(a.text) for a, b in pairs)
    step, times = steps.most_common(1)[0]
    if step not in _STEPS or times < _MIN_SAME_STEP * len(pairs):
        return False
    pitches = sorted(b.y - a.y for a, b in pairs)
    usual = pitches[len(pitches) // 2]
    even = sum(abs(p - usual) <= _EVEN * usual for p in pitches)
    return usual > _MIN_PITCH * min(step, _MAX_STEP_COUNTED) and even >= _MIN_EVEN * len(pairs)


def _has_strip(column: Sequence[Word], words: Sequence[Word]) -> bool:
    """Return True if nothing else is in the strip of the numbers, and they run along much of the text."""
    low, high = min(w.x0 for w in column), max(w.x1 for w in column)
    top, bottom = column[0].y, column[-1].y
    own = {id(w) for w in column}
    inside = [w for w in words if id(w) not in own and top - _MARGIN <= w.y <= bottom + _MARGIN]
    size = max(w.size for w in column)

    def intruders(left: float, right: float) -> int:
        return sum(w.x1 > low - left and w.x0 < high + right for w in inside)

    few = _MAX_INTRUDERS * len(column) + 1
    # Set off from the text on one side at least: "Lamp 1", "Lamp 2" at the start of lines is text.
    sides = (
        intruders(_WHITE_LEFT * size, -_OVERLAP),
        intruders(-_OVERLAP, _WHITE_RIGHT * size),
    )
    if intruders(-_OVERLAP, -_OVERLAP) > few or min(sides) > few:
        return False
    ys = [w.y for w in words if id(w) not in own]
    if not ys:
        return False
    # Words at the height of the numbers: the row of a table has few, a line of text many.
    beside = Counter(round(w.y / _WORD_ROW) for w in inside if w.text[:2].isalpha())
    wordy = sum(
        beside[round(w.y / _WORD_ROW)]
        + beside[round(w.y / _WORD_ROW) + 1]
        + beside[round(w.y / _WORD_ROW) - 1]
        >= _MIN_WORDS
        for w in column
    )
    return wordy >= _MIN_NEXT_TO_TEXT * len(column) and (
        bottom - top >= _MIN_HEIGHT * (max(ys) - min(ys)) or len(column) < _MIN_NUMBERS
    )
