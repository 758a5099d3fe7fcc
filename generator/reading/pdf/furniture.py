"""Running heads and feet, page numbers, banners and line numbers: what stands on pages, not in the paper.

A line at the top or bottom edge of a page is furniture when its text comes back on other pages
(digits aside), when it stands in the same slot as lines of other pages that do, when it is the
page's number, or when it speaks of downloads and copyright. Only lines that nothing but furniture
parts from the edge are looked at, so that text in the middle of a page never counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.reading.pdf.lines import Line
from generator.reading.pdf.words import TextPage, Word

_EDGE_ROWS = 5
_BANNER = re.compile(
    r"downloaded (?:from|by|on)|authorized licensed use|terms (?:and|&) conditions|all rights reserved|certified by peer review"
    r"|\b(?:bio|med)rxiv preprint|this version posted|copyright holder for this preprint|preprint submitted to|wileyonlinelibrary"
    r"|^\W*(?:©|\(c\)|copyright)\b.{0,120}$|\bissn\b|^https?://(?:dx\.)?doi\.org/\S+$|^doi:?\s*10\.\S+$|^www\.\S+$|for personal use only"
    r"|frontiers in \w+.*\b(?:www\.)?frontiersin\.org|see discussions, stats|accepted manuscript|^(?:manuscript|preprint)\b.{0,60}$|^arxiv:\d{4}\.\d{4,5}",
    re.I,
)
_PAGE_NUMBER = re.compile(
    r"^[\W_]*(?:(?:page|p\.|pp\.|seite)\s*)?([a-z]{0,2}\d{1,6}|[ivxl]{1,6})(?:\s*(?:of|/|von|–|-)\s*\d{1,5})?[\W_]*$", re.I
)
_ADDRESS = re.compile(r"https?://|www\.|\bdoi\b", re.I)
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class Page:
    """A page's text under way: its lines, and what was told apart as furniture."""

    text: TextPage
    lines: list[Line]
    furniture: list[Line] = field(default_factory=list)
    banners: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.text.number


def part_furniture(pages: Sequence[Page]) -> None:
    """Move the furniture of every page from its lines to its furniture."""
    edges = {page.number: (_rows(page, False), _rows(page, True)) for page in pages}
    repeated = _repeated(pages, edges)
    offsets = _number_offsets(pages, edges)
    slots = _slots(pages, edges, repeated)
    opening = _first_words(pages)
    for page in pages:
        gone: set[int] = set()
        for at_bottom in (False, True):
            for index, row in enumerate(edges[page.number][at_bottom]):
                if not _is_furniture(page, row, index, at_bottom, repeated, offsets, slots, opening, edges):
                    break
                gone.update(id(line) for line in row.lines)
        if gone:
            page.furniture = [x for x in page.lines if id(x) in gone]
            page.lines = [x for x in page.lines if id(x) not in gone]


@dataclass(slots=True)
class _Row:
    """The lines of one height at a page's edge; gap: points to the next row inward."""

    lines: list[Line]
    y: float
    gap: float

    @property
    def text(self) -> str:
        return " ".join(x.text for x in self.lines)

    @property
    def size(self) -> float:
        return max(x.size for x in self.lines)


def _rows(page: Page, from_bottom: bool) -> list[_Row]:
    ordered = sorted(page.lines, key=lambda x: -x.y if from_bottom else x.y)
    rows: list[_Row] = []
    for line in ordered:
        if rows and abs(line.y - rows[-1].y) <= 0.5 * max(line.size, 5):
            rows[-1].lines.append(line)
            continue
        if rows:
            rows[-1].gap = abs(line.y - rows[-1].y)
        if len(rows) == _EDGE_ROWS + 1:
            break
        rows.append(_Row([line], line.y, 0.0))
    for row in rows:
        row.lines.sort(key=lambda x: x.x0)
    return rows[:_EDGE_ROWS]


def _key(text: str) -> str:
    """The text without what changes from page to page."""
    return re.sub(r"[\W_]+", "", _NUMBER.sub("#", text.casefold()))


def _letters(key: str) -> int:
    return sum(c.isalpha() for c in key)


Edges = dict[int, tuple[list[_Row], list[_Row]]]
Repeated = dict[tuple[bool, str], float]


def _repeated(pages: Sequence[Page], edges: Edges) -> Repeated:
    """Keys of lines that come back at the same edge of enough pages, with their type size."""
    seen: dict[tuple[bool, str], set[int]] = defaultdict(set)
    sizes: dict[tuple[bool, str], list[float]] = defaultdict(list)
    for page in pages:
        for at_bottom in (False, True):
            for row in edges[page.number][at_bottom]:
                keys = {_key(row.text), *(_key(x.text) for x in row.lines)}
                for key in keys:
                    if _letters(key) >= 3:
                        seen[(at_bottom, key)].add(page.number)
                        sizes[(at_bottom, key)].append(row.size)
    enough = 2 if len(pages) <= 12 else max(3, round(0.12 * len(pages)))
    return {key: min(sizes[key]) for key, where in seen.items() if len(where) >= enough}


def _number_of(line: Line) -> int | None:
    match = _PAGE_NUMBER.match(line.text)
    if match is None:
        return None
    digits = _NUMBER.search(match[1])
    return int(digits[0]) if digits else None


