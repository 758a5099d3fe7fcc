"""The answer ledger on disk.

`<folder>/<paper>/<model>.jsonl` holds one answer a line, in canonical JSON, sorted by question.
While a paper is being answered, each new answer is appended to `<model>.jsonl.new` and flushed to
the disk at once; `settle` then writes the sorted file beside, and renames it into place. A killed
build so loses at most the answer in the making: the next reader finds the finished ones in the
`.new` file, and passes over a torn last line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

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

    def append(self, answer: Answer) -> None:
        """Record one answer, for good: it is on the disk when this returns."""
        file = _journal(self._file(answer.paper, answer.model))
        line = _line(answer)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("ab") as stream:
                if stream.tell() and not _ends_in_line_break(file):
                    line = b"\n" + line  # after a torn line: it stays alone on its own
                stream.write(line)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise LedgerError(
                f"{file}: the answer cannot be written ({error.strerror}); make the folder writable, "
                "or free some space, and run the build again"
            ) from error

    def settle(self, paper: str, model: str) -> None:
        """Merge what was appended into the sorted file. Without new answers, nothing is touched.

        Lines that could not be read are kept as they are, at the end, for a person to mend.
        """
        file = self._file(paper, model)
        journal = _journal(file)
        if not journal.exists():
            return
        damaged = [line for line in _raw_lines(file) if not _readable(line)]
        answers = self.read(paper, model)
        body = b"".join([*(_line(answers[q]) for q in sorted(answers)), *(line + b"\n" for line in damaged)])
        beside = file.with_suffix(".tmp")
        try:
            with beside.open("wb") as stream:
                stream.write(body)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(file)
            journal.unlink()
        except OSError as error:
            raise LedgerError(
                f"{file}: the ledger cannot be written ({error.strerror}); make the folder writable, "
                "or free some space, and run the build again"
            ) from error

    def settle_all(self) -> None:
        """Settle what an earlier build left unsettled."""
        for journal in sorted(self.folder.glob("*/*.jsonl.new")):
            self.settle(journal.parent.name, journal.name.removesuffix(".jsonl.new"))

    def _file(self, paper: str, model: str) -> Path:
        return self.folder / paper / f"{model}.jsonl"

    def _lines(self, file: Path, *, torn_end: bool) -> Iterator[tuple[str, Answer]]:
        lines = _raw_lines(file)
        for number, line in enumerate(lines, start=1):
            try:
                data = json.loads(line)
                schema = data["schema"]
                if isinstance(schema, int) and schema > SCHEMA:
                    raise LedgerError(
                        f"{file}:{number}: written by a newer Answerbook (schema {schema}, this one knows "
                        f"{SCHEMA}); upgrade Answerbook, or restore the file from version control"
                    )
                answer = Answer.from_json(data)
            except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
                if torn_end and number == len(lines):
                    continue  # the answer in the making when a build was killed
                self.problems.append(
                    Problem(
                        str(file),
                        number,
                        f"this line is no answer ({_why(error)}); restore it from version control, or delete it",
                    )
                )
                continue
            yield answer.question, answer


def _line(answer: Answer) -> bytes:
    """An answer as a line. Times are left out: the same work on another day gives the same line."""
    data = answer.to_json()
    del data["measured"]
    # Lone surrogates cannot be encoded; no reader hands them out, but a model might.
    return canonical_json({"schema": SCHEMA, **data}).encode("utf-8", "replace") + b"\n"


def _journal(file: Path) -> Path:
    return file.with_name(file.name + ".new")


def _raw_lines(file: Path) -> list[bytes]:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be read ({error.strerror}); make it readable, or restore it"
        ) from error
    return [line for line in data.split(b"\n") if line.strip()]


def _readable(line: bytes) -> bool:
    try:
        Answer.from_json(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return False
    return True


def _ends_in_line_break(file: Path) -> bool:
    with file.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) == b"\n"


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the field {error.args[0]!r} is missing"
    return str(error).split("\n", 1)[0][:120] or type(error).__name__
