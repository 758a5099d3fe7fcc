"""Files of the ledger, line by line: one answer in canonical JSON each, and locks for writing them."""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from generator.core import Answer, Place, canonical_json, digest
from generator.core.answer import ID_LENGTH
from generator.errors import LedgerError
from generator.ledger.line_migration import SCHEMA, migrate
from generator.storage.files import bytes_of
from generator.storage.lock import cannot_be_locked

_SEAL = ',"seal":"{}"}}'
_MAX_REASON_CHARS = 120  # of an error's text in a message
SEALED_SINCE = 2  # lines of older schemas have no seal

# What reading an invalid line can raise: json checks the syntax, `Answer.from_json` the content.
DAMAGE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


def load_line(line: bytes, file: PurePath, number: int) -> Any:
    """Return the data of a line. Raises one of DAMAGE, or LedgerError if a newer Answerbook wrote it."""
    data = json.loads(line, parse_constant=_refuse, parse_float=_finite)
    schema = data["schema"]
    if not isinstance(schema, int) or isinstance(schema, bool):
        raise ValueError(f"the schema is {schema!r}")
    if schema > SCHEMA:
        raise LedgerError(
            f"{file}:{number}: written by a newer Answerbook (schema {schema}, this one knows {SCHEMA}); "
            "upgrade Answerbook, or restore the file from version control"
        )
    if schema >= SEALED_SINCE and not _is_sealed(line, data):
        raise ValueError("its seal is broken: it was edited by hand, or damaged")
    return data


def parse_line(line: bytes, file: PurePath, number: int) -> Answer:
    """Return the answer on a line of ``file``, or of its journal. Raises one of DAMAGE, or LedgerError."""
    try:
        answer = _answer_on(line)
    except LedgerError:
        load_line(line, file, number)  # says where
        raise
    stem = file.name.removesuffix(".new").removesuffix(".jsonl")
    if (answer.paper, answer.model) != (file.parent.name, stem):
        raise ValueError(f"it is of {answer.paper} / {answer.model}")
    return answer


# To merge one new answer into a file, each of its lines is read five times; a file has a hundred at most.
@lru_cache(maxsize=256)
def _answer_on(line: bytes) -> Answer:
    data = load_line(line, PurePath(), 0)
    return check_types(Answer.from_json(migrate(data, data["schema"])))


def sealed_line(data: dict[str, Any]) -> str:
    """Return plain data as one line of canonical JSON that ends with its seal, a hash of all of it."""
    text = canonical_json(data)
    return f"{text[:-1]}{_SEAL.format(digest(text, ID_LENGTH))}"


def seal_of(line: bytes) -> str:
    """Return the valid seal at the end of a line that Answerbook wrote; else an empty text."""
    seal = line[-ID_LENGTH - 2 : -2]
    ending = _SEAL.format(seal.decode("ascii", "replace")).encode()
    fits = line.endswith(ending) and digest(line[: -len(ending)] + b"}", ID_LENGTH).encode() == seal
    return seal.decode() if fits else ""


def _is_sealed(line: bytes, data: dict[str, Any]) -> bool:
    if seal_of(line):
        return True
    # If it was written by hand in another form, such as with blanks, it still means the same.
    rest = {name: value for name, value in data.items() if name != "seal"}
    return bool(data["seal"] == digest(canonical_json(rest), ID_LENGTH))


def check_types(answer: Answer) -> Answer:
    """Return the answer if its parts have the right types, which nothing later checks. Raises ValueError."""
    if not all(isinstance(name, str) for name in (answer.paper, answer.question, answer.model)):
        raise ValueError("paper, question and model must be texts")
    if not all(isinstance(value, str) for value in _texts(answer)):
        raise ValueError("a part that must be a text is none")
    if not all(isinstance(value, (int, float)) for value in _numbers(answer)):
        raise ValueError("a part that must be a number is none")
    if not all(type(value) is int for value in _offsets(answer)):
        raise ValueError("a place or a number of evidence must be a whole number")
    return answer


def _texts(answer: Answer) -> Iterator[Any]:
    yield from (answer.reason, answer.raw)
    yield from (value for value in answer.fingerprint.values() if value is not None)
    for sentence in answer.sentences:
        yield from (sentence.text, sentence.support, sentence.reason)
    for snippet in answer.evidence:
        yield snippet.text
        yield from snippet.links
        if snippet.row:
            yield snippet.row.caption
            yield from (word for cell in snippet.row.cells for word in cell)
    for searched in answer.searched:
        yield from (searched.id, searched.text)
    for place in _places(answer):
        yield from (place.section, place.kind)
        if place.element is not None:
            yield place.element


def _numbers(answer: Answer) -> Iterator[Any]:
    yield from (sentence.coverage for sentence in answer.sentences)
    yield from (snippet.score for snippet in answer.evidence)
    yield from (searched.score for searched in answer.searched)
    yield from (side for place in _places(answer) for side in place.box or ())


