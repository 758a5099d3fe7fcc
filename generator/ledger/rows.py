"""What the ledger holds, without the answers themselves: enough to say how each stands.

To read 560,000 answers in full takes minutes; a row is a few words of a line. Rows are remembered in a
file by name, size and time of change of each file of the ledger, so that only changed files are read.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.core import Answer, digest
from generator.ledger.schema import SCHEMA
from generator.ledger.store import Ledger

HISTORY = "history.jsonl"  # beside a paper's answers: what they were before; none of them is an answer

_MAGIC = "answerbook rows"
_VERSION = 1
# A file that changed less long ago may change again within one tick of the file system's clock.
_RACY = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of an answer without its text. kind: of its model. made: the day, as recorded."""

    question: str
    id: str
    status: str
    kind: str
    made: str
    fingerprint: Mapping[str, str | None]


def row(answer: Answer) -> Row:
    """The row of an answer."""
    said = answer.provenance
    return Row(
        answer.question,
        answer.id,
        answer.status,
        str(said.get("kind", "")),
        str(said.get("made", said.get("imported", ""))),
        answer.fingerprint,
    )


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
        self._files, self._prints = _remembered(memory)
        self._numbers = {_key(parts): number for number, parts in enumerate(self._prints)}
        self._new: dict[str, Any] = {}
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
            return {q: row(a) for q, a in self.ledger.read(paper, model).items()}
        known = self._files.get(name)
        if known is not None and known[:2] == [stat.st_size, stat.st_mtime_ns]:
            self._new[name] = known
            return {q: Row(q, i, s, k, m, self._prints[n]) for q, i, s, k, m, n in known[2]}
        self._read += 1
        before = len(self.ledger.problems)
        found = _quick(file, paper, model)
        if found is None:  # anything odd: the whole reader says what, and takes what it can
            found = {q: row(a) for q, a in self.ledger.read(paper, model).items()}
        if len(self.ledger.problems) == before and abs(time.time_ns() - stat.st_mtime_ns) > _RACY:
            rows = [[r.question, r.id, r.status, r.kind, r.made, self._number(r)] for r in found.values()]
            self._new[name] = [stat.st_size, stat.st_mtime_ns, rows]
        return found

    def keep(self) -> None:
        """Remember what was seen, where anything is new. A memory that cannot be written is none."""
        if self._memory is None or (not self._read and self._new.keys() == self._files.keys()):
            return
        data = {"magic": _MAGIC, "version": _VERSION, "prints": self._prints, "files": self._new}
        write_memory(self._memory, data)

    def _number(self, found: Row) -> int:
        key = _key(found.fingerprint)
        if key not in self._numbers:
            self._numbers[key] = len(self._prints)
            self._prints.append(dict(found.fingerprint))
        return self._numbers[key]


def write_memory(file: Path, data: Mapping[str, Any]) -> bool:
    """Write what is remembered beside, and rename; False where the place cannot be written."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
        beside.replace(file)
    except OSError:
        beside.unlink(missing_ok=True) if beside.parent.is_dir() else None
        return False
    return True


def _quick(file: Path, paper: str, model: str) -> dict[str, Row] | None:
    """The rows of a file of which nothing is odd, or None. Ids are checked against what they name."""
    found: dict[str, Row] = {}
    try:
        for line in file.read_bytes().splitlines():
            data = json.loads(line)
            if data["schema"] != SCHEMA or data["paper"] != paper or data["model"] != model:
                return None
            text = " ".join(s["text"] for s in data["sentences"] if s["support"] == "supported")
            evidence = [[e["text"], e["place"]["start"], e["place"]["end"]] for e in data["evidence"]]
            named = {"paper": paper, "question": data["question"], "status": data["status"]}
            if data["id"] != digest({**named, "text": text, "evidence": evidence}):
                return None
            said = data["provenance"]
            found[data["question"]] = Row(
                data["question"],
                data["id"],
                data["status"],
                str(said.get("kind", "")),
                str(said.get("made", said.get("imported", ""))),
                data["fingerprint"],
            )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None
    return found


def _key(parts: Mapping[str, str | None]) -> tuple[tuple[str, str | None], ...]:
    return tuple(sorted(parts.items()))


def _remembered(memory: Path | None) -> tuple[dict[str, Any], list[Mapping[str, str | None]]]:
    if memory is None:
        return {}, []
    try:
        data: Any = json.loads(memory.read_text(encoding="utf-8"))
        if data["magic"] != _MAGIC or data["version"] != _VERSION:
            return {}, []
        files, prints = data["files"], data["prints"]
        ok = all(
            len(entry) == 3 and all(len(r) == 6 and 0 <= r[5] < len(prints) for r in entry[2])
            for entry in files.values()
        )
        return (files, prints) if ok and all(isinstance(p, dict) for p in prints) else ({}, [])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}, []
