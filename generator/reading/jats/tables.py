"""The rows of a JATS table (XHTML or CALS) as lines, and the notes below the table."""

from __future__ import annotations

from typing import Any

from generator.core.paper import Header
from generator.reading.block_text import Inline
from generator.reading.grid import GridCell, cell_span, write_grid
from generator.reading.jats.inline import write, write_part
from generator.reading.xml_tree import children, name_of


def write_rows(table: Any, rows: Inline, floats: list[Any]) -> Header:
    """Append a line for each row that is not empty, and return the header of the table.

    Notes and figures in cells go to ``floats``.
    """
    columns = (e for e in table.iter() if name_of(e) == "colspec")
    places = {e.get("colname") or "": number for number, e in enumerate(columns)}

    def cell(element: Any, in_header: bool) -> GridCell:
        line = Inline()
        write(element, line, floats)
        more = element.get("morerows") or ""  # CALS has the number of further rows, and first and last column
        down = int(more) + 1 if more.isascii() and more.isdecimal() and len(more) < 3 else 1
        first, last = (places.get(element.get(name) or "", 0) for name in ("namest", "nameend"))
        across = element.get("colspan") or str(max(0, last - first) + 1)
        down = down if down > 1 else cell_span(element.get("rowspan"))
        return GridCell(line, cell_span(across), down, in_header or name_of(element) == "th")

    def row(element: Any) -> list[GridCell]:
        in_header = name_of(element.getparent()) == "thead"
        return [cell(e, in_header) for e in children(element, "td", "th", "entry")]

    return write_grid((row(e) for e in table.iter() if name_of(e) in ("tr", "row")), rows)


def write_foot(foot: Any, line: Inline, floats: list[Any]) -> None:
    """Append the text below a table with its notes, which elsewhere would go to ``floats``."""
    for part in foot:
        line.gap()
        if name_of(part) in ("fn", "fn-group"):
            write_foot(part, line, floats)
        else:
            write_part(part, line, floats)
