"""Figures as a Markdown report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

_MAX_DEPTH = 4  # level of headings


def markdown(title: str, figures: Mapping[str, Any], level: int = 1) -> str:
    """A heading of ``level``, a table of the plain figures, and a part for each mapping or list.

    A mapping of mappings becomes one table, a row each; what is nested deeper gets parts of its own.
    Figures that could not be had (None) are shown as such, never as 0.
    """
    return "\n".join(_part(title, figures, level))


def words(name: str) -> str:
    """A key as words."""
    return _cell(str(name).replace("_", " "))


def value(figure: object) -> str:
    """A figure as a table shows it: three decimals, thousands set apart, a dash for what is not known."""
    if figure is None:
        return "–"
    if isinstance(figure, list | tuple):
        return ", ".join(value(f) for f in figure) or "–"
    if isinstance(figure, bool):
        return "yes" if figure else "no"
    if not isinstance(figure, int | float):
        return _cell(str(figure))
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:,.3f}".rstrip("0").rstrip(".")


def _part(title: str, figures: Mapping[str, Any], level: int) -> Iterator[str]:
    yield f"{'#' * min(level, _MAX_DEPTH)} {title}"
    plain = {k: v for k, v in figures.items() if not _nested(v)}
    if plain:
        yield from ("", "| figure | value |", "|---|---|")
        yield from (f"| {words(k)} | {value(v)} |" for k, v in plain.items())
    for name, inner in figures.items():
        if not _nested(inner) or not inner:
            continue
        heading = words(name)
        if _lines(inner):
            yield from ("", f"{'#' * min(level + 1, _MAX_DEPTH)} {heading[:1].upper() + heading[1:]}", "")
            yield from (f"- {_cell(line)}" for line in inner)
            continue
        rows: Mapping[str, Any] = inner if isinstance(inner, Mapping) else _numbered(inner)
        if not all(isinstance(row, Mapping) for row in rows.values()):
            yield ""
            yield from _part(heading[:1].upper() + heading[1:], rows, level + 1)
            continue
        yield from ("", f"{'#' * min(level + 1, _MAX_DEPTH)} {heading[:1].upper() + heading[1:]}", "")
        yield from _table(rows, heading.removeprefix("by "))
        for row_name, row in rows.items():
            deeper = {k: v for k, v in row.items() if _nested(v) and v}
            if deeper:
                yield ""
                yield from _part(_cell(str(row_name)), deeper, level + 2)


def _numbered(rows: Sequence[Any]) -> Mapping[str, Any]:
    return {str(number): row for number, row in enumerate(rows, start=1)}


def _nested(figure: object) -> bool:
    """Whether a figure is a part of its own: a mapping, a list of mappings, or a list of lines."""
    return isinstance(figure, Mapping) or _list_of(Mapping, figure) or _lines(figure)


def _lines(figure: object) -> TypeGuard[Sequence[str]]:
    return _list_of(str, figure)


def _list_of(kind: type, figure: object) -> bool:
    return isinstance(figure, list | tuple) and bool(figure) and all(isinstance(i, kind) for i in figure)


def _table(rows: Mapping[Any, Mapping[str, Any]], of: str) -> Iterator[str]:
    columns = list(dict.fromkeys(c for row in rows.values() for c, v in row.items() if not _nested(v)))
    yield f"| {of} | " + " | ".join(words(c) for c in columns) + " |"
    yield "|---|" + "---|" * len(columns)
    for name, row in rows.items():
        yield f"| {_cell(str(name))} | " + " | ".join(value(row.get(c)) for c in columns) + " |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
