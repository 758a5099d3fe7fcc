"""The rows of tables in web pages, drawn by ``table`` elements or by spans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.reading.html.inline import HEADINGS, write
from generator.reading.inline import Inline

_WIDEST = 60  # columns that one cell may claim: a hostile colspan must not make a line of a billion bars


def is_span_table(part: Any) -> bool:
    """Return whether spans or divs draw a table, as LaTeXML and styles (``role="table"``) have it."""
    if part.tag == "table":
        return False
    return "ltx_tabular" in (part.get("class") or "").split() or part.get("role") in ("table", "grid")


def is_layout(table: Any) -> bool:
    """Return whether a table only arranges the page: it holds headings, or one cell."""
    return any(e.tag in HEADINGS for e in table.iter()) or sum(1 for _ in table.iter("td", "th")) == 1


def own_cells(table: Any) -> Iterator[Any]:
    """Yield the cells of a table without those of tables within it."""
    for row in _rows(table):
        yield from _cells(row)


def write_rows(table: Any, rows: Inline) -> None:
    """Append a line for every row that says anything.

    A cell that reaches over several columns or rows stands once, where it starts; the places that it
    covers stay empty, so that columns keep their order. Empty cells at the end are left out.
    """
    taken: dict[int, int] = {}  # rows for which a cell above still reaches into a column
    for row in _rows(table):
        rows.newline()
        column, waiting = 0, 0
        for cell in _cells(row):
            while taken.get(column, 0) > 0:
                taken[column] -= 1
                column, waiting = column + 1, waiting + 1
            inner = Inline()
            write(cell, inner)
            if inner:
                for _ in range(waiting):
                    rows.cell()
                waiting = 0
                rows.append(inner)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            if down > 1:
                taken.update(dict.fromkeys(range(column, column + across), down - 1))
            column, waiting = column + across, waiting + across
        for beyond in [c for c in taken if c >= column]:
            taken[beyond] = max(0, taken[beyond] - 1)


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table itself, in order."""
    stack = list(reversed(table))
    while stack:
        part = stack.pop()
        if _is(part, "tr", "ltx_tr", "row"):
            yield part
        elif isinstance(part.tag, str) and part.tag not in ("table", "td", "th", "caption"):
            stack.extend(reversed(part))


def _cells(row: Any) -> Iterator[Any]:
    for part in row:
        if part.tag == "th" or _is(
            part, "td", "ltx_td", "cell", "ltx_th", "gridcell", "columnheader", "rowheader"
        ):
            yield part


def _is(part: Any, tag: str, *marks: str) -> bool:
    if not isinstance(part.tag, str):
        return False
    return (
        part.tag == tag
        or part.get("role") in marks
        or not set(marks).isdisjoint((part.get("class") or "").split())
    )


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    for mark in (cell.get("class") or "").split():
        if mark.startswith(f"ltx_{name}_"):
            value = mark.rpartition("_")[2]
    return max(1, min(int(value), _WIDEST)) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
