"""Figures as a Markdown report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

_MAX_HEADING_LEVEL = 4


def markdown(title: str, figures: Mapping[str, Any], level: int = 1) -> str:
    """Return a heading of ``level``, a table of the plain figures, and a part for each mapping or list.

    A mapping of mappings becomes one table, a row for each. What is nested deeper gets its own parts.
    Figures that are not defined (None) appear as a dash, never as 0.
    """
    return "\n".join(_part(title, figures, level))


def key_as_words(name: str) -> str:
    """Return a key as words."""
    return _cell(str(name).replace("_", " "))


def format_figure(figure: object) -> str:
    """Return a figure for a table: three decimals, thousands separated, a dash for None."""
    if figure is None:
        return "–"
    if isinstance(figure, list | tuple):
        return ", ".join(format_figure(f) for f in figure) or "–"
    if isinstance(figure, bool):
        return "yes" if figure else "no"
    if not isinstance(figure, int | float):
        return _cell(str(figure))
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:,.3f}".rstrip("0").rstrip(".")


def _part(title: str, figures: Mapping[str, Any], level: int) -> Iterator[str]:
    """Yield the lines of one part and of the parts nested in it."""
    yield f"{'#' * min(level, _MAX_HEADING_LEVEL)} {title}"
    plain = {k: v for k, v in figures.items() if not _is_nested(v)}
    if plain:
        yield from ("", "| figure | value |", "|---|---|")
        yield from (f"| {key_as_words(k)} | {format_figure(v)} |" for k, v in plain.items())
    for name, inner in figures.items():
        if not _is_nested(inner) or not inner:
            continue
        heading = key_as_words(name)
        if _is_lines(inner):
            yield from (
                "",
                f"{'#' * min(level + 1, _MAX_HEADING_LEVEL)} {heading[:1].upper() + heading[1:]}",
                "",
            )
            yield from (f"- {_cell(line)}" for line in inner)
            continue
        rows: Mapping[str, Any] = inner if isinstance(inner, Mapping) else _numbered(inner)
        if not all(isinstance(row, Mapping) for row in rows.values()):
            yield ""
            yield from _part(heading[:1].upper() + heading[1:], rows, level + 1)
            continue
        yield from ("", f"{'#' * min(level + 1, _MAX_HEADING_LEVEL)} {heading[:1].upper() + heading[1:]}", "")
        yield from _table(rows, heading.removeprefix("by "))
        for row_name, row in rows.items():
            deeper = {k: v for k, v in row.items() if _is_nested(v) and v}
            if deeper:
                yield ""
                yield from _part(_cell(str(row_name)), deeper, level + 2)


def _numbered(rows: Sequence[Any]) -> Mapping[str, Any]:
    """Return rows by their number, from 1."""
    return {str(number): row for number, row in enumerate(rows, start=1)}


def _is_nested(figure: object) -> bool:
    """Return True if a figure is a part of its own: a mapping, a list of mappings, or a list of lines."""
    return isinstance(figure, Mapping) or _is_list_of(Mapping, figure) or _is_lines(figure)


def _is_lines(figure: object) -> TypeGuard[Sequence[str]]:
    return _is_list_of(str, figure)


def _is_list_of(kind: type, figure: object) -> bool:
    """Return True for a list of one kind that is not empty."""
    return isinstance(figure, list | tuple) and bool(figure) and all(isinstance(i, kind) for i in figure)


def _table(rows: Mapping[Any, Mapping[str, Any]], of: str) -> Iterator[str]:
    """Yield the lines of a table with one row for each mapping."""
    columns = list(dict.fromkeys(c for row in rows.values() for c, v in row.items() if not _is_nested(v)))
    yield f"| {of} | " + " | ".join(key_as_words(c) for c in columns) + " |"
    yield "|---|" + "---|" * len(columns)
    for name, row in rows.items():
        yield f"| {_cell(str(name))} | " + " | ".join(format_figure(row.get(c)) for c in columns) + " |"


def _cell(text: str) -> str:
    """Return text for a table cell, on one line and with its bars escaped."""
    return " ".join(text.replace("|", "\\|").split())
