"""A row of a table as a sentence of its own: what caption, column headings and cells say together."""

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
# Characters of a caption that stand with every row; the rest of a longer one is about the method.
MAX_CAPTION = 240


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a table says with a row: its caption, and each cell with its heading, which may be empty.

    cells: none where it is not known what heads the columns.
    """

    caption: str
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def in_words(self) -> str:
        """The cells as "heading: cell; heading: cell"."""
        said = ((heading.rstrip(" :"), cell) for heading, cell in self.cells)
        return "; ".join(f"{h}: {cell}" if h and h != cell else cell for h, cell in said)


def cells(row: str) -> list[str]:
    """Return the cells of a row; an empty one where nothing stands between two bars.

    >>> cells("| 0.490 | | 0.412")
    ['', '0.490', '', '0.412']
    """
    return [row[start:end] for start, end in cell_spans(row)]


def cell_spans(row: str) -> list[tuple[int, int]]:
    """Return where in a row its cells stand, without the white space around them."""
    bars = [match.span() for match in _BAR.finditer(row)]
    spans = zip([0, *(end for _, end in bars)], [*(start for start, _ in bars), len(row)], strict=True)
    return [_stripped(row, start, end) for start, end in spans]


def _stripped(row: str, start: int, end: int) -> tuple[int, int]:
    cell = row[start:end]
    first = start + len(cell) - len(cell.lstrip())
    return first, first + len(cell.strip())


def rows_of(section: Section, number: int) -> list[TableRow | None]:
    """Return what the table that is paragraph ``number`` of a section says with each of its rows.

    A row whose first cell is empty goes on under the last that is not; a row of one cell is a heading of the
    rows below it. None: neither the caption nor what heads the columns is known, so that the row is all.
    """
    table, caption = section.paragraphs[number], caption_of(section, number)
    found = [TableRow(caption, pairs) for pairs in _pairs(table)]
    return [row if row.caption or row.cells else None for row in found]


def _pairs(table: Paragraph) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield each row's cells with their headings; none of the rows that head the columns."""
    columns = table.header.columns
    rows = [cells(sentence.text) for sentence in table.sentences]
    if not table.header:
        yield from (() for _ in rows)
        return
    above = rows[: table.header.rows]
    yield from (() for _ in above)
    # A title among the headings is that of the first group of rows.
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

    It stands before the rows or behind them, as it does with the tables that come right before; what names
    itself a figure belongs to no table. Tables of one element of the file share one.
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
    # What stands behind the rows and does not name itself may be their notes as well.
    return after if len(after) <= MAX_CAPTION else ""


def _is_table(section: Section, number: int) -> bool:
    return number < len(section.paragraphs) and section.paragraphs[number].role == "table"


def _same_table(section: Section, one: int, other: int) -> bool:
    found = [
        (p.role, {s.element for s in p.sentences})
        for p in (section.paragraphs[one], section.paragraphs[other])
    ]
    return found[0] == found[1] and found[0][0] == "table" and None not in found[0][1]


def _caption_at(section: Section, number: int) -> str:
    """The text of paragraph ``number`` if it may be a table's caption; else nothing."""
    if not 0 <= number < len(section.paragraphs) or section.paragraphs[number].role != "caption":
        return ""
    text = " ".join(s.text for s in section.paragraphs[number].sentences)
    return "" if _FIGURE.match(text) or _NOTE.match(text) else text


def _beginning(text: str) -> str:
    if len(text) <= MAX_CAPTION:
        return text
    stop = max((m.start() + 1 for m in re.finditer(r"[.!?](?= [A-Z(])", text[:MAX_CAPTION])), default=0)
    if stop > MAX_CAPTION // 4:
        return text[:stop]
    return f"{text[:MAX_CAPTION].rsplit(' ', 1)[0]} …"
