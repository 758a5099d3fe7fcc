"""Which page of a question each paper is on, so that a changed answer moves few papers to another page.

Pages of equal size would move on by one answer from the place where one is added or removed to the last page.
Here a page begins at certain papers, which their ids choose, once the page before is long enough.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

__all__ = ["PAGE_SIZE", "numbered_pages"]

# Lines on a page on average. An answer that reports something takes two, any other takes one.
PAGE_SIZE = 100
_LEAST, _MOST = 0.7, 1.6  # of that size
# One paper in so many may begin a page. With these numbers, one page in fifty ends because it is full.
_ONE_IN = 16


def numbered_pages(lines: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """Return the number of each paper's page, from 1. lines: papers in order, with the lines that each takes.

    All papers are on one page if they fit on one of average size.
    """
    listed = list(lines)
    if sum(takes for _, takes in listed) <= PAGE_SIZE:
        return dict.fromkeys((paper for paper, _ in listed), 1)
    pages: dict[str, int] = {}
    number, filled = 1, 0
    for paper, takes in listed:
        full = filled + takes > _MOST * PAGE_SIZE
        if full or (filled >= _LEAST * PAGE_SIZE and zlib.crc32(paper.encode()) % _ONE_IN == 0):
            number, filled = number + 1, 0
        pages[paper] = number
        filled += takes
    return pages
