"""The numbers that a manuscript sets beside its lines, told from those of tables and references.

They stand in a strip of their own, at the same distance from one another as the lines, and count
on by one step (1, 2, 5 or 10) down the page. References and rows of a table that are numbered
stand at uneven distances, or fill a small part of a page.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence

from generator.reading.pdf.words import Word

_MIN_COUNT = 5  # numbers from which on a page is believed by itself
_STRIP = 3.0  # points by which aligned numbers may differ


def part_line_numbers(pages: Sequence[list[Word]]) -> list[list[Word]]:
    """Remove line numbers from the words of each page (in place); return them, page by page."""
    found = [_line_numbers(words, _MIN_COUNT) for words in pages]
    if sum(bool(f) for f in found) < max(1, 0.4 * len(pages)):
        return [[] for _ in pages]
    edges = [round(w.x1) for numbers in found for w in numbers]
    usual = {edge for edge, _ in Counter(edges).most_common(6)}
    for page, words in enumerate(pages):
        if not found[page]:
            # A page with few lines: believed where the others have their numbers.
            found[page] = [w for w in _line_numbers(words, 2) if any(abs(w.x1 - e) <= _STRIP for e in usual)]
        gone = {id(w) for w in found[page]}
        if gone:
            high = max(w.x1 for w in found[page])
            words[:] = [w for w in words if id(w) not in gone]
            for word in words:
                if word.x0 < high + 40:
                    word.glued = word.glued and not word.breaks
    return found


def _line_numbers(words: Sequence[Word], fewest: int) -> list[Word]:
    numbers = [w for w in words if w.text.isascii() and w.text.isdecimal() and len(w.text) <= 4]
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
    """The column with the numbers that go on with its count: behind 99 they are wider."""
    step = Counter(int(b.text) - int(a.text) for a, b in itertools.pairwise(column)).most_common(1)[0][0]
    pitch = sorted(b.y - a.y for a, b in itertools.pairwise(column))[len(column) // 2 - 1]
    own = {id(w) for w in column}
    column = list(column)
    for last in sorted(numbers, key=lambda w: w.y):
        end = column[-1]
        level = min(abs(last.x0 - end.x0), abs(last.x1 - end.x1)) <= 2 * _STRIP
        follows = int(last.text) == int(end.text) + step and 0 < last.y - end.y <= 1.6 * pitch
        if id(last) not in own and level and follows:
            column.append(last)
    return column


def _counts(column: Sequence[Word]) -> bool:
    """One step from number to number, and one distance."""
    pairs = list(itertools.pairwise(column))
    steps = Counter(int(b.text) - int(a.text) for a, b in pairs)
    step, times = steps.most_common(1)[0]
    if step not in (1, 2, 5, 10) or times < 0.8 * len(pairs):
        return False
    pitches = sorted(b.y - a.y for a, b in pairs)
    usual = pitches[len(pitches) // 2]
    even = sum(abs(p - usual) <= 0.15 * usual for p in pitches)
    return usual > 4 * min(step, 3) and even >= 0.6 * len(pairs)


def _has_strip(column: Sequence[Word], words: Sequence[Word]) -> bool:
    """Nothing else stands in the strip of the numbers, and they run along much of the text."""
    low, high = min(w.x0 for w in column), max(w.x1 for w in column)
    top, bottom = column[0].y, column[-1].y
    own = {id(w) for w in column}
    inside = [w for w in words if id(w) not in own and top - 2 <= w.y <= bottom + 2]
    size = max(w.size for w in column)

    def intruders(left: float, right: float) -> int:
        return sum(w.x1 > low - left and w.x0 < high + right for w in inside)

    few = 0.03 * len(column) + 1
    # Set off from the text on one side at least: "Lamp 1", "Lamp 2" at the start of lines is text.
    if intruders(-0.5, -0.5) > few or min(intruders(0.9 * size, -0.5), intruders(-0.5, 0.6 * size)) > few:
        return False
    ys = [w.y for w in words if id(w) not in own]
    if not ys:
        return False
    # Words on the numbers' own heights: the row of a table has few, a line of text many.
    beside = Counter(round(w.y / 3) for w in inside if w.text[:2].isalpha())
    wordy = sum(
        beside[round(w.y / 3)] + beside[round(w.y / 3) + 1] + beside[round(w.y / 3) - 1] >= 4 for w in column
    )
    return wordy >= 0.5 * len(column) and (bottom - top >= 0.3 * (max(ys) - min(ys)) or len(column) < 5)
