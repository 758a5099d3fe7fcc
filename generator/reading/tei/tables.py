"""The rows of a TEI table as lines, cells set apart."""

from __future__ import annotations

from typing import Any

from generator.core.paper import Header
from generator.reading.grid import Cell, span, write_grid
from generator.reading.inline import Inline
from generator.reading.tei.inline import write
from generator.reading.xml_tree import children, name_of


def write_rows(grid: Any, rows: Inline) -> Header:
    """Append a line a row, of TEI's own tables and of those in the markup of XHTML or CALS.

    Returns what heads the columns.
    """
    return write_grid(
        (
            [
                Cell(
                    _cell(cell),
                    span(cell.get("cols") or cell.get("colspan")),
                    span(cell.get("rows") or cell.get("rowspan")),
                    heads=_heads(row) or name_of(cell) == "th" or cell.get("role") == "label",
                )
                for cell in children(row, "cell", "td", "th", "entry")
            ]
            for row in grid.iter()
            if name_of(row) in ("row", "tr")
        ),
        rows,
    )


def _cell(cell: Any) -> Inline:
    line = Inline()
    write(cell, line, [])
    return line


def _heads(row: Any) -> bool:
    return row.get("role") == "label" or name_of(row.getparent()) == "thead"
