"""The rows of a JATS table (XHTML or CALS) as lines, cells set apart; and the notes under it."""

from __future__ import annotations

from typing import Any

from generator.reading.inline import Inline
from generator.reading.jats.inline import write, write_part
from generator.reading.xml_tree import children, name_of

_WIDEST = 60  # columns that one cell may claim: a hostile colspan must not make a line of a billion bars


def write_rows(table: Any, rows: Inline, floats: list[Any]) -> None:
    """Append a line for every row that says anything; notes and figures in cells go to ``floats``.

    A cell that reaches over several columns or rows stands once, where it starts; the places
    that it covers stay empty, so that columns keep their order. Empty cells at the end are left out.
    """
    taken: dict[int, int] = {}  # rows for which a cell above still reaches into a column
    for row in [e for e in table.iter() if name_of(e) in ("tr", "row")]:
        rows.newline()
        column, waiting = 0, 0
        for cell in children(row, "td", "th", "entry"):
            while taken.get(column, 0) > 0:
                taken[column] -= 1
                column, waiting = column + 1, waiting + 1
            inner = Inline()
            write(cell, inner, floats)
            if inner:
                for _ in range(waiting):
                    rows.cell()
                waiting = 0
                rows.append(inner)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(across):
                if down > 1:
                    taken[column + offset] = down - 1
            column, waiting = column + across, waiting + across
        for beyond in [c for c in taken if c >= column]:
            taken[beyond] = max(0, taken[beyond] - 1)


def write_foot(foot: Any, line: Inline, floats: list[Any]) -> None:
    """Append the text under a table, with its notes, which are not floats there."""
    for part in foot:
        line.gap()
        if name_of(part) in ("fn", "fn-group"):
            write_foot(part, line, floats)
        else:
            write_part(part, line, floats)


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), _WIDEST)) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
