"""How fast this machine is: seconds for each unit of work, as measured by earlier builds.

Kept in the project's cache for `answerbook plan`. Measurements of another machine (another processor, or
another number of cores) are ignored.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.retrieval import RetrievalUsage
from generator.run.machine import machine
from generator.storage.work_records import Record

__all__ = ["PlannedWork", "Speeds", "load_speeds", "save_speeds", "worker_speeds"]

# Weight of earlier measurements compared with those of a new build: a machine may be busier today.
_FADING = 0.5
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Speeds:
    """What workers did, and the time it took, in seconds of one worker.

    workers: number of workers side by side, which makes each of them slower. starts: number of workers that
    loaded models; starting: the time for that. sentences, pairs: encoded, and scored. answers: all; other:
    the time for them that is not counted elsewhere. models: by name, answers and seconds in the model.
    """

    workers: float = 1.0
    starts: float = 0.0
    starting: float = 0.0
    sentences: float = 0.0
    encoding: float = 0.0
    pairs: float = 0.0
    scoring: float = 0.0
    answers: float = 0.0
    other: float = 0.0
    models: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __add__(self, more: Speeds) -> Speeds:
        models = dict(self.models)
        for name, (answers, seconds) in more.models.items():
            had = models.get(name, (0.0, 0.0))
            models[name] = had[0] + answers, had[1] + seconds
        names = [f.name for f in dataclasses.fields(Speeds) if f.name not in ("workers", "models")]
        sums = {name: getattr(self, name) + getattr(more, name) for name in names}
        return Speeds(max(self.workers, more.workers), models=models, **sums)

    def faded(self) -> Speeds:
        """Return the same with a lower weight, before newer measurements are added."""
        names = [f.name for f in dataclasses.fields(Speeds) if f.name not in ("workers", "models")]
        models = {name: (_FADING * n, _FADING * seconds) for name, (n, seconds) in self.models.items()}
        return Speeds(self.workers, models=models, **{n: _FADING * getattr(self, n) for n in names})

    def seconds(self, work: PlannedWork) -> dict[str, float]:
        """Return how long ``work`` would take on this machine, in seconds by step."""

        def each(took: float, units: float) -> float:
            return took / units / self.workers if units else 0.0

        return {
            "start": self.starting / self.starts if self.starts and work.needs_models else 0.0,
            "encoding": work.sentences * each(self.encoding, self.sentences),
            "finding": work.pairs * each(self.scoring, self.pairs)
            + work.answers * each(self.other, self.answers),
        }

    def covers(self, work: PlannedWork) -> bool:
        """Return True if everything that ``work`` needs has been measured."""
        known = self.sentences or not work.sentences, self.pairs or not work.pairs
        return bool(self.answers and all(known))

    def of_model(self, name: str, answers: int) -> float | None:
        """Return the seconds that a model would take for ``answers``; None if it has made none here."""
        made, took = self.models.get(name, (0.0, 0.0))
        return took / made / self.workers * answers if made else None


def worker_speeds(usage: tuple[RetrievalUsage, float], costs: Mapping[str, Sequence[float]]) -> Speeds:
    """Return the measurements of one worker. costs: by model, the seconds in it for each answer.

    Where a server writes several answers at the same time, their seconds are those that passed.
    """
    did, took = usage
    in_models = sum(sum(each) for each in costs.values())
    passed = min(1.0, took / in_models) if in_models else 1.0
    models = {name: (float(len(each)), passed * sum(each)) for name, each in costs.items()}
    in_models *= passed
    return Speeds(
        starts=float(did.loading > 0),
        starting=did.loading,
        sentences=did.sentences,
        encoding=did.encoding,
        pairs=did.pairs,
        scoring=did.scoring,
        answers=sum(n for n, _ in models.values()),
        other=max(0.0, took - did.seconds - in_models),
        models=models,
    )


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """Work to be done. sentences: to encode. pairs: to score."""

    answers: int = 0
    sentences: int = 0
    pairs: int = 0

    @property
    def needs_models(self) -> bool:
        """True if encoder or scorer are needed, because something is not cached."""
        return bool(self.sentences or self.pairs)


def load_speeds(cache: Path) -> Speeds | None:
    """Return what earlier builds measured on this machine; None if there is nothing."""
    return _record(cache).read(_speeds_of)


def save_speeds(cache: Path, measured: Speeds) -> None:
    """Add the speeds ``measured`` by a build to the earlier ones, whose weight is reduced."""
    if measured.answers:
        before = load_speeds(cache)
        together = measured if before is None else before.faded() + measured
        _record(cache).write(dataclasses.asdict(dataclasses.replace(together, workers=measured.workers)))


def _record(cache: Path) -> Record:
    here = machine()
    return Record(cache / "speeds.json", "answerbook speeds", _VERSION, [here["cpu"], here["cores"]])


def _speeds_of(content: Any) -> Speeds:
    """Return the speeds in a record. Raises KeyError, TypeError or ValueError for any other content."""
    names = [f.name for f in dataclasses.fields(Speeds) if f.name != "models"]
    numbers = {name: float(content[name]) for name in names}
    models = {str(name): (float(n), float(took)) for name, (n, took) in content["models"].items()}
    every = [*numbers.values(), *(number for pair in models.values() for number in pair)]
    if not all(0 <= number < 1e12 for number in every) or numbers["workers"] < 1 or not numbers["answers"]:
        raise ValueError("these are no speeds")
    return Speeds(models=models, **numbers)
