"""The journal next to a file of the ledger: new answers, until they are settled."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import BinaryIO

from generator.core import Answer
from generator.ledger.ledger_lines import DAMAGE
from generator.ledger.line_migration import SCHEMA, migrate

__all__ = ["journal_file", "repair_end"]


def journal_file(file: Path) -> Path:
    """Return the journal of a file of the ledger."""
    return file.with_name(file.name + ".new")


def repair_end(stream: BinaryIO) -> None:
    """Repair the end of a journal after a kill: end the last line if its answer is whole, else delete it."""
    end = stream.seek(0, os.SEEK_END)
    if end == 0:
        return
    stream.seek(0)
    *_, tail = stream.read().split(b"\n")
    if not tail:
        return
    try:
        data = json.loads(tail)
        if data["schema"] <= SCHEMA:  # a newer version's line must not be deleted
            Answer.from_json(migrate(data, data["schema"]))
    except DAMAGE:
        stream.truncate(end - len(tail))
    else:
        stream.write(b"\n")
