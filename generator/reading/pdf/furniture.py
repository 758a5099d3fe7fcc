"""Running heads and feet, page numbers, banners and line numbers: words of pages, not of the paper.

A line at the top or bottom edge of a page is furniture if its text comes back on other pages (digits aside),
if it is in the same slot as lines of other pages that do, if it is the page's number, or if it speaks of
downloads and copyright. Only lines that nothing but furniture separates from the edge are examined, so that
text in the middle of a page never counts.

    >>> bool(PAGE_NUMBER.match("Page 3 of 9")), bool(_BANNER.search("Downloaded from example.org on 3 May"))
    (True, True)
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from generator.reading.pdf.captions import FLOAT_ADDRESS
from generator.reading.pdf.page_edges import (
    MAX_LEADING,
    PAGE_NUMBER,
    SLOT_HEIGHT,
    EdgeRow,
    PageLines,
    RunningPatterns,
    edge_numbers,
    edge_rows,
    page_number_of,
    repeat_key,
    running_patterns,
)
from generator.reading.pdf.side_bands import split_side_bands
from generator.reading.pdf.text_lines import TextLine

_SURE_NUMBER = 99  # a larger number that fits the count of its page is certainly that page's number
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
_TAIL = re.compile(r"[a-z(][\w,;:()'’-]*\s(?:\S+\s){1,20}\S*[a-z)\]][.?!]$")  # of a paragraph's last sentence
_ADDRESS = re.compile(r"https?://|www\.|\bdoi\b", re.I)
# Type sizes.
_RUNNING_GAP = 1.6  # from a running head to the text
_MORE_THAN_LEADING = 1.2  # ratio to the distance of lines, of the gap from a running head without a number
_NUMBER_GAP = 1.7  # from a page number to the text
_MAX_TITLE_SIZE = 1.25  # of the size on other pages: larger words are the title on the first page
_MAX_INDENT = 2.5  # of lines of one text
_SAME_SIZE = 0.03  # relative difference of the sizes of one text
_MAX_BANNER_CHARS, _MAX_RUNNING_CHARS = 400, 160
_MAX_RUNNING_WORDS = 12
_MIN_FROM_OPENING = 0.5  # share of a numbered running head's words that the first page has


def strip_furniture(pages: Sequence[PageLines]) -> None:
    """Move the furniture of every page from ``lines`` to ``furniture``."""
    sides = split_side_bands([page.lines for page in pages])
    for page, (text, _) in zip(pages, sides, strict=True):
        page.lines = text
    edges = {page.number: (edge_rows(page, False), edge_rows(page, True)) for page in pages}
    patterns = running_patterns(pages, edges)
    for page in pages:
        gone: set[int] = set()
        for at_bottom in (False, True):
            reached = True  # nothing but furniture is nearer to the edge
            for index, row in enumerate(edges[page.number][at_bottom]):
                if not reached:
                    gone.update(
                        id(line) for line in row.lines if _counts(page, line, row, at_bottom, patterns)
                    )
                    continue
                found = _furniture_of(page, row, index, at_bottom, patterns)
                gone.update(id(line) for line in found)
                reached = len(found) == len(row.lines)
        if gone:
            page.furniture = [x for x in page.lines if id(x) in gone]
            page.lines = [x for x in page.lines if id(x) not in gone]
    for page, (_, band) in zip(pages, sides, strict=True):
        page.furniture.extend(band)


def _furniture_of(
    page: PageLines, row: EdgeRow, index: int, at_bottom: bool, patterns: RunningPatterns
) -> list[TextLine]:
    """Return the lines of a row at a page's edge that are furniture; in two columns only some may be."""
    if FLOAT_ADDRESS.match(row.text):
        return []  # of a figure at the edge of the page
    if _comes_back(row.text, row.size, at_bottom, patterns) or _runs(page, row, index, at_bottom, patterns):
        return row.lines
    return [x for x in row.lines if _is_furniture(page, x, row, index, at_bottom, patterns)]


