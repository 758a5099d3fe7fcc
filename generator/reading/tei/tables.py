"""The rows of a TEI table as lines."""

from __future__ import annotations

from typing import Any

from generator.core.paper import Header
from generator.reading.block_text import Inline
from generator.reading.grid import GridCell, cell_span, write_grid
from generator.reading.tei.inline import write
from generator.reading.xml_tree import children, name_of


def write_rows(grid: Any, rows: Inline) -> Header:
    """Append a line for each row that is not empty, and return the header of the table.

    The table may have the markup of TEI, XHTML or CALS.
    """
    return write_grid(
        (
            [
                GridCell(
                    _cell_text(cell),
                    cell_span(cell.get("cols") or cell.get("colspan")),
                    cell_span(cell.get("rows") or cell.get("rowspan")),
                    is_header=_is_header_row(row) or name_of(cell) == "th" or cell.get("role") == "label",
                )
                for cell in children(row, "cell", "td", "th", "entry")
            ]
            for row in grid.iter()
            if name_of(row) in ("row", "tr")
        ),
        rows,
    )


def _cell_text(cell: Any) -> Inline:
    line = Inline()
    write(cell, line, [])
    return line


def _is_header_row(row: Any) -> bool:
    return row.get("role") == "label" or name_of(row.getparent()) == "thead"
