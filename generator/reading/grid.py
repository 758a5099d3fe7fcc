"""The rows of a table as lines, whichever format it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.reading.inline import Inline

_WIDEST = 60  # columns or rows that one cell may claim: a hostile span must not make a line of a billion bars


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and how many columns and rows it reaches over."""

    content: Inline
    across: int = 1
    down: int = 1


def write_grid(grid: Iterable[Iterable[Cell]], rows: Inline) -> None:
    """Append a line for every row that says anything.

    A cell that reaches over several columns or rows stands once, where it starts; the places that it
    covers stay empty, so that columns keep their order. Empty cells at the end are left out.
    """
    taken: dict[int, int] = {}  # rows for which a cell above still reaches into a column
    for row in grid:
        rows.newline()
        column, waiting = 0, 0
        for cell in row:
            while taken.get(column, 0) > 0:
                taken[column] -= 1
                column, waiting = column + 1, waiting + 1
            if cell.content:
                for _ in range(waiting):
                    rows.cell()
                waiting = 0
                rows.append(cell.content)
            for offset in range(cell.across):
                if cell.down > 1:
                    taken[column + offset] = cell.down - 1
            column, waiting = column + cell.across, waiting + cell.across
        for beyond in [c for c in taken if c >= column]:
            taken[beyond] = max(0, taken[beyond] - 1)


def span(written: str | None) -> int:
    """Return how many columns or rows an attribute says that a cell reaches over; 1 where it says nothing."""
    value = (written or "1").strip()
    return max(1, min(int(value), _WIDEST)) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
