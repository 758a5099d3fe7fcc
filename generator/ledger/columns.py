"""The columns of the ledger's files, cached: all that lists and counts need, without parsing an answer.

The cache is a database next to the project's other caches, with one row for each file of the ledger. A row
counts only while the file has the size, time and inode that it had when it was read, and while this code is
the same. Only files without anything unusual get one: settled, sealed, of today's form, one line for each
question. Without the database, or if it is damaged, every file is parsed as if there were none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.core import Answer
from generator.core.answer import AnswerFacts
from generator.core.recorded_answer import AnswerColumns, RecordedAnswer
from generator.core.snippet import has_closest_text
from generator.errors import LedgerError
from generator.ledger.ledger_lines import DAMAGE, parse_line, raw_lines, seal_of
from generator.ledger.line_migration import SCHEMA
from generator.storage.code_version import code_of
from generator.storage.files import bytes_of
from generator.storage.work_records import RACY

__all__ = ["ColumnStore", "KeptColumns"]

_TABLE = (
    "create table if not exists files "
    "(file text primary key, stamp text, answers integer, sha256 text, columns text) without rowid"
)
_CODE = ("generator.core", "generator.ledger")
_WAIT = 5.0  # seconds for another build that is writing


@dataclass(frozen=True, slots=True)
class KeptColumns:
    """What is cached of a file. stamp: see `_stamp`. answers: by question, one for each line."""

    stamp: str
    sha256: str
    answers: Mapping[str, RecordedAnswer]


class ColumnStore:
    """The cache in ``file``. What was looked up once is remembered; `commit` makes durable what was added."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, KeptColumns] = {}
        self._shared: dict[Any, Any] = {}
        self._database = self._opened()

    def of(self, file: Path) -> KeptColumns | None:
        """Return what is cached of a file of the ledger as it is now, or None."""
        try:
            stamp, _ = _stamp(file)
        except OSError:
            return None
        known = self._known.get(str(file))
        if known is not None and known.stamp == stamp:
            return known
        if self._database is None:
            return None
        try:
            query = "select sha256, columns from files where file = ? and stamp = ?"
            row = self._database.execute(query, (self._name(file), stamp)).fetchone()
            if row is None:
                return None
            source = _LedgerFile(file)
            answers = {c.question: RecordedAnswer.of(c, source) for c in self._read(file, row[1])}
        except (sqlite3.Error, *DAMAGE):
            return None
        self._known[str(file)] = KeptColumns(stamp, row[0], answers)
        return self._known[str(file)]

    def keep(self, file: Path, answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
        """Cache the columns of a file whose content is ``answers``, and return these as recorded answers.

        If anything about the file is unusual, nothing is cached, and ``answers`` are returned as they are.
        """
        try:
            stamp, recent = _stamp(file)
            data = bytes_of(file)
            if _stamp(file)[0] != stamp:
                return answers
        except OSError:
            return answers
        lines = _lines(data)
        if len(lines) != len(answers):
            return answers
        columns: dict[str, AnswerColumns] = {}
        for (start, line), (question, answer) in zip(lines, answers.items(), strict=True):
            if b'"schema":%d' % SCHEMA not in line or not seal_of(line) or not _is_on(answer, line):
                return answers
            columns[question] = self._columns(answer, start, len(line))
        source = _LedgerFile(file)
        recorded = {q: RecordedAnswer.of(c, source) for q, c in columns.items()}
        sha256 = hashlib.sha256(data).hexdigest()
        self._known[str(file)] = KeptColumns(stamp, sha256, recorded)
        if not recent and self._database is not None:
            name, text_of = self._name(file), _written(columns.values())
            with contextlib.suppress(sqlite3.Error):
                self._database.execute(
                    "insert or replace into files values (?, ?, ?, ?, ?)",
                    (name, stamp, len(columns), sha256, text_of),
                )
        return recorded

    def commit(self) -> None:
        """Make durable what was added; a full disk loses only time."""
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.commit()

    def close(self) -> None:
        """Commit, and close the database."""
        self.commit()
        if self._database is not None:
            self._database.close()
            self._database = None

    def _opened(self) -> sqlite3.Connection | None:
        """Open the database, a new one if it is missing, damaged or of other code; None if that fails."""
        code = code_of(*_CODE)
        for _ in range(2):
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                made = sqlite3.connect(self._file, timeout=_WAIT, check_same_thread=False)
                made.execute("pragma synchronous = off")  # it can be made again
                made.execute("create table if not exists about (code text)")
                if made.execute("select code from about").fetchone() != (code,):
                    made.execute("drop table if exists files")
                    made.execute("delete from about")
                    made.execute("insert into about values (?)", (code,))
                made.execute(_TABLE)
                return made
            except sqlite3.OperationalError:  # a read-only disk, or another build is writing
                return None
            except (sqlite3.Error, OSError):
                with contextlib.suppress(OSError):
                    self._file.unlink(missing_ok=True)
        return None

    def _name(self, file: Path) -> str:
        return f"{file.parent.name}/{file.name}"

    def _columns(self, answer: Answer, start: int, size: int) -> AnswerColumns:
        fingerprint = answer.fingerprint
        return AnswerColumns(
            paper=answer.paper,
            question=answer.question,
            model=answer.model,
            status=answer.status,
            id=answer.id,
            probability=answer.probability,
            kind=answer.kind,
            made=answer.made,
            imported=answer.imported,
            made_with=answer.made_with,
            aliases=answer.aliases,
            parts=self._one(tuple(fingerprint)),
            hashes=tuple(self._one(value) for value in fingerprint.values()),
            facts=self._one(answer.facts),
            complete=has_closest_text(answer.searched),
            start=start,
            size=size,
        )

    def _read(self, file: Path, text: str) -> list[AnswerColumns]:
        """Return the columns of a file as `_written` wrote them. Raises one of DAMAGE for anything else."""
        one, paper, model = self._one, file.parent.name, file.name.removesuffix(".jsonl")
        found = []
        for row in json.loads(text):
            (question, status, id, probability, kind, made, imported, made_with, aliases, names, hashes) = (
                row[:11]
            )
            supported, withheld, coverage, reasons, passages, characters, complete, start, size = row[11:]
            facts = AnswerFacts(supported, withheld, coverage, tuple(map(one, reasons)), passages, characters)
            found.append(
                AnswerColumns(
                    one(paper),
                    one(question),
                    one(model),
                    one(status),
                    id,
                    probability,
                    one(kind),
                    one(made),
                    one(imported),
                    one(made_with),
                    tuple(aliases),
                    one(tuple(names)),
                    tuple(map(one, hashes)),
                    facts,
                    complete,
                    start,
                    size,
                )
            )
        return found

    def _one(self, value: Any) -> Any:
        """Return the same object for equal values: most answers share most of their columns."""
        return self._shared.setdefault(value, value)


class _LedgerFile:
    """A file of the ledger whose answers are read one by one, at their places."""

    __slots__ = ("_file",)

    def __init__(self, file: Path) -> None:
        self._file = file

    def answer(self, columns: AnswerColumns) -> Answer:
        """See `AnswerSource`. A file that was written again meanwhile is searched for the answer."""
        try:
            with self._file.open("rb") as stream:
                stream.seek(columns.start)
                line = stream.read(columns.size)
            answer = parse_line(line, self._file, 0)
            if answer.id == columns.id:
                return answer
        except (OSError, *DAMAGE):
            pass
        for number, line in raw_lines(self._file):
            if columns.id.encode() in line:
                with contextlib.suppress(*DAMAGE):
                    answer = parse_line(line, self._file, number)
                    if (answer.question, answer.id) == (columns.question, columns.id):
                        return answer
        raise LedgerError(f"{self._file}: was changed during the build; run the command again")


def _lines(data: bytes) -> list[tuple[int, bytes]]:
    """Return the lines that are not blank, each with its place in the file."""
    found, start = [], 0
    for line in data.split(b"\n"):
        if line.strip():
            found.append((start, line.removesuffix(b"\r")))
        start += len(line) + 1
    return found


def _is_on(answer: Answer, line: bytes) -> bool:
    return b'"id":"%s"' % answer.id.encode() in line


def _stamp(file: Path) -> tuple[str, bool]:
    """Return the stamp of a file, and whether it is so new that it may change without its stamp changing."""
    stat = file.stat()
    recent = abs(time.time_ns() - stat.st_mtime_ns) < RACY
    return f"{stat.st_size}-{stat.st_mtime_ns}-{stat.st_ino}", recent


def _written(columns: Any) -> str:
    """Return columns as JSON: a list for each answer, in the order that `ColumnStore._read` takes."""
    return json.dumps(
        [
            [
                c.question,
                c.status,
                c.id,
                c.probability,
                c.kind,
                c.made,
                c.imported,
                c.made_with,
                c.aliases,
                c.parts,
                c.hashes,
                c.facts.supported,
                c.facts.withheld,
                c.facts.coverage,
                c.facts.reasons,
                c.facts.passages,
                c.facts.characters,
                c.complete,
                c.start,
                c.size,
            ]
            for c in columns
        ],
        separators=(",", ":"),
    )
