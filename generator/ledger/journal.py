"""Where answers stand until they are settled: the journal beside a file of the ledger."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import BinaryIO

from generator.core import Answer
from generator.ledger.lines import DAMAGE
from generator.ledger.schema import SCHEMA, migrate

__all__ = ["journal", "mend_end"]


def journal(file: Path) -> Path:
    """The journal of a file of the ledger."""
    return file.with_name(file.name + ".new")


def mend_end(stream: BinaryIO) -> None:
    """After a kill in the middle of a line: close the line where it is whole, else take it away."""
    end = stream.seek(0, os.SEEK_END)
    if end == 0:
        return
    stream.seek(0)
    *_, tail = stream.read().split(b"\n")
    if not tail:
        return
    try:
        data = json.loads(tail)
        if data["schema"] <= SCHEMA:  # else a newer version's: it is not ours to take away
            Answer.from_json(migrate(data, data["schema"]))
    except DAMAGE:
        stream.truncate(end - len(tail))
    else:
        stream.write(b"\n")
