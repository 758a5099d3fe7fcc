"""The answer ledger on disk.

`<folder>/<paper>/<model>.jsonl` holds one answer a line, in canonical JSON, sorted by question.
While a paper is being answered, each new answer is appended to `<model>.jsonl.new` and flushed to
the disk at once; `settle` then writes the sorted file beside, and renames it into place. A killed
build so loses at most the answer in the making: the next reader finds the finished ones in the
`.new` file, and passes over a torn last line.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from generator.core import Answer, canonical_json
from generator.errors import LedgerError, Problem

SCHEMA = 1


class Ledger:
    """The ledger in ``folder``. ``problems``: lines that could not be read; the other lines count."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def read(self, paper: str, model: str) -> Mapping[str, Answer]:
        """The answers of ``model`` about ``paper``, by question id; empty where there are none.

        Raises LedgerError where a line was written by a newer version of Answerbook.
        """
        file = self._file(paper, model)
        answers = dict(self._lines(file, torn_end=False))
        answers.update(self._lines(_journal(file), torn_end=True))
        return answers

    def models(self, paper: str) -> tuple[str, ...]:
        """The models of which answers about ``paper`` are recorded, by name."""
        try:
            names = [file.name for file in (self.folder / paper).iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        stems = {name.removesuffix(".new").removesuffix(".jsonl") for name in names if _is_ours(name)}
        return tuple(sorted(stems))

    def record(self, answers: Sequence[Answer]) -> None:
        """Record answers of one paper and model at once, each in place of an earlier one to its question.

        The rest of the file stays. Raises ValueError where they are of several papers or models.
        """
        if not answers:
            return
        (paper, model), *others = {(a.paper, a.model) for a in answers}
        if others:
            raise ValueError("answers of several papers or models cannot be recorded at once")
        journal = _journal(self._file(paper, model))
        with self._writing(journal):
            journal.parent.mkdir(parents=True, exist_ok=True)
            with _held(journal):
                self._replace(paper, model, {a.question: a for a in answers})

    def append(self, answer: Answer) -> None:
        """Record one answer, for good: it is on the disk when this returns."""
        file = _journal(self._file(answer.paper, answer.model))
        line = _line(answer)
        with self._writing(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            with _held(file) as stream:
                _mend_end(stream)
                stream.write(line)
                stream.flush()
                os.fsync(stream.fileno())

    def settle(self, paper: str, model: str) -> None:
        """Merge what was appended into the sorted file. Without new answers, nothing is touched.

        Lines that could not be read are kept as they are, at the end, for a person to mend.
        """
        file = self._file(paper, model)
        journal = _journal(file)
        if not journal.exists():
            return
        with self._writing(file), _held(journal):
            self._replace(paper, model, {})

    def _replace(self, paper: str, model: str, new: Mapping[str, Answer]) -> None:
        """Write the sorted file with the journal and ``new`` merged in; the journal is held, and goes."""
        file = self._file(paper, model)
        beside = file.with_suffix(".tmp")
        body = self._settled(paper, model, new)
        with beside.open("wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
        _journal(file).unlink()

    @contextlib.contextmanager
    def _writing(self, file: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LedgerError(
                f"{file}: the ledger cannot be written ({error.strerror}); make the folder writable, "
                "or free some space, and run the build again"
            ) from error

    def _settled(self, paper: str, model: str, new: Mapping[str, Answer]) -> bytes:
        """What the sorted file holds after the merge."""
        file = self._file(paper, model)
        answers = {**self.read(paper, model), **new}
        damaged = [line for _, line in _raw_lines(file) if not self._belongs(line, file)]
        # The last line of the journal may be torn: that is no damage, and goes.
        damaged += [line for _, line in _raw_lines(_journal(file))[:-1] if not self._belongs(line, file)]
        return b"".join(
            [*(_line(answers[q]) for q in sorted(answers)), *(d + b"\n" for d in dict.fromkeys(damaged))]
        )

    def settle_all(self) -> None:
        """Settle what an earlier build left unsettled."""
        for journal in sorted(self.folder.glob("*/*.jsonl.new")):
            self.settle(journal.parent.name, journal.name.removesuffix(".jsonl.new"))

    def _file(self, paper: str, model: str) -> Path:
        if any(not name or name.startswith(".") or set(name) & set("/\\\0") for name in (paper, model)):
            raise LedgerError(
                f"{paper!r} / {model!r} cannot name a file; use letters, digits, dots and hyphens"
            )
        return self.folder / paper / f"{model}.jsonl"

    def _lines(self, file: Path, *, torn_end: bool) -> Iterator[tuple[str, Answer]]:
        lines = _raw_lines(file)
        for number, line in lines:
            try:
                answer = _parsed(line, file, number)
            except _DAMAGE as error:
                if not (torn_end and number == lines[-1][0]):  # else the answer in the making at a kill
                    self._report(file, number, _why(error))
                continue
            yield answer.question, answer

    def _belongs(self, line: bytes, file: Path) -> bool:
        try:
            _parsed(line, file, 0)
        except _DAMAGE:
            return False
        return True

    def _report(self, file: Path, number: int, why: str) -> None:
        message = f"this line is no answer ({why}); restore it from version control, or delete it"
        problem = Problem(str(file), number, message)
        if problem not in self.problems:
            self.problems.append(problem)


# What reading a line that is no answer can raise: JSON is checked by json, the rest by `Answer.from_json`.
_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


def _parsed(line: bytes, file: Path, number: int) -> Answer:
    """The answer of a line of ``file``, or of its journal. Raises one of _DAMAGE, or LedgerError."""
    data = json.loads(line, parse_constant=_refuse)
    schema = data["schema"]
    if not isinstance(schema, int):
        raise ValueError(f"the schema is {schema!r}")
    if schema > SCHEMA:
        raise LedgerError(
            f"{file}:{number}: written by a newer Answerbook (schema {schema}, this one knows {SCHEMA}); "
            "upgrade Answerbook, or restore the file from version control"
        )
    answer = Answer.from_json(data)
    if not all(isinstance(name, str) for name in (answer.paper, answer.question, answer.model)):
        raise ValueError("paper, question and model must be texts")
    stem = file.name.removesuffix(".new").removesuffix(".jsonl")
    if (answer.paper, answer.model) != (file.parent.name, stem):
        raise ValueError(f"it is of {answer.paper} / {answer.model}")
    _line(answer)  # what cannot be written again was not written by us
    return answer


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _line(answer: Answer) -> bytes:
    """An answer as a line. Times are left out: the same work on another day gives the same line."""
    data = answer.to_json()
    del data["measured"]
    text = canonical_json({"schema": SCHEMA, **data})
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        # Lone surrogates cannot be encoded; no reader hands them out, but a model might. The id is
        # that of the text as it is written.
        encodable = json.loads(text.encode("utf-8", "replace"))
        del encodable["id"]
        return _line(Answer.from_json(encodable))


def _is_ours(name: str) -> bool:
    return name.endswith((".jsonl", ".jsonl.new")) and not name.startswith(".")


def _journal(file: Path) -> Path:
    return file.with_name(file.name + ".new")


def _raw_lines(file: Path) -> list[tuple[int, bytes]]:
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
def _held(journal: Path) -> Iterator[BinaryIO]:
    """The journal, open to append, and ours alone: workers that share a paper append to one journal.

    The hold ends with the process, however that ends. Where the platform knows no such hold, a
    paper's jobs must not be shared among workers.
    """
    while True:
        with journal.open("a+b") as stream:
            if sys.platform == "win32":
                yield stream
                return
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
            # Another process may have settled and taken the journal away while this one waited.
            if os.fstat(stream.fileno()).st_nlink:
                yield stream
                return


def _mend_end(stream: BinaryIO) -> None:
    """After a kill in the middle of a line: close the line where it is whole, else take it away."""
    end = stream.seek(0, os.SEEK_END)
    if end == 0:
        return
    stream.seek(0)
    *_, tail = stream.read().split(b"\n")
    if not tail:
        return
    try:
        Answer.from_json(json.loads(tail))
    except _DAMAGE:
        stream.truncate(end - len(tail))
    else:
        stream.write(b"\n")


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the field {error.args[0]!r} is missing"
    return str(error).split("\n", 1)[0][:120] or type(error).__name__
