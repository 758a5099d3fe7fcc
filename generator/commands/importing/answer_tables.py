"""Read saved answers from a table: JSON Lines, or CSV with a row of column names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.commands.importing.saved import Saved, Unread
from generator.core import digest
from generator.errors import AnswerbookError
from generator.reading.decoding import Undecodable, decode_text

SUFFIXES = (".jsonl", ".ndjson", ".csv", ".tsv")

# Accepted names of columns; case, spaces, hyphens and underscores are ignored.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "paper": ("paper", "paper_id", "publication", "document", "doc", "doc_id", "doi", "article", "pdf"),
    "question": ("question", "question_id", "cq", "cq_id", "competency_question", "query", "qid"),
    "model": ("model", "model_name", "llm", "system"),
    "answer": ("answer", "response", "reply", "output", "completion", "generation", "prediction", "text"),
    "context": (
        "context",
        "contexts",
        "chunks",
        "passages",
        "snippets",
        "documents",
        "retrieved",
        "evidence",
    ),
}
_NEEDED = ("paper", "question", "answer")
_NO_ANSWER = "no answer; delete the row, or run the model again"
# Characters; a cell of a CSV file may hold a whole prompt.
_MAX_CELL_LENGTH = 50_000_000


def read_table(file: Path, model: str | None) -> tuple[list[Saved], list[Unread]]:
    """Read the answers in ``file``, and the lines without one. model: name to use if no column gives it.

    Raises AnswerbookError for a file that cannot be read, or that lacks a required column.
    """
    answers: list[Saved] = []
    unread: list[Unread] = []
    for number, row in _rows(file, _NEEDED):
        where = f"{file.name}:{number}"
        if isinstance(row, str):
            unread.append(Unread(where, row))
            continue
        name = _text(row.get("model")) or model
        paper, question, reply = (_text(row.get(column)) for column in _NEEDED)
        lacking = [c for c, v in zip(_NEEDED[:2], (paper, question), strict=True) if not v]
        if lacking:
            unread.append(Unread(where, f"no {' and no '.join(lacking)}; fill in the cell"))
        elif not name:
            unread.append(Unread(where, "no model name; add a column `model`, or use --model"))
        elif not reply:
            unread.append(Unread(where, _NO_ANSWER))
        else:
            context = _context(row.get("context"))
            sha256 = digest([paper, question, name, reply, context], 64)
            answers.append(Saved(paper, question, name, reply, context, file.name, sha256, number))
    return answers, unread


def read_contexts(file: Path) -> tuple[dict[tuple[str, str], str | tuple[str, ...]], list[Unread]]:
    """Read contexts by the names of paper and question, for answers that were saved without them.

    Raises AnswerbookError like `read_table`.
    """
    found: dict[tuple[str, str], str | tuple[str, ...]] = {}
    unread: list[Unread] = []
    for number, row in _rows(file, ("paper", "question", "context")):
        where = f"{file.name}:{number}"
        if isinstance(row, str):
            unread.append(Unread(where, row))
            continue
        paper, question = _text(row.get("paper")), _text(row.get("question"))
        context = _context(row.get("context"))
        if paper and question and context:
            found[paper, question] = context
        else:
            unread.append(Unread(where, "no paper, question or context; fill in the cell"))
    return found, unread


def _rows(file: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield each line number with its row by the names of COLUMNS, or with the reason why it is no row."""
    text = _table_text(file)
    named: dict[str, str] | None = None
    rows = _csv(file, text) if file.suffix.lower() in (".csv", ".tsv") else _json_lines(text)
    for number, row in rows:
        if isinstance(row, str):
            yield number, row
            continue
        if named is None:
            named = _columns(file, list(row), needed)
        here = named if set(named) <= set(row) else _spelled(list(row))
        yield number, {ours: row[theirs] for theirs, ours in here.items()}


def _json_lines(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            yield number, f"not valid JSON ({error.msg} at character {error.pos + 1}); fix the line"
        except (ValueError, RecursionError) as error:
            yield number, f"not readable as JSON ({error}); fix the line"
        else:
            yield number, row if isinstance(row, dict) else "not a JSON object; write one object per line"


def _csv(file: Path, text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    header = text.split("\n", 1)[0]
    delimiter = "\t" if file.suffix.lower() == ".tsv" else max(",;\t", key=header.count)
    before = csv.field_size_limit(_MAX_CELL_LENGTH)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        while True:
            start = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield start, f"not a valid CSV row ({error}); fix the line"
                continue
            start = max(start, 2)
            if None in row:
                yield start, "more cells than columns; put quotes around cells that contain the separator"
            else:
                yield start, dict(row)
    finally:
        csv.field_size_limit(before)


def _table_text(file: Path) -> str:
    try:
        return decode_text(file.read_bytes(), records=True)[0]
    except OSError as error:
        raise AnswerbookError(f"{file}: cannot be read ({error.strerror}); check its permissions") from error
    except Undecodable as error:
        raise AnswerbookError(f"{file}: {error}; save it as UTF-8 text") from error


def _columns(file: Path, names: list[str], needed: tuple[str, ...]) -> dict[str, str]:
    found = _spelled(names)
    lacking = [column for column in needed if column not in found.values()]
    if lacking:
        raise AnswerbookError(
            f"{file}: no column {' and no column '.join(repr(c) for c in lacking)} (found: "
            f"{', '.join(map(repr, names)) or 'none'}); name the columns paper, question, model, answer and "
            "context"
        )
    return found


def _spelled(names: list[str]) -> dict[str, str]:
    """Return the file's names of columns -> ours; the first matching spelling of COLUMNS wins."""
    plain = {"_".join(str(n).strip().casefold().replace("-", " ").split()): n for n in names}
    found: dict[str, str] = {}
    for ours, spellings in COLUMNS.items():
        theirs = next((plain[s] for s in spellings if s in plain and plain[s] not in found), None)
        if theirs is not None:
            found[theirs] = ours
    return found


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _context(value: Any) -> str | tuple[str, ...] | None:
    """Return a context from a text, a list of texts or of objects with ``text``, or such a list as JSON."""
    if isinstance(value, str):
        if value.lstrip().startswith("["):
            try:
                listed = json.loads(value)
            except (ValueError, RecursionError):
                listed = None  # a text that begins with a bracket
            if isinstance(listed, list):
                return _context(listed)
        return value if value.strip() else None
    if isinstance(value, list):
        pieces = [p.get("text", p.get("page_content", "")) if isinstance(p, dict) else p for p in value]
        return tuple(p for p in pieces if isinstance(p, str) and p.strip()) or None
    return None