def _comes_back(text: str, size: float, at_bottom: bool, patterns: RunningPatterns) -> bool:
    # The title on the first page is no running head, though the same words run over the others.
    """Return True if the text comes back on other pages in about this size."""
    usual = patterns.repeated.get((at_bottom, repeat_key(text)))
    return usual is not None and size < _MAX_TITLE_SIZE * usual


def _is_furniture(
    page: PageLines, line: TextLine, row: EdgeRow, index: int, at_bottom: bool, patterns: RunningPatterns
) -> bool:
    """Return True if the line comes back, is the page's number, or is a banner."""
    if _comes_back(line.text, line.size, at_bottom, patterns):
        return True
    number = page_number_of(line)
    alone = row.gap > _NUMBER_GAP * row.size
    if number is not None and (
        (at_bottom, number - page.number) in patterns.offsets or (index == 0 and alone)
    ):
        return True
    # The first page often has its number at the other edge.
    if (
        number is not None
        and number > _SURE_NUMBER
        and (not at_bottom, number - page.number) in patterns.offsets
    ):
        return True
    if len(row.lines) == 1 and index == 0 and alone and PAGE_NUMBER.match(line.text):
        return True
    if len(line.text) > _MAX_BANNER_CHARS or _TAIL.match(line.text):
        return False
    banner = _BANNER.search(line.text) is not None and (page.number > 1 or at_bottom)
    return banner and not _flows(page, line)


def _flows(page: PageLines, line: TextLine) -> bool:
    """Return True if a line at a page's edge is set as the text and right next to other lines of it."""
    sizes: Counter[float] = Counter()
    for each in page.lines:
        sizes[each.size] += len(each.text)
    if not 1 - _SAME_SIZE < line.size / max(sizes.most_common(1)[0][0], 0.1) < 1 + _SAME_SIZE:
        return False
    return any(
        0 < abs(x.y - line.y) <= MAX_LEADING * line.size
        and x.font is line.font
        and abs(x.size - line.size) < _SAME_SIZE * line.size
        and abs(x.x0 - line.x0) < _MAX_INDENT * line.size
        and not _BANNER.search(x.text)
        for x in page.lines
    )


def _counts(
    page: PageLines, line: TextLine, row: EdgeRow, at_bottom: bool, patterns: RunningPatterns
) -> bool:
    """Return True for the page's number alone between a note of the first page and its text."""
    number = page_number_of(line)
    sure = len(row.lines) == 1 or (
        number is not None and number > _SURE_NUMBER and line in (row.lines[0], row.lines[-1])
    )
    return number is not None and sure and (at_bottom, number - page.number) in patterns.offsets


def _runs(page: PageLines, row: EdgeRow, index: int, at_bottom: bool, patterns: RunningPatterns) -> bool:
    """Return True if a row is a running head or foot though its words occur on this page only."""
    text = row.text.strip()
    if len(text) > _MAX_RUNNING_CHARS or row.gap <= _RUNNING_GAP * row.size or _TAIL.match(text):
        return False
    if page.number == 1:
        return at_bottom and index == 0 and _ADDRESS.search(text) is not None
    near = {(at_bottom, round(row.y / SLOT_HEIGHT) + d, round(row.size)) for d in (-1, 0, 1)}
    if index <= 1 and near & patterns.slots:
        return True
    if index > 0:
        return False
    words = re.findall(r"\w{3,}", text.casefold())
    from_opening = sum(w in patterns.opening for w in words)
    if any((at_bottom, n - page.number) in patterns.offsets for n in edge_numbers(text)):
        return from_opening >= _MIN_FROM_OPENING * len(words) or len(words) <= _MAX_RUNNING_WORDS
    apart = row.gap > _MORE_THAN_LEADING * _leading(page)  # lines of a manuscript are all far apart
    return apart and from_opening == len(words) >= 2 and not text.endswith((".", ":"))


def _leading(page: PageLines) -> float:
    """Return the usual distance between two lines of a page in points."""
    heights = sorted({round(x.y, 1) for x in page.lines})
    return statistics.median(b - a for a, b in pairwise(heights)) if len(heights) > 1 else 0.0
