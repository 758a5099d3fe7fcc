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

from generator.reading.pdf.captions import CAPTION, FLOAT_ADDRESS
from generator.reading.pdf.lines import Line
from generator.reading.pdf.side_bands import part_side_bands
from generator.reading.pdf.text import split_cells
from generator.reading.pdf.words import TextPage

_EDGE_ROWS = 5
_SURE = 99  # a larger number that fits the count of its page is that page's number
_BANNER = re.compile(
    r"downloaded (?:from|by|on)|authorized licensed use|terms (?:and|&) conditions"
    r"|all rights reserved|certified by peer review"
    r"|\b(?:bio|med)rxiv preprint|this version posted|copyright holder for this preprint"
    r"|preprint submitted to|wileyonlinelibrary"
    r"|^\W*(?:©|\(c\)|copyright)\b.{0,120}$|\bissn\b|^https?://(?:dx\.)?doi\.org/\S+$"
    r"|^doi:?\s*10\.\S+$|^www\.\S+$|for personal use only"
    r"|frontiers in \w+.*\b(?:www\.)?frontiersin\.org|see discussions, stats|accepted manuscript"
    r"|^(?:manuscript|preprint)\b.{0,60}$|^arxiv:\d{4}\.\d{4,5}",
    re.I,
)
_PAGE_NUMBER = re.compile(
    r"^[\W_]*(?:(?:page|p\.|pp\.|seite)\s*)?([a-z]{0,2}\d{1,6}|[ivxl]{1,6})(?:\s*(?:of|/|von|–"
    r"|-)\s*\d{1,5})?[\W_]*$",
    re.I,
)
_TAIL = re.compile(r"[a-z(][\w,;:()'’-]*\s(?:\S+\s){1,20}\S*[a-z)\]][.?!]$")  # of a paragraph's last sentence
_ADDRESS = re.compile(r"https?://|www\.|\bdoi\b", re.I)
_NUMBER = re.compile(r"\d+")
# Parts of addresses, whose numbers are the same on all pages: "10.1234/lamps.2024", "lamps.2024.".
_FIXED = re.compile(r"10\.\d{4}|https?:|www\.|[a-z]\.\d{3}", re.I)
_FEW_PAGES = 1 / 3
_CELLS = 6
_IN_FLOW = 1.45  # type sizes between the lines of one text


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
    sides = part_side_bands([page.lines for page in pages])
    for page, (text, _) in zip(pages, sides, strict=True):
        page.lines = text
    edges = {page.number: (_rows(page, False), _rows(page, True)) for page in pages}
    repeated = _repeated(pages, edges)
    offsets = _number_offsets(pages, edges)
    slots = _slots(pages, edges, repeated)
    opening = _first_words(pages)
    signs = _Signs(repeated, offsets, slots, opening)
    for page in pages:
        gone: set[int] = set()
        for at_bottom in (False, True):
            reached = True  # nothing but furniture stands nearer to the edge
            for index, row in enumerate(edges[page.number][at_bottom]):
                if not reached:
                    gone.update(id(line) for line in row.lines if _counts(page, line, row, at_bottom, signs))
                    continue
                found = _furniture_of(page, row, index, at_bottom, signs)
                gone.update(id(line) for line in found)
                reached = len(found) == len(row.lines)
        if gone:
            page.furniture = [x for x in page.lines if id(x) in gone]
            page.lines = [x for x in page.lines if id(x) not in gone]
    for page, (_, band) in zip(pages, sides, strict=True):
        page.furniture.extend(band)


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


def _is_row(row: _Row) -> bool:
    """Whether a row holds more cells than a running head has parts: it heads a table."""
    if len(row.text) < _CELLS * 2:
        return False
    return sum(len(split_cells(line)) for line in row.lines) >= _CELLS


def _key(text: str) -> str:
    """The text without what changes from page to page."""
    words = text.casefold().split()
    return re.sub(r"[\W_]+", "", "".join([w if _FIXED.search(w) else _NUMBER.sub("", w) for w in words]))


def _letters(key: str) -> int:
    return sum(c.isalpha() for c in key)


Edges = dict[int, tuple[list[_Row], list[_Row]]]
Repeated = dict[tuple[bool, str], float]


