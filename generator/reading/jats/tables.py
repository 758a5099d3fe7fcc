"""The rows of a JATS table (XHTML or CALS) as lines, cells set apart; and the notes under it."""

from __future__ import annotations

from typing import Any

from generator.reading.grid import Cell, span, write_grid
from generator.reading.inline import Inline
from generator.reading.jats.inline import write, write_part
from generator.reading.xml_tree import children, name_of


def write_rows(table: Any, rows: Inline, floats: list[Any]) -> None:
    """Append a line for every row that says anything; notes and figures in cells go to ``floats``."""

    def cell(element: Any) -> Cell:
        line = Inline()
        write(element, line, floats)
        return Cell(line, span(element.get("colspan")), span(element.get("rowspan")))

    found = (e for e in table.iter() if name_of(e) in ("tr", "row"))
    write_grid(([cell(e) for e in children(row, "td", "th", "entry")] for row in found), rows)


def write_foot(foot: Any, line: Inline, floats: list[Any]) -> None:
    """Append the text under a table, with its notes, which are not floats there."""
    for part in foot:
        line.gap()
        if name_of(part) in ("fn", "fn-group"):
            write_foot(part, line, floats)
        else:
            write_part(part, line, floats)
