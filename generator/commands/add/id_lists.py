"""Lists of ids: text files with ids on their lines, and tables with a column of ids."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.commands.add.request import AddRequest
from generator.core.visible import visible
from generator.fetching import Id, id_of, ids_of
from generator.reading.decoding import Undecodable, decode_text

__all__ = ["LISTS", "of_list"]

LISTS = (".txt", ".text", ".ids", ".lst", ".csv", ".tsv", "")
_MAX_BYTES = 10_000_000
_MAX_SHOWN_CHARS = 80  # of a line that is not an id
_PROBED_LINES = 40  # lines by which a list is told from a paper in plain text
# Column titles of tables that reference managers and libraries export, in the order in which they count.
_COLUMNS = ("doi", "pmcid", "pmid", "pubmed id", "pubmed_id", "arxiv", "arxiv id", "url")
_COLUMN_NAMES = "doi, pmcid, pmid, arxiv or url"
_TABLES = (".csv", ".tsv")
_BARE_NUMBERS = {"pmid": "pmid:", "pubmed id": "pmid:", "pubmed_id": "pmid:", "pmcid": "pmcid:"}
# Not `str.splitlines`: it ends a line within a cell that holds a form feed or a line separator of Unicode.
_BREAK = re.compile(r"\r\n?|\n")
# A line that was meant as an id, though perhaps with a typing error in it.
_LIKE_ID = re.compile(r"(?:doi|pmid|pmc|arxiv|https?:|[1lI][0oO][.,][0-9])", re.IGNORECASE)


def of_list(path: Path) -> Iterator[AddRequest]:
    """Yield a request for each id in the file ``path``; none if it is not a list of ids.

    A list is a text file most of whose first lines are ids, or a table with a column of ids.
    """
    lines = _lines(path)
    table = _table(lines)
    if table is not None:
        yield from _of_table(path, *table)
        return
    if path.suffix.lower() in _TABLES and any("," in line or "\t" in line for line in lines):
        yield AddRequest(str(path), why=f"has no column of ids; name one of its columns {_COLUMN_NAMES}")
        return
    probed = [bare for line in lines if (bare := _bare(line))][:_PROBED_LINES]
    if not probed or 2 * sum(map(_is_like_id, probed)) < len(probed):
        return
    for number, line in enumerate(lines, start=1):
        if bare := _bare(line):
            ids = ids_of(bare)
            yield from (AddRequest(str(id), id) for id in ids)
            if not ids:
                shown = visible(bare[:_MAX_SHOWN_CHARS], one_line=True)
                why = f"{shown!r} is not an id; write one id per line, and comments after #"
                yield AddRequest(f"{path}:{number}", why=why)


def _lines(path: Path) -> list[str]:
    """Return the lines of a text file; none if it is too large or not text."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return []
        return _BREAK.split(decode_text(path.read_bytes(), records=True)[0])
    except (OSError, Undecodable):
        return []


def _is_like_id(bare: str) -> bool:
    return _LIKE_ID.match(bare) is not None or id_of(bare) is not None


def _bare(line: str) -> str:
    """Return a line without its comment. A comment starts with " #", as addresses may contain a "#"."""
    line = line.strip()
    return "" if line.startswith("#") else line.split(" #")[0].split("\t#")[0].strip()


def _table(lines: Sequence[str]) -> tuple[list[tuple[int, list[str]]], dict[str, int]] | None:
    """Return the rows of a table with their lines, and its columns of ids; None if the lines are no table."""
    head = lines[0].lstrip("\ufeff") if lines else ""
    for mark in (",", ";", "\t"):
        try:
            titles = next(csv.reader([head], delimiter=mark), [])
        except csv.Error:
            continue
        columns = {name: at for at, title in enumerate(titles) if (name := title.strip().lower()) in _COLUMNS}
        # "doi" alone on the first line is the title of a table of one column.
        if columns and (len(titles) > 1 or len(lines) > 1):
            reader = csv.reader(lines[1:], delimiter=mark)
            rows = []
            try:
                for row in reader:
                    rows.append((reader.line_num + 1, row))
            except csv.Error:
                return None
            return rows, columns
    return None


def _of_table(
    path: Path, rows: Sequence[tuple[int, list[str]]], columns: dict[str, int]
) -> Iterator[AddRequest]:
    for line, row in rows:
        if not any(cell.strip() for cell in row) or row[0].startswith("#"):
            continue
        cells = {
            name: row[columns[name]].strip() for name in _COLUMNS if columns.get(name, len(row)) < len(row)
        }
        found = next((id for name, cell in cells.items() if (id := _of_cell(name, cell)) is not None), None)
        why = "" if found else f"has no id under {', '.join(columns)}; add one, or remove the row"
        yield AddRequest(str(found) if found else f"{path}:{line}", found, why=why)


def _of_cell(column: str, cell: str) -> Id | None:
    before = _BARE_NUMBERS.get(column, "") if cell.isdecimal() else ""
    return id_of(f"{before}{cell}") if cell else None
