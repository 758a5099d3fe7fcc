"""What the ledger holds, without the answers themselves: enough to say how each stands.

To read 560,000 answers in full takes minutes; a row is a few words of a line. Rows are remembered in a
file by name, size and time of change of each file of the ledger, so that only changed files are read.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.ledger.lines import seal_of
from generator.ledger.schema import SCHEMA
from generator.ledger.store import Ledger
from generator.storage.record import RACY, Record

HISTORY = "history.jsonl"  # beside a paper's answers: what they were before; none of them is an answer


@dataclass(frozen=True, slots=True)
class Made:
    """What many answers have in common. kind: of the model. made: the day, as recorded. parts: of the
    fingerprint, all but ``paper_text``."""

    status: str
    kind: str
    made: str
    parts: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of an answer without its text. made: one object for all answers that it fits."""

    question: str
    paper_text: str | None
    made: Made

    @property
    def fingerprint(self) -> dict[str, str | None]:
        return {**self.made.parts, "paper_text": self.paper_text}


def answer_files(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Paper, model and file of all answers in the ledger ``folder``, by paper and model; not the journals."""
    try:
        papers = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    except (FileNotFoundError, NotADirectoryError):
        return
    for paper in papers:
        names = {entry.name.removesuffix(".new") for entry in os.scandir(folder / paper)}
        for name in sorted(names):
            if name.endswith(".jsonl") and name != HISTORY and not name.startswith(".") and name != ".jsonl":
                yield paper, name.removesuffix(".jsonl"), folder / paper / name


class Rows:
    """The rows of a ledger; ``memory``: the file in which they are remembered, None for none.

    A damaged or foreign memory is an empty one.
    """

    def __init__(self, ledger: Ledger, memory: Path | None = None) -> None:
        self.ledger = ledger
        self._memory = memory
        self._files, self._made = _remembered(memory)
        self._numbers = {_key(made): number for number, made in enumerate(self._made)}
        self._now: dict[str, Any] = {}
        self._read = 0

    def of(self, paper: str, model: str, file: Path) -> Mapping[str, Row]:
        """The rows of one file, by question. Raises LedgerError as `Ledger.read` does."""
        name = f"{paper}/{model}"
        journal = file.with_name(file.name + ".new")
        try:
            stat = file.stat()
        except FileNotFoundError:
            stat = None
        if stat is None or journal.exists():  # a build is at work here, or was killed
            return self._in_full(paper, model)
        known = self._files.get(name)
        if known is not None and known[:2] == [stat.st_size, stat.st_mtime_ns]:
            self._now[name] = known
            return {q: Row(q, known[2][t], self._made[n]) for q, n, t in known[3]}
        self._read += 1
        before = len(self.ledger.problems)
        found = self._quick(file, paper, model)
        if found is None:  # anything odd: the whole reader says what, and takes what it can
            found = self._in_full(paper, model)
        if len(self.ledger.problems) == before and abs(time.time_ns() - stat.st_mtime_ns) > RACY:
            texts = list(dict.fromkeys(r.paper_text for r in found.values()))
            rows = [
                [r.question, self._numbers[_key(r.made)], texts.index(r.paper_text)] for r in found.values()
            ]
            self._now[name] = [stat.st_size, stat.st_mtime_ns, texts, rows]
        return found

    def moved(self, paper: str, model: str, text: str) -> list[str] | None:
        """The questions that `set_moved` was told of for this very file and text; None where it was not."""
        entry = self._now.get(f"{paper}/{model}")
        return list(entry[4][1]) if entry is not None and len(entry) > 4 and entry[4][0] == text else None

    def set_moved(self, paper: str, model: str, text: str, questions: Sequence[str]) -> None:
        """Remember whose quotes do not stand in the paper whose text has this hash."""
        if (entry := self._now.get(f"{paper}/{model}")) is not None:
            self._now[f"{paper}/{model}"] = [*entry[:4], [text, list(questions)]]
            self._read += 1

    def keep(self) -> None:
        """Remember what was seen, where anything is new. A memory that cannot be written is none."""
        if self._memory is None or (not self._read and self._now.keys() == self._files.keys()):
            return
        made = [[m.status, m.kind, m.made, m.parts] for m in self._made]
        _record(self._memory).write({"made": made, "files": self._now})

    def _in_full(self, paper: str, model: str) -> dict[str, Row]:
        found = self.ledger.read(paper, model)
        return {q: self._row(q, a.status, a.provenance, a.fingerprint) for q, a in found.items()}

    def _row(
        self, question: str, status: str, said: Mapping[str, Any], fingerprint: Mapping[str, str | None]
    ) -> Row:
        parts = {name: value for name, value in fingerprint.items() if name != "paper_text"}
        day = str(said.get("made", said.get("imported", "")))
        made = Made(str(status), str(said.get("kind", "")), day, parts)
        number = self._numbers.setdefault(_key(made), len(self._made))
        if number == len(self._made):
            self._made.append(made)
        return Row(str(question), fingerprint.get("paper_text"), self._made[number])

    def _quick(self, file: Path, paper: str, model: str) -> dict[str, Row] | None:
        """The rows of a file of which nothing is odd, or None. Seals are checked."""
        found: dict[str, Row] = {}
        try:
            for line in file.read_bytes().splitlines():
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


def _key(made: Made) -> tuple[object, ...]:
    return made.status, made.kind, made.made, tuple(sorted(made.parts.items()))


def _record(memory: Path) -> Record:
    return Record(memory, "answerbook rows", 2)


def _remembered(memory: Path | None) -> tuple[dict[str, Any], list[Made]]:
    return (memory and _record(memory).read(_parsed)) or ({}, [])


def _parsed(data: Any) -> tuple[dict[str, Any], list[Made]]:
    made = [Made(str(s), str(k), str(m), dict(parts)) for s, k, m, parts in data["made"]]
    files = data["files"]
    for _, _, texts, rows, *_ in files.values():
        if any(not (0 <= n < len(made) and 0 <= t < len(texts)) for _, n, t in rows):
            raise ValueError("a row of nothing")
    return files, made
