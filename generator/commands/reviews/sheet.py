"""Answers and their reviews as a table for spreadsheets, and back.

Pure: text in, rows out, and the other way round. Cells that a spreadsheet would compute, or take for a number
where they are ids, are written with an apostrophe before them; it is taken away again when they are read.
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
    "Line",
    "harmless",
    "read_sheet",
    "restored",
    "sheet",
]

# What a reviewer fills in.
REVIEW = ("verdict", "name", "date", "status_held", "text", "note", "quotes")
# Sheets of before there was such a column lack it.
OPTIONAL = ("quotes",)
# Parts the quotes of one cell.
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
# What an import cannot do without; of what it does not know it takes no notice.
NEEDED = ("paper", "question", "answer_id", *(column for column in REVIEW if column not in OPTIONAL))

# What makes a spreadsheet take a cell for a formula (in full width too), and what it takes for a number: an
# id of digits alone loses its last ones, and 9e12 becomes 9000000000000.
_COMPUTED = re.compile(r"'*(?:[=+\-@＝＋－＠\t\r]|[0-9]+(?:e[0-9]+)?\Z)", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r"sep=(.)")
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a file: the line on which it begins, and its cells by the names of NEEDED and OPTIONAL."""

    number: int
    cells: Mapping[str, str]


def harmless(text: str) -> str:
    """A cell that no spreadsheet computes or changes; `restored` gives the text back.

    >>> harmless("=1+1"), harmless("plain"), harmless("'=1")
    ("'=1+1", 'plain', "''=1")
    """
    return f"'{text}" if _COMPUTED.match(text) else text


def restored(cell: str) -> str:
    """The text of a cell that `harmless` made, or that a person wrote."""
    return cell[1:] if cell.startswith("'") and _COMPUTED.match(cell) else cell


def sheet(rows: Iterable[Mapping[str, str]], separator: str = ",") -> bytes:
    """Rows by the names of ``COLUMNS`` as a CSV file for spreadsheets: UTF-8 with a byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([harmless(row.get(column, "")) for column in COLUMNS])
    # Lone surrogates, which no file can hold, are replaced.
    return "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + out.getvalue().encode("utf-8", "replace")


def read_sheet(data: bytes, name: str) -> tuple[Line, ...]:
    """The rows of a CSV file in UTF-8, separated by commas, semicolons or tabs; empty ones are left out.

    name: how problems call the file. Columns may come in any order and with others among them. Raises
    InvalidFile for a file that is no such table, and for all rows that cannot be taken apart.
    """
    text = _text(data, name)
    first, _, rest = text.partition("\n")
    skipped = 0
    separator = ""
    if told := _SEPARATOR_LINE.fullmatch(first.strip()):
        separator, text, skipped = told[1], rest, 1
        first = rest.partition("\n")[0]
    separator = separator or max(_SEPARATORS, key=first.count)
    rows = list(_rows(text, separator, skipped))
    if not rows:
        raise InvalidFile(
            [Problem(name, None, "the file is empty; take one from `answerbook reviews export`")]
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
                    f"there is no column {', '.join(lacking)}; the first row must name the columns as "
                    "`answerbook reviews export` does",
                )
            ]
        )
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, row in rows[1:]:
        if isinstance(row, str):
            problems.append(Problem(name, number, row))
        elif any(cell.strip() for cell in row[len(head) :]):
            problems.append(
                Problem(
                    name, number, "has more cells than the first row; quote cells that hold the separator"
                )
            )
        else:
            known = [column for column in (*NEEDED, *OPTIONAL) if _key(column) in places]
            lines.append(Line(number, {column: _cell(row, places[_key(column)]) for column in known}))
    if problems:
        raise InvalidFile(problems)
    return tuple(lines)


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "is not UTF-8 text; save the table as “CSV UTF-8”"
        raise InvalidFile([Problem(name, line, message)]) from error


def _rows(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str] | str]]:
    """Rows that hold anything, each with its line; a text says why one is no row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        number = reader.line_num + 1 + skipped
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, f"is no row of a CSV file ({error}); mend the line"
            continue
        if any(cell.strip() for cell in row):
            yield number, row


def _cell(row: list[str], place: int) -> str:
    """The text of a cell on one line; none where the row is too short for it."""
    return " ".join(restored(row[place].strip()).split()) if place < len(row) else ""


def _key(name: str) -> str:
    """How names of columns are compared: case, blanks, hyphens and low lines do not matter."""
    return re.sub(r"[\s_-]+", "", name).casefold()