def _offsets(answer: Answer) -> Iterator[Any]:
    yield from (number for sentence in answer.sentences for number in sentence.evidence)
    for snippet in answer.evidence:
        yield from (offset for span in (*snippet.focus, *snippet.marks) for offset in span)
    for place in _places(answer):
        yield from (place.start, place.end)
        if place.page is not None:
            yield place.page


def _places(answer: Answer) -> Iterator[Place]:
    yield from (snippet.place for snippet in answer.evidence)
    yield from (searched.place for searched in answer.searched)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _finite(text: str) -> float:
    """Return a number. Raises ValueError for 1e999 and the like: JSON cannot express infinity."""
    if math.isinf(number := float(text)):
        raise ValueError(f"{text} is too large")
    return number


def canonical_line(answer: Answer) -> bytes:
    """Return an answer as a line. Times are left out: the same work on another day gives the same line."""
    text = sealed_line({"schema": SCHEMA, **ledger_fields(answer)})
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        # Lone surrogates cannot be encoded; no reader produces them, but a model might. The id is that of
        # the text as it is written.
        encodable = json.loads(text.encode("utf-8", "replace"))
        del encodable["id"]
        return canonical_line(Answer.from_json(encodable))


def as_read_back(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return answers as they will be read back: the id is that of the text as it can be written."""
    return {q: Answer.from_json(json.loads(canonical_line(a))) for q, a in answers.items()}


def ledger_fields(answer: Answer) -> dict[str, Any]:
    """Return what the ledger keeps of an answer: all but the times."""
    data = answer.to_json()
    del data["measured"]
    return data


def raw_lines(file: Path) -> list[tuple[int, bytes]]:
    """Return the lines that are not blank, numbered from 1; git may have changed the line ends to CRLF."""
    try:
        data = bytes_of(file)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be read ({error.strerror}); make it readable, or restore it"
        ) from error
    lines = enumerate(data.split(b"\n"), start=1)
    return [(number, line.removesuffix(b"\r")) for number, line in lines if line.strip()]


@contextlib.contextmanager
def locked_for_append(file: Path) -> Iterator[BinaryIO]:
    """Open a file to append, locked for this process: workers that share a paper append to one journal.

    The lock ends with the process, however that ends. On a platform without such locks, a paper's jobs must
    not be shared among workers.
    """
    while True:
        with file.open("a+b") as stream:
            if sys.platform == "win32":
                yield stream
                return
            import fcntl

            try:
                fcntl.flock(stream, fcntl.LOCK_EX)
            except OSError as error:
                raise LedgerError(f"{file}: {cannot_be_locked(error)}") from error
            if _is_there(file, stream):
                yield stream
                return


def _is_there(file: Path, stream: BinaryIO) -> bool:
    """Return True if ``file`` is still the open file: another process may have settled and deleted it.

    Its number of links does not show that: a network file system keeps a link for whoever has the file open.
    """
    try:
        return os.path.samestat(file.stat(), os.fstat(stream.fileno()))
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ESTALE):
            raise
        return False


# The lines that git writes around a conflict, by their beginning.
_CONFLICT_MARKS = {
    b"<<<<<<<": "the beginning of a merge conflict",
    b"|||||||": "a part of a merge conflict",
    b"=======": "the middle of a merge conflict",
    b">>>>>>>": "the end of a merge conflict",
}


def conflict_mark(line: bytes) -> str:
    """Return which mark of a merge conflict a line is, in words; an empty text if it is none."""
    return next((words for mark, words in _CONFLICT_MARKS.items() if line.startswith(mark)), "")


def refuse_conflict_marks(file: Path) -> None:
    """Raise LedgerError if ``file`` contains marks of a merge conflict: nothing is written over them."""
    for number, line in raw_lines(file):
        if conflict_mark(line):
            raise LedgerError(
                f"{file}:{number}: contains merge conflict markers, so nothing is written to it; run "
                "`answerbook verify --repair`, which keeps the better of two answers and moves the other to "
                "the history, or restore the file and merge again"
            )


def reason_of(error: Exception) -> str:
    """Return what is wrong with a line, in a few words."""
    if isinstance(error, KeyError):
        return f"the field {error.args[0]!r} is missing"
    return str(error).split("\n", 1)[0][:_MAX_REASON_CHARS] or type(error).__name__


def is_outdated(line: bytes) -> bool:
    """Return True if a line was written in an older form."""
    return b'"schema":%d' % SCHEMA not in line and not conflict_mark(line)


def answer_of(line: bytes, file: PurePath, number: int = 0) -> tuple[Answer | None, str]:
    """Return the answer on a line of ``file``; or None and the reason why it has none that we can read."""
    try:
        return parse_line(line, file, number), ""
    except LedgerError as error:
        return None, str(error).partition(": ")[2]
    except DAMAGE as error:
        return None, reason_of(error)


@contextlib.contextmanager
def writing(file: Path) -> Iterator[None]:
    """Raise LedgerError if the block cannot write ``file``."""
    try:
        yield
    except OSError as error:
        raise LedgerError(
            f"{file}: the ledger cannot be written ({error.strerror}); make the folder writable, "
            "or free some space, and run the build again"
        ) from error
