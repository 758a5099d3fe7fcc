"""The long form: a process that tries inputs, and one that watches it and starts another after a crash.

The process is forked from one that has read the seeds once, so that a start costs nothing; inputs of a
new shape are kept in ``<out>/corpus`` from one run to the next.
"""

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

from generator.errors import UnreadablePaper
from generator.reading.reading_processes import read_papers
from tests.fuzz.mutating import mutated
from tests.fuzz.seeds import Seed
from tests.fuzz.targets import is_paper, target
from tests.fuzz.trying import Finding, Outcome, attempt, smaller

_HANG = 300  # seconds without a word; what is slow shows in processor time, whatever else the machine does
_MEMORY = 4_000_000_000  # bytes of address space
_KEPT = 400  # inputs of a corpus
_MAX_KEPT = 60_000  # bytes
_TWICE = 8  # one of so many inputs is read again
_TOLD = 50  # inputs between two words of a process about its processor time


@dataclass(slots=True)
class Figures:
    """What was done with one target.

    seconds: by the clock. processor: seconds of its processes. stopped: inputs that took all memory or time
    here, and that the reading processes of a build refuse with a sentence.
    """

    seconds: float = 0.0
    processor: float = 0.0
    tries: int = 0
    kept: int = 0
    stopped: int = 0
    findings: dict[str, Path] = field(default_factory=dict)

    def add(self, other: Figures) -> None:
        """Add those of another run."""
        self.seconds += other.seconds
        self.processor += other.processor
        self.tries += other.tries
        self.kept += other.kept
        self.stopped += other.stopped
        self.findings |= other.findings


@dataclass(frozen=True, slots=True)
class Task:
    """A run: so many seconds by the clock. seeds: what is mutated; what is kept joins them."""

    target: str
    seconds: float
    seed: int
    out: Path
    seeds: list[Seed]


def run(task: Task) -> Figures:
    """Try inputs; findings are written to ``out`` as files, each with its traceback."""
    figures = Figures()
    began = time.monotonic()
    while (left := task.seconds - (time.monotonic() - began)) > 0:
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            here, there = multiprocessing.Pipe(duplex=False)
            context = multiprocessing.get_context("fork")
            chance = random.Random(task.seed * 1_000_003 + figures.tries)
            worker = context.Process(
                target=_work, args=(task, left, chance, Path(folder), there), daemon=True
            )
            worker.start()
            there.close()
            _watch(task, worker, here, figures, Path(folder))
    figures.seconds = time.monotonic() - began
    return figures


def _watch(
    task: Task, worker: multiprocessing.Process, here: Connection, figures: Figures, folder: Path
) -> None:
    spent = 0.0
    while True:
        if not here.poll(_HANG):
            worker.kill()
            _judge(task, folder, Finding("hang", f"no answer for {_HANG} s"), figures)
            break
        try:
            message = here.recv()
        except EOFError:
            worker.join()
            if worker.exitcode:
                _judge(task, folder, Finding("crash", f"exit code {worker.exitcode}"), figures)
            break
        if isinstance(message[0], bytes):
            keep(task, *message, figures)
        else:
            figures.tries += message[0]
            figures.kept += message[1]
            spent = message[2]
    figures.processor += spent
    worker.join()


def _judge(task: Task, folder: Path, finding: Finding, figures: Figures) -> None:
    """Count an input that ended its process as stopped if a build refuses it as well; else keep it."""
    data = _current(folder)
    if is_paper(task.target):
        path = folder / f"again{target(task.target).suffix}"
        path.write_bytes(data)
        [(_, result)] = read_papers([path])
        if isinstance(result, UnreadablePaper):
            figures.stopped += 1
            return
    keep(task, data, finding, figures)


def _current(folder: Path) -> bytes:
    """Return the input that was being read when a process ended; it is in its folder."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith("paper."))


def keep(task: Task, data: bytes, finding: Finding, figures: Figures) -> None:
    """Write the input of a finding, the first of its kind, and beside it what is wrong."""
    if finding.kind in figures.findings and finding.kind not in ("slow", "memory", "hang", "crash"):
        return
    task.out.mkdir(parents=True, exist_ok=True)
    name = f"{task.target}-{finding.kind.replace(':', '-')}-{hashlib.sha256(data).hexdigest()[:8]}"
    path = task.out / f"{name}.input"
    path.write_bytes(data)
    told = json.dumps({"kind": finding.kind, "told": finding.told}, indent=1)
    (task.out / f"{name}.json").write_text(told)
    figures.findings[finding.kind] = path


def _work(task: Task, seconds: float, chance: random.Random, folder: Path, there: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    kept = task.seeds
    shapes = {seed.shape for seed in kept}
    weights = [seed.weight for seed in kept]
    corpus = task.out / "corpus" / task.target
    corpus.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + seconds
    tries = new = 0
    while time.monotonic() < end:
        seed, *others = chance.choices(kept, weights, k=3)
        mutation = mutated(task.target, seed.data, chance.getrandbits(48), [other.data for other in others])
        outcome = attempt(task.target, mutation, folder, twice=tries % _TWICE == 0)
        tries += 1
        if outcome.finding is not None:
            there.send((smaller(task.target, mutation, outcome.finding, folder), outcome.finding))
            if outcome.finding.kind == "memory":
                break  # the peak of this process tells nothing any more
        elif not mutation.hidden and _is_new(outcome, shapes, mutation.data) and len(kept) < _KEPT:
            shapes.add(outcome.shape)
            kept.append(Seed(mutation.data, outcome.shape, outcome.seconds))
            weights.append(kept[-1].weight)
            (corpus / hashlib.sha256(mutation.data).hexdigest()[:16]).write_bytes(mutation.data)
            new += 1
        if tries % _TOLD == 0:
            there.send((_TOLD, new, time.process_time()))
            new = 0
    there.send((tries % _TOLD, new, time.process_time()))


def _is_new(outcome: Outcome, shapes: set[str], data: bytes) -> bool:
    return outcome.shape not in shapes and len(data) < _MAX_KEPT and outcome.seconds < 0.5