def _repeated(pages: Sequence[Page], edges: Edges) -> Repeated:
    """Keys of lines that come back at the same edge of enough pages, with their type size."""
    seen: dict[tuple[bool, str], set[int]] = defaultdict(set)
    sizes: dict[tuple[bool, str], list[float]] = defaultdict(list)
    set_off: set[tuple[bool, str]] = set()
    for page in pages:
        for at_bottom in (False, True):
            for row in edges[page.number][at_bottom]:
                if _is_row(row):
                    continue
                # "Table 1" at the top of one page and "Table 2" at that of another are no running head.
                texts = [t for t in (row.text, *(x.text for x in row.lines)) if not CAPTION.match(t)]
                keys = {_key(t) for t in texts}
                for key in keys:
                    if _letters(key) >= 3:
                        seen[(at_bottom, key)].add(page.number)
                        sizes[(at_bottom, key)].append(row.size)
                        if row.gap > _IN_FLOW * row.size:
                            set_off.add((at_bottom, key))
    enough = 2 if len(pages) <= 12 else max(3, round(0.12 * len(pages)))
    return {
        key: min(sizes[key])
        for key, where in seen.items()
        # On a few pages, close above what follows, it heads tables that look alike.
        if len(where) >= enough and (len(where) > _FEW_PAGES * len(pages) or key in set_off)
    }


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
    found = [
        m for m in (re.match(r"(\d{1,6})\b(?![.,]\d)", text), re.search(r"(?<![\d.,])(\d{1,6})$", text)) if m
    ]
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
    lines = sorted(pages[0].lines, key=lambda x: x.y)
    return {w for line in [*lines[:25], *lines[-3:]] for w in re.findall(r"\w{3,}", line.text.casefold())}


@dataclass(frozen=True, slots=True)
class _Signs:
    """What is known of the whole paper: repeated lines, page counts, slots, words of its opening."""

    repeated: Repeated
    offsets: set[tuple[bool, int]]
    slots: set[tuple[bool, int, int]]
    opening: set[str]


def _furniture_of(page: Page, row: _Row, index: int, at_bottom: bool, signs: _Signs) -> list[Line]:
    """The lines of a row at a page's edge that are furniture; a row of two columns may be so in part."""
    if FLOAT_ADDRESS.match(row.text):
        return []  # of a figure at the edge of the page
    if _comes_back(row.text, row.size, at_bottom, signs) or _runs(page, row, index, at_bottom, signs):
        return row.lines
    return [x for x in row.lines if _is_furniture(page, x, row, index, at_bottom, signs)]


def _comes_back(text: str, size: float, at_bottom: bool, signs: _Signs) -> bool:
    # The title on the first page is no running head, though the same words run over the others.
    usual = signs.repeated.get((at_bottom, _key(text)))
    return usual is not None and size < 1.25 * usual


def _is_furniture(page: Page, line: Line, row: _Row, index: int, at_bottom: bool, signs: _Signs) -> bool:
    if _comes_back(line.text, line.size, at_bottom, signs):
        return True
    number = _number_of(line)
    alone = row.gap > 1.7 * row.size
    if number is not None and ((at_bottom, number - page.number) in signs.offsets or (index == 0 and alone)):
        return True
    # The first page often has its number at the other edge.
    if number is not None and number > _SURE and (not at_bottom, number - page.number) in signs.offsets:
        return True
    if len(row.lines) == 1 and index == 0 and alone and _PAGE_NUMBER.match(line.text):
        return True
    if len(line.text) > 400 or _TAIL.match(line.text):
        return False
    banner = _BANNER.search(line.text) is not None and (page.number > 1 or at_bottom)
    return banner and not _flows(page, line)


def _flows(page: Page, line: Line) -> bool:
    """Whether a line at a page's edge is one of the text, in whose type it stands right beside others."""
    sizes: Counter[float] = Counter()
    for each in page.lines:
        sizes[each.size] += len(each.text)
    if not 0.97 < line.size / max(sizes.most_common(1)[0][0], 0.1) < 1.03:
        return False
    return any(
        0 < abs(x.y - line.y) <= _IN_FLOW * line.size
        and x.font is line.font
        and abs(x.size - line.size) < 0.03 * line.size
        and abs(x.x0 - line.x0) < 2.5 * line.size
        and not _BANNER.search(x.text)
        for x in page.lines
    )


def _counts(page: Page, line: Line, row: _Row, at_bottom: bool, signs: _Signs) -> bool:
    """Whether the line is the page's number, alone between a note of the first page and its text."""
    number = _number_of(line)
    sure = len(row.lines) == 1 or (
        number is not None and number > _SURE and line in (row.lines[0], row.lines[-1])
    )
    return number is not None and sure and (at_bottom, number - page.number) in signs.offsets


def _runs(page: Page, row: _Row, index: int, at_bottom: bool, signs: _Signs) -> bool:
    """Whether a row is a running head or foot though its words are found on this page only."""
    text = row.text.strip()
    if len(text) > 160 or row.gap <= 1.6 * row.size or _TAIL.match(text):
        return False
    if page.number == 1:
        return at_bottom and index == 0 and _ADDRESS.search(text) is not None
    near = {(at_bottom, round(row.y / 2) + d, round(row.size)) for d in (-1, 0, 1)}
    if index <= 1 and near & signs.slots:
        return True
    if index > 0:
        return False
    words = re.findall(r"\w{3,}", text.casefold())
    known = sum(w in signs.opening for w in words)
    if any((at_bottom, n - page.number) in signs.offsets for n in _edge_numbers(text)):
        return known >= 0.5 * len(words) or len(words) <= 12
    return known == len(words) >= 2 and not text.endswith((".", ":"))
