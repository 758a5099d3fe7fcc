"""The rows of tables in web pages, drawn by ``table`` elements or by spans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.core.paper import Header
from generator.reading.block_text import Inline
from generator.reading.grid import GridCell, cell_span, write_grid
from generator.reading.html.inline import HEADINGS, write


def is_span_table(part: Any) -> bool:
    """Return True if ``part`` is a table made of spans or divs, as LaTeXML and ``role="table"`` have it."""
    if part.tag == "table":
        return False
    return "ltx_tabular" in (part.get("class") or "").split() or part.get("role") in ("table", "grid")


def is_layout(table: Any) -> bool:
    """Return True if a table only arranges the page: it contains headings, or has one cell."""
    return any(e.tag in HEADINGS for e in table.iter()) or sum(1 for _ in table.iter("td", "th")) == 1


def own_cells(table: Any) -> Iterator[Any]:
    """Yield the cells of a table, without those of nested tables."""
    for row in _rows(table):
        yield from _cells(row)


def write_rows(table: Any, rows: Inline) -> Header:
    """Append a line for each row that is not empty, and return the header of the table."""
    return write_grid(([_cell(part) for part in _cells(row)] for row in _rows(table)), rows)


def _cell(part: Any) -> GridCell:
    line = Inline()
    write(part, line)
    row = part.getparent()
    group = row.getparent() if row is not None else None
    is_header = _is(part, "th", "ltx_th_column", "columnheader")
    is_header = is_header or (group is not None and _is(group, "thead", "ltx_thead"))
    return GridCell(line, _span(part, "colspan"), _span(part, "rowspan"), is_header)


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table in order, without those of nested tables."""
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
    """Return True if an element has this tag, or one of ``marks`` as its role or class."""
    if not isinstance(part.tag, str):
        return False
    return (
        part.tag == tag
        or part.get("role") in marks
        or not set(marks).isdisjoint((part.get("class") or "").split())
    )


def _span(cell: Any, name: str) -> int:
    marks = (cell.get("class") or "").split()
    latexml = next((mark.rpartition("_")[2] for mark in marks if mark.startswith(f"ltx_{name}_")), None)
    return cell_span(latexml or cell.get(name))
