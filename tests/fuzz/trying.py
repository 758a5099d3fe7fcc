"""One input given to one reader: nothing, or what is wrong."""

from __future__ import annotations

import json
import resource
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from generator.core.formats import Format
from generator.errors import AnswerbookError
from generator.reading.dispatch import read_file
from generator.reading.metadata.bibliography import metadata_of, read_bibliography
from tests.fuzz.seeds import BIBLIOGRAPHIES, SUFFIXES

SECONDS = 5.0  # of processor time, for an input below 1 MB
MEGABYTES = 500
_FEW = 80  # tries to make a finding smaller, by half, quarter, ...


@dataclass(frozen=True, slots=True)
class Finding:
    """kind: the same for findings of one cause. told: for the reader of the report."""

    kind: str
    told: str


def attempt(reader: str, data: bytes, folder: Path) -> Finding | None:
    """Read ``data``; what is wrong with how that went."""
    path = folder / f"paper{SUFFIXES[reader]}"
    path.write_bytes(data)
    before, began = _peak(), time.process_time()
    try:
        read(reader, path)
    except AnswerbookError:
        pass
    except Exception as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "generator" in f.filename]
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "outside"
        told = "".join(traceback.format_exception(error)[-12:])
        return Finding(f"{type(error).__name__}-{where}", told)
    if (took := time.process_time() - began) > SECONDS:
        return Finding("slow", f"{took:.1f} s of processor time for {len(data)} bytes")
    if (grown := _peak() - before) > MEGABYTES:
        return Finding("memory", f"{grown:.0f} MB for {len(data)} bytes")
    return None


def smaller(reader: str, data: bytes, finding: Finding, folder: Path) -> bytes:
    """A part of ``data`` with the same finding, as small as a few tries make it."""
    if finding.kind in ("slow", "memory"):
        return data
    tries, size = 0, len(data) // 2
    while size and tries < _FEW:
        at = 0
        while at < len(data) and tries < _FEW:
            tries += 1
            part = data[:at] + data[at + size :]
            again = attempt(reader, part, folder)
            if again is not None and again.kind == finding.kind:
                data = part
            else:
                at += size
        size //= 2
    return data


def read(reader: str, path: Path) -> None:
    """Read a file as a build does, to what is written of it."""
    if reader in BIBLIOGRAPHIES:
        for entry in read_bibliography(path).entries:
            metadata_of(entry)
            json.dumps(entry.plain(), ensure_ascii=False).encode()
        return
    kind = cast("Format", reader)
    paper = read_file(path, id="paper", format=kind)
    # What is read is written: half of a surrogate pair, say, would stop a build there.
    json.dumps(paper.to_json(), ensure_ascii=False).encode()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
