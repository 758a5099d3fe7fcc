"""The rows at the upper and lower edges of pages, and what comes back there from page to page.

>>> repeat_key("Moths at Lamps | 12"), edge_numbers("12 Lane et al.")
('mothsatlamps', [12])
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.reading.pdf.captions import CAPTION
from generator.reading.pdf.page_words import TextPage
from generator.reading.pdf.paragraph_text import count_cells
from generator.reading.pdf.text_lines import TextLine

MAX_LEADING = 1.45  # type sizes between the lines of one text
SLOT_HEIGHT = 2  # points of one slot
_EDGE_ROWS = 5  # rows at each edge of a page that may be furniture
_MIN_CELLS = 6  # cells of a row that heads a table
_ROW = 0.5  # type sizes by which the lines of one row may differ in height
_MIN_ROW_SIZE = 5  # points of type; smaller type counts as this large
_MIN_LETTERS = 3  # letters of a line that may come back
# Pages on which a line comes back: in a paper of at most so many pages, and in a longer one.
_SHORT_PAPER, _MIN_REPEATS = 12, 2
_MIN_LONG_REPEATS, _REPEAT_SHARE = 3, 0.12
_FEW_PAGES = 1 / 3  # of the paper's pages: a line on more of them is a running head even close to the text
_MIN_OFFSET_PAGES, _OFFSET_SHARE = 2, 0.4  # pages whose number has the same distance from their count
_FIRST_PAGES = 4  # pages of a paper so short that one number equal to its page's count is enough
_MIN_SLOT_PAGES, _SLOT_SHARE = 3, 0.3  # pages with a repeated line at one height
_OPENING_LINES, _CLOSING_LINES = 25, 3  # lines of the first page from which running heads take their words
PAGE_NUMBER = re.compile(
    r"^[\W_]*(?:(?:page|p\.|pp\.|seite)\s*)?([a-z]{0,2}\d{1,6}|[ivxl]{1,6})(?:\s*(?:of|/|von|–"
    r"|-)\s*\d{1,5})?[\W_]*$",
    re.I,
)
_NUMBER = re.compile(r"\d+")
_FIRST_NUMBER = re.compile(r"(\d{1,6})\b(?![.,]\d)")
_LAST_NUMBER = re.compile(r"(?<![\d.,])(\d{1,6})$")
_NO_LETTERS = re.compile(r"[\W_]+")
# Parts of addresses, whose numbers are the same on all pages: "10.1234/lamps.2024", "lamps.2024.".
_FIXED = re.compile(r"10\.\d{4}|https?:|www\.|[a-z]\.\d{3}", re.I)


@dataclass(slots=True)
class PageLines:
    """The lines of a page's text, and those found to be furniture. banners: words in its margins."""

    text: TextPage
    lines: list[TextLine]
    furniture: list[TextLine] = field(default_factory=list)
    banners: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.text.number


@dataclass(slots=True)
class EdgeRow:
    """The lines of one height at a page's edge. gap: points to the next row inward."""

    lines: list[TextLine]
    y: float
    gap: float

    @property
    def text(self) -> str:
        return " ".join(x.text for x in self.lines)

    @property
    def size(self) -> float:
        return max(x.size for x in self.lines)


Edges = dict[int, tuple[list[EdgeRow], list[EdgeRow]]]
Repeated = dict[tuple[bool, str], float]


@dataclass(frozen=True, slots=True)
class RunningPatterns:
    """What holds for the whole paper: repeated lines, number offsets, slots, words of its opening."""

    repeated: Repeated
    offsets: set[tuple[bool, int]]
    slots: set[tuple[bool, int, int]]
    opening: set[str]


def running_patterns(pages: Sequence[PageLines], edges: Edges) -> RunningPatterns:
    """Return what comes back at the edges of the pages, and the words of the first page."""
    repeated = _repeated(pages, edges)
    return RunningPatterns(
        repeated, _number_offsets(pages, edges), _slots(pages, edges, repeated), _first_words(pages)
    )


def edge_rows(page: PageLines, from_bottom: bool) -> list[EdgeRow]:
    """Return the rows at one edge of the page, the outermost first."""
    ordered = sorted(page.lines, key=lambda x: -x.y if from_bottom else x.y)
    rows: list[EdgeRow] = []
    for line in ordered:
        if rows and abs(line.y - rows[-1].y) <= _ROW * max(line.size, _MIN_ROW_SIZE):
            rows[-1].lines.append(line)
            continue
        if rows:
            rows[-1].gap = abs(line.y - rows[-1].y)
        if len(rows) == _EDGE_ROWS + 1:
            break
        rows.append(EdgeRow([line], line.y, 0.0))
    for row in rows:
        row.lines.sort(key=lambda x: x.x0)
    return rows[:_EDGE_ROWS]


