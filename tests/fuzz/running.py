"""The long form: a process that tries inputs, and one that watches it and starts another after a crash."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import random
import resource
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.mutating import mutated
from tests.fuzz.seeds import seeds
from tests.fuzz.trying import Finding, attempt, smaller

_HANG = 300  # seconds without a word; what is slow shows in processor time, whatever else the machine does
_MEMORY = 4_000_000_000  # bytes of address space
_KEPT = 60  # inputs that are mutated further, beside the seeds


@dataclass(slots=True)
class Figures:
    """What was done with one reader."""

    seconds: float = 0.0
    tries: int = 0
    findings: dict[str, Path] = field(default_factory=dict)


def run(reader: str, seconds: float, seed: int, out: Path) -> Figures:
    """Try inputs for so many seconds; findings are written to ``out`` as files, each with its traceback."""
    figures = Figures()
    began = time.monotonic()
    while (left := seconds - (time.monotonic() - began)) > 0:
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            here, there = multiprocessing.Pipe(duplex=False)
            context = multiprocessing.get_context("fork")
            chance = seed * 1_000_003 + figures.tries
            worker = context.Process(
                target=_work, args=(reader, left, chance, Path(folder), there), daemon=True
            )
            worker.start()
            there.close()
            _watch(reader, worker, here, figures, out)
    figures.seconds = time.monotonic() - began
    return figures


def _watch(
    reader: str, worker: multiprocessing.Process, here: Connection, figures: Figures, out: Path
) -> None:
    current = b""
    while True:
        if not here.poll(_HANG):
            worker.kill()
            keep(reader, current, Finding("hang", f"no answer for {_HANG} s"), figures, out)
            break
        try:
            message = here.recv()
        except EOFError:
            worker.join()
            if worker.exitcode:
                keep(reader, current, Finding("crash", f"exit code {worker.exitcode}"), figures, out)
            break
        if isinstance(message, bytes):
            current = message
            figures.tries += 1
        else:
            keep(reader, *message, figures, out)
    worker.join()


def keep(reader: str, data: bytes, finding: Finding, figures: Figures, out: Path) -> None:
    """Write the input of a finding, the first of its kind, and beside it what is wrong."""
    if finding.kind in figures.findings and finding.kind not in ("slow", "memory", "hang", "crash"):
        return
    out.mkdir(parents=True, exist_ok=True)
    name = f"{reader}-{finding.kind.replace(':', '-')}-{hashlib.sha256(data).hexdigest()[:8]}"
    path = out / f"{name}.input"
    path.write_bytes(data)
    (out / f"{name}.json").write_text(json.dumps({"kind": finding.kind, "told": finding.told}, indent=1))
    figures.findings[finding.kind] = path


def _work(reader: str, seconds: float, seed: int, folder: Path, there: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    chance = random.Random(seed)
    kept = list(seeds(reader))
    first = len(kept)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutated(chance.choice(kept), chance.getrandbits(48))
        there.send(data)
        finding = attempt(reader, data, folder)
        if finding is not None:
            there.send((smaller(reader, data, finding, folder), finding))
            if finding.kind == "memory":
                return  # the peak of this process tells nothing any more
        elif len(data) < 100_000 and chance.random() < 0.2:
            kept.append(data)
            if len(kept) > first + _KEPT:
                del kept[chance.randrange(first, len(kept))]
