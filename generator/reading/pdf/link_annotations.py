"""Links that a page carries as annotations, given to the words under them.

Example: a link whose box is (100, 700, 160, 712) is that of the words which lie mostly within it.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from generator.reading.pdf.frame import Box, Frame
from generator.reading.pdf.page_words import Word

_URI = 3  # PDFACTION_URI
_MAX_LINKS = 2000  # boxes of links on one page; no paper has more
_MAX_URL_BYTES = 4000
_MAX_BOXES = 20  # boxes of one link, which may run over several lines
_ROW_HEIGHT = 10  # points of the rows in which words are searched
_MIDDLE = 0.3  # of the type size, from the baseline to the middle of small letters
_MIN_COVERED = 0.5  # share of a word's width that its link covers


def link_boxes(document: Any, page: Any, frame: Frame) -> list[tuple[Box, str]]:
    """Return boxes (points, from the top left) and web addresses of a page's links."""
    found: list[tuple[Box, str]] = []
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    while len(found) < _MAX_LINKS and pdfium.FPDFLink_Enumerate(page, position, link):
        url = _address(document, link)
        if not url:
            continue
        for box in _boxes(link):
            found.append((frame.box(*box), url))
    return found


def _address(document: Any, link: Any) -> str:
    """Return the web address of a link, or an empty string."""
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != _URI:
        return ""
    length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < length < _MAX_URL_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
    url = buffer.value.decode("utf-8", "replace").strip()
    scheme = url.split(":", 1)[0].lower()
    if scheme in ("http", "https", "ftp"):
        return url.replace(" ", "%20")
    return "http://" + url if url.lower().startswith("www.") else ""


def _boxes(link: Any) -> list[Box]:
    """Return the boxes of a link in the file's coordinates."""
    count = pdfium.FPDFLink_CountQuadPoints(link)
    boxes: list[Box] = []
    quad = pdfium.FS_QUADPOINTSF()
    for index in range(min(max(count, 0), _MAX_BOXES)):
        if pdfium.FPDFLink_GetQuadPoints(link, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            if max(xs) > min(xs) and max(ys) > min(ys):
                boxes.append((min(xs), min(ys), max(xs), max(ys)))
    if boxes:
        return boxes
    rect = pdfium.FS_RECTF()
    if pdfium.FPDFLink_GetAnnotRect(link, rect):
        return [(rect.left, rect.bottom, rect.right, rect.top)]
    return []


def attach_links(links: Sequence[tuple[Box, str]], words: Sequence[Word]) -> None:
    """Give each word the address of the link that covers most of it."""
    if not links or not words:
        return
    rows: dict[float, list[Word]] = defaultdict(list)
    for word in words:
        rows[word.y // _ROW_HEIGHT].append(word)
    widest: dict[float, float] = {}
    for number, row in rows.items():
        row.sort(key=lambda word: word.x0)
        widest[number] = max(word.x1 - word.x0 for word in row)
    first, last = min(rows), max(rows)
    # The last link counts where several lie over one another, so its words need no further search.
    for (left, top, right, bottom), url in reversed(links):
        # A damaged box may reach as far as numbers go: only rows with words are searched.
        for number in range(
            int(max(first, top // _ROW_HEIGHT)), int(min(last, (bottom + _ROW_HEIGHT) // _ROW_HEIGHT)) + 1
        ):
            if row := rows.get(number, []):
                start = bisect_left(row, left - widest[number], key=lambda word: word.x0)
                end = bisect_right(row, right, lo=start, key=lambda word: word.x0)
                row[start:end] = [
                    word for word in row[start:end] if not _attach(word, (left, top, right, bottom), url)
                ]


def _attach(word: Word, box: Box, url: str) -> bool:
    """Give the word an address if the box covers most of it; return whether it does."""
    left, top, right, bottom = box
    middle_y = word.y - _MIDDLE * word.size
    inside = min(word.x1, right) - max(word.x0, left)
    covered = top <= middle_y <= bottom and inside > _MIN_COVERED * max(word.x1 - word.x0, 0.1)
    if covered:
        word.url = url
    return covered