def _repeated(pages: Sequence[PageLines], edges: Edges) -> Repeated:
    """Return the keys of lines that come back at the same edge of enough pages, with their type size."""
    seen: dict[tuple[bool, str], set[int]] = defaultdict(set)
    sizes: dict[tuple[bool, str], list[float]] = defaultdict(list)
    set_off: set[tuple[bool, str]] = set()
    for page in pages:
        for at_bottom in (False, True):
            for row in edges[page.number][at_bottom]:
                if _is_row(row):
                    continue
                # "Table 1" at the top of one page and "Table 2" at that of another are no running head.
                texts = {row.text, *(x.text for x in row.lines)}
                keys = {repeat_key(t) for t in texts if not CAPTION.match(t)}
                for key in keys:
                    if sum(map(str.isalpha, key)) >= _MIN_LETTERS:
                        seen[(at_bottom, key)].add(page.number)
                        sizes[(at_bottom, key)].append(row.size)
                        if row.gap > MAX_LEADING * row.size:
                            set_off.add((at_bottom, key))
    enough = (
        _MIN_REPEATS
        if len(pages) <= _SHORT_PAPER
        else max(_MIN_LONG_REPEATS, round(_REPEAT_SHARE * len(pages)))
    )
    return {
        key: min(sizes[key])
        for key, where in seen.items()
        # On a few pages, close above what follows, it heads tables that look alike.
        if len(where) >= enough and (len(where) > _FEW_PAGES * len(pages) or key in set_off)
    }


def _is_row(row: EdgeRow) -> bool:
    """Return True if a row holds more cells than a running head has parts: it heads a table."""
    if len(row.text) < _MIN_CELLS * 2:
        return False
    return sum(map(count_cells, row.lines)) >= _MIN_CELLS


def repeat_key(text: str) -> str:
    """Return the text without what changes from page to page."""
    folded = text.casefold()
    if _NUMBER.search(folded):
        words = folded.split()
        folded = "".join([w if w.isalpha() or _FIXED.search(w) else _NUMBER.sub("", w) for w in words])
    return _NO_LETTERS.sub("", folded)


def page_number_of(line: TextLine) -> int | None:
    """Return the page number that is all of a line; None if the line is something else."""
    match = PAGE_NUMBER.match(line.text)
    if match is None:
        return None
    digits = _NUMBER.search(match[1])
    return int(digits[0]) if digits else None


def _number_offsets(pages: Sequence[PageLines], edges: Edges) -> set[tuple[bool, int]]:
    """Return the differences between number and count of a page that hold for most pages."""
    offsets: Counter[tuple[bool, int]] = Counter()
    for page in pages:
        for at_bottom in (False, True):
            found = set()
            for row in edges[page.number][at_bottom]:
                for line in (row.lines[0], row.lines[-1]):
                    for number in (page_number_of(line), *edge_numbers(line.text)):
                        if number is not None:
                            found.add(number - page.number)
            offsets.update((at_bottom, x) for x in found)
    enough = max(_MIN_OFFSET_PAGES, round(_OFFSET_SHARE * len(pages)))
    return {
        key
        for key, count in offsets.items()
        if count >= enough or (key[1] == 0 and len(pages) <= _FIRST_PAGES)
    }


def edge_numbers(text: str) -> list[int]:
    """Return the numbers at the very start and end of a line."""
    return [int(m[1]) for m in (_FIRST_NUMBER.match(text), _LAST_NUMBER.search(text)) if m]


def _slots(pages: Sequence[PageLines], edges: Edges, repeated: Repeated) -> set[tuple[bool, int, int]]:
    """Return heights and type sizes at which most pages have a repeated line: other lines there run too."""
    slots: Counter[tuple[bool, int, int]] = Counter()
    for page in pages:
        for at_bottom in (False, True):
            slots.update(
                {
                    (at_bottom, round(row.y / SLOT_HEIGHT), round(row.size))
                    for row in edges[page.number][at_bottom]
                    if (at_bottom, repeat_key(row.text)) in repeated
                }
            )
    return {slot for slot, count in slots.items() if count >= max(_MIN_SLOT_PAGES, _SLOT_SHARE * len(pages))}


def _first_words(pages: Sequence[PageLines]) -> set[str]:
    """Return words of the first page: running heads take theirs from title, authors and journal."""
    if not pages:
        return set()
    lines = sorted(pages[0].lines, key=lambda x: x.y)
    return {
        w
        for line in [*lines[:_OPENING_LINES], *lines[-_CLOSING_LINES:]]
        for w in re.findall(r"\w{3,}", line.text.casefold())
    }
