"""Figures as a Markdown report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def markdown(title: str, figures: Mapping[str, Any]) -> str:
    """A table of the plain figures, a table for each mapping of mappings, a list for each list.

    Figures that could not be had (None) are shown as such, never as 0.
    """
    plain = {k: v for k, v in figures.items() if not isinstance(v, Mapping | list | tuple)}
    lines = [f"# {title}", "", "| figure | value |", "|---|---|"]
    lines += [f"| {words(k)} | {value(v)} |" for k, v in plain.items()]
    for name, rows in figures.items():
        if isinstance(rows, Mapping) and rows:
            lines += ["", f"## {words(name).capitalize()}", "", *_table(rows)]
        elif isinstance(rows, list | tuple) and rows:
            lines += ["", f"## {words(name).capitalize()}", "", *(f"- {_cell(str(r))}" for r in rows)]
    return "\n".join(lines)


def words(name: str) -> str:
    """A key as words."""
    return _cell(name.replace("_", " "))


def value(figure: object) -> str:
    """A figure as a table shows it: three decimals, thousands set apart, a dash for what is not known."""
    if figure is None:
        return "–"
    if isinstance(figure, bool) or not isinstance(figure, int | float):
        return _cell(str(figure))
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:,.3f}".rstrip("0").rstrip(".")


def _table(rows: Mapping[str, Any]) -> Sequence[str]:
    if not all(isinstance(row, Mapping) for row in rows.values()):
        return ["| | |", "|---|---|", *(f"| {words(k)} | {value(v)} |" for k, v in rows.items())]
    columns = list(dict.fromkeys(c for row in rows.values() for c in row))
    return [
        "| | " + " | ".join(words(c) for c in columns) + " |",
        "|---|" + "---|" * len(columns),
        *(
            f"| {_cell(str(name))} | " + " | ".join(value(row.get(c)) for c in columns) + " |"
            for name, row in rows.items()
        ),
    ]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
