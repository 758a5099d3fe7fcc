"""A row of a table as a sentence of its own: caption, column headings and cells together.

A row ``Cats | 12`` below the headings ``Group | Animals`` reads "Group: Cats; Animals: 12":

>>> TableRow("Table 1. Animals.", (("Group", "Cats"), ("Animals", "12"))).in_words
'Group: Cats; Animals: 12'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from generator.core.paper import Paragraph, Section

_BAR = re.compile(r"(?:^|\s)\|(?=\s|$)")
_TABLE = re.compile(r"(?:\w+ )?tab(?:le|\.|elle|la|leau)?\b", re.IGNORECASE)
_NOTE = re.compile(r"(?:\^?[a-z]|[*†‡§¶]|(?i:notes?|abbreviations?))[\s:.,]")
_FIGURE = re.compile(r"(?:\w+ )?(?:fig|abb|scheme|plate|video|movie|box)", re.IGNORECASE)
# Characters of a caption that are shown with every row; the rest of a longer one is about the method.
MAX_CAPTION_CHARS = 240
# A caption is cut at the end of a sentence if at least this share of MAX_CAPTION_CHARS remains.
_MIN_SENTENCES_SHARE = 1 / 4


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its context: the caption, and each cell with its heading, which may be empty.

    cells: empty if it is unknown which rows head the columns.
    """

    caption: str
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def in_words(self) -> str:
        """The cells as "heading: cell; heading: cell"."""
        pairs = ((heading.rstrip(" :"), cell) for heading, cell in self.cells)
        return "; ".join(f"{h}: {cell}" if h and h != cell else cell for h, cell in pairs)


def cells(row: str) -> list[str]:
    """Return the cells of a row; an empty text for nothing between two bars.

    >>> cells("| 0.490 | | 0.412")
    ['', '0.490', '', '0.412']
    """
    return [row[start:end] for start, end in cell_spans(row)]


def cell_spans(row: str) -> list[tuple[int, int]]:
    """Return the offsets of the cells of a row, without the white space around them."""
    bars = [match.span() for match in _BAR.finditer(row)]
    spans = zip([0, *(end for _, end in bars)], [*(start for start, _ in bars), len(row)], strict=True)
    return [_stripped(row, start, end) for start, end in spans]


def _stripped(row: str, start: int, end: int) -> tuple[int, int]:
    cell = row[start:end]
    first = start + len(cell) - len(cell.lstrip())
    return first, first + len(cell.strip())


def rows_of(section: Section, number: int) -> list[TableRow | None]:
    """Return each row of the table that is paragraph ``number`` of a section, with caption and headings.

    A row whose first cell is empty continues the last row whose first cell is not. A row of one cell is a
    heading of the rows below it. None: neither caption nor headings are known, so the row has no context.
    """
    table, caption = section.paragraphs[number], caption_of(section, number)
    found = [TableRow(caption, pairs) for pairs in _pairs(table)]
    return [row if row.caption or row.cells else None for row in found]


def _pairs(table: Paragraph) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield each row's cells with their headings; nothing for the rows that head the columns."""
    columns = table.header.columns
    rows = [cells(sentence.text) for sentence in table.sentences]
    if not table.header:
        yield from (() for _ in rows)
        return
    above = rows[: table.header.rows]
    yield from (() for _ in above)
    # A title within the header is that of the first group of rows.
    titles = (row[0] for row in above if len(row) == 1 < len(above) and len(columns) > 1)
    group = next((title for title in titles if title not in columns[0]), "")
    first = ""
    for row in rows[table.header.rows :]:
        if len(row) == 1 and len(columns) > 1:
            group, first = row[0].rstrip(":"), ""
            yield ()
            continue
        first = row[0] or first
        headed = zip_longest(columns, [first, *row[1:]], fillvalue="")
        pairs = tuple((heading, cell) for heading, cell in headed if cell)
        yield (("", group), *pairs) if group else pairs


def caption_of(section: Section, number: int) -> str:
    """Return the caption of the table that is paragraph ``number`` of a section, or its beginning.

    A caption is above or below the rows; consecutive tables show which. A text that names itself a figure
    belongs to no table. Tables from one element of the file share a caption.
    """
    before, after = _caption_at(section, number - 1), _caption_at(section, number + 1)
    if not before and not after and number and _same_table(section, number - 1, number):
        return caption_of(section, number - 1)
    if before and after:
        first = last = number
        while first > 1 and _caption_at(section, first - 1) and _is_table(section, first - 2):
            first -= 2
        while _caption_at(section, last + 1) and _is_table(section, last + 2):
            last += 2
        below = not _caption_at(section, first - 1) and _caption_at(section, last + 1)
        return _beginning(after if below else before)
    if before or _TABLE.match(after):
        return _beginning(before or after)
    # Text after the rows that is not labelled as a table may also be their notes, which are long.
    return after if len(after) <= MAX_CAPTION_CHARS else ""


def _is_table(section: Section, number: int) -> bool:
    return number < len(section.paragraphs) and section.paragraphs[number].role == "table"


def _same_table(section: Section, one: int, other: int) -> bool:
    found = [
        (p.role, {s.element for s in p.sentences})
        for p in (section.paragraphs[one], section.paragraphs[other])
    ]
    return found[0] == found[1] and found[0][0] == "table" and None not in found[0][1]


def _caption_at(section: Section, number: int) -> str:
    """Return the text of paragraph ``number`` if it may be a table's caption; else an empty text."""
    if not 0 <= number < len(section.paragraphs) or section.paragraphs[number].role != "caption":
        return ""
    text = " ".join(s.text for s in section.paragraphs[number].sentences)
    return "" if _FIGURE.match(text) or _NOTE.match(text) else text


def _beginning(text: str) -> str:
    if len(text) <= MAX_CAPTION_CHARS:
        return text
    cut = text[:MAX_CAPTION_CHARS]
    stop = max((m.start() + 1 for m in re.finditer(r"[.!?](?= [A-Z(])", cut)), default=0)
    if stop > MAX_CAPTION_CHARS * _MIN_SENTENCES_SHARE:
        return text[:stop]
    return f"{cut.rsplit(' ', 1)[0]} …"
