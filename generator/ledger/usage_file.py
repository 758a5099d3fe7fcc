"""Time and tokens that answers have cost, next to the ledger: by paper and model, summed over builds.

They are kept apart from the answers, so that the same work gives the same bytes of answers everywhere:
`<folder>/<paper>/effort.json`.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Container, Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from generator.errors import LedgerError, Problem
from generator.storage.files import bytes_of, write_whole

EFFORT_FILE = "effort.json"
_RESTORE = "restore it from version control, or delete it: recording of usage then starts again"


@dataclass(frozen=True, slots=True)
class RecordedUsage:
    """What a model used. seconds: wall time in the model; tokens: read and written."""

    answers: int = 0
    seconds: float = 0.0
    tokens: int = 0

    def __add__(self, other: RecordedUsage) -> RecordedUsage:
        return RecordedUsage(
            self.answers + other.answers,
            round(self.seconds + other.seconds, 1),
            self.tokens + other.tokens,
        )


def add_usage(folder: Path, paper: str, spent: Mapping[str, RecordedUsage]) -> None:
    """Add the usage for ``paper``, by model, to what is recorded. Raises LedgerError."""
    file = folder / paper / EFFORT_FILE
    known = _read(file)
    for model, more in spent.items():
        known[model] = known.get(model, RecordedUsage()) + more
    try:
        write_whole(file, usage_text(known))
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be written ({error.strerror}); make the folder writable"
        ) from error


def total_usage(folder: Path, without: Container[str] = frozenset()) -> dict[str, RecordedUsage]:
    """Return the usage by model, summed over all papers except those in ``without``.

    A file that cannot be read counts as empty.
    """
    total: dict[str, RecordedUsage] = {}
    for file in sorted(folder.glob(f"*/{EFFORT_FILE}")):
        if file.parent.name in without:
            continue
        for model, spent in _read(file).items():
            total[model] = total.get(model, RecordedUsage()) + spent
    return total


def usage_text(spent: Mapping[str, RecordedUsage]) -> str:
    """Return the content of an effort file, by model."""
    lines = [
        f' {json.dumps(m)}: {{"answers": {s.answers}, "seconds": {s.seconds:.1f}, "tokens": {s.tokens}}}'
        for m, s in sorted(spent.items())
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def parse_usage(data: bytes) -> dict[str, RecordedUsage]:
    """Return usage by model. A damaged file counts as empty: usage is no part of the answers."""
    try:
        return _usage(data)
    except (ArithmeticError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def merged_usage(base: bytes, ours: bytes, theirs: bytes) -> bytes:
    """Return the usage before both sides diverged, plus what each side used since."""
    old, here, there = (parse_usage(data) for data in (base, ours, theirs))
    merged = {}
    for model in {*here, *there}:
        before, a, b = (side.get(model, RecordedUsage()) for side in (old, here, there))
        merged[model] = RecordedUsage(
            max(a.answers, b.answers, a.answers + b.answers - before.answers),
            max(a.seconds, b.seconds, a.seconds + b.seconds - before.seconds),
            max(a.tokens, b.tokens, a.tokens + b.tokens - before.tokens),
        )
    return usage_text(merged).encode()


def usage_key(spent: RecordedUsage) -> tuple[int, float, int]:
    """Return a key by which the larger usage is the larger."""
    return spent.answers, spent.seconds, spent.tokens


def unreadable_usage(folder: Path) -> Iterator[Problem]:
    """Yield a problem for each file of usage in the ledger ``folder`` that counts as empty: it is damaged."""
    for file in sorted(folder.glob(f"*/{EFFORT_FILE}")):
        with contextlib.suppress(OSError):
            data = bytes_of(file)
            if not parse_usage(data) and data.split() != [b"{", b"}"]:
                yield Problem(str(file), None, f"is no record of what answers cost; {_RESTORE}")


def _usage(data: bytes) -> dict[str, RecordedUsage]:
    """Return usage by model. Raises ArithmeticError, ValueError, KeyError, TypeError, AttributeError."""
    found: Any = json.loads(data)
    usage = {
        str(model): RecordedUsage(int(row["answers"]), float(row["seconds"]), int(row["tokens"]))
        for model, row in found.items()
    }
    if not all(0 <= value < math.inf for one in usage.values() for value in astuple(one)):
        raise ValueError("no amount is negative or endless")
    return usage


def _read(file: Path) -> dict[str, RecordedUsage]:
    try:
        return parse_usage(bytes_of(file))
    except OSError:
        return {}
