"""What answers have cost, beside the ledger: time and tokens by paper and model, summed over builds.

They stand apart from the answers, whose lines are the same bytes wherever the same work was done:
`<folder>/<paper>/effort.json`.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import LedgerError
from generator.storage.files import write_whole

FILE = "effort.json"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a model did. seconds: wall time in the model; tokens: read and written."""

    answers: int = 0
    seconds: float = 0.0
    tokens: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            self.answers + other.answers,
            round(self.seconds + other.seconds, 1),
            self.tokens + other.tokens,
        )


def add_spent(folder: Path, paper: str, spent: Mapping[str, Spent]) -> None:
    """Add what was spent on ``paper``, by model, to what is recorded. Raises LedgerError."""
    file = folder / paper / FILE
    known = _read(file)
    for model, more in spent.items():
        known[model] = known.get(model, Spent()) + more
    try:
        write_whole(file, effort_text(known))
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be written ({error.strerror}); make the folder writable"
        ) from error


def total_spent(folder: Path, without: Container[str] = frozenset()) -> dict[str, Spent]:
    """What was spent on all papers but those ``without``, by model.

    A file that cannot be read counts for nothing.
    """
    total: dict[str, Spent] = {}
    for file in sorted(folder.glob(f"*/{FILE}")):
        if file.parent.name in without:
            continue
        for model, spent in _read(file).items():
            total[model] = total.get(model, Spent()) + spent
    return total


def effort_text(spent: Mapping[str, Spent]) -> str:
    """What an effort file holds, by model."""
    lines = [
        f' {json.dumps(m)}: {{"answers": {s.answers}, "seconds": {s.seconds:.1f}, "tokens": {s.tokens}}}'
        for m, s in sorted(spent.items())
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def parse_effort(data: bytes) -> dict[str, Spent]:
    """What was spent, by model. A damaged file is begun anew: what answers have cost is no part of them."""
    try:
        found: Any = json.loads(data)
        return {
            str(model): Spent(int(row["answers"]), float(row["seconds"]), int(row["tokens"]))
            for model, row in found.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _read(file: Path) -> dict[str, Spent]:
    try:
        return parse_effort(file.read_bytes())
    except OSError:
        return {}
