"""Rows: the ledger without the text of the answers, enough to decide whether each is up to date.

Reading 560,000 answers in full takes minutes; a row is a few words of a line. Rows are cached in a file by
name, size and time of change of each file of the ledger, so that only changed files are read.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.ledger.ledger_lines import seal_of
from generator.ledger.line_migration import SCHEMA
from generator.ledger.store import Ledger
from generator.storage.files import bytes_of
from generator.storage.work_records import RACY, Record

HISTORY_FILE = "history.jsonl"  # next to a paper's answers, with their former versions


@dataclass(frozen=True, slots=True)
class SharedFields:
    """Fields that many answers have in common.

    kind: of the model. made: the day, as recorded. parts: of the fingerprint, all but ``paper_text``.
    """

    status: str
    kind: str
    made: str
    parts: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An answer without its text. shared: one object for all answers with the same values."""

    question: str
    paper_text: str | None
    shared: SharedFields

    @property
    def fingerprint(self) -> dict[str, str | None]:
        """The recorded fingerprint of the answer."""
        return {**self.shared.parts, "paper_text": self.paper_text}


def answer_files(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield paper, model and file of all answers in the ledger ``folder``, in order, without journals."""
    try:
        papers = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    except (FileNotFoundError, NotADirectoryError):
        return
    for paper in papers:
        names = {entry.name.removesuffix(".new") for entry in os.scandir(folder / paper)}
        for name in sorted(names):
            if (
                name.endswith(".jsonl")
                and name != HISTORY_FILE
                and not name.startswith(".")
                and name != ".jsonl"
            ):
                yield paper, name.removesuffix(".jsonl"), folder / paper / name


class LedgerRows:
    """The rows of a ledger. memory: the file in which they are cached; None for none.

    A damaged or foreign cache counts as empty.
    """

    def __init__(self, ledger: Ledger, memory: Path | None = None) -> None:
        self.ledger = ledger
        self._memory = memory
        self._files, self._shared = (memory and _record(memory).read(_parsed)) or ({}, [])
        self._numbers = {_key(shared): number for number, shared in enumerate(self._shared)}
        self._now: dict[str, Any] = {}
        self._read = 0

    def of(self, paper: str, model: str, file: Path) -> Mapping[str, LedgerRow]:
        """Return the rows of one file, by question. Raises LedgerError as `Ledger.read` does."""
        name = f"{paper}/{model}"
        journal = file.with_name(file.name + ".new")
        try:
            stat = file.stat()
        except FileNotFoundError:
            stat = None
        if stat is None or journal.exists():  # a build is writing here, or was killed
            return self._in_full(paper, model)
        known = self._files.get(name)
        if known is not None and known[:2] == [stat.st_size, stat.st_mtime_ns]:
            self._now[name] = known
            return {q: LedgerRow(q, known[2][t], self._shared[n]) for q, n, t in known[3]}
        self._read += 1
        before = len(self.ledger.problems)
        found = self._quick(file, paper, model)
        if found is None:  # something unusual: the full reader reports it, and reads what it can
            found = self._in_full(paper, model)
        if len(self.ledger.problems) == before and abs(time.time_ns() - stat.st_mtime_ns) > RACY:
            texts = list(dict.fromkeys(r.paper_text for r in found.values()))
            rows = [
                [r.question, self._numbers[_key(r.shared)], texts.index(r.paper_text)] for r in found.values()
            ]
            self._now[name] = [stat.st_size, stat.st_mtime_ns, texts, rows]
        return found

    def moved(self, paper: str, model: str, text: str) -> list[str] | None:
        """Return the questions passed to `set_moved` for the same file and text; None if there are none."""
        entry = self._now.get(f"{paper}/{model}")
        return list(entry[4][1]) if entry is not None and len(entry) > 4 and entry[4][0] == text else None

    def set_moved(self, paper: str, model: str, text: str, questions: Sequence[str]) -> None:
        """Remember the questions whose quotes are not at their place in the text with this hash."""
        if (entry := self._now.get(f"{paper}/{model}")) is not None:
            self._now[f"{paper}/{model}"] = [*entry[:4], [text, list(questions)]]
            self._read += 1

    def save(self) -> None:
        """Write the cache if anything is new. A cache that cannot be written is skipped."""
        if self._memory is None or (not self._read and self._now.keys() == self._files.keys()):
            return
        made = [[s.status, s.kind, s.made, s.parts] for s in self._shared]
        _record(self._memory).write({"made": made, "files": self._now})

    def _in_full(self, paper: str, model: str) -> dict[str, LedgerRow]:
        found = self.ledger.read(paper, model)
        return {q: self._row(q, a.status, a.provenance, a.fingerprint) for q, a in found.items()}

    def _row(
        self, question: str, status: str, provenance: Mapping[str, Any], fingerprint: Mapping[str, str | None]
    ) -> LedgerRow:
        parts = {name: value for name, value in fingerprint.items() if name != "paper_text"}
        day = str(provenance.get("made", provenance.get("imported", "")))
        shared = SharedFields(str(status), str(provenance.get("kind", "")), day, parts)
        number = self._numbers.setdefault(_key(shared), len(self._shared))
        if number == len(self._shared):
            self._shared.append(shared)
        return LedgerRow(str(question), fingerprint.get("paper_text"), self._shared[number])

    def _quick(self, file: Path, paper: str, model: str) -> dict[str, LedgerRow] | None:
        """Return the rows of a file that has nothing unusual, or None. Seals are checked."""
        found: dict[str, LedgerRow] = {}
        try:
            for line in bytes_of(file).splitlines():
                data = json.loads(line)
                if data["schema"] != SCHEMA or data["paper"] != paper or data["model"] != model:
                    return None
                if not seal_of(line):
                    return None
                found[data["question"]] = self._row(
                    data["question"], data["status"], data["provenance"], data["fingerprint"]
                )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            return None
        return found


def _key(shared: SharedFields) -> tuple[object, ...]:
    return shared.status, shared.kind, shared.made, tuple(sorted(shared.parts.items()))


def _record(memory: Path) -> Record:
    return Record(memory, "answerbook rows", 2)


def _parsed(data: Any) -> tuple[dict[str, Any], list[SharedFields]]:
    made = [SharedFields(str(s), str(k), str(m), dict(parts)) for s, k, m, parts in data["made"]]
    files = data["files"]
    for _, _, texts, rows, *_ in files.values():
        if any(not (0 <= n < len(made) and 0 <= t < len(texts)) for _, n, t in rows):
            raise ValueError("a row of nothing")
    return files, made