def _number_offsets(pages: Sequence[Page], edges: Edges) -> set[tuple[bool, int]]:
    """Differences between a number at the edge and the count of its page that hold on most pages."""
    offsets: Counter[tuple[bool, int]] = Counter()
    for page in pages:
        for at_bottom in (False, True):
            found = set()
            for row in edges[page.number][at_bottom]:
                for line in (row.lines[0], row.lines[-1]):
                    for number in (_number_of(line), *_edge_numbers(line.text)):
                        if number is not None:
                            found.add(number - page.number)
            offsets.update((at_bottom, x) for x in found)
    enough = max(2, round(0.4 * len(pages)))
    return {key for key, count in offsets.items() if count >= enough or (key[1] == 0 and len(pages) <= 4)}


def _edge_numbers(text: str) -> list[int]:
    """A number at the very start or end of a line."""
    found = [m for m in (re.match(r"(\d{1,6})\b(?![.,]\d)", text), re.search(r"(?<![\d.,])(\d{1,6})$", text)) if m]
    return [int(m[1]) for m in found]


def _slots(pages: Sequence[Page], edges: Edges, repeated: Repeated) -> set[tuple[bool, int, int]]:
    """Heights (and type sizes) at which most pages have a repeated line: what else stands there runs too."""
    slots: Counter[tuple[bool, int, int]] = Counter()
    for page in pages:
        for at_bottom in (False, True):
            slots.update(
                {
                    (at_bottom, round(row.y / 2), round(row.size))
                    for row in edges[page.number][at_bottom]
                    if (at_bottom, _key(row.text)) in repeated
                }
            )
    return {slot for slot, count in slots.items() if count >= max(3, 0.3 * len(pages))}


def _first_words(pages: Sequence[Page]) -> set[str]:
    """Words of the first page: a running head takes its words from title, authors and journal."""
    if not pages:
        return set()
    return {w for line in pages[0].lines[:40] for w in re.findall(r"\w{3,}", line.text.casefold())}


def _is_furniture(
    page: Page,
    row: _Row,
    index: int,
    at_bottom: bool,
    repeated: Repeated,
    offsets: set[tuple[bool, int]],
    slots: set[tuple[bool, int, int]],
    opening: set[str],
    edges: Edges,
) -> bool:
    keys = [(at_bottom, _key(row.text))] if (at_bottom, _key(row.text)) in repeated else [
        (at_bottom, _key(x.text)) for x in row.lines
    ]
    # The title on the first page is no running head, though the same words run over the others.
    if all(key in repeated and row.size < 1.25 * repeated[key] for key in keys):
        return True
    text = row.text.strip()
    number = _number_of(row.lines[0]) if len(row.lines) == 1 else None
    if number is not None and ((at_bottom, number - page.number) in offsets or (index == 0 and row.gap > 1.7 * row.size)):
        return True
    if len(row.lines) == 1 and index == 0 and _PAGE_NUMBER.match(text) and row.gap > 1.7 * row.size:
        return True
    if len(text) <= 400 and _BANNER.search(text) and (page.number > 1 or at_bottom):
        return True
    if page.number == 1 and at_bottom and index == 0 and len(text) <= 160 and _ADDRESS.search(text):
        return True
    isolated = row.gap > 1.6 * row.size
    near = {(at_bottom, round(row.y / 2) + d, round(row.size)) for d in (-1, 0, 1)}
    if index <= 1 and near & slots and len(text) <= 160 and isolated:
        return True
    if page.number > 1 and index == 0 and isolated and len(text) <= 160:
        numbered = any((at_bottom, n - page.number) in offsets for n in _edge_numbers(text))
        words = re.findall(r"\w{3,}", text.casefold())
        known = sum(w in opening for w in words)
        if numbered and (not words or known >= 0.5 * len(words) or len(words) <= 12):
            return True
        if words and known == len(words) and len(words) >= 2 and not text.endswith((".", ":")):
            return True
    return False


def strip_line_numbers(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """Words without the numbers that a manuscript sets beside its lines, and those numbers.

    They are integers in a column of their own at the left (or right) of all text, that grow by the
    same step from line to line.
    """
    numbers = [w for w in words if w.text.isdigit() and len(w.text) <= 4]
    if len(numbers) < 5:
        return words, []
    best: list[Word] = []
    for edge in ("x1", "x0"):
        groups: dict[int, list[Word]] = defaultdict(list)
        for word in numbers:
            groups[round(getattr(word, edge) / 3)].append(word)
        for key, group in groups.items():
            column = sorted(group + groups.get(key + 1, []), key=lambda w: w.y)
            if len(column) > len(best) and _counts(column):
                best = column
    if not best:
        return words, []
    taken = {id(w) for w in best}
    low, high = min(w.x0 for w in best), max(w.x1 for w in best)
    rest = [w for w in words if id(w) not in taken]
    # Text must stand on one side only, but for a few stray words (a banner above or below).
    top, bottom = best[0].y - 6, best[-1].y + 6
    inside = [w for w in rest if top <= w.y <= bottom]
    left = sum(w.x1 <= low + 1 for w in inside)
    right = sum(w.x0 >= high - 1 for w in inside)
    if min(left, right) > 0.02 * len(inside) or len(inside) < 3 * len(best):
        return words, []
    for word in rest:
        word.glued = word.glued and word.x0 > high + 20
    return rest, best


def _counts(column: Sequence[Word]) -> bool:
    if len(column) < 5:
        return False
    values = [int(w.text) for w in column]
    steps = Counter(b - a for a, b in zip(values, values[1:], strict=False))
    step, times = steps.most_common(1)[0]
    rows = [b.y - a.y for a, b in zip(column, column[1:], strict=False)]
    return step in (1, 2, 5, 10) and times >= 0.8 * (len(values) - 1) and min(rows) > 3
