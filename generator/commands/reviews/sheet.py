"""Answers and their reviews as a table for spreadsheets, and back.

Turns rows into text, and text into rows. Cells that a spreadsheet would compute, or ids that it would take
for a number, are written with a leading apostrophe, which is removed when they are read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.errors import InvalidFile, Problem

__all__ = [
    "BETWEEN_QUOTES",
    "COLUMNS",
    "NEEDED",
    "REVIEW",
    "SheetRow",
    "escape_cell",
    "read_sheet",
    "sheet",
    "unescape_cell",
]

# What a reviewer fills in.
REVIEW = ("verdict", "name", "date", "status_held", "text", "note", "quotes")
# Tables from older versions lack this column.
OPTIONAL = ("quotes",)
# Separates the quotes in one cell.
BETWEEN_QUOTES = " || "
COLUMNS = (
    "paper",
    "title",
    "question",
    "question_text",
    "answer_id",
    "models",
    "shown",
    "status",
    "band",
    "answer_text",
    "quote",
    *REVIEW,
)
# Columns that an import needs; it ignores columns that it does not know.
NEEDED = ("paper", "question", "answer_id", *(column for column in REVIEW if column not in OPTIONAL))

# What a spreadsheet takes for a formula (also in full-width characters), or for a number: an id of digits
# alone loses its last ones, and 9e12 becomes 9000000000000.
_COMPUTED = re.compile(r"'*(?:[=+\-@＝＋－＠\t\r]|[0-9]+(?:e[0-9]+)?\Z)", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r"sep=(.)")
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a table: the line on which it begins, and its cells by the names of NEEDED and OPTIONAL."""

    number: int
    cells: Mapping[str, str]


def escape_cell(text: str) -> str:
    """Return a cell that no spreadsheet computes or changes; `unescape_cell` restores the text.

    >>> escape_cell("=1+1"), escape_cell("plain"), escape_cell("'=1")
    ("'=1+1", 'plain', "''=1")
    """
    return f"'{text}" if _COMPUTED.match(text) else text


def unescape_cell(cell: str) -> str:
    """Return the text of a cell that `escape_cell` made, or that a person wrote."""
    return cell[1:] if cell.startswith("'") and _COMPUTED.match(cell) else cell


def sheet(rows: Iterable[Mapping[str, str]], separator: str = ",") -> bytes:
    """Return rows by names of ``COLUMNS`` as a CSV file for spreadsheets: UTF-8 with a byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([escape_cell(row.get(column, "")) for column in COLUMNS])
    # Lone surrogates, which no file can hold, are replaced.
    return "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + out.getvalue().encode("utf-8", "replace")


def read_sheet(data: bytes, name: str) -> tuple[SheetRow, ...]:
    """Read the rows of a CSV file in UTF-8, separated by commas, semicolons or tabs; empty rows are left out.

    name: of the file, for problems. Columns may be in any order, with other columns among them. Raises
    InvalidFile for a file that is not such a table, and for all rows that cannot be parsed.
    """
    text = _text(data, name)
    first, _, rest = text.partition("\n")
    skipped = 0
    separator = ""
    if stated := _SEPARATOR_LINE.fullmatch(first.strip()):
        separator, text, skipped = stated[1], rest, 1
        first = rest.partition("\n")[0]
    separator = separator or max(_SEPARATORS, key=first.count)
    rows = list(_rows(text, separator, skipped))
    if not rows:
        raise InvalidFile(
            [Problem(name, None, "the file is empty; create one with `answerbook reviews export`")]
        )
    number, head = rows[0]
    if isinstance(head, str):
        raise InvalidFile([Problem(name, number, head)])
    places = {_key(cell): place for place, cell in reversed(list(enumerate(head)))}
    lacking = [column for column in NEEDED if _key(column) not in places]
    if lacking:
        raise InvalidFile(
            [
                Problem(
                    name,
                    number,
                    f"no column {', '.join(lacking)}; name the columns in the first row as `answerbook "
                    "reviews export` does",
                )
            ]
        )
    lines: list[SheetRow] = []
    problems: list[Problem] = []
    for number, row in rows[1:]:
        if isinstance(row, str):
            problems.append(Problem(name, number, row))
        elif any(cell.strip() for cell in row[len(head) :]):
            problems.append(
                Problem(
                    name,
                    number,
                    "more cells than in the first row; put quotes around cells that contain the separator",
                )
            )
        else:
            known = [column for column in (*NEEDED, *OPTIONAL) if _key(column) in places]
            lines.append(SheetRow(number, {column: _cell(row, places[_key(column)]) for column in known}))
    if problems:
        raise InvalidFile(problems)
    return tuple(lines)


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "not UTF-8 text; save the table as “CSV UTF-8”"
        raise InvalidFile([Problem(name, line, message)]) from error


def _rows(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the rows that are not empty, each with its line; or a text that says why a line is no row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        number = reader.line_num + 1 + skipped
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, f"not a valid CSV row ({error}); fix the line"
            continue
        if any(cell.strip() for cell in row):
            yield number, row


def _cell(row: list[str], place: int) -> str:
    """Return the text of a cell on one line; empty if the row is too short."""
    return " ".join(unescape_cell(row[place].strip()).split()) if place < len(row) else ""


def _key(name: str) -> str:
    """Return the name of a column without case, spaces, hyphens and underscores, for comparison."""
    return re.sub(r"[\s_-]+", "", name).casefold()
