"""Files of the ledger, line by line: one answer in canonical JSON each, and who may write them now."""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from generator.core import Answer, Place, canonical_json, digest
from generator.core.answer import ID_LENGTH
from generator.errors import LedgerError
from generator.ledger.schema import SCHEMA, migrate
from generator.storage.files import bytes_of
from generator.storage.lock import cannot_be_locked

_SEAL = ',"seal":"{}"}}'
SEALED_SINCE = 2  # lines of older schemas bear no seal

# What reading a line that is no answer can raise: JSON is checked by json, the rest by `Answer.from_json`.
DAMAGE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


def loaded(line: bytes, file: PurePath, number: int) -> Any:
    """The data of a line. Raises one of DAMAGE, or LedgerError where a newer Answerbook wrote it."""
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


def parsed(line: bytes, file: PurePath, number: int) -> Answer:
    """The answer of a line of ``file``, or of its journal. Raises one of DAMAGE, or LedgerError."""
    data = loaded(line, file, number)
    answer = checked(Answer.from_json(migrate(data, data["schema"])))
    stem = file.name.removesuffix(".new").removesuffix(".jsonl")
    if (answer.paper, answer.model) != (file.parent.name, stem):
        raise ValueError(f"it is of {answer.paper} / {answer.model}")
    return answer


def sealed(data: dict[str, Any]) -> str:
    """Plain data as one line of canonical JSON, behind which a hash of all of it stands: its seal."""
    text = canonical_json(data)
    return f"{text[:-1]}{_SEAL.format(digest(text, ID_LENGTH))}"


def seal_of(line: bytes) -> str:
    """The seal that a line of our own making ends with; empty where it is none, or broken."""
    seal = line[-ID_LENGTH - 2 : -2]
    ending = _SEAL.format(seal.decode("ascii", "replace")).encode()
    fits = line.endswith(ending) and digest(line[: -len(ending)] + b"}", ID_LENGTH).encode() == seal
    return seal.decode() if fits else ""


def _is_sealed(line: bytes, data: dict[str, Any]) -> bool:
    if seal_of(line):
        return True
    # Written by hand in another form, say with blanks, it says the same.
    rest = {name: value for name, value in data.items() if name != "seal"}
    return bool(data["seal"] == digest(canonical_json(rest), ID_LENGTH))


def checked(answer: Answer) -> Answer:
    """The answer, if its parts are of their kinds, which nothing behind it asks again. Raises ValueError."""
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
    """A number that can be written again: JSON knows no infinity, but 1e999 is one."""
    if math.isinf(number := float(text)):
        raise ValueError(f"{text} is too large")
    return number


def line_of(answer: Answer) -> bytes:
    """An answer as a line. Times are left out: the same work on another day gives the same line."""
    text = sealed({"schema": SCHEMA, **fields_of(answer)})
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        # Lone surrogates cannot be encoded; no reader hands them out, but a model might. The id is
        # that of the text as it is written.
        encodable = json.loads(text.encode("utf-8", "replace"))
        del encodable["id"]
        return line_of(Answer.from_json(encodable))


def as_written(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Answers as they will be read back: an id is that of the text as it can be written."""
    return {q: Answer.from_json(json.loads(line_of(a))) for q, a in answers.items()}


def fields_of(answer: Answer) -> dict[str, Any]:
    """What the ledger keeps of an answer: all but the times."""
    data = answer.to_json()
    del data["measured"]
    return data


def raw_lines(file: Path) -> list[tuple[int, bytes]]:
    """The lines that hold anything, with their numbers from 1; whether or not git made CRLF of line ends."""
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

            try:
                fcntl.flock(stream, fcntl.LOCK_EX)
            except OSError as error:
                raise LedgerError(f"{file}: {cannot_be_locked(error)}") from error
            if _is_there(file, stream):
                yield stream
                return


def _is_there(file: Path, stream: BinaryIO) -> bool:
    """Whether ``file`` is what is open: another process may have settled it, and taken it away, meanwhile.

    Its number of links does not tell: a network file system keeps one for whoever has it open.
    """
    try:
        return os.path.samestat(file.stat(), os.fstat(stream.fileno()))
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ESTALE):
            raise
        return False


# What git leaves where it could not merge, by the beginning of the line.
_MARKS = {
    b"<<<<<<<": "the beginning of a merge conflict",
    b"|||||||": "a part of a merge conflict",
    b"=======": "the middle of a merge conflict",
    b">>>>>>>": "the end of a merge conflict",
}


def mark_of(line: bytes) -> str:
    """Which mark of a merge conflict a line is, in words; empty where it is none."""
    return next((what for mark, what in _MARKS.items() if line.startswith(mark)), "")


def refuse_marks(file: Path) -> None:
    """Raise LedgerError where ``file`` holds marks of a merge conflict: nothing is written over them."""
    for number, line in raw_lines(file):
        if mark_of(line):
            raise LedgerError(
                f"{file}:{number}: holds marks of a merge conflict, so nothing is written into it; run "
                "`answerbook verify --mend`, which keeps the better answer of each two and the other in the "
                "history, or restore the file and merge again"
            )


def why(error: Exception) -> str:
    """What is wrong with a line, in a few words."""
    if isinstance(error, KeyError):
        return f"the field {error.args[0]!r} is missing"
    return str(error).split("\n", 1)[0][:120] or type(error).__name__
