"""Files of the ledger, line by line: one answer in canonical JSON each, and who may write them now."""

from __future__ import annotations

import contextlib
import json
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from generator.core import Answer, canonical_json
from generator.errors import LedgerError
from generator.ledger.schema import SCHEMA

# What reading a line that is no answer can raise: JSON is checked by json, the rest by `Answer.from_json`.
DAMAGE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


def loaded(line: bytes, file: PurePath, number: int) -> Any:
    """The data of a line. Raises one of DAMAGE, or LedgerError where a newer Answerbook wrote it."""
    data = json.loads(line, parse_constant=_refuse, parse_float=_finite)
    schema = data["schema"]
    if not isinstance(schema, int):
        raise ValueError(f"the schema is {schema!r}")
    if schema > SCHEMA:
        raise LedgerError(
            f"{file}:{number}: written by a newer Answerbook (schema {schema}, this one knows {SCHEMA}); "
            "upgrade Answerbook, or restore the file from version control"
        )
    return data


def checked(answer: Answer) -> Answer:
    """The answer, if its names are texts. Raises ValueError otherwise."""
    if not all(isinstance(name, str) for name in (answer.paper, answer.question, answer.model)):
        raise ValueError("paper, question and model must be texts")
    return answer


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _finite(text: str) -> float:
    """A number that can be written again: JSON knows no infinity, but 1e999 is one."""
    if math.isinf(number := float(text)):
        raise ValueError(f"{text} is too large")
    return number


def line_of(answer: Answer) -> bytes:
    """An answer as a line. Times are left out: the same work on another day gives the same line."""
    text = canonical_json({"schema": SCHEMA, **fields_of(answer)})
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        # Lone surrogates cannot be encoded; no reader hands them out, but a model might. The id is
        # that of the text as it is written.
        encodable = json.loads(text.encode("utf-8", "replace"))
        del encodable["id"]
        return line_of(Answer.from_json(encodable))


def fields_of(answer: Answer) -> dict[str, Any]:
    """What the ledger keeps of an answer: all but the times."""
    data = answer.to_json()
    del data["measured"]
    return data


def raw_lines(file: Path) -> list[tuple[int, bytes]]:
    """The lines that hold anything, with their numbers from 1."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be read ({error.strerror}); make it readable, or restore it"
        ) from error
    return [(number, line) for number, line in enumerate(data.split(b"\n"), start=1) if line.strip()]


@contextlib.contextmanager
def held(file: Path) -> Iterator[BinaryIO]:
    """A file, open to append, and ours alone: workers that share a paper append to one journal.

    The hold ends with the process, however that ends. Where the platform knows no such hold, a
    paper's jobs must not be shared among workers.
    """
    while True:
        with file.open("a+b") as stream:
            if sys.platform == "win32":
                yield stream
                return
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
            # Another process may have settled and taken the journal away while this one waited.
            if os.fstat(stream.fileno()).st_nlink:
                yield stream
                return


def why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the field {error.args[0]!r} is missing"
    return str(error).split("\n", 1)[0][:120] or type(error).__name__
