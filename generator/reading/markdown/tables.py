"""Tables as Pandoc draws them (grid, simple, multiline), rewritten as pipe tables with one row a line.

CommonMark would read such a table as prose, and a line of dashes below a row would make the row a heading.

>>> table_at(["Site   Moths", "-----  -----", "Lake   12", "", "Text."], 0)
(['', '| Site | Moths |', '|---|---|', '| Lake | 12 |', ''], 3)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RULES = re.compile(r"\s{0,3}(?:-{2,}|={2,})(?:\s{1,40}(?:-{2,}|={2,})){1,60}\s*")
_RULE = re.compile(r"\s{0,3}-{3,}\s*")
_GRID = re.compile(r"\s{0,3}\+(?:[-=:]{2,}\+){1,60}\s*")
_ORG = re.compile(r"\s{0,3}\|[-:+]{3,}\|\s*")
_MAX_HEADER_LINES = 12  # of a multiline table
_MAX_TABLE_LINES = 2000
_MAX_RULED_LINES = 200  # of a table that needs a rule at its end, which may be missing


def table_at(lines: Sequence[str], index: int) -> tuple[list[str], int] | None:
    """Return the table at ``lines[index]`` as a pipe table, and the index after it; None if there is none."""
    line = lines[index]
    if "--" not in line and "==" not in line and "+" not in line:
        after = lines[index + 1] if index + 1 < len(lines) else ""
        return _simple(lines, index) if line.strip() and _RULES.fullmatch(after) else None
    if line.lstrip().startswith("+"):
        framed = index + 1 < len(lines) and lines[index + 1].lstrip().startswith("|")
        return _grid(lines, index) if framed and _GRID.fullmatch(line) else None
    above = lines[index - 1].strip() if index else ""
    if _RULES.fullmatch(line):
        return None if above else _headless(lines, index)
    if _RULE.fullmatch(line) and not above:
        return _multiline(lines, index)
    after = lines[index + 1] if index + 1 < len(lines) else ""
    return _simple(lines, index) if line.strip() and _RULES.fullmatch(after) else None


def without_plus(line: str) -> str:
    """Return the rule below a header in the style of Org (``|---+---|``) with bars in place of pluses."""
    return line.replace("+", "|") if _ORG.fullmatch(line) and "+" in line else line


def pipe_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a pipe table with these rows, with a blank line before and after."""
    width = max((len(row) for row in rows), default=0)
    if not width:
        return []
    lines = []
    for row in rows:
        cells = [re.sub(r"(?<!\\)\|", r"\\|", " ".join(cell.split())) for cell in row]
        lines.append("| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |")
    return ["", lines[0], "|" + "---|" * width, *lines[1:], ""]


def _column_starts(rules: str) -> list[int]:
    return [found.start() for found in re.finditer(r"-+|=+", rules)]


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    """Return the cells of a line whose columns begin at ``starts``."""
    line = line.expandtabs(4)
    ends = [*starts[1:], max(len(line), starts[-1])]
    return [line[(a if i else 0) : b].strip() for i, (a, b) in enumerate(zip(starts, ends, strict=True))]


def _joined(lines: Sequence[str], starts: Sequence[int]) -> list[str]:
    """Return the cells of one row that takes several lines."""
    parts = [_cut(line, starts) for line in lines]
    return [" ".join(filter(None, column)) for column in zip(*parts, strict=True)]


def _simple(lines: Sequence[str], index: int) -> tuple[list[str], int] | None:
    """Read a line of headers, a line of rules, and rows to the next blank line or rule."""
    starts = _column_starts(lines[index + 1])
    rows = [_cut(lines[index], starts)]
    at = index + 2
    while at < len(lines) and lines[at].strip() and at - index < _MAX_TABLE_LINES:
        if _RULES.fullmatch(lines[at]) or _RULE.fullmatch(lines[at]):
            at += 1
            break
        rows.append(_cut(lines[at], starts))
        at += 1
    return (pipe_table(rows), at) if len(rows) > 1 else None


def _headless(lines: Sequence[str], index: int) -> tuple[list[str], int] | None:
    """Read rows between two lines of rules; with blank lines among them, a row may take several lines."""
    starts = _column_starts(lines[index])
    end = _closing(lines, index + 1)
    if end is None:
        return None
    rows = _rows(lines[index + 1 : end], starts)
    return (pipe_table([[], *rows]), end + 1) if rows else None


def _multiline(lines: Sequence[str], index: int) -> tuple[list[str], int] | None:
    """Read a rule, lines of headers, a line of rules, rows separated by blank lines, and a rule."""
    for at in range(index + 1, min(index + 1 + _MAX_HEADER_LINES, len(lines))):
        if not lines[at].strip():
            return None
        if _RULES.fullmatch(lines[at]):
            end = _closing(lines, at + 1)
            if end is None or at == index + 1:
                return None
            starts = _column_starts(lines[at])
            rows = _rows(lines[at + 1 : end], starts)
            return pipe_table([_joined(lines[index + 1 : at], starts), *rows]), end + 1
    return None


def _closing(lines: Sequence[str], start: int) -> int | None:
    """Return the index of the rule that ends the table whose rows begin at ``start``, or None."""
    blank = 0
    for at in range(start, min(start + _MAX_RULED_LINES, len(lines))):
        if _RULES.fullmatch(lines[at]) or _RULE.fullmatch(lines[at]):
            return at if at > start else None
        blank = 0 if lines[at].strip() else blank + 1
        if blank > 1 or lines[at].startswith(("#", "```", "~~~")):
            return None
    return None


def _rows(lines: Sequence[str], starts: Sequence[int]) -> list[list[str]]:
    if all(line.strip() for line in lines):
        return [_cut(line, starts) for line in lines]
    rows: list[list[str]] = []
    held: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            held.append(line)
        elif held:
            rows.append(_joined(held, starts))
            held = []
    return rows


def _grid(lines: Sequence[str], index: int) -> tuple[list[str], int] | None:
    """Read cells in frames of ``+---+``; the text of a cell becomes one line."""
    places = sorted({found.start() for found in re.finditer(r"\+", lines[index])})
    rows: list[list[str]] = []
    held: list[list[str]] = []
    at = index + 1
    while at < len(lines) and at - index < _MAX_TABLE_LINES and lines[at].lstrip().startswith(("+", "|")):
        line = lines[at].rstrip()
        at += 1
        if line.lstrip().startswith("+"):
            if held:
                rows.append([" ".join(filter(None, column)) for column in zip(*held, strict=True)])
                held = []
            continue
        held.append(_framed(line, places))
    return (pipe_table(rows), at) if rows else None


def _framed(line: str, places: Sequence[int]) -> list[str]:
    """Return the cells of a line between bars, at the corners of the frame.

    A wide cell takes the first column.
    """
    cells = [""] * (len(places) - 1)
    start = 0
    for number in range(1, len(places)):
        last = number == len(places) - 1
        if last or line[places[number] : places[number] + 1] in ("|", "+"):
            piece = (
                line[places[start] + 1 : places[number] if not last else len(line)].rstrip().removesuffix("|")
            )
            cells[start] = re.sub(r"[-=+:]{3,}", " ", piece).strip()
            start = number
    return cells
